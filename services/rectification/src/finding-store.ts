import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { FindingQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Finding } from './finding-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, aspect: String, aspectName: String, category: String, title: String,
  detail: String, origin: String, foundOn: String, fileIds: [String], state: String, number: String, demand: String, limit: Mixed,
  overdue: Boolean, proof: Mixed, closedOn: String, history: [Mixed],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the ledger of a subtree
schema.index({ unitId: 1, schemeId: 1, state: 1 }); // the ladder of a unit
schema.index({ overdue: 1, state: 1, 'limit.lastDay': 1 }); // the sweep: whose last day is over

export const PAGE = 50;

@Injectable()
export class FindingStore {
  readonly #findings;

  constructor(@Inject(DATABASE) database: Database) {
    this.#findings = database.model<Finding>('findings', schema);
  }

  get = (id: string): Promise<Finding> => this.#findings.get(id);
  insert = (finding: Finding): Promise<Finding> => this.#findings.insert(finding);
  save = (finding: Finding): Promise<Finding> => this.#findings.save(finding);

  /** One page of the ledger, newest first, within a unit or a subtree. */
  page(within: Scoped, { state, overdue, pageToken }: FindingQuery): Promise<Finding[]> {
    const filter = { ...within, ...(state ? { state } : {}), ...(overdue === undefined ? {} : { overdue }), ...(pageToken ? { _id: { $lt: pageToken } } : {}) };
    return this.#findings.list(filter, { _id: -1 }, PAGE + 1);
  }

  /** What stands against a unit under a scheme. */
  unsolved(unitId: string, schemeId: string): Promise<Finding[]> {
    return this.#findings.list({ unitId, schemeId, state: { $ne: 'closed' } });
  }

  /** Findings whose last day is before today and which nobody has marked yet. */
  newlyPast(today: string): Promise<Finding[]> {
    return this.#findings.list({ overdue: false, state: { $ne: 'closed' }, 'limit.lastDay': { $lt: today } }, { 'limit.lastDay': 1 });
  }
}
