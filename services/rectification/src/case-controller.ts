import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CaseAssign, CaseLimitSet, CasePage, CaseQuery, CaseView, CheckGive, LadderQuery, LadderView, ProofGive, RectificationTodo } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { CaseService } from './case-service.ts';
import { TodoService } from './todo-service.ts';

@ApiTags('rectification')
@Controller('api/rectification')
export class CaseController {
  constructor(
    @Inject(CaseService) readonly cases: CaseService,
    @Inject(TodoService) readonly todos: TodoService,
  ) {}

  /** Which rung of the ladder is due for a unit, by what stands in the ledger. */
  @Get('ladder')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: LadderView })
  async ladder(@Query({ schema: LadderQuery }) query: LadderQuery, @By() by: Actor) {
    return LadderView.parse(await this.cases.ladder(query, by));
  }

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

  @Post('cases/:id/limit')
  @HttpCode(200)
  @Action('case.assign')
  @ApiOkResponse({ standardSchema: CaseView })
  async setLimit(@Param('id') id: string, @Body({ schema: CaseLimitSet }) input: CaseLimitSet, @By() by: Actor) {
    return CaseView.parse(await this.cases.setLimit(id, input, by));
  }

  @Post('cases/:id/proof')
  @HttpCode(200)
  @Action('finding.prove')
  @ApiOkResponse({ standardSchema: CaseView })
  async prove(@Param('id') id: string, @Body({ schema: ProofGive }) input: ProofGive, @By() by: Actor) {
    return CaseView.parse(await this.cases.prove(id, input, by));
  }

  @Post('cases/:id/check')
  @HttpCode(200)
  @Action('finding.check')
  @ApiOkResponse({ standardSchema: CaseView })
  async check(@Param('id') id: string, @Body({ schema: CheckGive }) input: CheckGive, @By() by: Actor) {
    return CaseView.parse(await this.cases.check(id, input, by));
  }

  @Get('todo')
  @Action('finding.read')
  @ApiOkResponse({ standardSchema: RectificationTodo })
  async todo(@By() by: Actor) {
    return RectificationTodo.parse({ items: await this.todos.list(by) });
  }
}
