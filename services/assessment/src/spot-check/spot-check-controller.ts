import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SpotCheckDraw, SpotCheckList, SpotCheckResult, SpotCheckView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { Views } from '../views.ts';
import { SpotCheckService } from './spot-check-service.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class SpotCheckController {
  constructor(
    @Inject(SpotCheckService) readonly checks: SpotCheckService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Post('campaigns/:campaignId/spot-checks')
  @Action('level.review')
  @ApiCreatedResponse({ standardSchema: SpotCheckView })
  async draw(@Param('campaignId') campaignId: string, @Body({ schema: SpotCheckDraw }) { step }: SpotCheckDraw, @By() by: Actor): Promise<SpotCheckView> {
    return SpotCheckView.parse(await this.views.spotCheck(await this.checks.draw(campaignId, step, by)));
  }

  @Get('campaigns/:campaignId/spot-checks')
  @Action('spot-check.read')
  @ApiOkResponse({ standardSchema: SpotCheckList })
  async list(@Param('campaignId') campaignId: string, @By() by: Actor): Promise<SpotCheckList> {
    const checks = await this.checks.list(campaignId, by);
    return SpotCheckList.parse({ items: await Promise.all(checks.map((check) => this.views.spotCheck(check))) });
  }

  @Post('spot-checks/:id/results')
  @HttpCode(200)
  @Action('level.review')
  @ApiOkResponse({ standardSchema: SpotCheckView })
  async enter(@Param('id') id: string, @Body({ schema: SpotCheckResult }) result: SpotCheckResult, @By() by: Actor): Promise<SpotCheckView> {
    return SpotCheckView.parse(await this.views.spotCheck(await this.checks.enter(id, result, by)));
  }
}
