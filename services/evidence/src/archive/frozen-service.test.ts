import { fromBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { EvidenceFrozenSchema, EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema, type FrozenItem } from '@xingchuang/contracts';
import { create, toBinary } from '@bufbuild/protobuf';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { openWorld, type World } from '../world.fixture.ts';
import { fileThing, keepText, submit } from './archive.fixture.ts';
import { digestOfSet } from './frozen-set.ts';
import { Holds } from './holds.ts';

let world: World;
let clerk: Client;
let other: Client;
let reviewer: Client;
let unitId: string;

beforeAll(async () => {
  world = await openWorld();
  unitId = world.id('B01');
  [clerk, other, reviewer] = [await world.as('clerk', 'B01'), await world.as('clerk', 'B02'), await world.as('reviewer', 'OC')];
});
afterAll(() => world?.running.stop());

const SETS = '/api/evidence/frozen-sets';
const state = (items: readonly FrozenItem[]): string[] => items.map(({ name, now, revision }) => `${name} ${revision ?? '-'} ${now}`).toSorted();

test('what was handed in stays as it was, whatever becomes of it later', async () => {
  const fileId = await keepText(clerk, unitId, '会议记录原件', '会议记录.txt');
  const loose = await keepText(clerk, unitId, '另一份材料', '另一份.txt');
  const recordId = await fileThing(clerk, unitId, { fileIds: [fileId] });
  const id = await submit(world, { unitId, fileIds: [loose], recordIds: [recordId] });

  const before = (await reviewer.get(`${SETS}/${id}`)).body;
  expect(before).toMatchObject({ count: 3, intact: true, keepUntil: '2036-12-31', submission: 1 });
  expect(state(before.items)).toEqual(['会议记录.txt - same', '另一份.txt - same', '年度创建规划 1 same']);
  expect(before.items.find((item: FrozenItem) => item.id === fileId).via).toBe(recordId);

  const corrected = await clerk.post(`/api/evidence/records/${recordId}/correction`, { day: '2025-03-02', title: '年度创建规划（更正）', fields: { community: '东湖社区', text: '修路灯' }, fileIds: [fileId], reason: '日期有误' });
  expect(corrected.status).toBe(200);
  const after = (await reviewer.get(`${SETS}/${id}`)).body;
  expect(after).toMatchObject({ digest: before.digest, intact: true });
  expect(state(after.items)).toEqual(['会议记录.txt - same', '另一份.txt - same', '年度创建规划 1 corrected']);

  const then = (await reviewer.get(`${SETS}/${id}/records/${recordId}`)).body;
  expect(then).toMatchObject({ revision: 1, title: '年度创建规划', day: '2025-03-01', unitId });
  expect(then.found).toBe(then.digest);
  expect((await reviewer.get(`${SETS}/${id}/records/${fileId}`)).status).toBe(404);
});

test('a submission that arrives after a correction still means the content of its own time', async () => {
  const recordId = await fileThing(clerk, unitId, { title: '初稿' });
  const submittedAt = world.running.platform.clock.now().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await clerk.post(`/api/evidence/records/${recordId}/correction`, { day: '2025-03-02', title: '更正稿', fields: { community: '东湖社区', text: '修路灯' }, fileIds: [], reason: '改题目' });
  const id = await submit(world, { unitId, recordIds: [recordId], submittedAt });
  expect(state((await reviewer.get(`${SETS}/${id}`)).body.items)).toEqual(['初稿 1 corrected']);
});

test('a second submission is a second set, the first stays', async () => {
  const candidacyId = newId();
  const one = await fileThing(clerk, unitId, { title: '第一次' });
  const first = await submit(world, { unitId, candidacyId, recordIds: [one] });
  const second = await submit(world, { unitId, candidacyId, submission: 2, recordIds: [one, await fileThing(clerk, unitId, { title: '第二次' })] });
  const { items } = (await clerk.get(`${SETS}?candidacyId=${candidacyId}`)).body;
  expect(items.map(({ id, submission, count }: { id: string; submission: number; count: number }) => [id, submission, count])).toEqual([[first, 1, 1], [second, 2, 2]]);
  expect(items[0].digest).not.toBe(items[1].digest);
});

test('is told to others once, noted in the log, and locked in the store', async () => {
  const fileId = await keepText(clerk, unitId, '需要长期保存', '长期.txt');
  const candidacyId = newId();
  const id = await submit(world, { unitId, candidacyId, fileIds: [fileId] });
  const { connection } = world.running.platform.databases.get('evidence')!;
  const sent = await connection.collection('outbox').find({ key: candidacyId }).toArray();
  const told = sent.map(({ body }) => fromBinary(EvidenceFrozenSchema, (body as unknown as { buffer: Uint8Array }).buffer));
  const { digest } = (await clerk.get(`${SETS}/${id}`)).body;
  expect(told).toMatchObject([{ frozenSetId: id, candidacyId, unitId, digest, items: 1, submission: 1 }]);
  expect(await connection.collection('log-entries').findOne({ objectId: id })).toMatchObject({ act: 'evidence.frozen', content: { digest, items: 1 } });
  await world.running.platform.ticker.tick();
  const { sha256 } = (await clerk.get(`/api/evidence/files/${fileId}`)).body;
  expect((await clerk.get(`${SETS}/${id}`)).body.locked).toBe(true);
  expect(await world.running.platform.blobs.find(sha256)).toMatchObject({ lockedUntil: '2036-12-31' });
  await expect(world.running.platform.blobs.remove(sha256)).rejects.toMatchObject({ code: 'blob.locked' });
  const holds = world.running.app.get(Holds);
  expect([await holds.heldBy(fileId, '2036-12-31'), await holds.heldBy(fileId, '2037-01-01'), await holds.heldBy(newId(), '2026-01-01')]).toEqual([[{ setId: id, candidacyId, keepUntil: '2036-12-31' }], [], []]);
});

test('altered contents are seen', async () => {
  const recordId = await fileThing(clerk, unitId, { title: '未改动' });
  const id = await submit(world, { unitId, recordIds: [recordId] });
  const { connection } = world.running.platform.databases.get('evidence')!;
  await connection.collection('record-revisions').updateOne({ recordId }, { $set: { title: '被改动' } });
  expect((await reviewer.get(`${SETS}/${id}`)).body.intact).toBe(false);
  const then = (await reviewer.get(`${SETS}/${id}/records/${recordId}`)).body;
  expect(then.found).not.toBe(then.digest);
});

test('another unit sees nothing of it', async () => {
  const id = await submit(world, { unitId, recordIds: [await fileThing(clerk, unitId)] });
  expect((await other.get(`${SETS}/${id}`)).status).toBe(404);
  expect((await other.get(`${SETS}?unitId=${unitId}`)).body.code).toBe('thing.missing');
  expect((await other.get(SETS)).body.items).toEqual([]);
});

test('which ids are a unit’s is answered to other services', async () => {
  const [mine, theirs, record] = [await keepText(clerk, unitId, '本单位', '本.txt'), await keepText(other, world.id('B02'), '外单位', '外.txt'), await fileThing(clerk, unitId)];
  const question = toBinary(EvidenceOfUnitRequestSchema, create(EvidenceOfUnitRequestSchema, { unitId, ids: [mine, theirs, record, newId()] }));
  const reply = await until(() => world.running.platform.bus.request('evidence.of-unit', question, 5_000), 'the answer');
  expect(fromBinary(EvidenceOfUnitReplySchema, reply)).toMatchObject({ fileIds: [mine], recordIds: [record] });
});

test('the digest of a set does not depend on the order of its items, and on everything else', () => {
  const entry = fc.record({ kind: fc.constantFrom('file' as const, 'record' as const), itemId: fc.uuid(), revision: fc.integer({ min: 1, max: 9 }), digest: fc.stringMatching(/^[0-9a-f]{64}$/) });
  const set = fc.uniqueArray(entry, { minLength: 1, maxLength: 8, selector: ({ itemId }) => itemId });
  fc.assert(
    fc.property(set, fc.nat(), (entries, at) => {
      const digest = digestOfSet(entries);
      expect(digestOfSet(entries.toReversed())).toBe(digest);
      const changed = entries.map((one, index) => (index === at % entries.length ? { ...one, revision: one.revision + 1 } : one));
      expect(digestOfSet(changed)).not.toBe(digest);
      expect(digestOfSet(entries.slice(1))).not.toBe(digest);
    }),
  );
});
