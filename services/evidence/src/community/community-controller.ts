import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EvaluationGiving, EvaluationList, EvaluationQuery, EvaluationView, RegistrationEnd, RegistrationFiling, RegistrationPage, RegistrationQuery, RegistrationView, StatisticsQuery, StatisticsView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { disposition } from '../file/content-headers.ts';
import { EvaluationService } from './evaluation-service.ts';
import { RegistrationService } from './registration-service.ts';
import { statisticsSheet } from './statistics-sheet.ts';
import { StatisticsService } from './statistics-service.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@ApiTags('evidence')
@Controller('api/evidence/community')
export class CommunityController {
  constructor(
    @Inject(RegistrationService) readonly registrations: RegistrationService,
    @Inject(EvaluationService) readonly evaluations: EvaluationService,
    @Inject(StatisticsService) readonly statistics: StatisticsService,
  ) {}

  @Post('registrations')
  @Action('community.register')
  @ApiCreatedResponse({ standardSchema: RegistrationView })
  async register(@Body({ schema: RegistrationFiling }) input: RegistrationFiling, @By() by: Actor) {
    return RegistrationView.parse(await this.registrations.register(input, by));
  }

  @Get('registrations')
  @Action('community.read')
  @ApiOkResponse({ standardSchema: RegistrationPage })
  async listRegistrations(@Query({ schema: RegistrationQuery }) query: RegistrationQuery, @By() by: Actor) {
    return RegistrationPage.parse(await this.registrations.list(query, by));
  }

  @Post('registrations/:id/end')
  @HttpCode(200)
  @Action('community.register')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is ended' })
  @ApiOkResponse({ standardSchema: RegistrationView })
  async end(@Param('id') id: string, @Body({ schema: RegistrationEnd }) input: RegistrationEnd, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return RegistrationView.parse(await this.registrations.end(id, input, ifMatch, by));
  }

  /** The clerk of the community speaks for it, the clerk of the unit for the unit. */
  @Post('evaluations')
  @Action('community.register')
  @ApiCreatedResponse({ standardSchema: EvaluationView })
  async evaluate(@Body({ schema: EvaluationGiving }) input: EvaluationGiving, @By() by: Actor) {
    return EvaluationView.parse(await this.evaluations.give(input, by));
  }

  @Get('evaluations')
  @Action('community.read')
  @ApiOkResponse({ standardSchema: EvaluationList })
  async listEvaluations(@Query({ schema: EvaluationQuery }) query: EvaluationQuery, @By() by: Actor) {
    return EvaluationList.parse({ items: await this.evaluations.list(query, by) });
  }

  @Get('statistics')
  @Action('community.read')
  @ApiOkResponse({ standardSchema: StatisticsView })
  async count(@Query({ schema: StatisticsQuery }) query: StatisticsQuery, @By() by: Actor) {
    return StatisticsView.parse(await this.statistics.count(query, by));
  }

  /** The same as a workbook. */
  @Get('statistics/sheet')
  @Action('community.read')
  @ApiProduces(XLSX)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async sheet(@Query({ schema: StatisticsQuery }) query: StatisticsQuery, @By() by: Actor, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await statisticsSheet(await this.statistics.count(query, by));
    await reply.headers({ 'content-type': XLSX, 'content-disposition': disposition(`双报到统计 ${query.from} 至 ${query.to}.xlsx`) }).send(Buffer.from(bytes));
  }
}
