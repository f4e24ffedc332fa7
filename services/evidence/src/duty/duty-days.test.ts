import type { StepView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { openWorld, SCHEME, type World } from '../world.fixture.ts';

/** What days alone do here stands in the log: one line for each rule and period, however many units there are. */
let world: World;
let auditor: Client;

beforeAll(async () => {
  world = await openWorld();
  auditor = await world.as('auditor', 'C');
  await world.running.platform.ticker.tick();
});
afterAll(() => world?.running.stop());

const steps = async (query: string, by = auditor): Promise<StepView[]> => (await by.get(`/api/evidence/steps?${query}`)).body.items;
const at = async (day: string) => {
  world.moveClock(day);
  await Promise.all([world.running.platform.ticker.tick(), world.running.platform.ticker.tick()]);
};
const observed = async (days: string): Promise<string[]> =>
  (await steps('what=records-missing')).filter(({ objectId }) => objectId === `${SCHEME}/D1`).map(({ day, at: noticed, count }) => `${day} noticed ${noticed.slice(0, 10)}: ${count}`).filter((line) => line.startsWith(days));

test('branches that nobody observed in a quarter turn missing with its end: one line, with how many', async () => {
  const supervisor = await world.as('supervisor', 'OC');
  const filed = await supervisor.post('/api/evidence/records', { unitId: world.id('B01'), type: 'observation', day: '2026-01-05', title: '一季度观摩', fields: { way: 'observation', findings: '良好' } });
  expect(filed.status).toBe(201);
  await at('2026-03-31');
  expect(await observed('2026')).toEqual([]);
  await at('2026-04-01');
  const { totals } = (await auditor.get(`/api/evidence/duties?scheme=${SCHEME}&duty=D1&period=2026-Q1&unitId=${world.id('C')}&subtree=true&limit=1`)).body;
  expect([await observed('2026-04'), totals.missing]).toEqual([['2026-04-01 noticed 2026-04-01: 9'], 9]);
  const [line] = (await steps('what=records-missing')).filter(({ objectId }) => objectId === `${SCHEME}/D1`);
  expect(line).toMatchObject({ kind: 'duty', unitId: world.id('C'), clause: 'S0 L123「每季度组织」', by: '', text: '每季度逐支部观摩（2026-Q1）' });
});

test('after months of downtime each period has its line once, with its own day', async () => {
  await at('2027-01-02');
  await at('2027-01-02');
  expect(await observed('202')).toEqual(['2027-01-01 noticed 2027-01-02: 10', '2026-10-01 noticed 2027-01-02: 10', '2026-07-01 noticed 2027-01-02: 10', expect.stringContaining('2026-04-01 noticed 2026-04-01')]);
});

test('a line about all is read by who sees all of them; nobody else learns of it', async () => {
  const branch = await world.as('clerk', 'B01');
  expect([(await steps('what=records-missing', branch)).length, (await steps('what=records-missing', await world.as('supervisor', 'OC'))).length]).toEqual([0, 0]);
  expect((await steps('what=records-missing', await world.as('leader', 'C'))).length).toBeGreaterThan(3);
});

test('a limit that ends so long after an appointment has its line on the day after it, for those alone who came to their post then', async () => {
  await world.adopts('jiaozuo-five-star-model-branch', 'C');
  const appointed = async (code: string, since: string) => world.post(code, 'branch_secretary', '2020-01-01', { personId: newId(), since, until: '' });
  for (const [code, since] of [['B01', '2026-08-31'], ['B02', '2026-08-29'], ['B03', '2026-09-01'], ['B04', '2026-08-28']] as const) await appointed(code, since); // February has 28 days
  const untrained = async () => (await steps('what=records-missing&from=2027-02-01')).filter(({ objectId }) => objectId === 'training/new_secretaries').map(({ day, count }) => `${day}: ${count}`);
  await at('2027-02-28');
  expect(await untrained()).toEqual([]);
  await at('2027-03-01');
  expect(await untrained()).toEqual(['2027-03-01: 3']);
  await at('2027-03-20');
  expect(await untrained()).toEqual(['2027-03-02: 1', '2027-03-01: 3']);
});
