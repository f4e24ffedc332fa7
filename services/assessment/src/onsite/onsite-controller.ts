import { Body, Controller, Get, Headers, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DrawList, DrawMake, DrawView, FormList, FormView, GroupList, GroupMake, GroupView, InspectionForm, PlanDetail, PlanList, PlanMake, PlanView, RankingQuery, RankingView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { Action, By } from '@xingchuang/server';
import { DrawService } from './draw/draw-service.ts';
import { FormService } from './form/form-service.ts';
import { GroupService } from './group/group-service.ts';
import { OnsiteViews } from './onsite-views.ts';
import { PlanService } from './plan/plan-service.ts';
import { OnsiteFacts } from './visit/onsite-facts.ts';

/** What is settled before anybody goes out: forms, groups, plans, draws; and the ranking of what came of it. */
@ApiTags('assessment')
@Controller('api/assessment/onsite')
export class OnsiteController {
  constructor(
    @Inject(FormService) readonly forms: FormService,
    @Inject(GroupService) readonly groups: GroupService,
    @Inject(PlanService) readonly plans: PlanService,
    @Inject(DrawService) readonly draws: DrawService,
    @Inject(OnsiteFacts) readonly facts: OnsiteFacts,
    @Inject(OnsiteViews) readonly views: OnsiteViews,
  ) {}

  @Get('forms')
  @Action('onsite.form-read')
  @ApiOkResponse({ standardSchema: FormList })
  async listForms(@By() by: Actor): Promise<FormList> {
    return FormList.parse({ items: (await this.forms.forms.list()).map((form) => this.views.form(form, by)) });
  }

  @Post('forms')
  @Action('onsite.plan')
  @ApiCreatedResponse({ standardSchema: FormView })
  async publishForm(@Body({ schema: InspectionForm }) form: InspectionForm, @Headers('if-match') match: string | undefined, @By() by: Actor): Promise<FormView> {
    return FormView.parse(this.views.form(await this.forms.publish(form, versionIn(match), by), by));
  }

  @Get('forms/:formId')
  @Action('onsite.form-read')
  @ApiOkResponse({ standardSchema: FormView })
  async form(@Param('formId') formId: string, @By() by: Actor): Promise<FormView> {
    return FormView.parse(this.views.form(await this.forms.get(formId), by));
  }

  @Get('groups')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: GroupList })
  async listGroups(@By() by: Actor): Promise<GroupList> {
    return GroupList.parse({ items: await this.views.groups(await this.groups.list(by)) });
  }

  @Post('groups')
  @Action('onsite.plan')
  @ApiCreatedResponse({ standardSchema: GroupView })
  async makeGroup(@Body({ schema: GroupMake }) input: GroupMake, @By() by: Actor): Promise<GroupView> {
    return GroupView.parse((await this.views.groups([await this.groups.make(input, by)]))[0]);
  }

  @Put('groups/:id')
  @Action('onsite.plan')
  @ApiOkResponse({ standardSchema: GroupView })
  async changeGroup(@Param('id') id: string, @Body({ schema: GroupMake }) input: GroupMake, @Headers('if-match') match: string | undefined, @By() by: Actor): Promise<GroupView> {
    return GroupView.parse((await this.views.groups([await this.groups.change(id, input, versionIn(match), by)]))[0]);
  }

  @Get('plans')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: PlanList })
  async listPlans(@By() by: Actor): Promise<PlanList> {
    return PlanList.parse({ items: await this.views.plansOf(await this.plans.list(by)) });
  }

  @Post('plans')
  @Action('onsite.plan')
  @ApiCreatedResponse({ standardSchema: PlanView })
  async makePlan(@Body({ schema: PlanMake }) input: PlanMake, @By() by: Actor): Promise<PlanView> {
    return PlanView.parse((await this.views.plansOf([await this.plans.make(input, by)]))[0]);
  }

  @Get('plans/:id')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: PlanDetail })
  async plan(@Param('id') id: string, @By() by: Actor): Promise<PlanDetail> {
    return PlanDetail.parse(await this.views.plan(await this.plans.get(id, by)));
  }

  @Get('draws')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: DrawList })
  async listDraws(@By() by: Actor): Promise<DrawList> {
    return DrawList.parse({ items: await Promise.all((await this.draws.list(by)).map((draw) => this.views.draw(draw))) });
  }

  @Post('draws')
  @Action('onsite.plan')
  @ApiCreatedResponse({ standardSchema: DrawView })
  async draw(@Body({ schema: DrawMake }) input: DrawMake, @By() by: Actor): Promise<DrawView> {
    return DrawView.parse(await this.views.draw(await this.draws.draw(input, by)));
  }

  @Get('draws/:id')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: DrawView })
  async drawOf(@Param('id') id: string, @By() by: Actor): Promise<DrawView> {
    return DrawView.parse(await this.views.draw(await this.draws.get(id, by)));
  }

  @Get('ranking')
  @Action('onsite.plan-read')
  @ApiOkResponse({ standardSchema: RankingView })
  async ranking(@Query({ schema: RankingQuery }) query: RankingQuery, @By() by: Actor): Promise<RankingView> {
    return RankingView.parse(await this.facts.ranking(query, by));
  }
}

const versionIn = (match: string | undefined): number | undefined => (match === undefined ? undefined : Number(/^"?(\d+)"?$/.exec(match)?.[1] ?? NaN));
