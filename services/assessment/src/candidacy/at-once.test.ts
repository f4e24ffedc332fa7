import type { Client } from '@xingchuang/testkit';
import { Scenario } from '../scenario.fixture.ts';

/** Two people at the same moment: one wins, the second is told what stands now. */
const BRANCHES = Array.from({ length: 10 }, (_, i) => `B${i}`);
const PLAN = {
  CITY: ['city_committee', ''], WC: ['work_committee', 'CITY', 'body'], U: ['organ', 'CITY'], PG: ['party_group', 'U', 'body'], OC: ['organ_committee', 'U', 'body'],
  ...Object.fromEntries(BRANCHES.map((code) => [code, ['branch', 'U'] as const])),
} as const;
const MET = { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'good' };

let world: Scenario;
let seats: Record<'oc' | 'pg', readonly [Client, Client]>;
const results = (answers: readonly { status: number; body: { code?: string } }[]) => answers.map(({ status, body }) => (status === 200 ? 'done' : `${status} ${body.code}`)).sort();

beforeAll(async () => {
  world = await Scenario.start('2026-01-05T10:00:00+08:00', PLAN);
  seats = { oc: [await world.as('reviewer', 'OC'), await world.as('reviewer', 'OC')], pg: [await world.as('decider', 'PG'), await world.as('decider', 'PG')] };
  await world.open(await world.as('decider', 'WC'), {
    schemeId: 'pingdingshan-four-strong-branch', title: '2025年度', declaring: { from: '2026-01-05', to: '2026-01-20' },
    parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 },
  });
  await world.import(seats.oc[0], BRANCHES.map((unit) => ({ unit, facts: MET })));
});
afterAll(() => world?.system.stop());

test('two open the round of a cycle: there is one', async () => {
  const deciders = [await world.as('decider', 'WC'), await world.as('decider', 'WC')];
  world.at('2027-01-05');
  const open = { schemeId: 'pingdingshan-four-strong-branch', title: '2026年度', declaring: { from: '2027-01-05', to: '2027-01-20' }, parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 } };
  const answers = await Promise.all(deciders.map((by) => by.post('/api/assessment/campaigns', open)));
  expect(answers.map(({ status, body }) => (status === 201 ? 'done' : `${status} ${body.code}`)).sort()).toEqual(['409 campaign.once-per-cycle', 'done']);
  world.at('2026-01-05');
});

test('two drafts over the same version: the second is told the version that stands', async () => {
  const clerks = [await world.as('clerk', 'B0'), await world.as('clerk', 'B0')] as const;
  const { version } = (await clerks[0].get(world.candidacy('B0'))).body;
  const answers = await Promise.all(clerks.map((clerk, i) => clerk.put(world.candidacy('B0', 'declaration'), { level: 'four_strong', text: `第${i}稿`, version })));
  expect(results(answers)).toEqual(['412 thing.stale', 'done']);
  const [won, lost] = answers[0]!.status === 200 ? answers : [answers[1]!, answers[0]!];
  expect([lost!.body.facts.version, (await clerks[0].get(world.candidacy('B0'))).body.declaration.text]).toEqual([version + 1, won!.body.declaration.text]);
});

test('two findings on one item over the same version: the second is told, and the first stands', async () => {
  const { catalogue } = (await seats.oc[0].get('/api/assessment/schemes/pingdingshan-four-strong-branch')).body;
  const item = catalogue.dimensions[0].tasks[0].items[0].id;
  const { version } = (await seats.oc[0].get(world.candidacy('B0'))).body;
  const answers = await Promise.all(seats.oc.map((by, i) => by.put(world.candidacy('B0', 'items'), { items: [{ item, value: true, text: `第${i}人看过` }], version })));
  expect(results(answers)).toEqual(['412 thing.stale', 'done']);
  const won = answers.find(({ status }) => status === 200)!;
  expect((await seats.oc[0].get(world.candidacy('B0'))).body.reviewed).toEqual(won.body.reviewed);
});

test('two reviewers propose, two bodies’ members recommend: the step is done once', async () => {
  for (const code of ['B1', 'B2', 'B3']) await (await world.as('clerk', code)).post(world.candidacy(code, 'declare'), { level: 'four_strong', text: '自评' });
  expect(results(await Promise.all(seats.oc.map((by) => by.post(world.candidacy('B1', 'propose'), {}))))).toEqual(['409 step.done', 'done']);
  const { timeline } = (await seats.pg[0].get(world.candidacy('B1'))).body;
  expect(timeline.map(({ act }: { act: string }) => act)).toEqual(['declare', 'propose']);
});

test('facts change while a body decides on them: either it decided on the old ones before, or it is told', async () => {
  const sheet = (await seats.oc[0].get(world.facts('B3'))).body;
  const [judged, entered] = await Promise.all([
    seats.oc[1].post(world.candidacy('B3', 'propose'), {}),
    seats.oc[0].put(world.facts('B3'), { version: sheet.version, facts: { ...MET, leading_team: false } }),
  ]);
  expect([judged!.status, entered!.status]).toEqual([200, 200]);
  const { body } = await seats.pg[0].get(world.candidacy('B3'));
  expect(body.voided === null ? body.computed.level.id : [body.voided.factsVersion, body.voided.nowVersion]).toEqual(body.voided === null ? 'none' : [1, 2]);
});

test('two recommend different branches for the last place: one of them gets it', async () => {
  await seats.oc[0].post(world.candidacy('B2', 'propose'), {});
  const answers = await Promise.all((['B1', 'B2'] as const).map((code, i) => seats.pg[i]!.post(world.candidacy(code, 'recommend'), {})));
  expect(results(answers)).toEqual(['409 quota.exceeded', 'done']);
  expect((await seats.pg[0].get(world.campaign('quotas'))).body.items[0]).toMatchObject({ base: 10, places: [{ places: 1 }], used: [{}] });
});

test.each([2028, 2029, 2030, 2031, 2032])('a round is called off while its level is decided: one of both happens, and the other is refused (%i)', async (year) => {
  world.at(`${year}-01-05`);
  const wc = [await world.as('decider', 'WC'), await world.as('decider', 'WC')] as const;
  await world.open(wc[0], {
    schemeId: 'pingdingshan-four-strong-branch', title: `${year - 1}年度`, declaring: { from: `${year}-01-05`, to: `${year}-01-20` },
    parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 },
  });
  await world.import(seats.oc[0], [{ unit: 'B4', facts: MET }]);
  await (await world.as('clerk', 'B4')).post(world.candidacy('B4', 'declare'), { level: 'four_strong', text: '自评' });
  await seats.oc[0].post(world.candidacy('B4', 'propose'), {});
  await seats.pg[0].post(world.candidacy('B4', 'recommend'), {});
  const [decided, cancelled] = await Promise.all([wc[0].post(world.candidacy('B4', 'decide'), {}), wc[1].post(world.campaign('cancel'), { reason: '重新组织' })]);
  const [{ body: round }, { body: candidacy }] = [await wc[0].get(world.campaign()), await wc[0].get(world.candidacy('B4'))];
  const outcome = [decided.status, cancelled.status, decided.body.code ?? cancelled.body.code, candidacy.state, round.cancelled !== null];
  expect([[200, 409, 'campaign.cancel-decided', 'decided', false], [409, 200, 'campaign.cancelled', 'reviewing', true]]).toContainEqual(outcome);
});
