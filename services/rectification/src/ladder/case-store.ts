import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CaseQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { indexClock } from '../clock-store.ts';
import { PAGE } from '../scope.ts';
import { ACTIVE, type RectificationCase } from './case-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, campaignId: String, calls: [Mixed], rung: String, name: String, source: String, chain: Boolean, findingIds: [String],
  leader: String, leaderId: String, calledOn: String, assignedOn: String, limit: Mixed, due: String, suspended: Mixed, overdueOn: String, endedOn: String, reminded: Number, state: String, proof: Mixed,
  statement: Mixed, sanction: String, over: Boolean, closedOn: String, history: [Mixed],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the cases of a subtree
schema.index({ leaderId: 1, state: 1, _id: -1 }, { partialFilterExpression: { leaderId: { $gt: '' } } }); // those that a person leads
// A unit stands on a rung once, whoever puts it there; also answers what a unit stands on.
schema.index({ unitId: 1, schemeId: 1, rung: 1 }, { unique: true, name: 'one-rung-at-a-time', partialFilterExpression: { state: { $in: ACTIVE } } });
schema.index({ path: 1, 'statement.day': -1 }, { partialFilterExpression: { 'statement.day': { $gt: '' } } }); // statements that wait for an answer
schema.index({ unitId: 1, state: 1 }); // what counts for the ladder of some units
indexClock(schema, 'leaderId', 'calledOn');

/** The newest settlement that was heard of a unit in a round. */
const settlements = new Schema({ _id: String, version: Number });

/** Of one rung in one node; more than any list of paper shows. */
const MOST_STANDING = 1_000;

@Injectable()
export class CaseStore {
  readonly cases;
  readonly #settlements;

  constructor(@Inject(DATABASE) database: Database) {
    this.cases = database.model<RectificationCase>('cases', schema);
    this.#settlements = database.model<{ readonly id: string; readonly version: number }>('settlements', settlements);
  }

  /** Notes a settlement; false for one that a newer one overtook, such as a message that was parked meanwhile. Older builds count none. */
  async isNewest(campaignId: string, unitId: string, version: number): Promise<boolean> {
    const id = `${campaignId}:${unitId}`;
    if (version < ((await this.#settlements.find(id))?.version ?? 0)) return version === 0;
    await this.#settlements.project({ id, version });
    return true;
  }

  get = (id: string): Promise<RectificationCase> => this.cases.get(id);
  find = (id: string): Promise<RectificationCase | undefined> => this.cases.find(id);
  insert = (one: RectificationCase): Promise<RectificationCase> => this.cases.insert(one);

  page(within: Scoped, { state, pageToken }: Pick<CaseQuery, 'state' | 'pageToken'>, leaderId?: string, size = PAGE + 1): Promise<RectificationCase[]> {
    const filter = { ...within, ...(state && { state }), ...(leaderId !== undefined && { leaderId }), ...(pageToken && { _id: { $lt: pageToken } }) };
    return this.cases.list(filter, { _id: -1 }, size);
  }

  /** Those whose unit said something for itself that is not answered. */
  stated = (within: Scoped, size: number): Promise<RectificationCase[]> => this.cases.list({ ...within, 'statement.answer': null, 'statement.day': { $gt: '' } }, { _id: -1 }, size);

  /** Those of a scheme that stood on a rung on a day, within a node. */
  standingOn(schemeId: string, rung: string, day: string, nodeId: string): Promise<RectificationCase[]> {
    return this.cases.list({ path: nodeId, schemeId, rung, assignedOn: { $gt: '', $lte: day }, $or: [{ endedOn: '' }, { endedOn: { $gt: day } }] }, { _id: 1 }, MOST_STANDING);
  }

  /** What counts for the ladder of some units: active rungs, and those that failed since the unit last left the ladder. */
  counting(unitIds: readonly string[]): Promise<RectificationCase[]> {
    return this.cases.list({ unitId: { $in: [...unitIds] }, $or: [{ state: { $in: ACTIVE } }, { state: 'failed', over: false }] }, { _id: 1 }, 100_000);
  }
}
