import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CampaignOpened } from '@xingchuang/contracts';
import type { ParameterValues } from '@xingchuang/schemes';
import { DATABASE, type Database } from '@xingchuang/server';

interface HeardCampaign {
  readonly id: string;
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly parameters: ParameterValues;
}
const schema = new Schema({ _id: String, schemeId: String, schemeVersion: Number, parameters: Schema.Types.Mixed });

/** Which scheme and parameters a campaign keeps. */
@Injectable()
export class CampaignStore {
  readonly #campaigns;

  constructor(@Inject(DATABASE) database: Database) {
    this.#campaigns = database.model<HeardCampaign>('campaigns', schema);
  }

  async hear({ campaignId, schemeId, schemeVersion, parametersJson }: CampaignOpened): Promise<void> {
    await this.#campaigns.insert({ id: campaignId, schemeId, schemeVersion, parameters: JSON.parse(parametersJson || '{}') as ParameterValues });
  }

  /** Refuses `missing` while the news of the campaign is still under way; the message that asked comes again. */
  get(id: string): Promise<HeardCampaign> {
    return this.#campaigns.get(id, 'campaign.missing');
  }
}
