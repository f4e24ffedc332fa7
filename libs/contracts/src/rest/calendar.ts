import { z } from 'zod';
import { DayText } from './common.ts';

export const CalendarImport = z.strictObject({
  year: z.int().min(2000).max(2998),
  /** The number of the notice. */
  source: z.string().trim().min(1).max(200),
  /** One line a day or span: 2027-02-05..2027-02-11,休,春节 */
  text: z.string().max(20_000),
  dryRun: z.boolean().default(false),
});
export type CalendarImport = z.infer<typeof CalendarImport>;
const Fault = z.object({ line: z.int(), code: z.string(), zh: z.string(), en: z.string() });
const Moved = z.object({ kind: z.string(), id: z.string(), unitId: z.string(), before: DayText, after: DayText });
export const CalendarImportView = z.object({
  dryRun: z.boolean(),
  year: z.int(),
  revision: z.int(),
  off: z.int(),
  worked: z.int(),
  /** Provisional dates kept here that move with it, at most a hundred of them. */
  moves: z.array(Moved),
  /** Dates that were told as certain and that it would give otherwise: they stay, and a body may move them by decision. */
  standing: z.array(Moved),
  faults: z.array(Fault),
});
export type CalendarImportView = z.infer<typeof CalendarImportView>;

export const CalendarYearView = z.object({
  year: z.int(),
  off: z.array(DayText),
  worked: z.array(DayText),
  names: z.record(z.string(), z.string()),
  source: z.string(),
  loadedOn: DayText,
  revision: z.int(),
});
/** Years that the product knows, and those that were loaded, with their days. */
export const CalendarView = z.object({ known: z.array(z.int()), loaded: z.array(CalendarYearView) });
export type CalendarView = z.infer<typeof CalendarView>;
