import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IndicatorImport, IndicatorImportView, IndicatorPage, IndicatorPreview, IndicatorQuery, IndicatorValuesPage, IndicatorValuesQuery } from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { bytesOf } from '../rating/sheet-body.ts';
import { IndicatorService } from './indicator-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/indicators')
export class IndicatorController {
  constructor(@Inject(IndicatorService) readonly indicators: IndicatorService) {}

  /** Values of one indicator, unit by unit; facts `from: {indicator: …}` are filled from the latest within their span. */
  @Post()
  @Action('standing.import')
  @ApiCreatedResponse({ standardSchema: IndicatorImportView })
  async import(@Body({ schema: IndicatorImport }) input: IndicatorImport, @By() by: Actor): Promise<IndicatorImportView> {
    return IndicatorImportView.parse(await this.indicators.import(input, by));
  }

  /** XLSX, CSV or JSON with 编码 and 值: what would come of it, row by row. */
  @Post('preview')
  @HttpCode(200)
  @Action('standing.import')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: IndicatorPreview })
  async preview(@Req() request: FastifyRequest, @By() by: Actor): Promise<IndicatorPreview> {
    return IndicatorPreview.parse(await this.indicators.preview(await bytesOf(request.raw), by));
  }

  @Get(':id/values')
  @Action('standing.read')
  @ApiOkResponse({ standardSchema: IndicatorValuesPage })
  async values(@Param('id') id: string, @Query({ schema: IndicatorValuesQuery }) query: IndicatorValuesQuery, @By() by: Actor): Promise<IndicatorValuesPage> {
    return IndicatorValuesPage.parse(await this.indicators.values(id, query, by));
  }

  @Get()
  @Action('standing.read')
  @ApiOkResponse({ standardSchema: IndicatorPage })
  async list(@Query({ schema: IndicatorQuery }) query: IndicatorQuery, @By() by: Actor): Promise<IndicatorPage> {
    return IndicatorPage.parse(await this.indicators.list(query, by));
  }
}
