import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { RewardLine } from './reward-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, number: String, slot: String, seq: Number, campaignId: String, campaignTitle: String, schemeId: String, unitId: String, path: [String], unitName: String, year: Number,
  effect: String, action: String, zh: String, source: String, of: String, by: String, in: [Mixed], amount: String, ratio: Mixed, rung: String, levelName: String, origin: String, nature: String,
  replaces: String, replacesNumber: String, replacedBy: String, from: String, until: String, dueOn: String, suspendedOn: String, state: String, reason: String, scope: String, personId: String,
  done: Mixed, ended: Mixed, explanation: Mixed,
}, { minimize: false });
schema.index({ slot: 1, seq: 1 }, { unique: true }); // each thing once, each correction once
schema.index({ path: 1, state: 1, dueOn: 1, _id: 1 }); // what is to be carried out in a subtree
schema.index({ path: 1, year: 1, _id: -1 }); // the ledger of a subtree, newest first
schema.index({ year: 1, _id: -1 }); // the same for those who see everything
schema.index({ unitId: 1, year: 1, _id: -1 }); // one unit; the totals of a page of units
schema.index({ unitId: 1, schemeId: 1, origin: 1 }); // what a rung brought about
schema.index({ campaignId: 1, unitId: 1, origin: 1 }); // what a level brought about
schema.index({ personId: 1, _id: 1 }, { partialFilterExpression: { personId: { $gt: '' } } }); // what stands on a person
schema.index({ 'in.id': 1, action: 1, unitId: 1 }); // who is barred from an honour, or comes first

const accounts = new Schema({ _id: String, turns: Number, drawnOn: String });

interface Account {
  readonly id: string;
  readonly drawnOn?: string;
}

export interface LineFilter {
  readonly campaignId?: string | undefined;
  readonly year?: number | undefined;
  readonly action?: string | undefined;
  readonly state?: string | undefined;
  readonly asOf?: string | undefined;
  readonly pageToken?: string | undefined;
}

@Injectable()
export class RewardStore {
  readonly lines;
  readonly #accounts;

  constructor(@Inject(DATABASE) database: Database) {
    this.lines = database.model<RewardLine>('reward-lines', schema);
    this.#accounts = database.model<Account>('reward-accounts', accounts);
  }

  get = (id: string): Promise<RewardLine> => this.lines.get(id);

  page(scope: Scoped, { campaignId, year, action, state, asOf, pageToken }: LineFilter, size: number): Promise<RewardLine[]> {
    const filter = {
      ...scope, ...(campaignId && { campaignId }), ...(year !== undefined && { year }), ...(action && { action }), ...asOfFilter(asOf),
      ...(state && (asOf ? statesAsOf(state, asOf) : { state })), ...(pageToken && { _id: { $lt: pageToken } }),
    };
    return this.lines.list(filter, { _id: -1 }, size);
  }

  /** The newest line of each slot of a unit in a round. */
  async lastOf(campaignId: string, unitId: string, origin: RewardLine['origin']): Promise<RewardLine[]> {
    return this.lines.list({ campaignId, unitId, origin, replacedBy: '' }, { slot: 1, seq: 1 }, 1_000);
  }

  async ofSlot(slot: string): Promise<RewardLine | undefined> {
    return (await this.lines.list({ slot, replacedBy: '' }, { seq: -1 }, 1))[0];
  }

  /** Standing lines that rungs of a scheme brought about, and those that demanded a rung. */
  ofRungs = (unitId: string, schemeId: string): Promise<RewardLine[]> => this.lines.list({ unitId, schemeId, origin: { $in: ['rung', 'level'] }, rung: { $ne: '' }, replacedBy: '' }, { _id: 1 });

  /** The units of a scope that have a line in a year, in the order of their ids. */
  async unitsWith(scope: Scoped, year: number, asOf: string | undefined, after: string | undefined, size: number): Promise<string[]> {
    const match = { ...scope, year, ...asOfFilter(asOf), ...(after && { unitId: { ...(scope.unitId ? { $eq: scope.unitId } : {}), $gt: after } }) };
    const found = await this.lines.model.aggregate<{ _id: string }>([{ $match: match }, { $group: { _id: '$unitId' } }, { $sort: { _id: 1 } }, { $limit: size }]);
    return found.map(({ _id }) => _id);
  }

  linesOf = (unitIds: readonly string[], year: number): Promise<RewardLine[]> => this.lines.list({ unitId: { $in: [...unitIds] }, year }, { _id: 1 }, 50_000);

  /** Bars and priorities for an honour in a scope; those of one unit where one is given. */
  honour(scope: Scoped, honour: string, asOf: string, more: Readonly<Record<string, unknown>> = {}, size = 1_000): Promise<RewardLine[]> {
    return this.lines.list({ ...scope, 'in.id': honour, action: { $in: ['bar', 'priority'] }, nature: 'grant', suspendedOn: '', year: Number(asOf.slice(0, 4)), ...asOfFilter(asOf), ...more }, { _id: 1 }, size);
  }

  /** Takes the turn of an account: two that settle under it at the same moment go one after the other. */
  async take(id: string): Promise<Account> {
    const found = await this.#accounts.model.findOneAndUpdate({ _id: id }, { $inc: { turns: 1 } }, { upsert: true, returnDocument: 'after' }).lean();
    return { id, drawnOn: (found as unknown as { drawnOn?: string }).drawnOn ?? '' };
  }

  async drawn(id: string, on: string): Promise<void> {
    await this.#accounts.model.updateOne({ _id: id }, { $set: { drawnOn: on } });
  }
}

const asOfFilter = (asOf: string | undefined) => (asOf ? { from: { $lte: asOf }, $or: [{ until: '' }, { until: { $gt: asOf } }] } : {});
/** What was done or ended later was still due on the day. */
function statesAsOf(state: string, asOf: string) {
  if (state === 'done') return { 'done.on': { $lte: asOf } };
  return state === 'due' ? { state: { $in: ['due', 'done', 'lifted', 'cancelled'] }, $nor: [{ 'done.on': { $lte: asOf } }] } : { state };
}
