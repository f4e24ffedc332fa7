import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { AwardQuery } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Award, Hold } from './award-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, number: String, serial: Number, campaignId: String, schemeId: String, programme: String, unitId: String, path: [String], unitName: String, level: String,
  levelName: String, stars: Number, decidedBy: String, issuedOn: String, issuedAt: String, form: String, validUntil: String, rounds: Number, roundsSince: [String], holds: [Mixed], ending: Mixed,
  custody: Mixed, history: [Mixed], state: String, since: String, reason: String, clause: String, plaqueDue: Boolean, batchId: String, certificate: String,
});
schema.index({ number: 1 }, { unique: true }); // verification; a number and how it begins
schema.index({ unitId: 1, campaignId: 1, _id: -1 }); // the awards of a unit in a campaign, newest first: another one only after its level was decided anew
schema.index({ unitId: 1, schemeId: 1 }); // what a rung of the ladder, a lowered level or a later round touches
schema.index({ campaignId: 1, _id: -1 }); // the awards of a campaign
schema.index({ state: 1, _id: -1 }); // the awards of a state
schema.index({ state: 1, serial: 1 }); // what the lists for machines say
schema.index({ certificate: 1, batchId: 1 }); // awards whose document is to be made
schema.index({ path: 1, form: 1, _id: 1 }); // plaques of a subtree that wait to be handed over or hung
schema.index({ path: 1, issuedOn: 1 }); // what a bulletin counts of a period
schema.index({ plaqueDue: 1, _id: -1 }, { partialFilterExpression: { plaqueDue: true } }); // plaques that must come back
schema.index({ validUntil: 1, ending: 1 }, { partialFilterExpression: { validUntil: { $gt: '' } } }); // the sweep: terms that are over

/** A rung of the ladder that runs and may cost a unit its level: an award that comes into being meanwhile does not stand either. */
export interface RunningRung extends Hold {
  readonly unitId: string;
  readonly schemeId: string;
}
const rungs = new Schema({ _id: String, unitId: String, schemeId: String, since: String, reason: String, clause: String });
rungs.index({ unitId: 1, schemeId: 1 }); // what runs against a unit

export const PAGE = 50;

@Injectable()
export class AwardStore {
  readonly awards;
  readonly rungs;

  constructor(@Inject(DATABASE) database: Database) {
    this.awards = database.model<Award>('awards', schema);
    this.rungs = database.model<RunningRung>('running-rungs', rungs);
  }

  get = (id: string): Promise<Award> => this.awards.get(id, 'award.missing');
  /** Those that wait for a document of their own. */
  withoutCertificate = (): Promise<Award[]> => this.awards.list({ certificate: '', batchId: '', state: 'valid' }, { _id: 1 }, 20);

  async byNumber(number: string): Promise<Award> {
    const found = (await this.awards.list({ number }))[0];
    if (!found) throw new Refusal('missing', 'award.unknown-number', { number }, 'number');
    return found;
  }

  async of(campaignId: string, unitId: string): Promise<Award | undefined> {
    return (await this.awards.list({ campaignId, unitId }, { _id: -1 }, 1))[0];
  }

  ofScheme = (schemeId: string, unitId: string): Promise<Award[]> => this.awards.list({ unitId, schemeId });
  rungsOf = (schemeId: string, unitId: string): Promise<RunningRung[]> => this.rungs.list({ unitId, schemeId });
  over = (today: string): Promise<Award[]> => this.awards.list({ validUntil: { $gt: '', $lt: today }, ending: null }, { validUntil: 1 }, 200);

  /** Places of the awards in a state, up to the newest. */
  async serials(states: readonly string[]): Promise<number[]> {
    const found = await this.awards.model.find({ state: { $in: states } }, { serial: 1, _id: 0 }).lean();
    return found.map((one) => Number((one as unknown as { serial: number }).serial));
  }

  page({ campaignId, unitId, state, form, number, due, pageToken }: AwardQuery): Promise<Award[]> {
    const filter = {
      ...(campaignId ? { campaignId } : {}), ...(unitId ? { unitId } : {}), ...(state ? { state } : {}), ...(form ? { form } : {}), ...(due ? { plaqueDue: true } : {}),
      ...(number ? { number: { $gte: number, $lt: `${number}\uffff` } } : {}), ...(pageToken ? { _id: { $lt: pageToken } } : {}),
    };
    return this.awards.list(filter, { _id: -1 }, PAGE + 1);
  }
}
