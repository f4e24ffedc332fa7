import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever words this system has for it. */
  readonly since: string;
}

export const identityOf = (pid: number): ProcessIdentity => ({ pid, since: ask(pid, 'lstart') });
export const self = (): ProcessIdentity => identityOf(process.pid);
export const isRunning = ({ pid, since }: ProcessIdentity): boolean => isAlive(pid) && ask(pid, 'lstart') === since;

/** The command line of a process; empty where it is gone. */
export const commandOf = (pid: number): string => (isAlive(pid) ? ask(pid, 'args') : '');

/** Mebibytes that a process holds; 0 where the system does not tell. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Asks a process to end, waits, and ends it by force where it does not. */
export async function endProcess(pid: number, withinMs = 20_000): Promise<void> {
  signal(pid, 'SIGTERM');
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(20)) if (!isAlive(pid)) return;
  await killProcess(pid);
}

/** kill -9, and waits until nothing of it is left. */
export async function killProcess(pid: number): Promise<void> {
  signal(pid, 'SIGKILL');
  while (isAlive(pid)) await wait(20);
}

/** A zombie has ended, though nobody has collected it yet; but while it has other threads they still hold its ports and files. */
function isAlive(pid: number): boolean {
  const fields = stat(pid);
  return signal(pid, 0) && !(fields?.[0] === 'Z' && Number(fields[17]) <= 1);
}

function signal(pid: number, which: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, which);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** From /proc where there is one (slim images have no `ps`), else from `ps`. */
function ask(pid: number, what: 'lstart' | 'args'): string {
  const fields = stat(pid);
  if (fields)
    return what === 'lstart' ? `${fields[19]}` : readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  try {
    return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** The fields of /proc/<pid>/stat from the state (third) on: the name before them may hold blanks and brackets. */
function stat(pid: number): string[] | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
