import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Candidate, CandidateState } from './candidate-rule.ts';
import type { Notice } from './notice-rule.ts';

const { Mixed } = Schema.Types;
const candidates = new Schema({
  _id: String, version: Number, campaignId: String, unitId: String, path: [String], level: String, decidedBy: String, decidedOn: String,
  needsNotice: Boolean, state: String, stars: [String], vetoes: [String], caps: [String], settledOn: String, because: String, score: String, held: String, exclusions: [String], direct: [String], awardDue: Boolean, effectsFrom: String, heard: Number, deciders: [String],
});
candidates.index({ unitId: 1, state: 1 }); // the rounds of a unit
candidates.index({ campaignId: 1, path: 1, state: 1 }); // candidates of a campaign in a subtree
candidates.index({ effectsFrom: 1 }, { partialFilterExpression: { effectsFrom: { $gt: '' } } }); // those whose effects wait for a complaint
const notices = new Schema({
  _id: String, version: Number, number: String, campaignId: String, title: String, unitId: String, path: [String], publisher: String, channel: String,
  phone: String, publishedOn: String, publishedAt: String, workdays: Number, limit: Mixed, state: String, confirmedOn: String, candidates: [Mixed], document: String,
});
notices.index({ state: 1, publishedOn: -1 }); // the public list
notices.index({ 'candidates.unitId': 1, campaignId: 1 }); // the notices that show a unit
notices.index({ 'limit.provisional': 1, _id: 1 }, { partialFilterExpression: { 'limit.provisional': true } }); // the sweep: ends to be reckoned again
notices.index({ document: 1 }); // notices whose document is to be made

@Injectable()
export class NoticeStore {
  readonly candidates;
  readonly notices;

  constructor(@Inject(DATABASE) database: Database) {
    this.candidates = database.model<Candidate>('candidates', candidates);
    this.notices = database.model<Notice>('notices', notices);
  }

  findCandidate = (id: string): Promise<Candidate | undefined> => this.candidates.find(id);
  candidate = (campaignId: string, unitId: string): Promise<Candidate> => this.candidates.get(`${campaignId}:${unitId}`, 'candidate.missing');

  candidatesOf(campaignId: string, scope: Scoped, state?: CandidateState): Promise<Candidate[]> {
    return this.candidates.list({ campaignId, ...scope, ...(state ? { state } : {}) }, { _id: 1 }, 20_000);
  }

  waitingForEffects = (): Promise<Candidate[]> => this.candidates.list({ effectsFrom: { $gt: '' }, state: 'settled' });

  notice = (id: string): Promise<Notice> => this.notices.get(id, 'notice.missing');
  newest = (scope: Scoped = {}): Promise<Notice[]> => this.notices.list({ ...scope }, { publishedOn: -1, _id: -1 }, 200);
  /** Running ones whose last day is over, the earliest first. */
  ended = (scope: Scoped, today: string): Promise<Notice[]> => this.notices.list({ ...scope, state: 'running', 'limit.lastDay': { $lt: today } }, { 'limit.lastDay': 1, _id: 1 });
  running = (campaignId: string, unitId: string): Promise<Notice[]> => this.notices.list({ 'candidates.unitId': unitId, campaignId, state: 'running' });
  /** Those that run to a provisional end, from an id on. */
  provisional = (after: string): Promise<Notice[]> => this.notices.list({ state: 'running', 'limit.provisional': true, 'limit.term': { $exists: true }, _id: { $gt: after } }, { _id: 1 }, 100);
  /** Running ones whose last day lies in a span, the earliest first. */
  lastDayIn = (from: string, to: string): Promise<Notice[]> => this.notices.list({ state: 'running', 'limit.lastDay': { $gte: from, $lte: to } }, { 'limit.lastDay': 1, _id: 1 });
  withoutDocument = (): Promise<Notice[]> => this.notices.list({ document: '' }, { _id: 1 }, 20);
}
