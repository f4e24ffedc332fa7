import { z } from 'zod';

/** What the registry takes from the configuration of its process. */
export const RegistryConfig = z.object({
  /** An empty registry fills itself with the demo world and its accounts, instead of one administrator. */
  SEED_DEMO: z.union([z.boolean(), z.stringbool()]).default(false),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  SESSION_TOTAL_MINUTES: z.coerce.number().int().min(1).max(10_080).default(720),
});
export type RegistryConfig = z.infer<typeof RegistryConfig>;

export const REGISTRY_CONFIG = Symbol('registry-config');
