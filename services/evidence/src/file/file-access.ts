import { Inject, Injectable } from '@nestjs/common';
import type { Action, Actor } from '@xingchuang/rules';
import { RecordAccess } from '../record/record-access.ts';
import { fileFilter, mayReadFile } from '../record/record-reading.ts';
import { reachable } from '../scope.ts';
import { FileStore, type EvidenceFile } from './file-store.ts';

/** Who may read which files. Whoever shows files asks here, beyond the scope of the seat. */
@Injectable()
export class FileAccess {
  constructor(
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordAccess) readonly records: RecordAccess,
  ) {}

  /** The file, where there is one and the seat may do this with it; what one may not read is told like what does not exist. */
  async get(id: string, by: Actor, action: Action = 'file.read'): Promise<EvidenceFile> {
    const found = reachable(await this.files.find(id), by, action);
    return reachable((await this.among([found], by))[0], by, action);
  }

  async among<File extends Pick<EvidenceFile, 'uploadedBy' | 'closed' | 'guards'>>(files: readonly File[], by: Actor): Promise<File[]> {
    if (files.every(({ closed }) => !closed)) return [...files];
    const posts = await this.records.heldPosts(by);
    return files.filter((file) => mayReadFile((type) => this.records.catalogue.find(type) ?? {}, by, file, posts));
  }

  /** The part of a query over files that leaves out what the actor may not read. */
  filter = async (by: Actor): Promise<Record<string, unknown>> => fileFilter(await this.records.filter(by), by);
}
