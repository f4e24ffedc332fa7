import type { Client } from '@xingchuang/testkit';
import { Scenario } from '../scenario.fixture.ts';

/** By which methods of the scheme a step was done: said also of many at once and by programs. */
const PLAN = {
  CITY: ['city_committee', ''], WC: ['work_committee', 'CITY', 'body'], U: ['organ', 'CITY'], PG: ['party_group', 'U', 'body'], OC: ['organ_committee', 'U', 'body'],
  A: ['branch', 'U'], B: ['branch', 'U'], D: ['branch', 'U'],
} as const;
const CODES = ['A', 'B'] as const;
const MET = { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'good' };
let world: Scenario;
let oc: Client;
let machine: Client;

beforeAll(async () => {
  world = await Scenario.start('2026-01-05T10:00:00+08:00', PLAN);
  [oc, machine] = await Promise.all([world.as('reviewer', 'OC'), world.machine('reviewer', 'OC')]);
  await world.open(await world.as('decider', 'WC'), {
    schemeId: 'pingdingshan-four-strong-branch', title: '2025年度', declaring: { from: '2026-01-05', to: '2026-01-20' },
    parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 },
  });
  await world.import(oc, CODES.map((unit) => ({ unit, facts: MET })));
  for (const code of CODES) await (await world.as('clerk', code)).post(world.candidacy(code, 'declare'), { level: 'four_strong', text: '自评' });
});
afterAll(() => world?.system.stop());

const all = (by: Client, more: object) => by.post('/api/assessment/candidacies/propose', { candidacyIds: CODES.map((code) => world.candidacy(code).split('/').at(-1)!), ...more });

test.each([
  ['nobody names one', () => oc, { methods: [] }, 'step.no-method'],
  ['a strange one is named', () => oc, { methods: ['听说'] }, 'step.method-unknown'],
  ['a program leaves them out', () => machine, {}, 'step.no-method'],
  ['a program names a strange one', () => machine, { methods: ['听说'] }, 'step.method-unknown'],
])('of many at once each is refused where %s', async (_, by, more, code) => {
  const { body } = await all(by(), more);
  expect([body.done, body.items.map((one: { code: string }) => one.code)]).toEqual([0, [code, code]]);
  expect((await oc.get(world.candidacy('A'))).body.timeline.map(({ act }: { act: string }) => act)).toEqual(['declare']);
});

test('a program says them for one, a person for many; each case keeps its own', async () => {
  expect((await machine.post(world.candidacy('A', 'propose'), {})).body).toMatchObject({ code: 'step.no-method', field: 'methods', facts: { methods: ['实地查看', '征求意见'] } });
  expect((await machine.post(world.candidacy('A', 'propose'), { methods: ['实地查看'] })).body.timeline.at(-1)).toMatchObject({ act: 'propose', methods: ['实地查看'] });
  const { body } = await all(oc, { methods: ['实地查看', '征求意见'] });
  expect([body.done, body.items.map((one: { code: string }) => one.code)]).toEqual([1, ['step.done', '']]);
  expect((await oc.get(world.candidacy('B'))).body.timeline.at(-1)).toMatchObject({ act: 'propose', methods: ['实地查看', '征求意见'] });
});
