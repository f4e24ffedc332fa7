import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  CheckGive, HandoverForward, HandoverGive, HandoverPage, HandoverQuery, HandoverResend, HandoverReturn, HandoverView, LimitExtend, LimitSuspend, ProgressTell, ProofGive, ZeroListQuery, ZeroListView,
} from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import type { Handover } from './handover-rule.ts';
import { HandoverService } from './handover-service.ts';

const viewed = (one: Handover) => ({ ...one, overdue: one.overdueOn !== '' && one.state !== 'closed' });

const SEEN = { name: 'If-Match', required: false, description: 'the version that was looked at' };

@ApiTags('rectification')
@Controller('api/rectification/handovers')
export class HandoverController {
  constructor(@Inject(HandoverService) readonly handovers: HandoverService) {}

  @Post()
  @Action('handover.give')
  @ApiCreatedResponse({ standardSchema: HandoverView })
  async give(@Body({ schema: HandoverGive }) input: HandoverGive, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.give(input, by)));
  }

  @Get()
  @Action('handover.read')
  @ApiOkResponse({ standardSchema: HandoverPage })
  async list(@Query({ schema: HandoverQuery }) query: HandoverQuery, @By() by: Actor) {
    const { items, ...rest } = await this.handovers.list(query, by);
    return HandoverPage.parse({ items: items.map(viewed), ...rest });
  }

  /** What is left of all that was handed over. */
  @Get('zero-list')
  @Action('handover.read')
  @ApiOkResponse({ standardSchema: ZeroListView })
  async zeroList(@Query({ schema: ZeroListQuery }) { unitId }: ZeroListQuery, @By() by: Actor) {
    return ZeroListView.parse(await this.handovers.zeroList(unitId, by));
  }

  @Get(':id')
  @Action('handover.read')
  @ApiOkResponse({ standardSchema: HandoverView })
  async get(@Param('id') id: string, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.get(id, by)));
  }

  @Post(':id/acceptance')
  @HttpCode(200)
  @Action('handover.work')
  @ApiOkResponse({ standardSchema: HandoverView })
  async acceptance(@Param('id') id: string, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.accept(id, by)));
  }

  /** Back to the giver, with the reason. */
  @Post(':id/return')
  @HttpCode(200)
  @Action('handover.work')
  @ApiOkResponse({ standardSchema: HandoverView })
  async giveBack(@Param('id') id: string, @Body({ schema: HandoverReturn }) input: HandoverReturn, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.giveBack(id, input.reason, by)));
  }

  /** On to another unit below the giver. */
  @Post(':id/forwarding')
  @HttpCode(200)
  @Action('handover.work')
  @ApiOkResponse({ standardSchema: HandoverView })
  async forwarding(@Param('id') id: string, @Body({ schema: HandoverForward }) input: HandoverForward, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.forward(id, input, by)));
  }

  /** The giver sends a returned one out again. */
  @Post(':id/resending')
  @HttpCode(200)
  @Action('handover.give')
  @ApiOkResponse({ standardSchema: HandoverView })
  async resending(@Param('id') id: string, @Body({ schema: HandoverResend }) input: HandoverResend, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.resend(id, input, by)));
  }

  @Post(':id/progress')
  @HttpCode(200)
  @Action('handover.work')
  @ApiOkResponse({ standardSchema: HandoverView })
  async progress(@Param('id') id: string, @Body({ schema: ProgressTell }) input: ProgressTell, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.tell(id, input, by)));
  }

  /** The stage is done, says the unit. */
  @Post(':id/proof')
  @HttpCode(200)
  @Action('handover.work')
  @ApiOkResponse({ standardSchema: HandoverView })
  async proof(@Param('id') id: string, @Body({ schema: ProofGive }) input: ProofGive, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.prove(id, input, by)));
  }

  /** Another person looks: the next stage begins, or it is closed. */
  @Post(':id/check')
  @HttpCode(200)
  @Action('handover.check')
  @ApiOkResponse({ standardSchema: HandoverView })
  async check(@Param('id') id: string, @Body({ schema: CheckGive }) input: CheckGive, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.check(id, input, by)));
  }

  @Post(':id/extension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: HandoverView })
  @ApiHeader(SEEN)
  async extension(@Param('id') id: string, @Body({ schema: LimitExtend }) input: LimitExtend, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.extend(id, input, ifMatch, by)));
  }

  @Post(':id/suspension')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: HandoverView })
  async suspension(@Param('id') id: string, @Body({ schema: LimitSuspend }) input: LimitSuspend, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.suspend(id, input.reason, by)));
  }

  @Post(':id/resumption')
  @HttpCode(200)
  @Action('limit.change')
  @ApiOkResponse({ standardSchema: HandoverView })
  async resumption(@Param('id') id: string, @By() by: Actor) {
    return HandoverView.parse(viewed(await this.handovers.resume(id, by)));
  }
}
