import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AwardPage, AwardQuery, AwardRevoke, AwardView, EffectList, EffectQuery, UnitParametersSet } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, PUBLIC_URL } from '@xingchuang/server';
import { AwardService } from './award-service.ts';
import { EffectService } from './effect-service.ts';
import { awardView } from './views.ts';

@ApiTags('publicity')
@Controller('api/publicity')
export class AwardController {
  constructor(
    @Inject(PUBLIC_URL) readonly publicUrl: () => string,
    @Inject(AwardService) readonly awards: AwardService,
    @Inject(EffectService) readonly effects: EffectService,
  ) {}

  @Get('awards')
  @Action('award.read')
  @ApiOkResponse({ standardSchema: AwardPage })
  async list(@Query({ schema: AwardQuery }) query: AwardQuery) {
    const { items, ...rest } = await this.awards.list(query);
    return AwardPage.parse({ ...rest, items: items.map((award) => awardView(award, this.publicUrl())) });
  }

  @Get('awards/:id/certificate')
  @Action('award.read')
  async certificate(@Param('id') id: string) {
    const { award, bytes } = await this.awards.certificate(id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `inline; filename="${award.number}.pdf"` });
  }

  @Post('awards/:id/revocation')
  @HttpCode(200)
  @Action('award.revoke')
  @ApiOkResponse({ standardSchema: AwardView })
  async revoke(@Param('id') id: string, @Body({ schema: AwardRevoke }) input: AwardRevoke, @By() by: Actor) {
    return AwardView.parse(awardView(await this.awards.revoke(id, input, by), this.publicUrl()));
  }

  /** Rewards, penalties and titles that follow from what is settled. */
  @Get('effects')
  @Action('effect.read')
  @ApiOkResponse({ standardSchema: EffectList })
  async effectsOf(@Query({ schema: EffectQuery }) query: EffectQuery, @By() by: Actor) {
    return EffectList.parse(await this.effects.list(query, by));
  }

  @Put('units/:id/parameters')
  @HttpCode(204)
  @Action('award.issue')
  async setParameters(@Param('id') id: string, @Body({ schema: UnitParametersSet }) input: UnitParametersSet, @By() by: Actor) {
    await this.effects.setParameters(id, input.parameters, by);
  }
}
