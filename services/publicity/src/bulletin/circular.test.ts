import { RungFailedSchema, type BulletinView } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { Client, tell, until } from '@xingchuang/testkit';
import { B, BulletinWorld, textsOf, type Code } from './world.fixture.ts';

/** Circulars that name units: nothing comes out while a notice on them runs or a complaint is open, whichever way it is tried. */
let world: BulletinWorld;
let publicist: Client;
let decider: Client;
let noticeId: string;

const id = (code: Code) => world.units[code].id;
const draft = async (kind: string): Promise<BulletinView> => (await publicist.post(B, { kind, ...(kind === 'exposure' ? {} : { campaignId: world.campaignId }) })).body;
const named = ({ tables }: BulletinView) => tables[0]!.rows.map(({ unitId }) => Object.values(world.units).find((unit) => unit.id === unitId)!.code);
const recounted = async (one: BulletinView): Promise<BulletinView> => (await publicist.post(`${B}/${one.id}/recount`)).body;
const refused = async (one: BulletinView) => {
  const { status, body } = await decider.post(`${B}/${one.id}/approval`);
  return [status, body.code, body.facts?.units ?? []];
};
const complain = async (code: Code): Promise<string> => (await new Client(world.system.url).post(`/api/publicity/public/notices/${noticeId}/complaints`, { unitId: id(code), text: '情况不实' })).body.receiptCode;
const complaintOn = async (code: Code): Promise<string> =>
  (await publicist.get(`/api/publicity/complaints?noticeId=${noticeId}`)).body.items.find(({ unitId }: { unitId: string }) => unitId === id(code)).id;
const handle = async (code: Code, upheld: boolean) => (await publicist.post(`/api/publicity/complaints/${await complaintOn(code)}/handling`, { upheld, fraud: upheld, finding: '经核查', answer: '已核查' })).body;

beforeAll(async () => {
  world = await BulletinWorld.open('2026-02-13');
  [publicist, decider] = [await world.seat('publicist', 'WC'), await world.seat('decider', 'WC')];
  for (const code of ['B01', 'B02', 'B03'] as const) await world.decided(code, 'four', true);
  await world.becomes('B03', 'ready');
  const published = await publicist.post('/api/publicity/notices', { campaignId: world.campaignId, unitIds: [id('B01'), id('B02'), id('B03')], title: '公示' });
  noticeId = published.body.id;
});
afterAll(() => world?.stop());

test('while the notice runs nobody is commended: not by a draft, an edit, an approval, nor by telling that the level is settled', async () => {
  const circular = await draft('commendation');
  expect([named(circular), await refused(circular)]).toEqual([[], [409, 'bulletin.nothing-named', []]]);
  const smuggled = await publicist.put(`${B}/${circular.id}`, { title: circular.title, texts: textsOf(circular), rows: [{ table: 'units', key: id('B03'), struck: false }] });
  expect([smuggled.status, smuggled.body.code]).toEqual([422, 'bulletin.unknown-row']);
  await world.settled('B03', 'four', '2026-02-14');
  await world.gives('B04', 'three', '2026-02-13'); // what was told later has arrived
  expect([named(await recounted(circular)), (await world.states())['B03']]).toEqual([[], 'on-notice']);
  expect((await publicist.get(B)).body.items.every(({ state }: BulletinView) => state === 'draft')).toBe(true);
});

test('nobody is exposed for a complaint that is still looked into, nor while the notice runs on', async () => {
  await complain('B03');
  const circular = await draft('exposure');
  expect(named(circular)).toEqual([]);
  await handle('B03', true);
  const found = await recounted(circular);
  expect([named(found), found.tables[0]!.rows[0]!.cells['deed']]).toEqual([['B03'], '公示期间的反映经查核属实，存在弄虚作假']);
  expect(JSON.stringify(found)).not.toContain('情况不实'); // what people wrote stays inside
  expect(await refused(found)).toEqual([409, 'bulletin.notice-running', [world.units.B03.name]]);
});

test('after the notice those that stand are commended, without one that a person left out; a number is given once', async () => {
  await complain('B02');
  const dismissed = await handle('B02', false);
  expect(dismissed.state).toBe('dismissed');
  await world.at('2026-03-20');
  expect((await publicist.post(`/api/publicity/notices/${noticeId}/confirmation`)).status).toBe(200);
  await world.settled('B01', 'four', '2026-03-20');
  await world.settled('B02', 'four', '2026-03-20');
  await world.becomes('B02', 'settled');
  await until(async () => ['disqualified', 'settled'].includes((await world.states())['B03']!), 'B03');
  const circular = await draft('commendation');
  expect(named(circular)).toEqual(['B01', 'B02']); // never the one that was struck off, even where its settled level comes in late
  const second = circular.tables[0]!.rows[1]!;
  await publicist.put(`${B}/${circular.id}`, { title: circular.title, texts: textsOf(circular), rows: [{ table: 'units', key: second.key, struck: true }] });
  const issued = await decider.post(`${B}/${circular.id}/approval`);
  expect(issued.body).toMatchObject({ state: 'approved', number: '表扬〔2026〕1号' });
  const printed = await world.printed(circular.id);
  expect(printed.tables[0]!.rows.map(({ struck }) => struck)).toEqual([false, true]);
});

test('a level that is open again is told by no circular drafted before', async () => {
  const circular = await draft('commendation');
  await world.reopened('B02', '2026-03-20');
  await world.becomes('B02', 'reopened');
  expect(await refused(circular)).toEqual([409, 'bulletin.rows-changed', [world.units.B02.name]]);
  expect(named(await recounted(circular))).toEqual(['B01']);
});

test('an exposure circular names what is finished: the complaint, the failed rung, the lowered level', async () => {
  await tell(world.system.platform.bus, RungFailedSchema, newId(), { caseId: 'case-1', unitId: id('B05'), rung: 'R1', failedOn: '2026-02-20', effectiveOn: '2026-02-25', schemeId: 'nanyang-organ-five-star', schemeVersion: 1, clause: 'S0 L127' });
  await tell(world.system.platform.bus, RungFailedSchema, newId(), { caseId: 'case-2', unitId: id('B04'), rung: 'R1', failedOn: '2026-02-20', effectiveOn: '2026-04-20', schemeId: 'nanyang-organ-five-star', schemeVersion: 1, clause: 'S0 L127' });
  await world.lowered('B01', 'three', '2026-03-20', 'S2.c');
  const circular = await until(async () => {
    const one = await draft('exposure');
    return named(one).length === 3 && one;
  }, 'the three');
  expect(named(circular).sort()).toEqual(['B01', 'B03', 'B05']); // the one whose consequences do not hold yet is not in it
  const issued = await decider.post(`${B}/${circular.id}/approval`);
  expect(issued.body).toMatchObject({ state: 'approved', number: '曝光〔2026〕1号' });
});

test('numbers of a series have no gaps and are given once, however many approve at a time', async () => {
  const drafts = await Promise.all([draft('exposure'), draft('exposure'), draft('exposure')]);
  const numbers = await Promise.all(drafts.flatMap((one) => [1, 2].map(async () => (await decider.post(`${B}/${one.id}/approval`)).body.number as string | undefined)));
  expect(numbers.filter((one) => one?.startsWith('曝光')).sort()).toEqual(['曝光〔2026〕2号', '曝光〔2026〕3号', '曝光〔2026〕4号']);
});
