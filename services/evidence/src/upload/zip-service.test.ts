import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import yazl from 'yazl';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Spool } from '@xingchuang/blobs';
import type { BatchLineView, FileView, ZipReceipt } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Client } from '@xingchuang/testkit';
import { FileAdmission } from '../file/file-admission.ts';
import { macroDocument, office, picture, zip } from '../file/bytes.fixture.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { metadataOf, tus } from './tus.fixture.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let world: World;
let clerk: Client;
beforeAll(async () => {
  world = await openWorld({ FILE_LIMIT_MIB: '2', ZIP_LIMIT_MIB: '16' });
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world.running.stop());

const send = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
  clerk.upload('/api/evidence/zip-uploads', bytes, { 'content-type': 'application/zip', 'X-Unit': world.id('B01'), 'X-File-Name': encodeURIComponent('三月.zip'), ...headers });
const linesOf = async (id: string): Promise<BatchLineView[]> => (await clerk.get(`/api/evidence/batches/${id}/lines`)).body.items;

async function zipped(members: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const file = new yazl.ZipFile();
  for (const [name, bytes] of Object.entries(members)) file.addBuffer(bytes, name);
  file.end();
  return buffer(file.outputStream);
}

/** The bytes of a name in place of letters of the same number, which only a program of one's own writes: no flag says what they are. */
function renamed(bytes: Buffer, letters: string, name: Buffer): Buffer {
  expect(name).toHaveLength(letters.length);
  const text = Buffer.from(bytes.toString('latin1').replaceAll(letters, name.toString('latin1')), 'latin1');
  expect(text).toHaveLength(bytes.length);
  return text;
}

test('each member comes in by the same checks, a bad one is listed with its reason', async () => {
  const [a, b] = [await picture('png', 41, 41), await picture('jpeg', 42, 42)];
  const bytes = await zipped({
    '材料/甲.png': a, '材料/子/乙.jpg': b, '__MACOSX/材料/._甲.png': Buffer.from('x'), '材料/.DS_Store': Buffer.from('x'),
    '材料/宏.docx': macroDocument(), '材料/套.zip': zip({ 'a.txt': 'a' }), '材料/空.txt': Buffer.alloc(0),
  });
  const { status, body } = (await send(bytes, { 'X-Period': '2025-12', 'X-Event-Date': '2025-12-02' })) as { status: number; body: ZipReceipt };
  expect([status, body]).toMatchObject([201, { state: 'closed', title: '三月.zip', announced: 5, received: 2, missing: 3, refused: 3, digest: expect.any(String) }]);
  expect(Object.fromEntries(body.refusals.map(({ name, refusal }) => [name, refusal.code]))).toEqual({ '宏.docx': 'file.macros', '套.zip': 'file.type-refused', '空.txt': 'file.empty' });
  const lines = await linesOf(body.id);
  expect(lines.filter(({ state }) => state === 'received')).toMatchObject([{ name: '甲.png', sha256: sha256(a) }, { name: '乙.jpg', sha256: sha256(b) }]);
  expect((await clerk.get(`/api/evidence/files/${lines[0]!.fileId}`)).body as FileView).toMatchObject({ eventDate: '2025-12-02', period: '2025-12' });
  expect(Buffer.from(await clerk.bytes(`/api/evidence/files/${lines[1]!.fileId}/content`))).toEqual(b);
});

test.each<[string, Buffer, string]>([
  ['GBK, as Chinese Windows writes', iconv.encode('主题党日.png', 'gbk'), '主题党日.png'],
  ['UTF-8 without the flag, as a Mac writes', Buffer.from('主题.png'), '主题.png'],
])('names in %s are read', async (_, name, expected) => {
  const letters = 'x'.repeat(name.length);
  const bytes = zip({ [letters]: await picture('png', 43, name.length) }, { flags: 0 });
  const { body } = await send(renamed(bytes, letters, name));
  expect((await linesOf(body.id)).map(({ name, state }) => [name, state])).toEqual([[expected, 'received']]);
});

test('a zip fills the batch that it names, which stays open', async () => {
  const picture51 = await picture('png', 51, 51);
  const batch = (await clerk.post('/api/evidence/batches', { unitId: world.id('B01'), lines: [{ name: '一.png', title: '甲' }, { name: '二.png' }] })).body;
  const { body } = await send(await zipped({ 'x/一.png': picture51 }), { 'X-Batch': batch.id });
  expect(body).toMatchObject({ id: batch.id, state: 'open', announced: 2, received: 1, missing: 1 });
});

test('a zip that came piece by piece is unpacked when its sender says so, and once', async () => {
  const bytes = await zipped({ 'x/五十四.png': await picture('png', 54, 54), 'x/宏.docx': macroDocument() });
  const { status, headers } = await tus(clerk, 'POST', '/api/evidence/zip-tus', { 'upload-length': String(bytes.length), 'upload-metadata': metadataOf({ filename: '四月.zip', unit: world.id('B01'), period: '2025-12' }) });
  const path = headers.get('location')!;
  expect([status, (await tus(clerk, 'PATCH', path, { 'upload-offset': '0' }, bytes.subarray(0, 100))).headers.get('upload-offset')]).toEqual([201, '100']);
  expect(await clerk.post(`${path}/unpacking`)).toMatchObject({ status: 409, body: { code: 'upload.unfinished', facts: { offset: 100 } } });
  await tus(clerk, 'PATCH', path, { 'upload-offset': '100' }, bytes.subarray(100));
  await world.running.platform.ticker.tick();
  expect((await (await world.as('clerk', 'B02')).post(`${path}/unpacking`)).status).toBe(404);
  const { status: unpacked, body } = await clerk.post(`${path}/unpacking`);
  expect([unpacked, body]).toMatchObject([201, { state: 'closed', title: '四月.zip', received: 1, refused: 1, refusals: [{ name: '宏.docx', refusal: { code: 'file.macros' } }] }]);
  expect((await clerk.post(`${path}/unpacking`)).body).toEqual(body);
  const { fileId } = (await linesOf(body.id)).find(({ state }) => state === 'received')!;
  expect((await clerk.get(`/api/evidence/files/${fileId}`)).body).toMatchObject({ name: '五十四.png', period: '2025-12' });
});

test('members of one name in two folders are two files', async () => {
  const { body } = await send(await zipped({ 'a/1.png': await picture('png', 52, 52), 'b/1.png': await picture('png', 53, 53) }));
  expect(body).toMatchObject({ announced: 2, received: 2 });
});

/** A zip whose directory names the same bytes again and again. */
function overlapping(): Buffer {
  const bytes = zip({ 'a.txt': randomBytes(2_000).toString('hex') });
  const from = bytes.lastIndexOf(Buffer.from('PK\u0001\u0002'));
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const entry = bytes.subarray(from, end);
  const tail = Buffer.from(bytes.subarray(end));
  tail.writeUInt16LE(50, 8);
  tail.writeUInt16LE(50, 10);
  tail.writeUInt32LE(entry.length * 50, 12);
  return Buffer.concat([bytes.subarray(0, from), ...Array.from({ length: 50 }, () => entry), tail]);
}

test.each<[string, () => Buffer | Promise<Buffer>, string]>([
  ['no zip', () => Buffer.from('PK nothing'), 'file.damaged'],
  ['a zip cut short', async () => (await zipped({ 'a.png': await picture('png') })).subarray(0, -8), 'file.damaged'],
  ['nothing', () => Buffer.alloc(0), 'file.empty'],
  ['an empty zip', () => zipped({}), 'zip.empty'],
  ['what expands a thousandfold', () => zipped({ 'a.txt': Buffer.alloc(8_000_000, 'a') }), 'zip.bomb'],
  ['what expands past the limit', () => zip({ 'a.txt': 'a', 'b.txt': 'b' }, { size: 0x3fffffff }), 'zip.expands-too-far'],
  ['members on top of each other', overlapping, 'zip.bomb'],
  ['too many members', () => zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}.txt`, Buffer.from('a')]))), 'zip.too-many'],
])('%s is refused whole', async (_, bytes, code) => {
  const before = [await world.count('files'), await world.count('batches')];
  const { status, body } = await send(await bytes());
  expect([status, body.code]).toEqual([422, code]);
  expect([await world.count('files'), await world.count('batches')]).toEqual(before);
});

test.each<[string, () => Buffer, string]>([
  ['that lies about its size', () => zip({ 'a.txt': 'a'.repeat(900), 'b.txt': 'fine' }, { size: 4 }), 'file.damaged'],
  ['that is encrypted', () => zip({ 'a.txt': 'secret' }, { flags: 0x801 }), 'zip.encrypted'],
  ['whose bytes are no deflate', () => { const bytes = zip({ 'a.txt': 'a'.repeat(500) }); bytes.fill(0xff, 36, 40); return bytes; }, 'file.damaged'],
])('a member %s is listed, the rest comes in', async (_, bytes, code) => {
  const { status, body } = await send(bytes());
  expect([status, body.refusals[0]?.refusal.code]).toEqual([201, code]);
});

test('a damaged member is heard of also where it is read late', async () => {
  const spool = world.running.app.get(Spool, { strict: false });
  const spooled = spool.with.bind(spool);
  spool.with = async (...given) => {
    await wait(50); // long enough for a stream that stands open to fail with nobody there
    return spooled(...given);
  };
  try {
    const { body } = await send(zip({ 'a.txt': 'a'.repeat(900), 'b.txt': 'fine' }, { size: 4 }));
    expect(body.refusals.map(({ refusal }: ZipReceipt['refusals'][number]) => refusal.code)).toEqual(['file.damaged']);
  } finally {
    spool.with = spooled;
  }
});

test('where no room is left the rest is not taken, and none of it is said to be damaged', async () => {
  const admission = world.running.app.get(FileAdmission, { strict: false });
  const admit = admission.admit.bind(admission);
  let left = 2;
  admission.admit = async (...given) => {
    if ((left -= 1) < 0) throw new Refusal('limit', 'upload.no-room', {});
    await wait(20);
    return admit(...given);
  };
  try {
    const members = Object.fromEntries(await Promise.all(Array.from({ length: 9 }, async (_, n) => [`${n}.png`, await picture('png', 70 + n, 7)] as const)));
    const batch = (await clerk.post('/api/evidence/batches', { unitId: world.id('B01'), lines: Object.keys(members).map((name) => ({ name })) })).body;
    expect((await send(await zipped(members), { 'X-Batch': batch.id })).body.code).toBe('upload.no-room');
    await wait(1_000); // whoever was at work when it stopped is done by then
    expect((await linesOf(batch.id)).map(({ state }) => state).toSorted()).toEqual([...Array<string>(7).fill('missing'), 'received', 'received']);
  } finally {
    admission.admit = admit;
  }
});

test('a bomb within a document is refused as that member', async () => {
  const bomb = office('wordprocessingml.document', { 'word/media/a.bin': ' '.repeat(1_000) });
  bomb.writeUInt32LE(0x7fffffff, bomb.indexOf(Buffer.from('PK\u0001\u0002')) + 24);
  expect(deflateRawSync(bomb).length).toBeGreaterThan(100);
  const { body } = await send(await zipped({ 'a.docx': bomb, 'b.png': await picture('png', 61, 61) }));
  expect([body.received, body.refusals[0].refusal.code]).toEqual([1, 'file.expands-too-far']);
});
