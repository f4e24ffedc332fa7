import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { MeasureAskSchema, MeasuresReplySchema, MeasuresRequestSchema, type DutyPage } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { openWorld, SCHEME, type World } from '../world.fixture.ts';

/** What a scheme expects falls on the units of those who run it, in the days in which they run it. */
let world: World;
let auditor: Client;

beforeAll(async () => {
  world = await openWorld();
  await world.open('E', 'city');
  for (const [code, kind, body] of [['U2', 'organ', false], ['PG2', 'party_group', true], ['B21', 'branch', false], ['B22', 'branch', false]] as const) {
    await world.open(code, kind, code === 'U2' ? 'E' : 'U2', body);
    await world.heard('units', world.id(code));
  }
  world.moveClock('2027-01-02');
  auditor = await world.as('auditor', 'E');
});
afterAll(() => world?.running.stop());

async function owed(code: string, query = ''): Promise<string[]> {
  const { body } = (await auditor.get(`/api/evidence/duties?scheme=${SCHEME}&unitId=${world.id(code)}&subtree=true&period=2026&limit=1000${query}`)) as { body: DutyPage };
  return body.items.map(({ unitCode, duty, period, state }) => `${unitCode} ${duty} ${period.id} ${state}`);
}

async function measured(node: string, unit: string, measure: string, duty: string) {
  const asks = [create(MeasureAskSchema, { name: 'f', scheme: SCHEME, duty, measure, from: '2026-01-01', to: '2026-12-31' })];
  const bytes = await world.running.platform.bus.request('evidence.measures', toBinary(MeasuresRequestSchema, create(MeasuresRequestSchema, { nodeId: world.id(node), unitIds: [world.id(unit)], asks })), 5_000);
  const { values, unknown } = fromBinary(MeasuresReplySchema, bytes);
  return unknown.length > 0 ? 'unknown' : JSON.parse(values[0]!.valueJson);
}

test('nobody runs it here: nothing is expected, nothing can be counted or let off', async () => {
  expect(await owed('E')).toEqual([]);
  expect(await owed('C', '&duty=D5')).toEqual(['U1 D5 2026 missing']);
  expect(await measured('U2', 'U2', 'missed', 'D2')).toBe('unknown');
  const exempt = await (await world.as('decider', 'PG2')).post('/api/evidence/exemptions', { unitId: world.id('B21'), scheme: SCHEME, duty: 'D1', period: '2026-Q1', reason: '外出' });
  expect(exempt.body).toMatchObject({ status: 422, code: 'duty.not-owed' });
});

test('who runs it for a time is expected to do what ends in that time, for the units under it', async () => {
  await world.adopts(SCHEME, 'U2', '2026-02-01', '2026-06-30');
  expect(await owed('E')).toEqual([
    'B21 D1 2026-Q1 missing', 'B22 D1 2026-Q1 missing', 'B21 D1 2026-Q2 missing', 'B22 D1 2026-Q2 missing', 'PG2 D2 2026-06 missing',
  ]);
});

test('a duty of a body counts for the larger unit that it leads, and for the branches under it', async () => {
  expect([await measured('U2', 'U2', 'missed', 'D2'), await measured('U2', 'B21', 'missed', 'D2'), await measured('U2', 'U2', 'met', 'D2')]).toEqual([1, 1, 0]);
  expect([await measured('U2', 'U2', 'missed', 'D1'), await measured('U2', 'B21', 'missed', 'D1')]).toEqual([4, 2]);
  const { status } = await (await world.as('reviewer', 'PG2')).post('/api/evidence/records', { unitId: world.id('PG2'), type: 'party_work_study', day: '2026-06-10', title: '研究', fields: { topics: '党建' } });
  expect([status, await measured('U2', 'U2', 'missed', 'D2'), await measured('U2', 'U2', 'met', 'D2')]).toEqual([201, 0, 1]);
});

test('what a record type expects under a scheme falls on the same units', async () => {
  const filings = async (code: string): Promise<number> => (await auditor.get(`/api/evidence/duties?scheme=service_filing&unitId=${world.id(code)}&period=2026&limit=1000`)).body.items.length;
  expect([await filings('B21'), await filings('B01')]).toEqual([5, 12]);
});
