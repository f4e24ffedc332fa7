import { z } from 'zod';
import { ActorView, AssessedUnitView, LevelName, Named, Reason, text } from './assessment-parts.ts';
import { DayText, Id } from './common.ts';

// ── yearly re-check ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Keep or revoke, with a report: `report` holds ids of records or files. */
export const SuggestRecheck = z.strictObject({ keep: z.boolean(), reason: Reason, report: z.array(Id).max(100).default([]) });
export type SuggestRecheck = z.infer<typeof SuggestRecheck>;
/** `plaqueDueOn`: the last day of giving the plaque back, where the scheme names none. */
export const ReviewRecheck = z.strictObject({ keep: z.boolean(), reason: Reason, plaqueDueOn: DayText.optional() });
export type ReviewRecheck = z.infer<typeof ReviewRecheck>;
export const RecheckQuery = z.strictObject({ year: z.coerce.number().int().min(2000).max(2200).optional() });
export type RecheckQuery = z.infer<typeof RecheckQuery>;
const Opinion = z.object({ keep: z.boolean(), reason: z.string(), on: DayText, by: ActorView });
export const RecheckView = z.object({
  id: Id,
  version: z.int(),
  candidacyId: Id,
  campaignId: Id,
  unit: AssessedUnitView,
  year: z.int(),
  level: LevelName,
  state: z.enum(['suggested', 'kept', 'revoked']),
  /** Whether the seat is the body that decides it. */
  mine: z.boolean().default(false),
  suggestion: Opinion.extend({ report: z.array(z.string()) }),
  review: Opinion.nullable(),
  plaque: z.object({ effect: z.string(), dueOn: DayText, returnedOn: z.string() }).nullable(),
});
export type RecheckView = z.infer<typeof RecheckView>;
export const RecheckList = z.object({ items: z.array(RecheckView) });
export type RecheckList = z.infer<typeof RecheckList>;

/** Levels to be looked at again in a year that nobody reported on yet. */
export const RecheckDueList = z.object({
  year: z.int(),
  items: z.array(
    z.object({
      candidacyId: Id,
      campaignId: Id,
      campaignTitle: z.string(),
      unit: AssessedUnitView,
      level: LevelName,
      settledOn: DayText,
      /** Last day of the report, and of the review, where the scheme names one. */
      reportBy: DayText.nullable(),
      reviewBy: DayText.nullable(),
      /** Kinds of unit that report and decide; empty where anybody may report. */
      suggests: z.string(),
      decides: z.string(),
      clause: Named.extend({ id: z.string(), source: z.string() }),
      /** Whether the seat is the body that reports. */
      mine: z.boolean(),
    }),
  ),
});
export type RecheckDueList = z.infer<typeof RecheckDueList>;

// ── appeals ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const FileAppeal = z.strictObject({ step: z.string().min(1).max(64), text: text(20_000).min(1) });
export type FileAppeal = z.infer<typeof FileAppeal>;
export const AnswerAppeal = z.strictObject({ accept: z.boolean(), reason: Reason });
export type AnswerAppeal = z.infer<typeof AnswerAppeal>;
export const AppealView = z.object({
  id: Id,
  version: z.int(),
  campaignId: Id,
  candidacyId: Id,
  unit: AssessedUnitView,
  step: z.string(),
  stepName: Named,
  text: z.string(),
  filedOn: DayText,
  filedBy: ActorView,
  term: DayText,
  state: z.enum(['open', 'accepted', 'rejected']),
  answer: z.object({ reason: z.string(), on: DayText, by: ActorView }).nullable(),
});
export type AppealView = z.infer<typeof AppealView>;
export const AppealList = z.object({ items: z.array(AppealView) });
export type AppealList = z.infer<typeof AppealList>;
