import type { Client } from '@xingchuang/testkit';
import { Scenario, schemeWith } from '../scenario.fixture.ts';

/** A level that stands for two later rounds of its unit: the first leaves it, the second ends it. */
const ID = 'jiaozuo-party-building-pioneer';
const SCHEME = schemeWith(ID, ['holds: {years: {parameter: title_years}, reading: calendar}', 'holds: {rounds: 2}'], ["  title_years: {zh: 称号有效年数（按自然年，评定当年算第一年）, en: calendar years for which the title stands, type: integer, min: 1, max: 5, default: 1, basis: 'derived: 每年评定一次，不结转到下一年'}\n", '']);
const PLAN = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], D1: ['organ', 'C'], D2: ['organ', 'C'] } as const;

let world: Scenario;
let wc: Client, review: Client;
const rounds: Record<number, string> = {};

beforeAll(async () => {
  world = await Scenario.start('2026-03-02T10:00:00+08:00', PLAN, [SCHEME]);
  [wc, review] = [await world.as('decider', 'WC'), await world.as('reviewer', 'WC')];
});
afterAll(() => world?.system.stop());

async function round(year: number, units: Readonly<Record<string, boolean>>): Promise<void> {
  world.at(`${year}-03-02`);
  const opened = await world.open(wc, {
    schemeId: ID, title: `${year}年先锋系统`, declaring: { from: `${year}-03-02`, to: `${year}-03-31` }, parameters: { naming_body: 'work_committee', adjustment_used: false, recheck_used: true, recheck_years: 2 },
    documents: { method: { title: '评定办法', number: '1号', publishedOn: `${year}-03-01` } },
  });
  expect([opened.status, opened.body.code]).toEqual([201, undefined]);
  for (const [unit, passes] of Object.entries(units)) {
    await (await world.as('clerk', unit)).post(world.candidacy(unit, 'declare'), { level: 'pioneer', text: '自评' });
    await world.import(review, [{ unit, facts: { method_passed: passes } }]);
    await review.post(world.candidacy(unit, 'verify'), { passed: true, text: '齐全' });
    expect([unit, (await wc.post(world.candidacy(unit, 'decide'), {})).body.state]).toEqual([unit, 'settled']);
  }
  rounds[year] = world.candidacy('D1');
}
const levelOf = async (year: number): Promise<[string, string | undefined]> => {
  const { body } = await wc.get(rounds[year]!);
  return [body.level.id, body.timeline.at(-1).act];
};

test('rounds of others do not count, nor does a round that is not settled for the unit', async () => {
  await round(2026, { D1: true });
  await round(2027, { D2: true });
  expect(await levelOf(2026)).toEqual(['pioneer', 'settle']);
});

test('the first later round of the unit leaves the level, the second ends it', async () => {
  await round(2028, { D1: false });
  expect(await levelOf(2026)).toEqual(['pioneer', 'settle']);
  await round(2029, { D1: true });
  const seen = (await wc.get(`/api/assessment/candidacies?unitId=${world.units['D1']!.id}`)).body.items.map(({ settled }: { settled: { on: string; level: { id: string } } | null }) => settled && `${settled.on.slice(0, 4)} ${settled.level.id}`);
  expect(seen).toEqual(['2026 pioneer', null, '2028 none', '2029 pioneer']); // years side by side
  expect([await levelOf(2026), await levelOf(2029)]).toEqual([['none', 'expire'], ['pioneer', 'settle']]);
});

test('looked at again every two years: after the year in which it was settled, then after the one in which it was kept', async () => {
  const dueIn = async (year: number): Promise<boolean> => {
    world.at(`${year}-02-01`);
    return (await wc.get('/api/assessment/rechecks/due')).body.items.some(({ unit }: { unit: { code: string } }) => unit.code === 'D1');
  };
  const look = () => wc.post(world.candidacy('D1', 'rechecks'), { keep: true, reason: '仍符合', report: [] });
  expect([await dueIn(2030), await dueIn(2031)]).toEqual([false, true]);
  expect((await wc.post(`/api/assessment/rechecks/${(await look()).body.id}/review`, { keep: true, reason: '仍符合' })).body.state).toBe('kept');
  expect([await dueIn(2032), (await look()).body.facts]).toEqual([false, { year: 2033, source: 'derived: 文件未写，采用复查的才有' }]);
  expect([await dueIn(2033), (await look()).body.state]).toEqual([true, 'suggested']);
});
