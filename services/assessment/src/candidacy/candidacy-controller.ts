import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  JudgedView, CandidacyDecision, CandidacyDetail, CandidacyList, CandidacyQuery, DeclarationDraft, Declare, HandOn, Judge, JudgeBatch, ProposeBatch, ReviewItems, SendBack, TakeBack, Verify, Withdraw,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { levelName, Views } from '../views.ts';
import type { Candidacy } from './candidacy.ts';
import { CandidacyService } from './candidacy-service.ts';
import { decisionWords } from './decision-words.ts';

@ApiTags('assessment')
@Controller('api/assessment/candidacies')
export class CandidacyController {
  constructor(
    @Inject(CandidacyService) readonly candidacies: CandidacyService,
    @Inject(Views) readonly views: Views,
  ) {}

  @Get()
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: CandidacyList })
  async list(@Query({ schema: CandidacyQuery }) query: CandidacyQuery, @By() by: Actor): Promise<CandidacyList> {
    const { items, ...rest } = await this.candidacies.list(query, by);
    return CandidacyList.parse({ items: await this.views.candidacies(items), ...rest });
  }

  @Post('propose')
  @HttpCode(200)
  @Action('level.review')
  @ApiOkResponse({ standardSchema: JudgedView })
  async proposeAll(@Body({ schema: ProposeBatch }) { candidacyIds, ...given }: ProposeBatch, @By() by: Actor): Promise<JudgedView> {
    return JudgedView.parse(await this.candidacies.judgeAll(candidacyIds, 'propose', given, by));
  }

  @Post('decide')
  @HttpCode(200)
  @Action('level.decide')
  @ApiOkResponse({ standardSchema: JudgedView })
  async decideAll(@Body({ schema: JudgeBatch }) { act, candidacyIds, ...given }: JudgeBatch, @By() by: Actor): Promise<JudgedView> {
    return JudgedView.parse(await this.candidacies.judgeAll(candidacyIds, act, given, by));
  }

  @Get(':id')
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async get(@Param('id') id: string, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.get(id, by));
  }

  /** The result, why, and what is missing for the next level. */
  @Get(':id/decision')
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: CandidacyDecision })
  async decision(@Param('id') id: string, @By() by: Actor): Promise<CandidacyDecision> {
    const { was, campaign, stored, record, text } = await this.candidacies.decision(id, by);
    const { scheme } = await this.views.campaigns.programme(campaign);
    const { schemeId, schemeVersion } = campaign;
    const words = await decisionWords(scheme, campaign.parameters, record.decision, async (id) => (await this.views.units.find(id))?.name ?? id);
    return CandidacyDecision.parse({ ...record, stored, schemeId, schemeVersion, text, level: levelName(scheme, was.computed ? was.level : record.decision.level), ...words });
  }

  @Put(':id/declaration')
  @Action('level.declare')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async saveDraft(@Param('id') id: string, @Body({ schema: DeclarationDraft }) draft: DeclarationDraft, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.saveDraft(id, draft, by));
  }

  @Post(':id/declare')
  @HttpCode(200)
  @Action('level.declare')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async declare(@Param('id') id: string, @Body({ schema: Declare }) given: Declare, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.declare(id, given, by));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Action('level.declare')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async withdraw(@Param('id') id: string, @Body({ schema: Withdraw }) { reason }: Withdraw, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.withdraw(id, reason, by));
  }

  /** What a reviewer found on the items that the unit assessed itself. */
  @Put(':id/items')
  @Action('level.review')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async reviewItems(@Param('id') id: string, @Body({ schema: ReviewItems }) given: ReviewItems, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.reviewItems(id, given, by));
  }

  @Post(':id/propose')
  @HttpCode(200)
  @Action('level.review')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async propose(@Param('id') id: string, @Body({ schema: Judge }) given: Judge, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.judge(id, 'propose', given, by));
  }

  @Post(':id/recommend')
  @HttpCode(200)
  @Action('level.decide')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async recommend(@Param('id') id: string, @Body({ schema: Judge }) given: Judge, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.judge(id, 'recommend', given, by));
  }

  @Post(':id/nominate')
  @HttpCode(200)
  @Action('level.decide')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async nominate(@Param('id') id: string, @Body({ schema: Judge }) given: Judge, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.judge(id, 'nominate', given, by));
  }

  /** The body that the scheme names for the level decides it; recognising a level is deciding it. */
  @Post(':id/decide')
  @HttpCode(200)
  @Action('level.decide')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async decide(@Param('id') id: string, @Body({ schema: Judge }) given: Judge, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.judge(id, 'decide', given, by));
  }

  @Post(':id/verify')
  @HttpCode(200)
  @Action('level.review')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async verify(@Param('id') id: string, @Body({ schema: Verify }) given: Verify, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.verify(id, given, by));
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Action('level.confirm')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async confirm(@Param('id') id: string, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.confirm(id, by));
  }

  @Post(':id/send-back')
  @HttpCode(200)
  @Action('level.return')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async sendBack(@Param('id') id: string, @Body({ schema: SendBack }) given: SendBack, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.sendBack(id, given, by));
  }

  /** Hands the file on to the body that decides another level than the one so far, with this body's opinion. */
  @Post(':id/hand-on')
  @HttpCode(200)
  @Action('level.return')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async handOn(@Param('id') id: string, @Body({ schema: HandOn }) given: HandOn, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.handOn(id, given, by));
  }

  /** Takes back what one's body put last, such as a recommendation, as long as nobody acted on it. */
  @Post(':id/take-back')
  @HttpCode(200)
  @Action('level.return')
  @ApiOkResponse({ standardSchema: CandidacyDetail })
  async takeBack(@Param('id') id: string, @Body({ schema: TakeBack }) { reason }: TakeBack, @By() by: Actor): Promise<CandidacyDetail> {
    return this.#detail(await this.candidacies.takeBack(id, reason, by));
  }

  async #detail(candidacy: Candidacy): Promise<CandidacyDetail> {
    return CandidacyDetail.parse(await this.views.candidacy(candidacy));
  }
}
