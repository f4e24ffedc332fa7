import { Module } from '@nestjs/common';
import { operations, plumbing } from '@xingchuang/server';
import { CalendarController } from './calendar/calendar-controller.ts';
import { CalendarService } from './calendar/calendar-service.ts';
import { DocumentController } from './document/document-controller.ts';
import { DocumentPrinter } from './document/document-printer.ts';
import { DocumentStore } from './document/document-store.ts';
import { ClockedStore } from './due/clocked-store.ts';
import { DueController } from './due/due-controller.ts';
import { DueService } from './due/due-service.ts';
import { ReminderService } from './due/reminder-service.ts';
import { SummaryService } from './due/summary-service.ts';
import { TodoService } from './due/todo-service.ts';
import { FindingController } from './finding/finding-controller.ts';
import { FindingService } from './finding/finding-service.ts';
import { FindingStore } from './finding/finding-store.ts';
import { ImportService } from './finding/import-service.ts';
import { LedgerService } from './finding/ledger-service.ts';
import { MatterController } from './finding/matter-controller.ts';
import { MatterService } from './finding/matter-service.ts';
import { Handlers } from './handlers.ts';
import { HandoverController } from './handover/handover-controller.ts';
import { HandoverService } from './handover/handover-service.ts';
import { HandoverStore } from './handover/handover-store.ts';
import { CaseController } from './ladder/case-controller.ts';
import { CaseService } from './ladder/case-service.ts';
import { CaseStore } from './ladder/case-store.ts';
import { LadderService } from './ladder/ladder-service.ts';
import { LadderSweep } from './ladder/ladder-sweep.ts';
import { OverviewController } from './overview/overview-controller.ts';
import { OverviewService } from './overview/overview-service.ts';
import { SettingsService } from './settings-service.ts';

@Module({
  controllers: [...operations('rectification'), FindingController, MatterController, CaseController, HandoverController, DocumentController, DueController, OverviewController, CalendarController, Handlers],
  providers: [
    ...plumbing('rectification'),
    ...[FindingStore, CaseStore, HandoverStore, DocumentStore, ClockedStore],
    ...[SettingsService, LadderService, LadderSweep, MatterService, FindingService, ImportService, LedgerService, CaseService, HandoverService, DocumentPrinter],
    ...[DueService, ReminderService, SummaryService, OverviewService, TodoService, CalendarService],
  ],
})
export class RectificationModule {}
