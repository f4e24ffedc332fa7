import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  MeasureQuery, MeasureReport, RecordClosing, RecordCorrection, RecordFiling, RecordHistory, RecordKnown, RecordKnownQuery, RecordListQuery, RecordListReceipt, RecordPage, RecordQuery, RecordStepping, RecordTypeList, RecordView, RegisterQuery, TaskLinking, TaskLinkLog, TaskList,
} from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { bodyHeaders } from '../file/upload-headers.ts';
import { TaskService } from '../task/task-service.ts';
import { MeasureService } from './measure-service.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { RecordKnowledge } from './record-known.ts';
import { RecordListService } from './record-list-service.ts';
import { RecordService } from './record-service.ts';
import { typeView, viewOf } from './record-view.ts';
import { RegisterService } from './register-service.ts';
import { download, MEDIA } from './table.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class RecordController {
  constructor(
    @Inject(RecordService) readonly records: RecordService,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(TaskService) readonly tasks: TaskService,
    @Inject(MeasureService) readonly measureService: MeasureService,
    @Inject(RegisterService) readonly registers: RegisterService,
    @Inject(RecordListService) readonly lists: RecordListService,
    @Inject(RecordKnowledge) readonly knowledge: RecordKnowledge,
  ) {}

  /** From these, forms are generated. */
  /** What the system knows for a record of this type that is begun; people correct it. */
  @Get('record-types/:type/known')
  @Action('record.file')
  @ApiOkResponse({ standardSchema: RecordKnown })
  async known(@Param('type') type: string, @Query({ schema: RecordKnownQuery }) { unitId }: RecordKnownQuery, @By() by: Actor) {
    return RecordKnown.parse(await this.knowledge.of(type, unitId, by));
  }

  @Get('record-types')
  @Action('record-type.read')
  @ApiOkResponse({ standardSchema: RecordTypeList })
  types() {
    return RecordTypeList.parse({ items: this.catalogue.list().map(typeView) });
  }

  @Get('tasks')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: TaskList })
  async listTasks() {
    return TaskList.parse({ items: await this.tasks.list() });
  }

  @Post('records')
  @Action('record.file')
  @ApiCreatedResponse({ standardSchema: RecordView })
  async file(@Body({ schema: RecordFiling }) input: RecordFiling, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.file(input, by)));
  }

  /** The body is an Excel sheet or CSV with a record in each row; all of them are filed, or none. */
  @Post('record-lists')
  @Action('record.file')
  @ApiConsumes(MEDIA.xlsx)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-Unit', required: true })
  @ApiCreatedResponse({ standardSchema: RecordListReceipt })
  async fileList(@Query({ schema: RecordListQuery }) { type }: RecordListQuery, @Req() request: FastifyRequest, @By() by: Actor) {
    return RecordListReceipt.parse(await this.lists.file(bodyHeaders(request.headers).unitId, type, request.raw, by));
  }

  @Get('record-list-template')
  @Action('record.read')
  @ApiProduces(MEDIA.xlsx)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async listTemplate(@Query({ schema: RecordListQuery }) { type }: RecordListQuery): Promise<StreamableFile> {
    return download(this.lists.template(type), 'xlsx');
  }

  @Get('records')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordPage })
  async list(@Query({ schema: RecordQuery }) query: RecordQuery, @By() by: Actor) {
    const { items, ...rest } = await this.records.list(query, by);
    return RecordPage.parse({ items: items.map(viewOf), ...rest });
  }

  @Get('records/:id')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.get(id, by)));
  }

  @Get('records/:id/history')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordHistory })
  async history(@Param('id') id: string, @By() by: Actor) {
    return RecordHistory.parse({ items: await this.records.history(id, by) });
  }

  @Post('records/:id/correction')
  @HttpCode(200)
  @Action('record.file')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is corrected' })
  @ApiOkResponse({ standardSchema: RecordView })
  async correct(@Param('id') id: string, @Body({ schema: RecordCorrection }) input: RecordCorrection, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.correct(id, input, ifMatch, by)));
  }

  /** One step further; no correction, because nothing was wrong. */
  @Post('records/:id/steps')
  @HttpCode(200)
  @Action('record.file')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that goes on' })
  @ApiOkResponse({ standardSchema: RecordView })
  async step(@Param('id') id: string, @Body({ schema: RecordStepping }) input: RecordStepping, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.step(id, input, ifMatch, by)));
  }

  @Post('records/:id/close')
  @HttpCode(200)
  @Action('record.file')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is closed' })
  @ApiOkResponse({ standardSchema: RecordView })
  async close(@Param('id') id: string, @Body({ schema: RecordClosing }) input: RecordClosing, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.close(id, input, ifMatch, by)));
  }

  /** What the records of a type yield, each number with its records. */
  @Get('measures')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: MeasureReport })
  async measures(@Query({ schema: MeasureQuery }) query: MeasureQuery, @By() by: Actor) {
    return MeasureReport.parse(await this.measureService.report(query, by));
  }

  /** A register as a workbook or CSV. */
  @Get('registers')
  @Action('record.read')
  @ApiProduces(...Object.values(MEDIA))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async register(@Query({ schema: RegisterQuery }) query: RegisterQuery, @By() by: Actor): Promise<StreamableFile> {
    return download(await this.registers.register(query, by), query.format);
  }

  @Post('records/:id/link-task')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: RecordView })
  async link(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.changeTask('link', id, task, by)));
  }

  @Post('records/:id/unlink-task')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: RecordView })
  async unlink(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return RecordView.parse(viewOf(await this.records.changeTask('unlink', id, task, by)));
  }

  @Get('records/:id/task-links')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: TaskLinkLog })
  async links(@Param('id') id: string, @By() by: Actor) {
    return TaskLinkLog.parse({ items: await this.records.taskLinks(id, by) });
  }
}
