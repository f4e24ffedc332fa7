import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Declared, Spooled } from './blobs.ts';
import { Meter } from './digest.ts';

const ours = new Set<string>();

/** A folder for bytes whose name (their digest) is not known before the last one came. Nothing here outlasts a loss of power: whoever keeps them sees to that. */
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
        await appendStream(file, meter.pass(bytes));
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

const GATHERED = 256 * 1024;

/** The bytes of a file in large pieces, opened when they are first asked for: a stream that nobody reads would stay open, and nobody would hear its error. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: GATHERED }) as AsyncIterable<Uint8Array>;
}

/** Writes a stream behind what the file holds: what has come at once, and what comes meanwhile together, for each write is a trip to another thread. */
export async function appendStream(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  let [gathered, size]: [Uint8Array[], number] = [[], 0];
  let writing: Promise<void> | undefined; // after a failure it stays: nothing is written behind a gap
  const writeOn = async (): Promise<void> => {
    while (size > 0) {
      const [pieces, length] = [gathered, size];
      [gathered, size] = [[], 0];
      await writeAll(file, pieces, length);
    }
    writing = undefined;
  };
  try {
    for await (const chunk of bytes) {
      if (chunk.length === 0) continue;
      gathered.push(chunk);
      size += chunk.length;
      writing ??= writeOn();
      writing.catch(() => undefined); // heard below
      if (size >= GATHERED) await writing;
    }
  } finally {
    await writing; // what came before a line broke came all the same
  }
}

async function writeAll(file: FileHandle, pieces: readonly Uint8Array[], size: number): Promise<void> {
  const { bytesWritten } = await file.writev(pieces);
  if (bytesWritten < size) await file.appendFile(Buffer.concat(pieces).subarray(bytesWritten)); // a disk that is nearly full takes a part
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
