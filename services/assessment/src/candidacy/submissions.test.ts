import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { DeclarationSubmittedSchema, EvidenceFrozenSchema, EvidenceOfUnitReplySchema, EvidenceOfUnitRequestSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { tell, until, type Client } from '@xingchuang/testkit';
import { PARAMETERS, SCHEME, World } from '../world.fixture.ts';

const A = '/api/assessment';
const [file, record, foreign] = [newId(), newId(), newId()];
let world: World;
let branch: Client;
let id = '';

beforeAll(async () => {
  world = await World.start('2026-01-04T10:00:00+08:00');
  const opened = await (await world.as('decider', 'PG')).post(`${A}/campaigns`, { title: '2025年度评定', schemeId: SCHEME, declaring: { from: '2026-01-05', to: '2026-01-16' }, parameters: PARAMETERS });
  expect(opened.status).toBe(201);
  world.at('2026-01-05');
  branch = await world.as('clerk', 'B01');
  id = (await branch.get(`${A}/candidacies`)).body.items[0].id;
});
afterAll(() => world?.system.stop());

const declare = (evidence: readonly string[]) => branch.post(`${A}/candidacies/${id}/declare`, { level: 'one', text: '自评', evidence });
const detail = async () => (await branch.get(`${A}/candidacies/${id}`)).body;
async function told() {
  const sent = await world.system.platform.databases.get('assessment')!.connection.collection('outbox').find({ type: DeclarationSubmittedSchema.typeName }).sort({ _id: 1 }).toArray();
  return sent.map(({ body }) => fromBinary(DeclarationSubmittedSchema, (body as unknown as { buffer: Uint8Array }).buffer));
}

test('while the archive does not answer nothing is handed in', async () => {
  const { status, body } = await declare([file]);
  expect([status, body.code]).toEqual([503, 'declaration.evidence-away']);
  expect([(await detail()).state, await told()]).toEqual(['expected', []]);
}, 20_000);

test('only the unit’s own evidence is handed in, and told to the archive with it', async () => {
  await world.system.platform.bus.answer('evidence.of-unit', async (bytes) => {
    const { unitId, ids } = fromBinary(EvidenceOfUnitRequestSchema, bytes);
    const own = (kept: string) => (unitId === world.units.B01.id && ids.includes(kept) ? [kept] : []);
    return toBinary(EvidenceOfUnitReplySchema, create(EvidenceOfUnitReplySchema, { fileIds: own(file), recordIds: own(record) }));
  });
  expect((await declare([record, foreign, file])).body).toMatchObject({ code: 'declaration.evidence-unknown', field: 'evidence[1]' });
  expect([(await detail()).state, await told()]).toEqual(['expected', []]);

  expect((await declare([record, file])).status).toBe(200);
  const at = (await detail()).timeline.at(-1).at;
  expect(await told()).toMatchObject([{ candidacyId: id, unitId: world.units.B01.id, submission: 1, fileIds: [file], recordIds: [record], submittedAt: at, keepUntil: '2036-12-31' }]);
  expect((await detail()).submissions).toEqual([{ submission: 1, submittedAt: at, frozen: null }]);
});

test('keeps the digest under which it was frozen; handing in anew is a submission of its own', async () => {
  const frozen = { frozenSetId: newId(), candidacyId: id, unitId: world.units.B01.id, digest: 'd'.repeat(64), items: 2, submission: 1 };
  await tell(world.system.platform.bus, EvidenceFrozenSchema, id, frozen);
  const kept = { setId: frozen.frozenSetId, digest: frozen.digest, items: 2 };
  await until(async () => (await detail()).submissions[0].frozen !== null, 'the digest');
  await tell(world.system.platform.bus, EvidenceFrozenSchema, id, { ...frozen, digest: 'e'.repeat(64) }); // told again, whatever it says
  expect((await branch.post(`${A}/candidacies/${id}/withdraw`, { reason: '补充' })).status).toBe(200);
  expect((await declare([])).status).toBe(200);
  const { submissions } = await detail();
  expect(submissions.map(({ submission, frozen: one }: { submission: number; frozen: unknown }) => [submission, one])).toEqual([[1, kept], [2, null]]);
  expect((await told()).map(({ submission, fileIds }) => [submission, fileIds])).toEqual([[1, [file]], [2, []]]);
});
