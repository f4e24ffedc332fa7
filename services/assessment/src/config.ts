import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readConfig } from '@xingchuang/server';

/** Where the scheme files lie; every `.yaml` of the folder is published at start. */
export const AssessmentConfig = z.object({
  SCHEMES_DIR: z.string().min(1).default(fileURLToPath(new URL('../../../schemes/', import.meta.url))),
});

export const SCHEMES_DIR = Symbol('schemes-dir');
export const schemesDir = { provide: SCHEMES_DIR, useFactory: (): string => readConfig(AssessmentConfig).SCHEMES_DIR };
