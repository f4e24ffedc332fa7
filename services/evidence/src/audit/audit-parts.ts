import type { Provider } from '@nestjs/common';
import { settings } from '@xingchuang/server';
import { FLAG_CONFIG, FlagConfig } from '../flag/flag-config.ts';
import { FlagController } from '../flag/flag-controller.ts';
import { FlagRaiser } from '../flag/flag-raiser.ts';
import { FlagService } from '../flag/flag-service.ts';
import { FlagStore } from '../flag/flag-store.ts';
import { MarkStore } from '../flag/mark-store.ts';
import { AuditAccess } from './audit-access.ts';
import { AuditController } from './audit-controller.ts';
import { AuditItemController } from './audit-item-controller.ts';
import { AuditItemService } from './audit-item-service.ts';
import { AuditItemStore } from './audit-item-store.ts';
import { AuditPopulation } from './audit-population.ts';
import { AuditService } from './audit-service.ts';
import { AuditSheet } from './audit-sheet.ts';
import { AuditStore } from './audit-store.ts';

/** What the module takes of audits and flags. */
export const AUDIT_CONTROLLERS = [AuditController, AuditItemController, FlagController];
export const AUDIT_PROVIDERS: Provider[] = [
  settings(FLAG_CONFIG, FlagConfig), FlagStore, MarkStore, FlagRaiser, FlagService,
  AuditStore, AuditItemStore, AuditAccess, AuditPopulation, AuditService, AuditItemService, AuditSheet,
];
