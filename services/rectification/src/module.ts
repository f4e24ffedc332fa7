import { Module } from '@nestjs/common';
import { operations, plumbing } from '@xingchuang/server';
import { CaseController } from './case-controller.ts';
import { CaseService } from './case-service.ts';
import { CaseStore } from './case-store.ts';
import { FindingController } from './finding-controller.ts';
import { FindingService } from './finding-service.ts';
import { FindingStore } from './finding-store.ts';
import { Handlers } from './handlers.ts';
import { TodoService } from './todo-service.ts';

@Module({
  controllers: [...operations('rectification'), FindingController, CaseController, Handlers],
  providers: [...plumbing('rectification'), FindingStore, FindingService, CaseStore, CaseService, TodoService],
})
export class RectificationModule {}
