import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FilesReceivedSchema, type FileView, type Problem } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { fromBinary } from '@bufbuild/protobuf';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';
import { macroDocument, pdf, photo, picture } from './bytes.fixture.ts';

const FIXTURES = new URL('../../../../e2e/fixtures/', import.meta.url);
const LONG = `${'䶮㛃年度主题党日活动现场照片'.repeat(14)}🎉👨‍👩‍👧.jpg`;

let world: World;
let clerk: Client;
let other: Client;
let reviewer: Client;

beforeAll(async () => {
  world = await openWorld({ FILE_LIMIT_MIB: '2' });
  [clerk, other, reviewer] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02'), await world.as('reviewer', 'OC')];
});
afterAll(() => world.running.stop());

const b01 = () => world.id('B01');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a file comes in with a receipt and goes out as it came, under its name of 200 characters with emoji', async () => {
  const bytes = await photo();
  const answer = await upload(clerk, b01(), bytes, LONG, { 'X-Sha256': sha256(bytes), 'X-Event-Date': '2025-12-31' });
  expect(answer).toMatchObject({ status: 201, body: { sha256: sha256(bytes), size: bytes.length, mediaType: 'image/jpeg', duplicate: false } });
  const { id, receivedAt } = answer.body as FileView;
  expect(receivedAt.slice(0, 10)).toBe('2026-01-05');
  const listed = await clerk.get('/api/evidence/files');
  expect(listed.body.items.find((file: FileView) => file.id === id)).toMatchObject({ name: LONG, unitId: b01(), eventDate: '2025-12-31', hasThumbnail: true });
  const sent = await fetch(`${world.running.url}/api/evidence/files/${id}/content`, { headers: { authorization: `Bearer ${clerk.token}` } });
  expect(Buffer.from(await sent.arrayBuffer())).toEqual(bytes);
  expect(Object.fromEntries(sent.headers)).toMatchObject({
    'content-type': 'image/jpeg', 'content-length': String(bytes.length), 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", etag: `"${sha256(bytes)}"`,
  });
  expect(decodeURIComponent(sent.headers.get('content-disposition')!.split("UTF-8''")[1]!)).toBe(LONG);
});

test('time and place of a photo are kept as hints', async () => {
  const { body } = await upload(clerk, b01(), await photo(), '服务现场.jpg');
  expect((await clerk.get(`/api/evidence/files/${body.id}`)).body.hints).toEqual({ takenAt: '2026-03-14T09:30:00', place: { latitude: expect.closeTo(32.99, 4), longitude: expect.closeTo(112.53, 4) } });
});

test.each([
  ['minutes-with-table.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['units.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['scan-meeting-records.pdf', 'application/pdf'],
  ['photo-river-patrol.jpg', 'image/jpeg'],
  ['units.csv', 'text/csv'],
])('a real %s is taken', async (name, mediaType) => {
  const bytes = readFileSync(new URL(name, FIXTURES));
  const { status, body } = await upload(clerk, b01(), bytes, name);
  expect({ status, mediaType: body.mediaType }).toEqual({ status: 201, mediaType });
  expect(sha256(await clerk.bytes(`/api/evidence/files/${body.id}/content`))).toBe(sha256(bytes));
});

test('the same bytes: once for a unit and name, an entry of its own for another name and another unit', async () => {
  const bytes = await picture('png', 90, 90);
  const [first, again] = [await upload(clerk, b01(), bytes, '合影.png'), await upload(clerk, b01(), bytes, '合影.png')];
  expect([first.status, again.status, again.body]).toEqual([201, 200, { ...first.body, duplicate: true }]);
  const [renamed, foreign] = [await upload(clerk, b01(), bytes, '合影2.png'), await upload(other, world.id('B02'), bytes, '合影.png')];
  expect([renamed.status, renamed.body.duplicate, foreign.status, foreign.body.duplicate]).toEqual([201, false, 201, false]);
  expect(new Set([first, renamed, foreign].map(({ body }) => body.id)).size).toBe(3);
});

test('twenty at once are one entry and one event', async () => {
  const bytes = await picture('png', 91, 91);
  const answers = await Promise.all(Array.from({ length: 20 }, () => upload(clerk, b01(), bytes, '同时.png')));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await told()).filter(({ fileId }) => fileId === answers[0]!.body.id)).toMatchObject([{ unitId: b01(), sha256: sha256(bytes), size: BigInt(bytes.length), mediaType: 'image/png' }]);
});

test.each<[string, () => Promise<Uint8Array> | Uint8Array, string, Record<string, string>, number, string, string | undefined]>([
  ['0 bytes', () => new Uint8Array(0), '空.txt', {}, 422, 'file.empty', 'file'],
  ['over the limit', () => new Uint8Array(2 * 1024 * 1024 + 1).fill(65), '大.txt', {}, 422, 'file.too-large', 'file'],
  ['a PDF named as photo', () => pdf(), '照片.jpg', {}, 422, 'file.type-differs', 'X-File-Name'],
  ['a page named as text', () => Buffer.from('<html></html>'), '说明.txt', {}, 422, 'file.active-content', 'file'],
  ['macros', () => macroDocument(), '纪要.docx', {}, 422, 'file.macros', 'file'],
  ['other bytes than announced', () => picture('png'), '图.png', { 'X-Sha256': '0'.repeat(64) }, 422, 'file.digest-differs', 'X-Sha256'],
  ['an event that lies ahead', () => picture('png'), '图.png', { 'X-Event-Date': '2026-01-06' }, 422, 'file.event-ahead', 'X-Event-Date'],
  ['a day that is none', () => picture('png'), '图.png', { 'X-Event-Date': '2026-02-30' }, 422, 'input.invalid', 'X-Event-Date'],
  ['a digest that is none', () => picture('png'), '图.png', { 'X-Sha256': 'abc' }, 422, 'input.invalid', 'X-Sha256'],
  ['a unit that is none', () => picture('png'), '图.png', { 'X-Unit': 'B01' }, 422, 'input.invalid', 'X-Unit'],
  ['an unknown unit', () => picture('png'), '图.png', { 'X-Unit': '00000000-0000-7000-8000-000000000000' }, 404, 'unit.missing', undefined],
  ['no name', () => picture('png'), '', {}, 422, 'file.name-missing', 'X-File-Name'],
  ['a name that is no UTF-8', () => picture('png'), '', { 'X-File-Name': '%BB%E1' }, 422, 'file.name-encoding', 'X-File-Name'],
])('%s: refused in both languages, and nothing is kept', async (_, bytes, name, headers, status, code, field) => {
  const before = await kept();
  const answer = await upload(clerk, b01(), await bytes(), name, headers);
  const problem = answer.body as Problem;
  expect({ status: answer.status, code: problem.code, field: problem.field }).toEqual({ status, code, field });
  expect([problem.title, problem.titleEn]).toEqual([expect.stringMatching(/[一-鿿]/), expect.stringMatching(/[a-z]{3}/)]);
  expect(await kept()).toEqual(before);
});

test('a type that differs is told with both', async () => {
  const { body } = await upload(clerk, b01(), await pdf(), '照片.jpg');
  expect(body.title).toBe('文件名写的是 .jpg，内容却是 PDF；请改正文件名或换成正确的文件');
});

test('a branch never reaches another unit’s file, and cannot tell it from one that does not exist', async () => {
  const { id } = (await upload(clerk, b01(), await picture('png', 92, 92), '内部.png')).body;
  const nowhere = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
  for (const path of ['', '/content', '/thumbnail', '/task-links']) {
    const [foreign, absent, odd] = [await other.get(`/api/evidence/files/${id}${path}`), await other.get(`/api/evidence/files/${nowhere}${path}`), await other.get(`/api/evidence/files/none${path}`)];
    expect([path, foreign.status]).toEqual([path, 404]);
    expect([foreign.body, odd.body]).toEqual([absent.body, absent.body]);
  }
  const link = await other.post(`/api/evidence/files/${id}/link-task`, { task: `${SCHEME}/T01` });
  expect(link.body).toEqual((await other.post(`/api/evidence/files/${nowhere}/link-task`, { task: `${SCHEME}/T01` })).body);
  expect((await other.get('/api/evidence/files')).body.items.every((file: FileView) => file.unitId === world.id('B02'))).toBe(true);
  expect((await other.get(`/api/evidence/files?unitId=${b01()}`)).status).toBe(404);
  expect((await other.get(`/api/evidence/files?unitId=${world.id('U1')}&subtree=true`)).status).toBe(404);
  expect((await upload(other, b01(), await picture('png'), '冒名.png')).status).toBe(404);
  expect((await reviewer.get(`/api/evidence/files/${id}`)).status).toBe(200);
});

test('roles without the action are refused, and so is nobody', async () => {
  expect((await (await world.as('admin', 'C')).get('/api/evidence/files')).status).toBe(403);
  expect((await upload(await world.as('leader', 'U1'), world.id('U1'), await picture('png'), '图.png')).status).toBe(403);
  expect((await fetch(`${world.running.url}/api/evidence/files`)).status).toBe(401);
});

test('a reviewer uploads what she saw at a branch into the archive of that branch', async () => {
  const { status, body } = await upload(reviewer, b01(), await picture('jpeg', 93, 93), '观摩.jpg');
  expect(status).toBe(201);
  expect((await clerk.get(`/api/evidence/files/${body.id}`)).body.unitId).toBe(b01());
});

test('a part of a file, a part that is not there, and one that is known', async () => {
  const bytes = await picture('jpeg', 94, 94);
  const { body } = await upload(clerk, b01(), bytes, '分段.jpg');
  const ask = (headers: Record<string, string>) => fetch(`${world.running.url}/api/evidence/files/${body.id}/content`, { headers: { authorization: `Bearer ${clerk.token}`, ...headers } });
  const part = await ask({ range: 'bytes=5-9' });
  expect([part.status, part.headers.get('content-range'), Buffer.from(await part.arrayBuffer())]).toEqual([206, `bytes 5-9/${bytes.length}`, bytes.subarray(5, 10)]);
  expect((await ask({ range: `bytes=${bytes.length}-` })).status).toBe(422);
  expect((await ask({ 'if-none-match': `"${sha256(bytes)}"` })).status).toBe(304);
});

test('one file serves many tasks, and each link is logged', async () => {
  const { body } = await upload(clerk, b01(), await picture('jpeg', 95, 95), '多用.jpg');
  const [a, b] = [`${SCHEME}/T01`, `${SCHEME}/T02.1`];
  const change = (act: string, task: string) => clerk.post(`/api/evidence/files/${body.id}/${act}-task`, { task });
  expect((await change('link', a)).body.tasks).toEqual([a]);
  expect((await change('link', b)).body.tasks).toEqual([a, b]);
  expect(await change('link', a)).toMatchObject({ status: 409, body: { code: 'task.linked' } });
  expect(await change('link', `${SCHEME}/T99`)).toMatchObject({ status: 422, body: { code: 'task.unknown', field: 'task' } });
  for (const task of [a, b]) expect((await clerk.get(`/api/evidence/files?task=${encodeURIComponent(task)}`)).body.items.map(({ id }: FileView) => id)).toEqual([body.id]);
  expect((await change('unlink', a)).body.tasks).toEqual([b]);
  expect(await change('unlink', a)).toMatchObject({ status: 409, body: { code: 'task.not-linked' } });
  const { items } = (await clerk.get(`/api/evidence/files/${body.id}/task-links`)).body;
  expect(items.map(({ act, task }: { act: string; task: string }) => `${act} ${task}`)).toEqual([`link ${a}`, `link ${b}`, `unlink ${a}`]);
});

test('lists go on page by page, whole and without repeats, by unit, subtree, kind and day', async () => {
  const b03 = await world.as('clerk', 'B03');
  const sent: string[] = [];
  for (let n = 0; n < 7; n += 1) sent.push((await upload(b03, world.id('B03'), await picture('png', 100 + n, 10), `${n}.png`)).body.id);
  const seen: string[] = [];
  for (let token = ''; ; ) {
    const { items, nextPageToken } = (await b03.get(`/api/evidence/files?limit=3${token}`)).body;
    seen.push(...items.map(({ id }: FileView) => id));
    if (!nextPageToken) break;
    token = `&pageToken=${nextPageToken}`;
  }
  expect(seen).toEqual(sent.toReversed());
  const count = async (query: string) => (await reviewer.get(`/api/evidence/files?limit=500&${query}`)).body.items.length;
  expect(await count(`unitId=${world.id('B03')}`)).toBe(7);
  expect(await count(`unitId=${world.id('U1')}`)).toBe(0);
  expect(await count(`unitId=${world.id('U1')}&subtree=true`)).toBe(await world.count('files'));
  expect(await count('')).toBe(await world.count('files'));
  expect(await count(`unitId=${world.id('B03')}&mediaType=application/pdf`)).toBe(0);
  expect(await count(`unitId=${world.id('B03')}&from=2026-01-05&to=2026-01-05`)).toBe(7);
  expect(await count(`unitId=${world.id('B03')}&from=2026-01-06`)).toBe(0);
  expect(await b03.get('/api/evidence/files?pageToken=xx')).toMatchObject({ status: 422, body: { code: 'page.token-invalid', field: 'pageToken' } });
  expect(await b03.get('/api/evidence/files?colour=red')).toMatchObject({ status: 422, body: { code: 'input.invalid', field: 'colour' } });
});

/** All that uploads leave behind: entries, blobs, bytes that wait. */
async function kept(): Promise<unknown> {
  const { config, blobs } = world.running.platform;
  return [await world.count('files'), (await blobs.list({ limit: 1_000 })).length, await readdir(join(config.DATA_DIR, 'evidence', 'incoming'))];
}

async function told() {
  const { connection } = world.running.platform.databases.get('evidence')!;
  const rows = await connection.collection('outbox').find({ type: FilesReceivedSchema.typeName }).toArray();
  return rows.flatMap((row) => fromBinary(FilesReceivedSchema, new Uint8Array((row['body'] as { buffer: Uint8Array }).buffer)).files);
}
