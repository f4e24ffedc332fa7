import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { RecordCorrection, RecordFiling, RecordHistory, RecordPage, RecordQuery, RecordTypeList, RecordView, TaskLinking, TaskLinkLog, TaskList } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TaskService } from '../task/task-service.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { RecordService } from './record-service.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class RecordController {
  constructor(
    @Inject(RecordService) readonly records: RecordService,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(TaskService) readonly tasks: TaskService,
  ) {}

  /** From these, forms are generated. */
  @Get('record-types')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordTypeList })
  types() {
    return RecordTypeList.parse({ items: this.catalogue.list() });
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
    return RecordView.parse(await this.records.file(input, by));
  }

  @Get('records')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordPage })
  async list(@Query({ schema: RecordQuery }) query: RecordQuery, @By() by: Actor) {
    return RecordPage.parse(await this.records.list(query, by));
  }

  @Get('records/:id')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: RecordView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return RecordView.parse(await this.records.get(id, by));
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
    return RecordView.parse(await this.records.correct(id, input, ifMatch, by));
  }

  @Post('records/:id/link-task')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: RecordView })
  async link(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return RecordView.parse(await this.records.changeTask('link', id, task, by));
  }

  @Post('records/:id/unlink-task')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: RecordView })
  async unlink(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return RecordView.parse(await this.records.changeTask('unlink', id, task, by));
  }

  @Get('records/:id/task-links')
  @Action('record.read')
  @ApiOkResponse({ standardSchema: TaskLinkLog })
  async links(@Param('id') id: string, @By() by: Actor) {
    return TaskLinkLog.parse({ items: await this.records.taskLinks(id, by) });
  }
}
