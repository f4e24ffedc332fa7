import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blob, Declared } from './blobs.ts';
import { Meter } from './digest.ts';

/** A file on disk, complete and synced, that nobody else knows yet. */
export interface Spooled extends Blob {
  readonly path: string;
}

const ours = new Set<string>();

/** A folder for bytes whose name (their digest) is not known before the last one came. */
export class Spool {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** Opens the folder and removes what killed processes left in it; files of processes that still run stay. */
  static async open(dir: string): Promise<Spool> {
    await mkdir(dir, { recursive: true });
    for (const name of await readdir(dir)) {
      if (!ours.has(name) && !isOfAnother(name)) await rm(join(dir, name), { force: true });
    }
    return new Spool(dir);
  }

  /** Writes a stream and gives the file to `use`; whatever happens, the file is gone from the folder afterwards. */
  async with<T>(
    bytes: AsyncIterable<Uint8Array>,
    declared: Declared | undefined,
    use: (spooled: Spooled) => Promise<T>,
  ): Promise<T> {
    const meter = new Meter(declared);
    const name = `${process.pid}.${randomUUID()}`;
    const path = join(this.#dir, name);
    ours.add(name);
    try {
      const file = await open(path, 'wx', 0o400);
      try {
        await file.writeFile(meter.pass(bytes));
        await file.sync();
      } finally {
        await file.close();
      }
      return await use({ path, ...meter.blob });
    } finally {
      await rm(path, { force: true });
      ours.delete(name);
    }
  }
}

/** Our own number is never another's: in a container every process of ours has the number of the one that was killed. */
function isOfAnother(name: string): boolean {
  const pid = Number.parseInt(name, 10);
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
