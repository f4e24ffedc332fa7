import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FactsEnter, FactsHistory, FactsImport, FactsImported, FactsView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { Views } from '../views.ts';
import { FactsService } from './facts-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/campaigns/:campaignId/facts')
export class FactsController {
  constructor(
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Put(':unitId')
  @Action('fact.enter')
  @ApiOkResponse({ standardSchema: FactsView })
  async enter(@Param('campaignId') campaignId: string, @Param('unitId') unitId: string, @Body({ schema: FactsEnter }) input: FactsEnter, @By() by: Actor): Promise<FactsView> {
    return FactsView.parse(await this.views.facts(await this.facts.enter(campaignId, unitId, input, by)));
  }

  @Post('import')
  @HttpCode(200)
  @Action('fact.enter')
  @ApiOkResponse({ standardSchema: FactsImported })
  async import(@Param('campaignId') campaignId: string, @Body({ schema: FactsImport }) input: FactsImport, @By() by: Actor): Promise<FactsImported> {
    return FactsImported.parse({ taken: await this.facts.import(campaignId, input, by) });
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
