import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Exclude, FactsEnter, FactsFill, FactsFilled, FactsHistory, FactsImport, FactsImported, FactsTableFormat, FactsTableQuery, FactsTableView, FactsView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { Views } from '../views.ts';
import { FactsService } from './facts-service.ts';
import { bodyOf } from './facts-table-file.ts';
import { FactsTableService } from './facts-table-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns/:campaignId/facts')
export class FactsController {
  constructor(
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsTableService) readonly tables: FactsTableService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Put(':unitId')
  @Action('fact.enter')
  @ApiOkResponse({ standardSchema: FactsView })
  async enter(@Param('campaignId') campaignId: string, @Param('unitId') unitId: string, @Body({ schema: FactsEnter }) input: FactsEnter, @By() by: Actor): Promise<FactsView> {
    return FactsView.parse(await this.views.facts(await this.facts.enter(campaignId, unitId, input, by)));
  }

  /** Counts the facts anew that the scheme takes from records, the register, inspections, ratings and earlier rounds. */
  @Post('fill')
  @HttpCode(200)
  @Action('fact.enter')
  @ApiOkResponse({ standardSchema: FactsFilled })
  async fill(@Param('campaignId') campaignId: string, @Body({ schema: FactsFill }) input: FactsFill, @By() by: Actor): Promise<FactsFilled> {
    return FactsFilled.parse(await this.facts.fill(campaignId, input, by));
  }

  @Post('import')
  @HttpCode(200)
  @Action('fact.enter')
  @ApiOkResponse({ standardSchema: FactsImported })
  async import(@Param('campaignId') campaignId: string, @Body({ schema: FactsImport }) input: FactsImport, @By() by: Actor): Promise<FactsImported> {
    return FactsImported.parse({ taken: await this.facts.import(campaignId, input, by) });
  }

  /** An XLSX or CSV (UTF-8 or GBK) as `GET table` gives it: with `dryRun` only every fault by row and column, otherwise all of it or nothing. */
  @Post('table')
  @HttpCode(200)
  @Action('fact.enter')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: FactsTableView })
  async importTable(@Param('campaignId') campaignId: string, @Query({ schema: FactsTableQuery }) { dryRun }: FactsTableQuery, @Req() request: FastifyRequest, @By() by: Actor): Promise<FactsTableView> {
    return FactsTableView.parse(await this.tables.import(campaignId, await bodyOf(request.raw), dryRun, by));
  }

  @Get('table')
  @Action('fact.read')
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'text/csv')
  async exportTable(@Param('campaignId') campaignId: string, @Query({ schema: FactsTableFormat }) { format }: FactsTableFormat, @Res() reply: FastifyReply, @By() by: Actor): Promise<void> {
    const { name, bytes } = await this.tables.export(campaignId, format, by);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    void reply.headers({ 'content-type': type, 'content-disposition': `attachment; filename="facts.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' });
    void reply.send(Buffer.from(bytes));
  }

  /** A case that the scheme leaves to a body: not eligible, with a written reason. */
  @Post(':unitId/exclusions')
  @HttpCode(200)
  @Action('exclusion.state')
  @ApiOkResponse({ standardSchema: FactsView })
  async exclude(@Param('campaignId') campaignId: string, @Param('unitId') unitId: string, @Body({ schema: Exclude }) input: Exclude, @By() by: Actor): Promise<FactsView> {
    return FactsView.parse(await this.views.facts(await this.facts.exclude(campaignId, unitId, input, by)));
  }

  @Get(':unitId')
  @Action('fact.read')
  @ApiOkResponse({ standardSchema: FactsView })
  async get(@Param('campaignId') campaignId: string, @Param('unitId') unitId: string, @By() by: Actor): Promise<FactsView> {
    return FactsView.parse(await this.views.facts(await this.facts.get(campaignId, unitId, by)));
  }

  /** Every version, newest first, with who entered it. */
  @Get(':unitId/history')
  @Action('fact.read')
  @ApiOkResponse({ standardSchema: FactsHistory })
  async history(@Param('campaignId') campaignId: string, @Param('unitId') unitId: string, @By() by: Actor): Promise<FactsHistory> {
    return FactsHistory.parse({ items: await this.facts.history(campaignId, unitId, by) });
  }
}
