import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Day } from '@xingchuang/calendar';
import type { ComplaintQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { isPending, OPEN, type Complaint, type ComplaintFileEntry } from './complaint-rule.ts';

const { Mixed } = Schema.Types;
const complaints = new Schema({
  _id: String, version: Number, noticeId: String, noticeTitle: String, campaignId: String, unitId: String, unitName: String, handlerId: String, path: [String], receiptHash: String, text: String, remedy: String,
  name: String, contact: String, files: [Mixed], receivedOn: String, acknowledgedOn: String, state: String, fraud: Boolean, finding: String, answer: String, handledOn: String, handledBy: String, limit: Mixed,
  appealTo: String, appealToName: String, appeal: Mixed,
});
complaints.index({ noticeId: 1, state: 1 }); // the complaints of a notice
complaints.index({ campaignId: 1, unitId: 1, state: 1 }); // whether one on a candidate is open
complaints.index({ path: 1, state: 1, _id: -1 }); // the list of those who handle them
complaints.index({ receiptHash: 1 }, { unique: true }); // what became of a complaint
complaints.index({ 'limit.provisional': 1, _id: 1 }, { partialFilterExpression: { 'limit.provisional': true } }); // the sweep: limits to be reckoned again

/** A file that waits for its complaint. */
export interface Waiting extends ComplaintFileEntry {
  readonly noticeId: string;
  readonly expiresAt: Date;
}
const waiting = new Schema({ _id: String, name: String, mediaType: String, size: Number, blob: String, noticeId: String, expiresAt: Date });
waiting.index({ expiresAt: 1 }); // those nobody named

@Injectable()
export class ComplaintStore {
  readonly complaints;
  readonly waiting;

  constructor(@Inject(DATABASE) database: Database) {
    this.complaints = database.model<Complaint>('complaints', complaints);
    this.waiting = database.model<Waiting>('complaint-files', waiting);
  }

  get = (id: string): Promise<Complaint> => this.complaints.get(id);
  ofNotice = (noticeId: string): Promise<Complaint[]> => this.complaints.list({ noticeId });
  /** Open ones; never those about a unit at or above which the reader sits. */
  openTo = ({ path }: Scoped, own: readonly string[]): Promise<Complaint[]> => this.complaints.list({ ...(path && { path }), unitId: { $nin: own }, state: { $in: OPEN } }, { 'limit.lastDay': 1, _id: 1 });
  countOn = (unitId: string, scope: Scoped): Promise<number> => this.complaints.model.countDocuments({ ...scope, unitId, state: { $in: OPEN } });

  /** What stands in the way of units, on whichever notice it was made: of one round or, where none is named, of all. Every gate asks this. */
  async pendingOn(unitIds: readonly string[], campaignId: string, today: Day): Promise<Complaint[]> {
    const found = await this.complaints.list({ ...(campaignId !== '' && { campaignId }), unitId: { $in: [...unitIds] }, state: { $in: [...OPEN, 'dismissed'] } });
    return found.filter((one) => isPending(one, today));
  }

  provisional = (after: string): Promise<Complaint[]> => this.complaints.list({ 'limit.provisional': true, _id: { $gt: after } }, { _id: 1 }, 100);

  /** Newest first; never those about a unit at or above which the reader sits. */
  page({ path }: Scoped, own: readonly string[], { noticeId, state, open, pageToken }: ComplaintQuery, size: number): Promise<Complaint[]> {
    const states = state ? { state } : open === undefined ? {} : { state: open ? { $in: OPEN } : { $nin: OPEN } };
    return this.complaints.list({ ...(path && { path }), unitId: { $nin: own }, ...(noticeId && { noticeId }), ...states, ...(pageToken && { _id: { $lt: pageToken } }) }, { _id: -1 }, size);
  }

  async byReceipt(receiptHash: string): Promise<Complaint | undefined> {
    return (await this.complaints.list({ receiptHash }))[0];
  }

  waitingOf = (noticeId: string, tokens: readonly string[]): Promise<Waiting[]> => this.waiting.list({ noticeId, _id: { $in: [...tokens] } });
  forgotten = (now: Date): Promise<Waiting[]> => this.waiting.list({ expiresAt: { $lte: now } }, { _id: 1 }, 100);
}
