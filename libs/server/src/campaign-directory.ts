import { Schema } from 'mongoose';
import type { CampaignOpened } from '@xingchuang/contracts';
import type { ParameterValues, Scheme } from '@xingchuang/schemes';
import type { Collection, Database } from './database.ts';
import type { SchemeDirectory } from './scheme-directory.ts';

/** A campaign as other services know it: which scheme version and parameters it keeps for good. */
export interface KnownCampaign {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly windowFrom: string;
  readonly windowTo: string;
  /** The unit that runs it. */
  readonly unitId: string;
  readonly parameters: ParameterValues;
}

const schema = new Schema({
  _id: String, version: Number, title: String, schemeId: String, schemeVersion: Number, windowFrom: String, windowTo: String, unitId: String,
  parameters: Schema.Types.Mixed,
});

/** A service's own copy of the campaigns, with the scheme that each keeps. */
export class CampaignDirectory {
  readonly #campaigns: Collection<KnownCampaign>;

  constructor(
    database: Database,
    readonly schemes: SchemeDirectory,
  ) {
    this.#campaigns = database.model<KnownCampaign>('known-campaigns', schema);
  }

  async apply({ campaignId, title, schemeId, schemeVersion, windowFrom, windowTo, unitId, parametersJson }: CampaignOpened): Promise<void> {
    const parameters = JSON.parse(parametersJson || '{}') as ParameterValues;
    await this.#campaigns.project({ id: campaignId, version: 1, title, schemeId, schemeVersion, windowFrom, windowTo, unitId, parameters });
  }

  /** Refuses `missing` also while the news of the campaign is still under way; a message that asked then comes again. */
  get(id: string): Promise<KnownCampaign> {
    return this.#campaigns.get(id, 'campaign.missing');
  }

  /** The campaign with the rules it keeps. */
  async rules(id: string): Promise<{ campaign: KnownCampaign; scheme: Scheme; parameters: ParameterValues }> {
    const campaign = await this.get(id);
    return { campaign, scheme: await this.schemes.get(campaign.schemeId, campaign.schemeVersion), parameters: campaign.parameters };
  }
}
