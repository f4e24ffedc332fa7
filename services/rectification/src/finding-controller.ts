import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CheckGive, FindingOpen, FindingPage, FindingQuery, FindingView, NoticeIssue, ProofGive } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { FindingService } from './finding-service.ts';

@ApiTags('rectification')
@Controller('api/rectification/findings')
export class FindingController {
  constructor(@Inject(FindingService) readonly findings: FindingService) {}

  @Post()
  @Action('finding.open')
  @ApiCreatedResponse({ standardSchema: FindingView })
  async open(@Body({ schema: FindingOpen }) input: FindingOpen, @By() by: Actor) {
    return FindingView.parse(await this.findings.open(input, by));
  }

  @Get()
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: FindingPage })
  async list(@Query({ schema: FindingQuery }) query: FindingQuery, @By() by: Actor) {
    return FindingPage.parse(await this.findings.list(query, by));
  }

  @Get(':id')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: FindingView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return FindingView.parse(await this.findings.get(id, by));
  }

  @Post(':id/notice')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: FindingView })
  async notice(@Param('id') id: string, @Body({ schema: NoticeIssue }) input: NoticeIssue, @By() by: Actor) {
    return FindingView.parse(await this.findings.notice(id, input, by));
  }

  @Post(':id/proof')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: FindingView })
  async prove(@Param('id') id: string, @Body({ schema: ProofGive }) input: ProofGive, @By() by: Actor) {
    return FindingView.parse(await this.findings.prove(id, input, by));
  }

  @Post(':id/check')
  @HttpCode(200)
  @Action('finding.check')
  @ApiOkResponse({ standardSchema: FindingView })
  async check(@Param('id') id: string, @Body({ schema: CheckGive }) input: CheckGive, @By() by: Actor) {
    return FindingView.parse(await this.findings.check(id, input, by));
  }
}
