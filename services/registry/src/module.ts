import { Module } from '@nestjs/common';
import { operations, plumbing, settings } from '@xingchuang/server';
import { AccountController } from './account/account-controller.ts';
import { AccountService } from './account/account-service.ts';
import { AccountStore } from './account/account-store.ts';
import { LoginGate } from './account/login-gate.ts';
import { PasswordHasher } from './account/password-hasher.ts';
import { BackupController } from './backup/backup-controller.ts';
import { BackupService } from './backup/backup-service.ts';
import { REGISTRY_CONFIG, RegistryConfig } from './config.ts';
import { Handlers } from './handlers.ts';
import { PersonController } from './person/person-controller.ts';
import { PersonImportService } from './person/person-import-service.ts';
import { PersonService } from './person/person-service.ts';
import { PersonStore } from './person/person-store.ts';
import { PostController } from './person/post-controller.ts';
import { readPostKinds } from './person/post-kinds.ts';
import { PostService } from './person/post-service.ts';
import { PostStore } from './person/post-store.ts';
import { FirstStart } from './seed/first-start.ts';
import { WorldPlanter } from './seed/world-planter.ts';
import { ApiKeyController } from './session/api-key-controller.ts';
import { ApiKeyService } from './session/api-key-service.ts';
import { ApiKeyStore } from './session/api-key-store.ts';
import { OpenSessionController } from './session/open-session-controller.ts';
import { OpenSessionService } from './session/open-session-service.ts';
import { SessionController } from './session/session-controller.ts';
import { SessionEnder } from './session/session-ender.ts';
import { SessionService } from './session/session-service.ts';
import { SessionStore } from './session/session-store.ts';
import { TokenSigner } from './session/token-signer.ts';
import { TermController } from './term/term-controller.ts';
import { AttentionService } from './term/attention-service.ts';
import { TermDays } from './term/term-days.ts';
import { TermService } from './term/term-service.ts';
import { TermStore } from './term/term-store.ts';
import { POST_KINDS, UNIT_KINDS } from './tokens.ts';
import { ImportService } from './unit/import-service.ts';
import { MergeService } from './unit/merge-service.ts';
import { readUnitKinds } from './unit/kinds.ts';
import { UnitController } from './unit/unit-controller.ts';
import { UnitService } from './unit/unit-service.ts';
import { UnitStore } from './unit/unit-store.ts';

@Module({
  controllers: [...operations('registry'), UnitController, PersonController, PostController, TermController, AccountController, SessionController, OpenSessionController, ApiKeyController, BackupController, Handlers],
  providers: [
    ...plumbing('registry'),
    { provide: UNIT_KINDS, useFactory: () => readUnitKinds() },
    { provide: POST_KINDS, useFactory: () => readPostKinds() },
    settings(REGISTRY_CONFIG, RegistryConfig),
    ...[UnitStore, PersonStore, PostStore, TermStore, AccountStore, SessionStore, ApiKeyStore],
    ...[PasswordHasher, LoginGate, TokenSigner, SessionEnder],
    ...[UnitService, ImportService, PersonService, PostService, TermService, AccountService, SessionService, ApiKeyService],
    ...[MergeService, AttentionService, TermDays, PersonImportService, OpenSessionService, BackupService],
    ...[WorldPlanter, FirstStart],
  ],
})
export class RegistryModule {}
