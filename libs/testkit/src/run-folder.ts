import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandOf, endProcess, isRunning, self, type ProcessIdentity } from '@xingchuang/server/process-identity';

const NAME = 'xingchuang-run-';
const VARIABLE = 'XINGCHUANG_RUN_FOLDER';

/** Opens the folder of this run for all its processes, and ends what runs that were killed have left. */
export async function openRun(): Promise<string> {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(NAME))) {
    const owner = read<ProcessIdentity>(join(tmpdir(), name, 'owner.json'));
    if (owner && !isRunning(owner)) await closeRun(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), NAME));
  publish(join(folder, 'owner.json'), self());
  mkdirSync(join(folder, 'processes'));
  process.env[VARIABLE] = folder;
  return folder;
}

/** Ends every process that was started for the run, then removes the folder. */
export async function closeRun(folder = runFolder()): Promise<void> {
  const noted = existsSync(join(folder, 'processes')) ? readdirSync(join(folder, 'processes')) : [];
  const started = noted.map((name) => read<ProcessIdentity>(join(folder, 'processes', name))).filter((it) => it !== undefined);
  await Promise.all(started.filter(isRunning).map(({ pid }) => endProcess(pid, 5000)));
  await Promise.all(orphansUnder(folder).map((pid) => endProcess(pid, 5000)));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Folder of this run; a server of the run is shared through it. */
export function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (!folder)
    throw new Error("there is no run: jest's global set-up of testkit opens one, scripts call openRun() and closeRun()");
  return folder;
}

/** A folder for one test that goes with the run. */
export function tempFolder(name: string): string {
  return mkdtempSync(join(runFolder(), `${name}-`));
}

/** Notes a process, so that the end of the run is its end. */
export function noteProcess(process: ProcessIdentity): void {
  publish(join(runFolder(), 'processes', `${process.pid}.json`), process);
}

/** Writes a whole file or none. */
export function publish(file: string, value: unknown): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
  renameSync(`${file}.${process.pid}`, file);
}

export function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/** Each mongod that an application embedded and, being killed, left behind: its number is in the lock file of its data. */
function orphansUnder(folder: string): number[] {
  const locks = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('mongod.lock'));
  return locks
    .map((path) => Number.parseInt(readFileSync(join(folder, path), 'utf8'), 10))
    .filter((pid) => pid > 0 && commandOf(pid).includes(folder));
}
