import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcess } from '@xingchuang/server/process-identity';
import { childEnvironment } from './config.ts';
import { ROOT } from './stage.ts';

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers whether it can be used. */
  readonly isReady: () => Promise<boolean>;
}

const START_MS = 90_000;

/** A process of the demonstrated system: started, killed and started again on the same folder and port. */
export class Child {
  #pid = 0;
  #over = '';

  constructor(readonly options: ChildOptions) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number {
    return this.#pid;
  }

  /** Starts it and waits until it is ready; fails with its last words. */
  async start(): Promise<void> {
    const { name, command, args, env = {}, logFile, isReady } = this.options;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    const child = spawn(command, args, { cwd: ROOT, env: childEnvironment(env), stdio: ['ignore', log, log], detached: true }); // Ctrl-C is for us: we say when it stops
    closeSync(log);
    this.#over = '';
    const ended = once(child, 'exit').then(([code, signal]) => `${code ?? signal}`, String);
    const pid = (this.#pid = child.pid ?? 0);
    void ended.then((how) => {
      if (this.#pid === pid) this.#over = how; // the news of one that was killed may come after its successor started
    });
    child.unref();
    for (const end = Date.now() + START_MS; !(await isReady().catch(() => false)); await wait(50)) {
      if (this.#over === '' && Date.now() < end) continue;
      const how = this.#over === '' ? `was not ready within ${START_MS / 1000} s` : `ended with ${this.#over}`;
      await this.kill();
      throw new Error(`${name} ${how}:\n${readFileSync(logFile, 'utf8').slice(-3_000)}`);
    }
  }

  /** kill -9, and it is gone. */
  kill = (): Promise<void> => this.#end(0);
  /** Asks it to end, and waits. */
  stop = (): Promise<void> => this.#end(20_000);

  async #end(withinMs: number): Promise<void> {
    if (this.#pid > 0 && this.#over === '') await endProcess(this.#pid, withinMs);
  }
}

/** A TypeScript file of this repository on this Node, as `npm start` runs it. */
export const typescript = (file: string, ...args: string[]): Pick<ChildOptions, 'command' | 'args'> => ({ command: process.execPath, args: ['--max-semi-space-size=8', '--import', './scripts/ts.mjs', file, ...args] });

/** Ready once a URL answers with one of these statuses. */
export const answers = (url: string, ...statuses: number[]) => async (): Promise<boolean> => statuses.includes((await fetch(url)).status);

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
