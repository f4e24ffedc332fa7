import { z } from 'zod';
import { AssessedUnitView, LevelName, Named } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';
import { DUTY_STATES } from './duty.ts';

/** A number, and the query that gives exactly the records behind it at the address that the view names. */
export const Count = z.object({ count: z.int(), query: z.string() });
export type Count = z.infer<typeof Count>;

const pageToken = z.string().max(200).optional();
const asked = {
  /** A unit with all below it; without it all that the seat governs. */
  unitId: Id.optional(),
  /** As things stood at the end of this day; today without it. */
  on: DayText.optional(),
  /** Changes are shown after this day; a month before `on` without it. */
  since: DayText.optional(),
};
export const OverviewQuery = z.strictObject(asked);
export type OverviewQuery = z.infer<typeof OverviewQuery>;

const Unit = AssessedUnitView.extend({ hasBelow: z.boolean() });
export type OverviewUnit = z.infer<typeof Unit>;
const Frame = z.object({ today: DayText, on: DayText, since: DayText, unit: AssessedUnitView, records: z.string() });

// ── levels ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `schemeId`: the programme; without it the one that gave a level here last. */
export const LevelsQuery = z.strictObject({ ...asked, schemeId: z.string().min(1).max(100).optional() });
export type LevelsQuery = z.infer<typeof LevelsQuery>;

export const LEVEL_CHANGES = ['first', 'up', 'down', 'gone'] as const;
export type LevelChange = (typeof LEVEL_CHANGES)[number];
export const RANK_MOVES = ['up', 'down', 'same', 'new'] as const;
export type RankMove = (typeof RANK_MOVES)[number];

const OfLevel = Count.extend({ level: z.string() });
const OfMove = Count.extend({ move: z.enum(RANK_MOVES) });
/** Which levels the units of a subtree hold, held and were given. Counts of nothing are left out. */
export const LevelsOverview = Frame.extend({
  schemeId: z.string(),
  /** Programmes that gave a unit here a level. */
  schemes: z.array(Named.extend({ id: z.string() })),
  /** From the lowest to the highest. */
  levels: z.array(LevelName.extend({ stars: z.int() })),
  /** Units with a level on the day. */
  rated: Count,
  held: z.array(OfLevel),
  /** What each year's rounds gave, as far as it was final on the day. */
  years: z.array(z.object({ year: z.string(), rated: Count, levels: z.array(OfLevel) })),
  /** Levels held on the last day of each quarter, the running one on the day. */
  quarters: z.array(z.object({ quarter: z.string(), on: DayText, rated: Count, levels: z.array(OfLevel) })),
  /** The units directly below with all under them: what they hold, and what each year gave. */
  units: z.array(Unit.extend({ rated: Count, held: z.array(OfLevel), years: z.array(z.object({ year: z.string(), levels: z.array(OfLevel) })) })),
  changes: z.array(Count.extend({ change: z.enum(LEVEL_CHANGES) })),
  /** Lists that rank units from here: the newest of each name beside the one before. */
  ranks: z.string(),
  rankings: z.array(z.object({ name: z.string(), title: z.string(), area: z.string(), standingId: Id, on: DayText, beforeId: Id.nullable(), beforeOn: DayText.nullable(), moves: z.array(OfMove) })),
});
export type LevelsOverview = z.infer<typeof LevelsOverview>;

export const LevelRecordQuery = z.strictObject({
  unitId: Id,
  schemeId: z.string().min(1).max(100),
  on: DayText,
  level: z.string().max(64).optional(),
  /** Of the rounds of this year, whether the level still stands or not. */
  year: z.string().regex(/^\d{4}$/).optional(),
  /** Only units whose level differs between the end of this day and of `on`. */
  since: DayText.optional(),
  change: z.enum(LEVEL_CHANGES).optional(),
  pageToken,
});
export type LevelRecordQuery = z.infer<typeof LevelRecordQuery>;
const total = { total: z.int() };
/** `level` is null where the unit lost what it held; `before` is what it held before. */
export const LevelRecordPage = page(
  z.object({ candidacyId: Id, campaignId: Id, campaignTitle: z.string(), year: z.string(), unit: AssessedUnitView, level: LevelName.nullable(), since: DayText, before: LevelName.nullable() }),
).extend(total);
export type LevelRecordPage = z.infer<typeof LevelRecordPage>;

export const RankRecordQuery = z.strictObject({ unitId: Id, standingId: Id, beforeId: Id.optional(), move: z.enum(RANK_MOVES).optional(), pageToken });
export type RankRecordQuery = z.infer<typeof RankRecordQuery>;
export const RankRecordPage = page(z.object({ unitId: z.string(), name: z.string(), rank: z.int(), before: z.int().nullable(), move: z.enum(RANK_MOVES), score: z.string() })).extend(total);
export type RankRecordPage = z.infer<typeof RankRecordPage>;

// ── evidence in time ──────────────────────────────────────────────────────────────────────────────────────────────────

export const TimelinessQuery = z.strictObject({ unitId: Id.optional(), year: z.string().regex(/^\d{4}$/).optional() });
export type TimelinessQuery = z.infer<typeof TimelinessQuery>;
const OfState = Count.extend({ state: z.enum(DUTY_STATES) });
const OfMonth = z.object({ month: z.string(), states: z.array(OfState) });
/** Expected records of a year by the month in which their period ends, as they stand today; `units` are those directly below with all under them. */
export const TimelinessOverview = z.object({
  today: DayText,
  year: z.string(),
  unit: AssessedUnitView,
  records: z.string(),
  states: z.array(OfState),
  months: z.array(OfMonth),
  units: z.array(Unit.extend({ states: z.array(OfState), months: z.array(OfMonth) })),
});
export type TimelinessOverview = z.infer<typeof TimelinessOverview>;

// ── rectification ─────────────────────────────────────────────────────────────────────────────────────────────────────

export const RECTIFICATION_ASKS = ['open', 'overdue', 'opened', 'closed', 'late', 'active', 'called', 'failed'] as const;
export type RectificationAsk = (typeof RECTIFICATION_ASKS)[number];
/** `open`, `overdue`: problems on the day; `opened`, `closed`, `late`: problems from `from` to `on`; `active`: rungs on the day; `called`, `failed`: rungs from `from` to `on`. */
export const RectificationRecordQuery = z.strictObject({ unitId: Id, ask: z.enum(RECTIFICATION_ASKS), on: DayText, from: DayText.optional(), scheme: z.string().max(100).optional(), rung: z.string().max(100).optional(), pageToken });
export type RectificationRecordQuery = z.output<typeof RectificationRecordQuery>;
export const RectificationOverview = Frame.extend({
  open: Count,
  overdue: Count,
  /** Rungs on which units stand, as the ladders name them. */
  rungs: z.array(Count.extend({ scheme: z.string(), rung: z.string(), name: z.string() })),
  months: z.array(z.object({ month: z.string(), opened: Count, closed: Count, late: Count })),
  units: z.array(Unit.extend({ open: Count, overdue: Count, active: Count })),
  changes: z.array(Count.extend({ ask: z.enum(['opened', 'closed', 'late', 'called', 'failed']) })),
});
export type RectificationOverview = z.infer<typeof RectificationOverview>;
export const RectificationRecordPage = page(
  z.object({ kind: z.enum(['finding', 'case']), id: z.string(), unit: AssessedUnitView, title: z.string(), state: z.string(), on: DayText, due: z.string(), overdueOn: z.string(), endedOn: z.string() }),
).extend(total);
export type RectificationRecordPage = z.infer<typeof RectificationRecordPage>;
