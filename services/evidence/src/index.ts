import type { Service } from '@xingchuang/server';
import { EvidenceModule } from './module.ts';

export const evidence: Service = { name: 'evidence', module: EvidenceModule };
