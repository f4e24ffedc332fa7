import { LevelDecidedSchema, LevelLoweredSchema, LevelSettledSchema, type RewardLineView } from '@xingchuang/contracts';
import type { Running } from '@xingchuang/server';
import { Client, startServices, tell, tellCampaign, tellUnits, testTrust, until, type TestTrust, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';

/** the pay of a village secretary follows the stars by a table that each place gives; nothing is invented where it gave none. */
const WORLD = { C: ['city_committee', ''], CC: ['county_committee', 'C'], CO: ['county_organisation_department', 'CC', 'body'], T: ['township_committee', 'CC'], V1: ['village', 'T'], V2: ['village', 'T'] } as const;
type Code = keyof typeof WORLD;
let system: Running;
let trust: TestTrust;
let units: Record<Code, TestUnit>;
let publicist: Client;
let round: string;

const seat = async (role: Parameters<TestTrust['token']>[0]['role'], unit: TestUnit) =>
  new Client(system.url, await trust.token({ role, unitId: unit.id, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
const about = (code: Code) => ({ campaignId: round, unitId: units[code].id });
async function gives(code: Code, level: string): Promise<void> {
  const key = `${round}:${units[code].id}`;
  await tell(system.platform.bus, LevelDecidedSchema, key, { ...about(code), level, decidedBy: units.CC.id, decidedOn: '2026-02-12' });
  await tell(system.platform.bus, LevelSettledSchema, key, { ...about(code), level, settledOn: '2026-02-28' });
}
const pay = async (code: Code): Promise<RewardLineView[]> =>
  ((await publicist.get(`/api/publicity/rewards?campaignId=${round}&unitId=${units[code].id}`)).body.items as RewardLineView[]).filter(({ action, unitId }) => action === 'link' && unitId === units[code].id).reverse();
const stands = async (code: Code) => (await pay(code)).filter(({ replacedBy, nature }) => replacedBy === '' && nature === 'grant').map(({ effect, amount }) => [effect, amount]);
const becomes = (code: Code, line: readonly unknown[]) => until(async () => JSON.stringify(await stands(code)) === JSON.stringify([line]), `${code} ${line.join(' ')}`);
const set = (unit: Code, parameters: object) => publicist.put(`/api/publicity/units/${units[unit].id}/parameters`, { parameters });

beforeAll(async () => {
  system = await startServices([publicity], { now: '2026-02-28T10:00:00+08:00' });
  trust = await testTrust(system.platform.bus);
  units = await tellUnits(system.platform.bus, WORLD);
  publicist = await seat('publicist', units.CC);
  round = await tellCampaign(system.platform.bus, 'nanyang-village-community-five-star', units.CC.id, { cycle_years: 1, decider: 'county_committee', community_stars: ['V1'], observation_used: false, adjustment_used: false, recheck_used: false, recheck_years: 1, reward_amount: '10000' });
  await until(async () => (await publicist.get(`/api/publicity/units/${units.V2.id}/parameters`)).body.items?.length === 6, 'the parameters');
});
afterAll(() => system?.stop());

test('as long as nobody gave the table the line stands without an amount', async () => {
  await gives('V1', 'three');
  await becomes('V1', ['RW2.three', null]);
});

test('the table of the county holds for its villages, each line once', async () => {
  expect((await set('CC', { secretary_pay_three: '每月3000元', secretary_pay_four: '基本报酬的120%' })).status).toBe(204);
  await becomes('V1', ['RW2.three', '每月3000元']);
  expect((await pay('V1')).map(({ amount, nature }) => [amount, nature])).toEqual([[null, 'grant'], ['每月3000元', 'grant']]);
  expect((await set('CC', { secretary_pay_three: '每月3000元', secretary_pay_four: '基本报酬的120%' })).status).toBe(204);
  expect(await pay('V1')).toHaveLength(2);
});

test('from three to four stars the pay changes accordingly; what was said before is withdrawn', async () => {
  await gives('V2', 'four');
  await becomes('V2', ['RW2.four', '基本报酬的120%']);
  await tell(system.platform.bus, LevelLoweredSchema, `${round}:${units.V2.id}`, { ...about('V2'), from: 'four', to: 'three', loweredOn: '2026-06-01', clause: 'L.1' });
  await becomes('V2', ['RW2.three', '每月3000元']);
  expect((await pay('V2')).map(({ effect, nature, from, reason }) => [effect, nature, from, reason])).toEqual([
    ['RW2.four', 'grant', '2026-02-28', ''], ['RW2.three', 'grant', '2026-06-01', ''], ['RW2.four', 'withdrawal', '2026-06-01', '等级调整（L.1）'],
  ]);
});

test('of two who set them at once the second is told, and what the first set stands', async () => {
  const path = `/api/publicity/units/${units.V2.id}/parameters`;
  const { version } = (await publicist.get(path)).body;
  const answers = await Promise.all(['每月3100元', '每月3200元'].map((secretary_pay_three) => publicist.put(path, { parameters: { secretary_pay_three } }, { 'if-match': `"${version}"` })));
  expect([version, answers.map(({ body }) => body?.code ?? 'done').sort()]).toEqual([0, ['done', 'thing.stale']]);
  expect((await publicist.get(path)).body.version).toBe(1);
  expect((await publicist.put(path, { parameters: {} }, { 'if-match': '"1"' })).status).toBe(204);
  await becomes('V2', ['RW2.three', '每月3000元']);
});

test('who asks sees the own values and those from above; a wrong value is refused and changes nothing', async () => {
  const asked = async () => (await publicist.get(`/api/publicity/units/${units.V1.id}/parameters`)).body.items as { name: string; own: string | null; above: { unitName: string; value: string } | null }[];
  expect((await asked()).find(({ name }) => name === 'secretary_pay_three')).toMatchObject({ own: null, above: { unitName: units.CC.name, value: '每月3000元' } });
  const refused = await set('V1', { secretary_pay_three: 3000 });
  expect([refused.status, refused.body.code, refused.body.field]).toEqual([422, 'parameter.wrong', 'parameters.secretary_pay_three']);
  expect(await stands('V1')).toEqual([['RW2.three', '每月3000元']]);
  expect((await set('V1', { secretary_pay_three: '每月3600元' })).status).toBe(204);
  await becomes('V1', ['RW2.three', '每月3600元']);
  expect(await stands('V2')).toEqual([['RW2.three', '每月3000元']]);
  const other = await seat('clerk', units.V2);
  expect((await other.get(`/api/publicity/units/${units.V1.id}/parameters`)).status).toBe(404);
});
