import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { LevelsHeldReplySchema, LevelsHeldRequestSchema } from '@xingchuang/contracts';
import type { Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';

/** the form of a debriefing begins with stars, results of programmes and progress; people correct it, and it says where it comes from. */
let world: World;
let clerk: Client;
const KNOWN = '/api/evidence/record-types/secretary_debriefing/known';
const held = (unit: string, schemeId: string, campaignTitle: string, levelName: string) => ({ unitId: world.id(unit), schemeId, campaignTitle, levelName, since: '2025-12-20' });

beforeAll(async () => {
  world = await openWorld();
  world.moveClock('2026-04-20');
  clerk = await world.as('clerk', 'B01');
});
afterAll(() => world?.running.stop());

const known = async (by: Client, unit: string): Promise<Record<string, string>> =>
  Object.fromEntries((await by.get(`${KNOWN}?unitId=${world.id(unit)}`)).body.items.map(({ field, value }: { field: string; value: string }) => [field, value]));

test('while assessment is away the progress of the year stands there alone', async () => {
  const told = await known(clerk, 'B01');
  expect(Object.keys(told)).toEqual(['star_work']);
  expect(told['star_work']).toMatch(/^【系统填写，据2026-04-20的定级结果和台账】2026年度到期应办事项完成0项，缺少[1-9]\d*项，正到期\d+项（缺少：/);
}, 30_000);

describe('with levels', () => {
  beforeAll(async () => {
    await world.running.platform.bus.answer('assessment.levels-held', async (bytes) => {
      const { unitId, day } = fromBinary(LevelsHeldRequestSchema, bytes);
      const all = [held('B01', 'nanyang-organ-five-star', '2025年度评定', '四星'), held('B01', 'jiaozuo-model-organ', '2025年度模范机关', '模范机关'), held('B02', 'nanyang-organ-five-star', '2025年度评定', '三星'), held('B03', 'nanyang-organ-five-star', '2025年度评定', '三星')];
      const isAbove = unitId === world.id('U1');
      return toBinary(LevelsHeldReplySchema, create(LevelsHeldReplySchema, { items: day === '2026-04-20' ? all.filter((one) => isAbove || one.unitId === unitId) : [] }));
    });
  });

  test('a branch begins with its own, each scheme in its place', async () => {
    const told = await known(clerk, 'B01');
    expect(told['star_work']).toContain('《2025年度评定》四星（2025-12-20）；《2025年度模范机关》模范机关（2025-12-20）；2026年度到期应办事项');
    expect(told['three_creations']).toBe('【系统填写，据2026-04-20的定级结果和台账】《2025年度模范机关》模范机关（2025-12-20）。');
  });

  test('a larger unit begins with how many branches hold what', async () => {
    expect((await known(await world.as('reviewer', 'OC'), 'U1'))['star_work']).toContain('《2025年度评定》下属单位四星1个、三星2个');
  });

  test('what people write in its place is what is kept', async () => {
    const person = await world.member('B01');
    const fields = { secretary: person, year: 2025, star_work: '全年创建四星，缺一次专题研究已补。', grade: 'good' };
    const filed = await clerk.post('/api/evidence/records', { unitId: world.id('B01'), type: 'secretary_debriefing', day: '2026-04-18', title: '书记述职', fields });
    expect([filed.status, filed.body.fields.star_work]).toEqual([201, fields.star_work]);
  });

  test('nobody begins a record of another unit, or of a type that is not there', async () => {
    expect((await clerk.get(`${KNOWN}?unitId=${world.id('B02')}`)).status).toBe(404);
    expect((await clerk.get(`/api/evidence/record-types/no_such/known?unitId=${world.id('B01')}`)).body.code).toBe('record.type-unknown');
  });

  test('the type says which of its fields begin so', async () => {
    const type = (await clerk.get('/api/evidence/record-types')).body.items.find(({ id }: { id: string }) => id === 'secretary_debriefing');
    expect(type.fields.filter(({ fill }: { fill?: boolean }) => fill).map(({ id }: { id: string }) => id)).toEqual(['star_work', 'three_creations']);
  });
});
