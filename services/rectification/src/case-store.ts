import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CaseQuery } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, isDuplicate, type Database, type Scoped } from '@xingchuang/server';
import type { RectificationCase } from './case-rule.ts';
import { PAGE } from './finding-store.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, campaignId: String, rung: String, name: String, source: String,
  leader: String, assignedOn: String, limit: Mixed, state: String, proof: Mixed, closedOn: String, history: [Mixed],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the cases of a subtree
// A unit stands on a rung once; also answers what a unit stands on.
schema.index({ unitId: 1, schemeId: 1, rung: 1 }, { unique: true, partialFilterExpression: { state: { $in: ['waiting', 'running', 'proved'] } } });
schema.index({ state: 1, 'limit.lastDay': 1 }); // the sweep: whose last day is over

@Injectable()
export class CaseStore {
  readonly #cases;

  constructor(@Inject(DATABASE) database: Database) {
    this.#cases = database.model<RectificationCase>('cases', schema);
  }

  get = (id: string): Promise<RectificationCase> => this.#cases.get(id);
  find = (id: string): Promise<RectificationCase | undefined> => this.#cases.find(id);

  /** Refuses `case.running` when another was quicker. */
  async insert(one: RectificationCase): Promise<RectificationCase> {
    try {
      return await this.#cases.insert(one);
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'case.running', { rung: one.rung });
      throw error;
    }
  }

  save = (one: RectificationCase): Promise<RectificationCase> => this.#cases.save(one);

  page(within: Scoped, { state, pageToken }: CaseQuery): Promise<RectificationCase[]> {
    return this.#cases.list({ ...within, ...(state ? { state } : {}), ...(pageToken ? { _id: { $lt: pageToken } } : {}) }, { _id: -1 }, PAGE + 1);
  }

  /** The cases of a unit under a scheme, whatever their state. */
  ofUnit(unitId: string, schemeId: string): Promise<RectificationCase[]> {
    return this.#cases.list({ unitId, schemeId });
  }

  /** Cases whose last day is over. */
  past(today: string): Promise<RectificationCase[]> {
    return this.#cases.list({ state: { $in: ['running', 'proved'] }, 'limit.lastDay': { $lt: today } }, { 'limit.lastDay': 1 });
  }
}
