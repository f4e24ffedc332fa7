import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { BatchLinePage, BatchLineQuery, BatchLines, BatchOpening, BatchPage, BatchQuery, BatchView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { disposition } from '../file/content-headers.ts';
import { BatchService } from './batch-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/batches')
export class BatchController {
  constructor(@Inject(BatchService) readonly batches: BatchService) {}

  /** Announces files. Uploads name the batch in `X-Batch`, or in the metadata `batch` of a resumable upload. */
  @Post()
  @Action('file.upload')
  @ApiCreatedResponse({ standardSchema: BatchView })
  async open(@Body({ schema: BatchOpening }) opening: BatchOpening, @By() by: Actor) {
    return BatchView.parse(await this.batches.open(opening, by));
  }

  @Get()
  @Action('file.read')
  @ApiOkResponse({ standardSchema: BatchPage })
  async list(@Query({ schema: BatchQuery }) query: BatchQuery, @By() by: Actor) {
    return BatchPage.parse(await this.batches.list(query, by));
  }

  @Get(':id')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: BatchView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return BatchView.parse(await this.batches.get(id, by));
  }

  @Get(':id/lines')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: BatchLinePage })
  async lines(@Param('id') id: string, @Query({ schema: BatchLineQuery }) query: BatchLineQuery, @By() by: Actor) {
    return BatchLinePage.parse(await this.batches.lines(id, query, by));
  }

  /** The receipt as a file; once the batch is closed, its SHA-256 is the batch's digest. */
  @Get(':id/receipt')
  @Action('file.read')
  @ApiProduces('application/json')
  async receipt(@Param('id') id: string, @Res() reply: FastifyReply, @By() by: Actor) {
    const text = await this.batches.receipt(id, by);
    await reply.header('content-type', 'application/json; charset=utf-8').header('content-disposition', disposition(`上传回执-${id}.json`)).send(text);
  }

  @Post(':id/lines')
  @HttpCode(200)
  @Action('file.upload')
  @ApiOkResponse({ standardSchema: BatchView })
  async add(@Param('id') id: string, @Body({ schema: BatchLines }) { lines }: BatchLines, @By() by: Actor) {
    return BatchView.parse(await this.batches.add(id, lines, by));
  }

  @Post(':id/close')
  @HttpCode(200)
  @Action('file.upload')
  @ApiOkResponse({ standardSchema: BatchView })
  async close(@Param('id') id: string, @By() by: Actor) {
    return BatchView.parse(await this.batches.close(id, by));
  }
}
