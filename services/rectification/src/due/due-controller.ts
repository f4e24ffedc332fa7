import { Body, Controller, Get, Headers, Inject, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DigestQuery, DigestView, DueByUnit, DueByUnitQuery, DueQuery, DueView, RectificationSettings, RectificationTodo, SettingsView, SummaryList, SummaryQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { SettingsService } from '../settings-service.ts';
import { DueService } from './due-service.ts';
import { ReminderService } from './reminder-service.ts';
import { SummaryService } from './summary-service.ts';
import { TodoService } from './todo-service.ts';

@ApiTags('rectification')
@Controller('api/rectification')
export class DueController {
  constructor(
    @Inject(DueService) readonly due: DueService,
    @Inject(ReminderService) readonly reminders: ReminderService,
    @Inject(SummaryService) readonly summaries: SummaryService,
    @Inject(SettingsService) readonly settings: SettingsService,
    @Inject(TodoService) readonly todos: TodoService,
  ) {}

  /** What falls due for a unit, a subtree or the person who leads it, the earliest first. */
  @Get('due')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: DueView })
  async list(@Query({ schema: DueQuery }) query: DueQuery, @By() by: Actor) {
    return DueView.parse(await this.due.list(query, by));
  }

  @Get('due/units')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: DueByUnit })
  async byUnit(@Query({ schema: DueByUnitQuery }) query: DueByUnitQuery, @By() by: Actor) {
    return DueByUnit.parse(await this.due.byUnit(query, by));
  }

  @Get('digest')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: DigestView })
  async digest(@Query({ schema: DigestQuery }) { day }: DigestQuery, @By() by: Actor) {
    return DigestView.parse(await this.reminders.digest(day, by));
  }

  @Get('summaries')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: SummaryList })
  async summary(@Query({ schema: SummaryQuery }) query: SummaryQuery, @By() by: Actor) {
    return SummaryList.parse(await this.summaries.list(query, by));
  }

  @Get('settings')
  @Action('rectification.settings')
  @ApiOkResponse({ standardSchema: SettingsView })
  async readSettings() {
    return SettingsView.parse(await this.settings.read());
  }

  @Put('settings')
  @Action('rectification.configure')
  @ApiOkResponse({ standardSchema: SettingsView })
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is changed' })
  async writeSettings(@Body({ schema: RectificationSettings }) settings: RectificationSettings, @Headers('if-match') ifMatch: string | undefined) {
    return SettingsView.parse(await this.settings.write(settings, ifMatch));
  }

  @Get('todo')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: RectificationTodo })
  async todo(@By() by: Actor) {
    return RectificationTodo.parse({ items: await this.todos.list(by) });
  }
}
