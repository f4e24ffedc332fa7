import { CampaignOpenedSchema, LevelDecidedSchema, LevelLoweredSchema, LevelReopenedSchema, LevelSettledSchema, PlaqueReturnOpenedSchema, RungFailedSchema, RungPassedSchema, SchemePublishedSchema, type RewardLineView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { readXlsx } from 'hucre/xlsx';
import { publicity } from '../index.ts';

const WORLD = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], OD: ['organisation_department', 'C', 'body'], U1: ['organ', 'C'], U2: ['organ', 'C'], PG: ['party_group', 'U1', 'body'],
  B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'], E1: ['branch', 'U2'],
} as const;
type Code = keyof typeof WORLD;
type Line = RewardLineView;

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let publicist: Client;
let decider: Client;
let round: string;

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit) =>
  new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
const at = (day: string) => system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
const key = (code: Code) => `${round}:${units[code].id}`;
const decided = (code: Code, level: string) => tell(system.platform.bus, LevelDecidedSchema, key(code), { campaignId: round, unitId: units[code].id, level, decidedBy: units.WC.id, decidedOn: '2026-02-12' });
const settled = (code: Code, level: string, settledOn: string, more: object = {}) => tell(system.platform.bus, LevelSettledSchema, key(code), { campaignId: round, unitId: units[code].id, level, settledOn, ...more });
const give = async (code: Code, level: string, settledOn: string, more: object = {}) => {
  await decided(code, level);
  await settled(code, level, settledOn, more);
};
const ledger = async (query = ''): Promise<Line[]> => (await publicist.get(`/api/publicity/rewards?campaignId=${round}${query}`)).body.items;
const of = async (code: Code, query = ''): Promise<Line[]> => (await ledger(query)).filter(({ unitId }) => unitId === units[code].id);
const standing = async (code: Code): Promise<string[]> => (await of(code)).filter((line) => line.replacedBy === '' && line.nature === 'grant' && !line.suspended).map(({ effect }) => effect).sort();
const becomes = (code: Code, effects: readonly string[]) => until(async () => JSON.stringify(await standing(code)) === JSON.stringify(effects), `${code}: ${effects.join(' ')}`);

beforeAll(async () => {
  system = await startServices([publicity, pdf], { now: '2026-02-28T10:00:00+08:00' });
  trust = await testTrust(system.platform.bus);
  units = await tellUnits(system.platform.bus, WORLD);
  publicist = await seat('publicist', units.WC);
  decider = await seat('decider', units.WC);
  round = await tellCampaign(system.platform.bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站', below_two: 'exclusive' });
  await until(async () => (await publicist.put(`/api/publicity/units/${units.U1.id}/parameters`, { parameters: { ratio_base: '15' } })).status === 204, 'the base');
});
afterAll(() => system?.stop());

describe('a settled level', () => {
  test('writes its rewards and penalties, each once and with its reasons', async () => {
    await give('B01', 'five', '2026-02-28', { stars: ['S1', 'S2', 'S3', 'S4', 'S5'] });
    await becomes('B01', ['RW1', 'RW2', 'RW5']);
    await give('B02', 'two', '2026-02-28');
    await becomes('B02', ['PN1']);
    await give('B03', 'one', '2026-02-28', { caps: ['V1'] });
    await becomes('B03', ['PN2', 'PN3', 'PN5', 'PN6', 'PN7', 'PN8']);
    const ratio = (await of('B01')).find(({ effect }) => effect === 'RW2')!;
    expect([ratio.ratio, ratio.year, ratio.state, ratio.from, ratio.levelName]).toEqual([{ change: 10, reading: 'points', base: '15', result: '25' }, 2026, 'due', '2026-02-28', '五星']);
    const { explanation } = (await publicist.get(`/api/publicity/rewards/${ratio.id}`)).body as Line;
    expect([explanation.clause, explanation.expression, explanation.children.map(({ clause }) => clause)]).toEqual(['RW2', 'level == five', ['five', 'RW2']]);
    expect(explanation.children[1]!.facts).toMatchObject({ base: '15', change: 10, result: '25' });
    const penalty = (await of('B02')).find(({ effect }) => effect === 'PN1')!;
    expect(penalty.ratio).toMatchObject({ change: -10, result: '5' });
    expect(new Set((await ledger()).map(({ number }) => number)).size).toBe((await ledger()).length);
  });

  test('writes nothing for the larger unit before all below it are settled; then what follows, and corrects it', async () => {
    expect(await standing('U1')).toEqual([]);
    await give('B04', 'five', '2026-03-02', { stars: ['S1', 'S2', 'S3', 'S4', 'S5'] });
    await becomes('B04', ['RW1', 'RW2', 'RW5']);
    expect(await standing('U1')).toEqual([]); // two of four are three-star or higher: neither a title nor a bar
    await tell(system.platform.bus, LevelLoweredSchema, key('B04'), { campaignId: round, unitId: units.B04.id, from: 'five', to: 'two', loweredOn: '2026-06-01', clause: 'S2.c', stars: ['S1', 'S3'] });
    await becomes('U1', ['PN9']);
    const [bar] = await of('U1');
    expect([bar!.origin, bar!.from, bar!.in.map(({ id }) => id)]).toEqual(['title', '2026-06-01', ['awards']]);
    expect((await publicist.get(`/api/publicity/rewards/${bar!.id}`)).body.explanation.children[0].facts).toMatchObject({ five: 1, two: 2, one: 1 });
  });

  test('that is lowered corrects the ledger by new lines; those it replaces stay as they were', async () => {
    const lines = await of('B04');
    const withdrawn = lines.filter(({ nature }) => nature === 'withdrawal');
    expect(withdrawn.map(({ effect, state, from, year }) => [effect, state, from, year]).sort()).toEqual([['RW1', 'void', '2026-06-01', 2026], ['RW2', 'void', '2026-06-01', 2026], ['RW5', 'void', '2026-06-01', 2026]]);
    const was = lines.find(({ id }) => id === withdrawn[0]!.replaces)!;
    expect([was.nature, was.until, was.replacedBy, withdrawn[0]!.replacesNumber, withdrawn[0]!.reason]).toEqual(['grant', '2026-06-01', withdrawn[0]!.id, was.number, '等级调整（S2.c）']);
    expect(await standing('B04')).toEqual(['PN1']);
  });

  test('stood otherwise on an earlier day', async () => {
    const then = await of('B04', '&asOf=2026-05-31');
    expect(then.map(({ effect, replacedBy, until: last }) => [effect, replacedBy, last]).sort()).toEqual([['RW1', '', ''], ['RW2', '', ''], ['RW5', '', '']]);
    expect((await of('B04', '&asOf=2026-06-01')).filter(({ nature }) => nature === 'grant').map(({ effect }) => effect)).toEqual(['PN1']);
    expect(await of('B04', '&asOf=2026-03-01')).toEqual([]);
  });

  test('that is open again keeps its lines from being worked on until it is settled', async () => {
    await tell(system.platform.bus, LevelReopenedSchema, key('B02'), { campaignId: round, unitId: units.B02.id, step: 'P3.2', reopenedOn: '2026-06-02' });
    await becomes('B02', []);
    const [line] = await of('B02');
    at('2026-06-03');
    expect((await publicist.post(`/api/publicity/rewards/${line!.id}/carrying-out`, { on: '2026-06-03', text: '已办' })).body.code).toBe('reward.suspended');
    await give('B02', 'two', '2026-06-03');
    await becomes('B02', ['PN1']);
    expect((await of('B02')).map(({ id }) => id)).toEqual([line!.id]); // the same again is the same line
  });

  test('is reckoned again when what a unit was asked for changes', async () => {
    await publicist.put(`/api/publicity/units/${units.B02.id}/parameters`, { parameters: { ratio_base: '8' } });
    const [now, was] = await of('B02');
    expect([now!.ratio, now!.replaces, was!.ratio!.result]).toEqual([{ change: -10, reading: 'points', base: '8', result: '0' }, was!.id, '5']); // not below the floor
  });
});

describe('working it off', () => {
  test('a body carries out a line with proof, once; not the unit itself, nobody outside', async () => {
    at('2026-06-05');
    const [line] = (await of('B01')).filter(({ effect }) => effect === 'RW2');
    const path = `/api/publicity/rewards/${line!.id}/carrying-out`;
    const proof = { on: '2026-06-02', text: '已报人社部门调整比例', fileIds: [newId()] };
    expect((await (await seat('publicist', units.B01)).post(path, proof)).body.code).toBe('reward.own');
    expect((await (await seat('decider', units.U2)).post(path, proof)).status).toBe(404);
    expect((await (await seat('clerk', units.B01)).post(path, proof)).status).toBe(403);
    expect((await publicist.post(path, proof, { 'if-match': '99' })).status).toBe(412);
    const early = await publicist.post(path, { ...proof, on: '2026-02-27' });
    expect([early.status, early.body.field]).toEqual([422, 'on']);
    const done = await publicist.post(path, proof, { 'if-match': `"${line!.version}"` });
    expect(done.body).toMatchObject({ state: 'done', done: { on: '2026-06-02', byName: units.WC.name, text: proof.text, fileIds: proof.fileIds } });
    expect((await publicist.post(path, proof)).body.code).toBe('reward.wrong-state');
    expect((await of('B01', '&asOf=2026-06-01')).find(({ id }) => id === line!.id)).toMatchObject({ state: 'due', done: null });
  });

  test('what was carried out and no longer follows must be undone', async () => {
    await tell(system.platform.bus, LevelLoweredSchema, key('B01'), { campaignId: round, unitId: units.B01.id, from: 'five', to: 'three', loweredOn: '2026-06-04', clause: 'S4.a', stars: ['S1', 'S2', 'S3'] });
    await becomes('B01', []);
    const undo = (await of('B01')).filter(({ nature }) => nature === 'withdrawal').map(({ effect, state }) => [effect, state]).sort();
    expect(undo).toEqual([['RW1', 'void'], ['RW2', 'due'], ['RW5', 'void']]);
  });

  test('a line is cancelled with a reason, and counts no more', async () => {
    const [line] = (await of('B03')).filter(({ effect }) => effect === 'PN6');
    const total = async () => (await publicist.get(`/api/publicity/rewards/totals?year=2026&unitId=${units.B03.id}`)).body.items[0];
    expect((await total()).bars).toEqual(['推荐干部', '评先评优']);
    expect((await publicist.post(`/api/publicity/rewards/${line!.id}/cancellation`, { reason: '' })).body.field).toBe('reason');
    expect((await publicist.post(`/api/publicity/rewards/${line!.id}/cancellation`, { reason: '已另行处理' })).body).toMatchObject({ state: 'cancelled', ended: { reason: '已另行处理' } });
    expect((await total()).bars).toEqual(['评先评优']);
  });

  test('totals of a year say what stands for each unit of a subtree', async () => {
    const { items } = (await publicist.get(`/api/publicity/rewards/totals?year=2026&unitId=${units.U1.id}`)).body;
    const points = Object.fromEntries(items.map((one: { unitName: string; points: number }) => [one.unitName, one.points]));
    expect(points).toMatchObject({ [units.B02.name]: -10, [units.B04.name]: -10, [units.B01.name]: 0 });
    const before = (await publicist.get(`/api/publicity/rewards/totals?year=2026&asOf=2026-05-31&unitId=${units.B04.id}`)).body.items;
    expect(before.map((one: { points: number }) => one.points)).toEqual([10]);
    expect((await publicist.get('/api/publicity/rewards/totals?year=2025')).body.items).toEqual([]);
  });

  test('a clerk sees the lines of the own unit alone', async () => {
    const mine = (await (await seat('clerk', units.B02)).get('/api/publicity/rewards')).body.items as Line[];
    expect([...new Set(mine.map(({ unitId }) => unitId))]).toEqual([units.B02.id]);
    expect((await (await seat('clerk', units.B02)).get(`/api/publicity/rewards?unitId=${units.U1.id}`)).status).toBe(404);
    const [other] = await of('B01');
    expect((await (await seat('clerk', units.B02)).get(`/api/publicity/rewards/${other!.id}`)).status).toBe(404);
    const effects = async (client: Client) => ((await client.get(`/api/publicity/effects?campaignId=${round}&unitId=${units.U1.id}`)).body.items as unknown[]).length;
    expect([await effects(publicist), await effects(await seat('clerk', units.U1))]).toEqual([expect.any(Number), 0]);
    expect(await effects(publicist)).toBeGreaterThan(0);
  });
});

describe('honours', () => {
  test('who is barred is not recommended, nor is what belongs to a barred unit; who has priority comes first', async () => {
    const recommend = (code: Code, honour: string) => decider.post('/api/publicity/honours/recommendations', { honour, unitId: units[code].id, reason: '工作突出' });
    const barred = await recommend('B03', 'awards');
    expect([barred.status, barred.body.code, barred.body.facts.source]).toEqual([409, 'honour.barred', 'S0 L137「不得评先评优」']);
    expect((await recommend('B02', 'awards')).body.facts.unit).toBe(units.U1.name); // less than half of U1 has three stars
    await give('E1', 'four', '2026-06-04', { stars: ['S1', 'S2', 'S3', 'S4'] });
    await becomes('E1', ['RW3', 'RW4', 'RW5']);
    expect((await recommend('B01', 'two_excellent_one_advanced')).body).toMatchObject({ priority: false, year: 2026 });
    expect((await recommend('E1', 'two_excellent_one_advanced')).body).toMatchObject({ priority: true });
    expect((await recommend('E1', 'two_excellent_one_advanced')).body.code).toBe('honour.recommended-before');
    const { items } = (await decider.get('/api/publicity/honours/recommendations?honour=two_excellent_one_advanced&year=2026')).body;
    expect(items.map((one: { unitName: string }) => one.unitName)).toEqual([units.E1.name, units.B01.name]);
    const standings = (await decider.get('/api/publicity/honours?honour=awards')).body.items.map((one: { unitId: string; standing: string }) => [one.unitId, one.standing]);
    expect(standings).toEqual(expect.arrayContaining([[units.B03.id, 'barred'], [units.U1.id, 'barred']]));
  });
});

describe('what a body calls by hand', () => {
  let called: string;

  test('is for the body that the scheme names; anyone else hears the clause', async () => {
    called = await tellCampaign(system.platform.bus, 'jiaozuo-five-star-model-branch', units.WC.id, { pass_line: 80, lower_level: 'none' });
    const { items } = await until(async () => {
      const { status, body } = await decider.get(`/api/publicity/rewards/callable?campaignId=${called}`);
      return status === 200 && body;
    }, 'the round');
    expect(items.map((one: { effect: string }) => one.effect)).toEqual(['RW4', 'PN2', 'PN3', 'PN4']);
    const order = { campaignId: called, effect: 'PN2', unitId: units.B01.id, reason: '三项任务未按时推进' };
    const other = await (await seat('decider', units.OD)).post('/api/publicity/rewards/calls', order);
    expect([other.status, other.body.code, other.body.facts.source, other.body.facts.by]).toEqual([403, 'effect.other-caller', 'S3 L57「予以批评」', ['市委市直机关工委']]);
    expect((await (await seat('clerk', units.WC)).post('/api/publicity/rewards/calls', order)).status).toBe(403);
    expect((await decider.post('/api/publicity/rewards/calls', { ...order, effect: 'RW1' })).body.code).toBe('effect.not-called');
    expect((await decider.post('/api/publicity/rewards/calls', { ...order, unitId: units.U1.id })).body).toMatchObject({ code: 'effect.other-kind', field: 'unitId' });
    expect((await decider.post('/api/publicity/rewards/calls', { ...order, reason: ' ' })).body.field).toBe('reason');
  });

  test('is one line with its reason, once for one order', async () => {
    const order = { campaignId: called, effect: 'PN3', unitId: units.PG.id, reason: '履行党建责任不力', scope: '市直机关范围内' };
    const header = { 'idempotency-key': 'call-of-the-test-1' };
    const [first, second] = [await decider.post('/api/publicity/rewards/calls', order, header), await decider.post('/api/publicity/rewards/calls', order, header)];
    expect([first.status, second.body.id, first.body.reason, first.body.scope, first.body.origin]).toEqual([201, first.body.id, '履行党建责任不力', '市直机关范围内', 'called']);
    expect((await publicist.get(`/api/publicity/rewards?campaignId=${called}`)).body.items).toHaveLength(1);
  });

  test('prizes of a contest: each winner one line, an open amount is said when it is paid', async () => {
    const prizes = { campaignId: called, contest: '“十佳”社区党组织书记擂台赛', source: 'S2 L27', decidedOn: '2026-06-01', winners: [{ unitId: units.B01.id, place: '第1名' }, { unitId: units.B02.id, place: '第2名', amount: '2000.50' }] };
    expect((await decider.post('/api/publicity/rewards/prizes', { ...prizes, winners: [...prizes.winners, prizes.winners[0]] })).body).toMatchObject({ code: 'prize.twice', field: 'winners[2].unitId' });
    const own = await decider.post('/api/publicity/rewards/prizes', { ...prizes, winners: [...prizes.winners, { unitId: units.WC.id, place: '组织奖' }] });
    expect([own.status, own.body.code, own.body.field]).toEqual([403, 'effect.own', 'winners[2].unitId']);
    const given = (await decider.post('/api/publicity/rewards/prizes', prizes)).body.items as Line[];
    expect(given.map(({ zh, amount }) => [zh, amount])).toEqual([['“十佳”社区党组织书记擂台赛：第1名', null], ['“十佳”社区党组织书记擂台赛：第2名', '2000.50']]);
    expect((await decider.post('/api/publicity/rewards/prizes', { ...prizes, winners: [prizes.winners[1]] })).body.code).toBe('prize.given-before');
    const path = `/api/publicity/rewards/${given[0]!.id}/carrying-out`;
    expect((await decider.post(path, { on: '2026-06-04', text: '已发放' })).body).toMatchObject({ code: 'reward.amount-open', field: 'amount' });
    expect((await decider.post(path, { on: '2026-06-04', text: '已发放', amount: '3000' })).body).toMatchObject({ state: 'done', amount: '3000' });
    const [total] = (await decider.get(`/api/publicity/rewards/totals?year=2026&unitId=${units.B01.id}`)).body.items;
    expect([total.amount, total.amountsOpen]).toEqual(['3000', 0]);
  });
});

describe('the ladder and the re-check', () => {
  test('a failed rung whose scheme names effects brings them about; the rung that is passed later lifts them', async () => {
    const text = `format: 1
id: bridge-keepers
version: 1
name: {zh: 虚拟桥所评定}
sources: {M: {document: 虚拟办法}}
kinds: {post: {zh: 桥所, is: rated}, city_committee: {zh: 市委, is: body}, work_committee: {zh: 工委, is: body}}
levels: [{id: plain, stars: 0, zh: 一般, basis: 'derived: 试'}, {id: fine, stars: 1, zh: 良好, source: M 第一条}]
dimensions: [{id: A, zh: 服务, source: M 第一条, award: {all: [{id: A.1, zh: 无, expr: 'true', source: M 第一条}]}}]
process: [{id: P1, zh: 申报, source: M 第二条, steps: [{id: P1.1, zh: 申报, act: declare, by: post, to: work_committee}, {id: P1.2, zh: 审定, act: decide, by: work_committee, levels: [plain, fine]}]}]
ladder:
  categories: [{id: slack, zh: 懈怠, source: M 第三条}]
  rungs:
    - {id: Z1, zh: 限期整改, when: aspects >= 1, by: work_committee, deadline: {months: 3}, source: M 第三条, failed: {zh: 停评, report: city_committee, effects: [X1, X2], source: M 第四条}}
    - {id: Z2, zh: 挂牌督办, when: failed.Z1, by: work_committee, deadline: {months: 3}, source: M 第四条}
honours: {awards: {zh: 评先评优, source: M 第四条}}
effects:
  - {id: X1, zh: 停止评先评优, of: post, action: bar, in: [awards], source: M 第四条}
  - {id: X2, zh: 约谈, of: post, action: talk, by: work_committee, source: M 第四条}
`;
    const { bus } = system.platform;
    await tell(bus, SchemePublishedSchema, 'bridge-keepers', { schemeId: 'bridge-keepers', version: 1, text });
    const campaignId = newId();
    await tell(bus, CampaignOpenedSchema, campaignId, { campaignId, title: '桥所', schemeId: 'bridge-keepers', schemeVersion: 1, windowFrom: '2025-01-01', windowTo: '2025-12-31', unitId: units.WC.id, nodeId: units.C.id, parametersJson: '{}' });
    await until(async () => (await decider.get(`/api/publicity/rewards/callable?campaignId=${campaignId}`)).status === 200, 'the round');
    const unitId = units.B04.id;
    const failed = { caseId: newId(), unitId, rung: 'Z1', failedOn: '2026-06-02', effectiveOn: '2026-06-03', schemeId: 'bridge-keepers', campaignId: '', effects: ['X1', 'X2'], report: 'city_committee' };
    await tell(bus, RungFailedSchema, failed.caseId, failed);
    await tell(bus, RungFailedSchema, failed.caseId, failed); // told twice
    const lines = async () => ((await decider.get(`/api/publicity/rewards?unitId=${unitId}`)).body.items as Line[]).filter(({ origin }) => origin === 'rung');
    await until(async () => (await lines()).length === 2, 'the effects of the rung');
    expect((await lines()).map(({ effect, from, state }) => [effect, from, state]).sort()).toEqual([['X1', '2026-06-03', 'due'], ['X2', '2026-06-03', 'due']]);
    const talk = (await lines()).find(({ effect }) => effect === 'X2')!;
    await decider.post(`/api/publicity/rewards/${talk.id}/carrying-out`, { on: '2026-06-04', text: '已约谈' });
    await tell(bus, RungPassedSchema, newId(), { caseId: newId(), unitId, rung: 'Z2', passedOn: '2026-09-01', schemeId: 'bridge-keepers', campaignId: '' });
    await until(async () => (await lines()).some(({ state }) => state === 'lifted'), 'lifted');
    expect((await lines()).map(({ effect, state, until: last }) => [effect, state, last]).sort()).toEqual([['X1', 'lifted', '2026-09-01'], ['X2', 'done', '']]); // a talk that was held stays held
  });

  test('a demand to rectify is fulfilled by the rung that is passed', async () => {
    const { bus } = system.platform;
    await tell(bus, RungPassedSchema, newId(), { caseId: newId(), unitId: units.B03.id, rung: 'R3', passedOn: '2026-08-01', schemeId: 'nanyang-organ-five-star', campaignId: round });
    const line = await until(async () => (await of('B03')).find(({ effect, state }) => effect === 'PN3' && state === 'done'), 'the rectification');
    expect(line.done).toMatchObject({ on: '2026-08-01' });
    expect((await of('B03')).find(({ effect }) => effect === 'PN2')!.state).toBe('due');
  });

  test('a revoked title demands its plaque back by the day that was set', async () => {
    const named = await tellCampaign(system.platform.bus, 'pingdingshan-four-strong-branch', units.WC.id, { implementation_period: 'assessed_year', catch_all_by: 'work_committee', naming_tolerance: 10, subsidy_amount: 5000 });
    await until(async () => (await decider.get(`/api/publicity/rewards/callable?campaignId=${named}`)).status === 200, 'the round');
    const told = { campaignId: named, unitId: units.B02.id, effect: 'PN2', dueOn: '2026-10-31' };
    await tell(system.platform.bus, PlaqueReturnOpenedSchema, named, told);
    const lines = async () => (await decider.get(`/api/publicity/rewards?campaignId=${named}`)).body.items as Line[];
    await until(async () => (await lines()).length === 1, 'the plaque');
    expect((await lines())[0]).toMatchObject({ origin: 'recheck', action: 'plaque-return', dueOn: '2026-10-31' });
  });
});

test('the ledger as a workbook: what looks like a formula is text, and the totals stand beside', async () => {
  const hostile = { campaignId: round, contest: '=HYPERLINK("http://x")', source: '+1', decidedOn: '2026-06-01', winners: [{ unitId: units.E1.id, place: '@SUM(A1)', amount: '10' }] };
  expect((await decider.post('/api/publicity/rewards/prizes', hostile)).status).toBe(201);
  const { sheets } = await readXlsx(await publicist.bytes(`/api/publicity/rewards/export?year=2026&unitId=${units.U2.id}`));
  const [lines, totals] = sheets.map(({ rows }) => rows.map((row) => row.map((cell) => String(cell ?? ''))));
  expect(lines!.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  expect(lines!.flat()).toContain("'=HYPERLINK(\"http://x\")：@SUM(A1)");
  expect(lines!).toHaveLength(1 + 4);
  expect(totals![1]!.slice(0, 4)).toEqual([units.E1.name, '5', '0', '10']);
  expect((await publicist.get(`/api/publicity/rewards/export?unitId=${newId()}`)).status).toBe(404);
});
