import { readFileSync } from 'node:fs';
import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { PersonChangedSchema, PostChangedSchema, SchemeAdoptedSchema, SchemePublishedSchema, UnitChangedSchema } from '@xingchuang/contracts';
import type { Role } from '@xingchuang/rules';
import { newId, type Running, type Service } from '@xingchuang/server';
import { Client, startServices, testTrust, until, type Answer } from '@xingchuang/testkit';
import { evidence } from './index.ts';

export const SCHEME = 'nanyang-organ-five-star';

interface Unit {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly path: readonly string[];
  readonly jurisdictionId: string;
}

/** The fictional bureau of the acceptance cases as evidence hears of it, with a seat for every role. */
export class World {
  readonly units = new Map<string, Unit>();

  constructor(
    readonly running: Running,
    readonly sign: Awaited<ReturnType<typeof testTrust>>,
  ) {}

  id = (code: string): string => this.units.get(code)!.id;

  async tell<Desc extends DescMessage>(schema: Desc, key: string, init: MessageInitShape<Desc>): Promise<void> {
    await this.running.platform.bus.publish({ id: newId(), type: schema.typeName, key, body: toBinary(schema, create(schema, init)), at: new Date().toISOString(), correlation: '' });
  }

  async open(code: string, kind: string, parent?: string, body = false): Promise<void> {
    const id = newId();
    const above = parent === undefined ? undefined : this.units.get(parent)!;
    const unit: Unit = { id, code, kind, path: [...(above?.path ?? []), id], jurisdictionId: body ? above!.id : id };
    this.units.set(code, unit);
    await this.tell(UnitChangedSchema, id, { unitId: id, code, name: `单位${code}`, kind, parentId: above?.id ?? '', path: [...unit.path], jurisdictionId: unit.jurisdictionId, version: 1, openedOn: '2020-01-01', closedOn: '' });
  }

  async member(unit: string, since = '2020-01-01', until = ''): Promise<string> {
    const personId = newId();
    await this.tell(PersonChangedSchema, personId, { personId, unitId: this.id(unit), memberInService: true, since, until, version: 1 });
    await this.heard('people', personId);
    return personId;
  }

  async as(role: Role, code: string, personId?: string): Promise<Client> {
    const { id, kind, jurisdictionId } = this.units.get(code)!;
    return new Client(this.running.url, await this.sign.token({ role, unitId: id, unitKind: kind, jurisdictionId, ...(personId !== undefined && { personId }) }));
  }

  /** A post of a unit with those who held it. */
  async post(unit: string, kind: string, since: string, ...holdings: readonly { personId: string; since: string; until: string }[]): Promise<void> {
    const postId = newId();
    await this.tell(PostChangedSchema, postId, { postId, unitId: this.id(unit), kind, since, holdings: [...holdings], version: 1 });
    await this.heard('posts', postId);
  }

  /** A body runs a scheme for all under a node. */
  async adopts(schemeId: string, node: string, since = '2020-01-01', until = ''): Promise<void> {
    const adoptionId = newId();
    const { id } = this.units.get(node)!;
    await this.tell(SchemeAdoptedSchema, adoptionId, { adoptionId, schemeId, unitId: id, nodeId: id, since, until, version: 1 });
    await this.heard('adoptions', adoptionId);
  }

  async heard(collection: string, id: string): Promise<void> {
    const { connection } = this.running.platform.databases.get('evidence')!;
    await until(async () => connection.collection<{ _id: string }>(collection).findOne({ _id: id }), `${collection} ${id}`);
  }

  moveClock = (day: string): void => this.running.platform.clock.move(new Date(`${day}T10:00:00+08:00`));

  count = (collection: string): Promise<number> => this.running.platform.databases.get('evidence')!.connection.collection(collection).countDocuments();
}

export async function openWorld(config: Record<string, string> = {}, others: readonly Service[] = []): Promise<World> {
  const running = await startServices([evidence, ...others], { now: '2026-01-05T02:00:00Z', config: { DERIVE: 'off', ...config } });
  const world = new World(running, await testTrust(running.platform.bus));
  await world.open('C', 'city');
  await world.open('U1', 'organ', 'C');
  await world.open('PG', 'party_group', 'U1', true);
  await world.open('OC', 'organ_committee', 'U1', true);
  for (let n = 1; n <= 10; n += 1) await world.open(`B${String(n).padStart(2, '0')}`, 'branch', 'U1');
  const text = readFileSync(new URL(`../../../schemes/${SCHEME}.yaml`, import.meta.url), 'utf8');
  await world.tell(SchemePublishedSchema, SCHEME, { schemeId: SCHEME, version: 1, text });
  for (const { id } of world.units.values()) await world.heard('units', id);
  await world.heard('published-schemes', `${SCHEME}@1`);
  await world.adopts(SCHEME, 'C');
  return world;
}


/** Uploads bytes to a unit. */
export const upload = (client: Client, unitId: string, bytes: Uint8Array, name: string, headers: Record<string, string> = {}): Promise<Answer> =>
  client.upload('/api/evidence/files', bytes, { 'X-Unit': unitId, 'X-File-Name': encodeURIComponent(name), ...headers });
