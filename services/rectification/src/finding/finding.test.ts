import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { tellCampaign, until, type Client, type TestUnit } from '@xingchuang/testkit';
import { finding, SCHEME, startWorld, type World } from '../world.fixture.ts';

let world: World;
let supervisor: Client;
let decider: Client;
let clerk: Client;
const LEDGER = '/api/rectification/findings';
const VILLAGE = 'nanyang-village-community-five-star';

beforeAll(async () => {
  world = await startWorld('2026-03-02');
  supervisor = await world.seat('supervisor', 'OC');
  decider = await world.seat('decider', 'PG');
  clerk = await world.seat('clerk', 'B01');
});
afterAll(() => world?.system.stop());

async function open(unit: TestUnit, over: object = {}, foundOn = '2026-03-02') {
  const { status, body } = await supervisor.post(LEDGER, finding(unit, 'S1', foundOn, over));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}
const noticed = async (id: string, limit: object = { workdays: 10 }) => (await supervisor.post(`${LEDGER}/${id}/notice`, { demand: '限期整改', limit })).body;
const read = async (id: string) => (await supervisor.get(`${LEDGER}/${id}`)).body;

describe('from a finding to a proven fix', () => {
  test('the line shows who answers for it, why, what is done, and what keeps it from coming back', async () => {
    const one = await open(world.units.B01, { severity: 'serious' });
    const early = await supervisor.post(`${LEDGER}/${one.id}/report`, {});
    expect([early.status, early.body.code]).toEqual([409, 'finding.wrong-state']);
    await noticed(one.id);
    const without = await supervisor.post(`${LEDGER}/${one.id}/report`, {});
    expect([without.status, without.body.code]).toEqual([409, 'finding.no-plan']);
    expect(JSON.stringify(without.body)).toContain('S0 L125');
    const plan = { owner: '支部书记', responsible: { leading: world.units.PG.id, working: world.units.OC.id }, cause: '制度没有落实', plan: '三项措施', measure: '每季度自查' };
    const planned = await clerk.put(`${LEDGER}/${one.id}/plan`, plan);
    expect(planned.body).toMatchObject({ ...plan, responsible: { leading: world.units.PG.id, working: world.units.OC.id, direct: world.units.B01.id }, severity: 'serious' });
    expect((await supervisor.post(`${LEDGER}/${one.id}/report`, {})).body.reportedOn).toBe('2026-03-02');
    expect((await clerk.post(`${LEDGER}/${one.id}/acknowledgement`, {})).body.acknowledgedOn).toBe('2026-03-02');
    expect((await clerk.post(`${LEDGER}/${one.id}/acknowledgement`, {})).body.code).toBe('finding.acknowledged');
  });

  test('a category of the scheme must be chosen', async () => {
    const { category: _, ...without } = finding(world.units.B01, 'S1', '2026-03-02');
    const { status, body } = await supervisor.post(LEDGER, without);
    expect([status, body.code, body.field]).toEqual([422, 'finding.category-missing', 'category']);
  });

  test('a look-back that the notice demands stands before closing', async () => {
    const one = await open(world.units.B02);
    await supervisor.post(`${LEDGER}/${one.id}/notice`, { demand: '限期整改', limit: { workdays: 10 }, lookBack: true });
    const early = await supervisor.post(`${LEDGER}/${one.id}/look-back`, { lookedOn: '2026-03-02', text: '看过' });
    expect([early.status, early.body.code]).toEqual([409, 'finding.wrong-state']); // nothing to look at yet
    const b02 = await world.seat('clerk', 'B02');
    await b02.post(`${LEDGER}/${one.id}/proof`, { text: '已改' });
    expect((await supervisor.post(`${LEDGER}/${one.id}/check`, { solved: true, opinion: '好' })).body.code).toBe('finding.look-back-due');
    expect((await supervisor.post(`${LEDGER}/${one.id}/look-back`, { lookedOn: '2026-03-03', text: '看过' })).body.field).toBe('lookedOn');
    const photo = '01890000-0000-7000-8000-00000000000f';
    const look = async () => (await supervisor.post(`${LEDGER}/${one.id}/look-back`, { lookedOn: '2026-03-02', text: '看过', fileIds: [photo] })).body;
    expect(await look()).toMatchObject({ lookBack: 'done', fileIds: [photo] });
    expect((await supervisor.post(`${LEDGER}/${one.id}/check`, { solved: false, opinion: '没有改' })).body).toMatchObject({ state: 'noticed', lookBack: 'due' });
    await b02.post(`${LEDGER}/${one.id}/proof`, { text: '又改' });
    expect((await supervisor.post(`${LEDGER}/${one.id}/check`, { solved: true, opinion: '好' })).body.code).toBe('finding.look-back-due');
    expect(await look()).toMatchObject({ lookBack: 'done', fileIds: [photo] });
    expect((await supervisor.post(`${LEDGER}/${one.id}/check`, { solved: true, opinion: '好' })).body.state).toBe('closed');
  });

  test('R-192: where the scheme asks for a look-back no notice can leave it out', async () => {
    await tellCampaign(world.system.platform.bus, VILLAGE, world.units.WC.id, {});
    await until(async () => (await supervisor.get(`/api/rectification/ladder?unitId=${world.units.B03.id}&schemeId=${VILLAGE}`)).status === 200, 'the scheme');
    const one = await open(world.units.B03, { schemeId: VILLAGE, aspect: 'V1', category: 'individual' });
    expect((await supervisor.post(`${LEDGER}/${one.id}/notice`, { demand: '限期整改', limit: { workdays: 10 }, lookBack: false })).body.lookBack).toBe('due');
    await (await world.seat('clerk', 'B03')).post(`${LEDGER}/${one.id}/proof`, { text: '已改' });
    const look = (who: Client) => who.post(`${LEDGER}/${one.id}/look-back`, { lookedOn: '2026-03-02', text: '看过' });
    const group = await world.seat('supervisor', 'SG');
    const waits = async (who: Client) => (await who.get('/api/rectification/todo')).body.items.filter(({ id }: { id: string }) => id === one.id).map(({ kind }: { kind: string }) => kind);
    expect([await waits(supervisor), await waits(group)]).toEqual([[], ['finding.look-back']]);
    const other = await look(supervisor);
    expect([other.status, other.body.code]).toEqual([403, 'finding.other-looker']);
    expect((await look(group)).body.lookBack).toBe('done');
    expect(await waits(supervisor)).toEqual(['finding.proved']);
  });
});

describe('wrong moves are refused with their clause and change nothing', () => {
  const PERSON = '01890000-0000-7000-8000-00000000000a';
  let open1: { id: string };
  let proved: { id: string };
  let closed: { id: string };

  beforeAll(async () => {
    open1 = await open(world.units.B03);
    proved = await open(world.units.B03);
    closed = await open(world.units.B03);
    for (const { id } of [proved, closed]) await noticed(id);
    const own = await world.seat('clerk', 'B03', PERSON);
    for (const { id } of [proved, closed]) await own.post(`${LEDGER}/${id}/proof`, { text: '已改' });
    await supervisor.post(`${LEDGER}/${closed.id}/check`, { solved: true, opinion: '好' });
  });

  test.each([
    ['closing without a proof to check', () => open1, 'supervisor', 'OC', 'check', { solved: true, opinion: '好' }, 409, 'finding.wrong-state'],
    ['a re-check by the person who gave the proof', () => proved, 'supervisor', 'OC', 'check', { solved: true, opinion: '好' }, 409, 'finding.same-person'],
    ['a proof after closing', () => closed, 'clerk', 'B03', 'proof', { text: '又改' }, 409, 'finding.wrong-state'],
    ['a deadline in the past', () => open1, 'supervisor', 'OC', 'notice', { demand: '改', limit: { until: '2026-03-01' } }, 422, 'limit.past'],
    ['a deadline of today', () => open1, 'supervisor', 'OC', 'notice', { demand: '改', limit: { until: '2026-03-02' } }, 422, 'limit.past'],
    ['an extension of what has no limit', () => open1, 'supervisor', 'OC', 'extension', { limit: { workdays: 5 }, reason: '难' }, 409, 'limit.not-running'],
    ['an extension by a body of the unit itself', () => proved, 'decider', 'B03', 'extension', { limit: { workdays: 5 }, reason: '难' }, 403, 'limit.own'],
  ] as const)('%s', async (_, which, role, code, command, body, status, refusal) => {
    const before = await read(which().id);
    const answer = await (await world.seat(role, code, PERSON)).post(`${LEDGER}/${which().id}/${command}`, body);
    expect([answer.status, answer.body.code]).toEqual([status, refusal]);
    expect(JSON.stringify(answer.body)).toContain('S0 L125');
    expect(await read(which().id)).toEqual(before);
  });

  test('two people at once: one extension and one plan count, the other one is told that it was overtaken', async () => {
    const { id } = await open(world.units.B03);
    await noticed(id);
    const { version, limit } = await read(id);
    const seen = { 'if-match': `"${version}"` };
    const both = await Promise.all([5, 6].map((workdays) => supervisor.post(`${LEDGER}/${id}/extension`, { limit: { workdays }, reason: '难' }, seen)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { version: next, limit: longer } = await read(id);
    expect([next, longer.from]).toEqual([version + 1, limit.lastDay]);
    const plans = await Promise.all(['甲', '乙'].map((owner) => supervisor.put(`${LEDGER}/${id}/plan`, { owner }, { 'if-match': `"${next}"` })));
    expect(plans.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'thing.stale']);
  });

  test('two people check one proof at once: it is closed once', async () => {
    const { id } = await open(world.units.B03);
    await noticed(id);
    await (await world.seat('clerk', 'B03')).post(`${LEDGER}/${id}/proof`, { text: '已改' });
    const answers = await Promise.all([true, false].map((solved) => supervisor.post(`${LEDGER}/${id}/check`, { solved, opinion: '看过' })));
    expect(answers.map(({ status, body }) => body.code ?? status).sort()).toEqual([200, 'finding.wrong-state']);
    expect((await read(id)).history.filter(({ what }: { what: string }) => what === 'closed' || what === 'returned')).toHaveLength(1);
  });

  test('an extension by the unit’s clerk is not an act of the clerk', async () => {
    const answer = await (await world.seat('clerk', 'B03')).post(`${LEDGER}/${proved.id}/extension`, { limit: { workdays: 5 }, reason: '难' });
    expect([answer.status, answer.body.code]).toEqual([403, 'action.not-allowed']);
  });
});

describe('limits that others change', () => {
  test('an extension counts from the last day so far, is logged, and never shortens', async () => {
    const { id } = await open(world.units.B05);
    expect((await noticed(id)).limit.lastDay).toBe('2026-03-16');
    const shorter = await supervisor.post(`${LEDGER}/${id}/extension`, { limit: { until: '2026-03-16' }, reason: '同一天' });
    expect([shorter.status, shorter.body.code]).toEqual([422, 'limit.past']);
    const longer = (await supervisor.post(`${LEDGER}/${id}/extension`, { limit: { workdays: 5 }, reason: '需要协调' })).body;
    expect(longer.limit).toMatchObject({ from: '2026-03-16', lastDay: '2026-03-23' });
    const { items } = (await supervisor.get(`/api/rectification/steps?unitId=${world.units.B05.id}&what=extended`)).body;
    expect(items).toEqual([expect.objectContaining({ before: '2026-03-16', after: '2026-03-23', by: world.units.OC.id, text: '需要协调', objectId: id })]);
  });

  test('a suspended clock keeps the working days that were left', async () => {
    const { id } = await open(world.units.B07);
    await noticed(id); // ten days, the last one 16 March
    await world.at('2026-03-04'); // eight are left
    expect((await supervisor.post(`${LEDGER}/${id}/suspension`, { reason: '等待上级批复' })).body.suspended).toMatchObject({ since: '2026-03-04', left: 8 });
    await world.at('2026-04-02');
    expect(await read(id)).toMatchObject({ overdue: false, suspended: { reason: '等待上级批复' } });
    // 4 to 6 April are off: 3, 7, 8, 9, 10, 13, 14, 15
    expect((await supervisor.post(`${LEDGER}/${id}/resumption`, {})).body.limit.lastDay).toBe('2026-04-15');
    await world.at('2026-04-16');
    expect(await read(id)).toMatchObject({ overdue: true, overdueOn: '2026-04-16' });
    const late = await supervisor.post(`${LEDGER}/${id}/extension`, { limit: { workdays: 5 }, reason: '太晚' });
    expect([late.status, late.body.code]).toEqual([409, 'limit.over']);
  });
});

describe('one matter', () => {
  test('C10: two sources of one unit become one line with both', async () => {
    const one = await open(world.units.B08, { origin: 'patrol', reference: '巡察〔2026〕3号', title: '党费收缴不规范' });
    const other = await open(world.units.B08, { origin: 'supervision', reference: '督查7', title: '党费收缴' });
    const joined = (await supervisor.post(`${LEDGER}/${one.id}/joining`, { otherId: other.id })).body;
    expect(joined.sources.map(({ origin, reference }: { origin: string; reference: string }) => [origin, reference])).toEqual([['patrol', '巡察〔2026〕3号'], ['supervision', '督查7']]);
    expect(await read(other.id)).toMatchObject({ state: 'joined', joinedTo: one.id });
    const [timed, without] = [await open(world.units.B08), await open(world.units.B08)];
    await noticed(timed.id);
    const lost = await supervisor.post(`${LEDGER}/${without.id}/joining`, { otherId: timed.id });
    expect([lost.status, lost.body.code, (await read(timed.id)).state]).toEqual([409, 'finding.other-limit', 'noticed']);
    expect((await supervisor.post(`${LEDGER}/${timed.id}/joining`, { otherId: without.id })).body).toMatchObject({ state: 'noticed', limit: { lastDay: expect.any(String) } });
    const elsewhere = await open(world.units.B10);
    expect((await supervisor.post(`${LEDGER}/${one.id}/joining`, { otherId: elsewhere.id })).body.code).toBe('finding.other-matter');
  });

  test('a problem of as many units as are set is a common one; each keeps its own line', async () => {
    const matter = (await supervisor.post('/api/rectification/matters', { unitId: world.units.U1.id, schemeId: SCHEME, aspect: 'S1', title: '会议记录不全' })).body;
    const path = `/api/rectification/matters/${matter.id}`;
    const lines = [await open(world.units.B01), await open(world.units.B01), await open(world.units.B02), await open(world.units.B10)];
    const city = await world.seat('supervisor', 'WC');
    const wide = (await city.post('/api/rectification/matters', { unitId: world.units.C.id, schemeId: SCHEME, aspect: 'S1', title: '全市' })).body;
    const outside = [await supervisor.post(LEDGER, finding(world.units.B03, 'S1', '2026-03-02', { matterId: wide.id })), await city.post(LEDGER, finding(world.units.U2, 'S1', '2026-03-02', { matterId: matter.id }))];
    expect(outside.map(({ body }) => [body.code, body.field])).toEqual([['thing.missing', undefined], ['matter.other-scheme', 'matterId']]);
    expect(await open(world.units.B01, { matterId: matter.id })).toMatchObject({ matterId: matter.id });
    const two = (await supervisor.post(`${path}/findings`, { findingIds: lines.slice(0, 3).map(({ id }) => id) })).body;
    expect(two).toMatchObject({ units: 2, threshold: 3, commonSince: '' });
    expect((await supervisor.post(`${path}/study`, { text: '共性', measure: '统一模板' })).body.code).toBe('matter.not-common');
    const three = (await supervisor.post(`${path}/findings`, { findingIds: [lines[3]!.id] })).body;
    expect(three).toMatchObject({ units: 3, commonSince: '2026-04-16' });
    expect((await supervisor.post(`${path}/study`, { text: '共性', measure: '统一模板' })).body.study).toMatchObject({ measure: '统一模板' });
    const { items } = (await supervisor.get(`${LEDGER}?matterId=${matter.id}`)).body;
    expect(new Set(items.map(({ unitId }: { unitId: string }) => unitId)).size).toBe(3);
    expect(items).toHaveLength(5);
  });
});

describe('files', () => {
  const row = (over: Record<string, string> = {}) => ['单位编码', '方面', '类型', '问题', '来源', '来源编号', '发现日期'].map((name) => ({ 单位编码: 'B10', 方面: 'S2', 类型: '作风建设不优', 问题: '=cmd', 来源: '督查', 来源编号: '督9', 发现日期: '2026-03-01', ...over })[name] ?? '');
  const file = (...rows: string[][]) => writeXlsx({ sheets: [{ name: '督查', rows: [['单位编码', '方面', '类型', '问题', '来源', '来源编号', '发现日期'], ...rows] }] });
  const load = async (bytes: Uint8Array, more = '') => supervisor.upload(`${LEDGER}/imports?schemeId=${SCHEME}${more}`, bytes);

  test('supervision items come in by file: all rows or none, each fault with its row', async () => {
    const bad = await file(row(), row({ 单位编码: 'X9', 来源: '听说' }), row({ 发现日期: '2026-13-01' }));
    const preview = (await load(bad, '&dryRun=true')).body;
    expect(preview.faults.map(({ row: at, field }: { row: number; field: string }) => [at, field])).toEqual([[3, '单位编码'], [3, '来源'], [4, '发现日期']]);
    const refused = await load(bad);
    expect([refused.status, refused.body.code]).toEqual([422, 'finding.faulty-rows']);
    expect((await supervisor.get(`${LEDGER}?unitId=${world.units.B10.id}&origin=supervision`)).body.items).toEqual([]);
    expect((await load(await file(row(), row({ 问题: '台账' })))).body).toMatchObject({ opened: 2, total: 2 });
    expect((await supervisor.get(`${LEDGER}?unitId=${world.units.B10.id}&origin=supervision`)).body.items).toHaveLength(2);
  });

  test('the ledger goes out as a workbook, within what one may see, and nothing in it is a formula', async () => {
    const { sheets } = await readXlsx(await supervisor.bytes(`${LEDGER}/ledger?unitId=${world.units.B10.id}`));
    const rows = sheets[0]!.rows;
    expect(rows[0]).toContain('长效措施');
    expect(rows.slice(1).map((cells) => cells[0])).toEqual(rows.slice(1).map(() => 'B10'));
    expect(rows.some((cells) => cells.includes("'=cmd"))).toBe(true);
    const mine = await readXlsx(await clerk.bytes(`${LEDGER}/ledger`));
    expect(new Set(mine.sheets[0]!.rows.slice(1).map((cells) => cells[0]))).toEqual(new Set(['B01']));
  });
});

test('the decider of the party group sees the ladder that these findings call for', async () => {
  const { body } = await decider.get(`/api/rectification/ladder?unitId=${world.units.B10.id}&schemeId=${SCHEME}`);
  expect(body.aspects).toEqual(['S1', 'S2']);
  expect(body.due.rung).toBe('R1');
  expect(body.rungs.map(({ rung, byNotice }: { rung: string; byNotice: boolean }) => [rung, byNotice])).toEqual([['R0', true], ['R1', false], ['R2', false], ['R3', false], ['R4', false]]);
});
