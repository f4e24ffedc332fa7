import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AwardDetailView, AwardHandOver, AwardLift, AwardPage, AwardQuery, AwardRevoke, AwardSuspend, PlaqueHang, PlaqueTakeBack } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { AwardRegister } from './award-register.ts';
import { AwardViews } from './award-views.ts';

/** The register of certificates and plaques. */
@ApiTags('publicity')
@Controller('api/publicity/awards')
export class AwardController {
  constructor(
    @Inject(AwardRegister) readonly register: AwardRegister,
    @Inject(AwardViews) readonly views: AwardViews,
  ) {}

  @Get()
  @Action('award.read')
  @ApiOkResponse({ standardSchema: AwardPage })
  async list(@Query({ schema: AwardQuery }) query: AwardQuery) {
    const { items, ...rest } = await this.register.list(query);
    return AwardPage.parse({ ...rest, items: items.map((award) => this.views.line(award)) });
  }

  @Get(':id')
  @Action('award.read')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async get(@Param('id') id: string) {
    return this.views.detail(await this.register.get(id));
  }

  @Get(':id/certificate')
  @Action('award.read')
  async certificate(@Param('id') id: string) {
    const { award, bytes } = await this.register.certificate(id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${award.number}.pdf"` });
  }

  /** The certificate, or the artwork that the maker of the plaque gets. */
  @Get(':id/document')
  @Action('award.read')
  async document(@Param('id') id: string) {
    const { award, bytes } = await this.register.document(id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${award.number}-${award.form}.pdf"` });
  }

  @Post(':id/revocation')
  @HttpCode(200)
  @Action('award.revoke')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async revoke(@Param('id') id: string, @Body({ schema: AwardRevoke }) input: AwardRevoke, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.revoke(id, input, version, by));
  }

  @Post(':id/suspension')
  @HttpCode(200)
  @Action('award.revoke')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async suspend(@Param('id') id: string, @Body({ schema: AwardSuspend }) input: AwardSuspend, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.suspend(id, input, version, by));
  }

  @Post(':id/reinstatement')
  @HttpCode(200)
  @Action('award.revoke')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async lift(@Param('id') id: string, @Body({ schema: AwardLift }) input: AwardLift, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.lift(id, input, version, by));
  }

  @Post(':id/handover')
  @HttpCode(200)
  @Action('award.issue')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async handOver(@Param('id') id: string, @Body({ schema: AwardHandOver }) input: AwardHandOver, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.handOver(id, input, version, by));
  }

  @Post(':id/hanging')
  @HttpCode(200)
  @Action('plaque.hang')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async hang(@Param('id') id: string, @Body({ schema: PlaqueHang }) input: PlaqueHang, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.hang(id, input, version, by));
  }

  @Post(':id/return')
  @HttpCode(200)
  @Action('award.issue')
  @ApiOkResponse({ standardSchema: AwardDetailView })
  async takeBack(@Param('id') id: string, @Body({ schema: PlaqueTakeBack }) input: PlaqueTakeBack, @Headers('if-match') version: string | undefined, @By() by: Actor) {
    return this.views.detail(await this.register.takeBack(id, input, version, by));
  }
}
