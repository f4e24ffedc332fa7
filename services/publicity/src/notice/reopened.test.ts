import { fromBinary } from '@bufbuild/protobuf';
import { ComplaintUpheldSchema, LevelDecidedSchema, LevelReopenedSchema, LevelSettledSchema, type AwardView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

/** A level that is open again: nothing of it comes out until it is decided anew. And what is awarded where no notice was due. */
const WORLD = { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'], B02: ['branch', 'U1'], B03: ['branch', 'U1'], B04: ['branch', 'U1'] } as const;
type Code = keyof typeof WORLD;

let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let publicist: Client;
let round: string;

const at = (day: string) => system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
const decider = async () => new Client(system.url, await trust.token({ role: 'decider', unitId: units.WC.id, unitKind: 'work_committee', jurisdictionId: units.WC.jurisdictionId }));
const key = (code: Code) => `${round}:${units[code].id}`;
const decided = (code: Code, level: string, more: object = {}) =>
  tell(system.platform.bus, LevelDecidedSchema, key(code), { campaignId: round, unitId: units[code].id, level, decidedBy: units.WC.id, decidedOn: '2026-02-12', ...more });
const settled = (code: Code, level: string, settledOn: string, more: object = {}) => tell(system.platform.bus, LevelSettledSchema, key(code), { campaignId: round, unitId: units[code].id, level, settledOn, ...more });
const reopened = (code: Code, reopenedOn: string) => tell(system.platform.bus, LevelReopenedSchema, key(code), { campaignId: round, unitId: units[code].id, step: 'P3.2', reopenedOn });
const states = async (): Promise<Record<string, string>> => {
  const items = ((await publicist.get(`/api/publicity/campaigns/${round}/candidates`)).body.items ?? []) as { unitId: string; state: string }[];
  return Object.fromEntries(items.map(({ unitId, state }) => [Object.values(units).find(({ id }) => id === unitId)!.code, state]));
};
const becomes = (code: Code, state: string) => until(async () => (await states())[code] === state, `${code} ${state}`);
const awards = async (code: Code): Promise<AwardView[]> => (await publicist.get(`/api/publicity/awards?campaignId=${round}&unitId=${units[code].id}`)).body.items;
const seen = async (code: Code) => (await awards(code)).map(({ level, state, since }) => `${level} ${state} ${since}`);

beforeAll(async () => {
  system = await startServices([publicity, pdf], { now: '2026-02-13T10:00:00+08:00' });
  trust = await testTrust(system.platform.bus);
  units = await tellUnits(system.platform.bus, WORLD);
  publicist = new Client(system.url, await trust.token({ role: 'publicist', unitId: units.WC.id, unitKind: 'work_committee', jurisdictionId: units.WC.jurisdictionId }));
  round = await tellCampaign(system.platform.bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '门户网站' });
});
afterAll(() => system?.stop());

describe('a reopened level', () => {
  let noticeId: string;

  test('leaves the notice that runs; those that stand are confirmed without it', async () => {
    for (const code of ['B01', 'B02'] as const) await decided(code, 'four', { needsNotice: true });
    await decided('B03', 'three');
    await settled('B03', 'three', '2026-02-12', { stars: ['S1', 'S2', 'S3'] });
    await becomes('B03', 'settled');
    const published = await publicist.post('/api/publicity/notices', { campaignId: round, unitIds: [units.B01.id, units.B02.id], title: '公示' });
    noticeId = published.body.id;
    const { receiptCode } = (await new Client(system.url).post(`/api/publicity/public/notices/${noticeId}/complaints`, { unitId: units.B02.id, text: '材料不实' })).body;
    await reopened('B02', '2026-02-16');
    await becomes('B02', 'reopened');
    expect((await publicist.get(`/api/publicity/public/notices/${noticeId}`)).body.candidates.map((one: { withdrawn: boolean }) => one.withdrawn)).toEqual([false, true]);
    const [complaint] = (await publicist.get(`/api/publicity/notices/${noticeId}/complaints`)).body.items;
    const handled = await publicist.post(`/api/publicity/complaints/${complaint.id}/handling`, { upheld: true, finding: '属实', answer: '属实' });
    expect([receiptCode.length > 10, handled.status, (await states())['B02']]).toEqual([true, 200, 'reopened']);
    at('2026-02-28');
    expect((await publicist.post(`/api/publicity/notices/${noticeId}/confirmation`)).status).toBe(200);
    expect(await states()).toMatchObject({ B01: 'confirmed', B02: 'reopened' });
  });

  test('gives no award, no effect and no line of a bulletin while it is open', async () => {
    await settled('B01', 'four', '2026-02-28', { stars: ['S1', 'S2', 'S3', 'S4'] });
    await becomes('B01', 'settled');
    const draft = (await publicist.post('/api/publicity/bulletins', { kind: 'results', campaignId: round })).body;
    expect(draft.tables[0].rows).toHaveLength(2);
    await reopened('B01', '2026-03-02');
    await becomes('B01', 'reopened');
    expect([await seen('B01'), await seen('B02')]).toEqual([['four suspended 2026-03-02'], []]);
    const [award] = await awards('B01');
    expect((await publicist.get(`/api/publicity/awards/${award!.id}/certificate`)).body.code).toBe('award.suspended');
    const page = (await new Client(system.url).get(`/verify/${award!.number}`)).body;
    expect([page.includes('暂停'), page.includes('有效')]).toEqual([true, false]);
    const effects = (await publicist.get(`/api/publicity/effects?campaignId=${round}`)).body;
    expect([effects.items.filter((one: { unitId: string }) => one.unitId === units.B01.id), effects.titles[0].total]).toEqual([[], 1]);
    const approved = await (await decider()).post(`/api/publicity/bulletins/${draft.id}/approval`);
    expect([approved.status, approved.body.code, approved.body.facts.units]).toEqual([409, 'bulletin.rows-changed', [units.B01.name]]);
    expect((await publicist.post(`/api/publicity/bulletins/${draft.id}/recount`)).body.tables[0].rows).toHaveLength(1);
  });

  test('decided anew as it was, the award stands again; decided otherwise, it is revoked and another one made', async () => {
    const again = async (code: Code, level: string) => {
      await decided(code, level, { needsNotice: true });
      await becomes(code, 'ready');
      const { body } = await publicist.post('/api/publicity/notices', { campaignId: round, unitIds: [units[code].id], title: '再次公示' });
      at('2026-03-20');
      await publicist.post(`/api/publicity/notices/${body.id}/confirmation`);
      await settled(code, level, '2026-03-20', { stars: ['S1', 'S2', 'S3', 'S4'] });
      await becomes(code, 'settled');
    };
    at('2026-03-03');
    await again('B01', 'four');
    expect(await seen('B01')).toEqual(['four valid 2026-03-20']);
    await reopened('B01', '2026-03-23');
    await becomes('B01', 'reopened');
    at('2026-03-04');
    await again('B01', 'five');
    expect(await seen('B01')).toEqual(['five valid 2026-03-20', 'four revoked 2026-03-20']);
    const numbers = (await awards('B01')).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(2);
  });
});

describe('a complaint on a notice that the unit left', () => {
  const upheld: { unitId: string; fraud: boolean }[] = [];
  const publish = async (...codes: Code[]): Promise<string> => (await publicist.post('/api/publicity/notices', { campaignId: round, unitIds: codes.map((code) => units[code].id), title: '公示' })).body.id;
  const complain = (noticeId: string, code: Code) => new Client(system.url).post(`/api/publicity/public/notices/${noticeId}/complaints`, { unitId: units[code].id, text: '材料不实' });
  const confirm = (noticeId: string) => publicist.post(`/api/publicity/notices/${noticeId}/confirmation`);
  const handle = async (noticeId: string, code: Code, isTrue: boolean) => {
    const { items } = (await publicist.get(`/api/publicity/notices/${noticeId}/complaints`)).body;
    const { id } = items.find(({ unitId }: { unitId: string }) => unitId === units[code].id);
    return (await publicist.post(`/api/publicity/complaints/${id}/handling`, { upheld: isTrue, fraud: isTrue, finding: '经核查', answer: '已核查' })).body.state;
  };
  const accountable = async (code: Code) => ((await publicist.get(`/api/publicity/rewards?campaignId=${round}`)).body.items as { unitId: string; effect: string }[]).filter(({ unitId }) => unitId === units[code].id).map(({ effect }) => effect);
  let first: string;

  beforeAll(async () => {
    await system.platform.bus.consume('listener', [ComplaintUpheldSchema.typeName], async ({ body }) => void upheld.push(fromBinary(ComplaintUpheldSchema, body)));
    round = await tellCampaign(system.platform.bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '门户网站' });
    at('2026-04-13');
    const shown = ['B01', 'B02', 'B03', 'B04'] as const;
    for (const code of shown) await decided(code, 'four', { needsNotice: true });
    await becomes('B04', 'ready');
    first = await publish(...shown);
    for (const code of shown) await complain(first, code);
    for (const code of ['B01', 'B03', 'B04'] as const) await reopened(code, '2026-04-14');
    await becomes('B04', 'reopened');
  });

  test('holds up the later notice that shows it, which alone takes further ones', async () => {
    expect((await complain(first, 'B01')).body.code).toBe('notice.no-such-candidate');
    await decided('B01', 'four', { needsNotice: true });
    await becomes('B01', 'ready');
    const second = await publish('B01');
    at('2026-04-30');
    expect((await confirm(second)).body).toMatchObject({ code: 'notice.complaint-open', facts: { open: 1 } }); // those on other units are not its own
    expect((await confirm(first)).body).toMatchObject({ code: 'notice.complaint-open', facts: { open: 1 } });
    expect([await handle(first, 'B01', true), (await states())['B01'], await accountable('B01')]).toEqual(['upheld', 'disqualified', ['AC1']]);
    await until(async () => upheld.some(({ unitId, fraud }) => fraud && unitId === units.B01.id), 'word of it');
    expect((await publicist.get(`/api/publicity/public/notices/${second}`)).body.candidates).toMatchObject([{ disqualified: true }]);
    expect([(await confirm(second)).status, (await states())['B01']]).toEqual([200, 'disqualified']);
  });

  test('is told and accounted for although no notice shows the unit', async () => {
    expect([await handle(first, 'B03', true), (await states())['B03'], await accountable('B03')]).toEqual(['upheld', 'reopened', ['AC1']]);
    await until(async () => upheld.some(({ unitId }) => unitId === units.B03.id), 'word of it');
  });

  test('holds up the award and the effects of a level that needs no notice, until nobody can appeal any more', async () => {
    await decided('B04', 'two');
    await settled('B04', 'two', '2026-04-30', { stars: ['S1', 'S2'] });
    await becomes('B04', 'settled');
    const batch = async () => {
      const { id } = (await publicist.post('/api/publicity/award-batches', { campaignId: round, unitIds: [units.B04.id] })).body;
      await until(async () => (await publicist.get(`/api/publicity/award-batches/${id}`)).body.state === 'done', 'the batch', 60_000);
      return (await publicist.get(`/api/publicity/award-batches/${id}/items`)).body.items[0];
    };
    const held = { state: 'left-out', whyZh: '对该单位的反映还没有办结，办结后才能授予' };
    expect([await batch(), await handle(first, 'B04', false), await batch(), await awards('B04')]).toMatchObject([held, 'dismissed', held, []]);
    await system.platform.ticker.tick();
    const reckoned = async () => (await publicist.get(`/api/publicity/effects?campaignId=${round}&unitId=${units.B04.id}`)).body.items;
    expect([await accountable('B04'), await reckoned()]).toEqual([[], []]);
    at('2026-05-20');
    await system.platform.ticker.tick();
    expect([(await batch()).state, await seen('B04'), await accountable('B04')]).toEqual(['made', ['two valid 2026-05-20'], ['PN1']]);
    expect((await publicist.get(`/api/publicity/rewards?campaignId=${round}&unitId=${units.B04.id}`)).body.items[0].from).toBe('2026-04-30');
  });
});

describe('a title without a notice', () => {
  test('is a numbered plaque, with circular and subsidy, once it is named; the others get none', async () => {
    round = await tellCampaign(system.platform.bus, 'pingdingshan-four-strong-branch', units.WC.id, { implementation_period: 'assessed_year', catch_all_by: 'work_committee', naming_tolerance: 10, subsidy_amount: 5000 });
    at('2026-07-01');
    await decided('B01', 'four_strong');
    await decided('B02', 'none');
    await decided('B04', 'four_strong');
    await settled('B01', 'four_strong', '2026-07-01', { stars: ['Q1', 'Q2', 'Q3', 'Q4'] });
    await settled('B02', 'none', '2026-01-30');
    await settled('B04', 'four_strong', '2026-07-01', { held: 'four_strong' });
    for (const code of ['B01', 'B02', 'B04'] as const) await becomes(code, 'settled');
    const [plaque] = await awards('B01');
    expect([plaque?.form, plaque?.number, plaque?.state, await awards('B02')]).toEqual(['plaque', expect.stringMatching(/^XC-2026-\d{4}$/), 'valid', []]);
    expect((await publicist.get(`/api/publicity/awards/${plaque!.id}/certificate`)).body.code).toBe('award.no-certificate');
    expect((await new Client(system.url).get(`/verify/${plaque!.number}`)).body).toContain('牌匾编号');
    const { items } = (await publicist.get(`/api/publicity/effects?campaignId=${round}`)).body;
    const of = (code: Code) => items.filter((one: { unitId: string }) => one.unitId === units[code].id).map((one: { action: string; amount: string | null }) => [one.action, one.amount].filter(Boolean).join(' '));
    expect([of('B01'), of('B02'), of('B04')]).toEqual([['subsidy 5000', 'priority', 'circular', 'plaque', 'reward'], [], ['priority']]);
  });
});
