import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FilePage, FileView, HealthView, SearchCount } from '@xingchuang/contracts';
import { accountsIn, Client, freePort, realMongo, startNode, tempFolder, until, type RunningProcess } from '@xingchuang/testkit';
import { connect } from 'mongoose';
import { aPdf, Refused, sha256, Uploader } from './uploader.ts';

const KIB = 1024;
const CUTS = 100;
const AT_ONCE = 8;
const LOGIN = 'b01.clerk';

let dir: string;
let prefix: string;
let uri: string;
let url: string;
let victim: RunningProcess;
let client: Client;
let unitId: string;

async function start(): Promise<void> {
  const env = { HOST: '127.0.0.1', PORT: new URL(url).port, DATA_DIR: dir, MONGODB_URI: uri, MONGODB_PREFIX: `${prefix}-`, LOG_LEVEL: 'error', SEED_DEMO: 'true', DERIVE: 'off' };
  victim = await startNode('e2e/src/upload-kill.victim.ts', { env, ready: /taking uploads/, withinMs: 120_000, logFile: join(dir, 'victim.log') });
}

async function signIn(): Promise<void> {
  const { login, password } = accountsIn(join(dir, 'demo-accounts.json'))(LOGIN);
  const { status, body } = await new Client(url).post('/api/registry/session', { login, password });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  client = new Client(url, body.token as string);
  unitId = body.session.seat.unitId as string;
}

beforeAll(async () => {
  dir = tempFolder('upload-kill');
  ({ uri, prefix } = await realMongo());
  url = `http://127.0.0.1:${await freePort()}`;
  await start();
  await signIn();
  await until(async () => (await client.get(`/api/evidence/files?unitId=${unitId}`)).status === 200, 'evidence knows the unit');
}, 180_000);

afterAll(async () => {
  await victim?.kill();
  const mongo = await connect(uri);
  for (const name of ['registry', 'evidence']) await mongo.connection.useDb(`${prefix}-${name}`).dropDatabase();
  await mongo.disconnect();
});

/** Small and large ones, in one request and in pieces, quick and slow. */
function anUpload(number: number, random: () => number): Uploader {
  const isLarge = number % 2 === 0;
  const size = isLarge ? Math.floor((1 + random() * 5) * KIB * KIB) : Math.floor((1 + random() * 199) * KIB);
  const seat = { url, unitId, token: () => client.token! };
  return new Uploader(seat, number % 4 < 2 ? 'single' : 'tus', `第${number}份材料.pdf`, aPdf(size), isLarge ? 512 * KIB : 40 * KIB, isLarge ? Math.floor(random() * 8) : 0);
}

test('kill -9 at a hundred points of uploads: what was acknowledged is there, what was not goes on, and each file is there once', async () => {
  const uploads: Uploader[] = [];
  let waiting: Uploader[] = [];
  let cut = 0;
  let kills = 0;
  for (; cut < CUTS; kills += 1) {
    while (waiting.length < AT_ONCE) {
      const fresh = anUpload(uploads.length, Math.random);
      uploads.push(fresh);
      waiting.push(fresh);
    }
    const sending = waiting.map((upload) => upload.send().then(() => 'kept' as const, (error: unknown) => (error instanceof Refused ? error : 'cut')));
    await wait(Math.random() * 500);
    await victim.kill();
    const outcomes = await Promise.all(sending);
    expect(outcomes.filter((outcome) => outcome instanceof Refused)).toEqual([]);
    cut += outcomes.filter((outcome) => outcome === 'cut').length;
    waiting = waiting.filter((_, index) => outcomes[index] === 'cut');
    await start();
    if (kills % 5 === 4) await signIn(); // tokens last minutes
    for (const { fileId, bytes, name } of uploads.filter((_, index) => (index + kills) % 7 === 0)) {
      if (fileId !== undefined) expect([name, sha256(await client.bytes(`/api/evidence/files/${fileId}/content`))]).toEqual([name, sha256(bytes)]);
    }
  }
  await signIn();
  for (const upload of waiting) await upload.send();

  for (const { fileId, bytes, name } of uploads) {
    const file = (await client.get(`/api/evidence/files/${fileId}`)).body as FileView;
    expect({ name: file.name, sha256: file.sha256, size: file.size }).toEqual({ name, sha256: sha256(bytes), size: bytes.length });
    expect(sha256(await client.bytes(`/api/evidence/files/${fileId}/content`))).toBe(sha256(bytes));
  }
  const { items } = (await client.get('/api/evidence/files?limit=500')).body as FilePage;
  expect(items.map(({ id }) => id).sort()).toEqual(uploads.map(({ fileId }) => fileId).sort());

  await until(async () => ((await client.get('/api/evidence/health')).body as HealthView).unsent === 0, 'everything is told');
  await until(async () => ((await client.get('/api/evidence/search/count?q=份材料')).body as SearchCount).count === uploads.length, 'every file can be found, once', 60_000);
  expect((await client.get('/api/evidence/health')).body).toMatchObject({ parked: 0 });

  await victim.kill();
  await start(); // what dead processes left half done goes with the start
  await until(async () => readdirSync(join(dir, 'evidence', 'incoming')).length === 0, 'no bytes lie about');
  const mongo = await connect(uri);
  const evidence = mongo.connection.useDb(`${prefix}-evidence`);
  const received = await evidence.collection('log-entries').find({ act: 'file.received' }).toArray();
  expect(received.map(({ objectId }) => objectId as string).sort()).toEqual(uploads.map(({ fileId }) => fileId).sort());
  await mongo.disconnect();
}, 900_000);
