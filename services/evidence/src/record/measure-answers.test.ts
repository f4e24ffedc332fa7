import { readFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { MeasuresReplySchema, MeasuresRequestSchema, SchemePublishedSchema } from '@xingchuang/contracts';
import { openWorld, SCHEME, type World } from '../world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  world.moveClock('2026-04-02');
  const reviewer = await world.as('reviewer', 'OC');
  for (const [day, hours] of [['2026-01-10', 60], ['2026-02-10', 30], ['2025-12-31', 500]] as const) {
    const filed = await reviewer.post('/api/evidence/records', record(day, hours));
    expect([filed.status, filed.body.errors]).toEqual([201, undefined]);
  }
});
afterAll(() => world?.running.stop());

const record = (day: string, times: number) => ({ type: 'observation', unitId: world.id('B01'), day, title: `观摩${times}`, fields: { way: 'observation', findings: '正常' }, fileIds: [] });

async function ask(asks: readonly { name: string; [key: string]: unknown }[]) {
  const request = create(MeasuresRequestSchema, { nodeId: world.id('U1'), unitIds: [world.id('B01'), world.id('B02')], asks: asks.map((one) => ({ from: '2026-01-01', to: '2026-03-31', ...one })) as never });
  return fromBinary(MeasuresReplySchema, await world.running.platform.bus.request('evidence.measures', toBinary(MeasuresRequestSchema, request), 10_000));
}

test('counts of a window, unit by unit, with the records behind them', async () => {
  const { values } = await ask([{ name: 'visits', recordType: 'observation', measure: 'count' }, { name: 'days', recordType: 'observation', measure: 'list', fields: ['on'] }]);
  const of = (name: string, code: string) => values.find((one) => one.name === name && one.unitId === world.id(code))!;
  expect([of('visits', 'B01').valueJson, of('visits', 'B01').recordIds.length, of('visits', 'B02').valueJson]).toEqual(['2', 2, '0']);
  expect(JSON.parse(of('days', 'B01').valueJson)).toEqual([{ on: '2026-01-10' }, { on: '2026-02-10' }]);
});

test('names what the archive does not know', async () => {
  expect((await ask([{ name: 'a', recordType: 'nothing_such', measure: 'count' }, { name: 'b', recordType: 'observation', measure: 'sum', field: 'nowhere' }, { name: 'c', scheme: 'x', duty: 'Y', measure: 'met' }])).unknown).toEqual(['a', 'b', 'c']);
});

test('periods of a duty that are met and missed', async () => {
  const { values } = await ask([{ name: 'met', scheme: 'nanyang-organ-five-star', duty: 'D1', measure: 'met' }, { name: 'missed', scheme: 'nanyang-organ-five-star', duty: 'D1', measure: 'missed' }]);
  expect(values.map(({ name, valueJson }) => [name, valueJson])).toEqual([['met', '1'], ['met', '0'], ['missed', '0'], ['missed', '1']]);
});

test('R-063 members below the learning target of a scheme are counted by themselves, platform by platform', async () => {
  const text = readFileSync(new URL(`../../../../schemes/${SCHEME}.yaml`, import.meta.url), 'utf8')
    .replace(`\nid: ${SCHEME}\n`, '\nid: learning-target\n')
    .replace('\nduties:\n', () => '\nduties:\n  - {id: D6, zh: 学习强国年度积分, en: points of the year, record: platform_learning, each: member, every: year, expect: {sum: xuexi, atLeast: 300}, source: S0 L131「完成学习强国」}\n');
  await world.tell(SchemePublishedSchema, 'learning-target', { schemeId: 'learning-target', version: 1, text });
  await world.heard('published-schemes', 'learning-target@1');
  await world.adopts('learning-target', 'U1');
  const [reader, other, colleague] = [await world.member('B01'), await world.member('B01'), await world.member('B02')];
  const clerks = { B01: await world.as('clerk', 'B01'), B02: await world.as('clerk', 'B02') };
  for (const [code, member, platform, points] of [['B01', reader, 'xuexi', 180], ['B01', reader, 'xuexi', 120], ['B01', other, 'xuexi', 299], ['B01', other, 'cadre_college', 500], ['B02', colleague, 'xuexi', 300]] as const) {
    const { status, body } = await clerks[code].post('/api/evidence/records', { type: 'platform_learning', unitId: world.id(code), day: '2026-03-01', title: '平台学习', fields: { member, platform, points, done: true }, fileIds: [] });
    expect([status, body.errors]).toEqual([201, undefined]);
  }
  world.moveClock('2027-01-04');
  const { values } = await ask(['missed', 'met'].map((measure) => ({ name: measure, scheme: 'learning-target', duty: 'D6', measure, to: '2026-12-31' })));
  expect(values.map(({ name, unitId, valueJson }) => [name, unitId === world.id('B01') ? 'B01' : 'B02', valueJson])).toEqual([['missed', 'B01', '1'], ['missed', 'B02', '0'], ['met', 'B01', '1'], ['met', 'B02', '1']]);
});
