import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Put, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  CheckGive, FindingImportQuery, FindingImportView, FindingJoin, FindingOpen, FindingPage, FindingPlan, FindingQuery, FindingView, LimitExtend, LimitSuspend, LookBackGive, NoticeIssue, ProofGive, StatementGive,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import type { FastifyRequest } from 'fastify';
import { isOpen, type Finding } from './finding-rule.ts';
import { FindingService } from './finding-service.ts';
import { ImportService } from './import-service.ts';
import { LedgerService } from './ledger-service.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const viewed = (one: Finding) => ({ ...one, overdue: one.overdueOn !== '' && isOpen(one) });

const SEEN = { name: 'If-Match', required: false, description: 'the version that was looked at' };

@ApiTags('rectification')
@Controller('api/rectification/findings')
export class FindingController {
  constructor(
    @Inject(FindingService) readonly findings: FindingService,
    @Inject(ImportService) readonly imports: ImportService,
    @Inject(LedgerService) readonly ledger: LedgerService,
  ) {}

  @Post()
  @Action('finding.open')
  @ApiCreatedResponse({ standardSchema: FindingView })
  async open(@Body({ schema: FindingOpen }) input: FindingOpen, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.open(input, by)));
  }

  @Get()
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: FindingPage })
  async list(@Query({ schema: FindingQuery }) query: FindingQuery, @By() by: Actor) {
    const { items, ...rest } = await this.findings.list(query, by);
    return FindingPage.parse({ items: items.map(viewed), ...rest });
  }

  /** The problem ledger as a workbook, filtered as the list is. */
  @Get('ledger')
  @Action('finding.read')
  @ApiProduces(XLSX)
  async export(@Query({ schema: FindingQuery }) query: FindingQuery, @By() by: Actor): Promise<StreamableFile> {
    const bytes = await this.ledger.sheet(query, by);
    return new StreamableFile(bytes, { type: XLSX, disposition: `attachment; filename*=UTF-8''${encodeURIComponent('问题台账.xlsx')}`, length: bytes.length });
  }

  /** Supervision items of another system, from an Excel or CSV file; all rows or none. */
  @Post('imports')
  @HttpCode(200)
  @Action('finding.open')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: FindingImportView })
  async import(@Query({ schema: FindingImportQuery }) query: FindingImportQuery, @By() by: Actor, @Req() request: FastifyRequest) {
    return FindingImportView.parse(await this.imports.load(query, request.raw, by));
  }

  @Get(':id')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: FindingView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.get(id, by)));
  }

  /** How the problem is taken up: who answers for it, why it came about, what is done, what keeps it from coming back. */
  @Put(':id/plan')
  @Action('finding.plan')
  @ApiOkResponse({ standardSchema: FindingView })
  @ApiHeader(SEEN)
  async plan(@Param('id') id: string, @Body({ schema: FindingPlan }) input: FindingPlan, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.plan(id, input, ifMatch, by)));
  }

  /** The unit is told what to mend by when; a length the source leaves open must be given. */
  @Post(':id/notice')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: FindingView })
  async notice(@Param('id') id: string, @Body({ schema: NoticeIssue }) input: NoticeIssue, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.notice(id, input, by)));
  }

  /** The unit has read the notice. */
  @Post(':id/acknowledgement')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: FindingView })
  async acknowledgement(@Param('id') id: string, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.acknowledge(id, by)));
  }

  /** Reported to the body above; there must be a plan and a limit. */
  @Post(':id/report')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: FindingView })
  async report(@Param('id') id: string, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.report(id, by)));
  }

  /** A later last day, never by the unit itself. */
  @Post(':id/extension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: FindingView })
  @ApiHeader(SEEN)
  async extension(@Param('id') id: string, @Body({ schema: LimitExtend }) input: LimitExtend, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.extend(id, input, ifMatch, by)));
  }

  /** The clock stops. */
  @Post(':id/suspension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: FindingView })
  async suspension(@Param('id') id: string, @Body({ schema: LimitSuspend }) input: LimitSuspend, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.suspend(id, input.reason, by)));
  }

  /** The clock runs on with the days that were left. */
  @Post(':id/resumption')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: FindingView })
  async resumption(@Param('id') id: string, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.resume(id, by)));
  }

  /** What the unit says for itself. */
  @Post(':id/statement')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: FindingView })
  async statement(@Param('id') id: string, @Body({ schema: StatementGive }) input: StatementGive, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.state(id, input, by)));
  }

  @Post(':id/proof')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: FindingView })
  async proof(@Param('id') id: string, @Body({ schema: ProofGive }) input: ProofGive, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.prove(id, input, by)));
  }

  /** Somebody looked again on site. */
  @Post(':id/look-back')
  @HttpCode(200)
  @Action('finding.check')
  @ApiOkResponse({ standardSchema: FindingView })
  async lookBack(@Param('id') id: string, @Body({ schema: LookBackGive }) input: LookBackGive, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.lookBack(id, input, by)));
  }

  /** Another person closes it or sends it back. */
  @Post(':id/check')
  @HttpCode(200)
  @Action('finding.check')
  @ApiOkResponse({ standardSchema: FindingView })
  async check(@Param('id') id: string, @Body({ schema: CheckGive }) input: CheckGive, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.check(id, input, by)));
  }

  /** Another finding about the same matter becomes a source of this one. */
  @Post(':id/joining')
  @HttpCode(200)
  @Action('finding.open')
  @ApiOkResponse({ standardSchema: FindingView })
  async joining(@Param('id') id: string, @Body({ schema: FindingJoin }) input: FindingJoin, @By() by: Actor) {
    return FindingView.parse(viewed(await this.findings.join(id, input.otherId, by)));
  }
}
