import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  BallotCast, BallotReceipt, PaperRequest, PaperView, PublicAnswer, PublicSurveyView, RatingTextList, RatingTextVerdict, RatingTextView, RatingTodo, RoundClose, RoundOpen, RoundPage, RoundQuery, RoundView,
} from '@xingchuang/contracts';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential, UNITS, type UnitDirectory } from '@xingchuang/server';
import { BallotService } from './ballot-service.ts';
import { RoundService } from './round-service.ts';
import { RoundViews } from './round-views.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class RoundController {
  constructor(
    @Inject(RoundService) readonly rounds: RoundService,
    @Inject(BallotService) readonly voting: BallotService,
    @Inject(RoundViews) readonly views: RoundViews,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  @Post('ratings')
  @Action('rating.run')
  @ApiCreatedResponse({ standardSchema: RoundView })
  async open(@Body({ schema: RoundOpen }) input: RoundOpen, @By() by: Actor): Promise<RoundView> {
    return this.views.full(await this.rounds.open(input, by), by);
  }

  @Get('ratings')
  @Action('rating.read')
  @ApiOkResponse({ standardSchema: RoundPage })
  async list(@Query({ schema: RoundQuery }) query: RoundQuery, @By() by: Actor) {
    const { items, ...rest } = await this.rounds.list(query, by);
    return RoundPage.parse({ items: await Promise.all(items.map(({ round, mine }) => this.views.line(round, mine))), ...rest });
  }

  @Get('ratings/todo')
  @Action('rating.read')
  @ApiOkResponse({ standardSchema: RatingTodo })
  async todo(@By() by: Actor): Promise<RatingTodo> {
    return RatingTodo.parse({ items: await this.rounds.todo(by) });
  }

  @Get('ratings/:id')
  @Action('rating.read')
  @ApiOkResponse({ standardSchema: RoundView })
  async get(@Param('id') id: string, @By() by: Actor): Promise<RoundView> {
    return this.views.full(await this.rounds.get(id, by), by);
  }

  @Post('ratings/:id/closing')
  @HttpCode(200)
  @Action('rating.run')
  @ApiOkResponse({ standardSchema: RoundView })
  async close(@Param('id') id: string, @Body({ schema: RoundClose }) { reason }: RoundClose, @By() by: Actor): Promise<RoundView> {
    return this.views.full(await this.rounds.close(id, reason, by), by);
  }

  /** The unit's one paper. What is signed cannot be read, and nothing of the request is kept for a repeated key. */
  @Post('ratings/:id/paper')
  @HttpCode(200)
  @Action('rating.vote')
  @Confidential()
  @ApiOkResponse({ standardSchema: PaperView })
  async paper(@Param('id') id: string, @Body({ schema: PaperRequest }) { blinded }: PaperRequest, @By() by: Actor): Promise<PaperView> {
    return PaperView.parse(await this.voting.takePaper(id, blinded, by));
  }

  /** A ballot of nobody: send it without cookie and token. */
  @Post('ballots')
  @HttpCode(200)
  @Action('ballot.cast')
  @Confidential()
  @ApiOkResponse({ standardSchema: BallotReceipt })
  async cast(@Body({ schema: BallotCast }) input: BallotCast): Promise<BallotReceipt> {
    await this.voting.cast(input);
    return { accepted: true };
  }

  @Get('ratings/:id/texts')
  @Action('rating.read')
  @ApiOkResponse({ standardSchema: RatingTextList })
  async texts(@Param('id') id: string, @By() by: Actor) {
    const { round, texts } = await this.rounds.texts(id, by);
    return RatingTextList.parse({ items: await this.views.texts(round, texts) });
  }

  @Post('ratings/:id/texts/:textId')
  @HttpCode(200)
  @Action('rating.run')
  @ApiOkResponse({ standardSchema: RatingTextView })
  async judge(@Param('id') id: string, @Param('textId') textId: string, @Body({ schema: RatingTextVerdict }) { show }: RatingTextVerdict, @By() by: Actor): Promise<RatingTextView> {
    const { round, text } = await this.rounds.judgeText(id, textId, show, by);
    return (await this.views.texts(round, [text]))[0]!;
  }

  @Get('public/surveys/:code')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: PublicSurveyView })
  async survey(@Param('code') code: string): Promise<PublicSurveyView> {
    const round = await this.voting.survey(code);
    const known = await this.units.byIds([round.unitId, ...round.targetIds]);
    return PublicSurveyView.parse({ ...round, owner: known.get(round.unitId)?.name ?? '', targets: round.targetIds.map((id) => known.get(id)) });
  }

  @Post('public/surveys/:code/answers')
  @HttpCode(200)
  @Action('ballot.cast')
  @Confidential()
  @ApiOkResponse({ standardSchema: BallotReceipt })
  async answer(@Param('code') code: string, @Body({ schema: PublicAnswer }) input: PublicAnswer, @Req() request: FastifyRequest): Promise<BallotReceipt> {
    await this.voting.answerSurvey(code, input, request.ip);
    return { accepted: true };
  }
}
