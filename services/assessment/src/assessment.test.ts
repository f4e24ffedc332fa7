import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ComplaintUpheldSchema, LevelsHeldReplySchema, LevelsHeldRequestSchema, NoticeConfirmedSchema, type CandidacyView, type TodoView } from '@xingchuang/contracts';
import { tell, until, type Client } from '@xingchuang/testkit';
import { draw } from './spot-check/spot-check-rule.ts';
import { BRANCHES, FACTS, factsOf, PARAMETERS, SCHEME, World, type Code } from './world.fixture.ts';

const A = '/api/assessment';
let world: World;
let campaignId: string;
let oc: Client, pg: Client, wc: Client, wcReview: Client, od: Client, sc: Client, leader: Client;
const ids = new Map<Code, string>();

const candidacy = (code: Code, ...rest: string[]) => [`${A}/candidacies/${ids.get(code)}`, ...rest].join('/');
const told = () => world.system.platform.databases.get('assessment')!.connection.db!.collection('outbox').distinct('type');
const stateOf = async (code: Code) => {
  const { body } = await leader.get(candidacy(code));
  return [body.state, body.level.id];
};
const todo = async (who: Client): Promise<string[]> => (await who.get(`${A}/todo`)).body.items.map((item: TodoView & { unit: { code: string } | null }) => `${item.step} ${item.unit?.code ?? ''}`.trim());
const codes = (items: readonly CandidacyView[]) => items.map(({ unit }) => unit.code);

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  [oc, pg, wc, wcReview, od, sc, leader] = await Promise.all([
    world.as('reviewer', 'OC'), world.as('decider', 'PG'), world.as('decider', 'WC'), world.as('reviewer', 'WC'), world.as('reviewer', 'OD'), world.as('decider', 'SC'),
    world.as('leader', 'U1'),
  ]) as [Client, Client, Client, Client, Client, Client, Client];
});
afterAll(() => world?.system.stop());

describe('a campaign opens', () => {
  const input = { title: '2025年度“五星”支部评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' } };

  test('with every parameter that the scheme asks for, by a body over the units', async () => {
    const { rank_behind: _, ...incomplete } = PARAMETERS;
    const refused = await pg.post(`${A}/campaigns`, { ...input, parameters: incomplete });
    expect([refused.status, refused.body.code, refused.body.facts.names]).toEqual([422, 'parameter.missing', ['rank_behind']]);
    const unknown = await pg.post(`${A}/campaigns`, { ...input, parameters: PARAMETERS, starred: true });
    expect([unknown.status, unknown.body.errors[0].field]).toEqual([422, 'starred']);
    expect((await oc.post(`${A}/campaigns`, { ...input, parameters: PARAMETERS })).status).toBe(403);

    const key = { 'idempotency-key': 'open-the-campaign' };
    const opened = await pg.post(`${A}/campaigns`, { ...input, parameters: PARAMETERS }, key);
    expect([opened.status, opened.body.window, opened.body.unit.code]).toEqual([201, { from: '2025-01-01', to: '2025-12-31' }, 'PG']);
    campaignId = opened.body.id;
    const again = await pg.post(`${A}/campaigns`, { ...input, parameters: PARAMETERS }, key);
    expect([again.body.id, again.headers.get('idempotent-replay')]).toEqual([campaignId, 'true']);
    expect((await leader.get(`${A}/campaigns`)).body.items).toHaveLength(1);
  });

  test('for the living rated units under it', async () => {
    const { items } = (await leader.get(`${A}/candidacies?campaignId=${campaignId}`)).body as { items: CandidacyView[] };
    expect(codes(items)).toEqual(BRANCHES);
    for (const { id, unit } of items) ids.set(unit.code as Code, id);
  });
});

describe('facts', () => {
  const path = (code: Code) => `${A}/campaigns/${campaignId}/facts/${world.units[code].id}`;

  test('are imported whole or not at all', async () => {
    const faulty = await oc.post(`${A}/campaigns/${campaignId}/facts/import`, { units: [FACTS[0], { unit: 'B02', facts: { ...factsOf('B02'), provincial_rank: 'sixth', rank: 1 } }] });
    expect([faulty.status, faulty.body.errors.map((error: { unit: string; field: string }) => error.field)]).toEqual([422, ['facts.rank', 'facts.provincial_rank']]);
    const elsewhere = await oc.post(`${A}/campaigns/${campaignId}/facts/import`, { units: [{ unit: 'X1', facts: factsOf('B01') }] });
    expect([elsewhere.status, elsewhere.body.code, elsewhere.body.facts.units]).toEqual([422, 'facts.unknown-units', ['X1']]);
    expect((await leader.get(path('B01'))).status).toBe(404);
    expect((await oc.post(`${A}/campaigns/${campaignId}/facts/import`, { units: FACTS })).body).toEqual({ taken: 10 });
  });

  test('keep every version with who entered it, and nobody writes over another', async () => {
    const stale = await oc.put(path('B04'), { version: 0, facts: factsOf('B04') });
    expect([stale.status, stale.body.code]).toEqual([412, 'thing.stale']);
    const entered = await oc.put(path('B04'), { version: 1, facts: factsOf('B04'), refs: { provincial_rank: ['r-1'] }, note: '补充依据' });
    expect([entered.status, entered.body.version, entered.body.facts.incidents]).toEqual([200, 2, []]);
    const { items } = (await oc.get(`${path('B04')}/history`)).body;
    expect(items.map(({ version, note }: { version: number; note: string }) => [version, note])).toEqual([[2, '补充依据'], [1, '']]);
  });

  test('of another unit are not there for a branch', async () => {
    const b01 = await world.as('clerk', 'B01');
    expect((await b01.get(path('B01'))).status).toBe(200);
    expect((await b01.get(path('B02'))).status).toBe(404);
    expect((await b01.get(candidacy('B02'))).status).toBe(404);
    expect(codes((await b01.get(`${A}/candidacies`)).body.items)).toEqual(['B01']);
  });
});

describe('2026-01-05 to 16: branches declare', () => {
  test('inside the window only', async () => {
    const b01 = await world.as('clerk', 'B01');
    const early = await b01.post(candidacy('B01', 'declare'), { level: 'five', text: '自评' });
    expect([early.status, early.body.code, early.body.facts]).toMatchObject([409, 'declaration.outside-window', { from: '2026-01-05', to: '2026-01-16' }]);
    expect(await todo(b01)).toEqual([]);
    world.at('2026-01-05');
    expect(await todo(b01)).toEqual(['P1.1 B01']);
    const draft = await b01.put(candidacy('B01', 'declaration'), { level: 'four', text: '自评情况' });
    expect([draft.body.state, draft.body.next[0].deadline]).toEqual(['draft', '2026-01-16']);
    expect((await b01.post(candidacy('B02', 'declare'), { level: 'four', text: '自评' })).status).toBe(404);
    expect((await b01.post(candidacy('B01', 'declare'), { level: 'six', text: '自评' })).body.code).toBe('level.unknown');
    expect((await oc.post(candidacy('B01', 'declare'), { level: 'four', text: '自评' })).status).toBe(403);
  });

  test('two stars of B08 are refused with rule V1, one star is accepted', async () => {
    const b08 = await world.as('clerk', 'B08');
    const two = await b08.post(candidacy('B08', 'declare'), { level: 'two', text: '自评' });
    expect([two.status, two.body.code, two.body.facts.clause, two.body.facts.source, two.body.facts.atMost]).toEqual([409, 'declaration.capped', 'V1', 'S0 L117「后 10 名」', 'one']);
    expect((await b08.get(candidacy('B08'))).body.declarable).toMatchObject({ atMost: { id: 'one' }, clauses: [{ id: 'V1' }] });
    expect((await b08.post(candidacy('B08', 'declare'), { level: 'one', text: '自评' })).status).toBe(200);
  });

  test('the others as they see themselves', async () => {
    const levels: Partial<Record<Code, string>> = { B01: 'five', B02: 'four', B03: 'four', B04: 'three', B05: 'two', B06: 'three', B07: 'three', B09: 'one', B10: 'four' };
    for (const [code, level] of Object.entries(levels) as [Code, string][]) {
      const answer = await (await world.as('clerk', code)).post(candidacy(code, 'declare'), { level, text: '自评' });
      expect([code, answer.status]).toEqual([code, 200]);
    }
    expect(await todo(oc)).toEqual(BRANCHES.map((code) => `P2.1 ${code}`));
    expect((await (await world.as('clerk', 'B05')).get(candidacy('B05'))).body.next).toMatchObject([{ step: 'P2.1', body: { code: 'OC' } }]);
  });
});

describe('2026-01-22: the unit reviews', () => {
  beforeAll(() => world.at('2026-01-22'));

  test('only the organ committee over the unit proposes', async () => {
    expect((await pg.post(candidacy('B05', 'propose'))).status).toBe(403);
    const otherBureau = await (await world.as('reviewer', 'OC9')).post(candidacy('B05', 'propose'));
    expect(otherBureau.status).toBe(404);
    const higher = await wcReview.post(candidacy('B05', 'propose'));
    expect([higher.status, higher.body.code, higher.body.facts.clause, higher.body.facts.body]).toEqual([403, 'level.not-competent', 'P2.1', 'organ_committee']);
    const tooHigh = await oc.post(candidacy('B05', 'propose'), { level: 'three' });
    expect([tooHigh.status, tooHigh.body.code, tooHigh.body.facts.unmet]).toEqual([422, 'level.above-facts', ['S2.h', 'S4.c']]);
  });

  test('facts that change void the proposal', async () => {
    expect((await oc.post(candidacy('B04', 'propose'))).body.level.id).toBe('three');
    const path = `${A}/campaigns/${campaignId}/facts/${world.units.B04.id}`;
    await oc.put(path, { version: 2, facts: { ...factsOf('B04'), study_atmosphere: false } });
    const refused = await pg.post(candidacy('B04', 'decide'));
    expect([refused.status, refused.body.code, refused.body.facts]).toMatchObject([409, 'facts.changed', { was: 2, now: 3, step: 'P2.1' }]);
    const seen = (await leader.get(candidacy('B04'))).body;
    expect([seen.voided, seen.next[0].step]).toEqual([{ factsVersion: 2, nowVersion: 3 }, 'P2.1']);
    expect(await todo(pg)).not.toContain('P2.2 B04');
    expect(await todo(oc)).toContain('P2.1 B04');
    expect((await oc.post(candidacy('B04', 'propose'))).body.level.id).toBe('two');
    await oc.put(path, { version: 3, facts: factsOf('B04') });
  });

  test('the organ committee proposes what the facts give', async () => {
    for (const code of BRANCHES) expect([code, (await oc.post(candidacy(code, 'propose'), { text: '建议' })).status]).toEqual([code, 200]);
    const levels = await Promise.all(BRANCHES.map(async (code) => (await leader.get(candidacy(code))).body.computed.level.id));
    expect(levels).toEqual(['five', 'four', 'four', 'three', 'two', 'three', 'three', 'one', 'none', 'four']);
  });

  test('the party group cannot store four stars; the clause names who can', async () => {
    const refused = await pg.post(candidacy('B02', 'decide'));
    expect([refused.status, refused.body.code, refused.body.facts.clause, refused.body.facts.body]).toEqual([403, 'level.not-competent', 'P3.2', 'work_committee']);
    expect(refused.body.title).toContain('市委市直工委');
    expect(await stateOf('B02')).toEqual(['reviewing', 'four']);
  });

  test('what is sent back comes again by its own day', async () => {
    const b07 = await world.as('clerk', 'B07');
    expect((await pg.post(candidacy('B07', 'send-back'), { reason: '', until: '2026-01-23' })).status).toBe(422);
    expect((await oc.post(candidacy('B07', 'send-back'), { reason: '材料不全', until: '2026-01-23' })).body.code).toBe('step.other-body');
    expect((await pg.post(candidacy('B07', 'send-back'), { reason: '材料不全', until: '2026-01-23' })).body.returned).toEqual({ reason: '材料不全', until: '2026-01-23' });
    expect(await todo(b07)).toEqual(['P1.1 B07']);
    expect((await b07.post(candidacy('B07', 'declare'), { level: 'three', text: '自评' })).status).toBe(200);
    expect((await oc.post(candidacy('B07', 'propose'))).status).toBe(200);
  });

  test('up to three stars are decided and filed, the vetoed one is recorded, the others are recommended', async () => {
    for (const code of ['B04', 'B05', 'B06', 'B07', 'B08', 'B09'] as const) expect([code, (await pg.post(candidacy(code, 'decide'))).status]).toEqual([code, 200]);
    for (const code of ['B01', 'B02', 'B03', 'B10'] as const) expect([code, (await pg.post(candidacy(code, 'recommend'))).status]).toEqual([code, 200]);
    expect(await stateOf('B09')).toEqual(['settled', 'none']);
    expect((await leader.get(candidacy('B09'))).body.computed.vetoes).toEqual(['V2']);
    const filed = (await wcReview.get(`${A}/candidacies?filed=mine`)).body.items;
    expect(codes(filed)).toEqual(['B04', 'B05', 'B06', 'B07', 'B08', 'B09']);
    const twice = await pg.post(candidacy('B05', 'decide'));
    expect([twice.status, twice.body.code]).toEqual([409, 'candidacy.wrong-state']);
    const locked = await oc.put(`${A}/campaigns/${campaignId}/facts/${world.units.B05.id}`, { version: 1, facts: factsOf('B01') });
    expect([locked.status, locked.body.code]).toEqual([409, 'facts.locked']);
  });
});

describe('2026-01-30: the work committee checks', () => {
  beforeAll(() => world.at('2026-01-30'));

  test('by a draw that anyone can repeat', async () => {
    expect(await todo(wcReview)).toContain('P3.1');
    const drawn = (await wcReview.post(`${A}/campaigns/${campaignId}/spot-checks`, { step: 'P3.1' })).body;
    expect([drawn.share, drawn.pool, drawn.count]).toEqual(['30', ['B04', 'B05', 'B06', 'B07', 'B08', 'B09'], 2]);
    expect(drawn.drawn.map((one: { unit: { code: string } }) => one.unit.code)).toEqual(draw(drawn.pool, drawn.seed, drawn.share));
    expect((await wcReview.post(`${A}/campaigns/${campaignId}/spot-checks`, { step: 'P3.1' })).body.code).toBe('spot-check.no-pool');
    const unitId = drawn.drawn[0].unit.id;
    for (const [methods, code] of [[[], 'step.no-method'], [['听说'], 'step.method-unknown']] as const) {
      expect((await wcReview.post(`${A}/spot-checks/${drawn.id}/results`, { unitId, passed: true, text: '属实', methods })).body).toMatchObject({ code, field: 'methods' });
    }
    const entered = await wcReview.post(`${A}/spot-checks/${drawn.id}/results`, { unitId, passed: true, text: '属实', methods: ['查阅资料', '实地查看'] });
    expect([entered.status, entered.body.drawn[0].result.methods]).toEqual([200, ['查阅资料', '实地查看']]);
    const trail = (await wcReview.get(candidacy(drawn.drawn[0].unit.code))).body.timeline;
    expect(trail.at(-1)).toMatchObject({ act: 'spot-check', step: 'P3.1', methods: ['查阅资料', '实地查看'] });
    expect((await wcReview.post(`${A}/spot-checks/${drawn.id}/results`, { unitId, passed: false, text: '不实' })).body.code).toBe('spot-check.entered');
    expect((await todo(wcReview)).filter((line) => line.startsWith('P3.1 '))).toHaveLength(1);
  });

  test('recognises four stars and nominates the five', async () => {
    expect(await todo(wc)).toEqual(['P3.3 B01', 'P3.2 B02', 'P3.2 B03', 'P3.2 B10']);
    for (const code of ['B02', 'B03', 'B10'] as const) expect((await wc.post(candidacy(code, 'decide'))).body.state).toBe('decided');
    expect((await wc.post(candidacy('B01', 'decide'))).body.code).toBe('level.not-competent');
    expect((await wc.post(candidacy('B01', 'nominate'))).status).toBe(200);
  });
});

describe('2026-02-06 to 12: verified by two, decided by one', () => {
  test('the standing committee waits for both records', async () => {
    world.at('2026-02-06');
    expect((await od.post(candidacy('B01', 'verify'), { passed: true, text: '查核属实' })).status).toBe(200);
    const early = await sc.post(candidacy('B01', 'decide'));
    expect([early.status, early.body.code, early.body.facts.next]).toEqual([409, 'step.not-yet', ['P4.2']]);
    expect((await od.post(candidacy('B01', 'verify'), { passed: true, text: '再查' })).body.code).toBe('step.done');
    expect((await wcReview.post(candidacy('B01', 'verify'), { passed: true, text: '验收通过' })).status).toBe(200);
  });

  test('of two deciders at once one wins', async () => {
    world.at('2026-02-12');
    const answers = await Promise.all([sc, await world.as('decider', 'SC')].map((who) => who.post(candidacy('B01', 'decide'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const detail = (await leader.get(candidacy('B01'))).body;
    expect(detail.timeline.map(({ act }: { act: string }) => act)).toEqual(['draft', 'declare', 'propose', 'recommend', 'nominate', 'verify', 'verify', 'decide']);
    expect([detail.state, detail.settled, detail.next.map(({ step }: { step: string }) => step)]).toEqual(['decided', null, ['P5.1', 'P5.2']]);
  });

  test('and the decision explains itself', async () => {
    const { body } = await (await world.as('clerk', 'B04')).get(candidacy('B04', 'decision'));
    expect([body.stored, body.level.id, body.decision.stars, body.decision.missing.level]).toEqual([true, 'three', ['S1', 'S3', 'S4'], 'four']);
    expect(body.text).toContain('省内前6名');
    expect(body.explanationDigest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('2026-02-27 and 28: what became of the notice', () => {
  test('a complaint that proved true takes the level with its clause; the others stand', async () => {
    world.at('2026-02-27');
    const { bus } = world.system.platform;
    const upheld = { complaintId: 'x', noticeId: 'n', campaignId, unitId: world.units.B10.id, upheldOn: '2026-02-27', fraud: true };
    await tell(bus, ComplaintUpheldSchema, 'x', upheld);
    await until(async () => (await stateOf('B10'))[0] === 'settled', 'B10');
    world.at('2026-02-28');
    const stand = ['B01', 'B02', 'B03'] as const;
    await tell(bus, NoticeConfirmedSchema, 'n', { noticeId: 'n', campaignId, unitIds: stand.map((code) => world.units[code].id), confirmedOn: '2026-02-28' });
    await until(async () => (await stateOf('B03'))[0] === 'settled', 'B03');
    expect((await leader.get(candidacy('B10'))).body.settled).toMatchObject({ level: { id: 'none' }, because: 'V3', on: '2026-02-27' });
    const levels = await Promise.all(BRANCHES.map(async (code) => (await stateOf(code))[1]));
    expect(levels).toEqual(['five', 'four', 'four', 'three', 'two', 'three', 'three', 'one', 'none', 'none']);
    expect(await told()).toEqual(expect.arrayContaining(['xingchuang.assessment.v1.LevelDecided', 'xingchuang.assessment.v1.LevelSettled']));
  });

  test('three stars or more are 6 of 10, and U1 is no model organ', async () => {
    const [of] = (await leader.get(`${A}/campaigns/${campaignId}/titles`)).body.items;
    expect([of.unit.code, of.open]).toEqual(['U1', []]);
    expect(of.shares[3]).toMatchObject({ level: { id: 'three' }, atLeast: 6, total: 10, percent: '60' });
    expect([of.titles[0].title, of.titles[0].granted]).toEqual(['model_organ', false]);
    expect(of.titles[0].explanation.children.map((child: { verdict: boolean }) => child.verdict)).toEqual([true, false, false]);
    expect((await (await world.as('clerk', 'B01')).get(`${A}/campaigns/${campaignId}/titles`)).status).toBe(403);
  });
});

describe('during 2026', () => {
  const event = { on: '2026-09-14', facts: { incidents: [{ on: '2026-09-14', field: 'public_opinion', major: true }] }, reason: '重大舆情' };

  test('a major event takes a star at once, with a line in the ledger', async () => {
    const early = await pg.post(candidacy('B03', 'adjust'), event);
    expect([early.status, early.body.field]).toEqual([422, 'on']);
    world.at('2026-09-15');
    expect((await oc.post(candidacy('B03', 'adjust'), event)).status).toBe(403);
    const adjusted = await pg.post(candidacy('B03', 'adjust'), event);
    expect(adjusted.body).toMatchObject({ from: { id: 'four' }, to: { id: 'three' }, on: '2026-09-14', clause: 'AD1', failed: ['S2.c'], lost: ['S2'] });
    expect((await leader.get(`${A}/adjustments?campaignId=${campaignId}`)).body.items).toHaveLength(1);
    expect(await stateOf('B03')).toEqual(['settled', 'three']);
    expect(await told()).toContain('xingchuang.assessment.v1.LevelLowered');
  });

  test('another service hears which levels are held at the end of a day', async () => {
    const heldOn = async (day: string) => {
      const answer = fromBinary(LevelsHeldReplySchema, await world.system.platform.bus.request('assessment.levels-held', toBinary(LevelsHeldRequestSchema, create(LevelsHeldRequestSchema, { unitId: world.units.B03.id, day })), 10_000));
      return answer.items.map(({ schemeId, levelName, since }) => [schemeId, levelName, since]);
    };
    expect([await heldOn('2026-02-27'), await heldOn('2026-03-01'), await heldOn('2026-09-15')]).toEqual([[], [[SCHEME, '四星', '2026-02-28']], [[SCHEME, '三星', '2026-09-15']]]);
  });

  test('a star is not won before the yearly evaluation, for which it waits in the ledger', async () => {
    const [before, raised] = [await stateOf('B04'), await pg.post(candidacy('B04', 'adjust'), { on: '2026-09-15', facts: { provincial_rank: 3 }, reason: '排名上升' })];
    const marked = { from: { id: 'three' }, to: { id: 'three' }, on: '2026-09-15', clause: 'AD2', failed: [], lost: [], later: { clause: { id: 'AD2' }, level: { id: 'five' }, won: ['S2', 'S5'], facts: { provincial_rank: 3 } }, reason: '排名上升' };
    expect([raised.status, raised.body, await stateOf('B04')]).toMatchObject([200, marked, before]);
    expect((await leader.get(`${A}/adjustments?unitId=${world.units.B04.id}`)).body.items).toMatchObject([marked]);
    const mixed = await pg.post(candidacy('B04', 'adjust'), { on: '2026-09-15', facts: { provincial_rank: 3, violations: [{ on: '2026-09-15' }] }, reason: '违纪' });
    expect(mixed.body).toMatchObject({ to: { id: 'two' }, clause: 'AD1', lost: ['S4'], later: { level: { id: 'three' }, won: ['S2'] } });
    const nothing = await pg.post(candidacy('B03', 'adjust'), { ...event, on: '2026-09-15' });
    expect([nothing.status, nothing.body.code]).toEqual([409, 'adjustment.no-effect']);
  });
});
