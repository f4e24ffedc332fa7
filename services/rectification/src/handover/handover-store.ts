import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { HandoverQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { UNREMINDED } from '../clock-rule.ts';
import { indexClock } from '../clock-store.ts';
import { PAGE } from '../scope.ts';
import type { Handover } from './handover-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, number: String, unitId: String, path: [String], fromUnitId: String, fromNode: String, ownerId: String, findingId: String, title: String, detail: String, state: String,
  stages: [Mixed], stage: Number, asks: [Mixed], askDue: String, askMissed: String, askReminded: Number, missReminded: Number, progress: [Mixed], proof: Mixed, limit: Mixed, due: String, suspended: Mixed, overdueOn: String, endedOn: String, reminded: Number, openedOn: String,
  closedOn: String, history: [Mixed],
});
schema.index({ path: 1, state: 1, _id: -1 }); // the handovers of a subtree
schema.index({ findingId: 1, _id: -1 }, { partialFilterExpression: { findingId: { $gt: '' } } }); // what a finding was handed to
for (const day of ['askDue', 'askMissed']) schema.index({ path: 1, [day]: 1, _id: 1 }, { partialFilterExpression: { [day]: { $gt: '' } } }); // due lists: progress that is asked for, or was missed
schema.index({ askDue: 1 }, { partialFilterExpression: { askDue: { $gt: '' } } }); // the sweep: progress that was not told, and reminders of it
schema.index({ askMissed: 1 }, { partialFilterExpression: { askMissed: { $gt: '' } } }); // the sweep: what was missed is told above
indexClock(schema, 'ownerId', 'openedOn');

export interface Left {
  readonly unitId: string;
  readonly total: number;
  readonly closed: number;
  readonly open: number;
  readonly overdue: number;
}

/** Marks of a handover of which nobody was reminded yet. */
const UNMARKED: Pick<Handover, 'askMissed' | 'askReminded' | 'missReminded'> = { askMissed: '', askReminded: UNREMINDED, missReminded: UNREMINDED };

@Injectable()
export class HandoverStore implements OnApplicationBootstrap {
  readonly handovers;

  constructor(@Inject(DATABASE) database: Database) {
    this.handovers = database.model<Handover>('handovers', schema);
  }

  /** Gives handovers of an older build the marks by which reminders of progress go: without them nobody would ever be reminded. */
  async onApplicationBootstrap(): Promise<void> {
    await this.handovers.model.updateMany({ askReminded: { $exists: false } }, { $set: UNMARKED });
  }

  get = (id: string): Promise<Handover> => this.handovers.get(id);

  page(within: Scoped, { state, overdue, findingId, pageToken }: Omit<HandoverQuery, 'unitId' | 'subtree'>, size = PAGE + 1): Promise<Handover[]> {
    const late = overdue === undefined ? {} : overdue ? { overdueOn: { $gt: '' }, ...(state ? {} : { state: { $ne: 'closed' } }) } : { overdueOn: '' };
    return this.handovers.list({ ...within, ...(state && { state }), ...late, ...(findingId && { findingId }), ...(pageToken && { _id: { $lt: pageToken } }) }, { _id: -1 }, size);
  }

  /** How much of what was handed over is left, by the unit that has it. */
  async left(within: Scoped): Promise<Left[]> {
    const is = (condition: unknown) => ({ $sum: { $cond: [condition, 1, 0] } });
    const isClosed = { $eq: ['$state', 'closed'] };
    const group = { _id: '$unitId', total: { $sum: 1 }, closed: is(isClosed), open: is({ $not: [isClosed] }), overdue: is({ $and: [{ $not: [isClosed] }, { $gt: ['$overdueOn', ''] }] }) };
    const found = await this.handovers.model.aggregate<Omit<Left, 'unitId'> & { _id: string }>([{ $match: within }, { $group: group }, { $sort: { open: -1, _id: 1 } }]);
    return found.map(({ _id: unitId, ...rest }) => ({ unitId, ...rest }));
  }

  /** Those at which time did something since it was last looked. */
  passing(today: string): Promise<Handover[]> {
    return this.handovers.list({ $or: [{ overdueOn: '', due: { $gt: '', $lt: today } }, { askDue: { $gt: '', $lt: today } }] }, { _id: 1 }, 500);
  }
}
