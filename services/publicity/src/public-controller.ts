import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NoticeList, NoticeView, PublicBulletinPage, PublicBulletinQuery } from '@xingchuang/contracts';
import { Action } from '@xingchuang/server';
import { BulletinService } from './bulletin/bulletin-service.ts';
import { NoticeDocuments } from './notice/notice-documents.ts';
import { NoticeService } from './notice/notice-service.ts';
import { noticeView } from './views.ts';

/** What anyone may see without an account: the notices, and the issues that are for everybody. */
@ApiTags('public')
@Controller()
export class PublicController {
  constructor(
    @Inject(NoticeService) readonly notices: NoticeService,
    @Inject(NoticeDocuments) readonly documents: NoticeDocuments,
    @Inject(BulletinService) readonly bulletins: BulletinService,
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

  @Get('api/publicity/public/bulletins')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: PublicBulletinPage })
  async issues(@Query({ schema: PublicBulletinQuery }) { pageToken }: PublicBulletinQuery) {
    return PublicBulletinPage.parse(await this.bulletins.publics(pageToken));
  }

  @Get('api/publicity/public/bulletins/:id/document')
  @Action('public.read')
  @Header('content-type', 'application/pdf')
  async issue(@Param('id') id: string) {
    return new StreamableFile(await this.bulletins.publicDocument(id), { type: 'application/pdf' });
  }
}
