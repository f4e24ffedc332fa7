import { z } from 'zod';

/** What evidence takes from the configuration of its process. */
export const EvidenceConfig = z.object({
  /** The largest file that is taken, in MiB. */
  FILE_LIMIT_MIB: z.coerce.number().int().min(1).max(10_240).default(100),
});
export type EvidenceConfig = z.infer<typeof EvidenceConfig>;

export const EVIDENCE_CONFIG = Symbol('evidence-config');
