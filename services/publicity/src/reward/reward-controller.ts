import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  CallableList, CallableQuery, EffectCall, EffectList, EffectQuery, HonourQuery, HonourRecommend, HonourRecommendationQuery, HonourRecommendations, HonourRecommendationView, HonourStandings, PrizeAward, PrizeLines, RewardCancel, RewardCarryOut,
  RewardLineView, RewardPage, RewardQuery, RewardSheetQuery, RewardTotalPage, RewardTotalQuery, TitleDraw, UnitParameterList, UnitParametersSet,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { EffectService } from './effect-service.ts';
import { HonourService } from './honour-service.ts';
import { RewardCall } from './reward-call.ts';
import { RewardDesk } from './reward-desk.ts';
import { RewardService } from './reward-service.ts';
import { RewardSheet } from './reward-sheet.ts';
import { UnitParameterService } from './unit-parameter-service.ts';
import { rewardView } from './reward-view.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const IF_MATCH = { name: 'If-Match', required: false, description: 'the version that is changed' } as const;

@ApiTags('publicity')
@Controller('api/publicity')
export class RewardController {
  constructor(
    @Inject(RewardDesk) readonly desk: RewardDesk,
    @Inject(RewardCall) readonly calls: RewardCall,
    @Inject(RewardService) readonly rewards: RewardService,
    @Inject(RewardSheet) readonly sheets: RewardSheet,
    @Inject(HonourService) readonly honours: HonourService,
    @Inject(EffectService) readonly effects: EffectService,
    @Inject(UnitParameterService) readonly asked: UnitParameterService,
  ) {}

  /** Rewards, penalties and titles as they follow from what is settled now, reckoned at this moment. */
  @Get('effects')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: EffectList })
  async effectsOf(@Query({ schema: EffectQuery }) query: EffectQuery, @By() by: Actor) {
    return EffectList.parse(await this.effects.list(query, by));
  }

  /** What schemes ask for each unit, with the values that hold at this one. */
  @Get('units/:id/parameters')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: UnitParameterList })
  async parametersOf(@Param('id') id: string, @By() by: Actor) {
    return UnitParameterList.parse(await this.asked.list(id, by));
  }

  /** Sets what a scheme asks for each unit; what was reckoned with it is reckoned again. */
  @Put('units/:id/parameters')
  @HttpCode(204)
  @Action('award.issue')
  @ApiHeader(IF_MATCH)
  async setParameters(@Param('id') id: string, @Body({ schema: UnitParametersSet }) { parameters }: UnitParametersSet, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    await this.rewards.setParameters(id, parameters, ifMatch, by);
  }

  @Get('rewards')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: RewardPage })
  async list(@Query({ schema: RewardQuery }) query: RewardQuery, @By() by: Actor) {
    const { items, ...rest } = await this.desk.list(query, by);
    return RewardPage.parse({ ...rest, items: items.map((line) => rewardView(line, query.asOf)) });
  }

  @Get('rewards/totals')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: RewardTotalPage })
  async totals(@Query({ schema: RewardTotalQuery }) query: RewardTotalQuery, @By() by: Actor) {
    return RewardTotalPage.parse(await this.desk.totals(query, by));
  }

  @Get('rewards/export')
  @Action('effect.read')
  @ApiProduces(XLSX)
  async sheet(@Query({ schema: RewardSheetQuery }) query: RewardSheetQuery, @By() by: Actor) {
    return new StreamableFile(await this.sheets.sheet(query, by), { type: XLSX, disposition: `attachment; filename="rewards.xlsx"; filename*=UTF-8''${encodeURIComponent('奖惩台账.xlsx')}` });
  }

  /** What one's body may call by hand in a round. */
  @Get('rewards/callable')
  @Action('effect.call')
  @ApiOkResponse({ standardSchema: CallableList })
  async callable(@Query({ schema: CallableQuery }) { campaignId }: CallableQuery, @By() by: Actor) {
    return CallableList.parse({ items: await this.calls.callable(campaignId, by) });
  }

  @Post('rewards/calls')
  @Action('effect.call')
  @ApiCreatedResponse({ standardSchema: RewardLineView })
  async call(@Body({ schema: EffectCall }) input: EffectCall, @By() by: Actor) {
    return RewardLineView.parse(rewardView(await this.calls.call(input, by)));
  }

  @Post('rewards/prizes')
  @Action('effect.call')
  @ApiCreatedResponse({ standardSchema: PrizeLines })
  async prizes(@Body({ schema: PrizeAward }) input: PrizeAward, @By() by: Actor) {
    return PrizeLines.parse({ items: (await this.calls.prizes(input, by)).map((line) => rewardView(line)) });
  }

  /** Writes what follows for a larger unit although some units below it take no part. */
  @Post('rewards/titles')
  @HttpCode(204)
  @Action('reward.carry')
  async draw(@Body({ schema: TitleDraw }) { campaignId, unitId }: TitleDraw, @By() by: Actor) {
    await this.rewards.draw(campaignId, unitId, by);
  }

  @Get('rewards/:id')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: RewardLineView })
  async one(@Param('id') id: string, @By() by: Actor) {
    return RewardLineView.parse(rewardView(await this.desk.get(id, by)));
  }

  @Post('rewards/:id/carrying-out')
  @HttpCode(200)
  @Action('reward.carry')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: RewardLineView })
  async carryOut(@Param('id') id: string, @Body({ schema: RewardCarryOut }) input: RewardCarryOut, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RewardLineView.parse(rewardView(await this.desk.carryOut(id, input, ifMatch, by)));
  }

  @Post('rewards/:id/cancellation')
  @HttpCode(200)
  @Action('reward.carry')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: RewardLineView })
  async cancel(@Param('id') id: string, @Body({ schema: RewardCancel }) input: RewardCancel, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RewardLineView.parse(rewardView(await this.desk.cancel(id, input, ifMatch, by)));
  }

  @Get('honours')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: HonourStandings })
  async standings(@Query({ schema: HonourQuery }) query: HonourQuery, @By() by: Actor) {
    return HonourStandings.parse(await this.honours.standings(query, by));
  }

  @Get('honours/recommendations')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: HonourRecommendations })
  async recommended(@Query({ schema: HonourRecommendationQuery }) query: HonourRecommendationQuery, @By() by: Actor) {
    return HonourRecommendations.parse({ items: await this.honours.recommended(query, by) });
  }

  @Post('honours/recommendations')
  @Action('effect.call')
  @ApiCreatedResponse({ standardSchema: HonourRecommendationView })
  async recommend(@Body({ schema: HonourRecommend }) input: HonourRecommend, @By() by: Actor) {
    return HonourRecommendationView.parse(await this.honours.recommend(input, by));
  }
}
