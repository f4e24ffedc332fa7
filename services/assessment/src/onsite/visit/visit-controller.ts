import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { EntryLog, MyVisits, OnsiteTodo, SyncAnswer, SyncBatch, VisitCallOff, VisitClose, VisitDetail, VisitFile, VisitList, VisitMake, VisitQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OnsiteViews } from '../onsite-views.ts';
import { SyncService } from '../sync/sync-service.ts';
import { VisitService } from './visit-service.ts';

/** Visits, and what phones bring back from them. */
@ApiTags('assessment')
@Controller('api/assessment/onsite')
export class VisitController {
  constructor(
    @Inject(VisitService) readonly visits: VisitService,
    @Inject(SyncService) readonly entries: SyncService,
    @Inject(OnsiteViews) readonly views: OnsiteViews,
  ) {}

  @Get('mine')
  @Action('visit.work')
  @ApiOkResponse({ standardSchema: MyVisits })
  async mine(@By() by: Actor): Promise<MyVisits> {
    return MyVisits.parse({ items: await this.views.details(await this.visits.mine(by), by) });
  }

  /** What on-site work asks of this person and of their body. */
  @Get('todo')
  @Action('visit.work')
  @ApiOkResponse({ standardSchema: OnsiteTodo })
  async todo(@By() by: Actor): Promise<OnsiteTodo> {
    const items = await this.visits.todo(by);
    const views = new Map((await this.views.visits(items.map(({ visit }) => visit))).map((view) => [view.id, view]));
    return OnsiteTodo.parse({ items: items.map(({ kind, visit, due }) => ({ kind, due, visitId: visit.id, unit: views.get(visit.id)!.unit, visitKind: visit.kind, formName: views.get(visit.id)!.formName })) });
  }

  @Post('sync')
  @HttpCode(200)
  @Action('visit.work')
  @ApiOkResponse({ standardSchema: SyncAnswer })
  async sync(@Body({ schema: SyncBatch }) batch: SyncBatch, @By() by: Actor): Promise<SyncAnswer> {
    return SyncAnswer.parse(await this.entries.take(batch, by));
  }

  @Get('visits')
  @Action('visit.read')
  @ApiOkResponse({ standardSchema: VisitList })
  async list(@Query({ schema: VisitQuery }) query: VisitQuery, @By() by: Actor): Promise<VisitList> {
    const { items, ...rest } = await this.visits.list(query, by);
    return VisitList.parse({ items: await this.views.visits(items), ...rest });
  }

  @Post('visits')
  @Action('onsite.plan')
  @ApiCreatedResponse({ standardSchema: VisitDetail })
  async plan(@Body({ schema: VisitMake }) input: VisitMake, @By() by: Actor): Promise<VisitDetail> {
    return VisitDetail.parse(await this.views.visit(await this.visits.plan(input, by), by));
  }

  @Get('visits/:id')
  @Action('visit.read')
  @ApiOkResponse({ standardSchema: VisitDetail })
  async get(@Param('id') id: string, @By() by: Actor): Promise<VisitDetail> {
    return VisitDetail.parse(await this.views.visit(await this.visits.get(id, by), by));
  }

  @Get('visits/:id/entries')
  @Action('onsite.plan')
  @ApiOkResponse({ standardSchema: EntryLog })
  async log(@Param('id') id: string, @By() by: Actor) {
    return EntryLog.parse({ items: await this.visits.entries(id, by) });
  }

  @Post('visits/:id/file')
  @HttpCode(200)
  @Action('visit.work')
  @ApiOkResponse({ standardSchema: VisitDetail })
  async file(@Param('id') id: string, @Body({ schema: VisitFile }) input: VisitFile, @By() by: Actor): Promise<VisitDetail> {
    return VisitDetail.parse(await this.views.visit(await this.visits.file(id, input, by), by));
  }

  @Post('visits/:id/close')
  @HttpCode(200)
  @Action('onsite.plan')
  @ApiOkResponse({ standardSchema: VisitDetail })
  async close(@Param('id') id: string, @Body({ schema: VisitClose }) input: VisitClose, @By() by: Actor): Promise<VisitDetail> {
    return VisitDetail.parse(await this.views.visit(await this.visits.close(id, input, by), by));
  }

  @Post('visits/:id/call-off')
  @HttpCode(200)
  @Action('onsite.plan')
  @ApiOkResponse({ standardSchema: VisitDetail })
  async callOff(@Param('id') id: string, @Body({ schema: VisitCallOff }) input: VisitCallOff, @By() by: Actor): Promise<VisitDetail> {
    return VisitDetail.parse(await this.views.visit(await this.visits.callOff(id, input, by), by));
  }
}
