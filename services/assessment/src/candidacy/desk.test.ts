import type { Client } from '@xingchuang/testkit';
import { Scenario } from '../scenario.fixture.ts';

/** What the pages of those who work at a round stand on: drafts, work lists, the quota board, taking back, the schedule, calling off. */
const BRANCHES = ['A', 'B', ...Array.from({ length: 8 }, (_, i) => `P${i}`)];
const PLAN = {
  CITY: ['city_committee', ''], OD: ['organisation_department', 'CITY', 'body'], WC: ['work_committee', 'CITY', 'body'], CITY2: ['city_committee', ''], WC2: ['work_committee', 'CITY2', 'body'],
  U: ['organ', 'CITY'], PG: ['party_group', 'U', 'body'], OC: ['organ_committee', 'U', 'body'],
  ...Object.fromEntries(BRANCHES.map((code) => [code, ['branch', 'U'] as const])),
} as const;
const OPEN = {
  schemeId: 'pingdingshan-four-strong-branch', title: '2025年度', declaring: { from: '2026-01-05', to: '2026-01-20' }, appealWorkdays: 5, targets: { four_strong: 2 },
  parameters: { implementation_period: 'assessed_year', catch_all_by: 'organ_committee', naming_tolerance: 10, subsidy_amount: 5000 },
};
const MET = { political_function: true, leading_team: true, members_team: true, role_played: true, debriefing_grade: 'good' };
const LEVEL = 'four_strong';
let world: Scenario;
let oc: Client, pg: Client, wc: Client, a: Client;

beforeAll(async () => {
  world = await Scenario.start('2026-01-05T10:00:00+08:00', PLAN);
  [oc, pg, wc, a] = (await Promise.all([world.as('reviewer', 'OC'), world.as('decider', 'PG'), world.as('decider', 'WC'), world.as('clerk', 'A')])) as [Client, Client, Client, Client];
  await world.open(wc, OPEN);
  await oc.post(world.campaign('facts', 'fill'), {});
  await world.import(oc, [{ unit: 'A', facts: MET }, { unit: 'B', facts: { ...MET, debriefing_grade: 'average' } }, { unit: 'P0', facts: MET }]);
});
afterAll(() => world?.system.stop());

const item = (value: boolean) => ({ level: LEVEL, text: '自评', items: [{ item: 'T1.1', value, text: '', evidence: [] }] });
const todoOf = async (by: Client) => (await by.get('/api/assessment/todo')).body.items.map(({ act, unit, deadline }: { act: string; unit: { code: string }; deadline: string }) => [act, unit.code, deadline]);

describe('a declaration', () => {
  let digest = '';
  const known = async (): Promise<string> => {
    const { body } = await oc.get(`/api/assessment/schemes/${OPEN.schemeId}`);
    return body.catalogue.dimensions[0].tasks[0].items[0].id;
  };

  test('waits for the facts that it rests on: the case can be read, and says which', async () => {
    const { status, body } = await oc.get(world.candidacy('P1'));
    expect([status, body.declarable]).toMatchObject([200, { atMost: { id: LEVEL }, clauses: [], exclusions: [], unknown: [{ zh: expect.stringContaining('缺少支部书记抓党建述职评议考核等次') }] }]);
    const early = await (await world.as('clerk', 'P1')).post(world.candidacy('P1', 'declare'), { level: LEVEL, text: '自评' });
    expect([early.status, early.body.code, (await oc.get(world.candidacy('P1'))).body.state]).toEqual([422, 'facts.invalid', body.state]);
    expect((await oc.get(world.candidacy('A'))).body.declarable.unknown).toEqual([]);
  });

  test('is drafted as often as one likes, and a day’s work is one line of the timeline', async () => {
    const own = { ...item(true), items: [{ ...item(true).items[0], item: await known() }] };
    for (const value of [false, true]) expect((await a.put(world.candidacy('A', 'declaration'), { ...own, items: [{ ...own.items[0], value }] })).status).toBe(200);
    const { body } = await a.get(world.candidacy('A'));
    expect([body.timeline.map(({ act }: { act: string }) => act), body.declaration.items[0].value, body.declaration.digest]).toEqual([['draft'], true, expect.stringMatching(/^[0-9a-f]{64}$/)]);
    ({ digest } = body.declaration);
  });

  test('a stale draft is refused and changes nothing', async () => {
    const { body } = await a.put(world.candidacy('A', 'declaration'), { level: LEVEL, version: 1 });
    expect([body.code, (await a.get(world.candidacy('A'))).body.declaration.digest]).toEqual(['thing.stale', digest]);
  });

  test('handed in with another content than the one that was shown it is refused; the shown one is taken', async () => {
    const { level, text, evidence, items } = (await a.get(world.candidacy('A'))).body.declaration;
    const other = await a.post(world.candidacy('A', 'declare'), { level, text: '改了', evidence, items, digest });
    expect([other.status, other.body.code, (await a.get(world.candidacy('A'))).body.state]).toEqual([409, 'declaration.other-content', 'draft']);
    const done = await a.post(world.candidacy('A', 'declare'), { level, text, evidence, items, digest });
    expect([done.status, done.body.state, done.body.declaration.digest]).toEqual([200, 'declared', digest]);
  });
});

test('work lists say by when each step is to be done; who does it says by which method of the scheme', async () => {
  await (await world.as('clerk', 'P0')).post(world.candidacy('P0', 'declare'), { level: LEVEL, text: '自评' });
  expect(await todoOf(oc)).toEqual([['propose', 'A', null], ['propose', 'P0', null]]);
  for (const [methods, code] of [[[], 'step.no-method'], [['听说'], 'step.method-unknown']] as const) {
    const answer = await oc.post(world.candidacy('A', 'propose'), { methods });
    expect([answer.status, answer.body.code, answer.body.field, answer.body.facts.methods]).toEqual([422, code, 'methods', ['实地查看', '征求意见']]);
  }
  const proposed = await oc.post(world.candidacy('A', 'propose'), { methods: ['征求意见'] });
  expect(proposed.body.timeline.at(-1)).toMatchObject({ act: 'propose', step: 'P2.1', methods: ['征求意见'] });
  await oc.post(world.candidacy('P0', 'propose'), {});
  expect(await todoOf(pg)).toEqual([['recommend', 'A', '2026-01-31'], ['recommend', 'P0', '2026-01-31']]);
});

test('the board has every unit of the group with its standing and what bars it', async () => {
  const [group] = (await pg.get(world.campaign('quotas'))).body.items;
  const standing = (code: string) => group.standings.find(({ unit }: { unit: { code: string } }) => unit.code === code);
  expect([group.order, group.ties, group.standings.length, group.places[0].places]).toEqual([[], 'out', 10, 1]);
  expect([standing('A').taken, standing('A').barred, standing('A').incomplete]).toEqual([null, [], false]);
  expect([standing('B').barred.map(({ clause }: { clause: string }) => clause), standing('P1').incomplete]).toEqual([['V2'], true]);
  const [seen] = (await a.get(world.campaign('quotas'))).body.items;
  expect([seen.standings.map(({ unit }: { unit: { code: string } }) => unit.code), seen.candidates]).toEqual([['A'], ['A']]);
});

test('places are set for a round by a body in it, not by one of the same kind elsewhere', async () => {
  const adjust = async (code: string) => (await world.as('decider', code)).post(world.campaign('quotas'), { quota: 'QT1', shares: { [LEVEL]: 10 }, reason: '重申比例' });
  const answers = [await adjust('WC2'), await adjust('PG'), await adjust('WC')];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([[404, 'thing.missing'], [403, 'quota.not-competent'], [200, undefined]]);
});

test('a body takes back what it put last, the place is free again, and nobody else can', async () => {
  expect((await pg.post(world.candidacy('A', 'recommend'), {})).status).toBe(200);
  const board = async (by: Client) => (await by.get(world.campaign('quotas'))).body.items.map(({ used, usedCount }: { used: { code: string }[]; usedCount: number }) => [used.map(({ code }) => code), usedCount]);
  expect([await board(pg), await board(a), await board(await world.as('clerk', 'P1'))]).toEqual([[[['A'], 1]], [[['A'], 1]], [[[], 1]]]); // before any notice a branch learns of no other
  expect((await pg.post(world.candidacy('P0', 'recommend'), {})).body.code).toBe('quota.exceeded');
  for (const other of [oc, wc]) expect((await other.post(world.candidacy('A', 'take-back'), { reason: '不是我' })).body.code).toBe('take-back.not-last');
  expect((await pg.post(world.candidacy('A', 'take-back'), { reason: '' })).status).toBe(422);
  const back = await pg.post(world.candidacy('A', 'take-back'), { reason: '让出名额' });
  expect([back.status, back.body.next[0].act, back.body.timeline.at(-1)]).toMatchObject([200, 'recommend', { act: 'take-back', step: 'P3.2', reason: '让出名额' }]);
  expect((await pg.post(world.candidacy('P0', 'recommend'), {})).status).toBe(200);
  expect((await wc.post(world.candidacy('P0', 'decide'), {})).body.state).toBe('decided');
  expect((await pg.post(world.candidacy('P0', 'take-back'), { reason: '晚了' })).body.code).toBe('candidacy.wrong-state');
});

test('a first judgement taken back leaves the declaration to be judged anew', async () => {
  const back = await oc.post(world.candidacy('A', 'take-back'), { reason: '看错了' });
  expect([back.body.state, back.body.computed, back.body.declaration.level, back.body.next[0].act]).toEqual(['declared', null, LEVEL, 'propose']);
});

test('a unit may appeal against steps of bodies, not against its own, until the term is over', async () => {
  const steps = async (day: string) => {
    world.at(day);
    return (await (await world.as('clerk', 'P0')).get(world.candidacy('P0'))).body.appealable.map(({ step, until }: { step: string; until: string }) => [step, until]);
  };
  expect(await steps('2026-01-12')).toEqual([['P2.1', '2026-01-12'], ['P3.2', '2026-01-12'], ['P4.1', '2026-01-12']]);
  expect(await steps('2026-01-13')).toEqual([]);
});

test('the schedule has each step with its days, or what they are counted from', async () => {
  const { items } = (await a.get(world.campaign('schedule'))).body;
  const days = (id: string) => {
    const { window, due } = items.find(({ step }: { step: string }) => step === id);
    return [window, due?.earliest, due?.lastDay];
  };
  expect(items.map(({ step }: { step: string }) => step).slice(0, 4)).toEqual(['P1.1', 'P2.1', 'P3.1', 'P3.2']);
  expect([days('P1.1'), days('P3.2'), days('P4.3')]).toEqual([[OPEN.declaring, undefined, undefined], [null, undefined, '2026-01-31'], [null, '2026-06-21', '2026-07-11']]);
});

test('what was planned stands beside what came, by kind of unit', async () => {
  const { body } = await a.get(world.campaign('tally'));
  expect(body.targets).toMatchObject([{ level: { id: LEVEL }, planned: 2, reached: 1 }]);
  expect(body.kinds).toMatchObject([{ kind: 'branch', units: 10, states: { expected: 8, declared: 1, decided: 1 }, levels: [{ level: { id: LEVEL }, units: 1 }] }]);
});

test.each([['none', '最低的'], ['five', '没有的']])('no count is planned for the level %s (%s)', async (level) => {
  const answer = await wc.post('/api/assessment/campaigns', { ...OPEN, targets: { [level]: 3 } });
  expect([answer.status, answer.body.code, answer.body.field]).toEqual([422, 'campaign.target-level', `targets.${level}`]);
});

describe('calling a round off', () => {
  test('is refused once a level is decided', async () => {
    const answer = await wc.post(world.campaign('cancel'), { reason: '重新组织' });
    expect([answer.status, answer.body.code, (await wc.get(world.campaign())).body.cancelled]).toEqual([409, 'campaign.cancel-decided', null]);
  });

  test('ends all work in it, leaves what was written, and lets another round of the cycle open', async () => {
    world.at('2027-01-05');
    await world.open(wc, { ...OPEN, title: '2026年度', declaring: { from: '2027-01-05', to: '2027-01-20' } });
    await world.import(oc, [{ unit: 'A', facts: MET }]);
    expect((await a.put(world.candidacy('A', 'declaration'), { level: LEVEL, text: '第二年' })).status).toBe(200);
    expect((await pg.post(world.campaign('cancel'), { reason: '越权' })).status).toBe(404);
    expect((await wc.post(world.campaign('cancel'), { reason: '' })).status).toBe(422);
    const done = await wc.post(world.campaign('cancel'), { reason: '办法将修订' });
    expect([done.status, done.body.cancelled]).toMatchObject([200, { on: '2027-01-05', reason: '办法将修订' }]);
    expect((await wc.post(world.campaign('cancel'), { reason: '再来' })).body.code).toBe('campaign.cancelled');
    const facts = await world.import(oc, [{ unit: 'A', facts: { ...MET, role_played: false } }]);
    const others = [await oc.post(world.campaign('facts', 'fill'), {}), await oc.put(world.facts('A'), { version: 1, facts: MET }), await wc.post(world.campaign('quotas'), { quota: 'QT1', shares: { [LEVEL]: 15 }, reason: '另定' })];
    expect([facts, ...others].map(({ status, body }) => [status, body.code])).toEqual(Array.from({ length: 4 }, () => [409, 'campaign.cancelled']));
    const refused = await a.post(world.candidacy('A', 'declare'), { level: LEVEL, text: '自评' });
    expect([refused.body.code, (await a.get(world.candidacy('A'))).body.declaration.text, await todoOf(a)]).toEqual(['campaign.cancelled', '第二年', []]);
    expect((await world.open(wc, { ...OPEN, title: '2026年度（重新组织）', declaring: { from: '2027-01-06', to: '2027-01-20' } })).status).toBe(201);
  });
});
