import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endProcess, identityOf, killProcess } from '@xingchuang/server/process-identity';
import { noteProcess, runFolder } from './run-folder.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What it prints, or what answers, when it is ready. */
  readonly ready: RegExp | (() => Promise<boolean>);
  readonly withinMs?: number;
  /** Where its output goes; a new file of the run, if not given. */
  readonly logFile?: string;
}

export interface RunningProcess {
  readonly pid: number;
  readonly logFile: string;
  /** What `ready` found in the output, with its groups. */
  readonly match: RegExpExecArray | undefined;
  /** All it printed so far. */
  output(): string;
  /** kill -9, and it is gone. */
  kill(): Promise<void>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts a program, waits until it is ready, and ends it at the latest with the run. Fails with its output where it does not get ready. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, args, env = {}, cwd = ROOT, ready, withinMs = 30_000 } = options;
  const logFile = options.logFile ?? newLog(command);
  const offset = existsSync(logFile) ? readFileSync(logFile).length : 0;
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  let over: number | NodeJS.Signals | undefined;
  void ended.then(
    (how) => (over = how),
    () => (over = 'SIGABRT'),
  );
  await once(child, 'spawn');
  const pid = child.pid as number;
  child.unref();
  noteProcess(identityOf(pid));
  const output = () => readFileSync(logFile).subarray(offset).toString('utf8');
  let match: RegExpExecArray | undefined;
  const isReady = async () => (typeof ready === 'function' ? ready() : (match = ready.exec(output()) ?? undefined) !== undefined);
  for (const end = Date.now() + withinMs; !(await isReady()); await wait(20)) {
    if (over !== undefined || Date.now() > end) {
      const why = over === undefined ? `was not ready within ${withinMs} ms` : `ended with ${over}`;
      await killProcess(pid);
      throw new Error(`${command} ${args.join(' ')} ${why}:\n${output().slice(-4000)}`);
    }
  }
  return { pid, logFile, match, output, ended, kill: () => killProcess(pid), stop: () => endProcess(pid) };
}

/** Starts a TypeScript file of this repository as `npm start` does, on the Node of this process. */
export async function startNode(
  file: string,
  options: Omit<ProcessOptions, 'command' | 'args'> & { readonly args?: readonly string[] },
): Promise<RunningProcess> {
  return startProcess({
    ...options,
    command: process.execPath,
    args: ['--import', './scripts/ts.mjs', file, ...(options.args ?? [])],
  });
}

let logs = 0;

function newLog(command: string): string {
  mkdirSync(join(runFolder(), 'logs'), { recursive: true });
  return join(runFolder(), 'logs', `${command.split('/').at(-1)}-${process.pid}-${Date.now()}-${(logs += 1)}.log`);
}
