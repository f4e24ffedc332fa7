import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { PersonNamesReplySchema, PersonNamesRequestSchema } from '@xingchuang/contracts';
import type { Answer, Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let clerk: Client;
let [li, wang, twin, other] = ['', '', '', ''];
const E = '/api/evidence';
const HEAD = ['日期', '标题', '党员', '平台', '积分或学时', '是否完成任务'];

beforeAll(async () => {
  world = await openWorld();
  clerk = await world.as('clerk', 'B01');
  [li, wang, twin] = [await world.member('B01'), await world.member('B01'), await world.member('B01')];
  other = await world.member('B02');
  const names: Record<string, string> = { [li]: '李一', [wang]: '王二', [twin]: '王二', [other]: '赵三' };
  await world.running.platform.bus.answer('registry.person-names', async (body) => {
    const { personIds } = fromBinary(PersonNamesRequestSchema, body);
    return toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: Object.fromEntries(personIds.map((id) => [id, names[id]!])) }));
  });
});
afterAll(() => world?.running.stop());

const csv = (...rows: readonly (readonly (string | number)[])[]): Uint8Array => new TextEncoder().encode(rows.map((row) => row.join(',')).join('\r\n'));
const send = (bytes: Uint8Array, { client = clerk, unit = 'B01', type = 'platform_learning' } = {}): Promise<Answer> => client.upload(`${E}/record-lists?type=${type}`, bytes, { 'x-unit': world.id(unit) });
const kept = () => world.count('records');

test('R-064 what a platform gives out is filed person by person, matched by id or by a name that one alone has', async () => {
  const list = await writeXlsx({ sheets: [{ name: '学习强国', rows: [HEAD, ['2026-01-04', '一月', li, '学习强国', 320, '是'], ['2026-01-04', '', '李一', 'cadre_college', 12, '否'], ['2026-01-04', '', wang, '学习强国', 5, '完成']] }] });
  const { status, body } = await send(list);
  expect([status, body.code, body.records, body.duplicate]).toEqual([201, undefined, 3, false]);
  const found = await Promise.all((body.recordIds as string[]).map(async (id) => (await clerk.get(`${E}/records/${id}`)).body));
  expect(found.map(({ title, fields }) => [title, fields])).toEqual([
    ['一月', { member: li, platform: 'xuexi', points: 320, done: true }],
    ['网络平台学习', { member: li, platform: 'cadre_college', points: 12, done: false }],
    ['网络平台学习', { member: wang, platform: 'xuexi', points: 5, done: true }],
  ]);
  const { total } = (await clerk.get(`${E}/measures?type=platform_learning&period=2026`)).body;
  expect(Object.fromEntries(total.measures.map(({ id, value }: { id: string; value: unknown }) => [id, value]))).toMatchObject({ records: 3, xuexi: 325, cadre_college: 12 });
  expect((await send(list)).body).toMatchObject({ records: 3, duplicate: true, recordIds: body.recordIds });
  expect(await kept()).toBe(3);
});

test('every fault is told by row and column, and nothing of the list is filed', async () => {
  const before = await kept();
  const { status, body } = await send(csv(HEAD, ['2026-01-04', '', li, '学习强国', 10, '是'], ['2026-13-40', '', '赵三', '学习强国', 10, '是'], ['2026-01-04', '', '王二', '飞鸽', '许多', '或许']));
  expect([status, body.code]).toEqual([422, 'list.faulty-rows']);
  const fields = new Set((body.errors as { field: string }[]).map(({ field }) => field));
  for (const field of ['第 3 行 党员', '第 3 行 日期', '第 4 行 党员', '第 4 行 平台', '第 4 行 积分或学时', '第 4 行 是否完成任务']) expect(fields).toContain(field);
  expect([...fields].some((field) => field.startsWith('第 2 行'))).toBe(false);
  expect(await kept()).toBe(before);
});

test.each<[string, () => Promise<Answer>, number, string]>([
  ['no table', () => send(new Uint8Array([0, 1, 2])), 422, 'import.not-a-table'],
  ['no row', () => send(csv(HEAD)), 422, 'import.empty'],
  ['a column that nobody knows', () => send(csv([...HEAD, '等级'], ['2026-01-04', '', li, '学习强国', 1, '是', '高'])), 422, 'import.unknown-column'],
  ['a required column that is absent', () => send(csv(HEAD.slice(0, 3), ['2026-01-04', '', li])), 422, 'import.missing-column'],
  ['more rows than one list takes', () => send(csv(HEAD, ...Array.from({ length: 501 }, () => ['2026-01-04', '', li, '学习强国', 1, '是']))), 422, 'import.too-many-rows'],
  ['a type that needs more than cells say', () => send(csv(['日期'], ['2026-01-04']), { type: 'meeting' }), 422, 'record-list.not-by-list'],
  ['another unit', () => send(csv(HEAD, ['2026-01-04', '', other, '学习强国', 1, '是']), { unit: 'B02' }), 404, 'thing.missing'],
])('refuses %s', async (_, act, status, code) => {
  const before = await kept();
  const answer = await act();
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await kept()).toBe(before);
});

test('the template has the columns', async () => {
  const { sheets } = await readXlsx(await clerk.bytes(`${E}/record-list-template?type=platform_learning`));
  expect(sheets[0]!.rows[0]).toEqual(HEAD);
});
