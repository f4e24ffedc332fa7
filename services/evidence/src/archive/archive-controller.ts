import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ArchiveItemPage, ArchiveItemsQuery, ArchiveQuery, ArchiveView, FrozenRecord, FrozenSetPage, FrozenSetQuery, FrozenSetView, TasksLinked, TasksLinking } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { TaskLinksService } from '../task/task-links-service.ts';
import { ArchivePrint } from './archive-print.ts';
import { ArchiveService } from './archive-service.ts';
import { FrozenService } from './frozen-service.ts';

@ApiTags('evidence')
@Controller('api/evidence')
export class ArchiveController {
  constructor(
    @Inject(ArchiveService) readonly archive: ArchiveService,
    @Inject(ArchivePrint) readonly print: ArchivePrint,
    @Inject(FrozenService) readonly frozen: FrozenService,
    @Inject(TaskLinksService) readonly links: TaskLinksService,
  ) {}

  @Get('archive')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: ArchiveView })
  async get(@Query({ schema: ArchiveQuery }) query: ArchiveQuery, @By() by: Actor) {
    return ArchiveView.parse(await this.archive.get(query, by));
  }

  @Get('archive/items')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: ArchiveItemPage })
  async items(@Query({ schema: ArchiveItemsQuery }) query: ArchiveItemsQuery, @By() by: Actor) {
    return ArchiveItemPage.parse(await this.archive.items(query, by));
  }

  /** The cover of the year's folder. */
  @Get('archive/cover')
  @Action('archive.read')
  @ApiProduces('application/pdf')
  async cover(@Query({ schema: ArchiveQuery }) query: ArchiveQuery, @By() by: Actor) {
    return new StreamableFile(await this.print.cover(query, by), { type: 'application/pdf', disposition: 'inline; filename="archive-cover.pdf"' });
  }

  /** What is in the folder, piece by piece. */
  @Get('archive/index')
  @Action('archive.read')
  @ApiProduces('application/pdf')
  async index(@Query({ schema: ArchiveQuery }) query: ArchiveQuery, @By() by: Actor) {
    return new StreamableFile(await this.print.index(query, by), { type: 'application/pdf', disposition: 'inline; filename="archive-index.pdf"' });
  }

  @Post('task-links')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: TasksLinked })
  async link(@Body({ schema: TasksLinking }) given: TasksLinking, @By() by: Actor) {
    return TasksLinked.parse(await this.links.change(given, by));
  }

  @Post('task-links/:id/undo')
  @HttpCode(200)
  @Action('record.file')
  @ApiOkResponse({ standardSchema: TasksLinked })
  async undo(@Param('id') id: string, @By() by: Actor) {
    return TasksLinked.parse(await this.links.undo(id, by));
  }

  @Get('frozen-sets')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: FrozenSetPage })
  async sets(@Query({ schema: FrozenSetQuery }) query: FrozenSetQuery, @By() by: Actor) {
    return FrozenSetPage.parse(await this.frozen.list(query, by));
  }

  @Get('frozen-sets/:id')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: FrozenSetView })
  async set(@Param('id') id: string, @By() by: Actor) {
    return FrozenSetView.parse(await this.frozen.get(id, by));
  }

  @Get('frozen-sets/:id/records/:recordId')
  @Action('archive.read')
  @ApiOkResponse({ standardSchema: FrozenRecord })
  async record(@Param('id') id: string, @Param('recordId') recordId: string, @By() by: Actor) {
    return FrozenRecord.parse(await this.frozen.record(id, recordId, by));
  }
}
