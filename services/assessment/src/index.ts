import type { Service } from '@xingchuang/server';
import { AssessmentModule } from './module.ts';

export const assessment: Service = { name: 'assessment', module: AssessmentModule };
