import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CampaignList, CampaignMoveView, CampaignOpen, CampaignQuery, CampaignSchedule, CampaignTally, CampaignView, CancelCampaign, MoveCampaign, OverdueList, UnitTitlesView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TitleService } from '../title-service.ts';
import { levelName, Views, wordsOnly } from '../views.ts';
import { CampaignService } from './campaign-service.ts';
import { MoveService } from './move-service.ts';
import { scheduleOf } from './schedule-rule.ts';
import { OverdueService } from './overdue-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns')
export class CampaignController {
  constructor(
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(TitleService) readonly titles: TitleService,
    @Inject(OverdueService) readonly overdues: OverdueService,
    @Inject(MoveService) readonly moves: MoveService,
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

  /** The steps of the round in order, with their days or what these are counted from. */
  @Get(':id/schedule')
  @Action('campaign.read')
  @ApiOkResponse({ standardSchema: CampaignSchedule })
  async schedule(@Param('id') id: string): Promise<CampaignSchedule> {
    const campaign = await this.campaigns.get(id);
    const programme = await this.campaigns.programme(campaign);
    const items = scheduleOf(programme, campaign).map(({ step, stage, ...rest }) => ({
      ...rest, ...wordsOnly(step), step: step.id, stage: wordsOnly(stage), act: step.act, kind: step.kind ?? '', kindName: wordsOnly(programme.scheme.kinds[step.kind ?? ''] ?? { zh: step.kind ?? '' }),
      levels: (step.levels ?? []).map((level) => levelName(programme.scheme, level)), source: step.source ?? step.basis ?? stage.source ?? stage.basis ?? '',
    }));
    return CampaignSchedule.parse({ items });
  }

  /** What came of it so far, by kind of unit, beside what was planned. */
  @Get(':id/tally')
  @Action('campaign.read')
  @ApiOkResponse({ standardSchema: CampaignTally })
  async tally(@Param('id') id: string): Promise<CampaignTally> {
    const campaign = await this.campaigns.get(id);
    const { scheme } = await this.campaigns.programme(campaign);
    const { kinds, reached } = await this.campaigns.tally(campaign);
    const named = (level: string) => levelName(scheme, level);
    return CampaignTally.parse({
      campaignId: id,
      kinds: kinds.map(({ kind, levels, ...rest }) => ({ ...rest, kind, name: wordsOnly(scheme.kinds[kind] ?? { zh: kind }), levels: levels.map(({ level, units }) => ({ level: named(level), units })) })),
      targets: Object.entries(campaign.targets ?? {}).map(([level, planned]) => ({ level: named(level), planned, reached: reached.get(level) ?? 0 })),
    });
  }

  /** Calls the round off, with the reason; what was written in it stays. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Action('campaign.open')
  @ApiOkResponse({ standardSchema: CampaignView })
  async cancel(@Param('id') id: string, @Body({ schema: CancelCampaign }) { reason }: CancelCampaign, @By() by: Actor): Promise<CampaignView> {
    return CampaignView.parse(await this.views.campaign(await this.campaigns.cancel(id, reason, by)));
  }

  /** Steps that should have been done by now. */
  @Get(':id/overdue')
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: OverdueList })
  async overdue(@Param('id') id: string, @By() by: Actor): Promise<OverdueList> {
    const items = await this.overdues.of(id, by);
    return OverdueList.parse({ items: items.map(({ step, ...rest }) => ({ ...rest, step: step.id, name: wordsOnly(step), act: step.act, kind: step.kind ?? '' })) });
  }

  /** Moves the round to a newer version of its scheme; without `confirm` only tells what would change. */
  @Post(':id/move')
  @HttpCode(200)
  @Action('campaign.open')
  @ApiOkResponse({ standardSchema: CampaignMoveView })
  async move(@Param('id') id: string, @Body({ schema: MoveCampaign }) given: MoveCampaign, @By() by: Actor): Promise<CampaignMoveView> {
    const { campaign, clauses, levels, incomplete } = await this.moves.move(id, given, by);
    const { scheme } = await this.campaigns.programme(campaign);
    return CampaignMoveView.parse({
      incomplete,
      clauses: clauses.map((one) => ({ id: one.id.replace(/^level /, ''), how: one.change, ...wordsOnly(one.words) })),
      levels: levels.map((one) => ({ ...one, from: levelName(scheme, one.from), to: levelName(scheme, one.to) })),
      campaign: await this.views.campaign(campaign),
    });
  }

  /** Titles of the larger units by the levels their units hold now. */
  @Get(':id/titles')
  @Action('title.read')
  @ApiOkResponse({ standardSchema: UnitTitlesView })
  async unitTitles(@Param('id') id: string, @By() by: Actor): Promise<UnitTitlesView> {
    return UnitTitlesView.parse(await this.titles.ofCampaign(id, by));
  }
}
