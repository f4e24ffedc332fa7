import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Spool } from '@xingchuang/blobs';
import { operations, PLATFORM, plumbing, settings, type Platform } from '@xingchuang/server';
import { EVIDENCE_CONFIG, EvidenceConfig } from './config.ts';
import { DutyController } from './duty/duty-controller.ts';
import { DutyService } from './duty/duty-service.ts';
import { FileController } from './file/file-controller.ts';
import { FileProbe } from './file/file-probe.ts';
import { FileService } from './file/file-service.ts';
import { FileStore } from './file/file-store.ts';
import { FileTaskService } from './file/file-task-service.ts';
import { Handlers } from './handlers.ts';
import { PeopleDirectory } from './record/people-directory.ts';
import { RECORD_TYPES, RecordCatalogue } from './record/record-catalogue.ts';
import { RecordController } from './record/record-controller.ts';
import { RecordService } from './record/record-service.ts';
import { RecordStore } from './record/record-store.ts';
import { TaskLinkStore } from './task/task-link-store.ts';
import { TaskService } from './task/task-service.ts';

@Module({
  controllers: [...operations('evidence'), FileController, RecordController, DutyController, Handlers],
  providers: [
    ...plumbing('evidence'),
    settings(EVIDENCE_CONFIG, EvidenceConfig),
    { provide: Spool, useFactory: ({ config }: Platform) => Spool.open(join(config.DATA_DIR, 'evidence', 'incoming')), inject: [PLATFORM] },
    { provide: RecordCatalogue, useFactory: () => new RecordCatalogue(RECORD_TYPES) },
    { provide: FileProbe, useFactory: () => new FileProbe() },
    FileStore, FileService, FileTaskService, PeopleDirectory, RecordStore, RecordService, TaskLinkStore, TaskService, DutyService,
  ],
})
export class EvidenceModule {}
