import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { DeclarationSubmittedSchema, PersonNamesReplySchema, PersonNamesRequestSchema } from '@xingchuang/contracts';
import { newId } from '@xingchuang/server';
import { until, type Client } from '@xingchuang/testkit';
import { upload, type World } from '../world.fixture.ts';

/** Keeps some text as a file of a unit. */
export async function keepText(client: Client, unitId: string, text: string, name: string, eventDate?: string): Promise<string> {
  const { status, body } = await upload(client, unitId, Buffer.from(text), name, eventDate === undefined ? {} : { 'X-Event-Date': eventDate });
  if (status > 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** Files a thing done for people, a record type without people. */
export async function fileThing(client: Client, unitId: string, over: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await client.post('/api/evidence/records', { unitId, type: 'real_thing', day: '2025-03-01', title: '年度创建规划', fields: { community: '东湖社区', text: '修路灯' }, ...over });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id;
}

export interface Submitted {
  readonly unitId: string;
  readonly fileIds?: readonly string[];
  readonly recordIds?: readonly string[];
  readonly candidacyId?: string;
  readonly submission?: number;
  readonly submittedAt?: string;
}

/** A unit hands in its declaration; gives the id of the frozen set. */
export async function submit(world: World, { unitId, fileIds = [], recordIds = [], candidacyId = newId(), submission = 1, submittedAt = world.running.platform.clock.now().toISOString() }: Submitted): Promise<string> {
  await world.tell(DeclarationSubmittedSchema, candidacyId, {
    candidacyId, campaignId: newId(), unitId, submission, fileIds: [...fileIds], recordIds: [...recordIds], submittedAt, keepUntil: '2036-12-31',
  });
  const sets = world.running.platform.databases.get('evidence')!.connection.collection<{ _id: string }>('frozen-sets');
  return (await until(async () => (await sets.findOne({ candidacyId, submission })) ?? undefined, 'the frozen set'))._id;
}

/** The registry gives everybody a name: 人, and the end of the id. */
export const nameEverybody = ({ running }: World): Promise<void> =>
  running.platform.bus.answer('registry.person-names', async (body) => {
    const { personIds } = fromBinary(PersonNamesRequestSchema, body);
    return toBinary(PersonNamesReplySchema, create(PersonNamesReplySchema, { names: Object.fromEntries(personIds.map((id) => [id, `人${id.slice(-4)}`])) }));
  });
