import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdoptionEnd, AdoptionList, AdoptionView, SchemeAdopt } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import type { Adoption } from './adoption-rule.ts';
import { AdoptionService } from './adoption-service.ts';

@ApiTags('assessment')
@Controller('api/assessment/adoptions')
export class AdoptionController {
  constructor(
    @Inject(AdoptionService) readonly adoptions: AdoptionService,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  @Get()
  @Action('campaign.read')
  @ApiOkResponse({ standardSchema: AdoptionList })
  async list(): Promise<AdoptionList> {
    return AdoptionList.parse({ items: await this.#views(await this.adoptions.list()) });
  }

  @Post()
  @Action('campaign.open')
  @ApiCreatedResponse({ standardSchema: AdoptionView })
  async adopt(@Body({ schema: SchemeAdopt }) given: SchemeAdopt, @By() by: Actor): Promise<AdoptionView> {
    return (await this.#views([await this.adoptions.adopt(given, by)]))[0]!;
  }

  @Post(':id/end')
  @HttpCode(200)
  @Action('campaign.open')
  @ApiOkResponse({ standardSchema: AdoptionView })
  async end(@Param('id') id: string, @Body({ schema: AdoptionEnd }) given: AdoptionEnd, @By() by: Actor): Promise<AdoptionView> {
    return (await this.#views([await this.adoptions.end(id, given, by)]))[0]!;
  }

  async #views(adoptions: readonly Adoption[]): Promise<AdoptionView[]> {
    const units = await this.units.byIds(adoptions.map(({ unitId }) => unitId));
    return adoptions.map((one) => AdoptionView.parse({ ...one, unit: units.get(one.unitId) }));
  }
}
