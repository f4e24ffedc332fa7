import { Inject, Injectable } from '@nestjs/common';
import type { IntegrityFault } from '@xingchuang/contracts';
import { DATABASE, fromDocument, type Database } from '@xingchuang/server';
import { canonicalJson } from '@xingchuang/transparency';
import { fileStatement } from '../file/file-statement.ts';
import type { EvidenceFile } from '../file/file-store.ts';
import { LogStore, type LogEntry } from '../log/log-store.ts';
import { recordStatement } from '../record/record-statement.ts';
import type { EvidenceRecord } from '../record/record-store.ts';
import { brokenStatements, changedFields, statedContent } from './document-rule.ts';

type Document = { _id: string; unitId: string; name?: string; title?: string } & Record<string, unknown>;
export type Kept = 'files' | 'records';
const STATEMENT: Readonly<Record<Kept, (document: Document) => Readonly<Record<string, unknown>>>> = {
  files: (document) => fileStatement(fromDocument<EvidenceFile>(document)),
  records: (document) => recordStatement(fromDocument<EvidenceRecord>(document)),
};
/** Acts that bring a thing into the archive, by the collection it must be in from then on. */
const BROUGHT: Readonly<Record<string, Kept>> = { 'file.received': 'files', 'file.imported': 'files', 'record.filed': 'records', 'record.imported': 'records' };
export const DISPOSED = 'item.disposed';

/** Compares stored documents with what the log says of them. */
@Injectable()
export class DocumentCheck {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(LogStore) readonly log: LogStore,
  ) {}

  async page(collection: Kept, after: string, limit: number, unitId?: string): Promise<{ readonly faults: IntegrityFault[]; readonly seen: number; readonly last?: string }> {
    const filter = { _id: { $gt: after }, ...(unitId !== undefined && { unitId }) };
    const found = await this.#collection(collection).find(filter).sort({ _id: 1 }).limit(limit).toArray();
    const said = Map.groupBy(await this.log.entriesOfMany(found.map(({ _id }) => _id)), ({ objectId }) => objectId);
    const faults: IntegrityFault[] = [];
    for (const document of found) faults.push(...(await this.#check(collection, document, said.get(document._id) ?? [])));
    const last = found.at(-1)?._id;
    return { faults, seen: found.length, ...(last !== undefined && { last }) };
  }

  async #check(collection: Kept, document: Document, entries: readonly LogEntry[]): Promise<IntegrityFault[]> {
    const about = { kind: 'document' as const, objectId: document._id, unitId: document.unitId, name: document.name ?? document.title ?? '', repaired: false };
    const broken = brokenStatements(entries).map(({ place, expected, found }) => ({ ...about, verdict: 'changed' as const, place, expected, found }) as IntegrityFault);
    const stated = statedContent(entries);
    if (!stated) return [...broken, { ...about, verdict: 'untracked', place: `${collection}/${document._id}` }];
    const found = JSON.parse(canonicalJson(STATEMENT[collection](document))) as Record<string, unknown>;
    const changed = changedFields(collection, document._id, stated, found).map((fault) => ({ ...about, verdict: 'changed' as const, ...fault }) as IntegrityFault);
    return [...broken, ...changed];
  }

  /** Things that statements of a span of the log brought in, which are there no more though nobody disposed of them. */
  async lost(entries: readonly LogEntry[]): Promise<IntegrityFault[]> {
    const faults: IntegrityFault[] = [];
    for (const collection of ['files', 'records'] as const) {
      const brought = entries.filter(({ act }) => BROUGHT[act] === collection).map(({ objectId }) => objectId);
      if (brought.length === 0) continue;
      const there = new Set((await this.#collection(collection).find({ _id: { $in: brought } }).project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id));
      const gone = brought.filter((id) => !there.has(id));
      const disposed = new Set((await this.log.entriesOfMany(gone)).filter(({ act }) => act === DISPOSED).map(({ objectId }) => objectId));
      faults.push(...gone.filter((id) => !disposed.has(id)).map((id) => ({ verdict: 'missing' as const, kind: 'document' as const, objectId: id, place: `${collection}/${id}`, repaired: false })));
    }
    return faults;
  }

  count = (collection: Kept, unitId?: string): Promise<number> => this.#collection(collection).countDocuments(unitId === undefined ? {} : { unitId });
  #collection = (collection: Kept) => this.database.connection.collection<Document>(collection);
}
