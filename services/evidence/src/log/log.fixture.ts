import { Module } from '@nestjs/common';
import { operations, plumbing, settings, type Running } from '@xingchuang/server';
import { startServices } from '@xingchuang/testkit';
import { EVIDENCE_CONFIG, EvidenceConfig } from '../config.ts';
import { FileAccess } from '../file/file-access.ts';
import { FileStore } from '../file/file-store.ts';
import { IncidentStore } from '../integrity/incident-store.ts';
import { RunStore } from '../integrity/run-store.ts';
import { PostDirectory } from '../record/post-directory.ts';
import { RecordAccess } from '../record/record-access.ts';
import { RecordCatalogue } from '../record/record-catalogue.ts';
import { RecordStore } from '../record/record-store.ts';
import { Ledger } from './ledger.ts';
import { LogController } from './log-controller.ts';
import { LogKeys } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { LogService } from './log-service.ts';
import { LogStore } from './log-store.ts';
import { Sequencer } from './sequencer.ts';
import { WitnessBox } from './witness-box.ts';

/** The log and nothing else of the service, for tests that fill it by themselves. */
@Module({
  controllers: [...operations('evidence'), LogController],
  providers: [...plumbing('evidence'), settings(EVIDENCE_CONFIG, EvidenceConfig), LogStore, Ledger, LogKeys, LogReader, WitnessBox, Sequencer, LogService, IncidentStore, RunStore, FileStore, FileAccess, RecordStore, RecordAccess, PostDirectory, { provide: RecordCatalogue, useFactory: () => new RecordCatalogue() }],
})
class LogModule {}

export const logService = { name: 'evidence', module: LogModule };
export const startLog = (config: Record<string, string> = {}): Promise<Running> => startServices([logService], { config });
