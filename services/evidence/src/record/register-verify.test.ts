import type { DutyLine, RecordFieldValue } from '@xingchuang/contracts';
import type { Answer, Client } from '@xingchuang/testkit';
import type { World } from '../world.fixture.ts';
import { CATALOGUE, Filer, held, manyMembers, measured, openBranch, RECORDS } from './register.fixture.ts';

type Fields = Record<string, RecordFieldValue>;

let world: World;
let [clerk, other, reviewer, group] = [] as unknown as [Client, Client, Client, Client];
let b01: Filer;
let village: Filer;
let secretary: string;
let discipline: string;
const WORKERS: string[] = [];
let many: string[];
let leader: string;
let fresh: string;

beforeAll(async () => {
  ({ world, clerk, reviewer, secretary, discipline, b01 } = await openBranch());
  many = await manyMembers(world, 'B10', 200);
  [leader, fresh] = [await world.member('PG'), await world.member('B05')];
  [other, group] = [await world.as('clerk', 'B02'), await world.as('clerk', 'PG')];
  for (const code of ['V1', 'V2']) {
    await world.open(code, 'village', 'C');
    await world.heard('units', world.id(code));
  }
  village = new Filer(world, await world.as('clerk', 'V1'), 'V1', await world.member('V1'));
  await world.post('PG', 'party_group_secretary', '2020-01-01', held(await world.member('PG')));
  await world.post('B06', 'branch_secretary', '2020-01-01', { ...held(fresh), until: '2026-02-01' });
  await world.post('B05', 'branch_secretary', '2020-01-01', held(fresh, '2026-01-10'));
  for (let n = 0; n < 10; n += 1) {
    WORKERS.push(await world.member('OC'));
    await world.post('OC', 'party_worker', '2020-01-01', held(WORKERS[n]!));
  }
});
afterAll(() => world.running.stop());

const of = (type: string, client = clerk, code = 'B01', rest = '') => measured(client, `type=${type}&unitId=${world.id(code)}${rest}`);
const filerOf = (client: Client, code: string): Filer => new Filer(world, client, code, secretary);
const correct = (client: Client, id: string, filing: Record<string, unknown>): Promise<Answer> =>
  client.post(`${RECORDS}/${id}/correction`, { day: filing['day'], title: '改', fields: filing['fields'], fileIds: filing['fileIds'], reason: '改' });
async function duty(query: string, client = reviewer): Promise<DutyLine[]> {
  const { status, body } = await client.get(`/api/evidence/duties?limit=1000&${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items;
}

describe('what a number shows for records', () => {
  test.each<[string, string, readonly Fields[], Record<string, unknown>]>([
    ['R-004 the responsibility of a post', 'post_duty_list', [{ post: 'branch_secretary', responsibility: 'direct' }], { responsibilities: { direct: 1 } }],
    ['R-007 lists are counted', 'problem_list', [{ problems: [{ problem: '甲' }, { problem: '乙' }] }, {}], { lists: 2, problems: 3 }],
    ['R-018 secretaries who are neither', 'secretary_post', [{ office: 'main_leader' }, { office: 'other' }], { offices: { main_leader: 1, section_head: 0, other: 1 }, neither: 1 }],
    ['R-030 branches by group', 'branch_group', [{ group: 'advanced' }, { group: 'backward' }], { groups: { advanced: 1, middle: 0, backward: 1 } }],
    ['R-311 owners’ committees', 'owner_committee', [{ kind: 'owners' }, { kind: 'owners' }, { kind: 'management' }], { committees: 3, kinds: { owners: 2, management: 1 } }],
    ['R-312 complaints against the year before', 'property_complaint', [{ complaints: 4, before: 9, households: 100 }], { rate: '4.0', rate_before: '9.0', against_before: '44.4' }],
    ['R-048 six mechanisms with their state', 'long_term_mechanism', [{ kind: 'supervision', status: 'running' }, { kind: 'incentive', status: 'running' }, { kind: 'acceptance', status: 'planned' }], { kinds: { organisation: 0, responsibility: 0, supervision: 1, incentive: 1, dynamic_management: 0, acceptance: 1 }, running: 2 }],
    ['R-058 the set of documents', 'programme_document', [{ number: '1号' }, { number: '2号' }], { documents: 2 }],
    ['R-062 four ways, each counted', 'study', ['self_study', 'meeting_led', 'discussion', 'field_research'].map((way) => ({ way })), { ways: { self_study: 1, meeting_led: 1, discussion: 1, field_research: 1 } }],
    ['R-070 incidents by field and severity', 'incident', [{ field: 'safety', kind: 'accident', severity: 'serious' }, { field: 'finance', kind: 'other', severity: 'grave' }], { fields: { safety: 1, finance: 1, petitions: 0 } }],
    ['R-075 funds of a year are summed', 'project_fund', [{ amount: '1200.50' }, { amount: '0.25' }], { amount: '1200.75' }],
    ['R-077 jobs wanted and matched', 'job_info', [{ jobs: [{ employer: '甲', job: '车工', wanted: 3, matched: 2 }] }], { jobs: 1, wanted: 3, matched: 2 }],
    ['R-088 four counters', 'integrity_activity', [{ kind: 'lesson' }, { kind: 'lesson' }, { kind: 'talk' }], { kinds: { education: 0, lesson: 2, reminder: 0, talk: 1 } }],
    ['R-093 four visits at 1 July, none at Spring Festival', 'care_visit', ['old', 'needy', 'excellent', 'family'].map((one) => ({ occasion: 'july', group: one })), { occasions: { july: 4, spring: 0, other: 0 }, groups: { old: 1, needy: 1, excellent: 1, family: 1 } }],
    ['R-095 points and level of a member', 'member_target', [{ points: '92.5', level: 'excellent' }], { levels: { excellent: 1 }, average: '92.500' }],
    ['R-115 help under the third of six measures', 'care_help', [{ measure: 'm3' }], { measures: { m1: 0, m2: 0, m3: 1, m4: 0, m5: 0, m6: 0 } }],
    ['R-117 the count of brands', 'brand', [{ name: '绣花针' }], { brands: 1 }],
    ['R-118 publicity is counted', 'publicity', [{ kind: 'article' }, { kind: 'branch_secretary' }], { entries: 2 }],
    ['R-125 the latest score', 'project_target', [{ score: '88.50' }], { score: '88.50' }],
    ['R-138 items and opinions', 'openness_item', [{ kind: 'published' }, { kind: 'opinion' }, { kind: 'opinion' }], { kinds: { published: 1, report: 0, opinion: 2 } }],
    ['R-145 ten names are filled and counted', 'ten_way_study', [{ way: 'way1', name: '领学' }, { way: 'way10', name: '访学' }], { ways: { way1: 1, way2: 0, way10: 1 } }],
    ['R-169 three agreements with both parties', 'joint_agreement', [{ own_party: '局党组', partner: '黄河社区党组织' }, { own_party: '土地储备中心', partner: '娄子庄村' }, { own_party: '监察支队', partner: '宛棉社区' }], { agreements: 3, partners: 3 }],
    ['R-171 helpers and households', 'household_help', [{ households: [{ household: '甲户', people: 3 }, { household: '乙户', people: 2 }] }, { households: [{ household: '丙户', people: 4 }] }], { helpers: 1, households: 3, people: 9 }],
  ])('%s', async (_, type, records, expected) => {
    const before = await of(type);
    for (const fields of records) await b01.file(type, fields);
    const after = await of(type);
    for (const [id, value] of Object.entries(expected)) {
      expect(before[id]!.kind).toBe(after[id]!.kind);
      if (typeof value === 'object') expect(after[id]!.value).toMatchObject(value as object);
      else expect(after[id]!.value).toBe(value);
    }
  });

  test('R-071 one petition: the count is one and the zero goal unmet, the others met', async () => {
    await b01.file('incident', { field: 'petitions', kind: 'petition', severity: 'minor' });
    expect(await of('incident')).toMatchObject({ petitions: { value: 1, onTarget: false }, opinions: { value: 0, onTarget: true } });
  });

  test('R-082 three cadres visited five enterprises', async () => {
    const cadres = [secretary, discipline, WORKERS[0]!];
    for (let n = 0; n < 5; n += 1) await b01.file('enterprise_visit', { enterprise: `企业${n}`, cadres: [{ personId: cadres[n % 3]! }] });
    expect(await of('enterprise_visit')).toMatchObject({ cadres: { value: 3 }, enterprises: { value: 5 } });
  });

  test('R-155 two cases of the first form, which a clerk of the branch cannot open', async () => {
    const decider = await world.as('decider', 'OC');
    const filed = await filerOf(reviewer, 'B01').file('discipline_form', { form: 'first' });
    await filerOf(reviewer, 'B01').file('discipline_form', { form: 'first' });
    expect((await of('discipline_form', decider))['forms']).toMatchObject({ value: { first: 2, second: 0 } });
    expect([(await decider.get(`${RECORDS}/${filed}`)).status, (await clerk.get(`${RECORDS}/${filed}`)).status]).toEqual([200, 404]);
  });
});

describe('whom a record reaches', () => {
  test('R-003 holders of the five posts who have no list are named, and a vacant post is a gap', async () => {
    const { reached } = await of('post_duty_list', reviewer, 'U1', '&subtree=true');
    expect(reached!.missing).toContainEqual({ unitId: world.id('PG'), post: 'party_group_secretary', personId: expect.any(String) });
    expect(reached!.missing!.some(({ personId }) => personId === secretary)).toBe(false); // filed above
    const vacant = reached!.missing!.filter(({ personId }) => personId === undefined);
    expect(vacant).toEqual([{ unitId: world.id('B06'), post: 'branch_secretary' }]);
    expect(reached!.whole).toBe(Number(reached!.part) + reached!.missing!.length);
  });

  test('R-006 members without a list are named', async () => {
    await b01.file('member_duty_list');
    const { reached } = await of('member_duty_list');
    expect([reached!.part, reached!.whole, reached!.missing!.map(({ personId }) => personId)]).toEqual([1, 2, [discipline]]);
  });

  test('R-060 branches without a first topic are named', async () => {
    await b01.file('meeting', { first_topic: 'yes' });
    const { first_topic_reach: reach } = await of('meeting', reviewer, 'U1', '&subtree=true&period=2026-03');
    expect([reach!.part, reach!.whole, reach!.missing!.length]).toEqual([1, 10, 9]);
  });

  test('R-090 branches without a plan of the year are named', async () => {
    await b01.file('branch_plan', { kind: 'term' });
    const { reached } = await of('branch_plan', reviewer, 'U1', '&subtree=true&period=2026');
    expect(reached!.missing).toContainEqual(expect.objectContaining({ unitId: world.id('B01') })); // a term plan is no plan of the year
    await b01.file('branch_plan', { kind: 'annual' });
    expect((await of('branch_plan', reviewer, 'U1', '&subtree=true&period=2026'))['reached']!.missing).toHaveLength(9);
  });

  test('R-109 eight of ten cadres trained within three years: 80 per cent and the two names', async () => {
    const train = (people: readonly string[], day: string) => filerOf(reviewer, 'OC').file('training', { kind: 'party_workers', people: people.map((personId) => ({ personId })) }, { day });
    await train(WORKERS.slice(0, 5), '2024-04-01');
    await train(WORKERS.slice(3, 8), '2026-02-01');
    await train(WORKERS.slice(8), '2022-04-01'); // too long ago
    const { workers } = await of('training', reviewer, 'U1', '&subtree=true&period=2026');
    expect([Number(workers!.value), workers!.missing!.map(({ personId }) => personId).toSorted()]).toEqual([80, WORKERS.slice(8).toSorted()]);
  });

  test('R-110 180 of 200 members trained within five years: 90 per cent and 20 names', async () => {
    const trained = many.slice(0, 180).map((personId) => ({ personId }));
    await filerOf(await world.as('clerk', 'B10'), 'B10').file('training', { kind: 'members', people: trained }, { day: '2022-06-01' });
    const { members: reach } = await of('training', reviewer, 'B10', '&period=2026');
    expect([Number(reach!.value), reach!.missing!.map(({ personId }) => personId).toSorted()]).toEqual([90, many.slice(180).toSorted()]);
  });
});

describe('whose a record is', () => {
  test('R-160 the organ committee sees the filing of a month and its day', async () => {
    const id = await b01.file('service_filing', { month: '2026-02' });
    expect((await reviewer.get(`${RECORDS}/${id}`)).body).toMatchObject({ fields: { month: '2026-02' }, filedAt: expect.stringMatching(/^2026-03-15/) });
  });

  test('R-002 a branch cannot edit the list of the party group', async () => {
    const filer = filerOf(group, 'PG');
    const id = await filer.file('duty_list', { level: 'party_group' });
    const filing = await filer.filing(CATALOGUE.get('duty_list'), { level: 'party_group' });
    expect([(await correct(clerk, id, filing)).status, (await correct(group, id, filing)).status]).toEqual([404, 200]);
  });

  test('R-089 the log of the discipline member is his; the secretary cannot edit it', async () => {
    const [his, hers] = [await world.as('clerk', 'B01', discipline), await world.as('clerk', 'B01', secretary)];
    const filer = filerOf(his, 'B01');
    const id = await filer.file('supervision_log');
    const filing = await filer.filing(CATALOGUE.get('supervision_log'));
    expect(await hers.post(RECORDS, filing)).toMatchObject({ status: 403, body: { code: 'record.not-your-post' } });
    expect([(await correct(hers, id, filing)).status, (await correct(his, id, filing)).status]).toEqual([403, 200]);
  });

  test('R-092 a private talk is read by few, an open one by the branch', async () => {
    const talker = await world.as('clerk', 'B01', discipline);
    const talks = [await filerOf(talker, 'B01').file('talk', { private: true }), await filerOf(talker, 'B01').file('talk', { private: false })];
    const another = await world.as('clerk', 'B01', WORKERS[0]);
    expect(await Promise.all(talks.map(async (id) => (await another.get(`${RECORDS}/${id}`)).status))).toEqual([404, 200]);
    expect((await (await world.as('clerk', 'B01', secretary)).get(`${RECORDS}/${talks[0]}`)).status).toBe(200);
  });

  test('R-150 a service contact of a member is closed to another branch', async () => {
    const id = await b01.file('mental_care');
    expect([(await clerk.get(`${RECORDS}/${id}`)).status, (await other.get(`${RECORDS}/${id}`)).status]).toEqual([200, 404]);
  });
});

describe('plans', () => {
  test('R-034 the plan of a year shows its branches by group, and keeps every version', async () => {
    const [filer, branch] = [filerOf(reviewer, 'U1'), (code: string, group: string) => ({ branch: world.id(code), group, measure: '帮扶' })];
    const filing = await filer.filing(CATALOGUE.get('annual_plan'), { groups: [branch('B01', 'push'), branch('B02', 'improve'), branch('B03', 'weak'), branch('B04', 'weak')] });
    const { body } = await reviewer.post(RECORDS, filing);
    expect((await measured(reviewer, `type=annual_plan&unitId=${world.id('U1')}&period=2026`))['groups']!.value).toEqual({ push: 1, improve: 1, weak: 2 });
    expect((await correct(reviewer, body.id, { ...filing, fields: { ...(filing['fields'] as Fields), targets: '改后的目标' } })).status).toBe(200);
    expect((await reviewer.get(`${RECORDS}/${body.id}/history`)).body.items).toHaveLength(2);
  });

  test('R-305, R-302 three of four visits do not propose; one who holds both posts holds two steps as one', async () => {
    const filing = await village.filing(CATALOGUE.get('deliberation'));
    const { visit_4: fourth, ...three } = filing['fields'] as Fields;
    const { id } = (await village.client.post(RECORDS, { ...filing, fields: three })).body;
    const step = (name: string) => village.client.post(`${RECORDS}/${id}/steps`, { step: name, day: '2026-03-12' });
    const early = await step('proposed');
    expect([early.status, early.body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, ['fields.visit_4']]);
    await correct(village.client, id, { ...filing, fields: { ...three, visit_4: fourth! } });
    for (const name of ['proposed', 'consulted', 'reviewed', 'resolved', 'disclosed', 'result_disclosed']) expect([name, (await step(name)).status]).toEqual([name, 200]);
  });

  test('R-222 a branch of the last group is not saved without its gap and measures', async () => {
    const filing = await b01.filing(CATALOGUE.get('branch_group'), { group: 'backward' });
    const { gap: _, measures: __, ...bare } = filing['fields'] as Fields;
    const { status, body } = await clerk.post(RECORDS, { ...filing, fields: bare });
    expect([status, body.errors.map(({ field }: { field: string }) => field).sort()]).toEqual([422, ['fields.gap', 'fields.measures']]);
  });

  test('R-315 no grade beyond the twelve', async () => {
    const community = new Filer(world, await world.as('clerk', 'CM'), 'CM', await world.member('CM'));
    const filing = await community.filing(CATALOGUE.get('salary_grade'), { grade: 'g13' });
    const { status, body } = await community.client.post(RECORDS, filing);
    expect([status, body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, ['fields.grade']]);
  });

  test('R-317, R-318 villages without a product are named; grids are summed over villages', async () => {
    await village.file('village_product');
    await village.file('village_grid', { grids: 3 });
    const county = await world.as('reviewer', 'C');
    const next = new Filer(world, await world.as('clerk', 'V2'), 'V2', await world.member('V2'));
    await next.file('village_grid', { grids: 2 });
    expect((await of('village_grid', county, 'C', '&subtree=true'))['grids']!.value).toBe(5);
    expect((await of('village_product', county, 'C', '&subtree=true'))['villages']).toMatchObject({ missing: [{ unitId: world.id('V2') }] });
  });

  test('R-052 a star plan is not closed without deliberation: the township’s opinion before the review, attendance before the resolution', async () => {
    const { township_opinion: _, feasibility: __, attendance: ___, problems: ____, ...bare } = (await b01.filing(CATALOGUE.get('star_plan')))['fields'] as Fields;
    const filing = { ...(await b01.filing(CATALOGUE.get('star_plan'))), fields: bare };
    const { id } = (await clerk.post(RECORDS, filing)).body;
    const step = (name: string) => clerk.post(`${RECORDS}/${id}/steps`, { step: name, day: '2026-03-12' });
    expect([(await step('proposed')).status, (await step('consulted')).status]).toEqual([200, 200]);
    const early = await step('reviewed');
    const fieldsOf = ({ body }: Answer) => body.errors.map(({ field }: { field: string }) => field);
    expect([early.status, fieldsOf(early), (await clerk.post(`${RECORDS}/${id}/close`)).status]).toEqual([422, ['fields.township_opinion', 'fields.feasibility'], 422]);
    const given = { ...bare, township_opinion: '同意', feasibility: '可行' };
    await correct(clerk, id, { ...filing, fields: given });
    expect([(await step('reviewed')).status, fieldsOf(await step('resolved'))]).toEqual([200, ['fields.attendance']]);
    await correct(clerk, id, { ...filing, fields: { ...given, attendance: '应到30人，实到28人，同意28人', problems: [{ problem: '集体经济薄弱' }] } });
    for (const name of ['resolved', 'disclosed', 'completed']) expect([name, (await step(name)).status]).toEqual([name, 200]);
    expect((await clerk.post(`${RECORDS}/${id}/close`)).status).toBe(200);
  });
});

describe('what is expected when', () => {
  const stateOf = async (recordType: string, period: string, code: string): Promise<string[]> =>
    (await duty(`period=${period}&recordType=${recordType}&unitId=${world.id(code)}`)).map(({ state }) => state);

  test.each([
    ['R-099 a theory test each quarter', 'theory_test', 'B03', '2025-Q4'],
    ['R-100 supervision of study each half year', 'study_supervision', 'OC', '2025-H2'],
    ['R-102 a study of party work each quarter', 'party_work_study', 'PG', '2025-Q4'],
    ['R-106 a check of rules each half year', 'rule_check', 'OC', '2025-H2'],
    ['R-160 the filing of each month', 'service_filing', 'B03', '2026-01'],
  ])('%s is missing when its period is over', async (_, type, code, period) => {
    expect(await stateOf(type, period, code)).toContain('missing');
  });

  test('R-104 a leader with one visit of two by the end of the year is listed', async () => {
    await filerOf(group, 'PG').file('contact_point', { leader, branch: world.id('B01') }, { day: '2025-01-10' });
    await filerOf(group, 'PG').file('contact_visit', { leader, branch: world.id('B01') }, { day: '2025-05-10' });
    expect(await duty(`period=2025&recordType=contact_visit&unitId=${world.id('PG')}`)).toContainEqual(expect.objectContaining({ personId: leader, found: 1, expected: 2, state: 'missing' }));
    const { reached } = await of('contact_point', reviewer, 'U1', '&subtree=true&period=2026');
    expect(reached!.missing).toContainEqual(expect.objectContaining({ unitId: world.id('PG') })); // the secretary has no contact branch
  });

  test('R-107 a secretary without training in the year is listed', async () => {
    const lines = await duty(`period=2025&recordType=training&unitId=${world.id('B01')}`);
    expect(lines).toContainEqual(expect.objectContaining({ duty: 'secretaries', personId: secretary, state: 'missing' }));
  });

  test('R-108 a new secretary: due before six months are over, overdue after', async () => {
    const state = async () => (await duty(`recordType=training&duty=new_secretaries&unitId=${world.id('B05')}`)).find(({ personId }) => personId === fresh)?.state;
    world.moveClock('2026-06-20');
    expect(await state()).toBe('due');
    world.moveClock('2026-07-13');
    expect(await state()).toBe('missing');
    world.moveClock('2026-03-15');
  });

  test('R-136 one of two planned visits', async () => {
    const plan = await b01.file('red_base_plan', { planned: 2, year: 2026 });
    await b01.file('red_base_visit', { plan });
    expect(await duty(`period=2026&recordType=red_base_visit&unitId=${world.id('B01')}`)).toContainEqual(expect.objectContaining({ recordId: plan, found: 1, expected: 2 }));
  });
});
