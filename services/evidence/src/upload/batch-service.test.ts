import { createHash } from 'node:crypto';
import { writeXlsx } from 'hucre/xlsx';
import type { BatchLineView, BatchView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';
import { sendByTus } from './tus.fixture.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

let world: World;
let clerk: Client;
let other: Client;

beforeAll(async () => {
  world = await openWorld();
  [clerk, other] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02')];
});
afterAll(() => world.running.stop());

const b01 = () => world.id('B01');
const open = async (lines: object[], title = '三月照片'): Promise<BatchView> => (await clerk.post('/api/evidence/batches', { unitId: b01(), title, lines }, { 'idempotency-key': newId() })).body;
const linesOf = async (id: string, query = ''): Promise<BatchLineView[]> => (await clerk.get(`/api/evidence/batches/${id}/lines?${query}`)).body.items;
const send = (bytes: Uint8Array, name: string, batch: string, headers: Record<string, string> = {}) => upload(clerk, b01(), bytes, name, { 'X-Batch': batch, ...headers });

test('a batch says what came, what is missing, what was refused and what nobody announced; closed, its receipt has a digest', async () => {
  const [a, b, c] = [await picture('png', 11, 11), await picture('png', 12, 12), await picture('png', 13, 13)];
  const batch = await open([{ name: '甲.png', size: a.length, sha256: sha256(a) }, { name: '乙.png', size: b.length }, { name: '丙.png' }, { name: '丁.docx' }]);
  expect(batch).toMatchObject({ state: 'open', announced: 4, received: 0, missing: 4, surplus: 0 });
  const first = await send(a, '甲.png', batch.id);
  expect((await sendByTus(clerk, b, { filename: '乙.png', unit: b01(), batch: batch.id })).fileId).toBeDefined();
  expect((await send(c, '没有报过的.png', batch.id)).status).toBe(201);
  expect((await send(Buffer.from('<html>'), '丁.docx', batch.id)).body.code).toBe('file.active-content');
  expect((await clerk.get(`/api/evidence/batches/${batch.id}`)).body).toMatchObject({ announced: 4, received: 2, missing: 2, refused: 1, surplus: 1 });
  expect(await linesOf(batch.id)).toMatchObject([
    { number: 1, state: 'received', name: '甲.png', fileId: first.body.id, sha256: sha256(a) },
    { number: 2, state: 'received', name: '乙.png' },
    { number: 3, state: 'missing', name: '丙.png' },
    { number: 4, state: 'refused', name: '丁.docx', refusal: { code: 'file.active-content', zh: expect.stringMatching(/脚本/) } },
    { number: 5, state: 'surplus', name: '没有报过的.png', sha256: sha256(c) },
  ]);
  expect((await linesOf(batch.id, 'state=missing')).map(({ name }) => name)).toEqual(['丙.png']);
  const closed = (await clerk.post(`/api/evidence/batches/${batch.id}/close`)).body as BatchView;
  const receipt = Buffer.from(await clerk.bytes(`/api/evidence/batches/${batch.id}/receipt`)).toString();
  expect([closed.state, closed.digest]).toEqual(['closed', sha256(receipt)]);
  expect((JSON.parse(receipt) as { lines: unknown[] }).lines).toHaveLength(5);
  expect(await send(await picture('png', 14, 14), '丙.png', batch.id)).toMatchObject({ status: 409, body: { code: 'batch.closed' } });
  expect(await clerk.post(`/api/evidence/batches/${batch.id}/lines`, { lines: [{ name: 'x.png' }] })).toMatchObject({ status: 409, body: { code: 'batch.closed' } });
  expect((await clerk.post(`/api/evidence/batches/${batch.id}/close`)).body).toEqual(closed);
});

test('a file that was refused may come again; the same file twice is one line', async () => {
  const good = await picture('png', 15, 15);
  const batch = await open([{ name: '照片.png', sha256: sha256(good) }]);
  expect(await send(await picture('png', 16, 16), '照片.png', batch.id)).toMatchObject({ status: 409, body: { code: 'batch.line-differs' } });
  expect(await linesOf(batch.id)).toMatchObject([{ state: 'refused', refusal: { code: 'batch.line-differs' } }]);
  await send(good, '照片.png', batch.id);
  await send(good, '照片.png', batch.id);
  const lines = await linesOf(batch.id);
  expect(lines).toMatchObject([{ state: 'received', sha256: sha256(good) }]);
  expect(lines[0]!.refusal).toBeUndefined();
});

test('forty at once by API token: each is received, none is lost', async () => {
  const files = await Promise.all(Array.from({ length: 20 }, async (_, n) => ({ name: `并行${n}.png`, bytes: await picture('png', 200 + n, 20) })));
  const batch = await open(files.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256(bytes) })));
  const answers = await Promise.all([...files, ...files].slice(0, 30).map(({ name, bytes }) => send(bytes, name, batch.id)));
  expect(answers.filter(({ status }) => status > 201)).toEqual([]);
  expect((await clerk.post(`/api/evidence/batches/${batch.id}/close`)).body).toMatchObject({ announced: 20, received: 20, missing: 0, surplus: 0 });
});

test('two lines of one name take one file each', async () => {
  const [a, b] = [await picture('png', 17, 17), await picture('png', 18, 18)];
  const batch = await open([{ name: 'IMG_1.png' }, { name: 'IMG_1.png' }]);
  await send(a, 'IMG_1.png', batch.id);
  await send(b, 'IMG_1.png', batch.id);
  expect((await linesOf(batch.id)).map((line) => line.sha256)).toEqual([sha256(a), sha256(b)]);
});

test('what the manifest says of a file is applied when it comes; what the upload says goes before', async () => {
  const task = `${SCHEME}/T01`;
  const batch = await open([{ name: '党课.png', title: '一季度党课', eventDate: '2025-11-02', period: '2025-Q4', tasks: [task] }]);
  const { body } = await send(await picture('png', 19, 19), '党课.png', batch.id, { 'X-Event-Date': '2025-11-03' });
  expect((await clerk.get(`/api/evidence/files/${body.id}`)).body).toMatchObject({ title: '一季度党课', eventDate: '2025-11-03', period: '2025-Q4', tasks: [task] });
  expect((await clerk.get(`/api/evidence/files/${body.id}/task-links`)).body.items).toMatchObject([{ act: 'link', task }]);
});

test.each<[string, object, number, string, string | undefined]>([
  ['an unknown task', { lines: [{ name: 'a.png' }, { name: 'b.png', tasks: [`${SCHEME}/T99`] }] }, 422, 'task.unknown', 'lines[1].tasks'],
  ['a day that lies ahead', { lines: [{ name: 'a.png', eventDate: '2026-02-01' }] }, 422, 'file.event-ahead', 'lines[0].eventDate'],
  ['a name that no file may have', { lines: [{ name: 'a/b.png' }] }, 422, 'file.name-characters', 'lines[0].name'],
  ['a field that is none', { lines: [{ name: 'a.png', colour: 'red' }] }, 422, 'input.invalid', 'lines[0].colour'],
  ['another’s unit', { unitId: '00000000-0000-7000-8000-000000000000' }, 404, 'unit.missing', undefined],
])('%s is refused', async (_, over, status, code, field) => {
  const before = await world.count('batches');
  const { status: found, body } = await clerk.post('/api/evidence/batches', { unitId: b01(), lines: [], ...over }, { 'idempotency-key': newId() });
  expect([found, body.code, body.field]).toEqual([status, code, field]);
  expect(await world.count('batches')).toBe(before);
});

test('ten thousand lines are announced in parts, and no more', async () => {
  const batch = await open([]);
  const part = (from: number, count: number) => ({ lines: Array.from({ length: count }, (_, n) => ({ name: `${'长名字'.repeat(20)}${from + n}.jpg`, size: 1 })) });
  for (let from = 0; from < 10_000; from += 2_500) expect((await clerk.post(`/api/evidence/batches/${batch.id}/lines`, part(from, 2_500), { 'idempotency-key': newId() })).status).toBe(200);
  expect(await clerk.post(`/api/evidence/batches/${batch.id}/lines`, part(0, 1))).toMatchObject({ status: 429, body: { code: 'batch.too-many-lines' } });
  expect((await clerk.get(`/api/evidence/batches/${batch.id}`)).body).toMatchObject({ announced: 10_000, missing: 10_000 });
});

test('another unit’s batch is told like one that does not exist', async () => {
  const batch = await open([{ name: 'a.png' }]);
  for (const path of ['', '/lines', '/receipt']) expect((await other.get(`/api/evidence/batches/${batch.id}${path}`)).body).toEqual((await other.get(`/api/evidence/batches/${newId()}${path}`)).body);
  expect((await other.post(`/api/evidence/batches/${batch.id}/close`)).status).toBe(404);
  expect(await upload(other, world.id('B02'), await picture('png'), 'a.png', { 'X-Batch': batch.id })).toMatchObject({ status: 404, body: { code: 'batch.missing', field: 'X-Batch' } });
  expect((await other.get('/api/evidence/batches')).body.items).toEqual([]);
  expect((await clerk.get('/api/evidence/batches')).body.items.map(({ id }: BatchView) => id)).toContain(batch.id);
});

describe('a list', () => {
  const list = (bytes: Uint8Array, name: string) => clerk.upload('/api/evidence/upload-lists', bytes, { 'X-Unit': b01(), 'X-File-Name': encodeURIComponent(name) });

  test('from Excel makes a batch whose files get what the list says', async () => {
    const rows = [['文件名', '标题', '事件日期', '所属期间', '任务'], ['走访.png', '走访群众', new Date('2025-10-08T00:00:00Z'), '2025-10', 'T01、T02.1'], ['另一张.png', '', '2025-10-09', '', '']];
    const { status, body: batch } = await list(await writeXlsx({ sheets: [{ name: '清单', rows }] }), '十月清单.xlsx');
    expect([status, batch.announced, batch.title]).toEqual([201, 2, '十月清单.xlsx']);
    const { body } = await send(await picture('png', 21, 21), '走访.png', batch.id);
    expect((await clerk.get(`/api/evidence/files/${body.id}`)).body).toMatchObject({ title: '走访群众', eventDate: '2025-10-08', period: '2025-10', tasks: [`${SCHEME}/T01`, `${SCHEME}/T02.1`] });
  });

  test('from CSV, as Excel on Chinese Windows saves it', async () => {
    const gbk = Buffer.from('cec4bcfec3fb2cb1eacce20d0ad7dfb7c32e6a70672cd7dfb7c3c8badad60d0a', 'hex'); // 文件名,标题 / 走访.jpg,走访群众
    const { body: batch } = await list(gbk, '清单.csv');
    expect(await linesOf(batch.id)).toMatchObject([{ name: '走访.jpg', state: 'missing' }]);
  });

  test('with faults is refused whole, each told by row and column', async () => {
    const before = await world.count('batches');
    const text = '文件名,事件日期,所属期间,任务,SHA-256\na.png,三月,2025,T01,\n,2025-01-01,25年,T99,abc\n';
    const { status, body } = await list(Buffer.from(text), '清单.csv');
    expect([status, body.code]).toEqual([422, 'list.faulty-rows']);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['第 2 行 事件日期', '第 3 行 文件名', '第 3 行 所属期间', '第 3 行 SHA-256', '第 3 行 任务']);
    expect(await world.count('batches')).toBe(before);
  });

  test.each([
    ['标题\nx\n', 'import.missing-column'],
    ['文件名,颜色\na.png,红\n', 'import.unknown-column'],
    ['文件名\n', 'import.empty'],
  ])('%j is refused', async (text, code) => {
    expect((await list(Buffer.from(text), '清单.csv')).body.code).toBe(code);
  });

  test('its template can be filled in and sent', async () => {
    const template = await clerk.bytes('/api/evidence/upload-list-template');
    const { status, body } = await list(template, '上传清单模板.xlsx');
    expect([status, body.code]).toEqual([422, 'list.faulty-rows']); // its example lies ahead of this test's day
    world.moveClock('2026-04-01');
    expect((await list(template, '上传清单模板.xlsx')).body).toMatchObject({ announced: 1 });
  });
});
