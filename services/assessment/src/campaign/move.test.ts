import type { Client } from '@xingchuang/testkit';
import { Scenario, schemeWith } from '../scenario.fixture.ts';

/** A round keeps its version of the scheme; moving it to a newer one is a choice with the list of what would change. */
const ID = 'jiaozuo-party-building-pioneer';
const STRICTER = ['when: method_passed, holds', "when: method_passed && without_affiliation == 0, holds"] as const;
const SCHEMES = [schemeWith(ID), schemeWith(ID, ['\nversion: 1\n', '\nversion: 2\n'], STRICTER), schemeWith(ID, ['\nversion: 1\n', '\nversion: 3\n'], STRICTER)];
const PLAN = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], D1: ['organ', 'C'], D2: ['organ', 'C'], D3: ['organ', 'C'] } as const;
const OPEN = {
  schemeId: ID, schemeVersion: 1, title: '2026年先锋系统', declaring: { from: '2026-03-02', to: '2026-03-31' }, parameters: { naming_body: 'work_committee', adjustment_used: false, recheck_used: false },
  documents: { method: { title: '评定办法', number: '1号', publishedOn: '2026-03-01' } },
};

let world: Scenario;
let wc: Client, review: Client;
const move = (version: number, confirm = false, parameters = {}) => wc.post(world.campaign('move'), { version, confirm, parameters });

beforeAll(async () => {
  world = await Scenario.start('2026-03-02T10:00:00+08:00', PLAN, SCHEMES);
  [wc, review] = [await world.as('decider', 'WC'), await world.as('reviewer', 'WC')];
  expect((await world.open(wc, OPEN)).status).toBe(201);
  for (const code of ['D1', 'D2']) await (await world.as('clerk', code)).post(world.candidacy(code, 'declare'), { level: 'pioneer', text: '自评' });
  const facts = (affiliation: object) => ({ method_passed: true, organisations: [{ name: '甲', ...affiliation }] });
  await world.import(review, [{ unit: 'D1', facts: facts({ affiliation: '机关党委' }) }, { unit: 'D2', facts: facts({}) }]);
  expect((await review.post(world.candidacy('D1', 'verify'), { passed: true, text: '齐全' })).body.state).toBe('reviewing');
});
afterAll(() => world?.system.stop());

test('the list tells clauses and units that would change, and changes nothing', async () => {
  expect((await move(1)).body.code).toBe('campaign.version-older');
  expect((await move(4)).status).toBe(404);
  expect((await move(2, false, { naming_body: 'party_group', adjustment_used: false, recheck_used: false })).status).toBe(200); // tried, not taken
  const { status, body } = await move(2);
  expect([status, body.campaign.schemeVersion, body.clauses, body.incomplete]).toEqual([200, 1, [expect.objectContaining({ id: 'pioneer', how: 'changed', zh: '党建先锋系统' })], []]);
  expect(body.levels).toMatchObject([{ unit: { code: 'D2' }, from: { id: 'pioneer' }, to: { id: 'none' } }]);
  expect([(await wc.get(world.campaign())).body.schemeVersion, (await world.standing(wc, 'D1'))[0]]).toEqual([1, 'reviewing']);
});

test('only who may open a round moves it', async () => {
  expect((await review.post(world.campaign('move'), { version: 2, confirm: true })).status).toBe(403);
});

test('moved, declarations stand and what bodies put on them is to be put again, by the newer rules', async () => {
  expect((await move(2, true)).body.campaign.schemeVersion).toBe(2);
  const { body } = await wc.get(world.candidacy('D1'));
  expect([body.state, body.timeline.map(({ act }: { act: string }) => act), body.next.map(({ step }: { step: string }) => step)]).toEqual(['declared', ['declare', 'verify', 'move'], ['P2.1']]);
  for (const code of ['D1', 'D2']) await review.post(world.candidacy(code, 'verify'), { passed: true, text: '齐全' });
  const refused = await wc.post(world.candidacy('D2', 'decide'), { level: 'pioneer' });
  expect([refused.status, refused.body.code]).toEqual([422, 'level.above-facts']);
  expect((await wc.post(world.candidacy('D1', 'decide'), {})).body.level.id).toBe('pioneer');
});

test('once a level is decided the round stays with its version', async () => {
  expect((await move(3)).status).toBe(200);
  const late = await move(3, true);
  expect([late.status, late.body.code, late.body.facts.decided]).toEqual([409, 'campaign.decided', 1]);
});
