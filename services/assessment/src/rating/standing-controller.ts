import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  MemberEvaluationEnter, MemberEvaluationList, MemberEvaluationQuery, MemberEvaluationView, StandingCorrect, StandingEnter, StandingListQuery, StandingPage, StandingPreview, StandingQuery, StandingView,
} from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { Action, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import { MemberEvaluationService } from './member-evaluation-service.ts';
import type { MemberEvaluation } from './member-evaluation.ts';
import { pointedOut } from './standing-rule.ts';
import { bytesOf } from './sheet-body.ts';
import { StandingService } from './standing-service.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class StandingController {
  constructor(
    @Inject(StandingService) readonly standings: StandingService,
    @Inject(MemberEvaluationService) readonly evaluations: MemberEvaluationService,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  /** XLSX, CSV or JSON with 编码, 名称, 得分 and, if wanted, 名次: what would come of it, row by row. */
  @Post('standings/preview')
  @HttpCode(200)
  @Action('standing.import')
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ standardSchema: StandingPreview })
  async preview(@Req() request: FastifyRequest, @By() by: Actor): Promise<StandingPreview> {
    return StandingPreview.parse(await this.standings.preview(await bytesOf(request.raw), by));
  }

  @Post('standings')
  @Action('standing.import')
  @ApiCreatedResponse({ standardSchema: StandingView })
  async enter(@Body({ schema: StandingEnter }) input: StandingEnter, @By() by: Actor): Promise<StandingView> {
    return this.#view((await this.standings.enter(input, by)).id, undefined, by);
  }

  @Post('standings/:id/corrections')
  @HttpCode(200)
  @Action('standing.import')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that is corrected' })
  @ApiOkResponse({ standardSchema: StandingView })
  async correct(@Param('id') id: string, @Body({ schema: StandingCorrect }) input: StandingCorrect, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor): Promise<StandingView> {
    await this.standings.correct(id, input, ifMatch, by);
    return this.#view(id, undefined, by);
  }

  @Get('standings')
  @Action('standing.read')
  @ApiOkResponse({ standardSchema: StandingPage })
  async list(@Query({ schema: StandingListQuery }) { pageToken }: StandingListQuery, @By() by: Actor) {
    const { items, ...rest } = await this.standings.list(pageToken, by);
    const owners = await this.units.byIds(items.map(({ unitId }) => unitId));
    return StandingPage.parse({ items: items.map((standing) => ({ ...standing, owner: owners.get(standing.unitId) })), ...rest });
  }

  @Get('standings/:id')
  @Action('standing.read')
  @ApiOkResponse({ standardSchema: StandingView })
  async get(@Param('id') id: string, @Query({ schema: StandingQuery }) { edition }: StandingQuery, @By() by: Actor): Promise<StandingView> {
    return this.#view(id, edition, by);
  }

  @Post('member-evaluations')
  @HttpCode(200)
  @Action('member-evaluation.enter')
  @ApiOkResponse({ standardSchema: MemberEvaluationView })
  async evaluate(@Body({ schema: MemberEvaluationEnter }) input: MemberEvaluationEnter, @By() by: Actor): Promise<MemberEvaluationView> {
    return (await this.#evaluated([await this.evaluations.enter(input, by)]))[0]!;
  }

  @Get('member-evaluations')
  @Action('member-evaluation.read')
  @ApiOkResponse({ standardSchema: MemberEvaluationList })
  async evaluated(@Query({ schema: MemberEvaluationQuery }) query: MemberEvaluationQuery, @By() by: Actor) {
    const { items, missing } = await this.evaluations.list(query, by);
    return MemberEvaluationList.parse({ items: await this.#evaluated(items), missing });
  }

  async #view(id: string, edition: number | undefined, by: Actor): Promise<StandingView> {
    const { standing, lines } = await this.standings.get(id, edition, by);
    const known = await this.units.byIds([standing.unitId, ...lines.map(({ unitId }) => unitId)]);
    const shown = standing.editions.find((one) => one.edition === (edition ?? standing.edition))!;
    const rows = lines.map((line) => ({ ...line, ...pointedOut(line, standing.marks), unit: known.get(line.unitId), givenRank: line.givenRank || undefined }));
    return StandingView.parse({ ...standing, edition: shown.edition, on: shown.on, fileId: shown.fileId, owner: known.get(standing.unitId), rows });
  }

  async #evaluated(items: readonly MemberEvaluation[]): Promise<MemberEvaluationView[]> {
    const known = await this.units.byIds(items.map(({ unitId }) => unitId));
    return items.map((item) => MemberEvaluationView.parse({ ...item, unit: known.get(item.unitId) }));
  }
}
