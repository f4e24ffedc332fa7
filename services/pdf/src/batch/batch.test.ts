import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import mongoose from 'mongoose';
import { newId, type Running } from '@xingchuang/server';
import { realMongo, startNode, startServices, tempFolder, until } from '@xingchuang/testkit';
import { pdfsig } from '../judges.fixture.ts';
import { pdf } from '../index.ts';
import { shippedRenderer } from '../render.ts';
import { Authority, PASSWORD } from '../sign/authority.fixture.ts';
import { add, certificates, finished, state } from './items.fixture.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a batch', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startServices([pdf]);
  });
  afterAll(() => running.stop());
  const bus = () => running.platform.bus;
  const done = (batchId: string) => until(async () => (await state(bus(), batchId)).waiting === 0, 'the batch', 60_000);

  test('gives each item one document, the same as if it were made alone', async () => {
    const [batchId, items] = [newId(), certificates(120)];
    expect(await add(bus(), batchId, items)).toEqual({ added: 120, refusal: undefined });
    await done(batchId);
    const documents = await finished(bus(), batchId);
    expect(documents.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    const alone = items.map(({ data }) => sha256(shippedRenderer().render('certificate', data)));
    expect(documents.map((document) => document.sha256)).toEqual(alone);
    const kept = await buffer(await running.platform.blobs.get(documents[7]!.sha256));
    expect(kept.equals(shippedRenderer().render('certificate', items[7]!.data))).toBe(true);
  });

  test('asked again adds nothing, and takes no other data for a known item', async () => {
    const [batchId, items] = [newId(), certificates(10)];
    expect((await add(bus(), batchId, items)).added).toBe(10);
    expect(await add(bus(), batchId, items)).toEqual({ added: 0, refusal: undefined });
    await done(batchId);
    const other = [{ id: items[3]!.id, data: { ...items[3]!.data, levelName: '四星级' } }, { id: 'new', data: items[0]!.data }];
    expect((await add(bus(), batchId, other)).refusal).toMatchObject({ code: 'pdf.item-differs' });
    expect(await state(bus(), batchId)).toMatchObject({ made: 10, refused: 0, waiting: 0 });
  });

  test('goes on past what cannot be made, and says why', async () => {
    const batchId = newId();
    const items = certificates(5).map((item, index) => (index === 2 ? { ...item, data: { ...item.data, unitName: '𫔽阳支部' } } : item));
    await add(bus(), batchId, items);
    await done(batchId);
    expect(await state(bus(), batchId)).toMatchObject({ made: 4, refused: 1 });
    const refused = (await finished(bus(), batchId)).find((document) => document.refusalJson !== '');
    expect(refused?.id).toBe(items[2]!.id);
    expect(JSON.parse(refused!.refusalJson)).toMatchObject({ code: 'pdf.glyph-missing' });
  });

  test('of 501 at a time is refused whole', async () => {
    const batchId = newId();
    expect((await add(bus(), batchId, certificates(501))).refusal).toMatchObject({ code: 'pdf.batch-too-long' });
    expect(await state(bus(), batchId)).toMatchObject({ made: 0, waiting: 0 });
  });
});

test('with a key every document of a batch is signed', async () => {
  const authority = new Authority();
  const folder = mkdtempSync(join(tmpdir(), 'pdf-key-'));
  writeFileSync(join(folder, 'key.p12'), authority.issue('ec'));
  writeFileSync(join(folder, 'password'), `${PASSWORD}\n`);
  const running = await startServices([pdf], { now: new Date().toISOString(), config: { SIGNING_KEY: join(folder, 'key.p12'), SIGNING_PASSWORD_FILE: join(folder, 'password') } });
  try {
    const batchId = newId();
    await add(running.platform.bus, batchId, certificates(3));
    await until(async () => (await state(running.platform.bus, batchId)).made === 3, 'the batch');
    for (const document of await finished(running.platform.bus, batchId)) {
      const bytes = await buffer(await running.platform.blobs.get(document.sha256));
      expect(pdfsig(bytes, authority.caFile)).toEqual([expect.objectContaining({ valid: 'Signature is Valid.', certificate: 'Certificate is Trusted.', coversAll: true })]);
    }
  } finally {
    await running.stop();
    await authority.close();
    rmSync(folder, { recursive: true });
  }
});

test('killed again and again, a batch of 2,000 ends with each document once, as undisturbed', async () => {
  const mongo = await realMongo();
  const env = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('pdf'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, LOG_LEVEL: 'error' };
  const [batchId, count] = [newId(), 2_000];
  const start = () => startNode('services/pdf/src/batch/child.fixture.ts', { args: [batchId, String(count)], env, ready: /ready/, withinMs: 60_000 });
  const made = (output: string) => Number([...output.matchAll(/made (\d+) /g)].at(-1)?.[1] ?? 0);
  let before = 0;
  for (const more of [1, 150, 400]) {
    const child = await start();
    await until(async () => made(child.output()) >= before + more, `${more} more documents`, 60_000);
    await child.kill();
    before = made(child.output());
  }
  expect(before).toBeLessThan(count);
  const child = await start();
  await until(async () => made(child.output()) === count, 'all documents', 120_000);
  await child.stop();
  const connection = await mongoose.createConnection(mongo.uri, { dbName: `${mongo.prefix}-pdf` }).asPromise();
  const rows = await connection.collection('batch-items').find({ batchId }).sort({ itemId: 1 }).toArray();
  await connection.close();
  const items = certificates(count);
  expect(rows.map(({ itemId }) => itemId as string)).toEqual(items.map(({ id }) => id));
  expect(rows.map(({ sha256: digest }) => digest as string)).toEqual(items.map(({ data }) => sha256(shippedRenderer().render('certificate', data))));
});
