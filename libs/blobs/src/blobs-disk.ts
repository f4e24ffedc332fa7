import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '@xingchuang/rules';
import { DamagedBlob, type Blob, type Blobs, type BlobState, type ByteRange, type Declared, type ListQuery, type Spooled } from './blobs.ts';
import { checkDay, checkDigest, verified } from './digest.ts';
import { partOf } from './range.ts';
import { bytesOf, Spool } from './spool.ts';

export interface DiskOptions {
  readonly dir: string;
  /** The calendar day (YYYY-MM-DD) that locks are compared with. */
  readonly today: () => string;
}

/**
 * Blobs as plain files: `<dir>/<first 3 hex digits>/<sha256>.<size>`, beside it `<sha256>.until.<day>` for a lock. The whole
 * state is in names, so that one rename commits it and a file cut short is seen before its first byte is served.
 */
export async function openDiskBlobs(options: DiskOptions): Promise<Blobs> {
  const spool = await Spool.open(join(options.dir, 'incoming'));
  return new DiskBlobs(options, spool);
}

class DiskBlobs implements Blobs {
  readonly #dir: string;
  readonly #today: () => string;
  readonly #spool: Spool;
  /** Folders of which this process has seen to it that they outlast a loss of power. */
  readonly #rooted = new Set<string>();

  constructor(options: DiskOptions, spool: Spool) {
    this.#dir = options.dir;
    this.#today = options.today;
    this.#spool = spool;
  }

  async put(bytes: AsyncIterable<Uint8Array>, declared?: Declared): Promise<Blob> {
    return this.#spool.with(bytes, declared, async ({ path, sha256, size }) => {
      const place = this.#place({ sha256, size });
      await mkdir(dirname(place), { recursive: true });
      if ((await sizeOf(place)) !== size) { // also mends a file that was cut short
        await sync(path);
        await rename(path, place);
      }
      await sync(dirname(place)); // also where another put it there: perhaps an instant ago
      if (!this.#rooted.has(dirname(place))) await sync(this.#dir);
      this.#rooted.add(dirname(place));
      return { sha256, size };
    });
  }

  adopt({ path, sha256, size }: Spooled): Promise<Blob> {
    return this.put(bytesOf(path), { sha256, size });
  }

  async mend(bytes: AsyncIterable<Uint8Array>, { sha256, size }: Blob): Promise<void> {
    await this.#spool.with(bytes, { sha256, size }, async ({ path }) => {
      const folder = this.#folder(sha256);
      await mkdir(folder, { recursive: true });
      await sync(path);
      await rename(path, this.#place({ sha256, size }));
      const others = (await namesIn(folder)).filter((name) => name.startsWith(`${sha256}.`) && /^\d+$/.test(name.slice(65)) && name !== `${sha256}.${size}`);
      await Promise.all(others.map((name) => rm(join(folder, name), { force: true }))); // a name that gave another size
      await sync(folder);
      await sync(this.#dir);
    });
  }

  async get(sha256: string, range?: ByteRange): Promise<Readable> {
    const blob = await this.find(sha256);
    if (!blob) throw missing(sha256);
    const part = partOf(blob.size, range);
    const place = this.#place(blob);
    const found = await sizeOf(place);
    if (found === undefined) throw missing(sha256); // removed since
    if (found !== blob.size) throw new DamagedBlob(sha256, `${found} of ${blob.size} bytes`);
    const file = createReadStream(place, { start: part.from, end: part.to });
    return verified(file, sha256, part);
  }

  async find(sha256: string): Promise<BlobState | undefined> {
    checkDigest(sha256);
    const marks = (await namesIn(this.#folder(sha256))).filter((name) => name.startsWith(sha256)).map((name) => name.slice(65));
    const size = marks.find((mark) => /^\d+$/.test(mark));
    if (size === undefined) return undefined;
    const lockedUntil = marks
      .filter((mark) => mark.startsWith('until.'))
      .toSorted()
      .at(-1)
      ?.slice(6);
    return { sha256, size: Number(size), ...(lockedUntil === undefined ? {} : { lockedUntil }) };
  }

  async lock(sha256: string, untilDay: string): Promise<void> {
    checkDay(untilDay);
    if (!(await this.find(sha256))) throw missing(sha256);
    const mark = await open(join(this.#folder(sha256), `${sha256}.until.${untilDay}`), 'a');
    await mark.close();
    await sync(this.#folder(sha256));
  }

  async remove(sha256: string): Promise<void> {
    const blob = await this.find(sha256);
    if (!blob) return;
    if (blob.lockedUntil !== undefined && this.#today() <= blob.lockedUntil) {
      throw new Refusal('conflict', 'blob.locked', { sha256, until: blob.lockedUntil });
    }
    await rm(this.#place(blob), { force: true });
    const marks = (await namesIn(this.#folder(sha256))).filter((name) => name.startsWith(`${sha256}.until.`));
    await Promise.all(marks.map((name) => rm(join(this.#folder(sha256), name), { force: true })));
    await sync(this.#folder(sha256));
  }

  async list({ prefix = '', after = '', limit }: ListQuery): Promise<Blob[]> {
    const page: Blob[] = [];
    const folders = (await readdir(this.#dir)).filter((name) => /^[0-9a-f]{3}$/.test(name)).toSorted();
    for (const folder of folders) {
      if (page.length >= limit) break;
      const here = folder.slice(0, prefix.length);
      if (here !== prefix.slice(0, 3) || folder < after.slice(0, 3)) continue;
      for (const name of (await readdir(join(this.#dir, folder))).toSorted()) {
        const [sha256 = '', size = ''] = name.split('.');
        if (sha256.startsWith(prefix) && sha256 > after && /^\d+$/.test(size)) page.push({ sha256, size: Number(size) });
      }
    }
    return page.slice(0, limit);
  }

  #folder(sha256: string): string {
    return join(this.#dir, sha256.slice(0, 3));
  }

  #place({ sha256, size }: Blob): string {
    return join(this.#folder(sha256), `${sha256}.${size}`);
  }
}

const missing = (sha256: string) => new Refusal('missing', 'blob.missing', { sha256 });

/** Of a file or a folder. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return absentAs(undefined, async () => (await stat(path)).size);
}

async function namesIn(folder: string): Promise<string[]> {
  return absentAs([], () => readdir(folder));
}

async function absentAs<T>(instead: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead;
    throw error;
  }
}
