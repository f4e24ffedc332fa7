import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ComplaintAppeal, ComplaintAsk, ComplaintAttachment, ComplaintFile, ComplaintHandle, ComplaintPage, ComplaintQuery, ComplaintReceipt, ComplaintSettings, ComplaintSettingsView, ComplaintStatus, ComplaintView,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { complaintLine, complaintView } from '../views.ts';
import { ComplaintFiles } from './complaint-files.ts';
import { ComplaintService } from './complaint-service.ts';
import { ComplaintSettingsStore } from './complaint-settings.ts';

const IF_MATCH = { name: 'If-Match', required: false, description: 'the version that is changed' } as const;

/** Complaints: made and followed without an account, looked into at a desk. What strangers send is kept for nobody's repeated order. */
@ApiTags('publicity')
@Controller('api/publicity')
export class ComplaintController {
  constructor(
    @Inject(ComplaintService) readonly complaints: ComplaintService,
    @Inject(ComplaintFiles) readonly files: ComplaintFiles,
    @Inject(ComplaintSettingsStore) readonly settings: ComplaintSettingsStore,
  ) {}

  @Post('public/notices/:id/complaints')
  @Action('complaint.file')
  @Confidential()
  @ApiTags('public')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'of 32 characters or more: the same key gives the same receipt code' })
  @ApiCreatedResponse({ standardSchema: ComplaintReceipt })
  async file(@Param('id') id: string, @Body({ schema: ComplaintFile }) input: ComplaintFile, @Headers('idempotency-key') key: string | undefined, @Req() request: FastifyRequest) {
    return ComplaintReceipt.parse(await this.complaints.file(id, input, key, request.ip));
  }

  /** The body is the file itself. */
  @Post('public/notices/:id/complaint-files')
  @Action('complaint.file')
  @Confidential()
  @ApiTags('public')
  @ApiConsumes('application/octet-stream')
  @ApiHeader({ name: 'X-File-Name', required: true, description: 'percent-encoded UTF-8' })
  @ApiCreatedResponse({ standardSchema: ComplaintAttachment })
  async attach(@Param('id') id: string, @Headers('x-file-name') name: string | undefined, @Req() request: FastifyRequest) {
    const size = Number(request.headers['content-length'] ?? Number.NaN);
    return ComplaintAttachment.parse(await this.files.take(id, name, Number.isNaN(size) ? undefined : size, request.raw, request.ip));
  }

  /** What became of a complaint. The code comes in the body: addresses are written down on their way. */
  @Post('public/complaints/status')
  @HttpCode(200)
  @Action('public.read')
  @Confidential()
  @ApiTags('public')
  @ApiOkResponse({ standardSchema: ComplaintStatus })
  async status(@Body({ schema: ComplaintAsk }) { receiptCode }: ComplaintAsk, @Req() request: FastifyRequest) {
    return ComplaintStatus.parse(await this.complaints.status(receiptCode, request.ip));
  }

  @Post('public/complaints/appeal')
  @HttpCode(200)
  @Action('complaint.file')
  @Confidential()
  @ApiTags('public')
  @ApiOkResponse({ standardSchema: ComplaintStatus })
  async appeal(@Body({ schema: ComplaintAppeal }) input: ComplaintAppeal, @Req() request: FastifyRequest) {
    await this.complaints.appeal(input, request.ip);
    return ComplaintStatus.parse(await this.complaints.status(input.receiptCode, request.ip));
  }

  @Get('complaints')
  @Action('complaint.handle')
  @ApiOkResponse({ standardSchema: ComplaintPage })
  async list(@Query({ schema: ComplaintQuery }) query: ComplaintQuery, @By() by: Actor) {
    const { items, ...rest } = await this.complaints.list(query, by);
    return ComplaintPage.parse({ ...rest, items: items.map(complaintLine) });
  }

  @Get('complaints/:id')
  @Action('complaint.handle')
  @ApiOkResponse({ standardSchema: ComplaintView })
  async one(@Param('id') id: string, @By() by: Actor) {
    return ComplaintView.parse(complaintView(await this.complaints.get(id, by)));
  }

  @Get('complaints/:id/files/:fileId')
  @Action('complaint.handle')
  @ApiProduces('application/octet-stream')
  async content(@Param('id') id: string, @Param('fileId') fileId: string, @Res() reply: FastifyReply, @By() by: Actor): Promise<void> {
    const { entry, bytes } = await this.complaints.content(id, fileId, by);
    const { name, mediaType, size } = entry;
    void reply.headers({
      'content-type': mediaType, 'content-length': size, 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store', 'content-disposition': `attachment; filename="attachment"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    });
    void reply.send(bytes);
  }

  @Post('complaints/:id/acknowledgement')
  @HttpCode(200)
  @Action('complaint.handle')
  @Confidential()
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: ComplaintView })
  async acknowledge(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ComplaintView.parse(complaintView(await this.complaints.acknowledge(id, ifMatch, by)));
  }

  @Post('complaints/:id/handling')
  @HttpCode(200)
  @Action('complaint.handle')
  @Confidential()
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: ComplaintView })
  async handle(@Param('id') id: string, @Body({ schema: ComplaintHandle }) input: ComplaintHandle, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ComplaintView.parse(complaintView(await this.complaints.handle(id, input, ifMatch, by)));
  }

  @Post('complaints/:id/appeal-answer')
  @HttpCode(200)
  @Action('complaint.handle')
  @Confidential()
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: ComplaintView })
  async answerAppeal(@Param('id') id: string, @Body({ schema: ComplaintHandle }) input: ComplaintHandle, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return ComplaintView.parse(complaintView(await this.complaints.answerAppeal(id, input, ifMatch, by)));
  }

  @Get('complaint-settings')
  @Action('complaint.configure')
  @ApiOkResponse({ standardSchema: ComplaintSettingsView })
  async readSettings() {
    const { version, settings } = await this.settings.read();
    return ComplaintSettingsView.parse({ version, ...settings });
  }

  @Put('complaint-settings')
  @Action('complaint.configure')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: ComplaintSettingsView })
  async writeSettings(@Body({ schema: ComplaintSettings }) input: ComplaintSettings, @Headers('if-match') ifMatch: string | undefined) {
    const { version, settings } = await this.settings.write(input, ifMatch);
    return ComplaintSettingsView.parse({ version, ...settings });
  }
}
