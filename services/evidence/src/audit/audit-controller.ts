import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  AuditAnnouncing, AuditDrawing, AuditItemPage, AuditItemQuery, AuditPage, AuditPreview, AuditPreviewing, AuditPublishing, AuditQuery, AuditSheetQuery, AuditUnitList, AuditView, AuditWithdrawal,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { AuditItemService } from './audit-item-service.ts';
import { AuditService } from './audit-service.ts';
import { AuditSheet } from './audit-sheet.ts';

@ApiTags('evidence')
@Controller('api/evidence/audits')
export class AuditController {
  constructor(
    @Inject(AuditService) readonly audits: AuditService,
    @Inject(AuditItemService) readonly items: AuditItemService,
    @Inject(AuditSheet) readonly sheets: AuditSheet,
  ) {}

  /** Announces an audit with its seed's commitment; nothing is drawn yet. */
  @Post()
  @Action('audit.run')
  @ApiCreatedResponse({ standardSchema: AuditView })
  async announce(@Body({ schema: AuditAnnouncing }) input: AuditAnnouncing, @By() by: Actor) {
    return AuditView.parse(await this.audits.announce(input, by));
  }

  /** How many would be drawn of whom; changes nothing. */
  @Post('preview')
  @HttpCode(200)
  @Action('audit.run')
  @ApiOkResponse({ standardSchema: AuditPreview })
  async preview(@Body({ schema: AuditPreviewing }) input: AuditPreviewing, @By() by: Actor) {
    return AuditPreview.parse(await this.audits.preview(input, by));
  }

  @Get()
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: AuditPage })
  async list(@Query({ schema: AuditQuery }) query: AuditQuery, @By() by: Actor) {
    return AuditPage.parse(await this.audits.list(query, by));
  }

  @Get(':id')
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: AuditView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return AuditView.parse(await this.audits.get(id, by));
  }

  /** Freezes the population and draws from it. */
  @Post(':id/draw')
  @HttpCode(200)
  @Action('audit.run')
  @ApiOkResponse({ standardSchema: AuditView })
  async draw(@Param('id') id: string, @Body({ schema: AuditDrawing }) { seed }: AuditDrawing, @By() by: Actor) {
    return AuditView.parse(await this.audits.draw(id, seed, by));
  }

  @Post(':id/withdrawal')
  @HttpCode(200)
  @Action('audit.run')
  @ApiOkResponse({ standardSchema: AuditView })
  async withdraw(@Param('id') id: string, @Body({ schema: AuditWithdrawal }) { reason }: AuditWithdrawal, @By() by: Actor) {
    return AuditView.parse(await this.audits.withdraw(id, reason, by));
  }

  /** One line an item, `unit kind:id digest`, rising by the second word: the draw can be replayed from it. */
  @Get(':id/population')
  @Action('audit.read')
  @ApiProduces('text/plain')
  async population(@Param('id') id: string, @By() by: Actor) {
    const { bytes, digest } = await this.audits.populationText(id, by);
    return new StreamableFile(bytes, { type: 'text/plain; charset=utf-8', disposition: `inline; filename="population-${digest.slice(0, 8)}.txt"` });
  }

  @Get(':id/items')
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: AuditItemPage })
  async listItems(@Param('id') id: string, @Query({ schema: AuditItemQuery }) query: AuditItemQuery, @By() by: Actor) {
    return AuditItemPage.parse(await this.items.list(id, query, by));
  }

  @Get(':id/units')
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: AuditUnitList })
  async listUnits(@Param('id') id: string, @By() by: Actor) {
    return AuditUnitList.parse(await this.audits.unitsOf(id, by));
  }

  @Post(':id/publication')
  @HttpCode(200)
  @Action('audit.run')
  @ApiOkResponse({ standardSchema: AuditView })
  async publish(@Param('id') id: string, @Body({ schema: AuditPublishing }) { unitIds }: AuditPublishing, @By() by: Actor) {
    return AuditView.parse(await this.audits.publish(id, unitIds, by));
  }

  @Post(':id/closing')
  @HttpCode(200)
  @Action('audit.run')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that was looked at' })
  @ApiOkResponse({ standardSchema: AuditView })
  async close(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return AuditView.parse(await this.audits.close(id, ifMatch, by));
  }

  /** The audit on paper: of all units, or of one. */
  @Get(':id/sheet')
  @Action('audit.read')
  @ApiProduces('application/pdf')
  async sheet(@Param('id') id: string, @Query({ schema: AuditSheetQuery }) { unitId }: AuditSheetQuery, @By() by: Actor) {
    return new StreamableFile(await this.sheets.make(id, unitId, by), { type: 'application/pdf', disposition: 'inline; filename="audit-sheet.pdf"' });
  }
}
