import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServices, tellUnits, testTrust, until, Client, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { verifyCampaign } from '@xingchuang/transparency/campaign';
import type { Role } from '@xingchuang/rules';
import type { Running } from '@xingchuang/server';
import { SmallLog } from '../../../../libs/transparency/src/verify.fixture.ts';
import { assessment } from '../index.ts';
import { changed, fetchPackage, readerOf, unpack, type Files } from './package.fixture.ts';

/** A programme that exists nowhere: points by rank, places for levels and for recommending, limits in working days, a level that holds for a year. */
const SCHEME = `
format: 1
id: bay-offices
version: 1
name: {zh: 湾区所考评, en: Bay offices}
sources:
  M: {document: 湾区所考评办法, date: '2025-06-01'}
window: {years: 1, reading: calendar, source: M 第二条}
kinds:
  office: {zh: 所, is: rated}
  bureau: {zh: 局, is: body}
  town: {zh: 区, is: titled}
facts:
  output: {zh: 吞吐量, type: decimal, places: 1, source: M 第三条}
  fined: {zh: 罚款, type: records, absent: [], within: [on], fields: {on: {zh: 日期, type: day}}}
populations:
  everyone: {zh: 全部, basis: 'derived: 全体'}
  town: {zh: 同一区, by: [parent], source: M 第四条}
levels:
  - {id: plain, stars: 0, zh: 一般, basis: 'derived: 其余'}
  - {id: good, when: total >= 3, zh: 良好, holds: {years: 1}, source: M 第六条}
  - {id: best, when: total >= 6, zh: 优秀, holds: {years: 1}, source: M 第六条}
dimensions:
  - id: work
    zh: 业务
    score: {max: 10}
    source: M 第三条
    tasks:
      - id: place
        zh: 位次
        source: M 第三条
        items:
          - {id: by_place, zh: '第1名6分，其余按比例', kind: score, score: {expr: 'everyone.rank(output) == 1 ? 6 : 6 * everyone.proportion(output)', places: 2, rounding: half}}
          - {id: by_mean, zh: 高于平均加分, kind: score, score: {expr: everyone.deviation(output), places: 1, rounding: half, min: 0, max: 2}}
extras:
  - {id: minus, zh: 扣分, source: M 第五条, items: [{id: per_fine, zh: 每次扣1分, score: {expr: -1 * size(fined)}}]}
total: {zh: 总分, source: M 第六条}
quotas:
  - {id: shares, zh: 优秀不超过四分之一, population: everyone, shares: {best: 25}, rounding: down, on: [level], order: [total], ties: out, source: M 第七条}
  - {id: forward, zh: 每区推荐不超过一半, population: town, shares: {good: 50, best: 50}, rounding: down, on: [recommending], adjust: {by: bureau}, source: M 第八条}
process:
  - id: P1
    zh: 考评
    source: M 第九条
    steps:
      - {id: P1.1, zh: 申报, act: declare, by: office, to: bureau}
      - {id: P1.2, zh: 审核, act: propose, by: bureau, due: {workdays: 20}}
      - {id: P1.3, zh: 推荐, act: recommend, by: bureau, levels: [good, best], quota: forward, due: {months: 1, holiday: next}, least: {workdays: 3}}
      - {id: P1.4, zh: 审定, act: decide, by: bureau, least: {workdays: 2}}
      - {id: P1.5, zh: 抽查, act: spot-check, by: bureau, share: 30}
adjustment:
  down: {id: down, zh: 及时降级, at: at-once, source: M 第十一条}
  up: {id: up, zh: 升级随考评, at: yearly, source: M 第十一条}
  ledger: levels_kept
documents:
  levels_kept: {zh: 等级台账, by: bureau, source: M 第十一条}
titles:
  - {id: model_town, zh: 示范区, of: town, source: M 第十条, all: [{id: T.1, zh: 良好以上过半, expr: atLeast(good) * 2 > total, source: M 第十条}]}
`;
const A = '/api/assessment';
const OUTPUT: Readonly<Record<string, number>> = { H1: 60, H2: 50, H3: 45.5, H4: 40, H5: 30, H6: 25, H7: 20, H8: 5 };
let folder: string;
let system: Running;
let trust: TestTrust;
let units: Readonly<Record<string, TestUnit>>;
let decider: Client, reviewer: Client;
let campaignId = '';
const ids = new Map<string, string>();
let zip: Buffer;
let files: Files;

const as = async (role: Role, code: string): Promise<Client> => {
  const { id: unitId, kind: unitKind, jurisdictionId } = units[code]!;
  return new Client(system.url, await trust.token({ role, unitId, unitKind, jurisdictionId }));
};
const at = (day: string, hour = 10): void => system.platform.clock.move(new Date(`${day}T${hour}:00:00+08:00`));
async function done(by: Client, path: string, body: object = {}) {
  const answer = await by.post(`${A}/${path}`, body);
  if (answer.status >= 300) throw new Error(`${path} ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}
const on = (code: string, command: string): string => `candidacies/${ids.get(code)}/${command}`;
const facts = (units_: readonly string[], more: object = {}) => ({ units: units_.map((unit) => ({ unit, facts: { output: OUTPUT[unit], ...more } })) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xingchuang-schemes-'));
  writeFileSync(join(folder, 'bay-offices.yaml'), SCHEME);
  writeFileSync(join(folder, 'fewer.yaml'), SCHEME.replace('version: 1', 'version: 2').replace('best: 25', 'best: 13'));
  system = await startServices([assessment], { now: '2026-01-05T10:00:00+08:00', config: { SCHEMES_DIR: folder } });
  trust = await testTrust(system.platform.bus);
  const offices = Object.fromEntries(Object.keys(OUTPUT).map((code, i) => [code, ['office', i < 4 ? 'T1' : 'T2'] as const]));
  const plan = { C: ['city_committee', ''], B: ['bureau', 'C', 'body'], T1: ['town', 'C'], T2: ['town', 'C'], ...offices } as const;
  units = await tellUnits(system.platform.bus, plan);
  await until(() => system.platform.databases.get('assessment')!.connection.db!.collection('units').countDocuments().then((count) => count === Object.keys(plan).length), 'the units');
  [decider, reviewer] = (await Promise.all([as('decider', 'B'), as('reviewer', 'B')])) as [Client, Client];
  campaignId = (await done(decider, 'campaigns', { title: '2025年度考评', schemeId: 'bay-offices', schemeVersion: 1, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: {}, appealWorkdays: 5 })).id;
  for (const { id, unit } of (await decider.get(`${A}/candidacies?campaignId=${campaignId}`)).body.items) ids.set(unit.code, id);
  await done(reviewer, `campaigns/${campaignId}/facts/import`, facts(Object.keys(OUTPUT)));
  for (const code of ['H1', 'H2', 'H3', 'H4', 'H5']) await done(await as('clerk', code), on(code, 'declare'), { level: 'best', text: '自评' });
  at('2026-01-19');
  for (const code of ['H1', 'H2', 'H3']) await done(reviewer, on(code, 'propose'));
  at('2026-01-19', 12);
  await done(reviewer, `campaigns/${campaignId}/facts/import`, facts(['H5'], { output: 61, fined: [{ on: '2025-03-01' }] })); // the ranks of all are others now
  at('2026-01-19', 14);
  for (const code of ['H1', 'H2', 'H3', 'H4', 'H5']) await done(reviewer, on(code, 'propose'));
  at('2026-01-20');
  const recommended: string[] = [];
  for (const code of ['H1', 'H2', 'H5']) if ((await decider.post(`${A}/${on(code, 'recommend')}`, {})).status === 200) recommended.push(code);
  at('2026-01-30');
  for (const code of recommended) await done(decider, on(code, 'decide'));
  await done(reviewer, `campaigns/${campaignId}/spot-checks`, { step: 'P1.5' });
  zip = await fetchPackage(decider, campaignId);
  files = await unpack(zip);
}, 120_000);
afterAll(async () => {
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (of: Files) => verifyCampaign(readerOf(of));
const lines = (file: string): any[] => files.get(`data/${file}`)!.toString().trim().split('\n').filter((text) => text !== '').map((text) => JSON.parse(text)); // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it

test('a round whose units are compared: clean, each decision among the facts of its time', () => {
  expect(verify(files).differences).toEqual([]);
  expect(lines('rounds.jsonl').map(({ base, units: among }) => [base === '', among.length])).toEqual([[true, 8], [false, 1]]);
  expect([lines('decisions.jsonl').length, lines('quotas.json')[0].length, lines('populations.json')[0].length]).toEqual([8, 3, 3]);
  expect(lines('candidacies.jsonl').filter(({ state }) => state === 'settled').length).toBeGreaterThan(1);
  expect(lines('spot-checks.jsonl')).toHaveLength(1);
});

test('what a newer version would change is told of all units compared', async () => {
  const { levels, incomplete } = await done(decider, `campaigns/${campaignId}/move`, { version: 2 });
  expect([levels.map((one: Record<'unit' | 'from' | 'to', { code: string; id: string }>) => [one.unit.code, one.from.id, one.to.id]), incomplete]).toEqual([[['H5', 'best', 'good']], []]);
});

test('an event of the year is reckoned among all units of the round', async () => {
  at('2026-02-10');
  const adjust = (fined: readonly object[]) => decider.post(`${A}/${on('H1', 'adjust')}`, { on: '2026-02-09', facts: { fined }, reason: '罚款' });
  expect((await adjust([])).body.code).toBe('adjustment.no-effect'); // alone it would have no place among the best
  expect((await adjust([{ on: '2026-02-09' }])).body).toMatchObject({ from: { id: 'best' }, to: { id: 'good' }, clause: 'down', failed: ['shares'] });
  const after = await unpack(await fetchPackage(decider, campaignId));
  expect(verify(after).differences).toEqual([]);
  const [decision] = after.get('data/decisions.jsonl')!.toString().trim().split('\n').map((text) => JSON.parse(text)).filter(({ basis }) => basis.window.to === '2026-02-09');
  expect([decision.decision.quotas, decision.basis.round]).toEqual([[expect.objectContaining({ level: 'best', place: 3, places: 2, in: false })], expect.any(String)]);
});

const unit = (code: string) => ({ unitId }: { unitId?: string }) => unitId === units[code]!.id;
const all = () => true;
const settled = (value: any) => value.state === 'settled'; // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it
type Change = (value: any) => unknown; // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it

test.each([
  ['a score', 'decisions.jsonl', unit('H3'), (v) => (v.decision.scores.place = '5.55'), 'H3', 'score place', 'place', 'M 第三条'],
  ['a total', 'decisions.jsonl', unit('H1'), (v) => (v.decision.score = '9'), 'H1', 'score', 'total', 'M 第六条'],
  ['a rank', 'decisions.jsonl', unit('H2'), (v) => (v.decision.ranks.find((rank: { value: unknown }) => typeof rank.value === 'number').value += 1), 'H2', expect.stringMatching(/^rank /), 'everyone', expect.any(String)],
  ['a place for a level', 'decisions.jsonl', unit('H5'), (v) => (v.decision.quotas[0].places += 1), 'H5', 'place for best', 'shares', 'M 第七条'],
  ['which facts a rank was reckoned on', 'rounds.jsonl', ({ base }: { base?: string }) => base !== '', (v) => (v.units[0].version = 1), 'H1', 'score by_place', 'by_place', 'M 第三条'],
  ['who was among the others', 'rounds.jsonl', ({ base }: { base?: string }) => base === '', (v) => v.units.splice(0, 1), 'H', expect.any(String), undefined, undefined],
  ['a fact of another unit', 'facts.jsonl', unit('H8'), (v) => (v.facts.output = '7.0'), 'H8', '吞吐量 (output)', 'by_place', 'M 第三条'],
  ['the count of a quota', 'quotas.json', all, (v) => (v[0].base += 1), 'shares', 'base', 'shares', 'M 第七条'],
  ['places of a quota', 'quotas.json', all, (v) => (v[1].places[0].places += 1), 'forward', expect.stringMatching(/^places for/), 'forward', 'M 第八条'],
  ['who took a place', 'quotas.json', all, (v) => v[1].used.push('H4'), 'forward', 'units that took a place', 'forward', 'M 第八条'],
  ['a population', 'populations.json', all, (v) => v[0].units.pop(), 'campaign', expect.stringMatching(/^population everyone/), 'everyone', expect.any(String)],
  ['a last day', 'candidacies.jsonl', settled, (v) => (v.deadlines[1].lastDay = '2026-03-20'), 'H', 'last day', 'P1.2', 'M 第九条'],
  ['how a last day was reckoned', 'candidacies.jsonl', settled, (v) => (v.deadlines[1].derivation[3].counted = 9), 'H', expect.stringMatching(/^reckoning of the last day, 2026-/), 'P1.2', 'M 第九条'],
  ['an act before its time', 'candidacies.jsonl', settled, (v) => Object.assign(v.timeline.find(({ act }: { act: string }) => act === 'decide'), { day: '2026-01-21', at: '2026-01-21T02:00:00.000Z' }), 'H', 'day', 'P1.3', 'M 第九条'],
  ['how long a level holds', 'candidacies.jsonl', settled, (v) => (v.holdsUntil = '2028-01-29'), 'H', 'holds until', undefined, undefined],
  ['a drawn unit', 'spot-checks.jsonl', all, (v) => (v.drawn[0].code = 'H8'), 'campaign', 'drawn 1', 'P1.5', 'M 第九条'],
  ['the share of a draw', 'spot-checks.jsonl', all, (v) => (v.share = '10'), 'campaign', 'share', 'P1.5', 'M 第九条'],
  ['a day off between', 'calendar.json', all, (v) => v.find(({ year }: { year: number }) => year === 2026).off.splice(3, 1), 'calendar 2026', expect.stringMatching(/^2026-/), '2026', expect.any(String)],
] as [string, string, (value: { unitId?: string; base?: string }) => boolean, Change, string, unknown, string | undefined, unknown][])('%s changed: named', (_, file, fits, change, object, item, clause, source) => {
  const [first] = verify(changed(files, `data/${file}`, fits, change)).differences;
  expect([first?.object, first?.item]).toEqual([expect.stringContaining(object), item]);
  expect([first!.clause, first!.source]).toEqual([clause ?? first!.clause, source ?? first!.source]);
  expect(first!.expected).not.toBe(first!.found);
});

test('more recommended than places, in a package that is otherwise consistent', () => {
  const group = lines('quotas.json')[0].find(({ used }: { used: string[] }) => used.length > 0);
  const fewer = changed(files, 'data/campaign.json', all, (value) => value.quotas.push({ quota: 'forward', counts: { best: 0, good: 0 }, reason: '…', by: value.openedBy, at: value.openedAt }));
  const sealed = changed(fewer, 'data/quotas.json', all, (boards) => {
    for (const board of boards) if (board.quota === 'forward') board.places = board.places.map(({ level }: { level: string }) => ({ level, share: null, places: 0 }));
  });
  const [first] = verify(sealed).differences;
  expect([first!.object, first!.item, first!.clause, first!.expected]).toEqual([`forward ${group.group}`, expect.stringMatching(/^places taken for/), 'forward', 'at most 0']);
});

describe('`xingchuang verify`, with nothing but the file', () => {
  const BIN = fileURLToPath(new URL('../../../../bin/xingchuang.mjs', import.meta.url));
  const run = (path: string, ...more: readonly string[]): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => execFile(process.execPath, [BIN, 'verify', path, ...more], { cwd: folder, env: {} }, (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })));

  test('a ZIP that is as it was', async () => {
    writeFileSync(join(folder, 'round.zip'), zip);
    expect(await run(join(folder, 'round.zip'))).toMatchObject({ code: 0, out: expect.stringMatching(/全部相符[^]*包摘要.*[0-9a-f]{64}/) as string });
  }, 60_000);

  test('is found in a copy of the log by its digest alone; a log that does not speak of it says so', async () => {
    const logWith = (name: string, ...objects: readonly string[]): string => {
      const log = new SmallLog();
      for (const [n, object] of ['thing-1', ...objects, 'thing-2'].entries()) log.say(n === 1 && objects.length > 0 ? 'campaign.packaged' : 'thing.said', object, { n });
      for (const [path, bytes] of log.copy()) {
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), bytes);
      }
      return join(folder, name);
    };
    writeFileSync(join(folder, 'logged.zip'), zip);
    const digest = verify(files).digest!;
    const found = await run(join(folder, 'logged.zip'), '--log', logWith('log', digest));
    expect(found).toMatchObject({ code: 0, out: expect.stringMatching(/全部相符[^]*leaf 1，campaign\.packaged，2026-01-05T02:00:00/) as string });
    const missing = await run(join(folder, 'logged.zip'), '--log', logWith('other-log'));
    expect(missing).toMatchObject({ code: 1, out: expect.stringContaining(`不符 / differs: ${digest}`) as string });
    writeFileSync(join(logWith('torn-log', digest), 'tile/entries/000.p/3'), 'x');
    expect((await run(join(folder, 'logged.zip'), '--log', join(folder, 'torn-log'))).code).toBe(1);
    expect((await run(join(folder, 'logged.zip'), '--log', folder)).code).toBe(2);
  }, 60_000);

  test('a folder in which one score was changed: unit, item and clause', async () => {
    const forged = changed(files, 'data/decisions.jsonl', unit('H3'), (value) => (value.decision.scores.by_mean = '9.9'));
    for (const [path, bytes] of forged) {
      mkdirSync(dirname(join(folder, 'forged', path)), { recursive: true });
      writeFileSync(join(folder, 'forged', path), bytes);
    }
    const { code, out } = await run(join(folder, 'forged'));
    expect([code, out]).toEqual([1, expect.stringMatching(/不符 \/ differs: H3 .*\n.*item +score by_mean\n.*clause +by_mean M 第三条\n[^]*expected [\d.]+\n.*found +9\.9\n/)]);
  }, 60_000);
});
