import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { mongo } from 'mongoose';
import { DamagedBlob, type Blobs } from '@xingchuang/blobs';
import { everyBlob, type BackupFolder, type SavedBackup, type SavedBlob, type SavedCollection } from './backup-folder.ts';

/** What is saved: the databases of one system, and its blobs. */
export interface BackupSource {
  readonly client: mongo.MongoClient;
  /** Begins the name of every database of this system. */
  readonly prefix: string;
  readonly blobs: Blobs;
}

/** How far it came, for those who wait. */
export type Progress = (step: string) => void;

export interface BackupOptions {
  readonly progress?: Progress;
  /** How many backups stay, this one included; all of them where it is not said. */
  readonly keep?: number | undefined;
}

/** A snapshot must outlive the reading of it; the server forgets the past after five minutes unless told otherwise. */
const HISTORY_SECONDS = 4 * 3_600;

/**
 * Saves everything of one instant: all databases are read in one snapshot, so that no message is told in one and unheard of in another.
 * Bytes never change; they are copied before the snapshot and once more behind it, so that all that the snapshot names are there, also
 * those that are disposed of meanwhile.
 */
export async function takeBackup(folder: BackupFolder, { client, prefix, blobs }: BackupSource, { progress = () => undefined, keep }: BackupOptions = {}): Promise<SavedBackup> {
  return folder.alone(async () => {
    const began = new Date();
    const name = folder.begin(began);
    const copied = new BlobCopy(blobs, await folder.blobs());
    progress('blobs');
    await copied.round();
    const taken = await inSnapshot(client, async (session) => {
      const databases: { name: string; collections: SavedCollection[] }[] = [];
      for (const database of await databasesOf(client, prefix)) {
        progress(database.slice(prefix.length));
        const collections: SavedCollection[] = [];
        for (const collection of await collectionsOf(client.db(database))) {
          const path = folder.fileOf(name, database.slice(prefix.length), collection);
          collections.push(await saveCollection(client.db(database).collection(collection), session, path));
        }
        databases.push({ name: database.slice(prefix.length), collections });
      }
      return databases;
    });
    progress('blobs');
    await copied.round();
    const list = copied.list();
    const listSha256 = createHash('sha256').update(folder.writeBlobList(name, list)).digest('hex');
    const saved = folder.finish(name, {
      takenAt: began.toISOString(),
      seconds: Math.round((Date.now() - began.getTime()) / 100) / 10,
      databases: taken,
      blobs: { count: list.length, bytes: list.reduce((sum, { size }) => sum + size, 0), listSha256 },
      damaged: copied.damaged(),
    });
    if (keep !== undefined) await folder.prune(keep);
    return saved;
  });
}

/** The databases of the system, by name: each of its services keeps an outbox, no other database does. */
export async function databasesOf(client: mongo.MongoClient, prefix: string): Promise<string[]> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const names = databases.map(({ name }) => name).filter((name) => name.startsWith(prefix) && /^[a-z]+$/.test(name.slice(prefix.length)));
  const found: string[] = [];
  for (const name of names.sort()) if ((await collectionsOf(client.db(name))).includes('outbox')) found.push(name);
  return found;
}

export async function collectionsOf(db: mongo.Db): Promise<string[]> {
  const all = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return all.map(({ name }) => name).filter((name) => !name.startsWith('system.')).sort();
}

async function inSnapshot<T>(client: mongo.MongoClient, work: (session: mongo.ClientSession) => Promise<T>): Promise<T> {
  const admin = client.db('admin');
  const parameter = 'minSnapshotHistoryWindowInSeconds';
  const before = await admin.command({ getParameter: 1, [parameter]: 1 }).then(
    (answer) => Number(answer[parameter]),
    () => undefined, // who may not ask may not set it either; a small system needs neither
  );
  const session = client.startSession({ snapshot: true });
  try {
    if (before !== undefined && before < HISTORY_SECONDS) await admin.command({ setParameter: 1, [parameter]: HISTORY_SECONDS }).catch(() => undefined);
    return await work(session);
  } finally {
    await session.endSession();
    if (before !== undefined) await admin.command({ setParameter: 1, [parameter]: before }).catch(() => undefined);
  }
}

/** Every document as its own bytes, in the order of the ids: what is read is what is written, whatever its types. */
async function saveCollection(collection: mongo.Collection, session: mongo.ClientSession, path: string): Promise<SavedCollection> {
  const hash = createHash('sha256');
  let documents = 0;
  let bytes = 0;
  // Said again here: a level that the address of the server names would otherwise stand before that of the session, and each collection had its own instant.
  const cursor = collection.find({}, { session, readConcern: { level: 'snapshot' }, raw: true, sort: { _id: 1 }, batchSize: 1_000 });
  async function* chunks() {
    for await (const document of cursor) {
      const raw = document as unknown as Uint8Array; // `raw` gives bytes, which the driver's types do not say
      hash.update(raw);
      documents += 1;
      bytes += raw.byteLength;
      yield raw;
    }
  }
  await pipeline(Readable.from(chunks()), createGzip({ level: 3 }), createWriteStream(path, { mode: 0o600, flush: true }));
  return { name: collection.collectionName, documents, bytes, sha256: hash.digest('hex') };
}

class BlobCopy {
  readonly #blobs = new Map<string, SavedBlob>();
  readonly #damaged = new Set<string>();

  constructor(
    private readonly from: Blobs,
    private readonly to: Blobs,
  ) {}

  list = (): SavedBlob[] => [...this.#blobs.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  damaged = (): string[] => [...this.#damaged].sort();

  /** Copies what is not there yet. */
  async round(): Promise<void> {
    for await (const { sha256, size } of everyBlob(this.from)) {
      if (this.#blobs.has(sha256) || this.#damaged.has(sha256)) continue;
      const lockedUntil = (await this.from.find(sha256))?.lockedUntil ?? '';
      if (await this.#copy(sha256, size)) this.#blobs.set(sha256, { sha256, size, lockedUntil });
    }
  }

  async #copy(sha256: string, size: number): Promise<boolean> {
    if ((await this.to.find(sha256))?.size === size) return true;
    try {
      await this.to.put(await this.from.get(sha256), { sha256, size });
      return true;
    } catch (error) {
      if (isGone(error)) return false; // disposed of between the list and the copy
      if (!(error instanceof DamagedBlob)) throw error;
      this.#damaged.add(sha256);
      return false;
    }
  }
}

const isGone = (error: unknown): boolean => (error as { code?: string }).code === 'blob.missing';
