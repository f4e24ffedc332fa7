import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { BatchLineQuery, LineState, ManifestLine } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, newId, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';

/** Files that are announced together, and the receipt of what came of them. */
export interface Batch extends Stored, Place {
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly openedAt: string;
  readonly openedBy: string;
  readonly closedAt?: string;
  /** How many lines there are, those of unannounced files too: the highest number. */
  readonly lines: number;
  readonly digest?: string;
}

export interface BatchLine extends Omit<ManifestLine, 'tasks'> {
  readonly id: string;
  readonly batchId: string;
  readonly number: number;
  readonly state: LineState;
  readonly tasks: readonly string[];
  readonly fileId?: string;
  readonly receivedAt?: string;
  readonly refusal?: { readonly code: string; readonly zh: string; readonly en: string };
}

export type Counts = Readonly<Record<LineState, number>>;

const { Mixed } = Schema.Types;
const batches = new Schema({ _id: String, version: Number, unitId: String, path: [String], title: String, state: String, openedAt: String, openedBy: String, closedAt: String, lines: Number, digest: String });
batches.index({ unitId: 1, openedAt: -1, _id: -1 }); // the batches of a unit, newest first
batches.index({ path: 1, openedAt: -1, _id: -1 }); // those of a subtree

const lines = new Schema({
  _id: String, batchId: String, number: Number, state: String, name: String, size: Number, sha256: String, title: String, eventDate: String, period: String, tasks: [String],
  fileId: String, receivedAt: String, refusal: Mixed, sealed: Boolean,
});
lines.index({ batchId: 1, number: 1 }, { unique: true }); // the lines of a batch in order
lines.index({ batchId: 1, name: 1 }); // the lines that announce a name
lines.index({ batchId: 1, state: 1, number: 1 }); // the missing ones; how many of each

@Injectable()
export class BatchStore {
  readonly #batches;
  readonly #lines;

  constructor(@Inject(DATABASE) database: Database) {
    this.#batches = database.model<Batch>('batches', batches);
    this.#lines = database.model<BatchLine>('batch-lines', lines);
  }

  find = (id: string): Promise<Batch | undefined> => this.#batches.find(id);
  insert = (batch: Batch): Promise<Batch> => this.#batches.insert(batch);
  save = (batch: Batch): Promise<Batch> => this.#batches.save(batch);
  page = (scope: Scoped, pageToken: string | undefined, limit: number): Promise<Batch[]> =>
    this.#batches.list({ $and: [scope, after('openedAt', pageToken)] }, { openedAt: -1, _id: -1 }, limit + 1);

  addLines = (batchId: string, from: number, announced: readonly ManifestLine[]): Promise<void> =>
    this.#lines.insertMany(announced.map((line, index) => ({ ...line, id: newId(), batchId, number: from + index, state: 'missing' })));
  addLine = (line: BatchLine): Promise<BatchLine> => this.#lines.insert(line);

  /** The lines of one name, first the one that has waited for longest. */
  named = (batchId: string, name: string): Promise<BatchLine[]> => this.#lines.list({ batchId, name }, { number: 1 });

  numbered = (batchId: string, number: number): Promise<BatchLine[]> => this.#lines.list({ batchId, number });

  async change(id: string, fields: Partial<BatchLine>, without: readonly (keyof BatchLine)[] = []): Promise<void> {
    await this.#lines.model.updateOne({ _id: id }, { $set: fields, $unset: Object.fromEntries(without.map((field) => [field, 1])) });
  }

  /** Touches what a late file would change, so that it cannot come in unseen while the batch is being closed. */
  async seal(batchId: string): Promise<void> {
    await this.#lines.model.updateMany({ batchId, state: { $in: ['missing', 'refused'] } }, { $set: { sealed: true } });
  }

  /** By number, one more than asked for. */
  lines(batchId: string, { state, pageToken, limit }: BatchLineQuery): Promise<BatchLine[]> {
    const later = pageToken === undefined ? {} : { number: { $gt: Number(pageToken) || 0 } };
    return this.#lines.list({ batchId, ...(state && { state }), ...later }, { number: 1 }, limit + 1);
  }

  allLines = (batchId: string): Promise<BatchLine[]> => this.#lines.list({ batchId }, { number: 1 }, 1_000_000);

  async counts(batchId: string): Promise<Counts> {
    const found = await this.#lines.model.aggregate<{ _id: LineState; count: number }>([{ $match: { batchId } }, { $group: { _id: '$state', count: { $sum: 1 } } }]);
    const of = (state: LineState): number => found.find(({ _id }) => _id === state)?.count ?? 0;
    return { missing: of('missing'), received: of('received'), refused: of('refused'), surplus: of('surplus') };
  }
}
