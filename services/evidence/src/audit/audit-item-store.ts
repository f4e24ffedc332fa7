import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { AuditItemQuery, AuditProgress } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';
import type { AuditItem } from './audit.ts';

const { Mixed } = Schema.Types;
const schema = new Schema(
  {
    _id: String, version: Number, auditId: String, order: Number, unitId: String, path: [String], kind: String, itemId: String, revision: Number, fileIds: [String], digest: String,
    type: { type: String }, title: String, day: String, tasks: [String], filedBy: String, arrivedAt: String, held: Mixed, verdicts: [Mixed],
    published: Number, verdict: String, answered: Boolean, until: String, derivation: { type: [Mixed], default: undefined }, answers: [Mixed],
  },
  { minimize: false },
);
schema.index({ auditId: 1, order: 1 }, { unique: true }); // the items of an audit, in their order
schema.index({ auditId: 1, unitId: 1, order: 1 }); // those of one unit
schema.index({ auditId: 1, verdict: 1, order: 1 }); // those with a verdict, or without
schema.index({ unitId: 1, answered: 1, until: 1 }); // what a unit still has to supplement
schema.index({ 'derivation.provisional': 1, _id: 1 }, { partialFilterExpression: { 'derivation.provisional': true } }); // the sweep: days to be reckoned again
schema.index({ unitId: 1, published: 1 }); // which audits concern a unit

const UNPUBLISHED = { $expr: { $lt: ['$published', { $size: '$verdicts' }] } };
const overdue = (today: string) => ({ verdict: 'supplement', answered: false, until: { $lt: today } });

type Progress = AuditProgress & { readonly waiting: number };

/** Whose items are looked at: all, or what one unit may see of itself. */
export type Seen = { readonly unitId?: string };
const placeIn = (before: number | undefined, pageToken: string | undefined) =>
  before === undefined ? { order: { $gt: Number(pageToken ?? 0) || 0 } } : { order: { $lt: before } };
const seen = ({ unitId }: Seen) => (unitId === undefined ? {} : { unitId, published: { $gt: 0 } });

@Injectable()
export class AuditItemStore {
  readonly #items;

  constructor(@Inject(DATABASE) database: Database) {
    this.#items = database.model<AuditItem>('audit-items', schema);
  }

  find = (id: string): Promise<AuditItem | undefined> => this.#items.find(id);
  save = (item: AuditItem): Promise<AuditItem> => this.#items.save(item);
  insertMany = (items: readonly AuditItem[]): Promise<void> => this.#items.insertMany(items);

  /** In their order, one more than the page is long; `among` names the only ones that are meant. */
  page(auditId: string, of: Seen, { unitId, verdict, standing, before, pageToken, limit }: AuditItemQuery, today: string, among?: readonly string[]): Promise<AuditItem[]> {
    const standings = { open: { verdict: null }, judged: { verdict: { $ne: null } }, unpublished: UNPUBLISHED, answered: { answered: true }, overdue: overdue(today) };
    const asked = { ...(unitId !== undefined && { unitId }), ...(verdict && { verdict }), ...(among && { _id: { $in: [...among] } }), ...placeIn(before, pageToken) };
    return this.#items.list({ $and: [{ auditId }, seen(of), asked, standing ? standings[standing] : {}] }, { order: before === undefined ? 1 : -1 }, limit + 1);
  }

  all = (auditId: string, of: Seen = {}): Promise<AuditItem[]> => this.#items.list({ auditId, ...seen(of) }, { order: 1 }, 20_000);
  unpublished = (auditId: string, unitIds?: readonly string[]): Promise<AuditItem[]> =>
    this.#items.list({ auditId, ...(unitIds && { unitId: { $in: [...unitIds] } }), ...UNPUBLISHED }, { order: 1 }, 20_000);

  /** What was given days that are provisional, and is not answered, from an id on. */
  provisional = (after: string): Promise<AuditItem[]> => this.#items.list({ 'derivation.provisional': true, answered: false, _id: { $gt: after } }, { _id: 1 }, 100);
  /** What a unit was given days for and has not answered. */
  unanswered = (unitId: string): Promise<AuditItem[]> => this.#items.list({ unitId, answered: false, until: { $gt: '' } }, { until: 1 }, 200);

  /** The audits in which a unit sees something of itself. */
  async auditsOf(unitId: string): Promise<string[]> {
    return (await this.#items.model.distinct('auditId', seen({ unitId }))).map(String);
  }

  async concerns(auditId: string, unitId: string): Promise<boolean> {
    return (await this.#items.count({ auditId, ...seen({ unitId }) }, 1)) > 0;
  }

  /** For several audits at once; `waiting` counts supplements whose last day is not over. */
  progress = (auditIds: readonly string[], of: Seen, today: string): Promise<Map<string, Progress>> => this.#progress(auditIds, of, today, '$auditId');
  progressOfUnits = (auditId: string, of: Seen, today: string): Promise<Map<string, Progress>> => this.#progress([auditId], of, today, '$unitId');

  async #progress(auditIds: readonly string[], of: Seen, today: string, by: '$auditId' | '$unitId'): Promise<Map<string, Progress>> {
    const when = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
    const is = (verdict: string) => ({ $eq: ['$verdict', verdict] });
    const owes = [is('supplement'), { $eq: ['$answered', false] }, { $gt: ['$until', null] }];
    const rows = await this.#items.model.aggregate<Progress & { _id: string }>([
      { $match: { auditId: { $in: [...auditIds] }, ...seen(of) } },
      {
        $group: {
          _id: by, total: { $sum: 1 }, judged: when({ $gt: ['$verdict', null] }), pass: when(is('pass')), supplement: when(is('supplement')), reject: when(is('reject')),
          unpublished: when({ $lt: ['$published', { $size: '$verdicts' }] }), answered: when('$answered'),
          overdue: when({ $and: [...owes, { $lt: ['$until', today] }] }), waiting: when({ $and: [...owes, { $gte: ['$until', today] }] }),
        },
      },
    ]);
    return new Map(rows.map(({ _id, ...progress }) => [_id, progress]));
  }

  /** Who looks at an item has changed nothing: the version that a verdict is given on stays. */
  async hold(id: string, held: AuditItem['held']): Promise<void> {
    await this.#items.model.updateOne({ _id: id }, held ? { held } : { $unset: { held: 1 } });
  }
}
