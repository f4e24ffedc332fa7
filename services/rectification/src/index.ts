import type { Service } from '@xingchuang/server';
import { RectificationModule } from './module.ts';

/** The problem ledger and the ladder that follows what is not solved. */
export const rectification: Service = { name: 'rectification', module: RectificationModule };
