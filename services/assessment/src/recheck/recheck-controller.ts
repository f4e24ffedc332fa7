import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RecheckDueList, RecheckList, RecheckQuery, RecheckView, ReviewRecheck, SuggestRecheck } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import { levelName, wordsOnly } from '../views.ts';
import { RecheckService } from './recheck-service.ts';
import type { Recheck } from './recheck-store.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class RecheckController {
  constructor(
    @Inject(RecheckService) readonly rechecks: RecheckService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  @Post('candidacies/:id/rechecks')
  @HttpCode(200)
  @Action('recheck.suggest')
  @ApiOkResponse({ standardSchema: RecheckView })
  async suggest(@Param('id') id: string, @Body({ schema: SuggestRecheck }) given: SuggestRecheck, @By() by: Actor): Promise<RecheckView> {
    return this.#view(await this.rechecks.suggest(id, given, by), by);
  }

  @Get('rechecks')
  @Action('recheck.read')
  @ApiOkResponse({ standardSchema: RecheckList })
  async list(@Query({ schema: RecheckQuery }) { year }: RecheckQuery, @By() by: Actor): Promise<RecheckList> {
    const items = await this.rechecks.list(year, by);
    return RecheckList.parse({ items: await Promise.all(items.map((one) => this.#view(one, by))) });
  }

  /** What is to be looked at again this year and was not reported on. */
  @Get('rechecks/due')
  @Action('recheck.read')
  @ApiOkResponse({ standardSchema: RecheckDueList })
  async due(@By() by: Actor): Promise<RecheckDueList> {
    const { year, items } = await this.rechecks.due(by);
    const views = items.map(async ({ candidacy, campaign, rule, ...rest }) => {
      const { scheme } = await this.campaigns.programme(campaign);
      const clause = { ...wordsOnly(rule), id: rule.id, source: rule.source ?? rule.basis ?? '' };
      return { ...rest, candidacyId: candidacy.id, campaignId: campaign.id, campaignTitle: campaign.title, level: levelName(scheme, candidacy.level), settledOn: candidacy.settled!.on, clause };
    });
    return RecheckDueList.parse({ year, items: await Promise.all(views) });
  }

  @Post('rechecks/:id/review')
  @HttpCode(200)
  @Action('recheck.decide')
  @ApiOkResponse({ standardSchema: RecheckView })
  async review(@Param('id') id: string, @Body({ schema: ReviewRecheck }) given: ReviewRecheck, @By() by: Actor): Promise<RecheckView> {
    return this.#view(await this.rechecks.review(id, given, by), by);
  }

  @Post('rechecks/:id/plaque-returned')
  @HttpCode(200)
  @Action('recheck.decide')
  @ApiOkResponse({ standardSchema: RecheckView })
  async plaqueReturned(@Param('id') id: string, @By() by: Actor): Promise<RecheckView> {
    return this.#view(await this.rechecks.plaqueReturned(id, by), by);
  }

  async #view(recheck: Recheck, by: Actor): Promise<RecheckView> {
    const { scheme } = await this.campaigns.programme(await this.campaigns.get(recheck.campaignId));
    return RecheckView.parse({ ...recheck, unit: await this.units.get(recheck.unitId), level: levelName(scheme, recheck.level), mine: await this.rechecks.isFor(recheck, by) });
  }
}
