import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Candidate, CandidateState } from './candidate-rule.ts';
import type { Complaint, Notice } from './notice-rule.ts';

const { Mixed } = Schema.Types;
const candidates = new Schema({
  _id: String, version: Number, campaignId: String, unitId: String, path: [String], level: String, decidedBy: String, decidedOn: String,
  needsNotice: Boolean, state: String, stars: [String], vetoes: [String], caps: [String], settledOn: String, because: String,
});
candidates.index({ campaignId: 1, path: 1, state: 1 }); // candidates of a campaign in a subtree
const notices = new Schema({
  _id: String, version: Number, number: String, campaignId: String, title: String, unitId: String, path: [String], publisher: String, channel: String,
  phone: String, publishedOn: String, publishedAt: String, workdays: Number, limit: Mixed, state: String, confirmedOn: String, candidates: [Mixed], document: String,
});
notices.index({ state: 1, publishedOn: -1 }); // the public list
notices.index({ document: 1 }); // notices whose document is to be made
const complaints = new Schema({
  _id: String, version: Number, noticeId: String, campaignId: String, unitId: String, unitName: String, path: [String], receiptHash: String, text: String,
  remedy: String, name: String, contact: String, receivedOn: String, state: String, fraud: Boolean, finding: String, answer: String, handledOn: String,
});
complaints.index({ noticeId: 1, state: 1 }); // the complaints of a notice
complaints.index({ receiptHash: 1 }, { unique: true }); // what became of a complaint

@Injectable()
export class NoticeStore {
  readonly candidates;
  readonly notices;
  readonly complaints;

  constructor(@Inject(DATABASE) database: Database) {
    this.candidates = database.model<Candidate>('candidates', candidates);
    this.notices = database.model<Notice>('notices', notices);
    this.complaints = database.model<Complaint>('complaints', complaints);
  }

  candidate = (campaignId: string, unitId: string): Promise<Candidate> => this.candidates.get(`${campaignId}:${unitId}`, 'candidate.missing');

  candidatesOf(campaignId: string, scope: Scoped, state?: CandidateState): Promise<Candidate[]> {
    return this.candidates.list({ campaignId, ...scope, ...(state ? { state } : {}) }, { _id: 1 }, 20_000);
  }

  notice = (id: string): Promise<Notice> => this.notices.get(id, 'notice.missing');
  newest = (scope: Scoped = {}): Promise<Notice[]> => this.notices.list({ ...scope }, { publishedOn: -1, _id: -1 }, 200);
  withoutDocument = (): Promise<Notice[]> => this.notices.list({ document: '' }, { _id: 1 }, 20);

  complaint = (id: string): Promise<Complaint> => this.complaints.get(id);
  complaintsOf = (noticeId: string): Promise<Complaint[]> => this.complaints.list({ noticeId });
  openComplaints = (scope: Scoped): Promise<Complaint[]> => this.complaints.list({ ...scope, state: 'open' });

  async complaintByReceipt(noticeId: string, receiptHash: string): Promise<Complaint | undefined> {
    return (await this.complaints.list({ noticeId, receiptHash }))[0];
  }
}
