import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Campaign } from './campaign-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, title: String, schemeId: String, schemeVersion: Number, unitId: String, path: [String], nodeId: String, window: Mixed,
  declaring: Mixed, parameters: Mixed, windows: Mixed, documents: Mixed, targets: Mixed, quotas: [Mixed], moves: [Mixed], appealWorkdays: Number, openedAt: String, openedOn: String, openedBy: Mixed, cancelled: Mixed,
}, { minimize: false });
schema.index({ schemeId: 1, _id: -1 }); // the campaigns of a scheme, newest first
schema.index({ 'declaring.to': 1 }); // the sweep: campaigns that still take new units in
schema.index({ 'cancelled.on': 1 }, { partialFilterExpression: { 'cancelled.on': { $exists: true } } }); // rounds that were called off

export const PAGE = 50;

@Injectable()
export class CampaignStore {
  readonly #campaigns;

  constructor(@Inject(DATABASE) database: Database) {
    this.#campaigns = database.model<Campaign>('campaigns', schema);
  }

  get = (id: string): Promise<Campaign> => this.#campaigns.get(id, 'campaign.missing');
  save = (campaign: Campaign): Promise<Campaign> => this.#campaigns.save(campaign);
  has = async (id: string): Promise<boolean> => (await this.#campaigns.find(id)) !== undefined;
  insert = (campaign: Campaign): Promise<Campaign> => this.#campaigns.insert(campaign);

  /** One page, newest first. */
  page(schemeId: string | undefined, pageToken: string | undefined): Promise<Campaign[]> {
    const filter = { ...(schemeId === undefined ? {} : { schemeId }), ...(pageToken === undefined ? {} : { _id: { $lt: pageToken } }) };
    return this.#campaigns.list(filter, { _id: -1 }, PAGE + 1);
  }

  all = (): Promise<Campaign[]> => this.#campaigns.list({}, { _id: -1 }, 5_000);
  ofScheme = (schemeId: string): Promise<Campaign[]> => this.#campaigns.list({ schemeId }, { _id: 1 });
  declaringOn = (today: string): Promise<Campaign[]> => this.#campaigns.list({ 'declaring.to': { $gte: today } });
  async cancelledIds(): Promise<string[]> {
    return (await this.#campaigns.model.find({ 'cancelled.on': { $exists: true } }).select('_id').lean()).map(({ _id }) => _id as string);
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Campaign>> {
    const found = await this.#campaigns.list({ _id: { $in: [...new Set(ids)] } });
    return new Map(found.map((campaign) => [campaign.id, campaign]));
  }

  /** Those whose units, or whose runner, a seat governs: the question of the work lists. */
  touching = (nodeId: string): Promise<Campaign[]> => this.#campaigns.list({ path: nodeId }, { _id: -1 });
}
