import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FilePage, FileQuery, FileReceipt, FileView, StampQuery, TaskLinking, TaskLinkLog } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { contentHeaders } from './content-headers.ts';
import { hasPreview } from '../derived/derived-rule.ts';
import { FileTaskService } from './file-task-service.ts';
import { FileService } from './file-service.ts';
import type { EvidenceFile } from './file-store.ts';
import { sendContent } from './send-content.ts';
import { StampService } from './stamp-service.ts';
import { uploadHeaders } from './upload-headers.ts';

const view = (file: EvidenceFile): FileView => FileView.parse({ ...file, hasThumbnail: hasPreview(file.mediaType) });

@ApiTags('evidence')
@Controller('api/evidence/files')
export class FileController {
  constructor(
    @Inject(FileService) readonly files: FileService,
    @Inject(FileTaskService) readonly tasks: FileTaskService,
    @Inject(StampService) readonly stamps: StampService,
  ) {}

  /** The body is the file itself. A repeated upload of the same bytes under the same name answers 200 with the first receipt. */
  @Post()
  @Action('file.upload')
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8' })
  @ApiHeader({ name: 'X-Unit', required: true })
  @ApiHeader({ name: 'X-Sha256', required: false })
  @ApiHeader({ name: 'X-Event-Date', required: false })
  @ApiCreatedResponse({ standardSchema: FileReceipt })
  async upload(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @By() by: Actor) {
    const receipt = await this.files.receive(uploadHeaders(request.headers), request.raw, by);
    void reply.status(receipt.duplicate ? 200 : 201);
    return FileReceipt.parse(receipt);
  }

  @Get()
  @Action('file.read')
  @ApiOkResponse({ standardSchema: FilePage })
  async list(@Query({ schema: FileQuery }) query: FileQuery, @By() by: Actor) {
    const { items, ...rest } = await this.files.list(query, by);
    return FilePage.parse({ items: items.map(view), ...rest });
  }

  @Get(':id')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: FileView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return view(await this.files.get(id, by));
  }

  @Get(':id/content')
  @Action('file.read')
  @ApiProduces('application/octet-stream')
  async content(@Param('id') id: string, @Headers() headers: Record<string, string>, @Res() reply: FastifyReply, @By() by: Actor) {
    await sendContent(reply, headers, this.files, await this.files.get(id, by));
  }

  /** A PDF with a stamp on it; made anew each time and kept nowhere. */
  @Get(':id/stamped')
  @Action('file.read')
  @ApiProduces('application/pdf')
  async stamped(@Param('id') id: string, @Query({ schema: StampQuery }) query: StampQuery, @Res() reply: FastifyReply, @By() by: Actor) {
    const { file, size, bytes } = await this.stamps.copy(id, query, by);
    const { etag: _, ...headers } = contentHeaders(file);
    await reply.headers({ ...headers, 'cache-control': 'private, no-store', 'content-length': String(size) }).send(bytes);
  }

  @Post(':id/link-task')
  @HttpCode(200)
  @Action('file.upload')
  @ApiOkResponse({ standardSchema: FileView })
  async link(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return view(await this.tasks.change('link', id, task, by));
  }

  @Post(':id/unlink-task')
  @HttpCode(200)
  @Action('file.upload')
  @ApiOkResponse({ standardSchema: FileView })
  async unlink(@Param('id') id: string, @Body({ schema: TaskLinking }) { task }: TaskLinking, @By() by: Actor) {
    return view(await this.tasks.change('unlink', id, task, by));
  }

  @Get(':id/task-links')
  @Action('file.read')
  @ApiOkResponse({ standardSchema: TaskLinkLog })
  async links(@Param('id') id: string, @By() by: Actor) {
    return TaskLinkLog.parse({ items: await this.tasks.log(id, by) });
  }
}
