import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { DueItemsReplySchema, LevelDecidedSchema, LevelSettledSchema, PersonNamesReplySchema, UndatedFindingsReplySchema, UndatedFindingsRequestSchema, type NominationCheck } from '@xingchuang/contracts';
import { newId, type Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { readXlsx } from 'hucre/xlsx';
import { publicity } from '../index.ts';

/** what is looked at before a nomination, each thing with where it stands. */
const WORLD = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], U2: ['organ', 'C'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B05: ['branch', 'U2'] } as const;
type Code = keyof typeof WORLD;
const PATH = '/api/publicity/nomination-check';
let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let decider: Client;
let round: string;
const person = newId();
const finding = { kind: 'finding', id: newId(), title: '=问题台账第3项', dueOn: '2026-05-01' };

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit) =>
  new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
async function gives(code: Code, level: string, more: object = {}): Promise<void> {
  const about = { campaignId: round, unitId: units[code].id, level };
  await tell(system.platform.bus, LevelDecidedSchema, `${round}:${units[code].id}`, { ...about, decidedBy: units.WC.id, decidedOn: '2026-02-12' });
  await tell(system.platform.bus, LevelSettledSchema, `${round}:${units[code].id}`, { ...about, settledOn: '2026-02-28', ...more });
}
const check = async (query: string, by = decider): Promise<NominationCheck> => (await by.get(`${PATH}?${query}`)).body;

beforeAll(async () => {
  system = await startServices([publicity], { now: '2026-02-28T10:00:00+08:00' });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  await bus.answer('registry.person-names', async () => toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: { [person]: '白一帆' } })));
  units = await tellUnits(bus, WORLD);
  await bus.answer('rectification.due', async () => toBinary(DueItemsReplySchema, create(DueItemsReplySchema, { items: [{ ...finding, unitId: units.B02.id }] })));
  await bus.answer('rectification.undated', async (body) => toBinary(UndatedFindingsReplySchema, create(UndatedFindingsReplySchema, { count: fromBinary(UndatedFindingsRequestSchema, body).unitId === units.U2.id ? 2 : 0 })));
  decider = await seat('decider', units.WC);
  round = await tellCampaign(bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站', below_two: 'exclusive', unrated_bars: ['awards'] });
  await until(async () => (await decider.get(`/api/publicity/rewards/callable?campaignId=${round}`)).status === 200, 'the round');
  await gives('B01', 'four', { stars: ['S1', 'S2', 'S3', 'S4'] });
  await gives('B03', 'one', { caps: ['V1'] });
  await until(async () => (await check(`unitIds=${units.B03.id}`)).items[0]?.against.some(({ kind }) => kind === 'bar'), 'the ledger');
});
afterAll(() => system?.stop());

test('bars, penalties and caps of a unit stand against it, priorities and rewards for it, each with its clause', async () => {
  const { day, items } = await check(`unitIds=${units.B01.id},${units.B03.id}`);
  expect([day, items.map(({ name, clear }) => [name, clear])]).toEqual(['2026-02-28', [[units.B01.name, true], [units.B03.name, false]]]);
  expect(items[0]!.inFavour.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['priority', 'honour']));
  expect(new Set(items[1]!.against.map(({ kind }) => kind))).toEqual(new Set(['bar', 'penalty', 'cap']));
  for (const one of [...items[0]!.inFavour, ...items[1]!.against]) expect([one.zh, one.source]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/S0 L\d+/)]);
});

test('for one honour only the bars that concern it are told', async () => {
  const bars = async (more: string) => (await check(`unitIds=${units.B03.id}${more}`)).items[0]!.against.filter(({ kind }) => kind === 'bar').length;
  expect(await bars('&honour=awards')).toBeGreaterThan(0);
  expect(await bars('&honour=awards')).toBeLessThan(await bars(''));
});

test('what is still to be put right is told with its last day; of people what stands on them', async () => {
  const { items } = await check(`unitIds=${units.B02.id}&personIds=${person}`);
  expect(items.map(({ kind, name, clear }) => [kind, name, clear])).toEqual([['unit', units.B02.name, false], ['person', '白一帆', true]]);
  expect(items[0]!.against).toEqual([{ kind: 'finding', zh: finding.title, source: '整改台账', day: finding.dueOn, unitName: units.B02.name, id: finding.id }]);
});

test('findings on which no last day runs are told by their number', async () => {
  const { items } = await check(`unitIds=${units.U2.id}`);
  expect(items[0]).toMatchObject({ clear: false, against: [{ kind: 'finding', zh: '没有期限的未销号问题2项（待下达、已中止或待验收）', day: '', unitName: units.U2.name, id: '' }] });
});

test('open complaints are told by their number to those who handle them and to nobody else', async () => {
  const unitId = units.B05.id;
  const publicist = await seat('publicist', units.WC);
  await tell(system.platform.bus, LevelDecidedSchema, `${round}:${unitId}`, { campaignId: round, unitId, level: 'four', decidedBy: units.WC.id, decidedOn: '2026-02-12', needsNotice: true });
  const notice = await until(async () => {
    const { status, body } = await publicist.post('/api/publicity/notices', { campaignId: round, unitIds: [unitId], title: '四星党支部公示' });
    return status === 201 && body;
  }, 'the notice');
  const text = '签到表是补签的';
  for (const name of ['闻举报', undefined]) expect((await new Client(system.url).post(`/api/publicity/public/notices/${notice.id}/complaints`, { unitId, text, name, ...(name && { contact: '0399-7654321' }) })).status).toBe(201);
  const told = async (role: Parameters<typeof seat>[0], code: Code) => (await check(`unitIds=${unitId}`, await seat(role, units[code]))).items[0]!;
  const seen = await told('publicist', 'WC');
  expect(seen).toMatchObject({ clear: false, against: [{ kind: 'complaint', zh: '未办结举报2件', source: '举报受理', day: '', unitName: units.B05.name, id: '' }] });
  expect(JSON.stringify(seen)).not.toMatch(/补签|闻举报|0399/);
  for (const [role, code] of [['decider', 'WC'], ['supervisor', 'U2'], ['publicist', 'B05'], ['clerk', 'B05']] as const) expect([role, (await told(role, code)).against]).toEqual([role, []]);
  const [line] = (await publicist.get('/api/publicity/complaints')).body.items;
  expect((await publicist.post(`/api/publicity/complaints/${line.id}/handling`, { upheld: false, finding: '查阅原始签到表', answer: '核查情况已函告' })).status).toBe(200);
  expect((await told('publicist', 'WC')).against.map(({ zh }) => zh)).toEqual(['未办结举报1件']);
});

test('as a workbook, in which nothing is a formula', async () => {
  const { rows } = (await readXlsx(await decider.bytes(`${PATH}/workbook?unitIds=${units.B02.id}`))).sheets[0]!;
  expect(rows[2]).toEqual([units.B02.name, '有不利情形', '不利', '未销号问题', `'${finding.title}`, '整改台账', '2026-05-01', units.B02.name]);
});

test('nobody looks up units of others, or nobody at all', async () => {
  expect((await (await seat('decider', units.U2)).get(`${PATH}?unitIds=${units.B03.id}`)).status).toBe(404);
  expect((await (await seat('clerk', units.B03)).get(`${PATH}?unitIds=${units.B03.id}`)).status).toBe(200);
  expect((await decider.get(PATH)).body).toMatchObject({ code: 'nomination.nobody', field: 'unitIds' });
});
