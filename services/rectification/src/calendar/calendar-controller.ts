import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CalendarImport, CalendarImportView, CalendarView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { CalendarService } from './calendar-service.ts';

@ApiTags('rectification')
@Controller('api/rectification/calendar')
export class CalendarController {
  constructor(@Inject(CalendarService) readonly calendar: CalendarService) {}

  @Get()
  @Action('calendar.read')
  @ApiOkResponse({ standardSchema: CalendarView })
  async view() {
    return CalendarView.parse(await this.calendar.view());
  }

  /** Loads the schedule of a year, or says in a dry run which lines are at fault and which dates would move. */
  @Post('imports')
  @HttpCode(200)
  @Action('calendar.import')
  @ApiOkResponse({ standardSchema: CalendarImportView })
  async load(@Body({ schema: CalendarImport }) input: CalendarImport, @By() by: Actor) {
    return CalendarImportView.parse(await this.calendar.load(input, by));
  }
}
