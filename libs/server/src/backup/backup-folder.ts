import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { openDiskBlobs, type Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { isRunning, self, type ProcessIdentity } from '../process-identity.ts';

const FORMAT = 'xingchuang-backup/1';
const Collection = z.object({ name: z.string(), documents: z.int(), bytes: z.int(), sha256: z.string() });
const Manifest = z.object({
  format: z.literal(FORMAT),
  /** The instant of which everything in it is, ISO 8601 UTC. */
  takenAt: z.iso.datetime(),
  seconds: z.number(),
  databases: z.array(z.object({ name: z.string(), collections: z.array(Collection) })),
  blobs: z.object({ count: z.int(), bytes: z.int(), listSha256: z.string() }),
  /** Digests of bytes that could not be read whole. */
  damaged: z.array(z.string()),
});
export type BackupManifest = z.infer<typeof Manifest>;
export type SavedCollection = z.infer<typeof Collection>;
export interface SavedBackup extends BackupManifest {
  readonly name: string;
}
export interface SavedBlob {
  readonly sha256: string;
  readonly size: number;
  readonly lockedUntil: string;
}

/** Names of backups sort as the instants at which they were begun. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/;
const LOCK = 'in-use.json';

/**
 * A folder of backups: `<instant>/backup.json` is written last, so that what lacks it was cut short; `<instant>/<database>/<collection>.bson.gz`
 * as mongodump writes it; and `blobs/`, which all backups share, since bytes that are named by their digest are kept once.
 */
export class BackupFolder {
  constructor(readonly dir: string) {}

  /** All that are complete, newest first. */
  list(): SavedBackup[] {
    return this.#names().sort().reverse().flatMap((name) => this.#find(name) ?? []);
  }

  get(name: string | undefined): SavedBackup {
    const found = name === undefined ? this.list()[0] : NAME.test(name) ? this.#find(name) : undefined;
    if (!found) throw new Refusal('missing', 'backup.missing', { name: name ?? '' });
    return found;
  }

  /** A new one, named after the instant. */
  begin(now: Date): string {
    const name = now.toISOString().replaceAll(/[:.]/g, '-');
    mkdirSync(join(this.dir, name), { recursive: true, mode: 0o700 });
    return name;
  }

  finish(name: string, manifest: Omit<BackupManifest, 'format'>): SavedBackup {
    const path = join(this.dir, name, 'backup.json');
    const whole: BackupManifest = { format: FORMAT, ...manifest };
    writeFileSync(`${path}.new`, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
    return { name, ...whole };
  }

  fileOf(name: string, database: string, collection: string): string {
    mkdirSync(join(this.dir, name, database), { recursive: true, mode: 0o700 });
    return join(this.dir, name, database, `${collection}.bson.gz`);
  }

  blobs(): Promise<Blobs> {
    return openDiskBlobs({ dir: join(this.dir, 'blobs'), today: () => '9999-12-31' }); // a lock is noted in the list; here it holds nobody up
  }

  writeBlobList(name: string, blobs: readonly SavedBlob[]): string {
    const text = blobs.map(({ sha256, size, lockedUntil }) => `${sha256} ${size} ${lockedUntil}\n`).join('');
    writeFileSync(join(this.dir, name, 'blobs.txt.gz'), gzipSync(text), { mode: 0o600, flush: true });
    return text;
  }

  readBlobList(name: string): string {
    return gunzipSync(readFileSync(join(this.dir, name, 'blobs.txt.gz'))).toString();
  }

  /** Removes all but the newest, what was cut short, and the bytes that none of the rest names. */
  async prune(keep: number): Promise<void> {
    const kept = this.list().slice(0, keep).map(({ name }) => name);
    for (const name of this.#names()) if (!kept.includes(name)) rmSync(join(this.dir, name), { recursive: true, force: true });
    const named = new Set(kept.flatMap((name) => parseBlobList(this.readBlobList(name)).map(({ sha256 }) => sha256)));
    const blobs = await this.blobs();
    for await (const { sha256 } of everyBlob(blobs)) if (!named.has(sha256)) await blobs.remove(sha256);
  }

  /** Runs the work while nobody else writes here; refuses `backup.running` where somebody does. What a killed process left is taken over. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    mkdirSync(this.dir, { recursive: true, mode: 0o700 });
    const lock = join(this.dir, LOCK);
    const owner = readLock(lock);
    if (owner && isRunning(owner)) throw new Refusal('conflict', 'backup.running');
    if (owner || existsSync(lock)) rmSync(lock, { force: true });
    try {
      writeFileSync(lock, JSON.stringify(self()), { flag: 'wx' });
    } catch {
      throw new Refusal('conflict', 'backup.running'); // another was quicker
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  }

  #names(): string[] {
    return existsSync(this.dir) ? readdirSync(this.dir).filter((name) => NAME.test(name)) : [];
  }

  #find(name: string): SavedBackup | undefined {
    const path = join(this.dir, name, 'backup.json');
    if (!existsSync(path)) return undefined;
    const read = Manifest.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? { name, ...read.data } : undefined;
  }
}

export const parseBlobList = (text: string): SavedBlob[] =>
  text.split('\n').filter(Boolean).map((line) => {
    const [sha256 = '', size = '', lockedUntil = ''] = line.split(' ');
    return { sha256, size: Number(size), lockedUntil };
  });

/** All that a store holds, in the order of the digests. */
export async function* everyBlob(blobs: Blobs) {
  for (let after: string | undefined; ;) {
    const page = await blobs.list({ after, limit: 1_000 });
    yield* page;
    after = page.at(-1)?.sha256;
    if (after === undefined) return;
  }
}

function readLock(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
