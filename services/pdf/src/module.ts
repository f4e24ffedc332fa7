import { Module } from '@nestjs/common';
import { operations, plumbing } from '@xingchuang/server';
import { Handlers } from './handlers.ts';

@Module({ controllers: [...operations('pdf'), Handlers], providers: [...plumbing('pdf')] })
export class PdfModule {}
