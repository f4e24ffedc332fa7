import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { FlagDismissal, FlagPage, FlagQuery, FlagView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { FlagService } from './flag-service.ts';

@ApiTags('evidence')
@Controller('api/evidence/flags')
export class FlagController {
  constructor(@Inject(FlagService) readonly flags: FlagService) {}

  /** What was pointed out about the items of a unit or a subtree, or about one item. */
  @Get()
  @Action('audit.read')
  @ApiOkResponse({ standardSchema: FlagPage })
  async list(@Query({ schema: FlagQuery }) query: FlagQuery, @By() by: Actor) {
    return FlagPage.parse(await this.flags.list(query, by));
  }

  @Post(':id/dismissal')
  @HttpCode(200)
  @Action('audit.run')
  @ApiHeader({ name: 'If-Match', required: false, description: 'the version that was looked at' })
  @ApiOkResponse({ standardSchema: FlagView })
  async dismiss(@Param('id') id: string, @Body({ schema: FlagDismissal }) { reason }: FlagDismissal, @Headers('if-match') ifMatch: string | undefined, @By() by: Actor) {
    return FlagView.parse(await this.flags.dismiss(id, reason, ifMatch, by));
  }
}
