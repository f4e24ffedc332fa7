import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Module } from '@nestjs/common';
import { Spool } from '@xingchuang/blobs';
import { operations, PLATFORM, plumbing, settings, type Platform } from '@xingchuang/server';
import { ArchiveBlobs } from './archive/archive-blobs.ts';
import { ArchiveController } from './archive/archive-controller.ts';
import { ArchivePrint } from './archive/archive-print.ts';
import { ArchiveService } from './archive/archive-service.ts';
import { ArchiveStore } from './archive/archive-store.ts';
import { BagContents } from './archive/bag-content.ts';
import { BagController } from './archive/bag-controller.ts';
import { BagProofs } from './archive/bag-proofs.ts';
import { BagService } from './archive/bag-service.ts';
import { BagStore } from './archive/bag-store.ts';
import { BlobLocks } from './archive/blob-locks.ts';
import { FreezeService } from './archive/freeze-service.ts';
import { FrozenService } from './archive/frozen-service.ts';
import { FrozenStore } from './archive/frozen-store.ts';
import { Holds } from './archive/holds.ts';
import { ImportCheck } from './archive/import-check.ts';
import { ImportPlanner } from './archive/import-plan.ts';
import { ImportService } from './archive/import-service.ts';
import { ImportStore } from './archive/import-store.ts';
import { JobWorker } from './archive/job-worker.ts';
import { Readable } from './archive/readable.ts';
import { AUDIT_CONTROLLERS, AUDIT_PROVIDERS } from './audit/audit-parts.ts';
import { CommunityController } from './community/community-controller.ts';
import { EvaluationService } from './community/evaluation-service.ts';
import { EvaluationStore } from './community/evaluation-store.ts';
import { OrderController } from './community/order-controller.ts';
import { OrderService } from './community/order-service.ts';
import { OrderStore } from './community/order-store.ts';
import { RegistrationService } from './community/registration-service.ts';
import { RegistrationStore } from './community/registration-store.ts';
import { StatisticsService } from './community/statistics-service.ts';
import { EVIDENCE_CONFIG, EvidenceConfig } from './config.ts';
import { ConvertFolders } from './derived/convert-folders.ts';
import { DeriveWorker } from './derived/derive-worker.ts';
import { DerivedController } from './derived/derived-controller.ts';
import { DerivedService } from './derived/derived-service.ts';
import { DerivedStore } from './derived/derived-store.ts';
import { Deriver, DERIVING } from './derived/deriver.ts';
import { LikenessStore } from './derived/likeness/likeness-store.ts';
import { Likeness } from './derived/likeness/likeness.ts';
import { AdoptionDirectory } from './duty/adoption-directory.ts';
import { DutyController } from './duty/duty-controller.ts';
import { DutyDays } from './duty/duty-days.ts';
import { DutyReminders } from './duty/duty-reminders.ts';
import { DutyService } from './duty/duty-service.ts';
import { ExemptionService } from './duty/exemption-service.ts';
import { ExemptionStore } from './duty/exemption-store.ts';
import { OwingService } from './duty/owing-service.ts';
import { TallyService } from './duty/tally-service.ts';
import { TallyStore } from './duty/tally-store.ts';
import { FileAccess } from './file/file-access.ts';
import { FileAdmission } from './file/file-admission.ts';
import { FileEntries } from './file/file-entries.ts';
import { FileController } from './file/file-controller.ts';
import { FileGuards } from './file/file-guards.ts';
import { FileProbe } from './file/file-probe.ts';
import { FileQuarantine } from './file/file-quarantine.ts';
import { FileCheck } from './file/file-check.ts';
import { FileService } from './file/file-service.ts';
import { StampService } from './file/stamp-service.ts';
import { FileStore } from './file/file-store.ts';
import { FileTaskService } from './file/file-task-service.ts';
import { Scanner } from './file/scanner.ts';
import { Handlers } from './handlers.ts';
import { BlobLedger } from './integrity/blob-ledger.ts';
import { BlobNames } from './integrity/blob-names.ts';
import { KeptElsewhere } from './integrity/kept-elsewhere.ts';
import { BlobReader } from './integrity/blob-reader.ts';
import { DocumentCheck } from './integrity/document-check.ts';
import { Fixity } from './integrity/fixity.ts';
import { FourPropertyService } from './integrity/four-property-service.ts';
import { IncidentStore } from './integrity/incident-store.ts';
import { IntegrityController } from './integrity/integrity-controller.ts';
import { LogCheck } from './integrity/log-check.ts';
import { RunService } from './integrity/run-service.ts';
import { RunStore } from './integrity/run-store.ts';
import { openSecondCopy, SECOND_COPY } from './integrity/second-copy.ts';
import { Ledger } from './log/ledger.ts';
import { LogController } from './log/log-controller.ts';
import { LogKeys } from './log/log-keys.ts';
import { LogReader } from './log/log-reader.ts';
import { LogService } from './log/log-service.ts';
import { LogStore } from './log/log-store.ts';
import { Sequencer } from './log/sequencer.ts';
import { WitnessBox } from './log/witness-box.ts';
import { MeasureAnswers } from './record/measure-answers.ts';
import { MeasureService } from './record/measure-service.ts';
import { PeopleDirectory } from './record/people-directory.ts';
import { PersonNames } from './record/person-names.ts';
import { RecordKnowledge } from './record/record-known.ts';
import { RecordWords } from './record/record-words.ts';
import { PostDirectory } from './record/post-directory.ts';
import { RecordAccess } from './record/record-access.ts';
import { RECORD_TYPES, RecordCatalogue } from './record/record-catalogue.ts';
import { RecordController } from './record/record-controller.ts';
import { RecordListService } from './record/record-list-service.ts';
import { RecordService } from './record/record-service.ts';
import { RecordStore } from './record/record-store.ts';
import { RegisterService } from './record/register-service.ts';
import { TaskLinksService } from './task/task-links-service.ts';
import { SearchController } from './search/search-controller.ts';
import { SearchIndex } from './search/search-index.ts';
import { SearchRebuild } from './search/search-rebuild.ts';
import { SearchService } from './search/search-service.ts';
import { SearchStore } from './search/search-store.ts';
import { DisposalController } from './retention/disposal-controller.ts';
import { DisposalService } from './retention/disposal-service.ts';
import { DisposalStore } from './retention/disposal-store.ts';
import { HOLDS_SOURCE } from './retention/holds-source.ts';
import { KeptItems } from './retention/kept-items.ts';
import { Leaving } from './retention/leaving.ts';
import { RetentionDays } from './retention/retention-days.ts';
import { TaskLinkStore } from './task/task-link-store.ts';
import { TaskService } from './task/task-service.ts';
import { OverviewController } from './overview/overview-controller.ts';
import { OverviewService } from './overview/overview-service.ts';
import { TodoController } from './todo/todo-controller.ts';
import { TodoService } from './todo/todo-service.ts';
import { BatchController } from './upload/batch-controller.ts';
import { BatchIntake } from './upload/batch-intake.ts';
import { BatchService } from './upload/batch-service.ts';
import { BatchStore } from './upload/batch-store.ts';
import { ListService } from './upload/list-service.ts';
import { PartStore } from './upload/part-store.ts';
import { Turns } from './upload/turns.ts';
import { BagUploadController, TusController, ZipUploadController } from './upload/tus-controller.ts';
import { TusProtocol } from './upload/tus-protocol.ts';
import { TusServing } from './upload/tus-serving.ts';
import { UploadLocks } from './upload/upload-locks.ts';
import { UploadQuota } from './upload/upload-quota.ts';
import { UploadService } from './upload/upload-service.ts';
import { UploadStore } from './upload/upload-store.ts';
import { ZipController } from './upload/zip-controller.ts';
import { ZipService } from './upload/zip-service.ts';

/** So many files are checked and entered at once; more would only wait for the same disk and cores. */
const AT_ONCE = 8;

@Module({
  controllers: [...operations('evidence'), FileController, DerivedController, TusController, BagUploadController, ZipUploadController, BatchController, ZipController, RecordController, DutyController, ArchiveController, BagController, CommunityController, OrderController, SearchController, LogController, IntegrityController, DisposalController, OverviewController, TodoController, ...AUDIT_CONTROLLERS, Handlers],
  providers: [
    ...plumbing('evidence'),
    settings(EVIDENCE_CONFIG, EvidenceConfig),
    { provide: Spool, useFactory: ({ config }: Platform) => Spool.open(join(config.DATA_DIR, 'evidence', 'incoming')), inject: [PLATFORM] },
    { provide: DERIVING, useFactory: ({ config }: Platform) => Spool.open(join(config.DATA_DIR, 'evidence', 'deriving')), inject: [PLATFORM] },
    { provide: ConvertFolders, useFactory: ({ config }: Platform) => ConvertFolders.open(join(config.DATA_DIR, 'evidence', 'converting')), inject: [PLATFORM] },
    { provide: RecordCatalogue, useFactory: ({ RECORD_TYPES_DIR: own }: EvidenceConfig) => new RecordCatalogue(RECORD_TYPES, ...(own === undefined ? [] : [pathToFileURL(join(own, '/'))])), inject: [EVIDENCE_CONFIG] },
    { provide: PartStore, useFactory: ({ config }: Platform) => PartStore.open(join(config.DATA_DIR, 'evidence', 'parts')), inject: [PLATFORM] },
    { provide: Turns, useFactory: () => new Turns(AT_ONCE) },
    { provide: FileProbe, useFactory: () => new FileProbe() },
    LogStore, Ledger, LogKeys, LogReader, WitnessBox, Sequencer, LogService, IncidentStore, RunStore,
    { provide: SECOND_COPY, useFactory: openSecondCopy, inject: [EVIDENCE_CONFIG, PLATFORM] },
    BlobNames, KeptElsewhere, BlobLedger, BlobReader, DocumentCheck, LogCheck, Fixity, RunService, FourPropertyService,
    { provide: HOLDS_SOURCE, useExisting: Holds },
    DisposalStore, KeptItems, Leaving, DisposalService, RetentionDays,
    FileStore, FileAccess, FileCheck, FileGuards, FileService, StampService, FileAdmission, FileEntries, FileQuarantine, Scanner, BatchStore, BatchIntake, BatchService, UploadStore, UploadLocks, UploadQuota, UploadService, TusProtocol, TusServing, ZipService, ListService, FileTaskService, PeopleDirectory, RecordStore, RecordService, RecordListService, TaskLinkStore, TaskService, DutyService, DutyDays, DutyReminders,
    PostDirectory, PersonNames, RecordAccess, MeasureService, MeasureAnswers, RecordWords, RecordKnowledge, RegisterService, OwingService, AdoptionDirectory, TallyStore, TallyService, ExemptionStore, ExemptionService,
    TaskLinksService, ArchiveStore, ArchiveService, ArchivePrint, FrozenStore, FrozenService, FreezeService, BlobLocks, Holds,
    BagContents, BagProofs, BagStore, BagService, ImportStore, ImportCheck, ImportPlanner, ImportService, ArchiveBlobs, JobWorker, Readable,
    DerivedStore, LikenessStore, Likeness, Deriver, DeriveWorker, DerivedService,
    SearchStore, SearchIndex, SearchService, SearchRebuild,
    RegistrationStore, RegistrationService, OrderStore, OrderService, EvaluationStore, EvaluationService, StatisticsService,
    OverviewService, TodoService,
    ...AUDIT_PROVIDERS,
  ],
})
export class EvidenceModule {}
