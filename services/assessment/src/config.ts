import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What assessment takes from the configuration of its process. */
export const AssessmentConfig = z.object({
  /** Where the scheme files lie; every `.yaml` of the folder is published at start. */
  SCHEMES_DIR: z.string().min(1).default(fileURLToPath(new URL('../../../schemes/', import.meta.url))),
});
export type AssessmentConfig = z.infer<typeof AssessmentConfig>;

export const ASSESSMENT_CONFIG = Symbol('assessment-config');
