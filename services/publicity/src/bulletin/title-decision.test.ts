import { execFileSync } from 'node:child_process';
import type { AwardView, BulletinView } from '@xingchuang/contracts';
import { tellCampaign, until, type Client } from '@xingchuang/testkit';
import { B, BulletinWorld, textsOf, type Code } from './world.fixture.ts';

/** the city committee's own document on who holds the title; it waits for every branch on which the title rests. */
let world: BulletinWorld;
let publicist: Client;
let decider: Client;

beforeAll(async () => {
  world = await BulletinWorld.open('2026-02-28');
  [publicist, decider] = [await world.seat('publicist', 'C'), await world.seat('decider', 'C')];
  for (const [code, level] of [['B01', 'five'], ['B02', 'three'], ['B03', 'three']] as [Code, string][]) await world.gives(code, level, '2026-02-28');
});
afterAll(() => world?.stop());

const rows = ({ tables }: BulletinView) => tables[0]!.rows.map(({ unitId, cells }) => [unitId, cells['deed'], cells['source']]);
let draft: BulletinView;
const levelOf = async () => (await publicist.get(`/api/publicity/rankings?campaignId=${world.campaignId}`)).body.items.find((one: { unitId: string }) => one.unitId === world.units.B02.id)?.levelName;

test('as long as a branch has no level nobody is named, and nothing is issued', async () => {
  draft = (await publicist.post(B, { kind: 'title-decision', campaignId: world.campaignId })).body;
  expect([draft.kindZh, draft.issuer, rows(draft)]).toEqual(['命名决定', world.units.C.name, []]);
  expect((await decider.post(`${B}/${draft.id}/approval`)).body.code).toBe('bulletin.nothing-named');
});

test('the three conditions met, the unit is named with its levels and the clause', async () => {
  await world.gives('B04', 'three', '2026-02-28');
  draft = (await publicist.post(`${B}/${draft.id}/recount`)).body;
  expect(rows(draft)).toEqual([[world.units.U1.id, '“五星”模范机关（五星1个、三星3个）', expect.stringContaining('宛自然资党〔2023〕21号')]]);
  expect(textsOf(draft)['opening']).toEqual(['根据2025年度虚拟评定的评定结果，经研究，决定对下列{units.total}个单位予以命名和通报表扬。']);
});

test('a branch that is lowered before the approval takes the title with it', async () => {
  await world.lowered('B02', 'one', '2026-02-28', 'S2.c');
  await until(async () => (await levelOf()) === '一星', 'the lowered level');
  const refused = await decider.post(`${B}/${draft.id}/approval`);
  expect([refused.status, refused.body.code, refused.body.facts.units]).toEqual([409, 'bulletin.rows-changed', [world.units.U1.name]]);
});

test('it is issued by the committee under a number of its own, and printed', async () => {
  await world.reopened('B02', '2026-02-28');
  await world.gives('B02', 'three', '2026-02-28');
  await until(async () => (await levelOf()) === '三星', 'the level again');
  const { body } = await publicist.post(`${B}/${draft.id}/recount`);
  expect(rows(body)).toHaveLength(1);
  expect((await decider.post(`${B}/${draft.id}/approval`)).body).toMatchObject({ state: 'approved', number: '决定〔2026〕1号' });
  expect((await world.printed(draft.id, publicist)).hasDocument).toBe(true);
});

test('a naming circular of the body that hands out the plaques names each branch with the number of its plaque', async () => {
  await world.at('2026-07-01');
  world.campaignId = await tellCampaign(world.system.platform.bus, 'pingdingshan-four-strong-branch', world.units.WC.id, { implementation_period: 'assessed_year', catch_all_by: 'work_committee', naming_tolerance: 10, subsidy_amount: 5000 });
  for (const code of ['B01', 'B02'] as const) await world.gives(code, 'four_strong', '2026-07-01');
  const [theirs, names] = [await world.seat('publicist', 'WC'), await world.seat('decider', 'WC')];
  const plaques: AwardView[] = (await theirs.get(`/api/publicity/awards?campaignId=${world.campaignId}&form=plaque`)).body.items;
  const order = { kind: 'naming', campaignId: world.campaignId };
  const { body: circular } = await theirs.post(B, order);
  const numbers = ({ tables }: BulletinView) => tables[0]!.rows.map(({ unitId, cells }) => [unitId, cells['levelName'], cells['number']]);
  expect(numbers(circular)).toEqual(plaques.toReversed().map(({ unitId, levelName, number }) => [unitId, levelName, number]));
  expect(numbers((await publicist.post(B, order)).body)).toEqual([]);
  const [second] = plaques;
  await theirs.post(`/api/publicity/awards/${second!.id}/revocation`, { reason: '材料不实' });
  expect((await names.post(`${B}/${circular.id}/approval`)).body.code).toBe('bulletin.rows-changed');
  const { body: again } = await theirs.post(`${B}/${circular.id}/recount`);
  expect(numbers(again)).toHaveLength(1);
  expect((await names.post(`${B}/${circular.id}/approval`)).body).toMatchObject({ state: 'approved', number: '命名〔2026〕1号', title: '关于命名2025年度虚拟评定的决定' });
  await world.printed(circular.id, theirs);
  const printed = execFileSync('pdftotext', ['-raw', '-', '-'], { input: await theirs.bytes(`${B}/${circular.id}/document`), encoding: 'utf8' }).replaceAll(/\s/g, '');
  for (const words of ['命名〔2026〕1号', world.units.B01.name, plaques[1]!.number, world.units.WC.name, '收回牌匾']) expect(printed).toContain(words);
  expect(printed).not.toContain(second!.number);
});
