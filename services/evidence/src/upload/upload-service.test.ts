import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FileView } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { macroDocument, picture } from '../file/bytes.fixture.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { begin, metadataOf, sendByTus, tus } from './tus.fixture.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const largePdf = (size: number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size - 9)]);

let world: World;
let clerk: Client;
let other: Client;

beforeAll(async () => {
  world = await openWorld({ FILE_LIMIT_MIB: '8' });
  [clerk, other] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02')];
});
afterAll(() => world.running.stop());

const b01 = () => world.id('B01');
const parts = () => readdir(join(world.running.platform.config.DATA_DIR, 'evidence', 'parts'));
const kept = async () => [await world.count('files'), await world.count('uploads'), (await world.running.platform.blobs.list({ limit: 1_000 })).length, await parts()];

test('the tus client sends a file in pieces; its last answer names the file, which has everything that was said', async () => {
  const bytes = largePdf(3 * MIB + 17);
  const name = `${'2025年度民主生活会'.repeat(60)}e\u0301🎉.pdf`;
  const metadata = { filename: name, unit: b01(), eventDate: '2025-12-31', period: '2025-Q4', title: '民主生活会', sha256: sha256(bytes) };
  const { fileId, url } = await sendByTus(clerk, bytes, metadata, { chunkSize: MIB });
  const file = (await clerk.get(`/api/evidence/files/${fileId}`)).body as FileView;
  expect(file).toMatchObject({ name, unitId: b01(), eventDate: '2025-12-31', period: '2025-Q4', title: '民主生活会', sha256: sha256(bytes), size: bytes.length, mediaType: 'application/pdf', scan: { state: 'clean' } });
  expect(sha256(await clerk.bytes(`/api/evidence/files/${fileId}/content`))).toBe(sha256(bytes));
  expect((await clerk.get(`${new URL(url!).pathname}/receipt`)).body).toMatchObject({ offset: bytes.length, size: bytes.length, receipt: { id: fileId, sha256: sha256(bytes), duplicate: false } });
  expect(await parts()).toEqual([]);
});

test('a name of a thousand characters beyond the basic plane comes back as it was typed', async () => {
  const name = `${'𠮷'.repeat(996)}.png`;
  const { fileId } = await sendByTus(clerk, await picture('png', 31, 31), { filename: name, unit: b01() });
  expect((await clerk.get(`/api/evidence/files/${fileId}`)).body.name).toBe(name);
  const sent = await fetch(`${world.running.url}/api/evidence/files/${fileId}/content`, { headers: { authorization: `Bearer ${clerk.token}` } });
  expect(decodeURIComponent(sent.headers.get('content-disposition')!.split("UTF-8''")[1]!)).toBe(name);
});

test('many at once, with the bytes in the first request', async () => {
  const all = Array.from({ length: 12 }, (_, n) => largePdf(200_000 + n));
  const outcomes = await Promise.all(all.map((bytes, n) => sendByTus(clerk, bytes, { filename: `并行${n}.pdf`, unit: b01() }, { uploadDataDuringCreation: true })));
  for (const [n, { fileId }] of outcomes.entries()) expect((await clerk.get(`/api/evidence/files/${fileId}`)).body.sha256).toBe(sha256(all[n]!));
});

test('the same bytes twice are one file', async () => {
  const bytes = await picture('png', 33, 33);
  const [first, again] = [await sendByTus(clerk, bytes, { filename: '重复.png', unit: b01() }), await sendByTus(clerk, bytes, { filename: '重复.png', unit: b01() })];
  expect(again.fileId).toBe(first.fileId);
  expect((await clerk.get(`${new URL(again.url!).pathname}/receipt`)).body.receipt.duplicate).toBe(true);
});

test.each<[string, () => Promise<Buffer> | Buffer, Record<string, string>, number, string]>([
  ['0 bytes', () => Buffer.alloc(0), { filename: '空.txt' }, 422, 'file.empty'],
  ['over the limit', () => largePdf(8 * MIB + 1), { filename: '大.pdf' }, 413, 'file.too-large'],
  ['macros', () => macroDocument(), { filename: '纪要.docx' }, 422, 'file.macros'],
  ['a picture named as PDF', () => picture('png'), { filename: '纪要.pdf' }, 422, 'file.type-differs'],
  ['other bytes than announced', () => picture('png'), { filename: '图.png', sha256: '0'.repeat(64) }, 422, 'file.digest-differs'],
  ['no name', () => picture('png'), {}, 422, 'file.name-missing'],
  ['a path for a name', () => picture('png'), { filename: '../../etc/passwd' }, 422, 'file.name-characters'],
  ['an event that lies ahead', () => picture('png'), { filename: '图.png', eventDate: '2026-01-06' }, 422, 'file.event-ahead'],
  ['a period that lies ahead', () => picture('png'), { filename: '图.png', period: '2026-Q2' }, 422, 'file.period-ahead'],
  ['a period that is none', () => picture('png'), { filename: '图.png', period: '2026-13' }, 422, 'input.invalid'],
  ['an unknown unit', () => picture('png'), { filename: '图.png', unit: '00000000-0000-7000-8000-000000000000' }, 404, 'unit.missing'],
  ['an unknown batch', () => picture('png'), { filename: '图.png', batch: '00000000-0000-7000-8000-000000000000' }, 404, 'batch.missing'],
])('%s: refused with a problem in both languages, and nothing is kept', async (_, bytes, metadata, status, code) => {
  const before = await kept();
  const outcome = await sendByTus(clerk, await bytes(), { unit: b01(), ...metadata });
  expect({ status: outcome.status, code: outcome.problem?.code }).toEqual({ status, code });
  expect([outcome.problem!.title, outcome.problem!.titleEn]).toEqual([expect.stringMatching(/[一-鿿]/), expect.stringMatching(/[a-z]{3}/)]);
  expect(await kept()).toEqual(before);
});

test('another unit’s clerk cannot upload there', async () => {
  expect(await sendByTus(other, await picture('png'), { filename: '图.png', unit: b01() })).toMatchObject({ status: 404, problem: { code: 'thing.missing' } });
});

test('another’s upload is told like one that does not exist', async () => {
  const path = await begin(clerk, 100, { filename: '内部.pdf', unit: b01() });
  const nowhere = `${path.slice(0, -1)}${path.endsWith('0') ? '1' : '0'}`;
  const colleague = await world.as('clerk', 'B01');
  for (const [method, headers, body] of [['HEAD', {}], ['PATCH', { 'upload-offset': '0' }, Buffer.from('x')], ['DELETE', {}]] as const) {
    const [foreign, same, absent] = [await tus(other, method, path, headers, body), await tus(colleague, method, path, headers, body), await tus(clerk, method, nowhere, headers, body)];
    expect([method, foreign.status, foreign.body]).toEqual([method, 404, absent.body]);
    expect([same.status, absent.status]).toEqual([404, 404]);
  }
  expect((await other.get(`${path}/receipt`)).status).toBe(404);
  expect((await tus(clerk, 'HEAD', path)).headers.get('upload-offset')).toBe('0');
});

test('what follows the path of one’s own upload names no other', async () => {
  const [theirs, mine] = [await begin(clerk, 100, { filename: '内部.pdf', unit: b01() }), await begin(other, 50, { filename: '自己.pdf', unit: world.id('B02') })];
  const path = `${mine}?x=/${theirs.split('/').at(-1)}`;
  expect((await tus(other, 'PATCH', path, { 'upload-offset': '0' }, Buffer.from('bytes'))).headers.get('upload-offset')).toBe('5');
  expect((await tus(other, 'HEAD', path)).headers.get('upload-length')).toBe('50');
  expect((await tus(other, 'DELETE', path)).status).toBe(204);
  expect((await tus(other, 'HEAD', mine)).status).toBe(404);
  expect((await tus(clerk, 'HEAD', theirs)).headers.get('upload-offset')).toBe('0');
});

describe('by the protocol', () => {
  const text = Buffer.from('第一议题学习记录\n'.repeat(20));
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');

  test('it says what it can do', async () => {
    const { status, headers } = await tus(clerk, 'OPTIONS', '/api/evidence/tus');
    expect([status, headers.get('tus-version'), headers.get('tus-max-size')]).toEqual([204, '1.0.0', String(8 * MIB)]);
    expect(headers.get('tus-extension')!.split(',')).toEqual(expect.arrayContaining(['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum']));
    expect(headers.get('tus-checksum-algorithm')).toContain('sha256');
  });

  test.each<[string, string, Record<string, string>, Buffer | undefined, number, string]>([
    ['a wrong offset', 'PATCH', { 'upload-offset': '7' }, text, 409, 'upload.other-offset'],
    ['no offset', 'PATCH', {}, text, 403, 'upload.malformed'],
    ['an offset that is none', 'PATCH', { 'upload-offset': '-1' }, text, 400, 'upload.malformed'],
    ['a bad checksum', 'PATCH', { 'upload-offset': '0', 'upload-checksum': `sha256 ${sum(Buffer.from('other'))}` }, text, 460, 'upload.checksum-differs'],
    ['an unknown checksum', 'PATCH', { 'upload-offset': '0', 'upload-checksum': 'crc32 AAAA' }, text, 400, 'upload.malformed'],
    ['more bytes than announced', 'PATCH', { 'upload-offset': '0' }, Buffer.concat([text, text]), 413, 'file.too-large'],
    ['another length', 'PATCH', { 'upload-offset': '0', 'upload-length': '5' }, text, 501, 'upload.no-length'],
    ['another version', 'PATCH', { 'upload-offset': '0', 'tus-resumable': '0.2.2' }, text, 400, 'upload.malformed'],
  ])('%s is refused and changes nothing', async (_, method, headers, body, status, code) => {
    const path = await begin(clerk, text.length, { filename: '学习.txt', unit: b01() });
    const answer = await tus(clerk, method, path, headers, body);
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    const { headers: now } = await tus(clerk, 'HEAD', path);
    expect([now.get('upload-offset'), now.get('upload-length')]).toEqual(['0', String(text.length)]);
    await tus(clerk, 'DELETE', path);
  });

  test('piece by piece with checksums; what is finished can be asked for and is not begun again', async () => {
    const path = await begin(clerk, text.length, { filename: '分段学习.txt', unit: b01() });
    const [first, second] = [text.subarray(0, 100), text.subarray(100)];
    const one = await tus(clerk, 'PATCH', path, { 'upload-offset': '0', 'upload-checksum': `sha256 ${sum(first)}` }, first);
    expect([one.status, one.headers.get('upload-offset'), Date.parse(one.headers.get('upload-expires')!)]).toEqual([204, '100', expect.any(Number)]);
    const two = await tus(clerk, 'PATCH', path, { 'upload-offset': '100' }, second);
    const fileId = two.headers.get('upload-file-id')!;
    expect([two.status, two.headers.get('upload-offset'), two.headers.get('upload-expires')]).toEqual([204, String(text.length), null]);
    expect((await tus(clerk, 'HEAD', path)).headers.get('upload-offset')).toBe(String(text.length));
    const again = await tus(clerk, 'PATCH', path, { 'upload-offset': String(text.length) }, Buffer.alloc(0));
    expect([again.status, again.headers.get('upload-file-id')]).toEqual([204, fileId]);
    expect(Buffer.from(await clerk.bytes(`/api/evidence/files/${fileId}/content`))).toEqual(text);
  });

  test('a length must be said', async () => {
    const answer = await tus(clerk, 'POST', '/api/evidence/tus', { 'upload-defer-length': '1', 'upload-metadata': metadataOf({ filename: 'a.txt', unit: b01() }) });
    expect([answer.status, answer.body?.code]).toEqual([501, 'upload.no-length']);
  });

  test('what is ended is gone', async () => {
    const before = await kept();
    const path = await begin(clerk, text.length, { filename: '终止.txt', unit: b01() });
    await tus(clerk, 'PATCH', path, { 'upload-offset': '0' }, text.subarray(0, 10));
    expect((await tus(clerk, 'DELETE', path)).status).toBe(204);
    expect((await tus(clerk, 'HEAD', path)).status).toBe(404);
    expect(await kept()).toEqual(before);
  });

  test('two writers at once: the bytes are those that were sent', async () => {
    const bytes = largePdf(2 * MIB);
    const path = await begin(clerk, bytes.length, { filename: '两端.pdf', unit: b01() });
    const answers = await Promise.all([tus(clerk, 'PATCH', path, { 'upload-offset': '0' }, bytes), tus(clerk, 'PATCH', path, { 'upload-offset': '0' }, bytes)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    const fileId = answers.find(({ status }) => status === 204)!.headers.get('upload-file-id')!;
    expect((await clerk.get(`/api/evidence/files/${fileId}`)).body.sha256).toBe(sha256(bytes));
  });
});

test('one that comes too slowly is cut off and keeps what came; what is left unfinished for a day is removed, by the clock', async () => {
  const early = await openWorld({ BODY_SECONDS: '1' });
  const client = await early.as('clerk', 'B01');
  const path = await begin(client, 100, { filename: '半.txt', unit: early.id('B01') });
  const slow = request(new URL(path, client.url), { method: 'PATCH', headers: { authorization: `Bearer ${client.token}`, 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream', 'upload-offset': '0', 'content-length': '100' } });
  slow.on('error', () => undefined).write('half');
  const [answer] = (await once(slow, 'response')) as [IncomingMessage];
  expect([answer.statusCode, JSON.parse(await text(answer))]).toMatchObject([408, { code: 'body.too-slow' }]);
  const folder = join(early.running.platform.config.DATA_DIR, 'evidence', 'parts');
  expect(await readdir(folder)).toHaveLength(1);
  early.moveClock('2026-01-06');
  expect((await tus(client, 'HEAD', path)).headers.get('upload-offset')).toBe('4');
  early.running.platform.clock.move(new Date('2026-01-06T11:00:00Z'));
  const gone = await tus(client, 'PATCH', path, { 'upload-offset': '4' }, Buffer.from('more'));
  expect([gone.status, gone.body?.code]).toEqual([404, 'upload.expired']);
  await early.running.platform.ticker.tick();
  expect([await readdir(folder), await early.count('uploads')]).toEqual([[], 0]);
  await early.running.stop();
});
