import { z } from 'zod';
import { PlatformConfig } from '@xingchuang/server';
import { DEMO_SCHEMES } from './demo/config.ts';

/** The embedded system: like every process, and whether an empty one fills itself with the demo world, which runs one programme. */
export const AllConfig = PlatformConfig.extend({ SEED_DEMO: z.stringbool().default(true), SCHEMES: z.string().optional() }).transform(
  (config) => (config.SEED_DEMO && config.SCHEMES === undefined ? { ...config, SCHEMES: DEMO_SCHEMES } : config),
);
export type AllConfig = z.infer<typeof AllConfig>;
