import { LevelDecidedSchema, LevelLoweredSchema, LevelSettledSchema, type NoticeView } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from './index.ts';

const SCHEME = 'nanyang-organ-five-star';
const PARAMETERS = { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '门户网站' };
const WORLD = {
  C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], OD: ['organisation_department', 'C', 'body'], U1: ['organ', 'C'],
  B01: ['branch', 'U1'], B02: ['branch', 'U1'], B05: ['branch', 'U1'], B10: ['branch', 'U1'],
} as const;

let system: Running;
let trust: TestTrust;
let units: Record<keyof typeof WORLD, TestUnit>;
let campaignId: string;
let publicist: Client;
const anyone = () => new Client(system.url);
const follow = (receiptCode: string) => anyone().post('/api/publicity/public/complaints/status', { receiptCode });

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit) =>
  new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
const at = (day: string) => system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
const settle = (unit: TestUnit, level: string, more: object = {}) =>
  tell(system.platform.bus, LevelSettledSchema, `${campaignId}:${unit.id}`, { campaignId, unitId: unit.id, level, settledOn: '2026-02-28', ...more });
const candidates = async () => ((await publicist.get(`/api/publicity/campaigns/${campaignId}/candidates`)).body.items ?? []) as { unitId: string; state: string }[];

beforeAll(async () => {
  system = await startServices([publicity, pdf], { now: '2026-02-13T10:00:00+08:00' });
  const { bus } = system.platform;
  trust = await testTrust(bus);
  units = await tellUnits(bus, WORLD);
  campaignId = await tellCampaign(bus, SCHEME, units.WC.id, PARAMETERS);
  publicist = await seat('publicist', units.WC);
  for (const [code, level, needsNotice] of [['B01', 'five', true], ['B02', 'four', true], ['B10', 'four', true], ['B05', 'two', false]] as const) {
    const unitId = units[code].id;
    await tell(bus, LevelDecidedSchema, `${campaignId}:${unitId}`, { campaignId, unitId, level, decidedBy: units.WC.id, decidedOn: '2026-02-12', needsNotice });
  }
  await until(async () => (await candidates()).length === 4, 'candidates');
});
afterAll(() => system?.stop());

describe('a public notice', () => {
  let notice: NoticeView;
  let receipt: string;

  test('is published by the named body alone, never shorter than the scheme says', async () => {
    const input = { campaignId, unitIds: [units.B01.id, units.B02.id, units.B10.id], title: '关于四星五星党支部候选对象的公示', phone: '0377-00000000' };
    const other = await (await seat('publicist', units.OD)).post('/api/publicity/notices', input);
    expect([other.status, other.body.code]).toEqual([403, 'notice.other-publisher']);
    const short = await publicist.post('/api/publicity/notices', { ...input, workdays: 4 });
    expect([short.status, short.body.field]).toEqual([422, 'workdays']);
    const unneeded = await publicist.post('/api/publicity/notices', { ...input, unitIds: [units.B01.id, units.B05.id] });
    expect([unneeded.status, unneeded.body.field]).toEqual([422, 'unitIds[1]']);
    expect((await candidates()).every((one) => one.state === 'ready')).toBe(true); // nothing of a refused notice stays

    const published = await publicist.post('/api/publicity/notices', input);
    expect(published.status).toBe(201);
    notice = published.body as NoticeView;
    expect([notice.publishedOn, notice.limit.lastDay, notice.state]).toEqual(['2026-02-13', '2026-02-27', 'running']);
    expect(notice.limit.derivation.filter((step) => step.counted !== null).map((step) => step.day)).toEqual(['2026-02-14', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27']);
    expect((await publicist.post('/api/publicity/notices', input)).status).toBe(409);
  });

  test('is read by anyone, also as a document', async () => {
    const listed = await anyone().get('/api/publicity/public/notices');
    expect(listed.body.items.map((one: NoticeView) => one.number)).toEqual(['公示〔2026〕1号']);
    await until(async () => (await anyone().get(`/api/publicity/public/notices/${notice.id}`)).body.hasDocument, 'the document of the notice');
    const bytes = await anyone().bytes(`/api/publicity/public/notices/${notice.id}/document`);
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
  });

  test('takes complaints from anyone on a unit it shows, and answers by the receipt code', async () => {
    at('2026-02-25');
    const elsewhere = await anyone().post(`/api/publicity/public/notices/${notice.id}/complaints`, { unitId: units.B05.id, text: '情况不实' });
    expect([elsewhere.status, elsewhere.body.field]).toEqual([422, 'unitId']);
    const made = await anyone().post(`/api/publicity/public/notices/${notice.id}/complaints`, { unitId: units.B10.id, text: '服务时长造假' });
    expect(made.status).toBe(201);
    receipt = made.body.receiptCode;
    expect((await follow(receipt)).body).toMatchObject({ state: 'open' });
    expect((await follow('00000-00000-00000-00000')).status).toBe(404);
    expect((await (await seat('clerk', units.B10)).get(`/api/publicity/notices/${notice.id}/complaints`)).status).toBe(403);
  });

  test('is not confirmed while it runs or a complaint is open', async () => {
    at('2026-02-27');
    const early = await publicist.post(`/api/publicity/notices/${notice.id}/confirmation`);
    expect([early.status, early.body.code, early.body.title]).toEqual([409, 'notice.running', '公示期至2026-02-27，期满之后才能确认']);
    at('2026-02-28');
    expect((await publicist.post(`/api/publicity/notices/${notice.id}/confirmation`)).body.code).toBe('notice.complaint-open');
    expect((await anyone().post(`/api/publicity/public/notices/${notice.id}/complaints`, { unitId: units.B10.id, text: '迟到' })).body.code).toBe('notice.over');
  });

  test('loses a candidate whose complaint proves true, and confirms the rest once', async () => {
    const [complaint] = (await publicist.get(`/api/publicity/notices/${notice.id}/complaints`)).body.items;
    const handled = await publicist.post(`/api/publicity/complaints/${complaint.id}/handling`, { upheld: true, fraud: true, finding: '经核查属实', answer: '已取消资格' });
    expect(handled.body).toMatchObject({ state: 'upheld', fraud: true });
    expect((await follow(receipt)).body).toMatchObject({ state: 'upheld', answer: '已取消资格' });
    const confirmations = await Promise.all([1, 2].map(() => publicist.post(`/api/publicity/notices/${notice.id}/confirmation`)));
    const [first, second] = confirmations.map((one) => one.status).sort();
    expect([first, [409, 412].includes(second!)]).toEqual([200, true]); // the second finds it confirmed, or changed under it
    const states = new Map((await candidates()).map((one) => [one.unitId, one.state]));
    expect([states.get(units.B01.id), states.get(units.B02.id), states.get(units.B10.id)]).toEqual(['confirmed', 'confirmed', 'disqualified']);
  });

  test('leads to awards for those that stand and for nobody else', async () => {
    await settle(units.B10, 'none', { because: 'V3' });
    await settle(units.B05, 'two');
    await settle(units.B01, 'five');
    await settle(units.B02, 'four');
    await until(async () => (await candidates()).every((one) => one.state === 'settled'), 'settled');
    const awards = (await publicist.get(`/api/publicity/awards?campaignId=${campaignId}`)).body.items as { unitId: string; number: string; id: string }[];
    expect(awards.map((one) => one.unitId).sort()).toEqual([units.B01.id, units.B02.id].sort());
    expect(awards.map((one) => one.number).sort()).toEqual(['XC-2026-0001', 'XC-2026-0002']);
    const award = await until(
      async () => (await publicist.get('/api/publicity/awards')).body.items.find((one: { hasCertificate: boolean }) => one.hasCertificate),
      'a certificate',
    );
    expect(Buffer.from((await publicist.bytes(`/api/publicity/awards/${award.id}/certificate`)).subarray(0, 5)).toString()).toBe('%PDF-');
  });

  test('verification says what holds: valid, lowered, unknown', async () => {
    const awards = (await publicist.get('/api/publicity/awards')).body.items as { unitId: string; number: string }[];
    const four = awards.find((one) => one.unitId === units.B02.id)!;
    const page = await anyone().get(`/verify/${four.number}`);
    expect([page.status, page.body.includes('有效'), page.body.includes(units.B02.name)]).toEqual([200, true, true]);
    await tell(system.platform.bus, LevelLoweredSchema, `${campaignId}:${units.B02.id}`, { campaignId, unitId: units.B02.id, from: 'four', to: 'three', loweredOn: '2026-09-14', clause: 'S2.c' });
    await until(async () => (await anyone().get(`/api/publicity/public/awards/${four.number}`)).body.state === 'lowered', 'the lowered level');
    expect((await anyone().get(`/verify/${four.number}`)).body).toContain('2026年9月14日');
    const nobody = await anyone().get('/verify/XC-2026-%3Cscript%3E');
    expect([nobody.status, nobody.body.includes('<script>')]).toEqual([404, false]);
  });

  test('effects follow from the settled levels, with the base of the nearest unit above', async () => {
    await publicist.put(`/api/publicity/units/${units.U1.id}/parameters`, { parameters: { ratio_base: '15' } });
    const { items, titles } = (await publicist.get(`/api/publicity/effects?campaignId=${campaignId}`)).body;
    const ratio = (unit: TestUnit) => items.find((one: { unitId: string; action: string }) => one.unitId === unit.id && one.action === 'ratio')?.ratio.result;
    expect([ratio(units.B01), ratio(units.B05)]).toEqual(['25', '5']);
    expect(titles[0]).toMatchObject({ unitId: units.U1.id, total: 4, titles: [{ granted: false }] });
  });
});
