import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { FrozenEntry, FrozenSet } from './frozen-set.ts';

const sets = new Schema({
  _id: String, version: Number, unitId: String, path: [String], candidacyId: String, campaignId: String, submission: Number, submittedAt: String, frozenAt: String,
  keepUntil: String, digest: String, count: Number, locked: Boolean,
});
sets.index({ candidacyId: 1, submission: 1 }, { unique: true }); // one set per submission
sets.index({ unitId: 1, _id: 1 }); // the sets of a unit
sets.index({ path: 1, _id: 1 }); // the sets of a subtree
sets.index({ locked: 1 }, { partialFilterExpression: { locked: false } }); // whose bytes are still to be locked

const entries = new Schema({ _id: String, setId: String, kind: String, itemId: String, name: String, type: { type: String }, revision: Number, digest: String, via: String });
entries.index({ setId: 1, _id: 1 }); // what a set holds
entries.index({ itemId: 1 }); // which sets hold an item

export const FROZEN_PAGE = 50;
const MOST = 100_000;

@Injectable()
export class FrozenStore {
  readonly #sets;
  readonly #entries;

  constructor(@Inject(DATABASE) database: Database) {
    this.#sets = database.model<FrozenSet>('frozen-sets', sets);
    this.#entries = database.model<FrozenEntry>('frozen-entries', entries);
  }

  find = (id: string): Promise<FrozenSet | undefined> => this.#sets.find(id);
  save = (set: FrozenSet): Promise<FrozenSet> => this.#sets.save(set);

  async insert(set: FrozenSet, held: readonly FrozenEntry[]): Promise<void> {
    await this.#sets.insert(set);
    await this.#entries.insertMany(held);
  }

  async ofSubmission(candidacyId: string, submission: number): Promise<FrozenSet | undefined> {
    return (await this.#sets.list({ candidacyId, submission }, { _id: 1 }, 1))[0];
  }

  byIds = (ids: readonly string[]): Promise<FrozenSet[]> => this.#sets.list({ _id: { $in: [...ids] } }, { _id: 1 }, MOST);
  page(scope: Scoped, candidacyId: string | undefined, pageToken: string | undefined): Promise<FrozenSet[]> {
    return this.#sets.list({ ...scope, ...(candidacyId === undefined ? {} : { candidacyId }), ...(pageToken === undefined ? {} : { _id: { $gt: pageToken } }) }, { _id: 1 }, FROZEN_PAGE + 1);
  }

  entries = (setId: string): Promise<FrozenEntry[]> => this.#entries.list({ setId }, { _id: 1 }, MOST);
  holding = (itemIds: readonly string[]): Promise<FrozenEntry[]> => this.#entries.list({ itemId: { $in: [...itemIds] } }, { _id: 1 }, MOST);
  toLock = (): Promise<FrozenSet[]> => this.#sets.list({ locked: false }, { _id: 1 }, 100);
}
