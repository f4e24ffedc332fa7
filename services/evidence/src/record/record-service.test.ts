import { fromBinary } from '@bufbuild/protobuf';
import { RecordFiledSchema, type RecordTypeView, type RecordView } from '@xingchuang/contracts';
import type { Answer, Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, SCHEME, upload, type World } from '../world.fixture.ts';

let world: World;
let clerk: Client;
let other: Client;
let reviewer: Client;
let [m1, m2, guest] = ['', '', ''];

beforeAll(async () => {
  world = await openWorld();
  [clerk, other, reviewer] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02'), await world.as('reviewer', 'OC')];
  [m1, m2, guest] = [await world.member('B01'), await world.member('B01'), await world.member('B02')];
});
afterAll(() => world.running.stop());

const RECORDS = '/api/evidence/records';
const service = (over: object = {}) => ({
  unitId: world.id('B01'), type: 'community_service', day: '2026-01-03', title: '黄河社区清扫', fields: { people: [{ personId: m1, minutes: 60 }, { personId: m2, minutes: 45 }], time: 'weekend', activity: 'environment' }, ...over,
});
const file = (client: Client, over?: object): Promise<Answer> => client.post(RECORDS, service(over));
const newFile = async (client: Client, code: string, width: number): Promise<string> => (await upload(client, world.id(code), await picture('png', width, 9), `${width}.png`)).body.id;

test('the record types are there for generated forms', async () => {
  const types = (await clerk.get('/api/evidence/record-types')).body.items as RecordTypeView[];
  expect(types.map(({ id }) => id)).toEqual(expect.arrayContaining(['annual_plan', 'community_service', 'meeting', 'observation']));
  expect(types.find(({ id }) => id === 'community_service')!.fields.find(({ id }) => id === 'time')).toMatchObject({ id: 'time', type: 'choice', required: true, values: expect.arrayContaining([{ id: 'weekend', zh: '双休日', en: 'weekend' }]) });
});

test('tasks of the published scheme are there to be linked', async () => {
  const { items } = (await clerk.get('/api/evidence/tasks')).body;
  expect(items).toContainEqual(expect.objectContaining({ id: `${SCHEME}/T01`, zh: '提升政治三力' }));
  expect(items).toContainEqual(expect.objectContaining({ id: `${SCHEME}/T02.1` }));
});

test('a record is filed with people, files and tasks, and told to others', async () => {
  const fileIds = [await newFile(clerk, 'B01', 11)];
  const tasks = [`${SCHEME}/T07`, `${SCHEME}/T01`];
  const { status, body } = await file(clerk, { fileIds, tasks });
  expect(status).toBe(201);
  expect(body).toMatchObject({ version: 1, revision: 1, unitId: world.id('B01'), type: 'community_service', day: '2026-01-03', fileIds, tasks, sums: { minutes: 105 } });
  expect((await clerk.get(`${RECORDS}/${body.id}`)).body).toEqual(body);
  expect(await told(body.id)).toMatchObject([{ unitId: world.id('B01'), type: 'community_service', day: '2026-01-03', tasks, fileIds, sums: { minutes: 105n }, version: 1 }]);
  expect((await clerk.get(`${RECORDS}/${body.id}/task-links`)).body.items.map(({ act, task }: { act: string; task: string }) => `${act} ${task}`).toSorted()).toEqual(tasks.map((task) => `link ${task}`).toSorted());
});

test('a meeting with host, recorder, attendees, absentees and first topic', async () => {
  const fields = { kind: 'members', host: [{ personId: m1 }], recorder: [{ personId: m2 }], attendees: [{ personId: m1 }, { personId: m2 }], absentees: [], first_topic: 'yes', text: '传达学习' };
  const meeting = { unitId: world.id('B01'), type: 'meeting', day: '2026-01-05', title: '一月党员大会', fields };
  expect(await clerk.post(RECORDS, meeting)).toMatchObject({ status: 422, body: { errors: [{ field: 'fileIds', zh: '“会议记录”至少需要 1 个附件，现有 0 个' }] } });
  expect((await clerk.post(RECORDS, { ...meeting, fileIds: [await newFile(clerk, 'B01', 12)] })).status).toBe(201);
});

test.each<[string, () => object | Promise<object>, string, string]>([
  ['an unknown field of the input', () => ({ colour: 'red' }), 'input.invalid', 'colour'],
  ['an unknown field of the record', () => ({ fields: { ...service().fields, weather: 'fine' } }), 'input.invalid', 'fields.weather'],
  ['no time category (R-159)', () => ({ fields: { people: service().fields.people, activity: 'patrol' } }), 'input.invalid', 'fields.time'],
  ['a day that is none', () => ({ day: '2026-02-30' }), 'input.invalid', 'day'],
  ['a day that lies ahead', () => ({ day: '2026-01-06' }), 'record.day-ahead', 'day'],
  ['no title', () => ({ title: '  ' }), 'input.invalid', 'title'],
  ['an unknown type', () => ({ type: 'party' }), 'record.type-unknown', 'type'],
  ['an unknown task', () => ({ tasks: [`${SCHEME}/T01`, `${SCHEME}/T99`] }), 'task.unknown', 'tasks[1]'],
  ['a task of no scheme', () => ({ tasks: ['nowhere/T01'] }), 'task.unknown', 'tasks[0]'],
  ['an unknown person', () => ({ fields: { ...service().fields, people: [{ personId: world.id('B01'), minutes: 5 }] } }), 'input.invalid', 'fields.people[0]'],
  ['a member of another unit', () => ({ fields: { ...service().fields, people: [{ personId: guest, minutes: 5 }] } }), 'input.invalid', 'fields.people[0]'],
  ['a file that does not exist', () => ({ fileIds: ['00000000-0000-7000-8000-000000000000'] }), 'input.invalid', 'fileIds[0]'],
  ['a file of another unit', async () => ({ fileIds: [await newFile(other, 'B02', 13)] }), 'input.invalid', 'fileIds[0]'],
])('%s is refused by its field in both languages, and nothing is kept', async (_, over, code, field) => {
  const sent = await over();
  const before = [await world.count('records'), await world.count('record-revisions'), await world.count('task-links')];
  const { status, body } = await file(clerk, sent);
  expect({ status, code: body.code, field: body.field }).toEqual({ status: 422, code, field });
  expect(body.errors[0]).toEqual({ field, zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/[a-z]{3}/) });
  expect([await world.count('records'), await world.count('record-revisions'), await world.count('task-links')]).toEqual(before);
});

test('a file of another unit and one that does not exist are refused alike', async () => {
  const foreign = await file(clerk, { fileIds: [await newFile(other, 'B02', 14)] });
  const absent = await file(clerk, { fileIds: ['00000000-0000-7000-8000-000000000000'] });
  expect(foreign.body).toEqual(absent.body);
});

test('a branch cannot observe itself; the committee’s reviewer files it, and the branch sees it then (R-185, R-186)', async () => {
  const observation = { unitId: world.id('B01'), type: 'observation', day: '2026-01-04', title: '第一季度观摩', fields: { way: 'unannounced', findings: '台账齐全' } };
  expect(await clerk.post(RECORDS, observation)).toMatchObject({ status: 403, body: { code: 'record.not-yours' } });
  const { status, body } = await reviewer.post(RECORDS, observation);
  expect([status, (await clerk.get(`${RECORDS}/${body.id}`)).body.type]).toEqual([201, 'observation']);
});

test('a correction makes a new content; the earlier one stays readable', async () => {
  const { body: first } = await file(clerk);
  const { unitId: _, type: __, ...content } = service({ day: '2026-01-04', reason: '日期写错' });
  const { status, body: second } = await clerk.post(`${RECORDS}/${first.id}/correction`, { ...content, fields: { ...content.fields, people: [{ personId: m1, minutes: 61 }] } }, { 'if-match': `"${first.version}"` });
  expect([status, second]).toEqual([200, expect.objectContaining({ id: first.id, version: 2, revision: 2, day: '2026-01-04', sums: { minutes: 61 } })]);
  const { items } = (await clerk.get(`${RECORDS}/${first.id}/history`)).body;
  expect(items).toEqual([
    expect.objectContaining({ revision: 1, day: '2026-01-03', sums: { minutes: 105 }, fields: first.fields }),
    expect.objectContaining({ revision: 2, day: '2026-01-04', sums: { minutes: 61 }, reason: '日期写错' }),
  ]);
  const stale = await clerk.post(`${RECORDS}/${first.id}/correction`, content, { 'if-match': '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { code: 'thing.stale' } });
  expect((await told(first.id)).map(({ version, day }) => [version, day])).toEqual([[1, '2026-01-03'], [2, '2026-01-04']]);
});

test('of two corrections at once one holds and one is told that it was late', async () => {
  const { unitId: _, type: __, ...content } = service({ reason: '更正' });
  for (let round = 0; round < 5; round += 1) {
    const { body } = await file(clerk);
    const answers = await Promise.all([1, 2].map((n) => clerk.post(`${RECORDS}/${body.id}/correction`, { ...content, title: `更正${n}` }, { 'if-match': '1' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await clerk.get(`${RECORDS}/${body.id}/history`)).body.items).toHaveLength(2);
  }
});

test('the same command sent again, with its key, has one effect', async () => {
  const before = await world.count('records');
  const answers = await Promise.all([1, 2, 3].map(() => clerk.post(RECORDS, service(), { 'idempotency-key': 'filing-0001' })));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  expect(await world.count('records')).toBe(before + 1);
});

test('one record serves many tasks; links and their removal are logged and told', async () => {
  const { body } = await file(clerk);
  const change = (act: string, task: string) => clerk.post(`${RECORDS}/${body.id}/${act}-task`, { task: `${SCHEME}/${task}` });
  await change('link', 'T01');
  await change('link', 'T02');
  expect((await change('unlink', 'T01')).body).toMatchObject({ tasks: [`${SCHEME}/T02`], revision: 1, version: 4 });
  expect(await change('unlink', 'T01')).toMatchObject({ status: 409 });
  expect((await clerk.get(`${RECORDS}/${body.id}/task-links`)).body.items).toHaveLength(3);
  expect((await told(body.id)).map(({ tasks }) => tasks.length)).toEqual([0, 1, 2, 1]);
  expect((await clerk.get(`${RECORDS}/${body.id}/history`)).body.items).toHaveLength(1);
});

test('a branch never reaches another unit’s record, and cannot tell it from one that does not exist', async () => {
  const { id } = (await file(clerk)).body;
  const nowhere = '00000000-0000-7000-8000-000000000000';
  for (const path of ['', '/history', '/task-links']) {
    const [foreign, absent] = [await other.get(`${RECORDS}/${id}${path}`), await other.get(`${RECORDS}/${nowhere}${path}`)];
    expect([path, foreign.status]).toEqual([path, 404]);
    expect(foreign.body).toEqual(absent.body);
  }
  const { unitId: _, type: __, ...content } = service({ reason: '越权' });
  for (const [path, input] of [['correction', content], ['link-task', { task: `${SCHEME}/T01` }], ['unlink-task', { task: `${SCHEME}/T01` }]] as const) {
    const [foreign, absent] = [await other.post(`${RECORDS}/${id}/${path}`, input), await other.post(`${RECORDS}/${nowhere}/${path}`, input)];
    expect([path, foreign.status]).toEqual([path, 404]);
    expect(foreign.body).toEqual(absent.body);
  }
  expect((await file(other)).status).toBe(404);
  expect((await other.get(RECORDS)).body.items.filter((record: RecordView) => record.unitId !== world.id('B02'))).toEqual([]);
  expect((await other.get(`${RECORDS}?unitId=${world.id('B01')}`)).status).toBe(404);
  expect((await other.get(`${RECORDS}?unitId=${world.id('U1')}&subtree=true`)).status).toBe(404);
});

test('lists by period, type, task and subtree, page by page', async () => {
  const b04 = await world.as('clerk', 'B04');
  const days = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-01-02', '2026-01-05'];
  for (const [n, day] of days.entries()) {
    await b04.post(RECORDS, { unitId: world.id('B04'), type: 'real_thing', day, title: `实事${n}`, fields: { community: '黄河社区', text: '修路灯' }, tasks: n === 0 ? [`${SCHEME}/T09`] : [] });
  }
  const seen: RecordView[] = [];
  for (let token = ''; ; ) {
    const { items, nextPageToken } = (await b04.get(`${RECORDS}?limit=2${token}`)).body;
    seen.push(...items);
    if (!nextPageToken) break;
    token = `&pageToken=${nextPageToken}`;
  }
  expect(seen.map(({ day }) => day)).toEqual(days.toReversed());
  expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
  const titles = async (query: string) => (await reviewer.get(`${RECORDS}?${query}`)).body.items.filter((one: RecordView) => one.unitId === world.id('B04')).map(({ title }: RecordView) => title);
  expect(await titles('from=2026-01-01&to=2026-01-01')).toEqual(['实事1']);
  expect(await titles('type=study')).toEqual([]);
  expect(await titles(`task=${encodeURIComponent(`${SCHEME}/T09`)}`)).toEqual(['实事0']);
  expect(await titles(`unitId=${world.id('U1')}&subtree=true&type=real_thing&limit=500`)).toHaveLength(5);
});

test('a clerk of a larger unit sees its own records and none below it', async () => {
  expect((await file(clerk)).status).toBe(201);
  const organ = await world.as('clerk', 'U1');
  const { body } = await organ.post(RECORDS, { unitId: world.id('U1'), type: 'real_thing', day: '2026-01-02', title: '本级实事', fields: { community: '黄河社区', text: '修路灯' } });
  expect((await organ.get(`${RECORDS}?unitId=${world.id('U1')}&subtree=true&limit=500`)).body.items.map(({ id }: RecordView) => id)).toEqual([body.id]);
});

async function told(recordId: string) {
  const { connection } = world.running.platform.databases.get('evidence')!;
  const rows = await connection.collection('outbox').find({ type: RecordFiledSchema.typeName, key: recordId }).sort({ seq: 1 }).toArray();
  return rows.map((row) => fromBinary(RecordFiledSchema, new Uint8Array((row['body'] as { buffer: Uint8Array }).buffer)));
}
