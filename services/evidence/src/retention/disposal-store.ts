import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { DisposalQuery, LegalHoldQuery } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import type { Disposal } from './disposal-rule.ts';

/** 保全: a thing that must stay whatever its term, until the hold is lifted. */
export interface LegalHold extends Stored, Place {
  readonly kind: 'file' | 'record';
  readonly itemId: string;
  /** As the item was called then; absent in older holds. */
  readonly name?: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly liftedAt?: string;
}

const { Mixed } = Schema.Types;
const disposals = new Schema({
  _id: String, version: Number, unitId: String, path: [String], state: String, reason: String, items: [Mixed], proposedBy: String, proposedAt: String, approvals: [Mixed], carryOutOn: String, closedAt: String,
});
disposals.index({ unitId: 1, _id: -1 }); // the lists of a unit, newest first
disposals.index({ path: 1, _id: -1 }); // those of a subtree
disposals.index({ state: 1, carryOutOn: 1 }); // what is due to be carried out
const holds = new Schema({ _id: String, version: Number, unitId: String, path: [String], kind: String, itemId: String, name: String, reason: String, by: String, at: String, liftedAt: String });
holds.index({ itemId: 1 }); // whether a thing is held
holds.index({ unitId: 1, _id: -1 }); // the holds of a unit
holds.index({ path: 1, _id: -1 }); // those of a subtree

export const DISPOSALS_PAGE = 50;
const older = (pageToken: string | undefined) => (pageToken === undefined ? {} : { _id: { $lt: pageToken } });

@Injectable()
export class DisposalStore {
  readonly #disposals;
  readonly #holds;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#disposals = database.model<Disposal>('disposals', disposals);
    this.#holds = database.model<LegalHold>('legal-holds', holds);
  }

  find = (id: string): Promise<Disposal | undefined> => this.#disposals.find(id);
  insert = (disposal: Disposal): Promise<Disposal> => this.#disposals.insert(disposal);
  save = (disposal: Disposal): Promise<Disposal> => this.#disposals.save(disposal);
  due = (today: string): Promise<Disposal[]> => this.#disposals.list({ state: 'approved', carryOutOn: { $lte: today } }, { carryOutOn: 1 }, 20);
  page = (scope: Scoped, { state, pageToken }: DisposalQuery): Promise<Disposal[]> => this.#disposals.list({ ...scope, ...(state && { state }), ...older(pageToken) }, { _id: -1 }, DISPOSALS_PAGE + 1);

  /** Lets holds, freezing and what is let go follow one another: nothing goes that was put under a hold or frozen just then. */
  async lockHolds(): Promise<void> {
    await this.database.nextNumber('legal-holds');
  }
  findHold = (id: string): Promise<LegalHold | undefined> => this.#holds.find(id);
  insertHold = (hold: LegalHold): Promise<LegalHold> => this.#holds.insert(hold);
  saveHold = (hold: LegalHold): Promise<LegalHold> => this.#holds.save(hold);
  holds = (scope: Scoped, { itemId, pageToken }: LegalHoldQuery): Promise<LegalHold[]> => this.#holds.list({ ...scope, ...(itemId && { itemId }), ...older(pageToken) }, { _id: -1 }, DISPOSALS_PAGE + 1);
  async heldAmong(itemIds: readonly string[]): Promise<Set<string>> {
    return new Set((await this.#holds.list({ itemId: { $in: [...itemIds] }, liftedAt: { $exists: false } }, { _id: 1 }, 100_000)).map(({ itemId }) => itemId));
  }
}
