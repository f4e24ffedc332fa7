import { LevelDecidedSchema, LevelReopenedSchema, LevelSettledSchema, type AwardView } from '@xingchuang/contracts';
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
