import { CalendarYearLoadedSchema, LevelDecidedSchema } from '@xingchuang/contracts';
import { pdf } from '@xingchuang/pdf';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

let system: Running;
afterAll(() => system?.stop());

test('the end of a notice in a year without a calendar is provisional, and moves once that year is loaded', async () => {
  system = await startServices([publicity, pdf], { now: '2026-12-28T10:00:00+08:00' });
  const { bus, ticker } = system.platform;
  const trust = await testTrust(bus);
  const units = await tellUnits(bus, { C: ['city_committee', ''], WC: ['work_committee', 'C', 'body'], U1: ['organ', 'C'], B01: ['branch', 'U1'] });
  const publicist = new Client(system.url, await trust.token({ role: 'publicist', unitId: units.WC.id, unitKind: 'work_committee', jurisdictionId: units.WC.jurisdictionId }));
  const campaignId = await tellCampaign(bus, 'nanyang-organ-five-star', units.WC.id, { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' });
  await tell(bus, LevelDecidedSchema, `${campaignId}:${units.B01.id}`, { campaignId, unitId: units.B01.id, level: 'four', decidedBy: units.WC.id, decidedOn: '2026-12-28', needsNotice: true });
  const published = await until(async () => {
    const { status, body } = await publicist.post('/api/publicity/notices', { campaignId, unitIds: [units.B01.id], title: '公示', workdays: 10 });
    return status === 201 && body;
  }, 'the candidate');
  expect(published.limit).toMatchObject({ from: '2026-12-28', lastDay: '2027-01-12', provisional: true });
  await tell(bus, CalendarYearLoadedSchema, 'calendar-2027', { year: 2027, off: ['2027-01-01', '2027-05-01', '2027-10-01'], worked: ['2027-01-09'], names: {}, source: '虚1号', loadedOn: '2026-12-28', revision: 1 });
  const limit = await until(async () => {
    await ticker.tick();
    const one = (await publicist.get(`/api/publicity/public/notices/${published.id}`)).body;
    return !one.limit.provisional && one.limit;
  }, 'the end that moves');
  expect(limit).toMatchObject({ lastDay: '2027-01-11', provisional: false });
  const logged = async () => (await publicist.get('/api/publicity/steps?what=notice-ended')).body.items.map(({ day, objectId, count }: { day: string; objectId: string; count: number }) => [day, objectId, count]);
  for (const [day, lines] of [['2027-01-11', []], ['2027-01-13', [['2027-01-12', published.id, 1]]], ['2027-01-14', [['2027-01-12', published.id, 1]]]] as const) {
    system.platform.clock.move(new Date(`${day}T10:00:00+08:00`));
    await ticker.tick();
    expect(await logged()).toEqual(lines);
  }
  expect(limit.derivation.map(({ day }: { day: string }) => day)).toContain('2027-01-09');
});
