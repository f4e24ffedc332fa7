import type { StepView } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { BRANCHES, PARAMETERS, SCHEME, World } from '../world.fixture.ts';

/** Windows that open and close, and last days that pass, stand in the log. */
let world: World;
let decider: Client;
let campaignId: string;

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  await world.system.platform.ticker.tick();
  decider = await world.as('decider', 'PG');
  campaignId = (await decider.post('/api/assessment/campaigns', { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS })).body.id;
});
afterAll(() => world?.system.stop());

const lines = async (by = decider): Promise<string[]> =>
  ((await by.get('/api/assessment/steps')).body.items as StepView[]).map(({ day, what, kind, objectId, text, count }) => `${day} ${what} ${objectId === campaignId ? kind : objectId} ${text} ${count}`);
const at = async (day: string) => {
  world.at(day);
  await Promise.all([world.system.platform.ticker.tick(), world.system.platform.ticker.tick()]);
};

test('the window opens on its first day, and closes on the day after its last with how many did nothing', async () => {
  await at('2026-01-05');
  expect(await lines()).toEqual(['2026-01-05 window-opened campaign 自评并申报 0']);
  const clerk = await world.as('clerk', 'B01');
  const { items } = (await clerk.get(`/api/assessment/candidacies?campaignId=${campaignId}`)).body;
  await (await world.as('reviewer', 'OC')).put(`/api/assessment/campaigns/${campaignId}/facts/${world.units.B01.id}`, { version: 0, facts: {} });
  expect((await clerk.post(`/api/assessment/candidacies/${items[0].id}/declare`, { level: 'two', text: '自评' })).status).toBe(200);
  await at('2026-01-16');
  expect((await lines()).length).toBe(1);
  await at('2026-01-20'); // nobody was there for three days
  expect(await lines()).toEqual([`2026-01-17 window-closed campaign 自评并申报 ${BRANCHES.length - 1}`, '2026-01-05 window-opened campaign 自评并申报 0']);
  await at('2026-01-21');
  expect((await lines()).length).toBe(2);
});

test('a branch does not read what is told of all', async () => {
  expect(await lines(await world.as('clerk', 'B01'))).toEqual([]);
});
