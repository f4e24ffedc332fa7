import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AnswerAppeal, AppealList, AppealView, FileAppeal } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By, UNITS, type UnitDirectory } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import { wordsOnly } from '../views.ts';
import { AppealService } from './appeal-service.ts';
import type { Appeal } from './appeal-store.ts';

@ApiTags('assessment')
@Controller('api/assessment')
export class AppealController {
  constructor(
    @Inject(AppealService) readonly appeals: AppealService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {}

  @Post('candidacies/:id/appeals')
  @Action('appeal.file')
  @ApiCreatedResponse({ standardSchema: AppealView })
  async file(@Param('id') id: string, @Body({ schema: FileAppeal }) given: FileAppeal, @By() by: Actor): Promise<AppealView> {
    return this.#view(await this.appeals.file(id, given, by));
  }

  @Get('campaigns/:campaignId/appeals')
  @Action('candidacy.read')
  @ApiOkResponse({ standardSchema: AppealList })
  async list(@Param('campaignId') campaignId: string, @By() by: Actor): Promise<AppealList> {
    const items = await this.appeals.list(campaignId, by);
    return AppealList.parse({ items: await Promise.all(items.map((appeal) => this.#view(appeal))) });
  }

  /** Right or not, by somebody who did not do the step. */
  @Post('appeals/:id/answer')
  @HttpCode(200)
  @Action('appeal.answer')
  @ApiOkResponse({ standardSchema: AppealView })
  async answer(@Param('id') id: string, @Body({ schema: AnswerAppeal }) given: AnswerAppeal, @By() by: Actor): Promise<AppealView> {
    return this.#view(await this.appeals.answer(id, given, by));
  }

  async #view(appeal: Appeal): Promise<AppealView> {
    const { scheme } = await this.campaigns.programme(await this.campaigns.get(appeal.campaignId));
    const step = scheme.process.flatMap(({ steps }) => steps).find(({ id }) => id === appeal.step);
    return AppealView.parse({ ...appeal, stepName: wordsOnly(step ?? { zh: appeal.step }), unit: await this.units.get(appeal.unitId) });
  }
}
