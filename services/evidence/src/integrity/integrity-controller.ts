import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FourPropertyQuery, FourPropertyReport, IncidentPage, IncidentQuery, IntegrityRunList, IntegrityRunOrder, IntegrityRunView, IntegrityView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { FourPropertyService } from './four-property-service.ts';
import { RunService } from './run-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/integrity')
export class IntegrityController {
  constructor(
    @Inject(RunService) readonly runs: RunService,
    @Inject(FourPropertyService) readonly properties: FourPropertyService,
  ) {}

  @Get()
  @Action('integrity.read')
  @ApiOkResponse({ standardSchema: IntegrityView })
  async view() {
    return IntegrityView.parse(await this.runs.view());
  }

  /** Begins a check; how far it is and what it found is asked for by its id. */
  @Post('runs')
  @Action('integrity.run')
  @ApiCreatedResponse({ standardSchema: IntegrityRunView })
  async order(@Body({ schema: IntegrityRunOrder }) input: IntegrityRunOrder, @By() by: Actor) {
    return IntegrityRunView.parse(await this.runs.order(input, by));
  }

  @Get('runs')
  @Action('integrity.read')
  @ApiOkResponse({ standardSchema: IntegrityRunList })
  async list() {
    return IntegrityRunList.parse({ items: await this.runs.runs.list() });
  }

  @Get('runs/:id')
  @Action('integrity.read')
  @ApiOkResponse({ standardSchema: IntegrityRunView })
  async get(@Param('id') id: string) {
    return IntegrityRunView.parse(await this.runs.get(id));
  }

  @Get('incidents')
  @Action('integrity.read')
  @ApiOkResponse({ standardSchema: IncidentPage })
  async incidents(@Query({ schema: IncidentQuery }) query: IncidentQuery) {
    return IncidentPage.parse(await this.runs.listIncidents(query));
  }

  /** 真实性、完整性、可用性、安全性: what a unit kept in a year, row by row of the check that DA/T 70 asks for. */
  @Get('four-properties')
  @Action('integrity.read')
  @ApiOkResponse({ standardSchema: FourPropertyReport })
  async fourProperties(@Query({ schema: FourPropertyQuery }) query: FourPropertyQuery) {
    return FourPropertyReport.parse(await this.properties.report(query));
  }
}
