import { Module } from '@nestjs/common';
import { operations, plumbing, settings } from '@xingchuang/server';
import { AdjustmentController } from './adjustment/adjustment-controller.ts';
import { AdjustmentService } from './adjustment/adjustment-service.ts';
import { AdjustmentStore } from './adjustment/adjustment-store.ts';
import { Bodies } from './bodies.ts';
import { CampaignController } from './campaign/campaign-controller.ts';
import { CampaignService } from './campaign/campaign-service.ts';
import { CampaignStore } from './campaign/campaign-store.ts';
import { CandidacyController } from './candidacy/candidacy-controller.ts';
import { CandidacyService } from './candidacy/candidacy-service.ts';
import { CandidacyStore } from './candidacy/candidacy-store.ts';
import { DecisionStore } from './candidacy/decision-store.ts';
import { Outcome } from './candidacy/outcome.ts';
import { ASSESSMENT_CONFIG, AssessmentConfig } from './config.ts';
import { FactsController } from './facts/facts-controller.ts';
import { FactsService } from './facts/facts-service.ts';
import { FactsStore } from './facts/facts-store.ts';
import { Handlers } from './handlers.ts';
import { SchemeController } from './scheme/scheme-controller.ts';
import { SchemeService } from './scheme/scheme-service.ts';
import { SchemeStore } from './scheme/scheme-store.ts';
import { SpotCheckController } from './spot-check/spot-check-controller.ts';
import { SpotCheckService } from './spot-check/spot-check-service.ts';
import { SpotCheckStore } from './spot-check/spot-check-store.ts';
import { TitleService } from './title-service.ts';
import { TodoController } from './todo-controller.ts';
import { TodoService } from './todo-service.ts';
import { Views } from './views.ts';

@Module({
  controllers: [
    ...operations('assessment'),
    SchemeController, CampaignController, FactsController, CandidacyController, SpotCheckController, AdjustmentController, TodoController,
    Handlers,
  ],
  providers: [
    ...plumbing('assessment'),
    settings(ASSESSMENT_CONFIG, AssessmentConfig),
    SchemeStore, CampaignStore, FactsStore, CandidacyStore, DecisionStore, SpotCheckStore, AdjustmentStore,
    SchemeService, CampaignService, FactsService, CandidacyService, SpotCheckService, AdjustmentService, TitleService, TodoService,
    Bodies, Outcome, Views,
  ],
})
export class AssessmentModule {}
