import { Controller, Get, Header, HttpCode, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AwardKeyList, VerificationView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { Action } from '@xingchuang/server';
import { AwardKeys } from './award-keys.ts';
import { AwardRegister } from './award-register.ts';
import { BADGE_LISTS } from './badge.ts';
import { BadgeService } from './badge-service.ts';
import { verifyPage, VERIFY_POLICY } from './verify-page.ts';

/** What anyone may ask about an award without an account. */
@ApiTags('public')
@Controller()
export class VerifyController {
  constructor(
    @Inject(AwardRegister) readonly awards: AwardRegister,
    @Inject(AwardKeys) readonly keys: AwardKeys,
    @Inject(BadgeService) readonly badges: BadgeService,
  ) {}

  @Get('api/publicity/public/awards/:number')
  @Action('public.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: VerificationView })
  async verify(@Param('number') number: string) {
    return VerificationView.parse(await this.awards.byNumber(number));
  }

  /** Open Badges 3.0. */
  @Get('api/publicity/public/awards/:number/badge')
  @Action('public.read')
  @Header('content-type', 'application/vc')
  async badge(@Param('number') number: string) {
    return JSON.stringify(await this.badges.badge(number));
  }

  /** W3C Bitstring Status List: which awards do not stand for the moment (`suspension`), which not any more (`revocation`). */
  @Get('api/publicity/public/badge-lists/:list')
  @Action('public.read')
  @Header('content-type', 'application/vc')
  @Header('cache-control', 'no-store')
  async list(@Param('list') list: string) {
    const known = BADGE_LISTS.find((one) => one === list);
    if (!known) throw new Refusal('missing', 'thing.missing');
    return JSON.stringify(await this.badges.list(known));
  }

  @Get('api/publicity/public/award-keys')
  @Action('public.read')
  @ApiOkResponse({ standardSchema: AwardKeyList })
  async published() {
    return AwardKeyList.parse({ items: await this.keys.published() });
  }

  /** The page behind the QR code; a number that is nowhere gets a page as well. */
  @Get('verify/:number')
  @HttpCode(200)
  @Action('public.read')
  async page(@Param('number') number: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.awards.byNumber(number).catch((error: unknown) => {
      if (error instanceof Refusal) return undefined;
      throw error;
    });
    void reply.status(found ? 200 : 404).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store');
    void reply.header('content-security-policy', VERIFY_POLICY).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    return verifyPage(found && VerificationView.parse(found), number);
  }
}
