import { Controller, Delete, Get, HttpCode, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { OpenSessionPage, OpenSessionQuery, SessionsEndedView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { OpenSessionService } from './open-session-service.ts';

@ApiTags('registry')
@Controller('api/registry')
export class OpenSessionController {
  constructor(@Inject(OpenSessionService) readonly service: OpenSessionService) {}

  /** Who is signed in, on what device, since when. */
  @Get('sessions')
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: OpenSessionPage })
  async list(@Query({ schema: OpenSessionQuery }) query: OpenSessionQuery, @By() by: Actor): Promise<OpenSessionPage> {
    const { items, ...rest } = await this.service.list(by, query);
    const views = items.map((session) => ({ ...session, current: session.id === by.sessionId, openedAt: session.openedAt.toISOString(), usedAt: session.usedAt.toISOString() }));
    return OpenSessionPage.parse({ ...rest, items: views });
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Action('account.manage')
  async end(@Param('id') id: string, @By() by: Actor): Promise<void> {
    await this.service.end(by, id);
  }

  @Delete('accounts/:id/sessions')
  @Action('account.manage')
  @ApiOkResponse({ standardSchema: SessionsEndedView })
  async endOfAccount(@Param('id') id: string, @By() by: Actor): Promise<SessionsEndedView> {
    return SessionsEndedView.parse({ ended: await this.service.endOfAccount(by, id) });
  }
}
