import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { DutyExportQuery, DutyPage, DutyQuery, DutySummary, DutySummaryQuery, ExemptionGrant, ExemptionPage, ExemptionQuery, ExemptionUndo, ExemptionView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { RegisterService } from '../record/register-service.ts';
import { download, MEDIA } from '../record/table.ts';
import { DutyService } from './duty-service.ts';
import { ExemptionService } from './exemption-service.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class DutyController {
  constructor(
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(ExemptionService) readonly exemptions: ExemptionService,
    @Inject(RegisterService) readonly registers: RegisterService,
  ) {}

  /** What is expected and what is there, by record types, published schemes and the clock. */
  @Get('duties')
  @Action('duty.read')
  @ApiOkResponse({ standardSchema: DutyPage })
  async list(@Query({ schema: DutyQuery }) query: DutyQuery, @By() by: Actor) {
    return DutyPage.parse(await this.duties.list(query, by));
  }

  /** A year at one glance, month by month and unit by unit. */
  @Get('duties/summary')
  @Action('duty.read')
  @ApiOkResponse({ standardSchema: DutySummary })
  async summary(@Query({ schema: DutySummaryQuery }) query: DutySummaryQuery, @By() by: Actor) {
    return DutySummary.parse(await this.duties.summary(query, by));
  }

  /** The list as a workbook or CSV. */
  @Get('duties/export')
  @Action('duty.read')
  @ApiProduces(...Object.values(MEDIA))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(@Query({ schema: DutyExportQuery }) query: DutyExportQuery, @By() by: Actor): Promise<StreamableFile> {
    return download(await this.registers.expected(query, by), query.format);
  }

  @Get('exemptions')
  @Action('duty.read')
  @ApiOkResponse({ standardSchema: ExemptionPage })
  async exempt(@Query({ schema: ExemptionQuery }) query: ExemptionQuery, @By() by: Actor) {
    return ExemptionPage.parse(await this.exemptions.list(query, by));
  }

  @Post('exemptions')
  @Action('duty.exempt')
  @ApiCreatedResponse({ standardSchema: ExemptionView })
  async grant(@Body({ schema: ExemptionGrant }) input: ExemptionGrant, @By() by: Actor) {
    return ExemptionView.parse(await this.exemptions.grant(input, by));
  }

  @Post('exemptions/:id/undo')
  @HttpCode(200)
  @Action('duty.exempt')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is taken back' })
  @ApiOkResponse({ standardSchema: ExemptionView })
  async undo(@Param('id') id: string, @Body({ schema: ExemptionUndo }) input: ExemptionUndo, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ExemptionView.parse(await this.exemptions.undo(id, input, ifMatch, by));
  }
}
