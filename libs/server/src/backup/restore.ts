import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import mongoose, { type mongo } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { collectionsOf, type BackupSource, type Progress } from './backup.ts';
import { parseBlobList, type BackupFolder, type SavedBackup, type SavedCollection } from './backup-folder.ts';

const BATCH = 1_000;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Who was signed in then is not signed in now: an ended session must not come back to life. */
const FORGOTTEN: ReadonlySet<string> = new Set(['registry.sessions', 'registry.loginAttempts']);

/** Something is not as the backup says. Not a refusal: the backup itself, or the disk, is at fault. */
export class BackupDiffers extends Error {
  override readonly name = 'BackupDiffers';
}

/**
 * Puts a backup into an empty system and reads everything again: documents and bytes must have the digests that were written down.
 * All that was ever told is told again at the next start, since the streams are not part of a backup; who heard it already does nothing.
 */
export async function restoreBackup(folder: BackupFolder, name: string | undefined, to: BackupSource, progress: Progress = () => undefined): Promise<SavedBackup> {
  const saved = folder.get(name);
  for (const { name: database } of saved.databases) {
    const held = await collectionsOf(to.client.db(`${to.prefix}${database}`));
    if (held.length > 0) throw new Refusal('conflict', 'backup.not-empty', { database: `${to.prefix}${database}` });
  }
  for (const { name: database, collections } of saved.databases) {
    progress(database);
    const db = to.client.db(`${to.prefix}${database}`);
    for (const collection of collections.filter((one) => !FORGOTTEN.has(`${database}.${one.name}`))) {
      await restoreCollection(db.collection(collection.name), folder.fileOf(saved.name, database, collection.name));
      await check(db.collection(collection.name), collection);
    }
    await db.collection('outbox').updateMany({}, { $set: { publishedAt: null } });
  }
  progress('blobs');
  await restoreBlobs(folder, saved, to);
  return saved;
}

async function restoreCollection(collection: mongo.Collection, path: string): Promise<void> {
  let batch: mongo.Document[] = [];
  let bytes = 0;
  const write = async () => {
    if (batch.length > 0) await collection.insertMany(batch.splice(0), { writeConcern: { w: 'majority', journal: true } });
    batch = [];
    bytes = 0;
  };
  for await (const raw of documentsOf(path)) {
    batch.push(mongoose.mongo.BSON.deserialize(raw, { promoteValues: false, promoteBuffers: false, promoteLongs: false }));
    bytes += raw.byteLength;
    if (batch.length === BATCH || bytes > BATCH_BYTES) await write();
  }
  await write();
}

/** The documents of a file: each says its own length in its first four bytes. */
async function* documentsOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of pipeline(createReadStream(path), createGunzip(), () => undefined)) {
    rest = rest.length === 0 ? (part as Buffer) : Buffer.concat([rest, part as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      yield rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(rest.readInt32LE(0));
    }
  }
  if (rest.length > 0) throw new BackupDiffers(`${path} ends within a document`);
}

async function check(collection: mongo.Collection, saved: SavedCollection): Promise<void> {
  const hash = createHash('sha256');
  let documents = 0;
  for await (const raw of collection.find({}, { raw: true, sort: { _id: 1 }, batchSize: BATCH })) {
    hash.update(raw as unknown as Uint8Array); // `raw` gives bytes, which the driver's types do not say
    documents += 1;
  }
  if (documents !== saved.documents || hash.digest('hex') !== saved.sha256) throw new BackupDiffers(`${collection.namespace}: ${documents} of ${saved.documents} documents, or other bytes than were saved`);
}

async function restoreBlobs(folder: BackupFolder, saved: SavedBackup, { blobs }: BackupSource): Promise<void> {
  const text = folder.readBlobList(saved.name);
  if (createHash('sha256').update(text).digest('hex') !== saved.blobs.listSha256) throw new BackupDiffers(`${saved.name}/blobs.txt.gz is not the list that was saved`);
  const from = await folder.blobs();
  for (const { sha256, size, lockedUntil } of parseBlobList(text)) {
    if ((await blobs.find(sha256))?.size !== size) await blobs.put(await from.get(sha256), { sha256, size }); // refuses bytes of another digest
    if (lockedUntil !== '') await blobs.lock(sha256, lockedUntil);
  }
}
