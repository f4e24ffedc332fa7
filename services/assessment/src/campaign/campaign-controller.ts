import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CampaignList, CampaignOpen, CampaignQuery, CampaignView, UnitTitlesView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TitleService } from '../title-service.ts';
import { Views } from '../views.ts';
import { CampaignService } from './campaign-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns')
export class CampaignController {
  constructor(
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(TitleService) readonly titles: TitleService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Post()
  @Action('campaign.open')
  @ApiCreatedResponse({ standardSchema: CampaignView })
  async open(@Body({ schema: CampaignOpen }) input: CampaignOpen, @By() by: Actor): Promise<CampaignView> {
    return CampaignView.parse(await this.views.campaign(await this.campaigns.open(input, by)));
  }

  @Get()
  @Action('campaign.read')
  @ApiOkResponse({ standardSchema: CampaignList })
  async list(@Query({ schema: CampaignQuery }) query: CampaignQuery): Promise<CampaignList> {
    const { items, ...rest } = await this.campaigns.list(query);
    return CampaignList.parse({ items: await Promise.all(items.map((campaign) => this.views.campaign(campaign))), ...rest });
  }

  @Get(':id')
  @Action('campaign.read')
  @ApiOkResponse({ standardSchema: CampaignView })
  async get(@Param('id') id: string): Promise<CampaignView> {
    return CampaignView.parse(await this.views.campaign(await this.campaigns.get(id)));
  }

  /** Titles of the larger units by the levels their units hold now. */
  @Get(':id/titles')
  @Action('title.read')
  @ApiOkResponse({ standardSchema: UnitTitlesView })
  async unitTitles(@Param('id') id: string, @By() by: Actor): Promise<UnitTitlesView> {
    return UnitTitlesView.parse(await this.titles.ofCampaign(id, by));
  }
}
