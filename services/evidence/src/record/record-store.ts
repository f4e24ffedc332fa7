import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { RecordQuery } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { RecordContent, Yield } from './record-rule.ts';

/** A record as it is now. */
export interface EvidenceRecord extends Stored, Place, RecordContent, Yield {
  readonly type: string;
  readonly revision: number;
  readonly tasks: readonly string[];
  readonly filedBy: string;
  readonly filedAt: string;
}

/** One content that a record has or had; never changed. */
export interface RecordRevision extends RecordContent {
  readonly id: string;
  readonly recordId: string;
  readonly revision: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly reason?: string;
  readonly by: string;
  readonly at: string;
}

/** Of a record, what a duty counts. */
export interface CountedRecord extends Yield {
  readonly id: string;
  readonly unitId: string;
  readonly day: string;
}

const { Mixed } = Schema.Types;
const content = { day: String, title: String, fields: Mixed, fileIds: [String], sums: Mixed };
const schema = new Schema(
  {
    _id: String, version: Number, unitId: String, path: [String], type: { type: String }, ...content,
    credits: [{ _id: false, personId: String, values: Mixed }], revision: Number, tasks: [String], filedBy: String, filedAt: String,
  },
  { minimize: false },
);
schema.index({ unitId: 1, day: -1, _id: -1 }); // the records of a unit, latest first
schema.index({ path: 1, day: -1, _id: -1 }); // the records of a subtree
schema.index({ tasks: 1, day: -1, _id: -1 }); // the records of a task
schema.index({ type: 1, unitId: 1, day: 1 }); // what a duty of units counts
schema.index({ type: 1, 'credits.personId': 1, day: 1 }); // what a duty of persons counts

const revisions = new Schema({ _id: String, recordId: String, revision: Number, ...content, reason: String, by: String, at: String }, { minimize: false });
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
  insert = (record: EvidenceRecord): Promise<EvidenceRecord> => this.#records.insert(record);
  save = (record: EvidenceRecord): Promise<EvidenceRecord> => this.#records.save(record);
  keep = (revision: RecordRevision): Promise<RecordRevision> => this.#revisions.insert(revision);
  history = (recordId: string): Promise<RecordRevision[]> => this.#revisions.list({ recordId }, { revision: 1 });

  /** Latest day first, one more than the page is long. */
  page(scope: Scoped, { from, to, type, task, pageToken, limit }: RecordQuery): Promise<EvidenceRecord[]> {
    const filter = {
      ...scope,
      ...((from ?? to) && { day: { ...(from && { $gte: from }), ...(to && { $lte: to }) } }),
      ...(type !== undefined && { type }),
      ...(task !== undefined && { tasks: task }),
    };
    return this.#records.list({ $and: [filter, after('day', pageToken)] }, { day: -1, _id: -1 }, limit + 1);
  }

  /** What counts for a duty of units, or of persons, in a span of days. */
  async counted(type: string, owed: { readonly unitIds: readonly string[] } | { readonly personIds: readonly string[] }, from: string, to: string): Promise<CountedRecord[]> {
    const whose = 'unitIds' in owed ? { unitId: { $in: owed.unitIds } } : { 'credits.personId': { $in: owed.personIds } };
    const found = await this.#records.model.find({ type, ...whose, day: { $gte: from, $lte: to } }).select('unitId day sums credits').sort({ day: 1, _id: 1 }).lean();
    return (found as unknown as (Omit<CountedRecord, 'id'> & { _id: string })[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }
}
