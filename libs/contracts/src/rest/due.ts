import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { LimitInput } from './rectification.ts';

export const CLOCKED = ['finding', 'case', 'handover'] as const;
/** Which day of a thing falls due or is reminded of: the last day, or a day by which progress was asked for. */
export const REMINDED_OF = ['limit', 'progress'] as const;
export const DUE_FILTERS = ['overdue', 'today', 'soon', 'provisional', 'all'] as const;
export const DueQuery = z.strictObject({
  /** A unit with all below it; without it all that the seat may see. */
  unitId: Id.optional(),
  /** Only what the asking person leads or owns. */
  mine: z.stringbool().optional(),
  which: z.enum(DUE_FILTERS).default('all'),
  /** What counts as soon, in working days. */
  workdays: z.coerce.number().int().min(1).max(60).default(5),
  pageToken: z.string().max(200).optional(),
});
export type DueQuery = z.output<typeof DueQuery>;
const DueItem = z.object({
  kind: z.enum(CLOCKED),
  of: z.enum(REMINDED_OF),
  id: z.string(),
  unitId: Id,
  title: z.string(),
  state: z.string(),
  due: DayText,
  /** Working days from today to the last day; negative once it passed. */
  workdaysLeft: z.int(),
  provisional: z.boolean(),
  leader: z.string(),
});
/** What falls due, the earliest first. Counts end at 1001, which means more than a thousand. */
export const DueView = page(DueItem).extend({
  today: DayText,
  /** The last day that counts as soon. */
  soonUntil: DayText,
  counts: z.object({ overdue: z.int(), today: z.int(), soon: z.int(), provisional: z.int() }),
});
export type DueView = z.infer<typeof DueView>;

export const DueByUnit = z.object({ items: z.array(z.object({ unitId: Id, open: z.int(), overdue: z.int(), soon: z.int() })) });
export type DueByUnit = z.infer<typeof DueByUnit>;
export const DueByUnitQuery = z.strictObject({ unitId: Id.optional(), workdays: z.coerce.number().int().min(1).max(60).default(5) });
export type DueByUnitQuery = z.output<typeof DueByUnitQuery>;

/** When a reminder goes out, in working days from the last day (negative: before it), and to whom: the unit, or the unit above it. */
export const ReminderRule = z.strictObject({ at: z.int().min(-250).max(250), to: z.enum(['unit', 'superior']) });
export const StagePlan = z.strictObject({
  id: z.string().min(1).max(40),
  zh: z.string().trim().min(1).max(100),
  stages: z.array(z.strictObject({ name: z.string().trim().min(1).max(100), limit: LimitInput })).min(1).max(30),
});
export const SUMMARY_PERIODS = ['week', 'month', 'quarter', 'half-year', 'year'] as const;
/** What an installation sets for itself. */
export const RectificationSettings = z.strictObject({
  /** In how many units a problem must be to be a common one. */
  commonFrom: z.int().min(2).max(10_000),
  reminders: z.strictObject({ finding: z.array(ReminderRule).max(20), case: z.array(ReminderRule).max(20), handover: z.array(ReminderRule).max(20) }),
  /** Plans of stages; none by default. */
  stagePlans: z.array(StagePlan).max(50),
  summaries: z.array(z.enum(SUMMARY_PERIODS)).max(5),
});
export type RectificationSettings = z.infer<typeof RectificationSettings>;
export const SettingsView = z.object({ version: z.int(), settings: RectificationSettings });
export type SettingsView = z.infer<typeof SettingsView>;

export const DigestQuery = z.strictObject({ day: DayText.optional() });
export type DigestQuery = z.infer<typeof DigestQuery>;
/** One message for one seat and working day: each thing once, however many rules name it. */
export const DigestView = z.object({
  day: DayText,
  items: z.array(z.object({ kind: z.enum(CLOCKED), of: z.enum(REMINDED_OF), id: z.string(), unitId: Id, title: z.string(), due: DayText, offset: z.int(), escalated: z.boolean() })),
  /** Last days that a newly loaded calendar year moved. */
  moved: z.array(z.object({ kind: z.string(), id: z.string(), unitId: z.string(), before: DayText, after: DayText })),
});
export type DigestView = z.infer<typeof DigestView>;

export const SummaryQuery = z.strictObject({ every: z.enum(SUMMARY_PERIODS).optional(), period: z.string().regex(/^\d{4}(-(W\d\d|\d\d|Q[1-4]|H[12]))?$/).optional(), unitId: Id.optional() });
export type SummaryQuery = z.infer<typeof SummaryQuery>;
const Row = z.object({ unitId: Id, kind: z.enum(CLOCKED), opened: z.int(), closed: z.int(), closedInTime: z.int(), overdue: z.int(), open: z.int() });
/** What happened in a period, by unit and kind, as it stood when the period ended; the newest period first. */
export const SummaryList = z.object({
  items: z.array(z.object({ id: z.string(), every: z.enum(SUMMARY_PERIODS), period: z.string(), from: DayText, to: DayText, madeOn: DayText, note: z.string(), rows: z.array(Row) })),
});
export type SummaryList = z.infer<typeof SummaryList>;
