import { CampaignOpenedSchema, PostChangedSchema, SchemePublishedSchema, SeatsChangedSchema, UnitsJoinedSchema } from '@xingchuang/contracts';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newId, PlatformConfig, serve, type Running } from '@xingchuang/server';
import { Client, realMongo, stopAndForget, tell, tellUnits, tempFolder, testTrust, until, type TestUnit } from '@xingchuang/testkit';
import { publicity } from '../index.ts';
import { NotifyService } from './notify-service.ts';
import { TellingStore } from './telling-store.ts';

/** A round is told to its units: at once where they are few, in portions that outlive a kill where they are many; what robots are called with is sealed. */
const AT_ONCE = 4;
const BRANCHES = Array.from({ length: 14 }, (_, n) => `B${String(n + 1).padStart(2, '0')}`);
const WORLD = { C: ['city_committee', ''], U1: ['organ', 'C'], ...Object.fromEntries(BRANCHES.map((code) => [code, ['branch', 'U1'] as const])), U2: ['organ', 'C'], X1: ['branch', 'U2'] } as const;
const SCHEME = 'pingdingshan-four-strong-branch';
let config: PlatformConfig;
let system: Running;
let units: Record<string, TestUnit>;
let auditor: Client;
const clerks = new Map(BRANCHES.map((code) => [code, newId()]));
const SECRETARY = newId();

const collection = (name: string) => system.platform.databases.get('publicity')!.connection.collection<Record<string, unknown>>(name);
const told = (campaignId: string) => collection('notifications').find({ kind: 'campaign_opened', link: `/app/assessment/campaigns/${campaignId}` }).sort({ _id: 1 }).toArray();
const joins = (campaignId: string, codes: readonly string[]) =>
  tell(system.platform.bus, UnitsJoinedSchema, campaignId, { campaignId, unitIds: codes.map((code) => units[code]!.id), declaringTo: '2026-01-20' });
/** As assessment tells it: the opening, then the units that take part. */
const opens = async (node: string, joining: readonly string[]): Promise<string> => {
  const campaignId = newId();
  await tell(system.platform.bus, CampaignOpenedSchema, campaignId, {
    campaignId, title: '2025年度评定', schemeId: SCHEME, schemeVersion: 1, windowFrom: '2025-01-01', windowTo: '2025-12-31', declaringTo: '2026-01-20', unitId: units[node]!.id, nodeId: units[node]!.id, parametersJson: '{}',
  });
  await joins(campaignId, joining);
  return campaignId;
};
async function start(): Promise<void> {
  system = await serve([publicity], config);
  await system.platform.ticker.stop(); // what goes on, these tests let go on
  system.platform.clock.move(new Date('2026-01-05T10:00:00+08:00'));
  const trust = await testTrust(system.platform.bus);
  auditor = new Client(system.url, await trust.token({ role: 'admin', unitId: units?.['C']?.id ?? newId(), unitKind: 'city_committee' }));
}

beforeAll(async () => {
  const mongo = await realMongo();
  config = PlatformConfig.parse({
    HOST: '127.0.0.1', PORT: '0', DATA_DIR: tempFolder('telling'), MONGODB_URI: mongo.uri, MONGODB_PREFIX: `${mongo.prefix}-`, CLOCK: 'rehearsal', LOG_LEVEL: 'silent', TELL_AT_ONCE: String(AT_ONCE), WEBHOOK_ALLOW: 'http://127.0.0.1:9',
  });
  await start();
  const { bus } = system.platform;
  units = await tellUnits(bus, WORLD);
  await tell(bus, SchemePublishedSchema, SCHEME, { schemeId: SCHEME, version: 1, text: readFileSync(new URL(`../../../../schemes/${SCHEME}.yaml`, import.meta.url), 'utf8') });
  for (const [code, personId] of clerks) await tell(bus, SeatsChangedSchema, personId, { accountId: personId, personId, disabled: false, version: 1, seats: [{ role: 'clerk', unitId: units[code]!.id, since: '2020-01-01', until: '' }] });
  const post = newId();
  await tell(bus, PostChangedSchema, post, { postId: post, unitId: units['X1']!.id, kind: 'branch_secretary', version: 1, holdings: [{ personId: SECRETARY, since: '2020-01-01', until: '' }] });
  await until(async () => (await collection('known-accounts').countDocuments()) === BRANCHES.length && (await collection('known-posts').countDocuments()) === 1 && (await collection('units').countDocuments()) === Object.keys(WORLD).length, 'the world');
});
afterAll(() => system && stopAndForget(system));

test('a small round is told at once: to the clerk’s seat, which may be empty, and to the secretary; to nobody of other units', async () => {
  const campaignId = await opens('U2', ['X1']);
  const entries = await until(async () => ((await told(campaignId)).length > 0 ? told(campaignId) : undefined), 'the telling');
  expect(entries.map(({ personId, unitId, waiting }) => [personId, unitId, (waiting as { roles?: string[] } | undefined)?.roles])).toEqual([['', units['X1']!.id, ['clerk']], [SECRETARY, units['X1']!.id, undefined]]);
  expect(entries[0]!['zh']).toBe(`“2025年度评定”已开始，${units['X1']!.name}参加评定，2026年1月20日前申报。`);
});

test('a large one goes on in portions, over a kill between them and with two processes at once; everybody hears it once', async () => {
  const campaignId = await opens('U1', BRANCHES.slice(0, -2));
  const tellings = () => system.app.get(TellingStore, { strict: false }).underWay();
  const [id] = await until(async () => ((await tellings()).length > 0 ? tellings() : undefined), 'the telling');
  expect(await told(campaignId)).toEqual([]);
  expect(await system.app.get(NotifyService, { strict: false }).portion(id!)).toBe(true);
  expect((await told(campaignId)).map(({ unitId }) => unitId)).toHaveLength(AT_ONCE);
  await system.stop();
  await start();
  const notify = system.app.get(NotifyService, { strict: false });
  await Promise.all([notify.goOn(), notify.portion(id!), notify.goOn(), system.platform.ticker.tick()]);
  expect(await until(async () => ((await tellings()).length === 0 ? 'over' : undefined), 'the end')).toBe('over');
  const hearing = async () => (await told(campaignId)).map(({ personId }) => personId).sort();
  expect(await hearing()).toEqual(BRANCHES.slice(0, -2).map((code) => clerks.get(code)).sort());
  await joins(campaignId, BRANCHES.slice(-2)); // taken in after the opening
  await until(async () => ((await told(campaignId)).length === BRANCHES.length ? 'told' : undefined), 'the late ones');
  await notify.goOn();
  expect(await hearing()).toEqual([...clerks.values()].sort());
});

describe('what a robot is called with', () => {
  const robot = () => ({ unitId: units['B01']!.id, name: '支部群', vendor: 'dingtalk', url: 'http://127.0.0.1:9/send?access_token=token-of-the-robot', secret: 'SEC-of-the-robot' });
  const kept = async () => JSON.stringify(await collection('robots').find({}).toArray());
  const first = async () => (await auditor.get('/api/publicity/robots')).body.items[0];

  test('is sealed in the database under a key that only the owner of the folder reads', async () => {
    expect((await auditor.post('/api/publicity/robots', robot())).status).toBe(201);
    expect(await kept()).not.toMatch(/of-the-robot/);
    expect(await first()).toMatchObject({ host: '127.0.0.1:9', hasSecret: true });
    expect(statSync(join(config.DATA_DIR, 'robot-secret')).mode & 0o777).toBe(0o600);
  });

  test('that an older build kept plain is sealed at the next start and works on', async () => {
    const { url, secret } = robot();
    await collection('robots').updateMany({}, { $set: { url, secret } });
    await system.stop();
    await start();
    expect(await kept()).not.toMatch(/of-the-robot/);
    expect(await first()).toMatchObject({ host: '127.0.0.1:9', hasSecret: true, enabled: true });
  });

  test('is bound to its robot, and with another key it says nothing until it is entered anew', async () => {
    const before = JSON.parse(await kept())[0] as { url: string };
    await system.stop();
    const was = config;
    config = PlatformConfig.parse({ ...was, ROBOT_SECRET: 'another secret of more than thirty-two characters' });
    await start();
    const one = await first();
    expect([one.host, one.hasSecret, one.enabled]).toEqual(['', false, false]);
    const change = { name: '支部群', kinds: [], enabled: true };
    expect((await auditor.put(`/api/publicity/robots/${one.id}`, change)).body).toMatchObject({ code: 'robot.address-lost', field: 'url' });
    expect(JSON.parse(await kept())[0]).toMatchObject({ url: before.url });
    const { url, secret } = robot();
    expect((await auditor.put(`/api/publicity/robots/${one.id}`, { ...change, url, secret })).body).toMatchObject({ host: '127.0.0.1:9', hasSecret: true, enabled: true });
  });
});
