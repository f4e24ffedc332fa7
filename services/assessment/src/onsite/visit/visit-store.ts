import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { VisitQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { scopeOf } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { TOLD, type Visit } from './visit-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], kind: String, state: String, on: String, heldOn: String, tag: String, formId: String, formVersion: Number, planId: String, groupId: String,
  orderUnitId: String, orderPath: [String], inspectorIds: [String], excusedIds: [String], findings: [Mixed], feedback: Mixed, score: String, lookBack: Mixed, closing: Mixed,
});
schema.index({ path: 1, _id: -1 }); // the visits in a subtree
schema.index({ unitId: 1, heldOn: 1 }); // the results of units in a window
schema.index({ planId: 1, heldOn: 1 }); // what of a plan took place
schema.index({ inspectorIds: 1, state: 1 }); // what one still has to do
schema.index({ orderUnitId: 1, state: 1 }); // what a body ordered and has to end
schema.index({ 'feedback.limit.provisional': 1, _id: 1 }, { partialFilterExpression: { 'feedback.limit.provisional': true } }); // the sweep: limits to be reckoned again
schema.index({ formId: 1, heldOn: 1 }); // the ranking of a form

export const PAGE = 50;
const MOST = 50_000;

@Injectable()
export class VisitStore {
  readonly #visits;

  constructor(@Inject(DATABASE) database: Database) {
    this.#visits = database.model<Visit>('visits', schema);
  }

  get = (id: string): Promise<Visit> => this.#visits.get(id);
  find = (id: string): Promise<Visit | undefined> => this.#visits.find(id);
  insert = (visit: Visit): Promise<Visit> => this.#visits.insert(visit);
  save = (visit: Visit): Promise<Visit> => this.#visits.save(visit);

  /** Visits whose limit is provisional and that are not ended, from an id on. */
  provisional = (after: string): Promise<Visit[]> => this.#visits.list({ 'feedback.limit.provisional': true, 'feedback.limit.term': { $exists: true }, state: 'filed', _id: { $gt: after } }, { _id: 1 }, 100);
  /** What a person is named for and is not over. */
  openOf = (personId: string): Promise<Visit[]> => this.#visits.list({ inspectorIds: personId, state: 'planned' }, { on: 1, _id: 1 });
  /** What a body ordered, was told of, and has not ended. */
  toEnd = (orderUnitId: string): Promise<Visit[]> => this.#visits.list({ orderUnitId, state: 'filed' }, { heldOn: 1, _id: 1 }, 500);
  ofPlan = (planId: string): Promise<Visit[]> => this.#visits.list({ planId }, { _id: 1 }, MOST);
  heldOf = (planId: string): Promise<Visit[]> => this.#visits.list({ planId, state: { $in: TOLD } }, { heldOn: 1 }, MOST);

  /** One page, newest first. What nobody of the unit may know of yet is not in it: the same rule as `isShown`, as a filter. */
  page(within: Scoped, by: Actor, { planId, unitId, state, pageToken }: VisitQuery): Promise<Visit[]> {
    const orderer = { unitId: { $nin: [by.unitId, by.jurisdictionId] }, $or: [{ orderUnitId: by.unitId }, { orderPath: by.jurisdictionId }] };
    const shown = scopeOf(by.role, 'visit.read') === 'any' ? {} : { $or: [{ kind: { $ne: 'unannounced' } }, { state: { $in: TOLD } }, { inspectorIds: by.personId }, orderer] };
    const asked = { ...(planId ? { planId } : {}), ...(unitId ? { unitId } : {}), ...(state ? { state } : {}), ...(pageToken ? { _id: { $lt: pageToken } } : {}) };
    return this.#visits.list({ $and: [within, shown, asked] }, { _id: -1 }, PAGE + 1);
  }

  /** Filed visits with a result whose day on site lies in the window. */
  scored(filter: { readonly unitIds?: readonly string[]; readonly formId?: string; readonly planId?: string; readonly tag?: string; readonly path?: string; readonly unitId?: string }, from: string, to: string): Promise<Visit[]> {
    const { unitIds, ...rest } = filter;
    return this.#visits.list({ ...rest, ...(unitIds ? { unitId: { $in: unitIds } } : {}), state: { $in: TOLD }, score: { $ne: null }, heldOn: { $gte: from, $lte: to } }, { _id: 1 }, MOST);
  }
}
