import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Adjust, AdjustmentList, AdjustmentQuery, AdjustmentView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { Views } from '../views.ts';
import { AdjustmentService } from './adjustment-service.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class AdjustmentController {
  constructor(
    @Inject(AdjustmentService) readonly adjustments: AdjustmentService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Post('candidacies/:id/adjust')
  @HttpCode(200)
  @Action('level.adjust')
  @ApiOkResponse({ standardSchema: AdjustmentView })
  async adjust(@Param('id') id: string, @Body({ schema: Adjust }) given: Adjust, @By() by: Actor): Promise<AdjustmentView> {
    const [view] = await this.views.adjustments([await this.adjustments.adjust(id, given, by)]);
    return AdjustmentView.parse(view);
  }

  /** The star ledger, newest first. */
  @Get('adjustments')
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: AdjustmentList })
  async list(@Query({ schema: AdjustmentQuery }) query: AdjustmentQuery, @By() by: Actor): Promise<AdjustmentList> {
    const { items, ...rest } = await this.adjustments.list(query, by);
    return AdjustmentList.parse({ items: await this.views.adjustments(items), ...rest });
  }
}
