import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditAnswering, AuditHolding, AuditItemView, AuditJudging } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { AuditItemService } from './audit-item-service.ts';

const IF_MATCH = { name: 'If-Match', required: false, description: 'the version that was looked at' };

@ApiTags('evidence')
@Controller('api/evidence/audit-items')
export class AuditItemController {
  constructor(@Inject(AuditItemService) readonly items: AuditItemService) {}

  @Get(':id')
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: AuditItemView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return AuditItemView.parse(await this.items.get(id, by));
  }

  /** Says that one looks at it; the answer names another who does already. */
  @Post(':id/hold')
  @HttpCode(200)
  @Action('audit.run')
  @ApiOkResponse({ standardSchema: AuditItemView })
  async hold(@Param('id') id: string, @Body({ schema: AuditHolding }) { take }: AuditHolding, @By() by: Actor) {
    return AuditItemView.parse(await this.items.hold(id, take, by));
  }

  @Post(':id/verdict')
  @HttpCode(200)
  @Action('audit.run')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: AuditItemView })
  async judge(@Param('id') id: string, @Body({ schema: AuditJudging }) input: AuditJudging, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return AuditItemView.parse(await this.items.judge(id, input, ifMatch, by));
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Action('audit.answer')
  @ApiHeader(IF_MATCH)
  @ApiOkResponse({ standardSchema: AuditItemView })
  async answer(@Param('id') id: string, @Body({ schema: AuditAnswering }) input: AuditAnswering, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return AuditItemView.parse(await this.items.answer(id, input, ifMatch, by));
  }
}
