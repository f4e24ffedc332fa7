import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { Scenario, schemeWith } from '../scenario.fixture.ts';

/** What others keep, rank, ask and inspect fills the facts of a round, and the decision rests on it. */
const ID = 'jiaozuo-party-building-pioneer';
const FACTS = `facts:
  output: {zh: 产出, type: decimal, places: 1, optional: true, from: {indicator: output}}
  growth: {zh: 增长, type: decimal, places: 1, optional: true, from: {indicator: growth, over: all}}
  place: {zh: 名次, type: integer, optional: true, from: {ranking: provincial, measure: rank}}
  from_bottom: {zh: 倒数名次, type: integer, optional: true, from: {ranking: provincial, measure: rankFromBottom}}
  ranked: {zh: 参加排名数, type: integer, optional: true, from: {ranking: provincial, measure: units}}
  content: {zh: 满意比例, type: decimal, places: 1, optional: true, from: {survey: satisfaction, measure: share, field: good}}
  asked: {zh: 答卷数, type: integer, optional: true, from: {survey: satisfaction, measure: count}}
  site_mean: {zh: 检查均分, type: decimal, places: 1, optional: true, from: {inspection: site_check, measure: mean}}
  site_last: {zh: 最近一次检查得分, type: decimal, places: 2, optional: true, from: {inspection: site_check, measure: last}}
  site_lowest: {zh: 最低一次检查得分, type: decimal, places: 2, optional: true, from: {inspection: site_check, measure: lowest}}
  site_count: {zh: 检查次数, type: integer, optional: true, from: {inspection: site_check, measure: count}}
`;
const SCHEME = schemeWith(ID, ['\nfacts:\n', `\n${FACTS}`], ['from: {entered: {parameter: naming_body}}', 'from: {indicator: method_result}'], ['when: method_passed,', 'when: method_passed && place != null && place <= 2 && content != null && content >= 60 && site_lowest != null && site_lowest >= 80,']);
const PLAN = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], D1: ['organ', 'C'], D2: ['organ', 'C'], D3: ['organ', 'C'], X: ['organ', ''] } as const;
const INSPECTORS = [newId(), newId()];

let world: Scenario;
let wc: Client, review: Client;
const indicator = (name: string, on: string, rows: readonly (readonly [string, unknown])[], by = review) =>
  by.post('/api/assessment/indicators', { name, title: '年度指标', on, source: '统计年报', rows: rows.map(([code, value]) => ({ code, value })) });
const factsOf = async (code: string) => (await review.get(world.facts(code))).body;

beforeAll(async () => {
  world = await Scenario.start('2026-03-02T10:00:00+08:00', PLAN, [SCHEME]);
  await world.system.platform.bus.answer('evidence.of-unit', async (bytes) => toBinary(EvidenceOfUnitReplySchema, create(EvidenceOfUnitReplySchema, { fileIds: fromBinary(EvidenceOfUnitRequestSchema, bytes).ids, recordIds: [] })));
  [wc, review] = [await world.as('decider', 'WC'), await world.as('reviewer', 'WC')];
  const opened = await world.open(wc, {
    schemeId: ID, title: '2026年先锋系统', declaring: { from: '2026-03-02', to: '2026-03-31' }, parameters: { naming_body: 'work_committee', adjustment_used: false, recheck_used: false },
    documents: { method: { title: '评定办法', number: '1号', publishedOn: '2026-03-01' } },
  });
  expect([opened.status, opened.body.code]).toEqual([201, undefined]);
});
afterAll(() => world?.system.stop());

describe('indicators', () => {
  test('a table is read first: what would be imported and every fault by its row; nothing is kept', async () => {
    const send = (text: string, by = review) => fetch(`${by.url}/api/assessment/indicators/preview`, { method: 'POST', headers: { authorization: `Bearer ${by.token}`, 'content-type': 'application/octet-stream' }, body: text });
    const read = await (await send('编码,名称,值\nD1,甲,12.50\nD9,乙,1\nD1,甲,2\nD2,丙,\nD3,丁,是\n')).json() as { rows: { row: number; code: string; value: unknown }[]; faults: { row: number; column: string; zh: string }[] };
    expect(read.rows.map(({ row, code, value }) => [row, code, value])).toEqual([[2, 'D1', '12.50'], [3, 'D9', 1], [4, 'D1', 2], [6, 'D3', true]]);
    expect(read.faults.map(({ row, column, zh }) => `${row} ${column} ${zh}`)).toEqual(['3 编码 第 3 行：没有编码为 D9 的单位', '4 编码 第 4 行：D1 出现了两次', '5 值 第 5 行：D2 没有填值']);
    expect([(await send('名称,值\n甲,1\n')).status, (await send('编码,值\nD1,1\n', wc)).status, (await review.get('/api/assessment/indicators')).body.items]).toEqual([422, 403, []]);
  });

  test.each([
    ['a unit that is nowhere', () => indicator('output', '2026-02-28', [['D1', '1'], ['D9', '2']]), 422, 'indicator.unit-unknown', 'rows[1].code'],
    ['a unit of somebody else', () => indicator('output', '2026-02-28', [['X', '1']]), 422, 'indicator.unit-unknown', 'rows[0].code'],
    ['a unit twice', () => indicator('output', '2026-02-28', [['D1', '1'], ['D1', '2']]), 422, 'indicator.twice', 'rows[1].code'],
    ['a day that has not come', () => indicator('output', '2026-03-03', [['D1', '1']]), 422, 'indicator.in-future', 'on'],
  ])('%s is refused, and nothing of the file is kept', async (_, send, status, code, field) => {
    const { status: got, body } = await send();
    expect([got, body.code, body.field, (await review.get('/api/assessment/indicators')).body.items]).toEqual([status, code, field, []]);
  });

  test('are brought by who may import, and listed with where they come from', async () => {
    expect((await indicator('output', '2026-02-28', [['D1', '1']], wc)).status).toBe(403);
    expect((await indicator('method_result', '2026-02-28', [['D1', true], ['D2', true], ['D3', true]])).status).toBe(201);
    const { id } = (await indicator('output', '2026-01-31', [['D1', '12.25'], ['D2', 7]])).body;
    const values = (await review.get(`/api/assessment/indicators/${id}/values`)).body.items as { unit: { code: string }; value: unknown }[];
    expect(values.map(({ unit, value }) => [unit.code, value])).toEqual([['D1', '12.25'], ['D2', 7]]);
    await indicator('output', '2026-02-28', [['D1', '13.5']]);
    await indicator('output', '2026-02-28', [['D1', '13.55']]);
    await indicator('growth', '2025-12-31', [['D1', '-3.25'], ['D2', 4]]);
    expect((await review.get('/api/assessment/indicators?name=output')).body.items).toMatchObject([{ on: '2026-02-28', count: 1, source: '统计年报' }, { on: '2026-02-28' }, { on: '2026-01-31', count: 2 }]);
  });
});

describe('rankings, surveys and inspections', () => {
  test('are there before the facts are counted', async () => {
    const rows = ['D2', 'D1', 'D3'].map((code, i) => ({ code, name: code, score: String(90 - i), rank: '' }));
    expect((await review.post('/api/assessment/standings', { name: 'provincial', title: '省内排名', origin: 'superior', on: '2026-02-28', fileId: newId(), rows })).status).toBe(201);
    const survey = (await review.post('/api/assessment/ratings', {
      kind: 'public', name: 'satisfaction', title: '满意度', from: '2026-03-01', to: '2026-03-02', lastDay: '2026-03-10', minimum: 3, aboutIds: [world.units['D1']!.id],
      questions: [{ id: 'how', kind: 'choice', text: '满意吗', options: [{ id: 'good', text: '满意' }, { id: 'bad', text: '不满意' }] }],
    })).body;
    for (const how of ['good', 'good', 'bad']) {
      const answered = await review.post(`/api/assessment/public/surveys/${survey.link.split('/').at(-1)}/answers`, { device: newId().replaceAll('-', '').repeat(2), answers: { [world.units['D1']!.id]: { how } } });
      expect(answered.status).toBe(200);
    }
    expect((await review.post(`/api/assessment/ratings/${survey.id}/closing`, { reason: '结束' })).status).toBe(200);
    const office = await world.as('supervisor', 'WC', INSPECTORS[0]);
    await office.post('/api/assessment/onsite/forms', { id: 'site_check', zh: '检查表', kind: 'checklist', sections: [{ id: 's', zh: '一', items: [{ id: 'a', zh: '甲', kind: 'score', most: '100' }] }] });
    const visits = [['D1', '90.55'], ['D1', '80.20'], ['D1', '85'], ['D2', '79.99']] as const;
    for (const [i, [code, value]] of visits.entries()) {
      const visit = (await office.post('/api/assessment/onsite/visits', { unitId: world.units[code]!.id, kind: 'announced', formId: 'site_check', on: '2026-03-02', inspectorIds: [INSPECTORS[0]] })).body;
      const at = '2026-03-02T02:00:00Z';
      const entries = [{ id: newId(), visitId: visit.id, sequence: 2 * i + 1, at, what: 'answer', itemId: 'a', base: 0, value }, { id: newId(), visitId: visit.id, sequence: 2 * i + 2, at, what: 'hand-in' }];
      await office.post('/api/assessment/onsite/sync', { device: INSPECTORS[1], entries });
      expect((await office.post(`/api/assessment/onsite/visits/${visit.id}/file`, { heldOn: `2026-0${i === 1 ? 2 : 3}-0${i === 0 ? 1 : 2}`, feedback: '反馈', workdays: 5 })).status).toBe(200);
    }
  });

  test('fill the facts of those that they tell of, rounded to the places of the fact; what nobody tells is left out', async () => {
    world.at('2026-03-11');
    const filled = await review.post(world.campaign('facts', 'fill'), {});
    expect([filled.status, filled.body]).toEqual([200, { changed: 3, unchanged: 0, unknown: [] }]);
    const { facts, origins, refs } = await factsOf('D1');
    expect(facts).toMatchObject({
      method_passed: true, output: '13.6', growth: '-3.3', place: 2, from_bottom: 2, ranked: 3, content: '66.7', asked: 3, site_mean: '85.3', site_last: '85', site_lowest: '80.2', site_count: 3,
    });
    expect([origins.site_last, origins.output.how, refs.output.length]).toEqual([{ how: 'counted', source: 'inspection: site_check · last' }, 'counted', 1]);
    const other = (await factsOf('D3')).facts;
    expect([other.output, other.content, other.site_lowest, other.site_count, other.place]).toEqual([null, null, null, 0, 3]);
  });

  test('and the decision rests on them', async () => {
    for (const code of ['D1', 'D2']) {
      await (await world.as('clerk', code)).post(world.candidacy(code, 'declare'), { level: 'pioneer', text: '自评' });
      await review.post(world.candidacy(code, 'verify'), { passed: true, text: '齐全' });
    }
    const refused = await wc.post(world.candidacy('D2', 'decide'), { level: 'pioneer' });
    expect([refused.body.code, (await wc.post(world.candidacy('D1', 'decide'), {})).body.level.id]).toEqual(['level.above-facts', 'pioneer']);
    expect((await wc.get(world.candidacy('D2', 'decision'))).body.text).toContain('最低一次检查得分');
  });
});
