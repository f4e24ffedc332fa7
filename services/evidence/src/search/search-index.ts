import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@xingchuang/server';
import { DerivedStore } from '../derived/derived-store.ts';
import { FileStore, type EvidenceFile } from '../file/file-store.ts';
import { FlagStore } from '../flag/flag-store.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { RecordStore, type EvidenceRecord } from '../record/record-store.ts';
import { itemOfFile, itemOfRecord, partsOfItem } from './search-item.ts';
import { SearchStore } from './search-store.ts';

type Kind = 'file' | 'record';

/**
 * Keeps the index as the files and records are. Each call reads the thing as it is now and writes what follows, in one transaction:
 * told twice, or late, it writes the same; two at once meet at the same documents and one begins again.
 */
@Injectable()
export class SearchIndex {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(SearchStore) readonly store: SearchStore,
    @Inject(FileStore) readonly files: FileStore,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(DerivedStore) readonly derived: DerivedStore,
    @Inject(FlagStore) readonly flags: FlagStore,
  ) {}

  /** Files came, changed or went. */
  refreshFiles(ids: readonly string[]): Promise<void> {
    return this.database.transaction(async () => {
      const files = await this.files.byIds(ids);
      const here = new Set(files.map(({ id }) => id));
      const gone = ids.filter((id) => !here.has(id));
      await this.putFiles(files);
      if (gone.length > 0) await this.store.remove(gone);
    });
  }

  /** A record came, changed or went. */
  refreshRecord(id: string): Promise<void> {
    return this.database.transaction(async () => {
      const record = await this.records.find(id);
      await (record ? this.putRecords([record]) : this.store.remove([id]));
    });
  }

  /** Files as they are in the caller's transaction. What no scanner has passed, or one has refused, cannot be found. */
  async putFiles(files: readonly EvidenceFile[]): Promise<void> {
    const [clean, others] = [files.filter(({ scan }) => scan.state === 'clean'), files.filter(({ scan }) => scan.state !== 'clean')];
    const flags = await this.flags.kindsOf(clean.map(({ id, unitId, receivedAt }) => ({ itemId: id, unitId, arrivedAt: receivedAt })));
    const texts = await this.derived.textsOf(clean.map(({ id }) => id));
    const items = clean.map((file) => itemOfFile(file, flags.get(file.id)!, texts.get(file.id) ?? ''));
    if (items.length > 0) await this.store.put(items, partsOfItem);
    if (others.length > 0) await this.store.remove(others.map(({ id }) => id));
  }

  /** Records as they are in the caller's transaction. */
  async putRecords(records: readonly EvidenceRecord[]): Promise<void> {
    const flags = await this.flags.kindsOf(records.map(({ id, unitId, filedAt }) => ({ itemId: id, unitId, arrivedAt: filedAt })));
    await this.store.put(records.map((record) => itemOfRecord(record, this.catalogue.find(record.type), flags.get(record.id)!)), partsOfItem);
  }

  /** A file serves other tasks now; in the caller's transaction, after the file was saved. */
  async relinked({ id, tasks }: Pick<EvidenceFile, 'id' | 'tasks'>): Promise<void> {
    const [known] = await this.store.items([id]);
    await (known ? this.store.setList(id, 'tasks', tasks) : this.refreshFiles([id])); // written either way, so it meets an event that is being heard
  }

  /** Something is pointed out about these items, or is no more; in the caller's transaction. */
  async flagged(itemIds: readonly string[]): Promise<void> {
    const items = itemIds.length === 0 ? [] : await this.store.items(itemIds);
    if (items.length === 0) return;
    const flags = await this.flags.kindsOf(items);
    for (const { itemId, flags: was } of items) {
      const now = flags.get(itemId)!;
      if (now.join() !== was.join()) await this.store.setList(itemId, 'flags', now);
    }
  }

  /** Removes what is indexed of things that are no more. */
  async prune(things: ReadonlyMap<string, Kind>): Promise<void> {
    const gone: string[] = [];
    for (const [id, kind] of things) if (!(await (kind === 'file' ? this.files : this.records).find(id))) gone.push(id);
    if (gone.length > 0) await this.store.remove(gone);
  }
}
