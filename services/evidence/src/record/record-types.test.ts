import { rmSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { PersonNamesReplySchema, PersonNamesRequestSchema, type MeasureReport, type MeasureResult } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Answer, Client } from '@xingchuang/testkit';
import { picture } from '../file/bytes.fixture.ts';
import { openWorld, upload, type World } from '../world.fixture.ts';
import { typesFolder } from './types.fixture.ts';

let world: World;
let [clerk, reviewer, supervisor] = [] as unknown as [Client, Client, Client];
let [m1, m2, m3] = ['', '', ''];
const folder = typesFolder();
const RECORDS = '/api/evidence/records';

beforeAll(async () => {
  world = await openWorld({ RECORD_TYPES_DIR: folder });
  [clerk, reviewer, supervisor] = [await world.as('clerk', 'B01'), await world.as('reviewer', 'OC'), await world.as('supervisor', 'OC')];
  [m1, m2, m3] = [await world.member('B01'), await world.member('B01'), await world.member('B01')];
  await world.running.platform.bus.answer('registry.person-names', async (body) => {
    const { personIds } = fromBinary(PersonNamesRequestSchema, body);
    return toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: Object.fromEntries(personIds.map((id) => [id, id === m1 ? '=甲某' : '乙某'])) }));
  });
});
afterAll(async () => {
  await world.running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const file = (client: Client, type: string, fields: object = {}, over: object = {}): Promise<Answer> =>
  client.post(RECORDS, { unitId: world.id('B01'), type, day: '2026-01-04', title: type, fields, ...over });
async function filed(client: Client, type: string, fields: object = {}, over: object = {}): Promise<string> {
  const { status, body } = await file(client, type, fields, over);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
const faults = ({ body }: Answer): string[] => body.errors.map(({ field, zh }: { field: string; zh: string }) => `${field} ${zh}`);
async function measures(query: string, client = reviewer): Promise<MeasureReport> {
  const { status, body } = await client.get(`/api/evidence/measures?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
const value = ({ total }: MeasureReport, id: string): MeasureResult => total.measures.find((one) => one.id === id)!;

test('a table is checked cell by cell; decimals stay exact; rows, values and people are counted', async () => {
  const rows = [
    { name: '甲项目', amount: '0.1', sort: 'won', people: [{ personId: m1 }] },
    { name: '乙项目', amount: '0.20', sort: 'asked', people: [{ personId: m1 }, { personId: m2 }] },
  ];
  const wrong = await file(clerk, 't_project', { items: [{ name: ' ', amount: '1.234' }, { name: '乙', amount: '-1', colour: 'red', sort: 'lost' }] });
  expect(faults(wrong)).toEqual([
    'fields.items[0].name “名称”必填', 'fields.items[0].amount “金额”应为数，最多 2 位小数，写成文字，如 "12.5"',
    'fields.items[1].colour “明细”没有这一列', 'fields.items[1].amount “金额”不能小于 0万元', 'fields.items[1].sort “类别”应为其中之一：已争取（won）、申报中（asked）',
  ]);
  expect(faults(await file(clerk, 't_project', { items: [1, 2, 3, 4].map((n) => ({ name: `${n}`, amount: '1' })) }))).toEqual(['fields.items “明细”最多 3 行']);
  const first = await filed(clerk, 't_project', { items: rows }, { day: '2026-03-01' }); // plans may lie ahead
  const second = await filed(clerk, 't_project', { items: [{ name: '丙', amount: '999999999.99', sort: 'won' }] });
  expect((await clerk.get(`${RECORDS}/${first}`)).body.sums).toEqual({ won: '0.30' });
  const report = await measures(`type=t_project&unitId=${world.id('B01')}`, clerk);
  expect(value(report, 'won')).toMatchObject({ value: '1000000000.29', recordIds: [second, first] });
  expect([value(report, 'mean').value, value(report, 'rows').value, value(report, 'sorts').value, value(report, 'people').value]).toEqual(['333333333.4300', 2, { won: 2, asked: 1 }, 2]);
  expect(value(report, 'per')).toMatchObject({ value: null, part: 2, whole: 0 });
  const months = await measures(`type=t_project&unitId=${world.id('B01')}&by=month&period=2026-Q1`, clerk);
  expect(months.lines.map(({ month, measures: [won] }) => [month, won!.value])).toEqual([['2026-01', '999999999.99'], ['2026-03', '0.30']]);
  expect((await file(reviewer, 't_project', { items: rows }, { unitId: world.id('U1') })).body).toMatchObject({ code: 'record.other-unit', field: 'unitId' });
});

test('an opinion goes step by step; it cannot be closed without feedback (R-080)', async () => {
  const id = await filed(clerk, 't_opinion', {}, { steps: { collected: { day: '2026-01-02' } } });
  const step = (name: string, day: string, rest: object = {}) => clerk.post(`${RECORDS}/${id}/steps`, { step: name, day, ...rest });
  const close = (body: object = {}) => clerk.post(`${RECORDS}/${id}/close`, body);
  expect(faults(await close())).toEqual(['closedOn 还不能办结，未完成：解决、反馈']);
  expect(faults(await step('fed_back', '2026-01-05', { fields: { reply: '已答复' } }))).toEqual(['steps.fed_back “反馈”之前还应完成：解决']);
  expect(faults(await step('solved', '2026-01-01'))).toEqual(['steps.solved.day “解决”的日期不能早于前一步（2026-01-02）']);
  expect((await step('solved', '2026-01-06')).body).toMatchObject({ code: 'record.day-ahead', field: 'steps.solved.day' });
  expect((await step('paid', '2026-01-05')).body).toMatchObject({ code: 'record.step-unknown', field: 'step' });
  expect((await step('solved', '2026-01-04', { note: '已协调' })).body).toMatchObject({ revision: 2, steps: { collected: { day: '2026-01-02' }, solved: { day: '2026-01-04', note: '已协调' } } });
  expect((await step('solved', '2026-01-04')).body).toMatchObject({ status: 409, code: 'record.step-done' });
  expect(faults(await step('fed_back', '2026-01-05'))).toEqual(['fields.reply 完成“反馈”须先填写“反馈内容”']);
  expect((await step('fed_back', '2026-01-05', { fields: { reply: '已答复', satisfied: true } })).status).toBe(200);
  expect(faults(await close({ day: '2026-01-04' }))).toEqual(['closedOn 办结日期不能早于最后一步（2026-01-05）']);
  expect((await close()).body).toMatchObject({ closedOn: '2026-01-05', revision: 4 });
  expect((await step('escalated', '2026-01-05')).body).toMatchObject({ status: 409, code: 'record.closed' });
  const { items } = (await clerk.get(`${RECORDS}/${id}/history`)).body;
  expect(items.map(({ act, reason }: { act: string; reason?: string }) => `${act} ${reason ?? ''}`.trim())).toEqual(['filed', 'stepped 解决', 'stepped 反馈', 'closed']);
  await filed(clerk, 't_opinion');
  const report = await measures('type=t_opinion', clerk);
  expect([value(report, 'all').value, value(report, 'closed'), value(report, 'pleased')]).toEqual([2, expect.objectContaining({ value: '50.0', part: 1, whole: 2 }), expect.objectContaining({ value: '100.0', onTarget: true, target: 60 })]);
  expect((await clerk.get(`${RECORDS}?type=t_opinion&open=true`)).body.items).toHaveLength(1);
  const reopened = await clerk.post(`${RECORDS}/${id}/correction`, { day: '2026-01-04', title: '更正', fields: { reply: '已答复' }, closedOn: null, reason: '误办结' });
  expect(reopened.body).toMatchObject({ revision: 5, steps: { fed_back: { day: '2026-01-05' } } });
  expect(reopened.body.closedOn).toBeUndefined();
});

test('an unannounced visit is not seen by the branch, nor counted, before its result; others do not get near (R-186, R-194)', async () => {
  const id = await filed(reviewer, 't_visit', { way: 'unannounced' });
  const quarter = async () => (await clerk.get('/api/evidence/duties?scheme=t_visit&period=2026-Q1')).body.items.map(({ state, recordIds }: { state: string; recordIds: string[] }) => [state, recordIds.length]);
  const leader = await world.as('leader', 'B01');
  for (const branch of [clerk, leader]) {
    expect((await branch.get(`${RECORDS}/${id}`)).status).toBe(404);
    expect((await branch.get(`${RECORDS}?type=t_visit`)).body.items).toEqual([]);
    expect(value(await measures('type=t_visit', branch), 'visits').value).toBe(0);
  }
  expect(await quarter()).toEqual([['pending', 0]]);
  expect((await supervisor.get(`${RECORDS}/${id}`)).status).toBe(200);
  expect((await clerk.post(RECORDS, { unitId: world.id('B01'), type: 't_suggestion', day: '2026-01-04', title: '建议', fields: { visit: id, text: '加强学习' } })).body.errors[0].field).toBe('fields.visit');
  const result = await reviewer.post(`${RECORDS}/${id}/correction`, { day: '2026-01-04', title: '走访', fields: { way: 'unannounced', result: '良好' }, reason: '补填结果' });
  expect(result.status).toBe(200);
  expect((await clerk.get(`${RECORDS}/${id}`)).body.fields.result).toBe('良好');
  expect(await quarter()).toEqual([['met', 1]]);
  expect(faults(await file(reviewer, 't_visit', { way: 'announced' }))).toEqual(['fields.result “结果”必填']);
  const suggestion = await filed(clerk, 't_suggestion', { visit: id, text: '加强学习' });
  expect((await clerk.get(`${RECORDS}?linkedTo=${id}`)).body.items.map((one: { id: string }) => one.id)).toEqual([suggestion]);
});

test('a normative document without review shows a gap until a review links to it (R-069)', async () => {
  const plain = await filed(clerk, 't_document', { normative: false });
  const id = await filed(clerk, 't_document', { normative: true });
  const gaps = async (one: string) => (await clerk.get(`${RECORDS}/${one}`)).body.gaps;
  expect([await gaps(plain), await gaps(id)]).toEqual([['paper'], ['review', 'paper']]);
  expect((await measures('type=t_document', clerk)).total.gaps).toEqual({ review: 1, paper: 2 });
  const review = await filed(clerk, 't_review', { of: id });
  expect(await gaps(id)).toEqual(['paper']);
  await clerk.post(`${RECORDS}/${review}/correction`, { day: '2026-01-04', title: '审核', fields: { of: plain }, reason: '选错文件' });
  expect(await gaps(id)).toEqual(['review', 'paper']);
  expect((await clerk.get(`${RECORDS}?type=t_document&gaps=true`)).body.items).toHaveLength(2);
  expect(faults(await file(clerk, 't_review', { of: review }))).toEqual(['fields.of “所审文件”应为可以查看的台账（t_document）']);
});

test('files of a field are files of the record, of the sort that the field takes', async () => {
  const photo = (await upload(clerk, world.id('B01'), await picture('png', 21, 9), '正文.png')).body.id;
  const text = (await upload(clerk, world.id('B01'), new TextEncoder().encode('正文'), '正文.txt')).body.id;
  expect(faults(await file(clerk, 't_document', { normative: false, paper: [text] }))).toEqual(['fields.paper[0] “文件正文”不收这种文件，应为 image']);
  const id = await filed(clerk, 't_document', { normative: false, paper: [photo] }, { fileIds: [text] });
  expect((await clerk.get(`${RECORDS}/${id}`)).body).toMatchObject({ fileIds: [text, photo], gaps: [] });
});

test('private talks are for the roles and posts that the type names, and for who filed them (R-092, R-150)', async () => {
  const [author, secretary, colleague] = [newId(), newId(), newId()];
  await world.post('B01', 'branch_secretary', '2020-01-01', { personId: m3, since: '2020-01-01', until: '2025-12-31' }, { personId: secretary, since: '2026-01-01', until: '' });
  const [byAuthor, bySecretary, byFormer, byColleague] = [await world.as('clerk', 'B01', author), await world.as('clerk', 'B01', secretary), await world.as('clerk', 'B01', m3), await world.as('clerk', 'B01', colleague)];
  const secret = await filed(byAuthor, 't_talk', { member: m1, private: true });
  const open = await filed(byAuthor, 't_talk', { member: m1, private: false });
  const seen = async (client: Client) => [(await client.get(`${RECORDS}/${secret}`)).status, (await client.get(`${RECORDS}?type=t_talk`)).body.items.length, (await measures('type=t_talk&by=person', client)).lines.length];
  expect(await seen(byAuthor)).toEqual([200, 2, 1]);
  expect(await seen(bySecretary)).toEqual([200, 2, 1]);
  expect(await seen(supervisor)).toEqual([200, 2, 1]);
  for (const other of [byFormer, byColleague, reviewer]) expect(await seen(other)).toEqual([404, 1, 1]);
  for (const path of ['/history', '/task-links']) expect((await byColleague.get(`${RECORDS}/${secret}${path}`)).status).toBe(404);
  const content = { day: '2026-01-04', title: '改', fields: { member: m1 }, reason: '改' };
  expect((await byColleague.post(`${RECORDS}/${secret}/correction`, content)).status).toBe(404);
  expect((await byColleague.post(`${RECORDS}/${secret}/link-task`, { task: 'nanyang-organ-five-star/T01' })).status).toBe(404);
  const rows = parse(await (await world.as('clerk', 'B01', colleague)).bytes('/api/evidence/registers?type=t_talk&format=csv').then((bytes) => Buffer.from(bytes)), { bom: true });
  expect(rows).toHaveLength(2);
  expect((await byColleague.get(`${RECORDS}/${open}`)).status).toBe(200);
});

test('only the discipline member keeps his log; the secretary may read it and not change it (R-089)', async () => {
  const [member, secretary] = [newId(), newId()];
  await world.post('B02', 'branch_discipline', '2020-01-01', { personId: member, since: '2020-01-01', until: '' });
  const [mine, other] = [await world.as('clerk', 'B02', member), await world.as('clerk', 'B02', secretary)];
  const at = { unitId: world.id('B02') };
  const id = await filed(mine, 't_log', { text: '列席会议' }, at);
  expect((await file(other, 't_log', { text: '列席会议' }, at)).body).toMatchObject({ status: 403, code: 'record.not-your-post' });
  expect((await other.get(`${RECORDS}/${id}`)).status).toBe(200);
  expect((await other.post(`${RECORDS}/${id}/correction`, { day: '2026-01-04', title: '改', fields: { text: '改' }, reason: '改' })).body.code).toBe('record.not-your-post');
});

test('80 per cent trained, and who is not (R-109, R-110)', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) ids.push(await world.member('B05'));
  const at = { unitId: world.id('B05') };
  await filed(await world.as('clerk', 'B05'), 't_training', { people: ids.slice(0, 7).map((personId) => ({ personId })) }, { ...at, day: '2022-06-01' });
  await filed(reviewer, 't_training', { people: [{ personId: ids[7] }] }, { unitId: world.id('OC') }); // by whomever: it is the person who is trained
  await filed(await world.as('clerk', 'B05'), 't_training', { people: [{ personId: ids[8] }] }, { ...at, day: '2020-12-31' }); // more than five years ago
  const covered = value(await measures(`type=t_training&unitId=${world.id('B05')}&period=2026`), 'covered');
  expect([covered.value, covered.part, covered.whole, covered.missing!.map(({ personId }) => personId)]).toEqual(['80.0', 8, 10, ids.slice(8)]);
});

test('a register and its numbers leave the system as workbook and CSV, and nothing in them is a formula', async () => {
  await filed(await world.as('clerk', 'B06'), 't_team', { members: [{ personId: m1 }] }, { unitId: world.id('B06'), title: '=HYPERLINK("http://x")' });
  const of = (format: string) => reviewer.bytes(`/api/evidence/registers?type=t_team&unitId=${world.id('B06')}&format=${format}`);
  const csv = Buffer.from(await of('csv'));
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [head, row] = parse(csv, { bom: true }) as string[][];
  expect(head!.slice(0, 4)).toEqual(['单位', '日期', '标题', '成员']);
  expect(row!.slice(0, 4)).toEqual(['单位B06', '2026-01-04', `'=HYPERLINK("http://x")`, `'=甲某`]);
  const sheet = (await readXlsx(await of('xlsx'))).sheets[0]!;
  expect([sheet.name, sheet.rows[1]![2], sheet.rows[1]![3]]).toEqual(['班子成员', `'=HYPERLINK("http://x")`, `'=甲某`]);
});

test('a register names a linked record only to those who may see it', async () => {
  const visit = await filed(reviewer, 't_visit', { way: 'announced', result: '良好' }, { unitId: world.id('B07'), title: '别处的走访' });
  await filed(reviewer, 't_suggestion', { visit, text: '多来' }, { unitId: world.id('B08') });
  const linked = async (client: Client) => {
    const [head, row] = parse(Buffer.from(await client.bytes(`/api/evidence/registers?type=t_suggestion&unitId=${world.id('B08')}&format=csv`)), { bom: true }) as string[][];
    return row![head!.indexOf('所属走访')];
  };
  expect([await linked(reviewer), await linked(await world.as('clerk', 'B08'))]).toEqual(['别处的走访', '']);
});

test('each filing, step and correction is noted in the log with content and digests, in its transaction', async () => {
  const photo = (await upload(clerk, world.id('B01'), await picture('png', 22, 9), '照片.png')).body;
  const id = await filed(clerk, 't_document', { normative: false, paper: [photo.id] });
  await clerk.post(`${RECORDS}/${id}/correction`, { day: '2026-01-03', title: '改', fields: { normative: false, paper: [photo.id] }, reason: '日期有误' });
  const entries = await world.running.platform.databases.get('evidence')!.connection.collection('log-entries').find({ objectId: id }).sort({ _id: 1 }).toArray();
  expect(entries.map(({ act, content }) => [act, content.revision, content.day, content.files, content.reason])).toEqual([
    ['record.filed', 1, '2026-01-04', [{ id: photo.id, sha256: photo.sha256 }], undefined],
    ['record.corrected', 2, '2026-01-03', [{ id: photo.id, sha256: photo.sha256 }], '日期有误'],
  ]);
});
