import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

/** Which lines of a service's log: of one unit, of one sort, that held from days of a span. */
export const StepQuery = z.strictObject({
  unitId: Id.optional(),
  what: z.string().max(40).optional(),
  from: DayText.optional(),
  to: DayText.optional(),
  pageToken: z.string().max(200).optional(),
});
export type StepQuery = z.output<typeof StepQuery>;

/** What a service did by itself, and every last day that was moved. `day` is the day from which it holds, `at` the instant at which it was noticed. */
export const StepView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  day: DayText,
  what: z.string(),
  kind: z.string(),
  objectId: z.string(),
  unitId: z.string(),
  /** The last day before and after. */
  before: z.string(),
  after: z.string(),
  /** Empty where nobody did it. */
  by: z.string(),
  text: z.string(),
  /** The clause or rule by which it happened. */
  clause: z.string(),
  /** Of how many things; a run over many is one line. */
  count: z.int(),
});
export type StepView = z.infer<typeof StepView>;
export const StepPage = page(StepView);
