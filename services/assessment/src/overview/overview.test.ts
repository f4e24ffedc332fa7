import type { Count, LevelsOverview } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import type { Entry } from '../candidacy/candidacy.ts';
import { PARAMETERS, SCHEME, World, type Code } from '../world.fixture.ts';
import { changeOf, givenBy, heldOn, spansOf, standings, type HeldLevels } from './level-span.ts';
import { LevelSpanStore } from './level-span-store.ts';

const entry = (act: string, day: string, level: string) => ({ act, day, level });

describe('the levels that a timeline tells', () => {
  test.each([
    ['settled and held', [entry('settle', '2026-02-01', 'four')], ['four 2026-02-01–']],
    ['lowered', [entry('decide', '2026-01-09', 'five'), entry('settle', '2026-02-01', 'five'), entry('lower', '2026-06-01', 'three')], ['five 2026-02-01–2026-06-01', 'three 2026-06-01–']],
    ['lowered on the very day', [entry('settle', '2026-02-01', 'five'), entry('lower', '2026-02-01', 'three')], ['three 2026-02-01–']],
    ['looked at again and kept', [entry('settle', '2026-02-01', 'five'), entry('recheck', '2027-02-01', 'five')], ['five 2026-02-01–']],
    ['reopened by an appeal and settled again', [entry('settle', '2026-02-01', 'two'), entry('reopen', '2026-02-10', 'two'), entry('settle', '2026-03-01', 'three')], ['two 2026-02-01–2026-02-10', 'three 2026-03-01–']],
    ['never settled', [entry('declare', '2026-01-09', 'five')], []],
  ])('%s', (_, timeline, spans) => {
    expect(spansOf(timeline).map(({ level, from, until }) => `${level} ${from}–${until}`)).toEqual(spans);
  });

  const spans = spansOf([entry('settle', '2026-02-01', 'two'), entry('reopen', '2026-02-10', 'two')]);
  test.each([
    ['2026-01-31', undefined, undefined],
    ['2026-02-01', 'two', 'two'],
    ['2026-02-09', 'two', 'two'],
    ['2026-02-10', undefined, 'two'],
  ])('on %s %s is held and %s was given', (day, held, given) => {
    expect([heldOn(spans, day)?.level, givenBy(spans, day)?.level]).toEqual([held, given]);
  });

  test('the newer of two rounds says what a unit holds, in whatever order they come', () => {
    const of = (id: string, from: string, level: string): HeldLevels => ({ id, campaignId: id, unitId: 'B', path: ['U', 'B'], spans: [{ level, from, until: '' }] });
    const rounds = [of('1', '2025-02-01', 'two'), of('2', '2026-02-01', 'four')];
    for (const all of [rounds, rounds.toReversed()]) expect(standings(all, (one) => heldOn(one, '2026-06-01')).get('B')?.span.level).toBe('four');
  });

  test.each([[undefined, 'b', 'first'], ['b', undefined, 'gone'], ['a', 'b', 'up'], ['b', 'a', 'down'], ['a', 'a', undefined], [undefined, undefined, undefined]])('from %s to %s: %s', (before, after, change) => {
    const at = (level: string | undefined) => level === undefined ? undefined : { held: {} as HeldLevels, span: { level, from: '', until: '' } };
    expect(changeOf(at(before), at(after), (level) => 'ab'.indexOf(level))).toBe(change);
  });
});

describe('the overview of a programme', () => {
  let world: World;
  let leader: Client;
  const campaigns: string[] = [];
  const get = async (query = ''): Promise<LevelsOverview> => {
    const { status, body } = await leader.get(`/api/assessment/overview/levels?schemeId=${SCHEME}${query}`);
    expect([status, body.detail]).toEqual([200, undefined]);
    return body;
  };
  const shown = (levels: readonly (Count & { level: string })[]) => Object.fromEntries(levels.map(({ level, count }) => [level, count]));

  /** Gives levels as the steps of a round would: by saving the candidacy with what happened to it. */
  async function give(campaignId: string, levels: Readonly<Partial<Record<Code, readonly (readonly [act: string, day: string, level: string])[]>>>): Promise<void> {
    const store = world.system.app.get(CandidacyStore, { strict: false });
    const database = world.system.platform.databases.get('assessment')!;
    for (const [code, acts] of Object.entries(levels) as [Code, (typeof levels)[Code] & object][]) {
      for (const [act, day, level] of acts) {
        await database.transaction(async () => {
          const was = (await store.ofUnit(campaignId, world.units[code].id))!;
          const what: Entry = { act, day, level, at: `${day}T02:00:00.000Z`, step: '', text: '', reason: '', by: { personId: newId(), role: 'decider', unitId: world.units.PG.id } } as Entry;
          await store.save({ ...was, state: 'settled', level, settled: { on: day, level, because: '', explanationDigest: '' }, timeline: [...was.timeline, what] });
        });
      }
    }
  }

  beforeAll(async () => {
    world = await World.start('2025-01-05T10:00:00+08:00');
    const wc = await world.as('decider', 'WC');
    for (const year of ['2025', '2026']) {
      world.at(`${year}-01-05`);
      const opened = await wc.post('/api/assessment/campaigns', { schemeId: SCHEME, title: `${Number(year) - 1}年度`, declaring: { from: `${year}-01-05`, to: `${year}-01-20` }, parameters: PARAMETERS });
      expect([opened.status, opened.body.title ?? opened.body]).toEqual([201, `${Number(year) - 1}年度`]);
      campaigns.push(opened.body.id);
    }
    world.at('2026-07-01');
    await give(campaigns[0]!, { B01: [['settle', '2025-03-01', 'three']], B02: [['settle', '2025-03-01', 'two'], ['lower', '2025-08-01', 'one']], X1: [['settle', '2025-03-01', 'four']], B03: [['settle', '2025-03-01', 'two'], ['expire', '2025-12-31', 'none']] });
    await give(campaigns[1]!, { B01: [['settle', '2026-03-02', 'five']], B02: [['settle', '2026-06-15', 'three']], B04: [['settle', '2026-06-20', 'two']], X1: [['settle', '2026-03-02', 'four'], ['lower', '2026-06-10', 'two']] });
    leader = await world.as('leader', 'WC');
  });
  afterAll(() => world?.system.stop());

  test('says what is held on the day, each unit once', async () => {
    const { rated, held, levels, on } = await get();
    expect([on, rated.count, shown(held)]).toEqual(['2026-07-01', 5, { none: 1, two: 2, three: 1, five: 1 }]);
    expect(levels.map(({ id, stars }) => `${id} ${stars}`)).toEqual(['none 0', 'one 1', 'two 2', 'three 3', 'four 4', 'five 5']);
  });

  test('as of an earlier day, by year and by quarter', async () => {
    expect(shown((await get('&on=2025-07-31')).held)).toEqual({ two: 2, three: 1, four: 1 });
    const { years, quarters } = await get();
    expect(years.map(({ year, levels }) => [year, shown(levels)])).toEqual([['2024', { none: 1, one: 1, three: 1, four: 1 }], ['2025', { two: 2, three: 1, five: 1 }]]);
    expect(quarters.map(({ quarter, on }) => `${quarter} ${on}`).slice(-3)).toEqual(['2026-Q1 2026-03-31', '2026-Q2 2026-06-30', '2026-Q3 2026-07-01']);
    expect(shown(quarters.find(({ quarter }) => quarter === '2025-Q4')!.levels)).toEqual({ none: 1, one: 1, three: 1, four: 1 });
  });

  test('by the units directly below, which add up to the whole', async () => {
    const { units, rated } = await get();
    expect(units.map(({ code, rated: here, hasBelow, years }) => [code, here.count, hasBelow, years.map(({ year }) => year)])).toEqual([['U1', 4, true, ['2024', '2025']], ['U9', 1, true, ['2024', '2025']]]);
    expect(units.reduce((sum, one) => sum + one.rated.count, 0)).toBe(rated.count);
  });

  test('what changed since a day', async () => {
    const { changes, since } = await get();
    expect([since, Object.fromEntries(changes.map(({ change, count }) => [change, count]))]).toEqual(['2026-06-01', { first: 1, up: 1, down: 1, gone: 0 }]);
  });

  test('every number leads to exactly as many units', async () => {
    let checked = 0;
    for (const view of [await get(), await get('&on=2025-07-31&since=2025-01-01'), await get(`&unitId=${world.units.U1.id}`)]) {
      for (const { count, query } of countsIn({ ...view, rankings: [] })) {
        const page = await leader.get(`${view.records}?${query}`);
        expect([page.status, query, page.body.total, page.body.items.length]).toEqual([200, query, count, count]);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(60);
  });

  test('a unit that lost or changed its level is told with what it held before', async () => {
    const { changes, records } = await get();
    const { body } = await leader.get(`${records}?${changes.find(({ change }) => change === 'down')!.query}`);
    expect(body.items.map((one: { unit: { code: string }; before: { id: string }; level: { id: string }; since: string }) => [one.unit.code, one.before.id, one.level.id, one.since])).toEqual([['X1', 'four', 'two', '2026-06-10']]);
  });

  test('who governs another subtree sees only that one, and asks for no other', async () => {
    const other = await world.as('leader', 'OC9');
    const { body } = await other.get(`/api/assessment/overview/levels?schemeId=${SCHEME}`);
    expect([body.rated.count, body.unit.code]).toEqual([1, 'U9']);
    for (const path of [`levels?unitId=${world.units.U1.id}`, `levels/records?unitId=${world.units.U1.id}&schemeId=${SCHEME}&on=2026-07-01`]) expect((await other.get(`/api/assessment/overview/${path}`)).status).toBe(404);
    expect((await (await world.as('clerk', 'B01')).get('/api/assessment/overview/levels')).status).toBe(403);
  });

  test('what an older build stored is read once, and what is there stays', async () => {
    const db = world.system.platform.databases.get('assessment')!.connection.db!;
    const before = await get();
    await db.collection('held-levels').deleteMany({});
    await db.collection('overview-marks').deleteMany({});
    expect((await get()).rated.count).toBe(0);
    const store = world.system.app.get(LevelSpanStore, { strict: false });
    for (let start = 0; start < 2; start += 1) await store.onApplicationBootstrap();
    expect(await get()).toEqual(before);
  });

  test('rankings: the newest list beside the one before, each move with its units', async () => {
    const reviewer = await world.as('reviewer', 'WC');
    const list = (on: string, codes: readonly string[]) => reviewer.post('/api/assessment/standings', { name: 'monthly', title: '月度排名', origin: 'other', on, fileId: newId(), marks: {}, rows: codes.map((code, i) => ({ code, name: code, score: String(90 - i), rank: '' })) });
    for (const [on, codes] of [['2026-05-31', ['B01', 'B02', 'B03']], ['2026-06-30', ['B02', 'B01', 'B03', 'B04']]] as const) expect([(await list(on, codes)).body.detail, on]).toEqual([undefined, on]);
    const { rankings: [ranking], ranks } = await get();
    expect([ranking!.on, ranking!.beforeOn, Object.fromEntries(ranking!.moves.map(({ move, count }) => [move, count]))]).toEqual(['2026-06-30', '2026-05-31', { up: 1, down: 1, same: 1, new: 1 }]);
    for (const { move, count, query } of ranking!.moves) {
      const { body } = await leader.get(`${ranks}?${query}`);
      expect([body.total, body.items.every((one: { move: string }) => one.move === move)]).toEqual([count, true]);
    }
    expect((await get('&on=2026-06-01')).rankings[0]).toMatchObject({ on: '2026-05-31', beforeOn: null, moves: [{ count: 0 }, { count: 0 }, { count: 0 }, { move: 'new', count: 3 }] });
  });
});

/** Every number of a view that says what is behind it. */
function countsIn(value: unknown): Count[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(countsIn);
  return 'count' in value && 'query' in value ? [value as Count, ...below] : below;
}
