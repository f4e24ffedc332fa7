import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TimelinessOverview, TimelinessQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OverviewService } from './overview-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/overview')
export class OverviewController {
  constructor(@Inject(OverviewService) readonly overview: OverviewService) {}

  /** Expected records of a year by month and unit: in time, late, missing. */
  @Get('timeliness')
  @Action('duty.read')
  @ApiOkResponse({ standardSchema: TimelinessOverview })
  async timeliness(@Query({ schema: TimelinessQuery }) query: TimelinessQuery, @By() by: Actor) {
    return TimelinessOverview.parse(await this.overview.timeliness(query, by));
  }
}
