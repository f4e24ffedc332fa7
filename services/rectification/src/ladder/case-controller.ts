import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  CaseAssign, CaseLeaderSet, CaseLimitSet, CasePage, CaseQuery, CaseView, CheckGive, LadderQuery, LadderView, LimitExtend, LimitSuspend, ProofGive, StatementAnswer, StatementGive,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { CaseService } from './case-service.ts';

const SEEN = { name: 'If-Match', required: false, description: 'the version that was looked at' };

@ApiTags('rectification')
@Controller('api/rectification')
export class CaseController {
  constructor(@Inject(CaseService) readonly cases: CaseService) {}

  /** Where a unit stands on the scheme's ladder, and which rung is called for. */
  @Get('ladder')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: LadderView })
  async ladder(@Query({ schema: LadderQuery }) query: LadderQuery, @By() by: Actor) {
    return LadderView.parse(await this.cases.standing(query, by));
  }

  /** Somebody takes the rung in hand that is called for. */
  @Post('cases')
  @Action('case.assign')
  @ApiCreatedResponse({ standardSchema: CaseView })
  async assign(@Body({ schema: CaseAssign }) input: CaseAssign, @By() by: Actor) {
    return CaseView.parse(await this.cases.assign(input, by));
  }

  @Get('cases')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: CasePage })
  async list(@Query({ schema: CaseQuery }) query: CaseQuery, @By() by: Actor) {
    return CasePage.parse(await this.cases.list(query, by));
  }

  @Get('cases/:id')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: CaseView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return CaseView.parse(await this.cases.get(id, by));
  }

  /** The length that the source leaves open is set, and it begins. */
  @Post('cases/:id/limit')
  @HttpCode(200)
  @Action('case.assign')
  @ApiOkResponse({ standardSchema: CaseView })
  async limit(@Param('id') id: string, @Body({ schema: CaseLimitSet }) input: CaseLimitSet, @By() by: Actor) {
    return CaseView.parse(await this.cases.setLimit(id, input, by));
  }

  /** Who leads a rung that began by itself, or who takes over. */
  @Post('cases/:id/leader')
  @HttpCode(200)
  @Action('case.assign')
  @ApiOkResponse({ standardSchema: CaseView })
  async leader(@Param('id') id: string, @Body({ schema: CaseLeaderSet }) input: CaseLeaderSet, @By() by: Actor) {
    return CaseView.parse(await this.cases.setLeader(id, input, by));
  }

  @Post('cases/:id/extension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: CaseView })
  @ApiHeader(SEEN)
  async extension(@Param('id') id: string, @Body({ schema: LimitExtend }) input: LimitExtend, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return CaseView.parse(await this.cases.extend(id, input, ifMatch, by));
  }

  @Post('cases/:id/suspension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: CaseView })
  async suspension(@Param('id') id: string, @Body({ schema: LimitSuspend }) input: LimitSuspend, @By() by: Actor) {
    return CaseView.parse(await this.cases.suspend(id, input.reason, by));
  }

  @Post('cases/:id/resumption')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: CaseView })
  async resumption(@Param('id') id: string, @By() by: Actor) {
    return CaseView.parse(await this.cases.resume(id, by));
  }

  /** What the unit says for itself; what would follow from a failed rung waits for the answer. */
  @Post('cases/:id/statement')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: CaseView })
  async statement(@Param('id') id: string, @Body({ schema: StatementGive }) input: StatementGive, @By() by: Actor) {
    return CaseView.parse(await this.cases.state(id, input, by));
  }

  /** Answers the unit's statement. */
  @Post('cases/:id/answer')
  @HttpCode(200)
  @Action('case.assign')
  @ApiOkResponse({ standardSchema: CaseView })
  async answer(@Param('id') id: string, @Body({ schema: StatementAnswer }) input: StatementAnswer, @By() by: Actor) {
    return CaseView.parse(await this.cases.answer(id, input, by));
  }

  @Post('cases/:id/proof')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: CaseView })
  async proof(@Param('id') id: string, @Body({ schema: ProofGive }) input: ProofGive, @By() by: Actor) {
    return CaseView.parse(await this.cases.prove(id, input, by));
  }

  @Post('cases/:id/check')
  @HttpCode(200)
  @Action('finding.check')
  @ApiOkResponse({ standardSchema: CaseView })
  async check(@Param('id') id: string, @Body({ schema: CheckGive }) input: CheckGive, @By() by: Actor) {
    return CaseView.parse(await this.cases.check(id, input, by));
  }
}
