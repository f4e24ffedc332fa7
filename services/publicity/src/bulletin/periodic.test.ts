import type { BulletinLine } from '@xingchuang/contracts';
import { chineseCalendar, day, type Day } from '@xingchuang/calendar';
import { until, type Client } from '@xingchuang/testkit';
import { duePeriods } from './bulletin-plans.ts';
import { B, BulletinWorld } from './world.fixture.ts';

/** What the clock drafts: each period once, on its working day. */
const calendar = chineseCalendar();
const due = (every: 'week' | 'month' | 'quarter', covers: 'past' | 'coming', workday: number, since: string, today: string) => duePeriods({ every, covers, workday }, calendar, since as Day, today as Day).map(({ period }) => period);

test.each<[string, Parameters<typeof due>, string[]]>([
  ['a month that is over, on its third working day', ['month', 'past', 3, '2026-02-01', '2026-03-04'], ['2026-02']],
  ['and not a day earlier', ['month', 'past', 3, '2026-02-01', '2026-03-03'], []],
  ['days off do not count: October begins with the holiday', ['month', 'past', 1, '2026-09-02', '2026-10-08'], ['2026-09']],
  ['not what ended before it was switched on', ['month', 'past', 1, '2026-03-02', '2026-03-20'], []],
  ['a week that begins, on its first working day', ['week', 'coming', 1, '2026-03-02', '2026-03-09'], ['2026-W10', '2026-W11']],
  ['a week without a working day is left out', ['week', 'coming', 1, '2026-02-10', '2026-02-23'], ['2026-W07']],
  ['of weeks that are over too', ['week', 'past', 1, '2026-02-10', '2026-03-02'], ['2026-W07', '2026-W09']],
  ['what nobody was there for is made up', ['quarter', 'past', 5, '2025-12-31', '2026-07-20'], ['2025-Q4', '2026-Q1', '2026-Q2']],
])('%s', (_, asked, periods) => {
  expect(due(...asked)).toEqual(periods);
  expect(day(asked[4])).toBe(asked[4]);
});

describe('a plan', () => {
  let world: BulletinWorld;
  let publicist: Client;
  const kinds = ['weekly-prompt', 'weekly-supervision', 'monthly-theme', 'monthly-reminder', 'monthly-ranking', 'monthly-circular', 'quarterly-ranking', 'half-year-bulletin', 'year-end-award'];
  const drafts = async (kind: string): Promise<BulletinLine[]> => (await publicist.get(`${B}?kind=${kind}`)).body.items;

  beforeAll(async () => {
    world = await BulletinWorld.open('2026-03-02');
    publicist = await world.seat('publicist', 'WC');
    await world.gives('B01', 'five', '2026-02-28');
    await world.gives('B02', 'three', '2026-02-28');
  });
  afterAll(() => world?.stop());

  test('is switched on by a publicist for the own unit; a kind without a period, or without its round, is refused', async () => {
    for (const kind of kinds) {
      const answer = await publicist.put(`/api/publicity/bulletin-kinds/${kind}/plan`, { campaignId: world.campaignId });
      expect([answer.status, answer.body.items.find((one: { id: string }) => one.id === kind).plan.since]).toEqual([200, '2026-03-02']);
    }
    const late = await publicist.put('/api/publicity/bulletin-kinds/weekly-prompt/plan', { campaignId: world.campaignId }, { 'if-match': '"0"' });
    expect([late.status, late.body.code, late.body.facts.version]).toEqual([412, 'thing.stale', 1]);
    expect((await publicist.put('/api/publicity/bulletin-kinds/news/plan', {})).body.code).toBe('bulletin.kind-by-hand');
    expect((await publicist.put('/api/publicity/bulletin-kinds/monthly-ranking/plan', {})).body.field).toBe('campaignId');
    expect((await (await world.seat('clerk', 'B01')).put('/api/publicity/bulletin-kinds/weekly-prompt/plan', {})).status).toBe(403);
    expect((await (await world.seat('publicist', 'OD')).get('/api/publicity/bulletin-kinds')).body.items.every(({ plan }: { plan: unknown }) => plan === null)).toBe(true);
  });

  test('has the clock draft each period once: a week, a month, a quarter, a half-year, a year', async () => {
    const counts = async () => Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, (await drafts(kind)).length] as const)));
    await world.at('2026-03-02');
    expect(await counts()).toMatchObject({ 'weekly-prompt': 1, 'weekly-supervision': 0, 'monthly-reminder': 1, 'monthly-ranking': 0 });
    await world.at('2026-03-09');
    expect(await counts()).toMatchObject({ 'weekly-prompt': 2, 'weekly-supervision': 1 });
    await world.at('2026-04-03');
    await Promise.all([world.system.platform.ticker.tick(), world.system.platform.ticker.tick()]);
    expect(await counts()).toMatchObject({ 'weekly-supervision': 4, 'monthly-ranking': 1, 'monthly-circular': 1, 'quarterly-ranking': 1, 'half-year-bulletin': 0 });
    await world.at('2026-07-10');
    await world.at('2027-01-20');
    expect(await counts()).toMatchObject({ 'quarterly-ranking': 4, 'half-year-bulletin': 2, 'year-end-award': 1, 'monthly-ranking': 10 });
    expect((await drafts('monthly-ranking')).at(-1)).toMatchObject({ period: '2026-03', periodZh: '2026年3月', bySystem: true, state: 'draft', title: '关于虚拟单位C2026年3月排名情况的通报' });
  });

  test('every draft of every kind can be printed', async () => {
    for (const kind of kinds) {
      const [newest] = await drafts(kind);
      const bytes = await publicist.bytes(`${B}/${newest!.id}/preview`);
      expect([kind, Buffer.from(bytes.subarray(0, 5)).toString()]).toEqual([kind, '%PDF-']);
    }
    for (const [kind, more] of [['results', { campaignId: world.campaignId }], ['commendation', { campaignId: world.campaignId }], ['exposure', {}], ['news', {}]] as const) {
      const { body } = await publicist.post(B, { kind, ...more });
      expect([kind, Buffer.from((await publicist.bytes(`${B}/${body.id}/preview`)).subarray(0, 5)).toString()]).toEqual([kind, '%PDF-']);
    }
  });

  test('a ranking of a month tells of the month, whenever it is drafted', async () => {
    const [first] = (await drafts('monthly-ranking')).slice(-1);
    const { figures, tables } = (await publicist.get(`${B}/${first!.id}`)).body;
    expect(figures.map(({ name, value }: { name: string; value: string }) => `${name} ${value}`)).toEqual(['ranks.total 2', 'ranks.up 0', 'ranks.down 0', 'ranks.same 2', 'ranks.new 0']);
    expect(tables[0].rows.map(({ cells }: { cells: Record<string, string> }) => [cells['place'], cells['unitName'], cells['change']])).toEqual([['1', world.units.B01.name, '—'], ['2', world.units.B02.name, '—']]);
  });

  test('what the system drafted a single person may issue after looking; a period by hand is refused once it was drafted, and free again when dropped', async () => {
    const [line] = await drafts('monthly-circular');
    const again = await publicist.post(B, { kind: 'monthly-circular', period: line!.period });
    expect([again.status, again.body.code]).toEqual([409, 'bulletin.drafted-before']);
    await publicist.post(`${B}/${line!.id}/drop`);
    await world.system.platform.ticker.tick();
    expect((await drafts('monthly-circular')).some(({ period }) => period === line!.period)).toBe(false); // the clock does not bring back what a person dropped
    const own = await publicist.post(B, { kind: 'monthly-circular', period: line!.period });
    expect([own.status, own.body.bySystem]).toEqual([201, false]);
    const [ranking] = await drafts('monthly-ranking');
    const issued = await publicist.post(`${B}/${ranking!.id}/approval`);
    expect([issued.status, issued.body.number]).toEqual([200, '排名通报〔2027〕1号']);
  });

  test('switched off, nothing more is drafted', async () => {
    await publicist.send('DELETE', '/api/publicity/bulletin-kinds/weekly-prompt/plan');
    const before = (await drafts('weekly-prompt')).length;
    await world.at('2027-01-27');
    await until(async () => (await drafts('weekly-supervision')).some(({ period }) => period === '2027-W03'), 'the week');
    expect((await drafts('weekly-prompt')).length).toBe(before);
  });
});
