import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { FindingQuery } from '@xingchuang/contracts';
import { DATABASE, fromDocument, type Database, type Scoped } from '@xingchuang/server';
import { indexClock } from '../clock-store.ts';
import { PAGE } from '../scope.ts';
import type { Finding } from './finding-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], schemeId: String, aspect: String, aspectName: String, category: String, title: String, detail: String, severity: String,
  origin: String, foundOn: String, sources: [Mixed], fileIds: [String], matterId: String, joinedTo: String, owner: String, ownerId: String, responsible: Mixed, cause: String, plan: String,
  measure: String, reportedOn: String, clause: String, state: String, number: String, demand: String, acknowledgedOn: String, limit: Mixed, due: String, suspended: Mixed, overdueOn: String, endedOn: String,
  reminded: Number, proof: Mixed, statement: Mixed, lookBack: String, openedOn: String, closedOn: String, history: [Mixed],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the ledger of a subtree
schema.index({ unitId: 1, schemeId: 1, state: 1 }); // the ladder of a unit
schema.index({ matterId: 1, unitId: 1 }, { partialFilterExpression: { matterId: { $gt: '' } } }); // the lines of a common problem
indexClock(schema, 'ownerId', 'openedOn');

/** What the ladder asks of a finding that it will not change. */
const SHORT = 'unitId schemeId aspect foundOn state due overdueOn';
export const OPEN_STATES = ['open', 'noticed', 'proved'] as const;

@Injectable()
export class FindingStore {
  readonly findings;

  constructor(@Inject(DATABASE) database: Database) {
    this.findings = database.model<Finding>('findings', schema);
  }

  get = (id: string): Promise<Finding> => this.findings.get(id);
  save = (finding: Finding): Promise<Finding> => this.findings.save(finding);

  /** One page of the ledger, newest first. */
  page(within: Scoped, { state, origin, overdue, matterId, pageToken }: Omit<FindingQuery, 'unitId' | 'subtree'>, size = PAGE + 1): Promise<Finding[]> {
    const late = overdue === undefined ? {} : overdue ? { overdueOn: { $gt: '' }, ...(state ? {} : { state: { $in: OPEN_STATES } }) } : { overdueOn: '' };
    const filter = { ...within, ...(state && { state }), ...(origin && { 'sources.origin': origin }), ...(matterId && { matterId }), ...late, ...(pageToken && { _id: { $lt: pageToken } }) };
    return this.findings.list(filter, { _id: -1 }, size);
  }

  /** What is open at some units. */
  open = (unitIds: readonly string[]): Promise<Finding[]> => this.findings.list({ unitId: { $in: [...unitIds] }, state: { $in: OPEN_STATES } }, { _id: 1 }, 100_000);

  /** How many are open at a unit while no last day runs. */
  countUndated = (unitId: string): Promise<number> => this.findings.model.countDocuments({ unitId, state: { $in: OPEN_STATES }, due: '' });

  /** The same as time alone needs them: whole where it will change them, which is where a last day has passed, and in short otherwise. */
  async openInShort(unitIds: readonly string[], today: string): Promise<Finding[]> {
    const found = await this.findings.model.find({ unitId: { $in: [...unitIds] }, state: { $in: OPEN_STATES } }).select(SHORT).lean();
    const short = found.map((document) => fromDocument<Finding>(document));
    const late = short.filter(({ overdueOn, due }) => overdueOn === '' && due !== '' && due < today).map(({ id }) => id);
    const whole = new Map((await this.findings.list({ _id: { $in: late } }, { _id: 1 }, late.length)).map((one) => [one.id, one]));
    return short.map((one) => whole.get(one.id) ?? one).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The units that have a problem of a matter. */
  async unitsOf(matterId: string): Promise<string[]> {
    return (await this.findings.model.distinct('unitId', { matterId, state: { $ne: 'joined' } })) as unknown as string[];
  }
}
