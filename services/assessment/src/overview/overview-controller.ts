import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { LevelRecordPage, LevelRecordQuery, LevelsOverview, LevelsQuery, RankRecordPage, RankRecordQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OverviewService } from './overview-service.ts';
import { RankService } from './rank-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/overview')
export class OverviewController {
  constructor(
    @Inject(OverviewService) readonly overview: OverviewService,
    @Inject(RankService) readonly ranks: RankService,
  ) {}

  /** Levels of the units under one: on a day, by year, by quarter, and what changed. */
  @Get('levels')
  @Action('title.read')
  @ApiOkResponse({ standardSchema: LevelsOverview })
  async levels(@Query({ schema: LevelsQuery }) query: LevelsQuery, @By() by: Actor): Promise<LevelsOverview> {
    return LevelsOverview.parse(await this.overview.levels(query, by));
  }

  /** The units behind one of those numbers. */
  @Get('levels/records')
  @Action('title.read')
  @ApiOkResponse({ standardSchema: LevelRecordPage })
  async records(@Query({ schema: LevelRecordQuery }) query: LevelRecordQuery, @By() by: Actor): Promise<LevelRecordPage> {
    return LevelRecordPage.parse(await this.overview.records(query, by));
  }

  /** Lines of a list that ranks units, beside an earlier list. */
  @Get('ranks')
  @Action('standing.read')
  @ApiOkResponse({ standardSchema: RankRecordPage })
  async moves(@Query({ schema: RankRecordQuery }) query: RankRecordQuery, @By() by: Actor): Promise<RankRecordPage> {
    return RankRecordPage.parse(await this.ranks.records(query, by));
  }
}
