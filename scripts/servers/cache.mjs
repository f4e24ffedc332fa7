// Where fetched servers are kept, for every checkout of this user: <cache>/xingchuang/bin/<name>.
import { randomUUID } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'xingchuang');

export function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? resolve(file) : undefined;
  } catch {
    return undefined;
  }
}

export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => executable(join(folder, name)))).find(Boolean);
}

export const inCache = (name) => executable(join(cache(), 'bin', name));

export function folderInCache(name) {
  const folder = join(cache(), 'bin', name);
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : undefined;
}

/** Lets `make` put a program into a folder of its own and moves it into the cache by one rename: two runs at once cannot spoil it. */
export async function keep(name, make) {
  const draft = join(cache(), `draft-${randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  try {
    const made = await make(draft);
    chmodSync(made, 0o755);
    const kept = join(cache(), 'bin', name);
    mkdirSync(join(cache(), 'bin'), { recursive: true });
    renameSync(made, kept);
    return kept;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
