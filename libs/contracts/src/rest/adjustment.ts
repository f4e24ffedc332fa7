import { z } from 'zod';
import { ActorView, AssessedUnitView, Clause, LevelName, Methods, text } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';

export const SpotCheckDraw = z.strictObject({ step: z.string().min(1).max(64) });
export type SpotCheckDraw = z.infer<typeof SpotCheckDraw>;
export const SpotCheckResult = z.strictObject({ unitId: Id, passed: z.boolean(), text: text(20_000).min(1), methods: Methods });
export type SpotCheckResult = z.infer<typeof SpotCheckResult>;
/** A draw that anyone can repeat: order the pool by SHA-256 of `seed:code` and take the first `count`. */
export const SpotCheckView = z.object({
  id: Id,
  version: z.int(),
  campaignId: Id,
  step: z.string(),
  seed: z.string(),
  share: z.string(),
  pool: z.array(z.string()),
  count: z.int(),
  drawn: z.array(
    z.object({ unit: AssessedUnitView, result: z.object({ passed: z.boolean(), text: z.string(), methods: z.array(z.string()).optional(), on: DayText, by: ActorView }).nullable() }),
  ),
  drawnOn: DayText,
  drawnBy: ActorView,
});
export type SpotCheckView = z.infer<typeof SpotCheckView>;
export const SpotCheckList = z.object({ items: z.array(SpotCheckView) });
export type SpotCheckList = z.infer<typeof SpotCheckList>;

/** A line of the star ledger; what was only marked for the next evaluation leaves the level as it was. */
export const AdjustmentView = z.object({
  id: Id,
  campaignId: Id,
  candidacyId: Id,
  unit: AssessedUnitView,
  from: LevelName,
  to: LevelName,
  on: DayText,
  clause: z.string(),
  failed: z.array(z.string()),
  lost: z.array(z.string()),
  /** What the event would also give with the next evaluation: by which clause, the level as a whole, the dimensions won, and on which facts. */
  later: z.object({ clause: Clause, level: LevelName, won: z.array(z.string()), facts: z.record(z.string(), z.unknown()) }).nullable().default(null),
  reason: z.string(),
  at: z.iso.datetime(),
  by: ActorView,
});
export type AdjustmentView = z.infer<typeof AdjustmentView>;
export const AdjustmentList = page(AdjustmentView);
export type AdjustmentList = z.infer<typeof AdjustmentList>;
export const AdjustmentQuery = z.strictObject({ campaignId: Id.optional(), unitId: Id.optional(), pageToken: Id.optional() });
export type AdjustmentQuery = z.infer<typeof AdjustmentQuery>;
