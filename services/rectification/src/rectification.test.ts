import { ComplaintUpheldSchema, FindingRaisedSchema, LevelSettledSchema, LookedAgainSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { tell, until, type Client, type TestUnit } from '@xingchuang/testkit';
import { finding, SCHEME, startWorld, type World } from './world.fixture.ts';

let world: World;
let committee: Client;
let partyGroup: Client;

const open = async (unit: TestUnit, aspect: string, foundOn: string) => {
  const { status, body } = await committee.post('/api/rectification/findings', finding(unit, aspect, foundOn));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};
const ladder = async (unit: TestUnit) => (await partyGroup.get(`/api/rectification/ladder?unitId=${unit.id}&schemeId=${SCHEME}`)).body;
const assign = (unit: TestUnit, rung: string, more: object = {}) => partyGroup.post('/api/rectification/cases', { unitId: unit.id, schemeId: SCHEME, rung, leader: '党组成员', ...more });
const casesOf = async (unit: TestUnit) => (await partyGroup.get(`/api/rectification/cases?unitId=${unit.id}`)).body.items as { id: string; rung: string; state: string; limit: { lastDay: string } | null; calledOn: string; assignedOn: string; history: { what: string; day: string }[] }[];
const at = (day: string) => world.at(day);

beforeAll(async () => {
  world = await startWorld('2026-02-27');
  committee = await world.seat('supervisor', 'OC');
  partyGroup = await world.seat('decider', 'PG');
});
afterAll(() => world?.system.stop());

describe('the ladder of the scheme', () => {
  test('L1: two aspects at once call for a contact leader and three months', async () => {
    await open(world.units.B05, 'S2', '2026-02-27');
    expect((await ladder(world.units.B05)).due.rung).toBe('R0');
    await open(world.units.B05, 'S4', '2026-02-27');
    await at('2026-03-02');
    expect(await ladder(world.units.B05)).toMatchObject({ aspects: ['S2', 'S4'], due: { rung: 'R1' } });
    const wrong = await assign(world.units.B05, 'R2');
    expect([wrong.status, wrong.body.code]).toEqual([409, 'case.not-due']);
    const byHand = await assign(world.units.B05, 'R1', { limit: { months: 4 } });
    expect([byHand.status, byHand.body.code]).toEqual([409, 'limit.fixed']);
    const [first, second] = await Promise.all([assign(world.units.B05, 'R1'), assign(world.units.B05, 'R1')]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    const made = first.status === 201 ? first.body : second.body;
    expect([made.limit.lastDay, made.state]).toEqual(['2026-06-02', 'running']);
  });

  test('L4 and L5: an aspect unsolved at the end of its limit climbs, one solved in time does not', async () => {
    const late = await open(world.units.B07, 'S3', '2026-03-02');
    const inTime = await open(world.units.B08, 'S3', '2026-03-02');
    const missing = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决' });
    expect([missing.status, missing.body.field]).toEqual([422, 'limit']);
    const past = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-01' } });
    expect([past.status, past.body.field]).toEqual([422, 'limit.until']);
    const noticed = await committee.post(`/api/rectification/findings/${late.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-31' } });
    expect([noticed.body.number, noticed.body.limit.lastDay]).toEqual(['整改〔2026〕1号', '2026-03-31']);
    await committee.post(`/api/rectification/findings/${inTime.id}/notice`, { demand: '限期解决', limit: { until: '2026-03-31' } });

    await at('2026-03-30');
    const clerk = await world.seat('clerk', 'B08');
    expect((await (await world.seat('clerk', 'B07')).post(`/api/rectification/findings/${inTime.id}/proof`, { text: '他人的' })).status).toBe(404);
    expect((await clerk.post(`/api/rectification/findings/${inTime.id}/proof`, { text: '已整改到位' })).body.state).toBe('proved');
    expect((await committee.post(`/api/rectification/findings/${inTime.id}/check`, { solved: true, opinion: '属实' })).body).toMatchObject({ state: 'closed', closedOn: '2026-03-30' });

    await at('2026-04-01');
    expect((await committee.get(`/api/rectification/findings/${late.id}`)).body).toMatchObject({ overdue: true, state: 'noticed' });
    await at('2026-04-01');
    expect((await committee.get(`/api/rectification/findings/${late.id}`)).body.history.filter((one: { what: string }) => one.what === 'overdue')).toHaveLength(1);
    expect((await ladder(world.units.B07)).due.rung).toBe('R1');
    expect((await assign(world.units.B07, 'R1')).body.limit.lastDay).toBe('2026-07-01');
    expect(await ladder(world.units.B08)).toMatchObject({ aspects: [], due: null });
  });

  test('a rung that fails begins the next one on the day after, also after days of downtime, once', async () => {
    await at('2026-06-20');
    await at('2026-06-20');
    const cases = await casesOf(world.units.B05);
    expect(cases.map(({ rung, state, assignedOn, limit }) => [rung, state, assignedOn, limit?.lastDay])).toEqual([
      ['R2', 'running', '2026-06-03', '2026-12-03'],
      ['R1', 'failed', '2026-03-02', '2026-06-02'],
    ]);
    expect(cases[1]!.history.filter(({ what }) => what === 'failed')).toEqual([expect.objectContaining({ day: '2026-06-03' })]);
    expect((await ladder(world.units.B05)).due).toBeNull();
    const led = await partyGroup.post(`/api/rectification/cases/${cases[0]!.id}/leader`, { leader: '整顿工作组' });
    expect(led.body).toMatchObject({ leader: '整顿工作组', limit: { lastDay: '2026-12-03' } });
  });

  test('every step that happened by itself stands in the log', async () => {
    const { items } = (await partyGroup.get(`/api/rectification/steps?unitId=${world.units.B05.id}`)).body;
    const automatic = items.filter(({ by }: { by: string }) => by === '').map(({ kind, what, day }: { kind: string; what: string; day: string }) => `${day} ${kind} ${what}`);
    expect(automatic.reverse()).toEqual(['2026-02-27 case called', '2026-06-03 case failed', '2026-06-03 case called', '2026-06-03 case begun']);
  });

  test('two findings that come at the same moment are seen together', async () => {
    for (const code of ['B01', 'B02', 'B03'] as const) {
      await Promise.all(['S1', 'S2'].map((aspect) => open(world.units[code], aspect, '2026-06-19')));
      expect((await casesOf(world.units[code])).map(({ rung, state }) => [rung, state])).toEqual([['R1', 'called']]);
    }
  });

  test('nobody checks a proof of their own', async () => {
    const mine = await open(world.units.B10, 'S1', '2026-06-19');
    await committee.post(`/api/rectification/findings/${mine.id}/notice`, { demand: '限期', limit: { workdays: 10 } });
    const personId = '01890000-0000-7000-8000-000000000001';
    await (await world.seat('clerk', 'B10', personId)).post(`/api/rectification/findings/${mine.id}/proof`, { text: '已改' });
    const own = await (await world.seat('supervisor', 'OC', personId)).post(`/api/rectification/findings/${mine.id}/check`, { solved: true, opinion: '好' });
    expect([own.status, own.body.code]).toEqual([409, 'finding.same-person']);
  });
});

describe('what an inspection found on site', () => {
  test('enters the ledger with its limit running, and is closed only after a look-back', async () => {
    const { bus } = world.system.platform;
    const findingId = newId();
    await tell(bus, FindingRaisedSchema, findingId, {
      findingId, visitId: newId(), unitId: world.units.B10.id, schemeId: SCHEME, aspect: 'S1', title: '党课缺记录', origin: 'spot-check', foundOn: '2026-04-15', noticedOn: '2026-04-15', workdays: 15, demand: '限期补齐', lookBack: true, orderedBy: world.units.OC.id,
    });
    const path = `/api/rectification/findings/${findingId}`;
    const found = await until(async () => {
      const { status, body } = await committee.get(path);
      return status === 200 && body;
    }, 'the finding');
    expect(found).toMatchObject({ state: 'noticed', demand: '限期补齐', limit: { lastDay: '2026-05-09' }, lookBack: 'due', origin: 'spot-check' });
    expect(found.number).toMatch(/^整改〔2026〕\d+号$/);
    await (await world.seat('clerk', 'B10')).post(`${path}/proof`, { text: '已补齐' });
    const early = await committee.post(`${path}/check`, { solved: true, opinion: '属实' });
    expect([early.status, early.body.code]).toEqual([409, 'finding.look-back-due']);
    await tell(bus, LookedAgainSchema, findingId, { findingId, visitId: newId(), unitId: world.units.B10.id, lookedOn: '2026-05-11' });
    await until(async () => (await committee.get(path)).body.lookBack === 'done', 'the look-back');
    expect((await committee.post(`${path}/check`, { solved: true, opinion: '属实' })).body.state).toBe('closed');
  });
});

describe('what a level or a complaint brings about', () => {
  test('a one-star level opens talk and rectification, whose limit a person sets', async () => {
    await tell(world.system.platform.bus, LevelSettledSchema, `${world.campaignId}:${world.units.B08.id}`, { campaignId: world.campaignId, unitId: world.units.B08.id, level: 'one', settledOn: '2026-02-28', caps: ['V1'] });
    const items = await until(async () => {
      const found = (await partyGroup.get(`/api/rectification/cases?unitId=${world.units.B08.id}`)).body.items;
      return found.length === 2 && found;
    }, 'cases of the level');
    expect(items.map((one: { state: string }) => one.state)).toEqual(['waiting', 'waiting']);
    const rung = items.find((one: { rung: string }) => one.rung === 'R3');
    const set = await partyGroup.post(`/api/rectification/cases/${encodeURIComponent(rung.id)}/limit`, { leader: '市直机关工委', limit: { months: 3 } });
    expect(set.body.state).toBe('running');
  });

  test('proven fraud opens accountability, and the finding stands in the problem ledger once', async () => {
    const complaintId = newId();
    await tell(world.system.platform.bus, ComplaintUpheldSchema, `${world.campaignId}:${world.units.B10.id}`, { complaintId, noticeNumber: '公示〔2026〕1号', foundBy: world.units.WC.id, noticeId: 'n1', campaignId: world.campaignId, unitId: world.units.B10.id, upheldOn: '2026-02-27', fraud: true });
    const [one] = await until(async () => {
      const found = (await partyGroup.get(`/api/rectification/cases?unitId=${world.units.B10.id}`)).body.items.filter((one: { campaignId: string }) => one.campaignId !== '');
      return found.length > 0 && found;
    }, 'accountability');
    expect([one.name, one.state]).toEqual(['责任追究', 'waiting']);
    const again = { complaintId, noticeId: 'n1', campaignId: world.campaignId, unitId: world.units.B10.id, upheldOn: '2026-02-27', fraud: false, noticeNumber: '公示〔2026〕1号', foundBy: world.units.WC.id };
    await tell(world.system.platform.bus, ComplaintUpheldSchema, `${world.campaignId}:${world.units.B10.id}`, again);
    await tell(world.system.platform.bus, ComplaintUpheldSchema, `${world.campaignId}:${world.units.B08.id}`, { ...again, complaintId: newId(), unitId: world.units.B08.id });
    const of = async (unitId: string) => (await partyGroup.get(`/api/rectification/findings?unitId=${unitId}&origin=complaint`)).body.items;
    await until(async () => (await of(world.units.B08.id)).length === 1, 'the later finding');
    const [finding, ...more] = await of(world.units.B10.id);
    expect([finding.id, finding.state, finding.sources[0].reference, more]).toEqual([complaintId, 'open', '公示〔2026〕1号', []]);
  });
});
