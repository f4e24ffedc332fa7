import { z } from 'zod';

/** What the registry takes from the configuration of its process. */
export const RegistryConfig = z.object({
  /** An empty registry fills itself with the demo world and its accounts, instead of one administrator. */
  SEED_DEMO: z.union([z.boolean(), z.stringbool()]).default(false),
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1_440).default(30),
  SESSION_TOTAL_MINUTES: z.coerce.number().int().min(1).max(10_080).default(720),
  /** Where the backups that an administrator starts are kept; without it none can be started from the portal. */
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_KEEP: z.coerce.number().int().min(1).max(1_000).default(7),
  /** Starts one by itself when the last one is so old; 0: never. */
  BACKUP_EVERY_HOURS: z.coerce.number().int().min(0).max(8_784).default(0),
});
export type RegistryConfig = z.infer<typeof RegistryConfig>;

export const REGISTRY_CONFIG = Symbol('registry-config');
