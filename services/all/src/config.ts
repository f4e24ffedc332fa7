import { z } from 'zod';
import { PlatformConfig } from '@xingchuang/server';

/** The embedded system: like every process, and whether an empty one fills itself with the demo world. */
export const AllConfig = PlatformConfig.extend({ SEED_DEMO: z.stringbool().default(true) });
export type AllConfig = z.infer<typeof AllConfig>;
