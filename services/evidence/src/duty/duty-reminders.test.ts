import { fromBinary } from '@bufbuild/protobuf';
import { DutyRemindedSchema } from '@xingchuang/contracts';
import { until } from '@xingchuang/testkit';
import { EvidenceConfig } from '../config.ts';
import { openWorld, type World } from '../world.fixture.ts';

/** at the configured lead time before June and December the party group is reminded of its study; not where the study is recorded. */
let world: World;
beforeAll(async () => {
  world = await openWorld({ DUTY_REMIND: 'nanyang-organ-five-star/D2:10' });
});
afterAll(() => world?.running.stop());

async function on(day: string): Promise<string[][]> {
  world.moveClock(day);
  await world.running.platform.ticker.tick();
  const sent = await world.running.platform.databases.get('evidence')!.connection.collection('outbox').find({ type: DutyRemindedSchema.typeName }).sort({ _id: 1 }).toArray();
  return sent.map(({ body }) => fromBinary(DutyRemindedSchema, (body as unknown as { buffer: Uint8Array }).buffer)).map(({ unitId, duty, beginsOn, dueOn }) => [unitId, duty, beginsOn, dueOn]);
}

test('before the lead time nobody is reminded; from its day on once, however often one looks', async () => {
  const june = [world.id('PG'), 'D2', '2026-06-01', '2026-06-30'];
  expect(await on('2026-05-21')).toEqual([]);
  expect(await on('2026-05-22')).toEqual([june]);
  expect(await on('2026-05-23')).toEqual([june]);
  expect(await on('2026-06-30')).toEqual([june]);
});

test('days on which nobody was there are made up while the month runs; a study that is recorded brings no reminder', async () => {
  world.moveClock('2026-12-02');
  const clerk = await world.as('reviewer', 'OC');
  const study = { unitId: world.id('PG'), type: 'party_work_study', day: '2026-12-01', title: '专题研究', fields: { topics: '机关党建' } };
  await until(async () => (await clerk.post('/api/evidence/records', study)).status === 201, 'the study');
  expect(await on('2026-12-03')).toHaveLength(1);
  await world.open('U2', 'organ', 'C');
  await world.open('PG2', 'party_group', 'U2', true);
  await world.heard('units', world.id('PG2'));
  expect((await on('2026-12-04')).at(-1)).toEqual([world.id('PG2'), 'D2', '2026-12-01', '2026-12-31']);
});

test('several are told apart', () => {
  expect(EvidenceConfig.parse({ DUTY_REMIND: 'a-scheme/D2:10, record_type/monthly:3' }).DUTY_REMIND).toEqual([{ scheme: 'a-scheme', duty: 'D2', days: 10 }, { scheme: 'record_type', duty: 'monthly', days: 3 }]);
});

test.each(['D2:10', 'nanyang-organ-five-star/D2', 'nanyang-organ-five-star/D2:x'])('a setting that says nothing clear is refused: %s', (setting) => {
  expect(EvidenceConfig.safeParse({ DUTY_REMIND: setting }).error?.issues.map(({ path }) => path[0])).toEqual(['DUTY_REMIND']);
});
