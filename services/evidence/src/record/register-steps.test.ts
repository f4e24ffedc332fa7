import type { RecordFieldValue } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import type { World } from '../world.fixture.ts';
import { CATALOGUE, Filer, measured, openBranch, RECORDS } from './register.fixture.ts';

type Fields = Record<string, RecordFieldValue>;

let world: World;
let [clerk, reviewer] = [] as unknown as [Client, Client];
let b01: Filer;
let secretary: string;
let discipline: string;

beforeAll(async () => {
  ({ world, clerk, reviewer, secretary, discipline, b01 } = await openBranch());
});
afterAll(() => world.running.stop());

const of = (type: string, client = clerk, code = 'B01', rest = '') => measured(client, `type=${type}&unitId=${world.id(code)}${rest}`);
const filerOf = (client: Client, code: string): Filer => new Filer(world, client, code, secretary);

describe('what goes on in steps and what is still absent', () => {
  const step = (id: string, name: string, fields: Fields = {}) => clerk.post(`${RECORDS}/${id}/steps`, { step: name, day: '2026-03-12', fields });
  const close = (id: string) => clerk.post(`${RECORDS}/${id}/close`, {});
  const gaps = async (id: string): Promise<string[]> => (await clerk.get(`${RECORDS}/${id}`)).body.gaps;
  /** Files with some fields left out. */
  async function without(type: string, names: readonly string[], fields: Fields = {}): Promise<string> {
    const filing = await b01.filing(CATALOGUE.get(type), fields);
    const kept = Object.fromEntries(Object.entries(filing['fields'] as Fields).filter(([name]) => !names.includes(name)));
    return (await clerk.post(RECORDS, { ...filing, fields: kept })).body.id;
  }

  test('R-080 an opinion cannot be closed without feedback', async () => {
    const id = await without('enterprise_opinion', ['reply']);
    for (const name of ['collected', 'solved', 'tracked']) expect((await step(id, name)).status).toBe(200);
    expect((await close(id)).status).toBe(422);
    expect((await step(id, 'fed_back')).status).toBe(422); // nothing was said to the enterprise
    expect((await step(id, 'fed_back', { reply: '已答复' })).status).toBe(200);
    expect(await close(id)).toMatchObject({ status: 200, body: { closedOn: '2026-03-15' } });
  });

  test.each(['cause', 'measure', 'owner'])('R-177 a problem of a review is not taken in without its %s', async (name) => {
    const filing = await b01.filing(CATALOGUE.get('review_problem'));
    const kept = Object.fromEntries(Object.entries(filing['fields'] as Fields).filter(([one]) => one !== name));
    const answer = await clerk.post(RECORDS, { ...filing, fields: kept });
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, expect.stringContaining(name)]);
  });

  test('R-182, R-183 an opinion is handled only with what was done and the reply', async () => {
    const given = { way: 'meeting', from: 'member', opinion: '简化表册' };
    const file = (fields: Fields) => clerk.post(RECORDS, { unitId: world.id('B01'), type: 'opinion', day: '2026-03-12', title: '意见', fields });
    expect((await file({ ...given, handled: true, handling: '已合并' })).status).toBe(422);
    expect((await file({ ...given, handled: true, handling: '已合并', reply: '已答复' })).status).toBe(201);
  });

  test('R-184 the second report on a branch raises the counter and is flagged', async () => {
    const reports = async () => (await of('masses_report', reviewer, 'B01', '&period=2026'))['reports'];
    const filer = await filerOf(reviewer, 'B01');
    await filer.file('masses_report');
    const one = await reports();
    await filer.file('masses_report');
    const two = await reports();
    expect([one, two].map((measure) => [measure!.value, measure!.onTarget])).toEqual([[1, true], [2, false]]);
  });

  test('R-190 an important case is open until its report has a number', async () => {
    const filing = await b01.filing(CATALOGUE.get('important_case'));
    const fields = Object.fromEntries(Object.entries(filing['fields'] as Fields).filter(([name]) => name !== 'report'));
    const { id, gaps: missing } = (await reviewer.post(RECORDS, { ...filing, fields })).body;
    expect([missing, (await reviewer.post(`${RECORDS}/${id}/close`, {})).status]).toEqual([['report'], 422]);
    for (const [name, more] of [['flagged', {}], ['reported', { report: '报告〔2026〕1号' }]] as const) expect((await reviewer.post(`${RECORDS}/${id}/steps`, { step: name, day: '2026-03-12', fields: more })).status).toBe(200);
    expect((await reviewer.post(`${RECORDS}/${id}/close`, {})).status).toBe(200);
  });

  test('R-085 three of five milestones done, two open', async () => {
    const id = await b01.file('project_progress');
    for (const name of ['approved', 'land', 'started']) await step(id, name);
    expect(Object.keys((await clerk.get(`${RECORDS}/${id}`)).body.steps)).toEqual(['approved', 'land', 'started']);
    const refused = await close(id);
    expect([refused.status, refused.body.errors[0].zh]).toEqual([422, expect.stringContaining('快投产、快达效')]);
  });

  test('R-086 a case of the window is escalated and closed', async () => {
    const id = await b01.file('window_case');
    for (const name of ['received', 'escalated', 'settled']) expect((await step(id, name)).status).toBe(200);
    expect((await close(id)).status).toBe(200);
    expect(await of('window_case')).toMatchObject({ escalated: { value: 1 }, closed: { part: 1 } });
  });

  test.each([['R-023 R-132', 'member_development', 'applied'], ['R-094', 'branch_life', 'dues'], ['R-152', 'norms_month', 'party_day'], ['R-130', 'decision_item', 'cleared']])('%s: %s cannot be closed while a step is missing', async (_, type, first) => {
    const id = await b01.file(type);
    expect((await step(id, first)).status).toBe(200);
    expect((await close(id)).status).toBe(422);
  });

  test('R-122 a day is planned ahead and ticked when held', async () => {
    const filing = await b01.filing(CATALOGUE.get('enterprise_day'), { kind: 'quiet' }, { day: '2026-03-20' });
    expect((await clerk.post(RECORDS, filing)).status).toBe(201);
    const held = await b01.file('enterprise_day', { kind: 'service' });
    await step(held, 'held');
    expect(await of('enterprise_day')).toMatchObject({ kinds: { value: { service: 1, quiet: 1, relations: 0 } }, held: { value: 1 } });
  });

  test('R-069 a normative document shows a gap until it was reviewed', async () => {
    const id = await b01.file('normative_document');
    expect(await gaps(id)).toEqual(['review']);
    await b01.file('legality_review', { of: id });
    expect(await gaps(id)).toEqual([]);
  });

  test.each<[string, string, string[], Fields, string[]]>([
    ['R-147 deployment and check only', 'deploy_check_assess', ['assessment'], {}, ['assessment']],
    ['R-119 a campaign without summary', 'education_campaign', ['summary'], {}, ['summary']],
    ['R-019 a set-up that does not fit', 'branch_setup_sweep', ['adjusted_on'], { fits: false }, ['adjusted']],
    ['R-091 an opinion without reply', 'openness_item', ['reply'], { kind: 'opinion' }, ['reply']],
    ['R-123 a problem without result', 'enterprise_visit', ['result'], {}, ['result']],
  ])('%s is shown as absent', async (_, type, names, fields, expected) => {
    expect(await gaps(await without(type, names, fields))).toEqual(expected);
  });

  test('R-105 who was absent from a meeting is named', async () => {
    const id = await b01.file('meeting', { absentees: [{ personId: discipline }] });
    expect((await clerk.get(`${RECORDS}/${id}`)).body.fields.absentees).toEqual([{ personId: discipline }]);
  });
});
