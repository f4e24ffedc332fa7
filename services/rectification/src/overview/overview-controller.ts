import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { OverviewQuery, RectificationOverview, RectificationRecordPage, RectificationRecordQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OverviewService } from './overview-service.ts';

@ApiTags('rectification')
@Controller('api/rectification/overview')
export class OverviewController {
  constructor(@Inject(OverviewService) readonly overview: OverviewService) {}

  /** Problems and rungs of the units under one: on a day, by month, and what changed. */
  @Get()
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: RectificationOverview })
  async read(@Query({ schema: OverviewQuery }) query: OverviewQuery, @By() by: Actor) {
    return RectificationOverview.parse(await this.overview.overview(query, by));
  }

  /** The problems or rungs behind one of those numbers. */
  @Get('records')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: RectificationRecordPage })
  async records(@Query({ schema: RectificationRecordQuery }) query: RectificationRecordQuery, @By() by: Actor) {
    return RectificationRecordPage.parse(await this.overview.records(query, by));
  }
}
