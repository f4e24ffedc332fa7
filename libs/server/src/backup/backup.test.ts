import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose, { type mongo } from 'mongoose';
import { openDiskBlobs, type Blobs } from '@xingchuang/blobs';
import { realMongo, tempFolder } from '@xingchuang/testkit';
import { identityOf } from '../process-identity.ts';
import { BackupDiffers, BackupFolder, restoreBackup, takeBackup, type BackupSource } from './index.ts';

const { BSON } = mongoose.mongo;
const SHA = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // of "abc"

let client: mongo.MongoClient;
const used: string[] = [];
beforeAll(async () => void (client = await new mongoose.mongo.MongoClient((await realMongo()).uri).connect()));
afterAll(async () => {
  for (const prefix of used) for (const name of ['one', 'two', 'registry']) await client.db(`${prefix}${name}`).dropDatabase();
  await client.close();
});

/** A system of its own: two databases, and blobs. */
async function aSystem(): Promise<BackupSource & { readonly blobs: Blobs; readonly dir: string; db(name: string): mongo.Db }> {
  const prefix = `${(await realMongo()).prefix}-`;
  used.push(prefix);
  const dir = tempFolder('backup-blobs');
  return { client, prefix, dir, blobs: await openDiskBlobs({ dir, today: () => '2026-03-01' }), db: (name) => client.db(`${prefix}${name}`) };
}
async function aFullSystem() {
  const system = await aSystem();
  for (const name of ['one', 'two']) await system.db(name).collection<{ _id: string }>('outbox').insertOne({ _id: `${name}-1`, publishedAt: new Date('2026-01-01') } as never);
  await system.blobs.put([Buffer.from('abc')] as never);
  await system.blobs.lock(SHA, '2030-01-01');
  return system;
}
const folder = () => new BackupFolder(tempFolder('backups'));

test('what comes back is what was there, whatever its type; told messages are told again, sessions are not open again', async () => {
  const from = await aFullSystem();
  const odd = { _id: 'x', int: new BSON.Int32(1), double: new BSON.Double(1), long: BSON.Long.fromString('9007199254740993'), bytes: Buffer.from([1, 2, 3]), at: new Date(0), none: null, list: [1, { b: 1, a: 2 }], text: '䶮湖🎉' };
  await from.db('one').collection<{ _id: string }>('things').insertMany([odd as never, ...Array.from({ length: 2_500 }, (_, at) => ({ _id: `t${at}`, at }) as never)]);
  await from.db('registry').collection('outbox').insertOne({ publishedAt: null });
  await from.db('registry').collection<{ _id: string }>('sessions').insertOne({ _id: 's' });
  const backups = folder();
  const saved = await takeBackup(backups, from);
  expect(saved.databases.map(({ name }) => name)).toEqual(['one', 'registry', 'two']);
  expect(saved.blobs).toMatchObject({ count: 1, bytes: 3 });
  const to = await aSystem();
  await restoreBackup(backups, undefined, to);
  const raw = async (system: typeof to, name: string) => {
    const all = await system.db(name).collection('things').find({}, { raw: true, sort: { _id: 1 } }).toArray();
    return Buffer.concat(all as unknown as Buffer[]).toString('hex');
  };
  expect(await raw(to, 'one')).toBe(await raw(from, 'one'));
  expect(await to.db('one').collection('outbox').findOne({})).toEqual({ _id: 'one-1', publishedAt: null });
  expect(await to.db('registry').collection('sessions').countDocuments()).toBe(0);
  expect(await to.blobs.find(SHA)).toEqual({ sha256: SHA, size: 3, lockedUntil: '2030-01-01' });
});

test('while the system works, both databases are of one instant', async () => {
  const from = await aFullSystem();
  for (const name of ['one', 'two']) await from.db(name).collection<{ _id: string }>('pairs').insertMany(Array.from({ length: 3_000 }, (_, at) => ({ _id: `old${at}` })));
  let isDone = false;
  const works = (async () => {
    for (let at = 0; !isDone; at += 1) {
      await client.withSession((session) =>
        session.withTransaction(async () => {
          for (const name of ['one', 'two']) await from.db(name).collection<{ _id: string }>('pairs').insertOne({ _id: `new${at}` }, { session });
        }),
      );
    }
  })();
  const saved = await takeBackup(folder(), from);
  isDone = true;
  await works;
  const digests = saved.databases.map(({ collections }) => collections.find(({ name }) => name === 'pairs')!);
  expect(digests[0]).toEqual(digests[1]);
  expect(await from.db('one').collection('pairs').countDocuments()).toBeGreaterThan(digests[0]!.documents); // it did go on
});

test('a full system is not restored into', async () => {
  const from = await aFullSystem();
  const backups = folder();
  await takeBackup(backups, from);
  await expect(restoreBackup(backups, undefined, from)).rejects.toMatchObject({ code: 'backup.not-empty' });
});

test.each<[string, (dir: string) => void]>([
  ['a document that was changed', (dir) => {
    const path = join(dir, 'one', 'outbox.bson.gz');
    writeFileSync(path, gzipSync(Buffer.from(gunzipSync(readFileSync(path)).toString('latin1').replace('one-1', 'one-2'), 'latin1')));
  }],
  ['a file cut short', (dir) => {
    const path = join(dir, 'one', 'outbox.bson.gz');
    writeFileSync(path, gzipSync(gunzipSync(readFileSync(path)).subarray(0, -3)));
  }],
  ['another list of files', (dir) => writeFileSync(join(dir, 'blobs.txt.gz'), gzipSync(''))],
])('is found out: %s', async (_, harm) => {
  const backups = folder();
  const { name } = await takeBackup(backups, await aFullSystem());
  harm(join(backups.dir, name));
  await expect(restoreBackup(backups, undefined, await aSystem())).rejects.toThrow(BackupDiffers);
});

test('bytes that are damaged in the system are named and the rest is saved', async () => {
  const from = await aFullSystem();
  await from.blobs.put([Buffer.from('whole')] as never);
  const place = join(from.dir, SHA.slice(0, 3));
  writeFileSync(join(place, readdirSync(place).find((name) => name.endsWith('.3'))!), 'abX');
  const saved = await takeBackup(folder(), from);
  expect(saved.damaged).toEqual([SHA]);
  expect(saved.blobs.count).toBe(1);
});

test('of several the newest stay, with the bytes that they name; what was cut short goes', async () => {
  const from = await aFullSystem();
  const backups = folder();
  const [first] = [await takeBackup(backups, from), await from.blobs.put([Buffer.from('second')] as never)];
  mkdirSync(join(backups.dir, '2020-01-01T00-00-00-000Z'));
  await takeBackup(backups, from);
  await from.db('one').collection('outbox').deleteMany({});
  const empty = { ...from, blobs: await openDiskBlobs({ dir: tempFolder('other-blobs'), today: () => '2026-03-01' }) };
  await takeBackup(backups, empty, { keep: 2 });
  expect(backups.list()).toHaveLength(2);
  expect(backups.list().map(({ name }) => name)).not.toContain(first.name);
  expect(existsSync(join(backups.dir, '2020-01-01T00-00-00-000Z'))).toBe(false);
  expect(await (await backups.blobs()).find(SHA)).toBeDefined();
  await takeBackup(backups, empty, { keep: 1 });
  expect(await (await backups.blobs()).find(SHA)).toBeUndefined();
});

test('two at once: the second is refused; what a dead process left behind is taken over', async () => {
  const backups = folder();
  const from = await aFullSystem();
  const both = await Promise.allSettled([takeBackup(backups, from), takeBackup(backups, from)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  writeFileSync(join(backups.dir, 'in-use.json'), JSON.stringify({ ...identityOf(process.pid), since: 'long ago' }));
  await takeBackup(backups, from);
  expect(backups.list()).toHaveLength(2);
});

test('one that is not there, or not complete, is refused by name', async () => {
  const backups = folder();
  const { name } = await takeBackup(backups, await aFullSystem());
  expect(() => backups.get('../elsewhere')).toThrow(expect.objectContaining({ code: 'backup.missing' }));
  rmSync(join(backups.dir, name, 'backup.json'));
  expect(() => backups.get(undefined)).toThrow(expect.objectContaining({ code: 'backup.missing' }));
  appendFileSync(join(backups.dir, name, 'backup.json'), '{}');
  expect(backups.list()).toEqual([]);
});
