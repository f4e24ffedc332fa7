import { assessment } from '@xingchuang/assessment';
import { evidence } from '@xingchuang/evidence';
import { pdf } from '@xingchuang/pdf';
import { publicity } from '@xingchuang/publicity';
import { rectification } from '@xingchuang/rectification';
import { registry } from '@xingchuang/registry';
import type { Service } from '@xingchuang/server';

/** Every service there is; a process hosts all of them or one. */
export const SERVICES: readonly Service[] = [registry, evidence, assessment, rectification, publicity, pdf];
