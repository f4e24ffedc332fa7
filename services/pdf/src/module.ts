import { Module } from '@nestjs/common';
import { operations, plumbing, settings } from '@xingchuang/server';
import { BatchStore } from './batch/batch-store.ts';
import { BatchWorker } from './batch/batch-worker.ts';
import { PDF_CONFIG, PdfConfig, rendererOf } from './config.ts';
import { DocumentMaker } from './document-maker.ts';
import { Handlers } from './handlers.ts';
import { Renderer } from './render.ts';
import { TemplateController } from './template-controller.ts';

@Module({
  controllers: [...operations('pdf'), TemplateController, Handlers],
  providers: [
    ...plumbing('pdf'),
    settings(PDF_CONFIG, PdfConfig),
    { provide: Renderer, useFactory: rendererOf, inject: [PDF_CONFIG] },
    DocumentMaker,
    BatchStore,
    BatchWorker,
  ],
})
export class PdfModule {}
