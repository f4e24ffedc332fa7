import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BatchView, ZipReceipt } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { disposition } from '../file/content-headers.ts';
import { uploadHeaders } from '../file/upload-headers.ts';
import { listTemplate } from './list-reader.ts';
import { ListService } from './list-service.ts';
import { ZipService } from './zip-service.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Many files by one request: all in a zip, or announced by a list. */
@ApiTags('evidence')
@Controller('api/evidence')
export class ZipController {
  constructor(
    @Inject(ZipService) readonly zips: ZipService,
    @Inject(ListService) readonly lists: ListService,
  ) {}

  /** The body is the zip. Each member comes in as if it were sent alone; the answer says what became of all. */
  @Post('zip-uploads')
  @Action('file.upload')
  @ApiConsumes('application/zip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8' })
  @ApiHeader({ name: 'X-Unit', required: true })
  @ApiHeader({ name: 'X-Batch', required: false, description: 'fill this batch instead of a new one' })
  @ApiHeader({ name: 'X-Event-Date', required: false })
  @ApiHeader({ name: 'X-Period', required: false })
  @ApiCreatedResponse({ standardSchema: ZipReceipt })
  async zip(@Req() request: FastifyRequest, @By() by: Actor) {
    const { size: _, ...about } = uploadHeaders(request.headers);
    return ZipReceipt.parse(await this.zips.receive(about, request.raw, by));
  }

  /** The body is an Excel sheet or CSV that announces files; the answer is the batch to upload them into. */
  @Post('upload-lists')
  @Action('file.upload')
  @ApiConsumes(XLSX)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8' })
  @ApiHeader({ name: 'X-Unit', required: true })
  @ApiCreatedResponse({ standardSchema: BatchView })
  async list(@Req() request: FastifyRequest, @By() by: Actor) {
    const { unitId, name } = uploadHeaders(request.headers);
    return BatchView.parse(await this.lists.open(unitId, name, request.raw, by));
  }

  @Get('upload-list-template')
  @Action('file.read')
  @ApiProduces(XLSX)
  async template(@Res() reply: FastifyReply) {
    await reply.headers({ 'content-type': XLSX, 'content-disposition': disposition('上传清单模板.xlsx') }).send(Buffer.from(await listTemplate()));
  }
}
