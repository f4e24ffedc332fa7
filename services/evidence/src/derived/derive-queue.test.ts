import type { Client } from '@xingchuang/testkit';
import sharp from 'sharp';
import { office, photo, picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { DeriveWorker } from './derive-worker.ts';
import { DerivedStore, type Source } from './derived-store.ts';

let world: World;
let clerk: Client;
let store: DerivedStore;

beforeAll(async () => {
  world = await openWorld({ OCR: 'off', CONVERTER: 'off' }); // nobody works the queue off by himself here
  clerk = await world.as('clerk', 'B01');
  store = world.running.app.get(DerivedStore);
});
afterAll(() => world.running.stop());

const rows = () => world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('derived');
const source = (id: string): Source => ({ id, unitId: world.id('B01'), sha256: 'a'.repeat(64), size: 1, mediaType: 'image/png' });

test('a job is one worker’s; who lost his lease changes nothing any more', async () => {
  await store.enqueue([source('one')]);
  await store.enqueue([source('one')]);
  const claims = (await Promise.all(Array.from({ length: 10 }, () => store.claim('make', 'one')))).filter((row) => row !== undefined);
  expect(claims).toHaveLength(1);
  const [first] = claims;
  await rows().updateOne({ _id: 'one' }, { $set: { leaseUntil: 0 } });
  const second = (await store.claim('make', 'one'))!;
  expect([await store.renew(first!), await store.renew(second)]).toEqual([false, true]);
  expect(await store.finish(first!, { noPreview: 'damaged' }, undefined)).toBe(false);
  expect(await store.finish(second, { pageCount: 1, pages: [{ n: 1, sha256: 'b'.repeat(64), size: 2 }] }, undefined, '文字')).toBe(true);
  expect(await store.find('one')).toMatchObject({ parts: { pageCount: 1 }, blobs: ['b'.repeat(64)], attempts: 0 });
  expect((await store.find('one'))!.stage).toBeUndefined();
  expect(await store.textOf('one')).toBe('文字');
  expect(await store.claim('make', 'one')).toBeUndefined();
});

test('pages that two made at once are all there, each once', async () => {
  await store.enqueue([source('two')]);
  const page = (n: number) => ({ n, sha256: String(n).repeat(64), size: n });
  await Promise.all([store.keep('two', { pages: [page(1), page(2)] }), store.keep('two', { pages: [page(2), page(3)] })]);
  expect((await store.pagesOf('two')).map(({ n }) => n)).toEqual([1, 2, 3]);
});

test('a thumbnail is made when somebody asks before a worker came: 320 pixels, without the place', async () => {
  const { body } = await upload(clerk, world.id('B01'), await photo(), '缩略.jpg');
  const [first, again] = [await clerk.bytes(`/api/evidence/files/${body.id}/thumbnail`), await clerk.bytes(`/api/evidence/files/${body.id}/thumbnail`)];
  const { format, width, height, exif } = await sharp(first).metadata();
  expect({ format, width, height, exif }).toEqual({ format: 'webp', width: 320, height: 213, exif: undefined });
  expect(again).toEqual(first);
});

test('without a converter a document has its text and says why it has no pages', async () => {
  const { body } = await upload(clerk, world.id('B01'), office('wordprocessingml.document', { 'word/document.xml': '<w:p><w:r><w:t>纪要</w:t></w:r></w:p>' }), '纪要.docx');
  await world.heard('derived', body.id);
  await world.running.app.get(DeriveWorker).now(body.id);
  expect(await store.find(body.id)).toMatchObject({ parts: { noPreview: 'converter' } });
  expect(await store.textOf(body.id)).toBe('纪要');
});

test('what cannot be read for now is tried again later, and given up in the end with a reason', async () => {
  const { body } = await upload(clerk, world.id('B01'), await picture('png', 77, 78), '失.png');
  const { id, sha256 } = body as { id: string; sha256: string };
  await world.heard('derived', id);
  await world.running.platform.blobs.remove(sha256);
  const worker = world.running.app.get(DeriveWorker);
  await worker.now(id);
  const { attempts, dueAt, stage } = (await store.find(id))!;
  expect({ attempts, stage }).toEqual({ attempts: 1, stage: 'make' });
  expect(dueAt).toBeGreaterThan(Date.now());
  for (let attempt = 2; attempt <= 6; attempt += 1) await worker.now(id);
  expect(await store.find(id)).toMatchObject({ parts: { noPreview: 'unavailable', noText: 'unavailable' } });
  expect(await clerk.get(`/api/evidence/files/${id}/thumbnail`)).toMatchObject({ status: 404, body: { code: 'file.no-preview' } });
});
