import { Module } from '@nestjs/common';
import { operations, plumbing, settings } from '@xingchuang/server';
import { AdjustmentController } from './adjustment/adjustment-controller.ts';
import { AdjustmentService } from './adjustment/adjustment-service.ts';
import { AdjustmentStore } from './adjustment/adjustment-store.ts';
import { AppealController } from './appeal/appeal-controller.ts';
import { AppealService } from './appeal/appeal-service.ts';
import { AppealStore } from './appeal/appeal-store.ts';
import { AdoptionController } from './adoption/adoption-controller.ts';
import { AdoptionService } from './adoption/adoption-service.ts';
import { AdoptionStore } from './adoption/adoption-store.ts';
import { Bodies } from './bodies.ts';
import { CampaignController } from './campaign/campaign-controller.ts';
import { CampaignDays } from './campaign/campaign-days.ts';
import { CampaignService } from './campaign/campaign-service.ts';
import { MoveService } from './campaign/move-service.ts';
import { OverdueService } from './campaign/overdue-service.ts';
import { CampaignStore } from './campaign/campaign-store.ts';
import { CandidacyController } from './candidacy/candidacy-controller.ts';
import { CandidacyService } from './candidacy/candidacy-service.ts';
import { CandidacyStore } from './candidacy/candidacy-store.ts';
import { DecisionStore } from './candidacy/decision-store.ts';
import { Reckoner } from './candidacy/reckoner.ts';
import { Outcome } from './candidacy/outcome.ts';
import { SubmissionStore } from './candidacy/submission-store.ts';
import { Submissions } from './candidacy/submissions.ts';
import { ASSESSMENT_CONFIG, AssessmentConfig } from './config.ts';
import { PackageController } from './export/package-controller.ts';
import { PackageKeys } from './export/package-keys.ts';
import { PackageService } from './export/package-service.ts';
import { FactSources } from './facts/fact-sources.ts';
import { FactsController } from './facts/facts-controller.ts';
import { FactsService } from './facts/facts-service.ts';
import { FactsTableService } from './facts/facts-table-service.ts';
import { FactsStore } from './facts/facts-store.ts';
import { History } from './facts/history.ts';
import { IndicatorController } from './facts/indicator-controller.ts';
import { IndicatorService } from './facts/indicator-service.ts';
import { IndicatorStore } from './facts/indicator-store.ts';
import { Handlers } from './handlers.ts';
import { DrawService } from './onsite/draw/draw-service.ts';
import { DrawStore } from './onsite/draw/draw-store.ts';
import { FormService } from './onsite/form/form-service.ts';
import { FormStore } from './onsite/form/form-store.ts';
import { GroupService } from './onsite/group/group-service.ts';
import { GroupStore } from './onsite/group/group-store.ts';
import { OnsiteController } from './onsite/onsite-controller.ts';
import { OnsiteUnits } from './onsite/onsite-units.ts';
import { OnsiteViews } from './onsite/onsite-views.ts';
import { PlanService } from './onsite/plan/plan-service.ts';
import { PlanStore } from './onsite/plan/plan-store.ts';
import { PhotoOwner } from './onsite/sync/photo-owner.ts';
import { SyncService } from './onsite/sync/sync-service.ts';
import { OnsiteFacts } from './onsite/visit/onsite-facts.ts';
import { SheetStore } from './onsite/visit/sheet-store.ts';
import { VisitController } from './onsite/visit/visit-controller.ts';
import { VisitService } from './onsite/visit/visit-service.ts';
import { VisitStore } from './onsite/visit/visit-store.ts';
import { HeldAnswers } from './overview/held-answers.ts';
import { LevelSpanStore } from './overview/level-span-store.ts';
import { OverviewController } from './overview/overview-controller.ts';
import { OverviewService } from './overview/overview-service.ts';
import { RankService } from './overview/rank-service.ts';
import { PeopleDirectory } from './people-directory.ts';
import { BallotBox } from './rating/ballot-box.ts';
import { BallotService } from './rating/ballot-service.ts';
import { MemberEvaluationService } from './rating/member-evaluation-service.ts';
import { RankingAnswers } from './rating/ranking-answers.ts';
import { RatingFacts } from './rating/rating-facts.ts';
import { RoundController } from './rating/round-controller.ts';
import { RoundService } from './rating/round-service.ts';
import { RoundStore } from './rating/round-store.ts';
import { RoundViews } from './rating/round-views.ts';
import { StandingController } from './rating/standing-controller.ts';
import { StandingService } from './rating/standing-service.ts';
import { StandingStore } from './rating/standing-store.ts';
import { QuotaController } from './quota/quota-controller.ts';
import { QuotaService } from './quota/quota-service.ts';
import { RecheckController } from './recheck/recheck-controller.ts';
import { RecheckService } from './recheck/recheck-service.ts';
import { RecheckStore } from './recheck/recheck-store.ts';
import { DraftController } from './scheme/draft-controller.ts';
import { DraftService } from './scheme/draft-service.ts';
import { DraftStore } from './scheme/draft-store.ts';
import { DryRunService } from './scheme/dry-run-service.ts';
import { SchemeController } from './scheme/scheme-controller.ts';
import { SchemeService } from './scheme/scheme-service.ts';
import { SchemeStore } from './scheme/scheme-store.ts';
import { WorkbookController } from './scheme/workbook-controller.ts';
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
    SchemeController, DraftController, WorkbookController, AdoptionController, IndicatorController, CampaignController, PackageController, FactsController, CandidacyController, SpotCheckController, AdjustmentController, QuotaController, RecheckController, AppealController, TodoController,
    OnsiteController, VisitController,
    RoundController, StandingController,
    OverviewController,
    Handlers,
  ],
  providers: [
    ...plumbing('assessment'),
    settings(ASSESSMENT_CONFIG, AssessmentConfig),
    SchemeStore, CampaignStore, FactsStore, CandidacyStore, DecisionStore, SpotCheckStore, AdjustmentStore,
    AdoptionStore, AdoptionService, IndicatorStore, IndicatorService,
    DraftStore, DraftService, DryRunService,
    SchemeService, CampaignService, FactsService, FactSources, FactsTableService, PackageKeys, PackageService, History, Reckoner, QuotaService, OverdueService, CampaignDays, MoveService, RecheckStore, RecheckService, AppealStore, AppealService, CandidacyService, SpotCheckService, AdjustmentService, TitleService, TodoService,
    LevelSpanStore, OverviewService, RankService,
    Bodies, Outcome, Views, SubmissionStore, Submissions,
    PeopleDirectory, FormStore, FormService, GroupStore, GroupService, PlanStore, PlanService, DrawStore, DrawService, VisitStore, SheetStore, VisitService, SyncService, PhotoOwner,
    OnsiteUnits, OnsiteFacts, OnsiteViews,
    RoundStore, BallotBox, RoundService, BallotService, RoundViews, StandingStore, StandingService, MemberEvaluationService, RatingFacts, RankingAnswers, HeldAnswers,
  ],
})
export class AssessmentModule {}
