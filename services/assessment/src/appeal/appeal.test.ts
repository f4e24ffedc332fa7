import type { Client } from '@xingchuang/testkit';
import { Scenario } from '../scenario.fixture.ts';
import { factsOf, PARAMETERS, SCHEME } from '../world.fixture.ts';

const PLAN = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'],
  U1: ['organ', 'C'], PG: ['party_group', 'U1', 'body'], OC: ['organ_committee', 'U1', 'body'], B04: ['branch', 'U1'], B05: ['branch', 'U1'], B06: ['branch', 'U1'],
} as const;
const APPEALS = '/api/assessment/appeals';
let world: Scenario;
let oc: Client, pg: Client, wc: Client, b05: Client;

beforeAll(async () => {
  world = await Scenario.start('2026-01-04T10:00:00+08:00', PLAN);
  [oc, pg, wc, b05] = (await Promise.all([world.as('reviewer', 'OC'), world.as('decider', 'PG'), world.as('decider', 'WC'), world.as('clerk', 'B05')])) as [Client, Client, Client, Client];
  const opened = await world.open(pg, { title: '评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-10' }, parameters: PARAMETERS, appealWorkdays: 3 });
  expect(opened.body.daysOff).toMatchObject([{ field: 'declaring.to', day: '2026-01-10' }]);
  await world.import(oc, (['B04', 'B05', 'B06'] as const).map((unit) => ({ unit, facts: factsOf(unit) })));
  world.at('2026-01-06');
  for (const code of ['B04', 'B05']) await (await world.as('clerk', code)).post(world.candidacy(code, 'declare'), { level: 'two', text: '自评' });
});
afterAll(() => world?.system.stop());

test('who did not declare stands in the list of what is overdue', async () => {
  expect((await pg.get(world.campaign('overdue'))).body.items).toEqual([]);
  world.at('2026-01-12');
  const { items } = (await pg.get(world.campaign('overdue'))).body;
  expect(items.map((item: { unit: { code: string }; step: string; daysLate: number }) => [item.unit.code, item.step, item.daysLate])).toEqual([['B06', 'P1.1', 2]]);
});

test('many are put at once, and what one is refused does not touch the others', async () => {
  const ids = ['B04', 'B05', 'B06'].map((code) => world.candidacy(code).split('/').at(-1));
  const answer = await oc.post('/api/assessment/candidacies/propose', { candidacyIds: ids });
  expect([answer.body.done, answer.body.items.map(({ code, level }: { code: string; level: string }) => [code, level])]).toEqual([2, [['', 'three'], ['', 'two'], ['candidacy.not-declared', '']]]);
  expect(answer.body.items[2].zh).toContain('按无星或');
  expect((await pg.post('/api/assessment/candidacies/decide', { candidacyIds: ids.slice(0, 2) })).body.done).toBe(2);
  expect(await world.standing(wc, 'B05')).toEqual(['settled', 'two']);
});

test('an appeal in time re-opens exactly its step, for other people', async () => {
  expect((await b05.post(world.candidacy('B05', 'appeals'), { step: 'P9', text: '不服' })).body.code).toBe('appeal.step-not-done');
  world.at('2026-01-15');
  const filed = await b05.post(world.candidacy('B05', 'appeals'), { step: 'P2.2', text: '通报批评已撤销' });
  expect([filed.status, filed.body.term]).toEqual([201, '2026-01-15']);
  expect((await b05.post(world.candidacy('B05', 'appeals'), { step: 'P2.2', text: '再申诉' })).body.code).toBe('appeal.open');
  const work = async (by: Client) => (await by.get('/api/assessment/todo')).body.items.filter(({ act }: { act: string }) => act === 'answer-appeal').map(({ unit, step }: { unit: { code: string }; step: string }) => [unit.code, step]);
  expect([await work(pg), await work(wc), await work(b05)]).toEqual([[], [['B05', 'P2.2']], []]);
  const same = await pg.post(`${APPEALS}/${filed.body.id}/answer`, { accept: true, reason: '属实' });
  expect([same.status, same.body.code]).toEqual([403, 'appeal.same-person']);
  expect((await wc.post(`${APPEALS}/${filed.body.id}/answer`, { accept: true, reason: '属实' })).body.state).toBe('accepted');
  expect(await work(wc)).toEqual([]);
  const { body } = await wc.get(world.candidacy('B05'));
  expect([body.state, body.level.id, body.settled, body.next.map(({ step }: { step: string }) => step)]).toEqual(['reviewing', 'two', null, ['P2.2']]);
  const again = await pg.post(world.candidacy('B05', 'decide'), {});
  expect([again.status, again.body.code]).toEqual([403, 'appeal.same-person']);
  expect((await (await world.as('decider', 'PG')).post(world.candidacy('B05', 'decide'), {})).body.state).toBe('settled');
});

test('after its term it is refused', async () => {
  world.at('2026-01-16');
  const late = await (await world.as('clerk', 'B04')).post(world.candidacy('B04', 'appeals'), { step: 'P2.2', text: '不服' });
  expect([late.status, late.body.code, late.body.facts.until]).toEqual([409, 'appeal.too-late', '2026-01-15']);
});
