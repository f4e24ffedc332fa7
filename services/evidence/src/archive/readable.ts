import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '@xingchuang/rules';
import { CLOCK, type Clock } from '@xingchuang/server';
import { PostDirectory } from '../record/post-directory.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { mayRead } from '../record/record-reading.ts';
import type { EvidenceRecord } from '../record/record-store.ts';

type Seen = Pick<EvidenceRecord, 'type' | 'unitId' | 'filedBy'> & Partial<Pick<EvidenceRecord, 'restricted' | 'hidden'>>;

/** Which records of an archive a seat may read: some types are for few, though all of the archive is in the seat's scope. */
@Injectable()
export class Readable {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(PostDirectory) readonly posts: PostDirectory,
  ) {}

  async among<T extends Seen>(records: readonly T[], by: Actor): Promise<T[]> {
    const posts = await this.posts.heldBy(by.personId, this.clock.today());
    const types = new Map(this.catalogue.list().map((type) => [type.id, type]));
    return records.filter((record) => mayRead(types.get(record.type) ?? {}, by, record, posts));
  }
}
