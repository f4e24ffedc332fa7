import { tellCampaign, until } from '@xingchuang/testkit';
import { finding, SCHEME, startWorld, type World } from '../world.fixture.ts';

/** The ladder goes by what the body chose when it opened its round; where it opened none, by the defaults of the scheme. */
const PARAMETERS = { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' };
let world: World;
beforeAll(async () => {
  world = await startWorld('2026-03-02');
});
afterAll(() => world?.system.stop());

test('three aspects at once are a work group’s matter by default, and a leader’s where the round says four', async () => {
  const supervisor = await world.seat('supervisor', 'OC');
  const due = async (code: 'B01' | 'B02') => (await supervisor.get(`/api/rectification/ladder?unitId=${world.units[code].id}&schemeId=${SCHEME}`)).body.due?.rung;
  for (const aspect of ['S1', 'S2', 'S4']) await supervisor.post('/api/rectification/findings', finding(world.units.B01, aspect, '2026-03-02'));
  expect(await due('B01')).toBe('R2');
  await tellCampaign(world.system.platform.bus, SCHEME, world.units.PG.id, { ...PARAMETERS, weak_from: 4 }, world.units.U1.id);
  await tellCampaign(world.system.platform.bus, SCHEME, world.units.U2.id, { ...PARAMETERS, weak_from: 3 }, world.units.U2.id); // somebody else's
  const known = world.system.platform.databases.get('rectification')!.connection.db!.collection('known-campaigns');
  await until(async () => (await known.countDocuments()) === 3, 'the rounds');
  for (const aspect of ['S1', 'S2', 'S4']) await supervisor.post('/api/rectification/findings', finding(world.units.B02, aspect, '2026-03-02'));
  expect(await due('B02')).toBe('R1');
  const decider = await world.seat('decider', 'PG');
  const assigned = await decider.post('/api/rectification/cases', { unitId: world.units.B02.id, schemeId: SCHEME, rung: 'R1', leader: '局党组成员' });
  expect([assigned.status, assigned.body.limit?.lastDay]).toEqual([201, '2026-06-02']);
});
