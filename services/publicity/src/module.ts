import { Module } from '@nestjs/common';
import { operations, plumbing } from '@xingchuang/server';
import { AwardController } from './award-controller.ts';
import { AwardService } from './award-service.ts';
import { AwardStore } from './award-store.ts';
import { BulletinController } from './bulletin-controller.ts';
import { BulletinService } from './bulletin-service.ts';
import { BulletinStore } from './bulletin-store.ts';
import { CandidateService } from './candidate-service.ts';
import { DocumentWorker } from './document-worker.ts';
import { EffectService } from './effect-service.ts';
import { Handlers } from './handlers.ts';
import { NoticeController } from './notice-controller.ts';
import { NoticeDocuments } from './notice-documents.ts';
import { NoticeService } from './notice-service.ts';
import { NoticeStore } from './notice-store.ts';
import { PublicController } from './public-controller.ts';

@Module({
  controllers: [...operations('publicity'), PublicController, NoticeController, AwardController, BulletinController, Handlers],
  providers: [
    ...plumbing('publicity'),
    NoticeStore, NoticeService, NoticeDocuments, CandidateService,
    AwardStore, AwardService, EffectService,
    BulletinStore, BulletinService,
    DocumentWorker,
  ],
})
export class PublicityModule {}
