import { Module } from '@nestjs/common';
import { operations, plumbing } from '@xingchuang/server';
import { AwardChanges } from './award/award-changes.ts';
import { AwardClock } from './award/award-clock.ts';
import { AwardController } from './award/award-controller.ts';
import { AwardKeys } from './award/award-keys.ts';
import { AwardLadder } from './award/award-ladder.ts';
import { AwardRegister } from './award/award-register.ts';
import { AwardService } from './award/award-service.ts';
import { AwardStore } from './award/award-store.ts';
import { AwardViews } from './award/award-views.ts';
import { BadgeService } from './award/badge-service.ts';
import { BatchController } from './award/batch-controller.ts';
import { BatchService } from './award/batch-service.ts';
import { BatchStore } from './award/batch-store.ts';
import { BatchWorker } from './award/batch-worker.ts';
import { BatchZip } from './award/batch-zip.ts';
import { VerificationService } from './award/verification-service.ts';
import { VerifyController } from './award/verify-controller.ts';
import { BulletinController } from './bulletin/bulletin-controller.ts';
import { bulletinProviders } from './bulletin/bulletin-parts.ts';
import { ComplaintController } from './notice/complaint-controller.ts';
import { ComplaintFiles } from './notice/complaint-files.ts';
import { ComplaintGate } from './notice/complaint-gate.ts';
import { ComplaintService } from './notice/complaint-service.ts';
import { ComplaintSettingsStore } from './notice/complaint-settings.ts';
import { ComplaintStore } from './notice/complaint-store.ts';
import { CandidateService } from './notice/candidate-service.ts';
import { DocumentWorker } from './document/document-worker.ts';
import { EffectService } from './reward/effect-service.ts';
import { HonourService } from './reward/honour-service.ts';
import { NominationChecks } from './reward/nomination-check.ts';
import { NominationController } from './reward/nomination-controller.ts';
import { RewardCall } from './reward/reward-call.ts';
import { RewardController } from './reward/reward-controller.ts';
import { RewardDesk } from './reward/reward-desk.ts';
import { RewardService } from './reward/reward-service.ts';
import { RewardSheet } from './reward/reward-sheet.ts';
import { RewardStore } from './reward/reward-store.ts';
import { RewardWriter } from './reward/reward-writer.ts';
import { UnitParameterService } from './reward/unit-parameter-service.ts';
import { UnitParameters } from './reward/unit-parameters.ts';
import { Handlers } from './handlers.ts';
import { ArticleController } from './showcase/article-controller.ts';
import { ArticleService } from './showcase/article-service.ts';
import { ArticleStore } from './showcase/article-store.ts';
import { notifyProviders, NotificationController, RobotController } from './notify/notify-parts.ts';
import { NoticeController } from './notice/notice-controller.ts';
import { NoticeDocuments } from './notice/notice-documents.ts';
import { NoticeService } from './notice/notice-service.ts';
import { NoticeStore } from './notice/notice-store.ts';
import { WorkController } from './overview/work-controller.ts';
import { WorkService } from './overview/work-service.ts';
import { PublicController } from './public-controller.ts';

@Module({
  controllers: [...operations('publicity'), PublicController, NoticeController, ComplaintController, AwardController, BatchController, VerifyController, RewardController, NominationController, BulletinController, NotificationController, RobotController, ArticleController, WorkController, Handlers],
  providers: [
    ...plumbing('publicity'),
    NoticeStore, NoticeService, NoticeDocuments, CandidateService,
    ComplaintStore, ComplaintGate, ComplaintFiles, ComplaintSettingsStore, ComplaintService,
    AwardStore, AwardChanges, AwardKeys, AwardService, AwardLadder, AwardRegister, AwardViews, AwardClock, BadgeService, VerificationService,
    BatchStore, BatchWorker, BatchService, BatchZip,
    UnitParameters, UnitParameterService, EffectService, RewardStore, RewardWriter, RewardService, RewardDesk, RewardCall, RewardSheet, HonourService, NominationChecks,
    ...bulletinProviders,
    DocumentWorker,
    ...notifyProviders,
    ArticleStore, ArticleService,
    WorkService,
  ],
})
export class PublicityModule {}
