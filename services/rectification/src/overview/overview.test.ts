import type { Count, RectificationOverview } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { finding, startWorld, type Code, type World } from '../world.fixture.ts';
import { ASKED, monthsUpTo, type Dated } from './overview-rule.ts';

const dated = (over: Partial<Dated>): Dated => ({ id: 'x', unitId: 'B', path: ['U', 'B'], begun: '2026-03-01', closed: '', late: '', ended: '', failed: false, scheme: '', rung: '', name: '', ...over });
const MARCH = { from: '2026-02-28', on: '2026-03-31' };

test.each([
  ['open', {}, true],
  ['open', { begun: '2026-04-01' }, false],
  ['open', { ended: '2026-03-31' }, false],
  ['open', { ended: '2026-04-01' }, true],
  ['overdue', { late: '2026-03-31' }, true],
  ['overdue', { late: '2026-04-01' }, false],
  ['overdue', { late: '2026-03-10', ended: '2026-03-20' }, false],
  ['opened', { begun: '2026-03-01' }, true],
  ['opened', { begun: '2026-02-28' }, false],
  ['closed', { closed: '2026-03-31' }, true],
  ['closed', { closed: '' }, false],
  ['late', { late: '2026-03-02', ended: '2026-03-09' }, true],
  ['failed', { ended: '2026-03-09', failed: true }, true],
  ['failed', { ended: '2026-03-09' }, false],
] as const)('in March %s: %j is %s', (ask, over, is) => {
  expect(ASKED[ask](dated(over), MARCH)).toBe(is);
});

test('months end on their last day, the running one on the day that is asked about', () => {
  expect(monthsUpTo('2026-03-15' as never, 3)).toEqual([
    { month: '2026-01', from: '2025-12-31', on: '2026-01-31' }, { month: '2026-02', from: '2026-01-31', on: '2026-02-28' }, { month: '2026-03', from: '2026-02-28', on: '2026-03-15' },
  ]);
});

describe('the overview of a city', () => {
  let world: World;
  let [leader, committee] = [] as unknown as [Client, Client];

  async function noticed(code: Code, aspect: string, limit: object): Promise<string> {
    const { body } = await committee.post('/api/rectification/findings', finding(world.units[code], aspect, '2026-03-02'));
    await committee.post(`/api/rectification/findings/${body.id}/notice`, { demand: '限期整改', limit });
    return body.id as string;
  }
  const get = async (query = '', client = leader): Promise<RectificationOverview> => {
    const { status, body } = await client.get(`/api/rectification/overview?${query}`);
    expect([status, body.detail]).toEqual([200, undefined]);
    return body;
  };

  beforeAll(async () => {
    world = await startWorld('2026-03-02');
    [leader, committee] = [await world.seat('leader', 'WC'), await world.seat('supervisor', 'OC')];
    await noticed('B01', 'S1', { workdays: 2 });
    const solved = await noticed('B02', 'S1', { workdays: 5 });
    await noticed('B03', 'S1', { workdays: 30 });
    const clerk = await world.seat('clerk', 'B02');
    await clerk.post(`/api/rectification/findings/${solved}/proof`, { text: '已整改', fileIds: [] });
    const checked = await committee.post(`/api/rectification/findings/${solved}/check`, { solved: true, opinion: '同意销号' });
    expect(checked.body.state).toBe('closed');
    await world.at('2026-03-20');
  });
  afterAll(() => world?.system.stop());

  test('problems and rungs on the day, and what is overdue', async () => {
    const { open, overdue, rungs, units, unit } = await get();
    expect([unit.code, open.count, overdue.count, rungs.map(({ count }) => count)]).toEqual(['C', 2, 1, [1]]);
    expect(units.map(({ code, open: here, overdue: late, active }) => [code, here.count, late.count, active.count])).toEqual([['U1', 2, 1, 1]]);
    expect((await get(`unitId=${world.units.U1.id}`)).units.map(({ code, hasBelow }) => [code, hasBelow])).toEqual([['B01', false], ['B02', false], ['B03', false]]);
  });

  test('as of an earlier day', async () => {
    expect(await get('on=2026-03-03')).toMatchObject({ open: { count: 2 }, overdue: { count: 0 }, rungs: [] });
  });

  test('what happened by month and since a day', async () => {
    const { months, changes } = await get();
    expect(months.map(({ month, opened, closed, late }) => [month, opened.count, closed.count, late.count]).slice(-2)).toEqual([['2026-02', 0, 0, 0], ['2026-03', 3, 1, 1]]);
    expect(Object.fromEntries(changes.map(({ ask, count }) => [ask, count]))).toEqual({ opened: 3, closed: 1, late: 1, called: 1, failed: 0 });
  });

  test('every number leads to exactly as many records', async () => {
    for (const view of [await get(), await get('on=2026-03-03'), await get(`unitId=${world.units.U1.id}&since=2026-01-01`)]) {
      const counts: Count[] = [view.open, view.overdue, ...view.rungs, ...view.months.flatMap(({ opened, closed, late }) => [opened, closed, late]), ...view.units.flatMap(({ open, overdue, active }) => [open, overdue, active]), ...view.changes];
      for (const { count, query } of counts) {
        const { status, body } = await leader.get(`${view.records}?${query}`);
        expect([status, query, body.total, body.items.length]).toEqual([200, query, count, count]);
      }
    }
  });

  test('nobody sees what they do not govern', async () => {
    const other = await world.seat('leader', 'U2');
    expect(await get('', other)).toMatchObject({ unit: { code: 'U2' }, open: { count: 0 }, units: [] });
    const clerk = await world.seat('clerk', 'U1'); // whose branches have them
    expect(await get('', clerk)).toMatchObject({ unit: { code: 'U1' }, open: { count: 0 }, rungs: [], units: [] });
    expect((await clerk.get(`/api/rectification/overview/records?unitId=${world.units.U1.id}&ask=open&on=2026-03-20`)).body).toMatchObject({ total: 0, items: [] });
    for (const path of [`?unitId=${world.units.B01.id}`, `/records?unitId=${world.units.B01.id}&ask=open&on=2026-03-20`]) expect((await other.get(`/api/rectification/overview${path}`)).status).toBe(404);
  });
});
