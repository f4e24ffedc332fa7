import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ComplaintFile, ComplaintReceipt, ComplaintStatus, NoticeList, NoticeView, VerificationView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { Action } from '@xingchuang/server';
import { AwardService } from './award-service.ts';
import { NoticeDocuments } from './notice-documents.ts';
import { NoticeService } from './notice-service.ts';
import { noticeView } from './views.ts';
import { verifyPage, VERIFY_POLICY } from './verify-page.ts';

/** What anyone may see and do without an account: read notices, complain, verify a certificate. */
@ApiTags('public')
@Controller()
export class PublicController {
  constructor(
    @Inject(NoticeService) readonly notices: NoticeService,
    @Inject(NoticeDocuments) readonly documents: NoticeDocuments,
    @Inject(AwardService) readonly awards: AwardService,
  ) {}

  @Get('api/publicity/public/notices')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: NoticeList })
  async list() {
    return NoticeList.parse({ items: (await this.notices.list()).map(noticeView) });
  }

  @Get('api/publicity/public/notices/:id')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: NoticeView })
  async notice(@Param('id') id: string) {
    return NoticeView.parse(noticeView(await this.notices.get(id)));
  }

  @Get('api/publicity/public/notices/:id/document')
  @Action('public.read')
  @Header('content-type', 'application/pdf')
  async document(@Param('id') id: string) {
    return new StreamableFile(await this.documents.of(id), { type: 'application/pdf' });
  }

  @Post('api/publicity/public/notices/:id/complaints')
  @Action('complaint.file')
  @ApiCreatedResponse({ standardSchema: ComplaintReceipt })
  async complain(@Param('id') id: string, @Body({ schema: ComplaintFile }) input: ComplaintFile) {
    return ComplaintReceipt.parse(await this.notices.complain(id, input));
  }

  @Get('api/publicity/public/notices/:id/complaints/:receipt')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: ComplaintStatus })
  async complaint(@Param('id') id: string, @Param('receipt') receipt: string) {
    return ComplaintStatus.parse(await this.notices.complaintStatus(id, receipt));
  }

  @Get('api/publicity/public/awards/:number')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: VerificationView })
  async verify(@Param('number') number: string) {
    return VerificationView.parse(await this.awards.byNumber(number));
  }

  /** The page behind the QR code; a number that is nowhere gets a page as well. */
  @Get('verify/:number')
  @HttpCode(200)
  @Action('public.read')
  async verifyPage(@Param('number') number: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.awards.byNumber(number).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    void reply.status(found ? 200 : 404).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store');
    void reply.header('content-security-policy', VERIFY_POLICY).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    return verifyPage(found && VerificationView.parse(found), number);
  }
}
