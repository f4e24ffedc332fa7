import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AwardKeyList, VerificationQuery, VerificationView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { Action, problemOf } from '@xingchuang/server';
import { AwardKeys } from './award-keys.ts';
import { BADGE_LISTS } from './badge.ts';
import { BadgeService } from './badge-service.ts';
import { VerificationService } from './verification-service.ts';
import { verifyPage, VERIFY_POLICY, type Verified } from './verify-page.ts';

/** What anyone may ask about an award without an account. */
@ApiTags('public')
@Controller()
export class VerifyController {
  constructor(
    @Inject(VerificationService) readonly verification: VerificationService,
    @Inject(AwardKeys) readonly keys: AwardKeys,
    @Inject(BadgeService) readonly badges: BadgeService,
  ) {}

  @Get('api/publicity/public/awards/:number')
  @Action('public.read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: VerificationView })
  async verify(@Param('number') number: string, @Req() request: FastifyRequest) {
    return VerificationView.parse(await this.verification.find(number, request.ip));
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

  /** The page that takes a number, and says what the register knows of the one it was given. */
  @Get('verify')
  @Action('public.read')
  async ask(@Query({ schema: VerificationQuery }) query: VerificationQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#page(query, request, reply);
  }

  /** The page behind the QR code; a number that is nowhere gets a page as well. */
  @Get('verify/:number')
  @Action('public.read')
  async page(@Param('number') number: string, @Query({ schema: VerificationQuery }) { lang }: VerificationQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.#page({ number, lang }, request, reply);
  }

  async #page(query: VerificationQuery, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { status, ...verified } = await this.#verified(query.number, request.ip);
    void reply.status(status).header('content-type', 'text/html; charset=utf-8').header('cache-control', 'no-store');
    void reply.header('content-security-policy', VERIFY_POLICY).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
    return verifyPage(query, verified);
  }

  /** What is refused is said on the page, in the same words as elsewhere. */
  async #verified(number: string, address: string): Promise<Verified & { readonly status: number }> {
    if (number.trim() === '') return { status: 200 };
    try {
      return { status: 200, found: VerificationView.parse(await this.verification.find(number, address)) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, title: zh, titleEn: en } = problemOf(error);
      return { status, refused: { zh, en } };
    }
  }
}
