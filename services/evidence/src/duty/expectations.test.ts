import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { parse } from 'csv-parse/sync';
import { PersonNamesReplySchema, UnitChangedSchema, type DutyLine, type DutySummary } from '@xingchuang/contracts';
import { SchemeDirectory } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { RecordStore } from '../record/record-store.ts';
import { parseRecordType } from '../record/record-type.ts';
import { TYPES, typesFolder } from '../record/types.fixture.ts';
import { FileGuards } from '../file/file-guards.ts';
import { openWorld, type World } from '../world.fixture.ts';
import { TallyService } from './tally-service.ts';
import { AdoptionDirectory } from './adoption-directory.ts';
import { TallyStore } from './tally-store.ts';

let world: World;
let [reviewer, decider] = [] as unknown as [Client, Client];
const folder = typesFolder();

beforeAll(async () => {
  world = await openWorld({ RECORD_TYPES_DIR: folder });
  [reviewer, decider] = [await world.as('reviewer', 'OC'), await world.as('decider', 'PG')];
  await world.running.platform.bus.answer('registry.person-names', async () => toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema)));
});
afterAll(async () => {
  await world.running.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function filed(type: string, unit: string, day: string, fields: object = {}): Promise<string> {
  const { status, body } = await reviewer.post('/api/evidence/records', { unitId: world.id(unit), type, day, title: type, fields });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.id;
}
async function lines(query: string, client = reviewer): Promise<DutyLine[]> {
  const { status, body } = await client.get(`/api/evidence/duties?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items;
}
const visit = (unit: string, day: string) => filed('t_visit', unit, day, { way: 'announced', result: '良好' });

test('each team member visits twice a year; who went once is listed (R-104)', async () => {
  const [one, two] = [await world.member('U1'), await world.member('U1')];
  await filed('t_team', 'U1', '2026-01-02', { members: [{ personId: one }, { personId: two }] });
  for (const leader of [one, one, two]) await filed('t_contact', 'B01', '2026-01-04', { leader });
  world.moveClock('2027-01-01');
  const found = await lines(`scheme=t_contact&period=2026&unitId=${world.id('U1')}`);
  expect(Object.fromEntries(found.map(({ personId, found: count, expected, state }) => [personId, `${count}/${expected} ${state}`]))).toEqual({ [one]: '2/2 met', [two]: '1/2 missing' });
  world.moveClock('2026-01-05');
});

test('of two planned trips one is recorded: the plan shows 1 of 2 (R-136)', async () => {
  const plan = await filed('t_plan', 'B02', '2026-01-02', { planned: 2 });
  const trip = await filed('t_trip', 'B02', '2026-01-04', { plan });
  expect(await lines(`scheme=t_trip&period=2026&unitId=${world.id('B02')}`)).toMatchObject([{ recordId: plan, found: 1, expected: 2, state: 'pending', recordIds: [trip] }]);
});

test('a new secretary is due for training before six months are over, and overdue after; a vacant post is a gap (R-003, R-107, R-108)', async () => {
  const [old, fresh] = [await world.member('B03'), await world.member('B03')];
  await world.post('B03', 'branch_secretary', '2020-01-01', { personId: old, since: '2020-01-01', until: '2025-10-31' }, { personId: fresh, since: '2026-01-01', until: '2026-11-30' });
  const ask = async (duty: string, on: string, period = '2026') => {
    world.moveClock(on);
    return (await lines(`scheme=t_training&duty=${duty}&period=${period}&unitId=${world.id('B03')}`)).map(({ personId, post, state, period: { to } }) => [personId === old ? 'old' : personId === fresh ? 'fresh' : personId, post, state, to]);
  };
  expect(await ask('fresh', '2026-06-01')).toEqual([['fresh', 'branch_secretary', 'due', '2026-07-01']]);
  expect(await ask('fresh', '2026-07-02')).toEqual([['fresh', 'branch_secretary', 'missing', '2026-07-01']]);
  expect(await ask('fresh', '2026-07-02', '2026-Q1')).toEqual([]);
  const { body } = await reviewer.post('/api/evidence/records', { unitId: world.id('B03'), type: 't_training', day: '2026-07-02', title: '培训', fields: { people: [{ personId: fresh }] } });
  expect((await lines(`scheme=t_training&duty=fresh&unitId=${world.id('B03')}`)).map(({ state, lateBy, recordIds }) => [state, lateBy, recordIds])).toEqual([['late', 1, [body.id]]]);
  expect(await ask('yearly', '2027-01-02')).toEqual([[undefined, 'branch_secretary', 'missing', '2026-12-31']]); // nobody holds it at the end of the year
  world.moveClock('2026-01-05');
});

test('an exemption needs a reason, shows with it, can be taken back, and is not for everybody', async () => {
  world.moveClock('2026-04-02');
  const of = { unitId: world.id('B04'), scheme: 't_visit', duty: 'quarterly', period: '2026-Q1' };
  const grant = (over: object = {}, client = decider) => client.post('/api/evidence/exemptions', { ...of, reason: '全体外出抗洪', ...over });
  const state = async () => (await lines(`scheme=t_visit&period=2026-Q1&unitId=${of.unitId}`)).map((line) => [line.state, line.note?.zh, line.exemptionId !== undefined]);
  expect(await state()).toEqual([['missing', undefined, false]]);
  const refused: [object, number, string, string | undefined][] = [
    [{ reason: ' ' }, 422, 'input.invalid', 'reason'],
    [{ duty: 'weekly' }, 422, 'duty.unknown', 'duty'],
    [{ period: '2026-Q5' }, 422, 'input.invalid', 'period'],
    [{ period: '2019-Q1' }, 422, 'duty.not-owed', 'period'],
    [{ unitId: world.id('U1') }, 422, 'duty.unknown', 'duty'], // an organ has no such duty
  ];
  for (const [over, status, code, field] of refused) expect((await grant(over)).body).toMatchObject({ status, code, field });
  expect((await grant({}, await world.as('clerk', 'B04'))).status).toBe(403);
  expect((await grant({}, await world.as('reviewer', 'B05'))).status).toBe(404);
  const { status, body } = await grant();
  expect([status, await state()]).toEqual([201, [['exempt', '全体外出抗洪', true]]]);
  expect((await grant()).body).toMatchObject({ status: 409, code: 'exemption.exists' });
  expect((await (await world.as('clerk', 'B04')).get('/api/evidence/exemptions')).body.items.map(({ id }: { id: string }) => id)).toEqual([body.id]);
  expect((await decider.post(`/api/evidence/exemptions/${body.id}/undo`, { reason: '已返回' }, { 'if-match': '1' })).body.undone.reason).toBe('已返回');
  expect((await decider.post(`/api/evidence/exemptions/${body.id}/undo`, { reason: '已返回' })).body).toMatchObject({ status: 409, code: 'exemption.undone' });
  expect(await state()).toEqual([['missing', undefined, false]]);
  expect((await grant()).status).toBe(201);
  world.moveClock('2026-01-05');
});

test('the summary of a subtree adds up, by months and by the units below; a branch sees its own', async () => {
  await visit('B06', '2026-01-04');
  const { body } = await reviewer.get(`/api/evidence/duties/summary?unitId=${world.id('C')}&subtree=true&year=2026`);
  expect(body.status).toBe(404); // the city is not this committee's
  const summary = (await reviewer.get('/api/evidence/duties/summary?year=2026')).body as DutySummary;
  const sum = (totals: readonly Record<string, number>[]) => totals.reduce((all, one) => all + Object.values(one).reduce((a, b) => a + b, 0), 0);
  expect(sum(summary.units.map(({ totals }) => totals))).toBe(sum([summary.totals]));
  expect(sum(summary.rows.flatMap(({ months }) => months.map(({ totals }) => totals)))).toBe(sum([summary.totals]));
  const row = summary.rows.find(({ scheme }) => scheme === 't_visit')!;
  expect(row.months.map(({ month, totals }) => [month, totals.met + totals.pending + totals.exempt])).toEqual([['2026-03', 10], ['2026-06', 10], ['2026-09', 10], ['2026-12', 10]]);
  expect(summary.units.find(({ unitCode }) => unitCode === 'B06')).toMatchObject({ hasBelow: false, kind: 'branch' });
  const own = (await (await world.as('clerk', 'B06')).get('/api/evidence/duties/summary?year=2026')).body as DutySummary;
  expect([own.units, own.rows.find(({ scheme }) => scheme === 't_visit')!.months[0]!.totals.met]).toEqual([[], 1]);
});

test('the missing list leaves the system as CSV', async () => {
  world.moveClock('2026-04-02');
  const bytes = await reviewer.bytes('/api/evidence/duties/export?scheme=t_visit&period=2026-Q1&state=missing&format=csv');
  const [head, ...rows] = parse(Buffer.from(bytes), { bom: true }) as string[][];
  expect(head!.slice(0, 4)).toEqual(['单位编码', '单位', '人员', '要求']);
  expect(rows.map((row) => [row[0], row[5], row[10]])).toEqual(['B01', 'B02', 'B03', 'B05', 'B07', 'B08', 'B09', 'B10'].map((code) => [code, '2026-Q1', '缺少']));
  expect((await reviewer.get('/api/evidence/duties/export?format=pdf')).body).toMatchObject({ status: 422, field: 'format' });
  world.moveClock('2026-01-05');
});

test('a branch that moves takes its later periods with it and leaves the earlier ones', async () => {
  await world.open('U2', 'organ', 'C');
  await world.heard('units', world.id('U2'));
  const b10 = world.units.get('B10')!;
  const path = [world.id('C'), world.id('U2'), b10.id];
  await world.tell(UnitChangedSchema, b10.id, { unitId: b10.id, code: 'B10', name: '单位B10', kind: 'branch', parentId: world.id('U2'), path, jurisdictionId: b10.id, version: 2, openedOn: '2020-01-01', closedOn: '', since: '2026-05-01' });
  const { connection } = world.running.platform.databases.get('evidence')!;
  await until(async () => connection.collection<{ _id: string }>('units').findOne({ _id: b10.id, version: 2 }), 'the move');
  const under = async (code: string) => (await lines(`scheme=t_visit&period=2026&subtree=true&unitId=${world.id(code)}`, await world.as('auditor', 'C'))).filter(({ unitCode }) => unitCode === 'B10').map(({ period }) => period.id);
  expect([await under('U1'), await under('U2'), await under('C')]).toEqual([['2026-Q1'], ['2026-Q2', '2026-Q3', '2026-Q4'], ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']]);
});

test('reports from tallies are those from records: built for what is there, recounted with every change, rebuilt for another type file', async () => {
  const { platform } = world.running;
  const database = platform.databases.get('evidence')!;
  const tallies = new TallyStore(database);
  const serviceOf = (own: RecordCatalogue) => new TallyService(database, platform.clock, new SchemeDirectory(database), platform.ticker, own, new RecordStore(database), world.running.app.get(FileGuards, { strict: false }), tallies, new AdoptionDirectory(database));
  const catalogue = new RecordCatalogue(new URL('../../record-types/', import.meta.url), new URL(`file://${folder}/`));
  const service: TallyService = serviceOf(catalogue);
  const report = async () => (await lines('scheme=t_visit&period=2026&limit=1000')).map(({ unitCode, period, state, found }) => `${unitCode} ${period.id} ${state} ${found}`);
  const fromRecords = await report();
  await service.sweep(0);
  expect((await tallies.counters()).filter(({ type }) => type === 't_visit')).toMatchObject([{ ready: true }]);
  expect(await report()).toEqual(fromRecords);
  const id = await visit('B07', '2026-01-03');
  expect(await report()).toContain('B07 2026-Q1 met 1');
  await reviewer.post(`/api/evidence/records/${id}/correction`, { day: '2025-12-30', title: '走访', fields: { way: 'announced', result: '良好' }, reason: '日期有误' });
  expect(await report()).toContain('B07 2026-Q1 pending 0');
  // a newer file lets only announced visits count: what was unannounced no longer fits
  await filed('t_visit', 'B08', '2026-01-03', { way: 'unannounced', result: '良好' });
  expect(await report()).toContain('B08 2026-Q1 met 1');
  const text = TYPES['t_visit']!.replace('every: quarter}', 'every: quarter, where: {way: announced}}');
  writeFileSync(join(folder, 't_visit.yaml'), text.trimStart());
  expect(parseRecordType(text, 't_visit.yaml').expects[0]!.where).toEqual({ way: 'announced' });
  const newer = serviceOf(new RecordCatalogue(new URL('../../record-types/', import.meta.url), new URL(`file://${folder}/`)));
  await newer.sweep(0);
  const cells = (await tallies.ofYear('2026', [world.id('B08')])).get(world.id('B08'))!;
  const slots = new Map((await tallies.counters()).map(({ id: counter, slot }) => [counter, slot]));
  expect([slots.get('t_visit|quarter|0||'), slots.get('t_visit|quarter|0||quarterly')].map((slot) => cells[slot! * 48])).toEqual([1, 0]);
});
