import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, fromDocument, newId, type Database } from '@xingchuang/server';

/** One document of a batch: waiting, made, or refused for good. */
export interface BatchRow {
  readonly id: string;
  readonly batchId: string;
  readonly itemId: string;
  readonly template: string;
  readonly data: string;
  readonly state: 'waiting' | 'made' | 'refused';
  readonly sha256?: string;
  readonly refusal?: string;
  /** Who works at it, and until when that holds. The machine's time: a rehearsal clock may stand still or leap. */
  readonly lease?: string;
  readonly leaseUntil: number;
}

const schema = new Schema({ _id: String, batchId: String, itemId: String, template: String, data: String, state: String, sha256: String, refusal: String, lease: String, leaseUntil: Number });
schema.index({ batchId: 1, state: 1, itemId: 1 }); // how far a batch is, and its documents in order
schema.index({ state: 1, leaseUntil: 1, _id: 1 }); // what is next

/** So long the documents of a killed worker rest. */
const LEASE_MS = 20_000;

/** What is to be rendered in batches and what became of it; a row is finished once and never again. */
@Injectable()
export class BatchStore {
  readonly #rows;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#rows = database.model<BatchRow>('batch-items', schema);
  }

  /** Adds what is not there yet. Refuses `pdf.item-differs` for an item that is there with other data; then nothing is added. */
  async add(batchId: string, template: string, items: readonly { id: string; data: string }[]): Promise<number> {
    const rows = new Map(items.map(({ id, data }) => [rowId(batchId, id), { itemId: id, data }]));
    const known = await this.#rows.model.find({ _id: { $in: [...rows.keys()] } }).lean();
    for (const { _id, data, template: before } of known as unknown as { _id: string; data: string; template: string }[]) {
      const row = rows.get(_id);
      if (row && (row.data !== data || before !== template)) throw new Refusal('conflict', 'pdf.item-differs', { id: row.itemId }, 'items');
      rows.delete(_id);
    }
    if (rows.size === 0) return 0;
    const writes = Array.from(rows, ([_id, { itemId, data }]) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: { batchId, itemId, template, data, state: 'waiting', leaseUntil: 0 } }, upsert: true },
    }));
    return (await this.#rows.model.bulkWrite(writes as never, { ordered: false })).upsertedCount;
  }

  /** Takes the next waiting documents for this worker alone, at most `limit`. */
  async claim(limit: number): Promise<BatchRow[]> {
    const now = Date.now();
    const free = { state: 'waiting', leaseUntil: { $lt: now } } as const;
    const next = await this.#rows.model.find(free, { _id: 1 }).sort({ _id: 1 }).limit(limit).lean();
    if (next.length === 0) return [];
    const lease = newId();
    await this.#rows.model.updateMany({ _id: { $in: next.map(({ _id }) => _id) }, ...free }, { lease, leaseUntil: now + LEASE_MS });
    const taken = await this.#rows.model.find({ _id: { $in: next.map(({ _id }) => _id) }, lease, state: 'waiting' }).lean();
    return taken.map((row) => fromDocument<BatchRow>(row as never));
  }

  /** Notes what became of a document; the first note stands. */
  async finish({ id }: BatchRow, result: { sha256: string } | { refusal: string }): Promise<void> {
    await this.#rows.model.updateOne({ _id: id, state: 'waiting' }, { $set: { state: 'sha256' in result ? 'made' : 'refused', ...result }, $unset: { lease: 1 } });
  }

  /** Gives documents back, to be tried again a little later. */
  async release(rows: readonly BatchRow[], afterMs: number): Promise<void> {
    await this.#rows.model.updateMany({ _id: { $in: rows.map(({ id }) => id) }, state: 'waiting' }, { $set: { leaseUntil: Date.now() + afterMs }, $unset: { lease: 1 } });
  }

  async count(batchId: string): Promise<Record<BatchRow['state'], number>> {
    const of = (state: BatchRow['state']) => this.#rows.model.countDocuments({ batchId, state });
    return { waiting: await of('waiting'), made: await of('made'), refused: await of('refused') };
  }

  finished = (batchId: string, after: string, limit: number): Promise<BatchRow[]> =>
    this.#rows.list({ batchId, state: { $in: ['made', 'refused'] }, itemId: { $gt: after } }, { itemId: 1 }, limit);
}

/** Of a fixed length, whatever a service calls its items. */
const rowId = (batchId: string, itemId: string) => createHash('sha256').update(`${batchId}\n${itemId}`).digest('hex').slice(0, 32);
