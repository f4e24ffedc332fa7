import { z } from 'zod';

/** RFC 9457 problem JSON as every route answers a "no": words in both languages, faults by field. */
export const Problem = z.object({
  type: z.string(),
  status: z.int(),
  /** `thing.reason`, stable: programs decide by it, people read the titles. */
  code: z.string(),
  title: z.string(),
  titleEn: z.string(),
  field: z.string().optional(),
  /** Faults by field; of an imported file also by row, each with its own code. */
  errors: z.array(z.object({ field: z.string(), zh: z.string(), en: z.string(), row: z.int().optional(), code: z.string().optional() })),
  facts: z.record(z.string(), z.unknown()),
  errorId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
