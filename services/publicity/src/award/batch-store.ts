import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { AWARD_BATCH_STATES, AwardBatchItemQuery, AwardBatchQuery, BATCH_ITEM_STATES } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';

/** Many awards issued in one go. */
export interface AwardBatch {
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly title: string;
  /** The place of who started it: who sees it. */
  readonly unitId: string;
  readonly path: readonly string[];
  readonly startedOn: string;
  readonly startedAt: string;
  readonly by: Pick<Actor, 'personId' | 'role' | 'unitId'>;
  readonly state: (typeof AWARD_BATCH_STATES)[number];
  readonly total: number;
}

/** A unit of a batch on its way to a document: waits for its number, for the maker of documents, for the document. */
export interface AwardBatchItem {
  /** `<batch>:<place>`, so that a list by id is in the order of the numbers. */
  readonly id: string;
  readonly version: number;
  readonly batchId: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly awardId: string;
  readonly number: string;
  readonly state: (typeof BATCH_ITEM_STATES)[number];
  /** Why there is no document; a code with facts, or words of the maker. */
  readonly why: { readonly zh: string; readonly en: string } | null;
}

const { Mixed } = Schema.Types;
const batches = new Schema({ _id: String, version: Number, campaignId: String, title: String, unitId: String, path: [String], startedOn: String, startedAt: String, by: Mixed, state: String, total: Number });
batches.index({ path: 1, campaignId: 1, _id: -1 }); // the batches of a subtree
batches.index({ state: 1, _id: 1 }); // those that go on
const items = new Schema({ _id: String, version: Number, batchId: String, unitId: String, unitName: String, awardId: String, number: String, state: String, why: Mixed });
items.index({ batchId: 1, state: 1, _id: 1 }); // what is next; how far a batch is
items.index({ batchId: 1, number: 1 }); // the item of a number

export const BATCH_PAGE = 100;

@Injectable()
export class BatchStore {
  readonly batches;
  readonly items;

  constructor(@Inject(DATABASE) database: Database) {
    this.batches = database.model<AwardBatch>('award-batches', batches);
    this.items = database.model<AwardBatchItem>('award-batch-items', items);
  }

  get = (id: string): Promise<AwardBatch> => this.batches.get(id);
  running = (): Promise<AwardBatch[]> => this.batches.list({ state: 'running' });
  next = (batchId: string, state: AwardBatchItem['state'], limit: number): Promise<AwardBatchItem[]> => this.items.list({ batchId, state }, { _id: 1 }, limit);

  page(scope: Scoped, { campaignId, pageToken }: AwardBatchQuery): Promise<AwardBatch[]> {
    return this.batches.list({ ...scope, ...(campaignId ? { campaignId } : {}), ...(pageToken ? { _id: { $lt: pageToken } } : {}) }, { _id: -1 }, BATCH_PAGE + 1);
  }

  itemPage(batchId: string, { state, pageToken }: AwardBatchItemQuery): Promise<AwardBatchItem[]> {
    return this.items.list({ batchId, ...(state ? { state } : {}), ...(pageToken ? { _id: { $gt: pageToken } } : {}) }, { _id: 1 }, BATCH_PAGE + 1);
  }

  async counts(batchId: string): Promise<Record<AwardBatchItem['state'], number>> {
    const found = await this.items.model.aggregate<{ _id: AwardBatchItem['state']; count: number }>([{ $match: { batchId } }, { $group: { _id: '$state', count: { $sum: 1 } } }]);
    const by = new Map(found.map(({ _id, count }) => [_id, count]));
    const of = (state: AwardBatchItem['state']) => by.get(state) ?? 0;
    return { waiting: of('waiting'), numbered: of('numbered'), sent: of('sent'), made: of('made'), refused: of('refused'), 'left-out': of('left-out') };
  }

  /** Items go on from one state to the next; one that another worker moved already stays where it is. */
  async move(changes: readonly { readonly id: string; readonly from: AwardBatchItem['state']; readonly to: Partial<AwardBatchItem> }[]): Promise<void> {
    if (changes.length === 0) return;
    const writes = changes.map(({ id, from, to }) => ({ updateOne: { filter: { _id: id, state: from }, update: { $set: to, $inc: { version: 1 } } } }));
    await this.items.model.bulkWrite(writes as never, { ordered: false }); // mongoose types the ids as ObjectId
  }
}
