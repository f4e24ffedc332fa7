import type { BulletinView } from '@xingchuang/contracts';
import { until, type Client } from '@xingchuang/testkit';
import { B, BulletinWorld, textsOf } from './world.fixture.ts';

/** an important case that is flagged has its report drafted by itself, by the body that flagged it. */
let world: BulletinWorld;
let reviewer: Client;
let publicist: Client;
let recordId: string;
const RECORDS = '/api/evidence/records';

beforeAll(async () => {
  world = await BulletinWorld.open('2026-03-12');
  [reviewer, publicist] = await Promise.all([world.seat('reviewer', 'WC'), world.seat('publicist', 'WC')]);
  const filing = { unitId: world.units.B01.id, type: 'important_case', day: '2026-03-12', title: '巡回督查发现', fields: { way: 'touring', text: '台账与实际不符，\n{现场}已指出' } };
  const filed = await until(async () => {
    const answer = await reviewer.post(RECORDS, filing);
    return answer.status === 201 ? answer : undefined;
  }, 'the record');
  recordId = filed.body.id;
});
afterAll(() => world?.stop());

const drafts = async (by: Client): Promise<BulletinView[]> => (await by.get(`${B}?kind=important-report`)).body.items;
const swept = async (): Promise<void> => void (await world.system.platform.ticker.tick());

test('a case that is only noted brings about nothing', async () => {
  await swept();
  expect(await drafts(publicist)).toEqual([]);
});

test('flagged, its report stands as a draft of the body that flagged it, with the words of the record and the way back to it', async () => {
  expect((await reviewer.post(`${RECORDS}/${recordId}/steps`, { step: 'flagged', day: '2026-03-12' })).status).toBe(200);
  const [line] = await until(async () => {
    await swept();
    const found = await drafts(publicist);
    return found.length > 0 ? found : undefined;
  }, 'the draft');
  const draft = (await publicist.get(`${B}/${line!.id}`)).body as BulletinView;
  expect(draft).toMatchObject({ state: 'draft', bySystem: true, title: `关于${world.units.B01.name}有关重要情况的报告`, readers: 'units', readerUnits: [], from: '2026-03-12', to: '2026-03-12', mayEdit: true });
  expect(textsOf(draft)['opening']![1]).toBe('发现方式：巡回督查；情况：台账与实际不符， {{现场}已指出。');
  expect(draft.figures.find(({ name }) => name === 'case.total')).toMatchObject({ value: '1', source: { kind: 'record', id: recordId, zh: '重要情况台账，2026年3月12日' } });
  expect((await publicist.post(`${B}/${draft.id}/recount`)).body.figures.find(({ name }: { name: string }) => name === 'case.total').value).toBe('1');
});

test('once, whatever becomes of the draft and the record', async () => {
  const [draft] = await drafts(publicist);
  expect((await publicist.post(`${B}/${draft!.id}/drop`)).status).toBe(200);
  expect((await reviewer.post(`${RECORDS}/${recordId}/steps`, { step: 'reported', day: '2026-03-12', fields: { report: '报告〔2026〕1号' } })).status).toBe(200);
  await swept();
  const inbox = world.system.platform.databases.get('publicity')!.connection.collection('bulletin-cases');
  await until(async () => (await inbox.countDocuments()) === 0, 'nothing left to draft');
  await swept();
  expect((await drafts(publicist)).filter(({ state }) => state === 'draft')).toEqual([]);
});

test('another body sees nothing of it', async () => {
  for (const other of [await world.seat('publicist', 'OC'), await world.seat('publicist', 'OD'), await world.seat('clerk', 'B01')]) expect(await drafts(other)).toEqual([]);
});
