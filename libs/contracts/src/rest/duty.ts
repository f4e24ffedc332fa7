import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { NamedWords, ofUnits } from './evidence.ts';
import { PeriodText } from './file.ts';
import { EXPORT_FORMATS } from './record.ts';

/**
 * `pending`: the period still runs or lies ahead; `due`: unmet on its last day (or within the reminder of a limit); `late`: met, but filed after the
 * period; `missing`: it is over and unmet; `skipped`: it has no working day; `exempt`: let off, with a reason.
 */
export const DUTY_STATES = ['met', 'late', 'pending', 'due', 'missing', 'skipped', 'exempt'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

const asked = {
  ...ofUnits,
  period: PeriodText.optional(),
  /** The scheme of a duty, or the record type of an expectation. */
  scheme: z.string().max(100).optional(),
  duty: z.string().max(100).optional(),
  recordType: z.string().max(100).optional(),
  /** Only periods that end in this month, however long they are. */
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).optional(),
  state: z.enum(DUTY_STATES).optional(),
  alert: z.stringbool().default(false),
};

/** The periods that lie in the asked one are shown. `alert`: only what is due or missing. */
export const DutyQuery = z.strictObject({ ...asked, pageToken: z.string().max(800).optional(), limit: z.coerce.number().int().min(1).max(1_000).default(200) });
export type DutyQuery = z.infer<typeof DutyQuery>;
/** The same as a table for people. */
export const DutyExportQuery = z.strictObject({ ...asked, format: z.enum(EXPORT_FORMATS).default('xlsx') });
export type DutyExportQuery = z.infer<typeof DutyExportQuery>;

const Period = z.object({ id: z.string(), from: DayText, to: DayText });

/** One expected record: by which clause, of whom, in which period, how much was expected and found. */
export const DutyLine = NamedWords.extend({
  /** Where it is stated: the id of a scheme, or of the record type itself. */
  scheme: z.string(),
  duty: z.string(),
  source: z.string().optional(),
  recordType: z.string(),
  period: Period,
  unitId: Id,
  unitCode: z.string(),
  unitName: z.string(),
  /** Where it is expected of a person; the name is the registry's to tell. */
  personId: Id.optional(),
  /** Where it is expected for a record of a register, e.g. a plan. */
  recordId: Id.optional(),
  /** The post whose holder owes it; alone, without `personId`, where it is vacant. */
  post: z.string().optional(),
  expected: z.int(),
  found: z.int(),
  /** The sum that is counted; absent where records are counted. */
  sum: z.string().optional(),
  state: z.enum(DUTY_STATES),
  /** Days from the end of the period to the entry by which it was met. */
  lateBy: z.int().optional(),
  /** Why it is skipped or exempt. */
  note: z.object({ zh: z.string(), en: z.string() }).optional(),
  exemptionId: Id.optional(),
  recordIds: z.array(Id),
});
export type DutyLine = z.infer<typeof DutyLine>;

export const DutyTotals = z.object({ met: z.int(), late: z.int(), pending: z.int(), due: z.int(), missing: z.int(), skipped: z.int(), exempt: z.int() });
export type DutyTotals = z.infer<typeof DutyTotals>;

/** `today` is the day by which the states were judged; `totals` count the lines of all states and pages. */
export const DutyPage = page(DutyLine).extend({ today: DayText, totals: DutyTotals });
export type DutyPage = z.infer<typeof DutyPage>;

export const DutySummaryQuery = z.strictObject({ ...ofUnits, year: z.string().regex(/^\d{4}$/).optional() });
export type DutySummaryQuery = z.infer<typeof DutySummaryQuery>;

const Expected = NamedWords.extend({ scheme: z.string(), duty: z.string(), recordType: z.string(), every: z.string() });
/** A year at one glance: each expectation month by month (a period stands in the month of its last day), and each unit directly below with its whole subtree. */
export const DutySummary = z.object({
  today: DayText,
  year: z.string(),
  totals: DutyTotals,
  rows: z.array(Expected.extend({ months: z.array(z.object({ month: z.string(), totals: DutyTotals })) })),
  units: z.array(z.object({ unitId: Id, unitCode: z.string(), unitName: z.string(), kind: z.string(), hasBelow: z.boolean(), totals: DutyTotals })),
});
export type DutySummary = z.infer<typeof DutySummary>;

/** Lets a unit off one expectation in one period; with `personId` or `recordId` only that one. */
export const ExemptionGrant = z.strictObject({
  unitId: Id,
  scheme: z.string().min(1).max(100),
  duty: z.string().min(1).max(100),
  /** As lines show it, e.g. 2026-Q1; of a limit after an event, the day of the event. */
  period: z.string().regex(/^\d{4}(-(H[12]|Q[1-4]|W\d{2}|(0[1-9]|1[0-2])(-\d{2})?))?$/),
  personId: Id.optional(),
  recordId: Id.optional(),
  reason: z.string().trim().min(1).max(500),
});
export type ExemptionGrant = z.infer<typeof ExemptionGrant>;
export const ExemptionUndo = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type ExemptionUndo = z.infer<typeof ExemptionUndo>;
export const ExemptionView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  scheme: z.string(),
  duty: z.string(),
  period: z.string(),
  personId: Id.optional(),
  recordId: Id.optional(),
  reason: z.string(),
  by: Id,
  at: z.iso.datetime(),
  undone: z.object({ reason: z.string(), by: Id, at: z.iso.datetime() }).optional(),
});
export type ExemptionView = z.infer<typeof ExemptionView>;
export const ExemptionQuery = z.strictObject({ ...ofUnits, pageToken: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
export type ExemptionQuery = z.infer<typeof ExemptionQuery>;
export const ExemptionPage = page(ExemptionView);
export type ExemptionPage = z.infer<typeof ExemptionPage>;
