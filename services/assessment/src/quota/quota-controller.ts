import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdjustQuota, QuotaBoard } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import { levelName } from '../views.ts';
import { QuotaService } from './quota-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns/:campaignId/quotas')
export class QuotaController {
  constructor(
    @Inject(QuotaService) readonly quotas: QuotaService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
  ) {}

  /** How many places each group has, of which base, and who took them. */
  @Get()
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: QuotaBoard })
  async board(@Param('campaignId') campaignId: string, @By() by: Actor): Promise<QuotaBoard> {
    return this.#board(campaignId, by);
  }

  @Post()
  @HttpCode(200)
  @Action('quota.adjust')
  @ApiOkResponse({ standardSchema: QuotaBoard })
  async adjust(@Param('campaignId') campaignId: string, @Body({ schema: AdjustQuota }) given: AdjustQuota, @By() by: Actor): Promise<QuotaBoard> {
    await this.quotas.adjust(campaignId, given, by);
    return this.#board(campaignId, by);
  }

  async #board(campaignId: string, by: Actor): Promise<QuotaBoard> {
    const campaign = await this.campaigns.get(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const items = (await this.quotas.board(campaignId, by)).map((group) => ({
      ...group,
      standings: group.standings.map(({ candidacy: { id, state, level }, within, taken, ...standing }) => ({
        ...standing, candidacyId: id, state, level: level ? levelName(scheme, level) : null, within: within === null ? null : levelName(scheme, within), taken: taken === null ? null : levelName(scheme, taken),
      })),
      places: group.places.map(({ level, share, places }) => ({ level: levelName(scheme, level), share: share === undefined || share === null ? null : String(share), places })),
    }));
    return QuotaBoard.parse({ items, changes: campaign.quotas ?? [] });
  }
}
