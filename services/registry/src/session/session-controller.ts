import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSessionList, PasswordChange, SeatSwitch, SessionOpen, SessionTokenView, SessionView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, Confidential } from '@xingchuang/server';
import { clearCookies, originOf, SESSION_COOKIE, setAccessCookie, setSessionCookie } from './session-cookies.ts';
import { SessionService, type OwnSession, type SignedIn } from './session-service.ts';

@ApiTags('registry')
@Controller('api/registry/session')
export class SessionController {
  constructor(@Inject(SessionService) readonly service: SessionService) {}

  @Post()
  @Action('session.open')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiCreatedResponse({ standardSchema: SessionTokenView })
  async open(@Body({ schema: SessionOpen }) input: SessionOpen, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { secret, ...signedIn } = await this.service.open(input, originOf(request));
    setSessionCookie(reply, secret, signedIn.own.session.endsAt);
    return answer(signedIn, reply);
  }

  /** The session's cookie for a fresh access token. */
  @Post('token')
  @HttpCode(200)
  @Action('session.open')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: SessionTokenView })
  async renew(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(await this.service.renew(request.cookies[SESSION_COOKIE]), reply);
  }

  @Post('seat')
  @HttpCode(200)
  @Action('session.own')
  @Confidential()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: SessionTokenView })
  async switchSeat(@Body({ schema: SeatSwitch }) { seat }: SeatSwitch, @By() by: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    return answer(await this.service.switchSeat(by, seat), reply);
  }

  @Get()
  @Action('session.own')
  @ApiOkResponse({ standardSchema: SessionView })
  async get(@By() by: Actor): Promise<SessionView> {
    return sessionView(await this.service.get(by));
  }

  @Delete()
  @HttpCode(204)
  @Action('session.own')
  async end(@By() by: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.service.end(by);
    clearCookies(reply);
  }

  @Put('password')
  @HttpCode(204)
  @Action('session.own')
  @Confidential()
  async changePassword(@Body({ schema: PasswordChange }) input: PasswordChange, @By() by: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.service.changePassword(by, input, originOf(request));
  }

  /** One's own open sessions, on whatever device. */
  @Get('all')
  @Action('session.own')
  @ApiOkResponse({ standardSchema: OwnSessionList })
  async listOwn(@By() by: Actor): Promise<OwnSessionList> {
    const open = await this.service.listOwn(by);
    const items = open.map(({ id, agent, openedAt, usedAt }) => ({ id, agent, current: id === by.sessionId, openedAt: openedAt.toISOString(), usedAt: usedAt.toISOString() }));
    return OwnSessionList.parse({ items });
  }

  @Delete('all/:id')
  @HttpCode(204)
  @Action('session.own')
  async endOne(@Param('id') id: string, @By() by: Actor): Promise<void> {
    await this.service.end(by, id);
  }
}

function answer({ own, token }: SignedIn, reply: FastifyReply): SessionTokenView {
  setAccessCookie(reply, token);
  return SessionTokenView.parse({ ...token, session: sessionView(own) });
}

function sessionView({ session, account, name, seats, idleEndsAt }: OwnSession): SessionView {
  const views = seats.map(({ seat, unit }) => ({ ...seat, unitCode: unit.code, unitName: unit.name, unitKind: unit.kind, jurisdictionId: unit.jurisdictionId }));
  return SessionView.parse({
    id: session.id,
    person: { id: account.personId, name },
    login: account.login,
    seat: views.find((seat) => seat.id === session.seatId),
    seats: views,
    passwordIsTemporary: account.passwordIsTemporary,
    idleEndsAt: idleEndsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
  });
}
