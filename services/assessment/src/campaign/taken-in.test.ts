import { fromBinary } from '@bufbuild/protobuf';
import { CampaignOpenedSchema, UnitChangedSchema, UnitsJoinedSchema, type UnitsJoined } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { tell, until } from '@xingchuang/testkit';
import { BRANCHES, PARAMETERS, SCHEME, World } from '../world.fixture.ts';

/** Each unit of a round is told once that it takes part: at the opening, or when it is taken in later; the opening is told before. */
let world: World;
const heard: { type: string; event?: UnitsJoined }[] = [];
const joined = () => heard.flatMap(({ event }) => (event ? [event] : []));

beforeAll(async () => {
  world = await World.start('2026-01-05T10:00:00+08:00');
  await world.system.platform.bus.consume('listener', [CampaignOpenedSchema.typeName, UnitsJoinedSchema.typeName], async ({ type, body }) => {
    heard.push({ type, ...(type === UnitsJoinedSchema.typeName && { event: fromBinary(UnitsJoinedSchema, body) }) });
  });
});
afterAll(() => world?.system.stop());

test('units of the opening are told of by id, and late ones once each, whoever takes them in', async () => {
  const decider = await world.as('decider', 'PG');
  const { body, status } = await decider.post('/api/assessment/campaigns', { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS });
  expect(status).toBe(201);
  await until(async () => joined().length === 1 || undefined, 'the opening');
  expect(heard.map(({ type }) => type)).toEqual([CampaignOpenedSchema.typeName, UnitsJoinedSchema.typeName]);
  expect(joined()[0]).toMatchObject({ campaignId: body.id, declaringTo: '2026-01-16', unitIds: BRANCHES.map((code) => world.units[code].id) });

  const { bus, databases, ticker } = world.system.platform;
  const late = [newId(), newId()];
  for (const unitId of late) await tell(bus, UnitChangedSchema, unitId, { unitId, code: `Z-${unitId}`, name: '虚拟新支部', kind: 'branch', parentId: world.units.U1.id, path: [...world.units.U1.path, unitId], jurisdictionId: unitId, version: 1, openedOn: '2026-01-05' });
  await until(async () => (await databases.get('assessment')!.connection.collection('units').countDocuments({ name: '虚拟新支部' })) === 2, 'the new units');
  await Promise.all([ticker.tick(), ticker.tick()]);
  await ticker.tick();
  await until(async () => joined().length > 1 || undefined, 'the late ones');
  expect(joined().slice(1).map(({ unitIds }) => [...unitIds].sort())).toEqual([[...late].sort()]);

  world.at('2026-01-17'); // nobody joins once declaring is over
  const tooLate = newId();
  await tell(bus, UnitChangedSchema, tooLate, { unitId: tooLate, code: 'ZZ', name: '虚拟晚支部', kind: 'branch', parentId: world.units.U1.id, path: [...world.units.U1.path, tooLate], jurisdictionId: tooLate, version: 1, openedOn: '2026-01-17' });
  await until(async () => (await databases.get('assessment')!.connection.collection('units').countDocuments({ name: '虚拟晚支部' })) === 1, 'one more');
  await ticker.tick();
  expect(joined().flatMap(({ unitIds }) => unitIds)).not.toContain(tooLate);
});
