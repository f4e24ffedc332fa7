import { generateKeyPairSync } from 'node:crypto';
import { fromBinary } from '@bufbuild/protobuf';
import { CampaignPackagedSchema, ComplaintUpheldSchema, NoticeConfirmedSchema } from '@xingchuang/contracts';
import { Client, tell, until } from '@xingchuang/testkit';
import { keyOf, parseKey, type NoteKey } from '@xingchuang/transparency';
import { SIGNATURE, sha256, signPackage, verifyCampaign } from '@xingchuang/transparency/campaign';
import { FACTS, factsOf, PARAMETERS, SCHEME, World, type Code } from '../world.fixture.ts';
import { changed, fetchPackage, readerOf, sealed, unpack, type Files } from './package.fixture.ts';

const A = '/api/assessment';
let world: World;
let campaignId = '';
let oc: Client, pg: Client, wc: Client, wcReview: Client, od: Client, sc: Client;
const ids = new Map<Code, string>();
let zip: Buffer;
let files: Files;

const candidacy = (code: Code, ...rest: string[]) => [`${A}/candidacies/${ids.get(code)}`, ...rest].join('/');
async function done(by: Client, path: string, body: object = {}) {
  const answer = await by.post(path, body);
  if (answer.status >= 300) throw new Error(`${path} ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  [oc, pg, wc, wcReview, od, sc] = (await Promise.all([
    world.as('reviewer', 'OC'), world.as('decider', 'PG'), world.as('decider', 'WC'), world.as('reviewer', 'WC'), world.as('reviewer', 'OD'), world.as('decider', 'SC'),
  ])) as [Client, Client, Client, Client, Client, Client];
  campaignId = (await done(wc, `${A}/campaigns`, { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS, appealWorkdays: 5 })).id;
  for (const { id, unit } of (await wc.get(`${A}/candidacies?campaignId=${campaignId}`)).body.items) ids.set(unit.code, id);
  await done(oc, `${A}/campaigns/${campaignId}/facts/import`, { units: FACTS });
  world.at('2026-01-05');
  const levels: Partial<Record<Code, string>> = { B01: 'five', B02: 'four', B03: 'four', B04: 'four', B05: 'four', B06: 'five', B08: 'one' };
  for (const [code, level] of Object.entries(levels)) await done(await world.as('clerk', code as Code), candidacy(code as Code, 'declare'), { level, text: '自评' });
  await done(await world.as('clerk', 'B05'), candidacy('B05', 'withdraw'), { reason: '再补材料' });
  await done(await world.as('clerk', 'B05'), candidacy('B05', 'declare'), { level: 'four', text: '自评' });
  world.at('2026-01-19');
  for (const code of ['B01', 'B02', 'B04', 'B06', 'B08'] as const) await done(oc, candidacy(code, 'propose'), { text: '同意' });
  // facts change after the proposal: it is void and put again
  await world.system.platform.clock.move(new Date('2026-01-20T10:00:00+08:00'));
  expect((await oc.put(`${A}/campaigns/${campaignId}/facts/${world.units.B04.id}`, { version: 1, facts: factsOf('B04'), refs: { provincial_rank: ['r-1'] } })).status).toBe(200);
  await world.system.platform.clock.move(new Date('2026-01-20T11:00:00+08:00'));
  await done(oc, candidacy('B04', 'propose'), { text: '依据补充后再提' });
  await done(oc, candidacy('B05', 'send-back'), { reason: '缺材料', until: '2026-01-26' });
  world.at('2026-01-21');
  await done(pg, candidacy('B01', 'recommend'));
  await done(wc, candidacy('B01', 'nominate'));
  await done(od, candidacy('B01', 'verify'), { passed: true, text: '属实' });
  await done(wcReview, candidacy('B01', 'verify'), { passed: true, text: '属实' });
  await done(sc, candidacy('B01', 'decide'));
  for (const code of ['B02', 'B04', 'B06', 'B08'] as const) {
    const level = (await pg.get(candidacy(code))).body.level.id;
    if (level === 'four') await done(pg, candidacy(code, 'recommend'));
    await done(level === 'four' ? wc : pg, candidacy(code, 'decide'));
  }
  // the work committee would put it one level down, which the party group decides
  await done(oc, candidacy('B03', 'propose'), { text: '同意' });
  await done(pg, candidacy('B03', 'recommend'));
  await done(wc, candidacy('B03', 'hand-on'), { level: 'three', reason: '现场核查不够四星' });
  await done(pg, candidacy('B03', 'decide'));
  await done(oc, candidacy('B09', 'propose'), { reason: '一票否决' });
  await done(pg, candidacy('B09', 'decide'), {});
  world.at('2026-02-27');
  await tell(world.system.platform.bus, NoticeConfirmedSchema, 'n', { noticeId: 'n', campaignId, unitIds: [world.units.B01.id], confirmedOn: '2026-02-27' } as never);
  await tell(world.system.platform.bus, ComplaintUpheldSchema, 'k', { campaignId, unitId: world.units.B04.id, upheldOn: '2026-02-26' } as never);
  await until(async () => (await wc.get(candidacy('B04'))).body.state === 'settled' && (await wc.get(candidacy('B01'))).body.state === 'settled', 'the notices');
  world.at('2026-05-10');
  await done(pg, candidacy('B01', 'adjust'), { on: '2026-05-08', facts: { criticisms: [{ on: '2026-05-07', form: 'superior_circular', about: 'slow_action' }] }, reason: '上级通报' });
  await done(pg, candidacy('B04', 'adjust'), { on: '2026-05-08', facts: { provincial_rank: 3 }, reason: '排名上升' });
  zip = await fetchPackage(wc, campaignId);
  files = await unpack(zip);
}, 120_000);
afterAll(() => world?.system.stop());

const verify = (of: Files) => verifyCampaign(readerOf(of));

test('a clean package has no difference, and the same campaign gives the same bytes', async () => {
  const report = verify(files);
  expect(report.differences).toEqual([]);
  expect(report.checked).toBeGreaterThan(1_000);
  expect((await fetchPackage(wc, campaignId)).equals(zip)).toBe(true);
  const told = await world.system.platform.databases.get('assessment')!.connection.collection('outbox').find({ type: CampaignPackagedSchema.typeName }).toArray();
  const digests = told.map(({ body }) => fromBinary(CampaignPackagedSchema, (body as { buffer: Uint8Array }).buffer)).map(({ campaignId: of, digest }) => [of, digest]);
  expect(digests).toEqual([[campaignId, report.digest], [campaignId, report.digest]]); // every package that goes out is told of, before it is signed
});

test('it is signed: whoever trusts a key learns whether that key signed this very package', async () => {
  const { verifier } = (await new Client(wc.url).get(`${A}/campaigns/package-key`)).body as { verifier: string };
  const ours = parseKey(verifier)!;
  const privateKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const other = keyOf('somebody/packages', privateKey);
  const faults = (of: Files, ...keys: NoteKey[]) => verifyCampaign(readerOf(of), keys.length > 0 ? keys : undefined).differences.map(({ place, item, found }) => [place, item, found]);
  const signedBy = `${ours.name}+${ours.id}`;
  expect([faults(files, ours), faults(files, other, ours), faults(files, other)]).toEqual([[], [], [[SIGNATURE, 'signature', signedBy]]]);
  const unsigned = new Map(files);
  unsigned.delete(SIGNATURE);
  expect([faults(unsigned), faults(unsigned, ours)]).toEqual([[], [[SIGNATURE, 'signature', 'nothing']]]);
  const digest = sha256(files.get('tagmanifest-sha256.txt')!);
  const forged = new Map(files).set(SIGNATURE, Buffer.from(signPackage(digest, ours.name, privateKey)));
  expect(faults(forged, ours)).toEqual([[SIGNATURE, 'signature', `${ours.name}+${keyOf(ours.name, privateKey).id}`]]);
  const ofAnother = new Map(files).set(SIGNATURE, Buffer.from(signPackage('0'.repeat(64), other.name, privateKey)));
  expect([faults(ofAnother), faults(new Map(files).set(SIGNATURE, Buffer.from('ours\n')))]).toEqual([[[SIGNATURE, 'digest of the package', '0'.repeat(64)]], [[SIGNATURE, 'form', 'ours\n']]]);
});

test('a package whose manifests were made anew shows by the signature that was left in it', () => {
  const forged = new Map(files).set('bag-info.txt', Buffer.from(`${files.get('bag-info.txt')!.toString()}X: y\n`));
  const signature = files.get(SIGNATURE)!;
  expect(verifyCampaign(readerOf(sealed(forged).set(SIGNATURE, signature))).differences).toMatchObject([{ place: SIGNATURE, item: 'digest of the package' }]);
});

test('it is for those who govern the round', async () => {
  const refused = await (await world.as('leader', 'U1')).get(`${A}/campaigns/${campaignId}/package`);
  expect([refused.status, refused.body.code]).toEqual([404, 'thing.missing']);
  expect((await (await world.as('clerk', 'B01')).get(`${A}/campaigns/${campaignId}/package`)).status).toBe(403);
});

test('the trail of a five-star branch: each step with who, when and the opinion', () => {
  const trail = lineOf(files, 'candidacies', 'B01').timeline.filter(({ step }: { step: string }) => /^P[1-4]/.test(step));
  expect(trail.map(({ act, by, day }: { act: string; by: { role: string }; day: string }) => [act, by.role, day])).toEqual([
    ['declare', 'clerk', '2026-01-05'], ['propose', 'reviewer', '2026-01-19'], ['recommend', 'decider', '2026-01-21'], ['nominate', 'decider', '2026-01-21'], ['verify', 'reviewer', '2026-01-21'], ['verify', 'reviewer', '2026-01-21'], ['decide', 'decider', '2026-01-21'],
  ]);
  expect([trail[1].text, trail[4].text, trail[4].passed]).toEqual(['同意', '属实', true]);
});

test('what is written after the reading began is not in it', async () => {
  const answer = await fetch(`${wc.url}/api/assessment/campaigns/${campaignId}/package`, { headers: { authorization: `Bearer ${wc.token}` } });
  await done(await world.as('clerk', 'B05'), candidacy('B05', 'withdraw'), { reason: '不再申报' });
  const before = await unpack(Buffer.from(await answer.arrayBuffer()));
  expect(verify(before).differences).toEqual([]);
  const after = await unpack(await fetchPackage(wc, campaignId));
  expect(verify(after).differences).toEqual([]);
  expect([before, after].map((one) => lineOf(one, 'candidacies', 'B05').state)).toEqual(['draft', 'expected']);
});

const lineOf = (of: Files, file: string, code: Code): any => of.get(`data/${file}.jsonl`)!.toString().trim().split('\n').map((text) => JSON.parse(text)).find(({ unitId }) => unitId === world.units[code].id); // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it
const of = (code: Code) => ({ unitId }: { unitId?: string }) => unitId === world.units[code].id;
type Change = (value: any) => unknown; // eslint-disable-line @typescript-eslint/no-explicit-any -- any part of it

/** One change in an otherwise whole package, whose manifests were made anew. */
test.each([
  ['a fact', 'facts.jsonl', 'B04', (v) => (v.facts.provincial_rank = 6), 'B04', /provincial_rank/, 'S2.a'],
  ['a fact and its own digest', 'facts.jsonl', 'B06', (v) => { v.facts.learning_platform_done = true; v.each.learning_platform_done = v.each.cadre_academy_done; }, 'B06', /learning_platform_done/, undefined],
  ['where a fact comes from', 'facts.jsonl', 'B01', (v) => (v.origins.provincial_rank.how = 'entered'), 'B01', /provincial_rank/, undefined],
  ['who was excluded', 'facts.jsonl', 'B02', (v) => (v.excluded = { X: '…' }), 'B02', /digest/, undefined],
  ['the level of a decision', 'decisions.jsonl', 'B02', (v) => (v.decision.level = 'five'), 'B02', /level/, 'four'],
  ['a star', 'decisions.jsonl', 'B04', (v) => v.decision.stars.push('S2'), 'B04', /star S2/, 'S2'],
  ['a veto', 'decisions.jsonl', 'B09', (v) => (v.decision.vetoes = []), 'B09', /vetoes V2/, 'V2'],
  ['a cap', 'decisions.jsonl', 'B08', (v) => (v.decision.caps = []), 'B08', /caps V1/, 'V1'],
  ['a verdict of the reasons', 'decisions.jsonl', 'B04', (v) => (v.decision.explanation[2].children[1].verdict = true), 'B04', /verdict|kind/, undefined],
  ['a digest of a decision', 'decisions.jsonl', 'B01', (v) => (v.explanationDigest = 'f'.repeat(64)), 'B01', /explanation digest/, 'five'],
  ['the facts that were approved', 'decisions.jsonl', 'B01', (v) => (v.factsDigest = 'f'.repeat(64)), 'B01', /facts digest/, undefined],
  ['the level of a unit', 'candidacies.jsonl', 'B02', (v) => (v.level = 'five'), 'B02', /level/, undefined],
  ['who decided', 'candidacies.jsonl', 'B01', (v) => (v.decidedBy = v.done[1].unitId), 'B01', /body/, 'P4.3'],
  ['the level an approval was given for', 'candidacies.jsonl', 'B02', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'propose').level = 'five'), 'B02', /level/, 'five'],
  ['a body that is not competent', 'candidacies.jsonl', 'B08', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'decide').by.unitId = v.timeline.find(({ act }: { act: string }) => act === 'propose').by.unitId), 'B08', /body/, 'P2.2'],
  ['the decision an approval is bound to', 'candidacies.jsonl', 'B04', (v) => (v.timeline.findLast(({ act }: { act: string }) => act === 'propose').decisionId = v.timeline.find(({ act }: { act: string }) => act === 'propose').decisionId), 'B04', /turn/, 'P2.1'],
  ['a day of declaring', 'candidacies.jsonl', 'B01', (v) => { v.timeline[0].day = '2026-01-18'; v.timeline[0].at = '2026-01-18T02:00:00.000Z'; }, 'B01', /day/, 'P1.1'],
  ['days of a step', 'candidacies.jsonl', 'B01', (v) => (v.deadlines[0].window.to = '2026-01-30'), 'B01', /days of the step/, 'P1.1'],
  ['a step left out', 'candidacies.jsonl', 'B01', (v) => v.timeline.splice(3, 1), 'B01', /turn|decision/, undefined],
  ['a failed verification', 'candidacies.jsonl', 'B01', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'verify').passed = false), 'B01', /verification/, 'P4.3'],
  ['the level after the notice', 'candidacies.jsonl', 'B04', (v) => (v.settled.level = 'four'), 'B04', /settled/, undefined],
  ['the last day to mend', 'candidacies.jsonl', 'B05', (v) => (v.returned.reason = '…'), 'B05', /sent back/, undefined],
  ['a lowered level', 'adjustments.jsonl', 'B01', (v) => (v.to = 'four'), 'B01', /to/, undefined],
  ['the reason for lowering', 'adjustments.jsonl', 'B01', (v) => v.failed.push('S9'), 'B01', /failed/, 'S2.h'],
  ['a level that only waits', 'adjustments.jsonl', 'B04', (v) => (v.to = 'five'), 'B04', /to/, undefined],
  ['the level that waits', 'adjustments.jsonl', 'B04', (v) => (v.later.level = 'four'), 'B04', /later level/, 'AD2'],
  ['the stars that wait', 'adjustments.jsonl', 'B04', (v) => v.later.won.pop(), 'B04', /later won/, 'AD2'],
  ['on what it waits', 'adjustments.jsonl', 'B04', (v) => (v.later.facts.provincial_rank = 9), 'B04', /later/, 'AD2'],
  ['who handed on', 'candidacies.jsonl', 'B03', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'hand-on').by.unitId = v.done[1].unitId), 'B03', /body/, 'P3.2'],
  ['the level of an opinion', 'candidacies.jsonl', 'B03', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'hand-on').level = 'five'), 'B03', /level/, 'five'],
  ['to whom it was handed on', 'candidacies.jsonl', 'B03', (v) => (v.timeline.find(({ act }: { act: string }) => act === 'hand-on').level = 'four'), 'B03', /level/, undefined],
  ['why it was handed on', 'candidacies.jsonl', 'B03', (v) => (v.handed.reason = '…'), 'B03', /opinion handed on/, 'P3.2'],
  ['an opinion left out', 'candidacies.jsonl', 'B03', (v) => v.timeline.splice(v.timeline.findIndex(({ act }: { act: string }) => act === 'hand-on'), 1), 'B03', /opinion handed on/, undefined],
  ['the scheme’s digest', 'campaign.json', '', (v) => (v.versions[0].sha256 = 'f'.repeat(64)), SCHEME, /scheme text/, undefined],
  ['a parameter', 'campaign.json', '', (v) => (v.versions[0].parameters.rank_behind = 9), 'B', /facts|figure|caps|verdict/, undefined],
  ['the days of the round', 'campaign.json', '', (v) => (v.declaring.to = '2026-01-04'), 'B01', /day/, 'P1.1'],
  ['the look-back', 'campaign.json', '', (v) => (v.window.from = '2024-01-01'), 'B01', /days looked at/, 'P2.1'],
  ['a day off', 'calendar.json', '', (v) => v.find(({ year }: { year: number }) => year === 2026).off.push('2026-01-21'), 'calendar 2026', /2026-01-21/, '2026'],
  ['a place in the tree', 'units.json', '', (v) => (v[0].parentId = v[1].id), '', /parent/, undefined],
  ['a title', 'titles.json', '', (v) => (v[0].granted = !v[0].granted), 'U1', /title/, undefined],
] as [string, string, string, Change, string, RegExp, string | undefined][])('%s changed: named', (_, file, code, change, object, item, clause) => {
  const { differences } = verify(changed(files, `data/${file}`, code === '' ? () => true : of(code as Code), change));
  expect([differences[0]?.object, differences[0]?.item, differences[0]?.expected === differences[0]?.found]).toEqual([expect.stringContaining(object), expect.stringMatching(item), false]);
  if (clause !== undefined) expect([differences[0]!.clause, differences[0]!.source]).toEqual([clause, expect.stringMatching(/./)]);
});

test('a scheme text that says otherwise, whatever its digest', () => {
  const path = `data/schemes/${SCHEME}@1.yaml`;
  const other = new Map(files).set(path, Buffer.from(files.get(path)!.toString().replace('provincial_rank <= 6', 'provincial_rank <= 7')));
  expect(verify(other).differences[0]).toMatchObject({ object: `${SCHEME}@1`, item: 'scheme text', place: path });
  const digest = sha256(other.get(path)!);
  const forged = changed(other, 'data/campaign.json', () => true, (campaign) => (campaign.versions[0].sha256 = digest));
  expect(verify(forged).differences[0]).toMatchObject({ object: expect.stringMatching(/^B0/) as string, clause: expect.stringMatching(/^S2/) as string });
});

test('a file that no manifest knows, and one bit of the page for people', () => {
  const more = new Map(files).set('data/extra.txt', Buffer.from('x'));
  expect(verify(more).differences).toMatchObject([{ object: 'data/extra.txt' }]);
  const page = new Map(files).set('data/index.html', Buffer.from(`${files.get('data/index.html')!.toString()} `));
  expect(verify(page).differences).toMatchObject([{ place: 'data/index.html' }]);
});

test.each([...Array(60).keys()])('one leaf changed by chance (%i) is never missed where the manifests are kept', (seed) => {
  const paths = [...files.keys()].filter((path) => /^data\/.*\.jsonl?$/.test(path) && files.get(path)!.length > 4);
  const path = paths[seed % paths.length]!;
  const bytes = Buffer.from(files.get(path)!);
  const at = (seed * 7_919 + 31) % bytes.length;
  bytes[at]! ^= 1;
  const { differences } = verify(new Map(files).set(path, bytes));
  expect(differences.map(({ place }) => place.split(/[: ]/)[0])).toContain(path);
});
