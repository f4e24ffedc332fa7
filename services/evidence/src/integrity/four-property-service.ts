import { Inject, Injectable } from '@nestjs/common';
import { dayOf } from '@xingchuang/calendar';
import type { FourPropertyQuery, FourPropertyReport } from '@xingchuang/contracts';
import { BLOBS, CLOCK, DATABASE, fromDocument, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { Blobs } from '@xingchuang/blobs';
import { canonicalJson, leafHash, parseCheckpoint, verifyInclusion } from '@xingchuang/transparency';
import { DerivedStore } from '../derived/derived-store.ts';
import { fileStatement } from '../file/file-statement.ts';
import type { EvidenceFile } from '../file/file-store.ts';
import { LogReader } from '../log/log-reader.ts';
import { LogStore, type LogEntry } from '../log/log-store.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { recordStatement } from '../record/record-statement.ts';
import type { EvidenceRecord, RecordRevision } from '../record/record-store.ts';
import { BlobLedger } from './blob-ledger.ts';
import { brokenStatements, changedFields, statedContent } from './document-rule.ts';
import { Fixity } from './fixity.ts';
import { FILE_ROWS, RECORD_ROWS, Tally } from './four-property-rule.ts';
import { RunStore } from './run-store.ts';

const BATCH = 200;

/** 四性检测: what a unit kept in a year, checked row by row now. */
@Injectable()
export class FourPropertyService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(LogStore) readonly log: LogStore,
    @Inject(LogReader) readonly reader: LogReader,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(DerivedStore) readonly derived: DerivedStore,
    @Inject(BlobLedger) readonly known: BlobLedger,
    @Inject(Fixity) readonly fixity: Fixity,
    @Inject(RunStore) readonly runs: RunStore,
  ) {}

  async report({ unitId, year }: FourPropertyQuery): Promise<FourPropertyReport> {
    const unit = await this.units.get(unitId);
    const tally = new Tally();
    const [files, bytes] = await this.#files(unitId, year, tally);
    const records = await this.#records(unitId, year, tally);
    await this.#store(tally);
    return { unitId, unitName: unit.name, year, madeAt: this.clock.now().toISOString(), files, records, bytes, rows: tally.rows() };
  }

  async #files(unitId: string, year: number, tally: Tally): Promise<[number, number]> {
    let [count, bytes] = [0, 0];
    for await (const page of this.#pages<EvidenceFile>('files', { unitId, 'scan.state': { $ne: 'refused' } })) {
      const ofYear = page.filter(({ eventDate, receivedAt }) => (eventDate ?? dayOf(new Date(receivedAt))).startsWith(`${year}-`));
      const said = await this.#said(ofYear.map(({ id }) => id));
      for (const file of ofYear) {
        count += 1;
        bytes += file.size;
        const parts = (await this.derived.find(file.id))?.parts;
        const facts = {
          file, stated: await this.#stated('files', file.id, said.get(file.id) ?? [], fileStatement(file)), bytes: await this.#bytes(file.sha256),
          lacks: [parts?.noPreview, parts?.noText].filter((lack) => lack !== undefined),
          twins: (await this.#collection('files').countDocuments({ unitId, sha256: file.sha256 })) - 1,
        };
        tally.count(FILE_ROWS, facts, file.id, file.closed ? '（限制阅读的材料）' : file.name);
      }
    }
    return [count, bytes];
  }

  async #records(unitId: string, year: number, tally: Tally): Promise<number> {
    let count = 0;
    for await (const page of this.#pages<EvidenceRecord>('records', { unitId, day: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } })) {
      const said = await this.#said(page.map(({ id }) => id));
      for (const record of page) {
        count += 1;
        const revisions = (await this.#collection('record-revisions').find({ recordId: record.id }).sort({ revision: 1 }).toArray()) as unknown as RecordRevision[];
        const files = await this.#collection('files').find({ _id: { $in: [...record.fileIds] } }).project<{ _id: string; sha256: string }>({ sha256: 1 }).toArray();
        const facts = {
          record, stated: await this.#stated('records', record.id, said.get(record.id) ?? [], recordStatement(record)), type: this.catalogue.find(record.type), revisions,
          files: new Map(files.map(({ _id, sha256 }) => [_id, sha256])),
        };
        tally.count(RECORD_ROWS, facts, record.id, isRestricted(record) ? '（限制阅读的台账）' : record.title);
      }
    }
    return count;
  }

  async #said(ids: readonly string[]): Promise<Map<string, LogEntry[]>> {
    return Map.groupBy(ids.length === 0 ? [] : await this.log.entriesOfMany(ids), ({ objectId }) => objectId);
  }

  async #stated(collection: string, id: string, entries: readonly LogEntry[], now: Readonly<Record<string, unknown>>) {
    const stated = statedContent(entries);
    const changed = stated ? changedFields(collection, id, stated, JSON.parse(canonicalJson(now)) as Record<string, unknown>) : [];
    return {
      acts: entries.map(({ act }) => act),
      proven: entries.length > 0 && (await this.#areProven(entries)),
      changed: [...brokenStatements(entries), ...changed].map(({ place }) => place.split('.').slice(1).join('.')),
    };
  }

  async #areProven(entries: readonly LogEntry[]): Promise<boolean> {
    const { size, root } = parseCheckpoint(await this.reader.checkpoint())!;
    for (const { seq, commitment } of entries) {
      if (seq === undefined || seq >= size) return false;
      const { leaf, proof } = await this.reader.inclusion(seq, size).catch(() => ({ leaf: '', proof: [] })); // a damaged tile proves nothing
      if (!leaf.includes(`"commitment":"${commitment}"`) || !verifyInclusion(leafHash(Buffer.from(leaf)), seq, size, proof, root)) return false;
    }
    return true;
  }

  /** Read within the time that is set, or else now. */
  async #bytes(sha256: string): Promise<{ good: boolean; size?: number | undefined }> {
    const known = await this.known.find(sha256);
    if (!known?.good || known.checkedAt < this.fixity.overdueBefore()) await this.fixity.read(sha256);
    return { good: (await this.known.find(sha256))?.good === true, size: (await this.blobs.find(sha256))?.size };
  }

  /** Of the store as a whole: what the last full check found in it that nobody named. */
  async #store(tally: Tally): Promise<void> {
    const last = await this.runs.lastFinished('all');
    const stray = last?.faults.filter(({ verdict }) => verdict === 'untracked') ?? [];
    tally.add({
      property: 'secure', id: 'stray', name: '载体内无非归档文件', how: last ? '最近一次全面检查：存储中的每个内容都应有登记' : '还没有做过全面检查', checked: 1, passed: last && stray.length === 0 ? 1 : 0,
      failing: last ? stray.slice(0, 100).map(({ objectId }) => ({ objectId, name: objectId.slice(0, 12), why: '存储中有未登记的内容' })) : [{ objectId: '', name: '全部存储', why: '请先做一次全面检查' }],
    });
  }

  async *#pages<T extends { id: string }>(collection: string, filter: Record<string, unknown>): AsyncGenerator<T[]> {
    for (let after = ''; ; ) {
      const found = await this.#collection(collection).find({ ...filter, _id: { $gt: after } }).sort({ _id: 1 }).limit(BATCH).toArray();
      if (found.length === 0) return;
      yield found.map((document) => fromDocument<T>(document));
      after = found.at(-1)!._id;
    }
  }

  #collection = (name: string) => this.database.connection.collection<{ _id: string }>(name);
}

const isRestricted = (record: EvidenceRecord): boolean => 'restricted' in record && record.restricted === true;
