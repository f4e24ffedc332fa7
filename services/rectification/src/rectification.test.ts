import { ComplaintUpheldSchema, LevelSettledSchema } from '@xingchuang/contracts';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { rectification } from './index.ts';

const SCHEME = 'nanyang-organ-five-star';
const WORLD = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], PG: ['party_group', 'U1', 'body'], OC: ['organ_committee', 'U1', 'body'],
  B05: ['branch', 'U1'], B07: ['branch', 'U1'], B08: ['branch', 'U1'], B10: ['branch', 'U1'],
} as const;

let system: Running;
let trust: TestTrust;
let units: Record<keyof typeof WORLD, TestUnit>;
let campaignId: string;
let committee: Client;
let partyGroup: Client;

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit) =>
  new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
/** Moves the clock and lets what falls due happen, as the clock route does. */
async function at(day: string): Promise<void> {
  system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
  await system.platform.ticker.tick();
}
const open = async (unit: TestUnit, aspect: string, foundOn: string) =>
  (await committee.post('/api/rectification/findings', { unitId: unit.id, schemeId: SCHEME, aspect, title: '突出问题', origin: 'observation', foundOn })).body;
const ladder = async (unit: TestUnit) => (await partyGroup.get(`/api/rectification/ladder?unitId=${unit.id}&schemeId=${SCHEME}`)).body;
const assign = (unit: TestUnit, rung: string, more: object = {}) => partyGroup.post('/api/rectification/cases', { unitId: unit.id, schemeId: SCHEME, rung, leader: '党组成员', ...more });

beforeAll(async () => {
  system = await startServices([rectification], { now: '2026-02-27T10:00:00+08:00' });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  campaignId = await tellCampaign(bus, SCHEME, units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' });
  committee = await seat('supervisor', units.OC);
  partyGroup = await seat('decider', units.PG);
  await until(async () => (await ladder(units.B10)).unitId, 'the world');
});
afterAll(() => system?.stop());

describe('the ladder of the scheme', () => {
  test('L1: two aspects at once call for a contact leader and three months', async () => {
    await open(units.B05, 'S2', '2026-02-27');
    expect((await ladder(units.B05)).due.rung).toBe('R0');
    await open(units.B05, 'S4', '2026-02-27');
    await at('2026-03-02');
    expect(await ladder(units.B05)).toMatchObject({ aspects: ['S2', 'S4'], due: { rung: 'R1' } });
    const wrong = await assign(units.B05, 'R2');
    expect([wrong.status, wrong.body.code]).toEqual([409, 'case.not-due']);
    const byHand = await assign(units.B05, 'R1', { limit: { months: 4 } });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'limit.fixed']);
    const [first, second] = await Promise.all([assign(units.B05, 'R1'), assign(units.B05, 'R1')]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    const made = first.status === 201 ? first.body : second.body;
    expect([made.limit.lastDay, made.state]).toEqual(['2026-06-02', 'running']);
  });

  test('L4 and L5: an aspect unsolved at the end of its limit climbs, one solved in time does not', async () => {
    const late = await open(units.B07, 'S3', '2026-03-02');
    const inTime = await open(units.B08, 'S3', '2026-03-02');
    const missing = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决' });
    expect([missing.status, missing.body.field]).toEqual([422, 'limit']);
    const past = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-01' } });
    expect([past.status, past.body.field]).toEqual([422, 'limit.until']);
    const noticed = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-31' } });
    expect([noticed.body.number, noticed.body.limit.lastDay]).toEqual(['整改〔2026〕1号', '2026-03-31']);
    await committee.post(`/api/rectification/findings/${inTime.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-31' } });

    await at('2026-03-30');
    const clerk = await seat('clerk', units.B08);
    expect((await (await seat('clerk', units.B07)).post(`/api/rectification/findings/${inTime.id}/proof`, { text: '他人的' })).status).toBe(404);
    expect((await clerk.post(`/api/rectification/findings/${inTime.id}/proof`, { text: '已整改到位' })).body.state).toBe('proved');
    expect((await committee.post(`/api/rectification/findings/${inTime.id}/check`, { solved: true, opinion: '属实' })).body).toMatchObject({ state: 'closed', closedOn: '2026-03-30' });

    await at('2026-04-01');
    expect((await committee.get(`/api/rectification/findings/${late.id}`)).body).toMatchObject({ overdue: true, state: 'noticed' });
    await at('2026-04-01');
    expect((await committee.get(`/api/rectification/findings/${late.id}`)).body.history.filter((one: { what: string }) => one.what === 'overdue')).toHaveLength(1);
    expect((await ladder(units.B07)).due.rung).toBe('R1');
    expect((await assign(units.B07, 'R1')).body.limit.lastDay).toBe('2026-07-01');
    expect(await ladder(units.B08)).toMatchObject({ aspects: [], due: null });
  });

  test('a rung that fails calls for the next one, once, also after days of downtime', async () => {
    await at('2026-06-20');
    const cases = (await partyGroup.get(`/api/rectification/cases?unitId=${units.B05.id}`)).body.items;
    expect(cases.map((one: { state: string }) => one.state)).toEqual(['failed']);
    expect((await ladder(units.B05)).due.rung).toBe('R2');
    expect((await assign(units.B05, 'R2')).body.limit.lastDay).toBe('2026-12-20');
  });

  test('nobody checks a proof of their own', async () => {
    const finding = await open(units.B10, 'S1', '2026-06-19');
    await committee.post(`/api/rectification/findings/${finding.id}/notice`, { demand: '限期', limit: { workdays: 10 } });
    const personId = '01890000-0000-7000-8000-000000000001';
    const as = async (role: 'clerk' | 'supervisor', unit: TestUnit) => new Client(system.url, await trust.token({ role, personId, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
    await (await as('clerk', units.B10)).post(`/api/rectification/findings/${finding.id}/proof`, { text: '已改' });
    const own = await (await as('supervisor', units.OC)).post(`/api/rectification/findings/${finding.id}/check`, { solved: true, opinion: '好' });
    expect([own.status, own.body.code]).toEqual([409, 'finding.same-person']);
  });
});

describe('what a level or a complaint brings about', () => {
  test('a one-star level opens talk and rectification, whose limit a person sets', async () => {
    await tell(system.platform.bus, LevelSettledSchema, `${campaignId}:${units.B08.id}`, { campaignId, unitId: units.B08.id, level: 'one', settledOn: '2026-02-28', caps: ['V1'] });
    const items = await until(async () => {
      const found = (await partyGroup.get(`/api/rectification/cases?unitId=${units.B08.id}`)).body.items;
      return found.length === 2 && found;
    }, 'cases of the level');
    expect(items.map((one: { state: string }) => one.state)).toEqual(['waiting', 'waiting']);
    const rung = items.find((one: { rung: string }) => one.rung === 'R3');
    const set = await partyGroup.post(`/api/rectification/cases/${encodeURIComponent(rung.id)}/limit`, { leader: '市直机关工委', limit: { months: 3 } });
    expect(set.body.state).toBe('running');
  });

  test('proven fraud opens accountability', async () => {
    await tell(system.platform.bus, ComplaintUpheldSchema, `${campaignId}:${units.B10.id}`, { complaintId: 'c1', noticeId: 'n1', campaignId, unitId: units.B10.id, upheldOn: '2026-02-27', fraud: true });
    const [one] = await until(async () => {
      const found = (await partyGroup.get(`/api/rectification/cases?unitId=${units.B10.id}`)).body.items;
      return found.length > 0 && found;
    }, 'accountability');
    expect([one.name, one.state]).toEqual(['责任追究', 'waiting']);
  });
});
