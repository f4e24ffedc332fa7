import { z } from 'zod';
import { PlatformConfig } from '@xingchuang/server';

/** What the registry takes from the configuration of its process; a host that hosts it may carry the same fields. */
export const RegistrySettings = z.object({
  /** An empty registry fills itself with the demo world and its accounts, instead of one administrator. */
  SEED_DEMO: z.boolean().default(false),
  SESSION_IDLE_MINUTES: z.number().default(30),
  SESSION_TOTAL_MINUTES: z.number().default(720),
});
export type RegistrySettings = z.infer<typeof RegistrySettings>;

/** The environment of the registry when it runs alone. */
export const RegistryConfig = PlatformConfig.extend({
  SEED_DEMO: z.stringbool().default(false),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  SESSION_TOTAL_MINUTES: z.coerce.number().int().min(1).max(10_080).default(720),
});
