import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { AwardQuery } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Award } from './award-rule.ts';

const schema = new Schema({
  _id: String, version: Number, number: String, campaignId: String, programme: String, unitId: String, path: [String], unitName: String, level: String,
  levelName: String, stars: Number, decidedBy: String, issuedOn: String, issuedAt: String, state: String, since: String, reason: String, certificate: String,
});
schema.index({ number: 1 }, { unique: true }); // verification
schema.index({ campaignId: 1, unitId: 1 }, { unique: true }); // one award for a unit in a campaign
schema.index({ certificate: 1 }); // awards whose certificate is to be made
export const PAGE = 50;

@Injectable()
export class AwardStore {
  readonly awards;

  constructor(@Inject(DATABASE) database: Database) {
    this.awards = database.model<Award>('awards', schema);
  }

  get = (id: string): Promise<Award> => this.awards.get(id, 'award.missing');
  withoutCertificate = (): Promise<Award[]> => this.awards.list({ certificate: '' }, { _id: 1 }, 20);

  async byNumber(number: string): Promise<Award> {
    const found = (await this.awards.list({ number }))[0];
    if (!found) throw new Refusal('missing', 'award.missing');
    return found;
  }

  async of(campaignId: string, unitId: string): Promise<Award | undefined> {
    return (await this.awards.list({ campaignId, unitId }))[0];
  }

  page({ campaignId, unitId, pageToken }: AwardQuery): Promise<Award[]> {
    const filter = { ...(campaignId ? { campaignId } : {}), ...(unitId ? { unitId } : {}), ...(pageToken ? { _id: { $lt: pageToken } } : {}) };
    return this.awards.list(filter, { _id: -1 }, PAGE + 1);
  }
}
