import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { serve, type Running } from '@xingchuang/server';
import { accountsIn, Client, realMongo, stopAndForget, tempFolder, until } from '@xingchuang/testkit';
import { AllConfig } from './config.ts';
import { SERVICES } from './services.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const photo = (name: string) => new URL(`../../../e2e/fixtures/${name}`, import.meta.url);

interface Place {
  readonly uri: string;
  readonly prefix: string;
  readonly dir: string;
}
const place = async (name: string): Promise<Place> => ({ ...(await realMongo()), dir: tempFolder(name) });
/** Previews come whenever there is time for them: what is counted here must stand still. */
const settings = ({ uri, prefix, dir }: Place) => ({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dir, MONGODB_URI: uri, MONGODB_PREFIX: `${prefix}-`, CLOCK: 'rehearsal', LOG_LEVEL: 'error', SEED_DEMO: 'true', DERIVE: 'off' });

/** Runs the command as an operator would, with the environment of that system. */
const xingchuang = (at: Place, ...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'bin/xingchuang.mjs'), ...args], { cwd: ROOT, env: { ...process.env, ...settings(at) } }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });

async function start(at: Place): Promise<Running> {
  const { write } = process.stdout;
  process.stdout.write = () => true; // the passwords of a first start
  try {
    return await serve(SERVICES, AllConfig.parse(settings(at)));
  } finally {
    process.stdout.write = write;
  }
}

async function signedIn(running: Running, login: string, password: string): Promise<Client> {
  const { body } = await new Client(running.url).post('/api/registry/session', { login, password });
  return new Client(running.url, body.token);
}

/** What each database holds that must be the same afterwards. */
async function counts({ platform }: Running): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, { connection }] of platform.databases) {
    for (const { name: collection } of await connection.db!.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()) {
      if (!/^(sessions|loginAttempts|answers|counters)$/.test(collection)) found[`${name}.${collection}`] = await connection.db!.collection(collection).countDocuments();
    }
  }
  return found;
}
const settled = ({ platform }: Running) =>
  until(async () => {
    for (const { outbox } of platform.databases.values()) if ((await outbox.lag()) > 0) return false;
    return true;
  }, 'everything to be told');

test('a running system is saved; restored elsewhere it is the same: accounts, files, log, and nothing happens twice', async () => {
  const [from, to] = [await place('backup-from'), await place('backup-to')];
  const dir = tempFolder('backup');
  const first = await start(from);
  const password = (login: string) => accountsIn(join(from.dir, 'demo-accounts.json'))(login).password;
  const { body, headers } = await new Client(first.url).post('/api/registry/session', { login: 'b01.clerk', password: password('b01.clerk') });
  const clerk = new Client(first.url, body.token);
  const cookie = /__Host-session=[^;]+/.exec(headers.get('set-cookie')!)![0];
  const renew = (running: Running) => fetch(`${running.url}/api/registry/session/token`, { method: 'POST', headers: { cookie } });
  expect((await renew(first)).status).toBe(200);
  const bytes = readFileSync(photo('photo-river-patrol.jpg'));
  const unitId = body.session.seat.unitId as string;
  await until(async () => (await first.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('units').findOne({ _id: unitId })) !== null, 'evidence knows the unit');
  const taken = await clerk.upload('/api/evidence/files', bytes, { 'x-file-name': 'a.jpg', 'x-unit': unitId });
  expect(taken.status).toBe(201);
  await settled(first);
  const saved = await xingchuang(from, 'backup', dir);
  expect({ code: saved.code, err: saved.err }).toEqual({ code: 0, err: '' });
  expect(saved.out).toMatch(/registry {7}\d+ 条[\s\S]*files {10}\d+ 个/);
  const before = await counts(first);
  const checkpoint = await (await fetch(`${first.url}/api/evidence/log/checkpoint`)).text();
  await stopAndForget(first);

  expect(await xingchuang(to, 'restore', dir)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('已恢复并核对') });
  const second = await start(to);
  try {
    await settled(second);
    expect((await renew(second)).status).toBe(401); // who was signed in then is not signed in now
    const again = await signedIn(second, 'b01.clerk', password('b01.clerk'));
    expect(Buffer.from(await again.bytes(`/api/evidence/files/${taken.body.id}/content`)).equals(bytes)).toBe(true);
    const log = await (await fetch(`${second.url}/api/evidence/log/checkpoint`)).text();
    expect(Number(log.split('\n')[1])).toBeGreaterThanOrEqual(Number(checkpoint.split('\n')[1]));
    const after = await until(async () => {
      const now = await counts(second);
      return Object.keys(before).every((name) => (now[name] ?? 0) >= before[name]!) && now;
    }, 'all collections to be there');
    expect(Object.fromEntries(Object.entries(after).filter(([name]) => /\.(tree|accounts|people|files|records|units|inbox|outbox|parked)$/.test(name)))).toEqual(
      Object.fromEntries(Object.entries(before).filter(([name]) => /\.(tree|accounts|people|files|records|units|inbox|outbox|parked)$/.test(name))),
    );
    expect(await xingchuang(to, 'restore', dir)).toMatchObject({ code: 1, err: expect.stringContaining('新的数据文件夹') });
  } finally {
    await stopAndForget(second);
  }
});

test.each<[string, readonly string[], RegExp]>([
  ['no folder', ['backup'], /需要 1 个参数/],
  ['a number that is none', ['backup', '/tmp/x', '--keep', 'all'], /--keep/],
  ['a folder that is not there', ['restore', '/nonexistent/xingchuang'], /没有这个文件夹/],
])('%s is wrong usage', async (_, args, words) => {
  expect(await xingchuang(await place('usage'), ...args)).toMatchObject({ code: 2, err: expect.stringMatching(words) });
});

test('a database that is not empty is named and left alone', async () => {
  const at = await place('backup-full');
  const dir = tempFolder('backup');
  const client = await new mongoose.mongo.MongoClient(at.uri).connect();
  try {
    await client.db(`${at.prefix}-registry`).collection('outbox').insertOne({ publishedAt: null });
    expect((await xingchuang(at, 'backup', dir)).code).toBe(0);
    expect(await xingchuang(at, 'restore', dir)).toMatchObject({ code: 1, err: expect.stringContaining(`${at.prefix}-registry`) });
    mkdirSync(join(dir, 'not-a-backup'));
    writeFileSync(join(dir, 'readme.txt'), '');
    expect(await xingchuang(at, 'restore', dir, '--at', '2020-01-01T00-00-00-000Z')).toMatchObject({ code: 1, err: expect.stringContaining('没有这份备份') });
  } finally {
    await client.db(`${at.prefix}-registry`).dropDatabase();
    await client.close();
  }
});
