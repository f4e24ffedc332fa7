import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { RecordQuery, REVISION_ACTS } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, fromDocument, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { RecordContent } from './record-rule.ts';
import type { Yield } from './record-yield.ts';

/** A record as it is now. */
export interface EvidenceRecord extends Stored, Place, RecordContent, Yield {
  readonly type: string;
  readonly revision: number;
  /** Gaps of its type that it shows; also changed by records that link to it. */
  readonly gaps: readonly string[];
  /** SHA-256 of each of its files. */
  readonly digests: Readonly<Record<string, string>>;
  readonly tasks: readonly string[];
  readonly filedBy: string;
  readonly filedAt: string;
}

/** One content that a record has or had; never changed. */
export interface RecordRevision extends RecordContent {
  readonly id: string;
  readonly recordId: string;
  readonly revision: number;
  readonly act: (typeof REVISION_ACTS)[number];
  readonly sums: Yield['sums'];
  readonly reason?: string;
  readonly by: string;
  readonly at: string;
}

/** Of a record, what an expectation counts. */
export type CountedRecord = Pick<EvidenceRecord, 'id' | 'unitId' | 'day' | 'filedAt' | 'sums' | 'credits' | 'marks' | 'fits' | 'hidden'>;
const COUNTED = 'unitId day filedAt sums credits marks fits hidden';

/** Whose records count: of units, of persons by the field that says so, or of those that a field names. */
export type Counting = { readonly unitIds: readonly string[] } | { readonly personIds: readonly string[] } | { readonly markIds: readonly string[] };

const { Mixed } = Schema.Types;
const content = { day: String, title: String, fields: Mixed, fileIds: [String], steps: Mixed, closedOn: String, sums: Mixed };
const schema = new Schema(
  {
    _id: String, version: Number, unitId: String, path: [String], type: { type: String }, ...content, revision: Number, gaps: [String], digests: Mixed,
    credits: [{ _id: false, personId: String, values: Mixed }], marks: [{ _id: false, at: String, id: String }], fits: [String], links: [String],
    restricted: Boolean, hidden: Boolean, tasks: [String], filedBy: String, filedAt: String,
  },
  { minimize: false },
);
schema.index({ unitId: 1, day: -1, _id: -1 }); // the records of a unit, latest first
schema.index({ path: 1, day: -1, _id: -1 }); // the records of a subtree
schema.index({ tasks: 1, day: -1, _id: -1 }); // the records of a task
schema.index({ type: 1, unitId: 1, day: 1 }); // what an expectation of units counts; a register
schema.index({ type: 1, 'credits.personId': 1, day: 1 }); // what an expectation of persons counts
schema.index({ type: 1, 'marks.id': 1, day: 1 }); // what is counted by another field
schema.index({ links: 1 }); // what links to a record
schema.index({ fileIds: 1 }); // what has a file

const revisions = new Schema({ _id: String, recordId: String, revision: Number, act: String, ...content, reason: String, by: String, at: String }, { minimize: false });
revisions.index({ recordId: 1, revision: 1 }, { unique: true }); // the history of a record

@Injectable()
export class RecordStore {
  readonly #records;
  readonly #revisions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#records = database.model<EvidenceRecord>('records', schema);
    this.#revisions = database.model<RecordRevision>('record-revisions', revisions);
  }

  find = (id: string): Promise<EvidenceRecord | undefined> => this.#records.find(id);
  byIds = (ids: readonly string[]): Promise<EvidenceRecord[]> => this.#records.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
  /** Those of these records that lie in a scope and may be seen. */
  among = (ids: readonly string[], scope: Scoped, seen: Record<string, unknown>): Promise<EvidenceRecord[]> =>
    this.#records.list({ $and: [{ _id: { $in: [...ids] } }, scope, seen] }, { _id: 1 }, ids.length + 1);
  insert = (record: EvidenceRecord): Promise<EvidenceRecord> => this.#records.insert(record);
  save = (record: EvidenceRecord): Promise<EvidenceRecord> => this.#records.save(record);
  keep = (revision: RecordRevision): Promise<RecordRevision> => this.#revisions.insert(revision);
  history = (recordId: string): Promise<RecordRevision[]> => this.#revisions.list({ recordId }, { revision: 1 });

  /** Those that follow an id, in the order of ids. */
  following = (id: string, limit: number): Promise<EvidenceRecord[]> => this.#records.list({ _id: { $gt: id } }, { _id: 1 }, limit);
  /** About how many there are; at once, however many. */
  countAll = (): Promise<number> => this.#records.model.estimatedDocumentCount();

  /** Latest day first, one more than the page is long; `seen` is the filter of what the reader may read. */
  page(scope: Scoped, { from, to, type, task, linkedTo, gaps, open, pageToken, limit }: RecordQuery, seen: Record<string, unknown> = {}): Promise<EvidenceRecord[]> {
    const filter = {
      ...scope,
      ...((from ?? to) && { day: { ...(from && { $gte: from }), ...(to && { $lte: to }) } }),
      ...(type !== undefined && { type }),
      ...(task !== undefined && { tasks: task }),
      ...(linkedTo !== undefined && { links: linkedTo }),
      ...(gaps && { 'gaps.0': { $exists: true } }),
      ...(open && { closedOn: { $exists: false } }),
    };
    return this.#records.list({ $and: [filter, seen, after('day', pageToken)] }, { day: -1, _id: -1 }, limit + 1);
  }

  /** The records of a type in a span of days, in order of days, one by one. */
  async *register(scope: Record<string, unknown>, type: string, from: string, to: string, seen: Record<string, unknown>): AsyncGenerator<EvidenceRecord> {
    const found = this.#records.model.find({ $and: [scope, { type, day: { $gte: from, $lte: to } }, seen] }).sort({ day: 1, _id: 1 }).lean().cursor({ batchSize: 2_000 });
    for await (const document of found) yield fromDocument<EvidenceRecord>(document as never);
  }

  /** What counts for an expectation in a span of days. */
  async counted(type: string, whose: Counting, from: string, to: string): Promise<CountedRecord[]> {
    const owed = 'unitIds' in whose ? { unitId: { $in: whose.unitIds } } : 'personIds' in whose ? { 'credits.personId': { $in: whose.personIds } } : { 'marks.id': { $in: whose.markIds } };
    const found = await this.#records.model.find({ type, ...owed, day: { $gte: from, $lte: to } }).select(COUNTED).sort({ day: 1, _id: 1 }).lean();
    return (found as unknown as (Omit<CountedRecord, 'id'> & { _id: string })[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }

  /** Whether a record that is for everybody has this file. */
  isOpenIn = async (fileId: string): Promise<boolean> => (await this.#records.count({ fileIds: fileId, restricted: { $ne: true }, hidden: { $ne: true } }, 1)) > 0;

  /** Types of the records that link to one. */
  linkingTypes = async (id: string): Promise<Set<string>> => new Set((await this.#records.model.distinct('type', { links: id })) as string[]);

  /** Notes which gaps a record shows since others link to it; nothing that people wrote changes. */
  async showGaps(id: string, gaps: readonly string[]): Promise<void> {
    await this.#records.model.updateOne({ _id: id }, { $set: { gaps } });
  }

  /** The records of a register at units, earliest first; those that the units do not see yet are left out. */
  ofUnits = (type: string, unitIds: readonly string[]): Promise<EvidenceRecord[]> =>
    this.#records.list({ type, unitId: { $in: [...unitIds] }, hidden: { $ne: true } }, { day: 1, _id: 1 }, 100_000);

  /** Every record of a type, in no order. */
  async *all(type: string): AsyncGenerator<EvidenceRecord> {
    for await (const document of this.#records.model.find({ type }).lean().cursor({ batchSize: 1_000 })) yield fromDocument<EvidenceRecord>(document as never);
  }

  /** The units that have records of some types, each with the years in which. */
  async *yearsOf(types: readonly string[]): AsyncGenerator<{ readonly unitId: string; readonly years: readonly string[] }> {
    const grouped = this.#records.model.aggregate<{ _id: string; years: string[] }>([
      { $match: { type: { $in: [...types] } } },
      { $group: { _id: '$unitId', years: { $addToSet: { $substrBytes: ['$day', 0, 4] } } } },
    ]);
    for await (const { _id, years } of grouped.cursor({ batchSize: 2_000 })) yield { unitId: _id, years };
  }

  /** What counts of the records of units in a year. */
  async ofYear(unitIds: readonly string[], year: string, types: readonly string[]): Promise<(CountedRecord & Pick<EvidenceRecord, 'type'>)[]> {
    const found = await this.#records.model.find({ unitId: { $in: [...unitIds] }, day: { $gte: `${year}-01-01`, $lte: `${year}-12-31` }, type: { $in: [...types] } }).select(`type ${COUNTED}`).lean();
    return found.map((document) => fromDocument<CountedRecord & Pick<EvidenceRecord, 'type'>>(document as never));
  }

  /** Writes anew what follows from content and type, unless somebody changed the record meanwhile, who did so himself. */
  async derive(changed: readonly { readonly record: Stored; readonly derived: Yield & Pick<EvidenceRecord, 'gaps'> }[]): Promise<void> {
    const writes = changed.map(({ record: { id, version }, derived }) => ({ updateOne: { filter: { _id: id, version }, update: { $set: derived } } }));
    if (writes.length > 0) await this.#records.model.bulkWrite(writes as never, { ordered: false });
  }
}
