import { Inject, Injectable } from '@nestjs/common';
import { Refusal, type Action, type Actor } from '@xingchuang/rules';
import { CLOCK, type Clock, type KnownUnit } from '@xingchuang/server';
import { reachable } from '../scope.ts';
import { PostDirectory } from './post-directory.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { mayRead, readFilter, type HeldPosts } from './record-reading.ts';
import { RecordStore, type EvidenceRecord } from './record-store.ts';
import type { RecordType } from './record-type.ts';

/** Who may read and who may file which records. Whoever shows records asks here, beyond the scope of the seat. */
@Injectable()
export class RecordAccess {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(PostDirectory) readonly posts: PostDirectory,
  ) {}

  /** The record, where there is one and the seat may do this with it; what one may not read is told like what does not exist. */
  async get(id: string, by: Actor, action: Action = 'record.read'): Promise<EvidenceRecord> {
    const found = reachable(await this.records.find(id), by, action);
    return reachable((await this.allows(by, found)) ? found : undefined, by, action);
  }

  async allows(by: Actor, record: Pick<EvidenceRecord, 'type' | 'unitId' | 'filedBy' | 'restricted' | 'hidden'>): Promise<boolean> {
    const type = this.catalogue.find(record.type);
    if (!type) return !record.restricted && !record.hidden;
    return mayRead(type, by, record, await this.heldPosts(by, [type]));
  }

  /** The part of a query over records that leaves out what the actor may not read. */
  async filter(by: Actor): Promise<Record<string, unknown>> {
    const types = this.catalogue.list();
    return readFilter(types, by, await this.heldPosts(by, types));
  }

  /** The type, where this seat may file it for the unit. */
  async typeFor(id: string, unit: Pick<KnownUnit, 'id' | 'kind'>, by: Actor): Promise<RecordType> {
    const type = this.catalogue.get(id);
    const facts = { type: type.zh, typeEn: type.en };
    if (type.filedBy && !type.filedBy.includes(by.role)) throw new Refusal('forbidden', 'record.not-yours', { ...facts, roles: type.filedBy });
    if (type.units && !type.units.includes(unit.kind)) throw new Refusal('invalid', 'record.other-unit', { ...facts, kinds: type.units, kind: unit.kind }, 'unitId');
    if (type.filedByPost) {
      const held = await this.posts.heldBy(by.personId, this.clock.today());
      if (!type.filedByPost.some((post) => held.has(`${unit.id} ${post}`))) throw new Refusal('forbidden', 'record.not-your-post', { ...facts, posts: type.filedByPost });
    }
    return type;
  }

  /** The posts of the actor, where a type asks for them. */
  async heldPosts(by: Actor, types: readonly RecordType[] = this.catalogue.list()): Promise<HeldPosts | undefined> {
    return types.some(({ reading }) => (reading?.posts.length ?? 0) > 0) ? this.posts.heldBy(by.personId, this.clock.today()) : undefined;
  }
}
