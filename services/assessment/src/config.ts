import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What assessment takes from the configuration of its process. */
export const AssessmentConfig = z.object({
  /** Where the scheme files lie; those of the folder are published at start. */
  SCHEMES_DIR: z.string().min(1).default(fileURLToPath(new URL('../../../schemes/', import.meta.url))),
  /** Which of them, by id and separated by commas; all of them where it is not given. */
  SCHEMES: z.string().optional().transform((ids) => ids?.split(',').map((id) => id.trim())),
  /** Where the forms of on-site work lie; every `.yaml` of the folder is published at start. */
  FORMS_DIR: z.string().min(1).default(fileURLToPath(new URL('../forms/', import.meta.url))),
  /** The folder of the process: without BALLOT_SECRET the secret is made there at the first start. */
  DATA_DIR: z.string().min(1).default('data'),
  /** Hides open ballots from whoever reads the database; processes that share a database must share it. */
  BALLOT_SECRET: z.string().min(32).optional(),
  /** For so many years after the year of a declaration the evidence it relied on must not be removed. */
  KEEP_YEARS: z.coerce.number().int().min(1).max(100).default(10),
});
export type AssessmentConfig = z.infer<typeof AssessmentConfig>;

export const ASSESSMENT_CONFIG = Symbol('assessment-config');
