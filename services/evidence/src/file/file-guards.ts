import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { Guard } from '../record/record-reading.ts';
import { RecordStore, type EvidenceRecord } from '../record/record-store.ts';
import { SearchIndex } from '../search/search-index.ts';
import { FileStore } from './file-store.ts';

type Attaching = Pick<EvidenceRecord, 'id' | 'type' | 'unitId' | 'filedBy' | 'fileIds' | 'restricted' | 'hidden'>;

/** Keeps with each file the records for few that have it, so that who reads files need not look for them. */
@Injectable()
export class FileGuards {
  constructor(
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(SearchIndex) readonly search: SearchIndex,
  ) {}

  /**
   * A record was written; in its transaction. `left` are files that it had before: they stay guarded, since its history still shows them.
   * A file is closed while every record that has it is for few.
   */
  async follow(record: Attaching, left: readonly string[] = []): Promise<void> {
    const { id: recordId, type, unitId, filedBy, restricted, hidden } = record;
    const guard: Guard | undefined = restricted || hidden ? { recordId, type, unitId, filedBy, restricted, hidden } : undefined;
    const ids = [...new Set([...record.fileIds, ...left])];
    const files = [...(await this.files.guardedBy(recordId)), ...(ids.length === 0 ? [] : await (guard ? this.files.byIds(ids) : this.files.guarded(ids)))];
    for (const file of new Map(files.map((one) => [one.id, one])).values()) {
      const guards = [...(file.guards ?? []).filter((one) => one.recordId !== recordId), ...(guard ? [guard] : [])];
      const closed = guards.length > 0 && !(await this.records.isOpenIn(file.id));
      if (closed === (file.closed ?? false) && isDeepStrictEqual(guards, file.guards ?? [])) continue;
      await this.files.save({ ...file, guards, closed });
      if (closed || file.closed) await this.search.refreshFiles([file.id]);
    }
  }
}
