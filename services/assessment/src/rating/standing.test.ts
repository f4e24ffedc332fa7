import { writeXlsx } from 'hucre/xlsx';
import type { StandingView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import type { Client } from '@xingchuang/testkit';
import { RatingFacts } from './rating-facts.ts';
import { RatingWorld } from './rating.fixture.ts';
import { readStanding } from './standing-rule.ts';

let world: RatingWorld;
let by: Client;
const FILE = newId();
beforeAll(async () => {
  world = await RatingWorld.start();
  by = await world.as('reviewer', 'WC');
});
afterAll(() => world?.system.stop());

const row = (code: string, name: string, score: string, rank = '') => ({ code, name, score, rank });
const ROWS = [row('', '外单位甲', '98.5', '1'), row('S1', '一支部', '90', '2'), row('S2', '二支部', '90', '3'), row('S3', '三支部', '74.9', '4')];
const plan = (change: object = {}) => ({ name: 'market_entities', title: '市场主体三评', origin: 'market-entity', on: '2026-03-20', fileId: FILE, marks: { lastCount: 3, below: '75' }, rows: ROWS, ...change });
const preview = (bytes: Uint8Array) => by.upload('/api/assessment/standings/preview', bytes);

describe('a sheet is read before it is taken', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['CSV', () => Buffer.from('名次,名称,得分,编码\n1,甲,98.5,\n2,乙,90,S1\n')],
    ['CSV in GBK', () => Buffer.from('c3fbb4ce2cc3fbb3c62cb5c3b7d60a312cbcd72c39382e350a322cd2d22c39300a', 'hex')],
    ['JSON', () => Buffer.from('[{"名称":"甲","得分":98.5,"名次":1},{"名称":"乙","得分":"90","名次":2}]')],
    ['XLSX', () => writeXlsx({ sheets: [{ name: '三评', rows: [['名称', '得分', '名次'], ['甲', 98.5, 1], ['乙', 90, 2]] }] })],
  ])('%s', async (_, bytes) => {
    const { status, body } = await preview(await bytes());
    expect(status).toBe(200);
    expect(body).toMatchObject({ total: 2, faults: [], differences: [], rows: [{ row: 2, name: '甲', score: '98.5', rank: '1' }, { row: 3, name: '乙', score: '90' }] });
  });

  test('every fault is named by row and column', async () => {
    const { body } = await preview(Buffer.from('编码,名称,得分,名次\nS9,甲,98.5,1\n,乙,很好,\nS1,丙,80,零\nS1,丁,81.555,\n,,70,\n'));
    expect(body.faults.map(({ row: at, column, code }: { row: number; column: string; code: string }) => `${at} ${column} ${code}`)).toEqual([
      '2 编码 standing.unknown-unit', '3 得分 standing.bad-score', '4 名次 standing.bad-rank', '5 得分 standing.bad-score', '5 编码 standing.twice', '6 名称 import.empty-cell',
    ]);
  });

  test('a rank that does not follow from the scores is shown', async () => {
    const { body } = await preview(Buffer.from('名称,得分,名次\n甲,90,1\n乙,95,2\n丙,80,3\n'));
    expect(body.differences).toEqual([{ row: 3, name: '乙', given: 2, computed: 1 }, { row: 2, name: '甲', given: 1, computed: 2 }]);
  });

  test.each([['no table', Buffer.from([0, 255, 254, 129])], ['nothing', Buffer.alloc(0)], ['a header only', Buffer.from('名称,得分\n')]])('%s', async (_, bytes) => {
    expect((await preview(bytes)).status).toBe(422);
  });

  test('more than ten mebibytes, and a body that says it is a command', async () => {
    expect(await preview(Buffer.alloc(11 * 1_048_576, 65))).toMatchObject({ status: 429, body: { code: 'standing.too-large' } });
    expect(await by.post('/api/assessment/standings/preview', [{ 名称: '甲', 得分: 1 }])).toMatchObject({ status: 422, body: { code: 'import.not-a-table' } });
  });
});

test('law: ranks are those of the scores in whatever order rows come, equal scores share theirs from both ends', () => {
  const rows = ROWS.map((one, at) => ({ ...one, row: at + 2 }));
  const units = new Map(['S1', 'S2', 'S3'].map((code) => [code, { id: code, path: [code] }]));
  const ranks = (list: typeof rows) => new Map(readStanding(list, units).ranked.map(({ name, rank, rankFromBottom }) => [name, [rank, rankFromBottom]]));
  expect([...ranks(rows)]).toEqual([['外单位甲', [1, 4]], ['一支部', [2, 2]], ['二支部', [2, 2]], ['三支部', [4, 1]]]);
  expect(ranks(rows.toReversed())).toEqual(ranks(rows));
});

describe('a list of the review', () => {
  let list: StandingView;
  beforeAll(async () => {
    const { status, body } = await by.post('/api/assessment/standings', plan());
    expect([status, body.code]).toEqual([201, undefined]);
    list = body as StandingView;
  });

  test('ranks, the last ones, and who is last and below 75', () => {
    expect(list.rows.map(({ name, rank, rankFromBottom, givenRank, amongLast, lastAndBelow }) => [name, rank, rankFromBottom, givenRank, amongLast, lastAndBelow])).toEqual([
      ['外单位甲', 1, 4, 1, false, false], ['一支部', 2, 2, 2, true, false], ['二支部', 2, 2, 3, true, false], ['三支部', 4, 1, 4, true, true],
    ]);
    expect([list.fileId, list.differences]).toEqual([FILE, 1]);
  });

  test('a correction keeps what stood before', async () => {
    const rows = ROWS.map((one) => (one.code === 'S3' ? { ...one, score: '75' } : one));
    const order = { reason: '复核后更正三支部得分', on: '2026-03-20', fileId: FILE, rows };
    const [one, other] = await Promise.all([1, 2].map(() => by.post(`/api/assessment/standings/${list.id}/corrections`, order, { 'if-match': '"1"' })));
    expect([one!.status, other!.status].sort()).toEqual([200, 412]);
    const now = (await by.get(`/api/assessment/standings/${list.id}`)).body as StandingView;
    expect(now).toMatchObject({ edition: 2, version: 2, editions: [{ edition: 1, reason: '' }, { edition: 2, reason: '复核后更正三支部得分' }] });
    expect(now.rows.at(-1)).toMatchObject({ score: '75', lastAndBelow: false });
    expect((await by.get(`/api/assessment/standings/${list.id}?edition=1`)).body.rows.at(-1)).toMatchObject({ score: '74.9', lastAndBelow: true });
  });

  test('a scheme gets score and ranks, for the unit and for the one above it', async () => {
    const of = (ids: readonly string[]) => world.system.app.get(RatingFacts, { strict: false }).of(ids, { from: '2026-01-01', to: '2026-12-31' });
    const facts = await of([world.id('S3'), world.id('G3'), world.id('K1')]);
    const expected = { name: 'market_entities', on: '2026-03-20', subject: '三支部', score: '75', rank: 4, rankFromBottom: 1, units: 4, fileId: FILE };
    expect(facts.get(world.id('S3'))).toMatchObject({ rankings: [expected], ratings: [] });
    expect(facts.get(world.id('G3'))!.rankings).toMatchObject([expected]);
    expect(facts.get(world.id('K1'))!.rankings).toEqual([]);
  });

  test('units on it read it, others learn nothing', async () => {
    expect((await (await world.as('clerk', 'S2')).get(`/api/assessment/standings/${list.id}`)).status).toBe(200);
    expect((await (await world.as('clerk', 'S2')).get('/api/assessment/standings')).body.items).toHaveLength(1);
    expect((await (await world.as('clerk', 'K1')).get(`/api/assessment/standings/${list.id}`)).status).toBe(404);
    expect((await (await world.as('clerk', 'K1')).get('/api/assessment/standings')).body.items).toEqual([]);
  });
});

test.each<[string, object, string]>([
  ['a day to come', { on: '2026-04-02' }, 'standing.future'],
  ['a faulty row', { rows: [row('', '甲', '一百')] }, 'standing.faulty'],
  ['no source document', { fileId: undefined }, 'input.invalid'],
])('refused: %s', async (_, change, code) => {
  expect(await by.post('/api/assessment/standings', plan(change))).toMatchObject({ status: 422, body: { code } });
});

describe('democratic evaluation of members', () => {
  let people: string[];
  let clerk: Client;
  beforeAll(async () => {
    people = await Promise.all([1, 2, 3, 4].map(() => world.tellMember('S1')));
    clerk = await world.as('clerk', 'S1');
  });
  const order = (levels: readonly string[], change: object = {}) => ({ unitId: world.id('S1'), year: 2026, on: '2026-03-30', members: levels.map((level, at) => ({ personId: people[at], level })), ...change });

  test('levels, shares, and who has none', async () => {
    const { status, body } = await clerk.post('/api/assessment/member-evaluations', order(['优秀', '合格', '合格']));
    expect(status).toBe(200);
    expect(body).toMatchObject({ shares: [{ level: '优秀', count: 1, percent: '33.33' }, { level: '合格', count: 2, percent: '66.67' }, { level: '基本合格', percent: '0' }, {}], missing: [people[3]] });
  });

  test('a correction wants a reason and keeps the shares before', async () => {
    expect((await clerk.post('/api/assessment/member-evaluations', order(['优秀']))).body.code).toBe('member-evaluation.no-reason');
    const { body } = await clerk.post('/api/assessment/member-evaluations', order(['优秀', '优秀', '合格', '合格'], { reason: '补评一人' }));
    expect(body).toMatchObject({ version: 2, missing: [], history: [{ version: 1, shares: [{ count: 1 }, {}, {}, {}] }, { version: 2, reason: '补评一人', shares: [{ percent: '50' }, {}, {}, {}] }] });
  });

  test.each<[string, object, string]>([
    ['a stranger', { members: [{ personId: newId(), level: '优秀' }] }, 'member-evaluation.not-member'],
    ['an unknown level', { reason: '更正', levels: ['甲', '乙'] }, 'member-evaluation.level'],
    ['another year', { reason: '更正', on: '2025-12-30' }, 'member-evaluation.day'],
  ])('refused: %s', async (_, change, code) => {
    expect(await clerk.post('/api/assessment/member-evaluations', order(['优秀'], { reason: '更正', ...change }))).toMatchObject({ status: 422, body: { code } });
  });

  test('a branch sees its own, who oversees sees who is missing', async () => {
    await world.tellMember('S2');
    expect((await (await world.as('clerk', 'S2')).post('/api/assessment/member-evaluations', order(['优秀']))).status).toBe(404);
    const all = (await by.get('/api/assessment/member-evaluations?year=2026')).body;
    expect([all.items.length, all.missing.map(({ code }: { code: string }) => code)]).toEqual([1, ['S2']]);
    expect((await (await world.as('clerk', 'S2')).get('/api/assessment/member-evaluations?year=2026')).body.items).toEqual([]);
  });
});
