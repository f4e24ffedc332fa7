import { readXlsx } from 'hucre/xlsx';
import type { RankBoard } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { BulletinWorld } from './world.fixture.ts';

/** Rankings as things stood on a day, with ties, moves and subtrees. */
const R = '/api/publicity/rankings';
let world: BulletinWorld;
let publicist: Client;

const board = async (query: string): Promise<RankBoard> => (await publicist.get(`${R}?${query}`)).body;
const lines = ({ items }: RankBoard) => items.map(({ place, unitName, before, move }) => [place, unitName.slice(-3), before, move]);
const byLevels = (more: string) => board(`campaignId=${world.campaignId}&${more}`);

beforeAll(async () => {
  world = await BulletinWorld.open('2026-02-28');
  publicist = await world.seat('publicist', 'WC');
  await world.gives('B01', 'five', '2026-02-10');
  await world.gives('B02', 'three', '2026-02-10');
  await world.gives('B03', 'three', '2026-02-10');
  await world.gives('B05', 'four', '2026-02-20');
  await world.at('2026-03-31');
  await world.lowered('B01', 'two', '2026-03-15', 'S2.c');
  await until(async () => (await byLevels('')).items.at(-1)?.levelName === '二星', 'the lowered level');
});
afterAll(() => world?.stop());

test('by levels: as of a day, equals share a place, moves against the end of the month before', async () => {
  const march = await byLevels('asOf=2026-03-31');
  expect([march.asOf, march.against, march.total]).toEqual(['2026-03-31', '2026-02-28', 4]);
  expect(lines(march)).toEqual([[1, 'B05', 2, 'up'], [2, 'B02', 3, 'up'], [2, 'B03', 3, 'up'], [4, 'B01', 1, 'down']]);
  expect(march.rule).toBe('按等级由高到低、同等级按得分由高到低排列；相同的并列，其后名次相应空出。');
  expect(lines(await byLevels('asOf=2026-03-14'))).toEqual([[1, 'B01', 1, 'same'], [2, 'B05', 2, 'same'], [3, 'B02', 3, 'same'], [3, 'B03', 3, 'same']]);
  expect(lines(await byLevels('asOf=2026-02-28&against=2026-02-15'))).toEqual([[1, 'B01', 1, 'same'], [2, 'B05', null, 'new'], [3, 'B02', 2, 'down'], [3, 'B03', 2, 'down']]);
});

test('of a subtree: places within it, and only for who governs it', async () => {
  expect(lines(await byLevels(`unitId=${world.units.U1.id}`))).toEqual([[1, 'B02', 2, 'up'], [1, 'B03', 2, 'up'], [3, 'B01', 1, 'down']]);
  const committee = await world.seat('leader', 'OC');
  expect((await committee.get(`${R}?campaignId=${world.campaignId}&unitId=${world.units.U2.id}`)).status).toBe(404);
  expect((await committee.get(`${R}?campaignId=${world.campaignId}`)).body.total).toBe(3); // its own without asking
  expect((await (await world.seat('clerk', 'B01')).get(`${R}?campaignId=${world.campaignId}`)).status).toBe(403);
});

test.each([
  ['', 422, 'campaignId'],
  ['campaignId={c}&asOf=2026-04-01', 422, 'asOf'],
  ['campaignId={c}&asOf=2026-03-01&against=2026-03-02', 422, 'against'],
  ['by=standing', 422, 'subject'],
  ['by=standing&subject=没有的表', 404, 'subject'],
  ['by=stars', 422, 'by'],
])('is refused with %j', async (query, status, field) => {
  const answer = await publicist.get(`${R}?${query.replace('{c}', world.campaignId)}`);
  expect([answer.status, answer.body.field]).toEqual([status, field]);
});

test('by a list of others: the newest of its name on the day, beside the one before', async () => {
  const supervisor = await world.seat('supervisor', 'WC');
  const enter = async (on: string, rows: readonly [name: string, code: string, score: string][]) => {
    const input = { name: 'market_entity_sections', title: '市场主体评议', origin: 'market-entity', area: '', on, fileId: crypto.randomUUID(), marks: {}, rows: rows.map(([name, code, score]) => ({ name, code, score, rank: '' })) };
    const { status, body } = await supervisor.post('/api/assessment/standings', input);
    expect([status, body.code]).toEqual([201, undefined]);
  };
  await enter('2026-02-20', [['甲', 'B01', '90'], ['乙', 'B02', '80'], ['丙', '', '70']]);
  await enter('2026-03-20', [['甲', 'B01', '80'], ['乙', 'B02', '95.5'], ['=1+1', '', '95.5']]);
  const query = `by=standing&subject=market_entity_sections`;
  const shown = ({ items }: RankBoard) => items.map(({ place, unitName, score, move }) => [place, unitName, score, move]);
  expect(shown(await board(query))).toEqual([[1, '=1+1', '95.5', 'new'], [1, world.units.B02.name, '95.5', 'up'], [3, world.units.B01.name, '80', 'down']]);
  expect(shown(await board(`${query}&asOf=2026-03-19`)).map(([, name]) => name)).toEqual([world.units.B01.name, world.units.B02.name, '丙']);
  const { sheets } = await readXlsx(await publicist.bytes(`${R}/workbook?${query}`));
  const rows = sheets[0]!.rows;
  expect(rows.slice(0, 5)).toEqual([
    ['市场主体评议', ...rows[0]!.slice(1)], ['名次', '单位', '等级', '得分', '上期名次', '较上期'],
    [1, "'=1+1", rows[2]![2], '95.5', null, '新增'], [1, world.units.B02.name, rows[3]![2], '95.5', 2, '↑1'], [3, world.units.B01.name, rows[4]![2], '80', 1, '↓2'],
  ]);
  expect(rows.at(-1)![0]).toBe('数据来源：市场主体评议，截至2026年3月31日');
});

test('by marks on site and by ratings: what was found in the year up to the day', async () => {
  const { db } = world.system.platform.databases.get('assessment')!.connection;
  const place = (code: 'B01' | 'B02') => ({ unitId: world.units[code].id, path: [...world.units[code].path] });
  const visit = (id: string, code: 'B01' | 'B02', heldOn: string, score: string) => ({ _id: id as never, version: 1, ...place(code), formId: 'three-aspects', state: 'filed', heldOn, score });
  await db!.collection('visits').insertMany([visit('v1', 'B01', '2026-02-10', '90'), visit('v2', 'B02', '2026-02-11', '80'), visit('v3', 'B02', '2026-03-11', '100'), visit('v4', 'B01', '2025-12-31', '10')]);
  const shown = ({ items }: RankBoard) => items.map(({ place: at, unitId, score, move }) => [at, unitId, score, move]);
  const marks = await board('by=onsite&subject=three-aspects');
  expect([shown(marks), marks.source.id]).toEqual([[[1, world.units.B01.id, '90', 'same'], [1, world.units.B02.id, '90', 'up']], 'three-aspects']);
  const target = (code: 'B01' | 'B02', mean: string) => ({ unitId: world.units[code].id, questions: [{ id: 'q', answers: 5, abstained: 0, mean, counts: [] }] });
  const round = (id: string, to: string, targets: object[]) => ({ _id: id as never, version: 1, code: id, name: 'mutual', title: '互评', state: 'closed', to, results: [{ id: 's', ballots: 5, withheld: false, targets }] });
  await db!.collection('rating-rounds').insertMany([round('r1', '2026-02-20', [target('B01', '4.50'), target('B02', '4.10')]), round('r2', '2026-03-20', [target('B01', '4.00'), target('B02', '4.60')])]);
  const votes = await board('by=rating&subject=mutual');
  expect([shown(votes), votes.source.id]).toEqual([[[1, world.units.B02.id, '4.60', 'up'], [2, world.units.B01.id, '4.00', 'down']], 'r2']);
});

test('a circular of review results appears at the end of the quarter with the ends of the list', async () => {
  const plan = await publicist.put('/api/publicity/bulletin-kinds/review-circular/plan', { subject: 'market_entity_sections' });
  expect(plan.status).toBe(200);
  await world.at('2026-04-10');
  const [line] = (await publicist.get('/api/publicity/bulletins?kind=review-circular')).body.items;
  const { tables, texts } = (await publicist.get(`/api/publicity/bulletins/${line.id}`)).body;
  expect([line.periodZh, texts[0].lines[0]]).toEqual(['2026年第一季度', '根据“市场主体评议”的评议结果，现将2026年第一季度排名靠前和靠后的单位通报如下。']);
  expect(tables[0].rows.map(({ cells }: { cells: Record<string, string> }) => cells['score'])).toEqual(['95.5', '95.5', '80']);
});
