import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CandidateList, ComplaintList, NoticePublish, NoticeView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { CandidateService } from './candidate-service.ts';
import { NoticeService } from './notice-service.ts';
import { complaintView, noticeView } from '../views.ts';
import { ComplaintService } from './complaint-service.ts';

@ApiTags('publicity')
@Controller('api/publicity')
export class NoticeController {
  constructor(
    @Inject(NoticeService) readonly notices: NoticeService,
    @Inject(CandidateService) readonly candidates: CandidateService,
    @Inject(ComplaintService) readonly reports: ComplaintService,
  ) {}

  @Get('campaigns/:id/candidates')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: CandidateList })
  async ofCampaign(@Param('id') id: string, @By() by: Actor) {
    return CandidateList.parse({ items: await this.candidates.list(id, by) });
  }

  @Post('notices')
  @Action('notice.publish')
  @ApiCreatedResponse({ standardSchema: NoticeView })
  async publish(@Body({ schema: NoticePublish }) input: NoticePublish, @By() by: Actor) {
    return NoticeView.parse(noticeView(await this.notices.publish(input, by)));
  }

  @Post('notices/:id/confirmation')
  @HttpCode(200)
  @Action('notice.confirm')
  @ApiOkResponse({ standardSchema: NoticeView })
  async confirm(@Param('id') id: string, @By() by: Actor) {
    return NoticeView.parse(noticeView(await this.notices.confirm(id, by)));
  }

  @Get('notices/:id/complaints')
  @Action('complaint.handle')
  @ApiOkResponse({ standardSchema: ComplaintList })
  async complaints(@Param('id') id: string, @By() by: Actor) {
    return ComplaintList.parse({ items: (await this.reports.ofNotice(id, by)).map(complaintView) });
  }
}
