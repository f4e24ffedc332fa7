import { Inject, Injectable } from '@nestjs/common';
import type { LevelsHeldRequest } from '@xingchuang/contracts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { CampaignStore } from '../campaign/campaign-store.ts';
import { levelName } from '../views.ts';
import { LevelSpanStore } from './level-span-store.ts';

/** Which levels a unit and those under it hold, for a service that reports on them. Rounds that were called off gave none. */
@Injectable()
export class HeldAnswers {
  constructor(
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly store: CampaignStore,
    @Inject(LevelSpanStore) readonly held: LevelSpanStore,
  ) {}

  async of({ unitId, day }: LevelsHeldRequest) {
    const campaigns = await this.store.byIds(await this.held.campaignsUnder(unitId));
    const standing = [...campaigns.values()].filter(({ cancelled }) => !cancelled);
    const items = [];
    for (const { unitId: holder, campaignId, spans } of await this.held.under(unitId, standing.map(({ id }) => id))) {
      const span = spans.find(({ from, until }) => from <= day && (until === '' || day < until));
      if (!span) continue;
      const campaign = campaigns.get(campaignId)!;
      const { scheme } = await this.campaigns.programme(campaign);
      items.push({ unitId: holder, schemeId: campaign.schemeId, campaignTitle: campaign.title, levelName: levelName(scheme, span.level).zh, since: span.from });
    }
    return { items: items.sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : a.campaignTitle < b.campaignTitle ? -1 : 1)) };
  }
}
