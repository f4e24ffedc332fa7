import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { UnitAsOf, UnitAttentionPage, UnitAttentionQuery, UnitChange, UnitClose, UnitHistoryView, UnitImportQuery, UnitImportView, UnitKindView, UnitMerge, UnitMergeView, UnitMove, UnitOpen, UnitPage, UnitQuery, UnitView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { UNIT_KINDS } from '../tokens.ts';
import { AttentionService } from '../term/attention-service.ts';
import { ImportService } from './import-service.ts';
import { viewKinds } from './kinds.ts';
import { MergeService } from './merge-service.ts';
import { decodeFileName, readWhole } from './read-whole.ts';
import type { UnitKinds } from './unit-rule.ts';
import { UnitService } from './unit-service.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const IfMatch = () => Headers('if-match');

@ApiTags('registry')
@Controller('api/registry')
export class UnitController {
  constructor(
    @Inject(UnitService) readonly service: UnitService,
    @Inject(ImportService) readonly imports: ImportService,
    @Inject(MergeService) readonly merges: MergeService,
    @Inject(AttentionService) readonly attentions: AttentionService,
    @Inject(UNIT_KINDS) readonly unitKinds: UnitKinds,
  ) {}

  @Get('unit-kinds')
  @Action('unit.read')
  @ApiOkResponse({ standardSchema: UnitKindView, isArray: true })
  kinds(): UnitKindView[] {
    return viewKinds(this.unitKinds).map((kind) => UnitKindView.parse(kind));
  }

  @Get('units')
  @Action('unit.read')
  @ApiOkResponse({ standardSchema: UnitPage })
  async list(@Query({ schema: UnitQuery }) query: UnitQuery): Promise<UnitPage> {
    return UnitPage.parse(await this.service.list(query));
  }

  @Post('units')
  @Action('unit.manage')
  @ApiCreatedResponse({ standardSchema: UnitView })
  async open(@Body({ schema: UnitOpen }) input: UnitOpen, @By() by: Actor): Promise<UnitView> {
    return UnitView.parse(await this.service.open(by, input));
  }

  /** CSV or XLSX with the columns 编码, 名称, 类型, 上级编码 and, if wanted, 成立日期, 纬度, 经度. */
  @Post('units/import')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: UnitImportView })
  @ApiHeader({ name: 'X-File-Name', required: false, description: 'the name of the file, percent-encoded' })
  async importUnits(
    @Query({ schema: UnitImportQuery }) query: UnitImportQuery,
    @Headers('x-file-name') encodedName: string | undefined,
    @By() by: Actor,
    @Req() request: FastifyRequest,
  ): Promise<UnitImportView> {
    return UnitImportView.parse(await this.imports.importUnits(by, await readWhole(request.raw), decodeFileName(encodedName), query));
  }

  /** Of the same table: only the rows that have a fault, with its words beside them. */
  @Post('units/import/faulty-rows')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces(SHEET)
  async faultyRows(@Headers('x-file-name') encodedName: string | undefined, @By() by: Actor, @Req() request: FastifyRequest): Promise<StreamableFile> {
    return new StreamableFile(await this.imports.faultyRows(by, await readWhole(request.raw), decodeFileName(encodedName)), { type: SHEET });
  }

  @Get('units/:id')
  @Action('unit.read')
  @ApiOkResponse({ standardSchema: UnitView })
  async get(@Param('id') id: string, @Query({ schema: UnitAsOf }) { asOf }: UnitAsOf): Promise<UnitView> {
    return UnitView.parse(await this.service.get(id, asOf));
  }

  @Get('units/:id/history')
  @Action('unit.read')
  @ApiOkResponse({ standardSchema: UnitHistoryView })
  async history(@Param('id') id: string): Promise<UnitHistoryView> {
    return UnitHistoryView.parse({ items: await this.service.history(id) });
  }

  @Post('units/:id/change')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiOkResponse({ standardSchema: UnitView })
  async change(@Param('id') id: string, @Body({ schema: UnitChange }) input: UnitChange, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<UnitView> {
    return UnitView.parse(await this.service.change(by, id, input, ifMatch));
  }

  @Post('units/:id/move')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiOkResponse({ standardSchema: UnitView })
  async move(@Param('id') id: string, @Body({ schema: UnitMove }) input: UnitMove, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<UnitView> {
    return UnitView.parse(await this.service.move(by, id, input, ifMatch));
  }

  /** The unit goes into another: its people and units go there, its posts are vacated, it is closed. */
  @Post('units/:id/merge')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiOkResponse({ standardSchema: UnitMergeView })
  async merge(@Param('id') id: string, @Body({ schema: UnitMerge }) input: UnitMerge, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<UnitMergeView> {
    return UnitMergeView.parse(await this.merges.merge(by, id, input, ifMatch));
  }

  /** What committees and posts want: terms that end soon or are over, posts that nobody holds. */
  @Get('attention')
  @Action('unit.manage')
  @ApiOkResponse({ standardSchema: UnitAttentionPage })
  async attention(@Query({ schema: UnitAttentionQuery }) query: UnitAttentionQuery): Promise<UnitAttentionPage> {
    return UnitAttentionPage.parse(await this.attentions.list(query));
  }

  @Post('units/:id/close')
  @HttpCode(200)
  @Action('unit.manage')
  @ApiOkResponse({ standardSchema: UnitView })
  async close(@Param('id') id: string, @Body({ schema: UnitClose }) input: UnitClose, @IfMatch() ifMatch: string | undefined, @By() by: Actor): Promise<UnitView> {
    return UnitView.parse(await this.service.close(by, id, input, ifMatch));
  }
}
