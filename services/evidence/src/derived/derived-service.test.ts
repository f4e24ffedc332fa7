import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DerivedView, Lack } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import exifr from 'exifr';
import sharp from 'sharp';
import { heic, office, ofd, pdf, photo, picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { FileStore } from '../file/file-store.ts';
import { DerivedService } from './derived-service.ts';
import { DerivedStore } from './derived-store.ts';
import { DISGUISES, scene } from './photos.fixture.ts';

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../../e2e/fixtures/${name}`, import.meta.url));

let world: World;
let clerk: Client;
let other: Client;
let reviewer: Client;

beforeAll(async () => {
  world = await openWorld({ DERIVE: 'on' });
  [clerk, other, reviewer] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02'), await world.as('reviewer', 'OC')];
});
afterAll(() => world.running.stop());

const of = async (id: string, by = clerk): Promise<DerivedView> => (await by.get(`/api/evidence/files/${id}/derived`)).body;
/** What came of an upload, once nothing more is waited for. */
async function derived(bytes: Uint8Array, name: string, by = clerk, unit = 'B01'): Promise<DerivedView> {
  const { status, body } = await upload(by, world.id(unit), bytes, name);
  expect([status, body.code]).toEqual([201, undefined]);
  return until(async () => ((view) => (view.preview.state !== 'waiting' && view.text.state !== 'waiting' ? view : undefined))(await of(body.id, by)), `what comes of ${name}`, 120_000);
}
const text = async (id: string): Promise<string> => (await clerk.get(`/api/evidence/files/${id}/text`)).body.text;
const image = async (id: string, path: string) => sharp(await clerk.bytes(`/api/evidence/files/${id}/${path}`)).metadata();

test('a photo: a small and a large WebP, upright, without time and place; both stay as hints', async () => {
  const { fileId, preview, hints, likeness } = await derived(await photo(), '服务现场.jpg');
  expect({ preview, likeness }).toEqual({ preview: { state: 'ready', pages: 1 }, likeness: { count: 0, items: [] } });
  expect(hints).toEqual({ takenAt: '2026-03-14T09:30:00', place: { latitude: expect.closeTo(32.99, 4), longitude: expect.closeTo(112.53, 4) } });
  for (const [path, width] of [['thumbnail', 320], ['pages/1', 900]] as const) {
    const { format, width: found, exif, xmp, iptc } = await image(fileId, path);
    expect({ path, format, found, exif, xmp, iptc }).toEqual({ path, format: 'webp', found: width, exif: undefined, xmp: undefined, iptc: undefined });
  }
});

test('a copy for publicity holds no place, no time and no other note', async () => {
  const bytes = await photo();
  expect(await exifr.gps(bytes)).toBeDefined();
  const { fileId } = await derived(bytes, '公示照片.jpg');
  const service = world.running.app.get(DerivedService);
  const { sha256, mediaType } = await service.publishable(fileId);
  const copy = Buffer.concat(await (await world.running.platform.blobs.get(sha256)).toArray());
  expect(mediaType).toBe('image/jpeg');
  expect(await exifr.gps(copy)).toBeUndefined();
  expect(await exifr.parse(copy, { tiff: true, exif: true, gps: true, xmp: true, iptc: true, jfif: false, ihdr: false })).toBeUndefined();
  expect(copy.includes('Exif')).toBe(false);
  expect((await service.publishable(fileId)).sha256).toBe(sha256);
  expect(await world.running.app.get(DerivedStore).derivedDigests(fileId)).toContain(sha256);
  const { fileId: document } = await derived(await pdf(), '文件.pdf');
  await expect(service.publishable(document)).rejects.toMatchObject({ code: 'file.not-publishable' });
});

test('another service gets copies of the photos of a unit, in its order; what is another unit\'s, no photo or not there is left out', async () => {
  const [{ fileId: first }, { fileId: second }, { fileId: document }] = [await derived(await photo(), '一.jpg'), await derived(await scene(77), '二.jpg'), await derived(await pdf(), '文件.pdf')];
  const service = world.running.app.get(DerivedService);
  const { unitId } = (await world.running.app.get(FileStore).find(first))!;
  const copies = await service.publishables({ unitId, fileIds: [second, document, first, newId()] });
  expect(copies.map(({ fileId, mediaType }) => [fileId, mediaType])).toEqual([[second, 'image/jpeg'], [first, 'image/jpeg']]);
  expect(await service.publishables({ unitId: newId(), fileIds: [first] })).toEqual([]);
});

test('the minutes of a Word document: text by lines and cells, and a page as picture', async () => {
  const { fileId, preview, text: about } = await derived(fixture('minutes-with-table.docx'), '纪要.docx');
  expect(await text(fileId)).toMatch(/支部委员会会议记录[\s\S]*苏见微\t支部书记\t到会\n[\s\S]*均获4票赞成/);
  expect(about).toMatchObject({ state: 'ready', source: 'file' });
  expect(preview).toEqual({ state: 'ready', pages: 1 });
  expect(await image(fileId, 'pages/1')).toMatchObject({ format: 'webp', height: 1_400 });
  expect(await image(fileId, 'thumbnail')).toMatchObject({ format: 'webp', height: 320 });
}, 120_000);

test('a table has its text, a list in any encoding too', async () => {
  expect(await text((await derived(fixture('units.xlsx'), '单位.xlsx')).fileId)).toMatch(/编码\t名称\t类型[\s\S]*䶮湖工作站党支部\tbranch/);
  const gbk = Buffer.from([0xd6, 0xa7, 0xb2, 0xbf, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a]);
  const { fileId, preview } = await derived(gbk, '支部.csv');
  expect([await text(fileId), preview]).toEqual(['支部,名称\n', { state: 'none', lack: 'kind', pages: 0 }]);
});

test('a scan has its pages, and its writing is recognised', async () => {
  const { fileId, preview, text: about } = await derived(fixture('scan-meeting-records.pdf'), '扫描.pdf');
  expect(preview).toEqual({ state: 'ready', pages: 3 });
  for (const n of [1, 2, 3]) expect(await image(fileId, `pages/${n}`)).toMatchObject({ format: 'webp', height: 1_400 });
  expect(about).toMatchObject({ state: 'ready', source: 'ocr', confidence: expect.any(Number) });
  expect(about.confidence).toBeGreaterThan(80);
  expect(await text(fileId)).toMatch(/党支部党员大会记录[\s\S]*同意19票，反对0票[\s\S]*支部委员会会议记录/);
  expect(await clerk.get(`/api/evidence/files/${fileId}/pages/4`)).toMatchObject({ status: 404, body: { code: 'file.no-page', title: '没有第 4 页，这个文件共 3 页' } });
  expect(await clerk.get(`/api/evidence/files/${fileId}/pages/0`)).toMatchObject({ status: 422, body: { field: 'n' } });
}, 180_000);

test.each<[string, () => Promise<Buffer> | Buffer, string, Lack, Lack]>([
  ['HEIC of boxes that hold nothing', () => heic(), '手机.heic', 'damaged', 'damaged'],
  ['a picture that is sound in its head only', async () => (await picture('webp', 500, 500)).fill(0xff, 40), '残.webp', 'damaged', 'damaged'],
  ['OFD', () => ofd(), '公文.ofd', 'kind', 'kind'],
  ['a table of parts that are none', () => office('spreadsheetml.sheet'), '空表.xlsx', 'damaged', 'damaged'],
])('%s: nothing comes of it, and the answer says why', async (_, bytes, name, preview, none) => {
  const view = await derived(await bytes(), name);
  expect([view.preview, view.text]).toMatchObject([{ state: 'none', lack: preview }, { state: 'none', lack: none }]);
  expect(await clerk.get(`/api/evidence/files/${view.fileId}/thumbnail`)).toMatchObject({ status: 404, body: { code: 'file.no-preview', title: expect.stringMatching(/^这个文件没有预览图：/), titleEn: expect.stringMatching(/^There is no preview of this file: [a-z]/) } });
  expect(await clerk.get(`/api/evidence/files/${view.fileId}/text`)).toMatchObject({ status: 404, body: { code: 'file.no-text' } });
});

test('one photo in two units, once as it was and once cropped: found, and whose it is shows only to those who may read it', async () => {
  const original = await scene(81); // nobody else's in this file
  const first = await derived(original, '植树.jpg');
  const same = await derived(original, '另一个名字.jpg', other, 'B02');
  const crop = await derived(await DISGUISES['cropped to 75 %']!(original, 3), '裁剪.jpg', other, 'B02');
  const seen = async (by: Client) => (await of(first.fileId, by)).likeness;
  const alike = [{ fileId: same.fileId, unitId: world.id('B02'), kind: 'same', distance: 0 }, { fileId: crop.fileId, unitId: world.id('B02'), kind: 'crop', distance: expect.any(Number) }];
  expect(await until(async () => ((found) => (found.count === 2 ? found : undefined))(await seen(reviewer)), 'both')).toEqual({ count: 2, items: alike });
  expect(await seen(clerk)).toEqual({ count: 2, items: [] });
  const ids = `${first.fileId},${crop.fileId}`;
  expect((await clerk.get(`/api/evidence/likenesses?fileIds=${ids}`)).body.items).toEqual([{ fileId: first.fileId, count: 2 }]);
  expect((await reviewer.get(`/api/evidence/likenesses?fileIds=${ids}`)).body.items).toHaveLength(2);
  expect((await clerk.get('/api/evidence/likenesses?fileIds=x')).status).toBe(422);
}, 120_000);

test('what was derived goes with its file, and nothing of it is left', async () => {
  const { fileId } = await derived(await scene(78), '处置.jpg');
  const store = world.running.app.get(DerivedStore);
  const digests = await store.derivedDigests(fileId);
  expect(digests).toHaveLength(2);
  expect(await store.names(digests[0]!)).toBe(true);
  await world.running.app.get(DerivedService).forget(fileId);
  expect([await store.derivedDigests(fileId), await store.names(digests[0]!)]).toEqual([[], false]);
});

test('another unit’s derived parts answer as if there were none', async () => {
  const { fileId } = await derived(await scene(79), '内部.jpg');
  const nowhere = `${fileId.slice(0, -1)}${fileId.endsWith('0') ? '1' : '0'}`;
  for (const path of ['derived', 'text', 'thumbnail', 'pages/1']) {
    const [foreign, absent] = [await other.get(`/api/evidence/files/${fileId}/${path}`), await other.get(`/api/evidence/files/${nowhere}/${path}`)];
    expect([path, foreign.status, foreign.body]).toEqual([path, 404, absent.body]);
  }
  expect(await readdir(join(world.running.platform.config.DATA_DIR, 'evidence', 'deriving'))).toEqual([]);
});

test('a picture that is known is not sent again', async () => {
  const { fileId } = await derived(await scene(80), '缓存.jpg');
  const ask = (headers: Record<string, string> = {}) => fetch(`${world.running.url}/api/evidence/files/${fileId}/thumbnail`, { headers: { authorization: `Bearer ${clerk.token}`, ...headers } });
  const { headers } = await ask();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect((await ask({ 'if-none-match': headers.get('etag')! })).status).toBe(304);
});

test('what came of a file is told once a stage', async () => {
  const { fileId } = await derived(Buffer.from('说明'), '说明.txt');
  const { connection } = world.running.platform.databases.get('evidence')!;
  const told = await connection.collection('outbox').find({ type: 'xingchuang.evidence.v1.FileDerived', key: fileId }).toArray();
  expect(told).toHaveLength(1);
});
