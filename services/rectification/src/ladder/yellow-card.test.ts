import { fromBinary } from '@bufbuild/protobuf';
import { LevelSettledSchema, RungFailedSchema, RungLapsedSchema, RungPassedSchema, type RungFailed, type RungPassed } from '@xingchuang/contracts';
import { tell, tellCampaign, until, type Client } from '@xingchuang/testkit';
import { startWorld, type Code, type World } from '../world.fixture.ts';

/** The yellow card of the model branches: a limit that a person sets, then lifted, or the star removed and the level lowered (S3 L32). */
let world: World;
let campaignId: string;
let committee: Client;
const failed: RungFailed[] = [];
const passed: RungPassed[] = [];
let lapsed = 0;

beforeAll(async () => {
  world = await startWorld('2026-07-06');
  const { bus } = world.system.platform;
  campaignId = await openRound();
  committee = await world.seat('decider', 'WC');
  await bus.consume('listener', [RungFailedSchema.typeName, RungLapsedSchema.typeName, RungPassedSchema.typeName], async ({ type, body }) => {
    if (type === RungLapsedSchema.typeName) lapsed += 1;
    else if (type === RungFailedSchema.typeName) failed.push(fromBinary(RungFailedSchema, body));
    else passed.push(fromBinary(RungPassedSchema, body));
  });
});
afterAll(() => world?.system.stop());

const openRound = (): Promise<string> =>
  tellCampaign(world.system.platform.bus, 'jiaozuo-five-star-model-branch', world.units.WC.id, {
    aspect_names: ['一', '二', '三', '四', '五', '六', '七'], aspect_points: '10', daily_points: '30', pass_line: '85', lower_level: 'none', scorer: 'work_committee', naming_body: 'work_committee',
  });
const settled = (code: Code, score: string, round = campaignId, version = 0) => {
  const unitId = world.units[code].id;
  return tell(world.system.platform.bus, LevelSettledSchema, `${round}:${unitId}`, { campaignId: round, unitId, level: 'none', settledOn: '2026-07-06', score, held: 'five_star', version });
};

/** A branch that held five stars and has 75 points gets a card; the committee sets 20 working days. */
async function card(code: Code): Promise<string> {
  const unitId = world.units[code].id;
  await settled(code, '75');
  const found = await until(async () => (await committee.get(`/api/rectification/cases?unitId=${unitId}`)).body.items[0], 'the card');
  expect(found).toMatchObject({ rung: 'YC', name: '工作滑坡的黄牌警告', state: 'waiting', limit: null, sanction: 'none' });
  const path = `/api/rectification/cases/${encodeURIComponent(found.id)}`;
  expect((await committee.post(`${path}/limit`, { leader: '市直机关工委', limit: { workdays: 20 } })).body).toMatchObject({ state: 'running', limit: { lastDay: '2026-08-03' } });
  return path;
}
const toldOf = (code: Code) => failed.filter(({ unitId }) => unitId === world.units[code].id).map(({ rung, failedOn, effectiveOn, report, schemeId, schemeVersion, clause }) => [rung, failedOn, effectiveOn, report, schemeId, schemeVersion, clause]);

test('a level that is settled anew ends the card that it calls for no longer, whether its limit runs or the unit has proved; a failed one stays', async () => {
  const [runs, proved] = [await card('B07'), await card('B08')];
  await (await world.seat('clerk', 'B08')).post(`${proved}/proof`, { text: '已整改' });
  for (const code of ['B07', 'B08'] as const) await settled(code, '88');
  for (const path of [runs, proved]) {
    const one = await until(async () => {
      const { body } = await committee.get(path);
      return body.state === 'lapsed' && body;
    }, 'the end of the card');
    expect(one).toMatchObject({ sanction: 'none', history: expect.arrayContaining([expect.objectContaining({ what: 'lapsed', by: '', text: '等级重新评定' })]) });
  }
  await until(async () => lapsed === 2, 'the news');
  await settled('B08', '88'); // told again: nothing more to end
  await settled('B07', '75'); // and back: the card is given once more
  const again = await until(async () => {
    const { body } = await committee.get(runs);
    return body.state === 'waiting' && body;
  }, 'the card');
  expect(again).toMatchObject({ limit: null, leader: '', history: expect.arrayContaining([expect.objectContaining({ what: 'opened-again' })]) });
  expect((await committee.post(`${runs}/limit`, { leader: '市直机关工委', limit: { workdays: 20 } })).body.state).toBe('running');
  await settled('B07', '88');
  await until(async () => lapsed === 3, 'the second end');
});

test('E3, E4: not mended at the re-check of its last day, the star goes from the day after; proven in time, the card is lifted; a statement is answered first', async () => {
  const [late, lifted, heard, spared] = [await card('B01'), await card('B02'), await card('B03'), await card('B05')];
  for (const [path, code] of [[late, 'B01'], [lifted, 'B02']] as const) expect((await (await world.seat('clerk', code)).post(`${path}/proof`, { text: '已整改' })).status).toBe(200);
  for (const [path, code] of [[heard, 'B03'], [spared, 'B05']] as const) {
    expect((await (await world.seat('clerk', code)).post(`${path}/statement`, { text: '受灾停工两个月' })).body.statement).toMatchObject({ text: '受灾停工两个月', answer: null });
  }
  await world.at('2026-08-03');
  const supervisor = await world.seat('supervisor', 'WC');
  expect((await supervisor.post(`${late}/check`, { solved: false, opinion: '没有改' })).body.state).toBe('running');
  expect((await supervisor.post(`${lifted}/check`, { solved: true, opinion: '属实' })).body).toMatchObject({ state: 'done', closedOn: '2026-08-03' });
  await world.at('2026-08-06');
  await world.at('2026-08-06');

  expect((await committee.get(late)).body).toMatchObject({ state: 'failed', sanction: 'imposed', history: expect.arrayContaining([expect.objectContaining({ what: 'failed', day: '2026-08-04', text: '摘星降级' })]) });
  expect((await committee.get(heard)).body).toMatchObject({ state: 'failed', sanction: 'pending' });
  await until(async () => toldOf('B01').length > 0 && passed.length > 0, 'the news');
  expect([toldOf('B01'), toldOf('B03'), toldOf('B02')]).toEqual([[['YC', '2026-08-04', '2026-08-04', 'work_committee', 'jiaozuo-five-star-model-branch', 1, 'S3 L32「摘星降级」']], [], []]);
  expect(passed.map(({ unitId, rung, passedOn, schemeVersion, clause }) => [unitId, rung, passedOn, schemeVersion, clause])).toEqual([[world.units.B02.id, 'YC', '2026-08-03', 1, 'S3 L32「对工作滑坡的黄牌警告」']]);

  expect((await committee.post(`${heard}/answer`, { accepted: false, text: '与整改无关' })).body.sanction).toBe('imposed');
  expect((await committee.post(`${spared}/answer`, { accepted: true, text: '情况属实' })).body.sanction).toBe('waived');
  expect((await committee.post(`${spared}/answer`, { accepted: false, text: '反悔' })).body.code).toBe('case.no-statement');
  await until(async () => toldOf('B03').length > 0, 'the answer');
  expect([toldOf('B03'), toldOf('B05')]).toEqual([[['YC', '2026-08-04', '2026-08-06', 'work_committee', 'jiaozuo-five-star-model-branch', 1, 'S3 L32「摘星降级」']], []]);
  expect((await (await world.seat('clerk', 'B01')).post(`${late}/statement`, { text: '晚了' })).body.code).toBe('case.wrong-state');

  await settled('B01', '88'); // decided anew after the card failed
  await settled('B10', '75');
  await until(async () => (await committee.get(`/api/rectification/cases?unitId=${world.units.B10.id}`)).body.items[0], 'a later card');
  expect((await committee.get(late)).body.state).toBe('failed');
  expect([toldOf('B07'), toldOf('B08'), lapsed]).toEqual([[], [], 3]);
});

test('a card that two rounds call for stands until neither does', async () => {
  const unitId = world.units.B10.id; // has the card of the first round
  const other = await openRound();
  const card = async () => (await committee.get(`/api/rectification/cases?unitId=${unitId}`)).body.items[0];
  const once = async (isSo: (one: { state: string; campaignId: string; history: { what: string }[] }) => boolean, what: string) =>
    until(async () => {
      const one = await card();
      return isSo(one) && one;
    }, what);
  await settled('B10', '75', other);
  await once(({ history }) => history.some(({ what }) => what === 'opened-again'), 'the second call');
  await settled('B10', '88');
  expect(await once((one) => one.campaignId === other, 'the end of the first call')).toMatchObject({ state: 'waiting' });
  await settled('B10', '75');
  await once(({ history }) => history.filter(({ what }) => what === 'opened-again').length === 2, 'the first call again');
  await settled('B10', '88', other);
  expect(await once((one) => one.campaignId === campaignId, 'the end of the second call')).toMatchObject({ state: 'waiting' });
  await settled('B10', '88');
  await once(({ state }) => state === 'lapsed', 'the end of the card');
});

test('a settlement that comes after a newer one of the same level ends nothing', async () => {
  const { bus } = world.system.platform;
  const unitId = world.units.B05.id;
  const round = await openRound();
  await settled('B05', '75', round, 9);
  const card = async () => (await committee.get(`/api/rectification/cases?unitId=${unitId}`)).body.items.find((one: { campaignId: string }) => one.campaignId === round);
  await until(card, 'the card');
  await settled('B05', '88', round, 8); // was parked meanwhile
  await until(() => bus.isIdle(), 'the late message');
  expect((await card()).state).toBe('waiting');
  await settled('B05', '88', round, 10);
  await until(async () => (await card()).state === 'lapsed', 'the end of the card');
});
