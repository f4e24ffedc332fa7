import type { Client } from '@xingchuang/testkit';
import { until } from '@xingchuang/testkit';
import { LadderSweep } from '../ladder/ladder-sweep.ts';
import { finding, SCHEME, startWorld, type Code, type World } from '../world.fixture.ts';
import { ReminderService } from './reminder-service.ts';
import { SummaryService } from './summary-service.ts';

interface Summary {
  readonly id: string;
  readonly rows: { unitId: string; kind: string; opened: number; overdue: number; open: number }[];
}

let world: World;
let committee: Client;

beforeAll(async () => {
  world = await startWorld('2026-02-14');
  committee = await world.seat('supervisor', 'OC');
});
afterAll(() => world?.system.stop());

async function noticed(code: Code, aspect: string, limit: object): Promise<string> {
  const { body } = await committee.post('/api/rectification/findings', finding(world.units[code], aspect, '2026-03-02'));
  await committee.post(`/api/rectification/findings/${body.id}/notice`, { demand: '限期整改', limit });
  return body.id as string;
}
const due = async (who: Client, query = '') => (await who.get(`/api/rectification/due?${query}`)).body;
const digest = async (who: Client) => (await who.get('/api/rectification/digest')).body.items as { id: string; offset: number; escalated: boolean }[];

test('K1: a week without a working day is left out with a note; each week once, also those of days without a sweep', async () => {
  const admin = await world.seat('admin', 'C');
  const { settings } = (await committee.get('/api/rectification/settings')).body;
  await admin.put('/api/rectification/settings', { ...settings, summaries: ['week', ...settings.summaries] });
  for (const day of ['2026-02-14', '2026-03-02', '2026-03-02']) await world.at(day);
  const weeks = (await committee.get('/api/rectification/summaries?every=week')).body.items as { period: string; note: string; madeOn: string }[];
  expect(weeks.map(({ period, note, madeOn }) => [period, note, madeOn])).toEqual([
    ['2026-W09', '', '2026-03-02'], ['2026-W08', '期间没有工作日，不作汇总', '2026-03-02'], ['2026-W07', '', '2026-03-02'], ['2026-W06', '', '2026-02-14'],
  ]);
  await admin.put('/api/rectification/settings', settings);
});

test('what is due today, within so many working days, overdue: for a unit, a subtree, a leader', async () => {
  const [soon, later, other] = [await noticed('B01', 'S1', { workdays: 2 }), await noticed('B01', 'S2', { workdays: 30 }), await noticed('B02', 'S1', { workdays: 5 })];
  const all = await due(committee);
  expect(all).toMatchObject({ today: '2026-03-02', soonUntil: '2026-03-09', counts: { overdue: 0, today: 0, soon: 2, provisional: 0 } });
  expect(all.items.map(({ id, due: day, workdaysLeft }: { id: string; due: string; workdaysLeft: number }) => [id, day, workdaysLeft])).toEqual([[soon, '2026-03-04', 2], [other, '2026-03-09', 5], [later, '2026-04-14', 30]]);
  expect((await due(committee, `unitId=${world.units.B02.id}`)).items.map(({ id }: { id: string }) => id)).toEqual([other]);
  expect((await due(await world.seat('clerk', 'B01'))).items.map(({ id }: { id: string }) => id)).toEqual([soon, later]);
  const leader = '01890000-0000-7000-8000-0000000000aa';
  await committee.put(`/api/rectification/findings/${later}/plan`, { ownerId: leader, owner: '党组成员' });
  expect((await due(await world.seat('leader', 'U1', leader), 'mine=true')).items.map(({ id }: { id: string }) => id)).toEqual([later]);
  await world.at('2026-03-05');
  expect((await due(committee, 'which=overdue')).items).toEqual([expect.objectContaining({ id: soon, workdaysLeft: -1 })]);
  expect((await committee.get('/api/rectification/due/units')).body.items).toContainEqual({ unitId: world.units.B01.id, open: 2, overdue: 1, soon: 0 });
});

test('reminders: before and after the last day, above after three working days, one line a thing, none on days off', async () => {
  const clerk = await world.seat('clerk', 'B03');
  const leader = await world.seat('leader', 'U1');
  await world.at('2026-03-10');
  const id = await noticed('B03', 'S1', { workdays: 6 }); // the last day is 18 March
  const seen = async (who: Client) => (await digest(who)).filter((one) => one.id === id).map(({ offset, escalated }) => [offset, escalated]);
  const told: Record<string, unknown> = {};
  for (const day of ['2026-03-11', '2026-03-12', '2026-03-17', '2026-03-18', '2026-03-19', '2026-03-21', '2026-03-23']) {
    await world.at(day);
    await world.at(day);
    told[day] = [await seen(clerk), await seen(leader)];
  }
  expect(told).toEqual({
    '2026-03-11': [[[-5, false]], []],
    '2026-03-12': [[], []],
    '2026-03-17': [[[-1, false]], []],
    '2026-03-18': [[], []],
    '2026-03-19': [[[1, false]], []],
    '2026-03-21': [[], []],
    '2026-03-23': [[], [[3, true]]],
  });
});

test('two schedulers at once: nothing fires twice', async () => {
  const id = await noticed('B05', 'S1', { workdays: 3 });
  await noticed('B05', 'S3', { workdays: 3 });
  await world.at('2026-03-23');
  await (await world.seat('decider', 'PG')).post('/api/rectification/cases', { unitId: world.units.B05.id, schemeId: SCHEME, rung: 'R1', leader: '党组成员' });
  world.system.platform.clock.move(new Date('2026-07-06T10:00:00+08:00'));
  const { app } = world.system;
  const [sweep, reminders, summaries] = [app.get(LadderSweep, { strict: false }), app.get(ReminderService, { strict: false }), app.get(SummaryService, { strict: false })];
  await Promise.all(Array.from({ length: 4 }, async () => {
    await sweep.settlePast();
    await reminders.remind();
    await summaries.make();
  }));
  const { history } = (await committee.get(`/api/rectification/findings/${id}`)).body;
  expect(history.filter(({ what }: { what: string }) => what === 'overdue')).toHaveLength(1);
  const cases = (await committee.get(`/api/rectification/cases?unitId=${world.units.B05.id}`)).body.items;
  expect(cases.map(({ rung, state, assignedOn }: { rung: string; state: string; assignedOn: string }) => [rung, state, assignedOn])).toEqual([['R2', 'running', '2026-06-24'], ['R1', 'failed', '2026-03-23']]);
  const { items } = (await committee.get(`/api/rectification/steps?unitId=${world.units.B05.id}&what=failed`)).body;
  expect(items).toHaveLength(1);
  expect((await digest(await world.seat('clerk', 'B05'))).filter((one) => one.id === id)).toEqual([]); // only the unit above is told by now
  expect((await digest(await world.seat('leader', 'U1'))).filter((one) => one.id === id)).toHaveLength(1);
});

test('summaries: one a period, by unit and kind, as it stood at its end', async () => {
  await world.system.platform.ticker.tick();
  const list = ((await committee.get('/api/rectification/summaries')).body.items as Summary[]).filter(({ id }) => !id.startsWith('week'));
  expect(list.map(({ id }) => id).sort()).toEqual(['half-year:2025-H2', 'half-year:2026-H1', 'month:2026-01', 'month:2026-02', 'month:2026-03', 'month:2026-04', 'month:2026-05', 'month:2026-06', 'quarter:2025-Q4', 'quarter:2026-Q1', 'quarter:2026-Q2'].sort());
  const march = list.find(({ id }) => id === 'month:2026-03')!.rows.filter(({ unitId, kind }) => unitId === world.units.B01.id && kind === 'finding');
  expect(march).toEqual([expect.objectContaining({ kind: 'finding', opened: 2, overdue: 1, open: 2 })]);
  const april = list.find(({ id }) => id === 'month:2026-04')!.rows.find(({ unitId, kind }) => unitId === world.units.B01.id && kind === 'finding');
  expect(april).toMatchObject({ opened: 0, overdue: 2, open: 2 });
  const mine = (await (await world.seat('clerk', 'B02')).get('/api/rectification/summaries?every=month&period=2026-03')).body.items;
  expect(mine.flatMap(({ rows }: { rows: { unitId: string; kind: string }[] }) => rows.map(({ unitId, kind }) => [unitId === world.units.B02.id, kind]))).toEqual([[true, 'finding'], [true, 'case']]);
});

test('clock jumps: an hour, a day, a year back and forth fire nothing twice and move no last day', async () => {
  const id = await noticed('B07', 'S2', { workdays: 5 });
  const before = (await committee.get(`/api/rectification/findings/${id}`)).body;
  for (const instant of ['2026-07-06T11:00:00+08:00', '2026-07-06T09:00:00+08:00', '2026-07-05T10:00:00+08:00', '2025-07-06T10:00:00+08:00', '2026-07-06T23:59:59+08:00', '2027-07-06T10:00:00+08:00', '2026-07-06T10:00:00+08:00', '2027-07-06T10:00:00+08:00']) await world.at(instant);
  const after = await until(async () => (await committee.get(`/api/rectification/findings/${id}`)).body, 'the finding');
  expect(after.limit).toEqual(before.limit);
  expect(after.history.filter(({ what }: { what: string }) => what === 'overdue')).toEqual([expect.objectContaining({ day: '2026-07-14' })]);
  const failed = (await committee.get('/api/rectification/steps?what=failed')).body.items as { objectId: string }[];
  expect(new Set(failed.map(({ objectId }) => objectId)).size).toBe(failed.length);
});
