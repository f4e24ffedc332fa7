import { rmSync } from 'node:fs';
import type { Count, TimelinessOverview } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { typesFolder } from '../record/types.fixture.ts';
import { openWorld, type World } from '../world.fixture.ts';

let world: World;
let [leader, reviewer] = [] as unknown as [Client, Client];
const folder = typesFolder();

beforeAll(async () => {
  world = await openWorld({ RECORD_TYPES_DIR: folder });
  [leader, reviewer] = [await world.as('leader', 'OC'), await world.as('reviewer', 'OC')];
  const one = await world.member('U1');
  const filed = async (type: string, unit: string, day: string, fields: object) => {
    const { status, body } = await reviewer.post('/api/evidence/records', { unitId: world.id(unit), type, day, title: type, fields });
    expect([status, body.detail]).toEqual([201, undefined]);
  };
  await filed('t_team', 'U1', '2026-01-02', { members: [{ personId: one }] });
  for (const unit of ['B01', 'B02']) await filed('t_contact', unit, '2026-01-04', { leader: one });
  await filed('t_visit', 'B01', '2026-01-04', { way: 'announced', result: '良好' });
  world.moveClock('2026-08-03');
});
afterAll(async () => {
  await world.running.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = async (query = '', client = leader): Promise<TimelinessOverview> => {
  const { status, body } = await client.get(`/api/evidence/overview/timeliness?year=2026${query}`);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body;
};
const sum = (counts: readonly Count[]) => counts.reduce((all, { count }) => all + count, 0);

test('what is expected, by month and by the units directly below, adds up', async () => {
  const { states, months, units, unit } = await get();
  expect(states.map(({ state }) => state)).toEqual(expect.arrayContaining(['met', 'missing']));
  expect(months.length).toBeGreaterThan(3);
  expect(sum(months.flatMap((one) => one.states))).toBe(sum(states));
  for (const one of units) expect(sum(one.months.flatMap((there) => there.states))).toBe(sum(one.states));
  expect([units.map(({ code }) => code), unit.code]).toEqual([expect.arrayContaining(['B01', 'B02']), 'U1']);
  expect(sum(units.flatMap((one) => one.states))).toBeLessThan(sum(states)); // the unit owes something itself
});

test('every number leads to exactly as many lines, also where a quarter or a year ends in the month', async () => {
  const view = await get();
  const counts = [...view.states, ...view.months.flatMap((one) => one.states), ...view.units.flatMap((one) => [...one.states, ...one.months.flatMap((there) => there.states)])];
  expect(view.months.find(({ month }) => month === '2026-06')!.states.length).toBeGreaterThan(0);
  for (const { count, query } of counts) {
    const { status, body } = await leader.get(`${view.records}?${query}&limit=1000`);
    const totals = Object.values(body.totals as Record<string, number>);
    expect([status, query, body.items.length]).toEqual([200, query, count]);
    expect(totals.reduce((all, one) => all + one, 0)).toBeGreaterThanOrEqual(count);
  }
});

test('a branch sees its own, and nobody asks for what they do not govern', async () => {
  const clerk = await world.as('clerk', 'B01');
  expect(await get('', clerk)).toMatchObject({ unit: { code: 'B01' }, units: [] });
  expect((await clerk.get(`/api/evidence/overview/timeliness?unitId=${world.id('B02')}`)).status).toBe(404);
});
