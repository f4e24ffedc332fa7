import { z } from 'zod';
import { ActorView, AssessedUnitView, LevelName, Named, Parameters, WindowView, text, Word } from './assessment-parts.ts';
import { CANDIDACY_STATES } from './candidacy.ts';
import { DayText, Id, page } from './common.ts';
import { ShareView, TitleView } from './scheme.ts';

const DayRange = z.strictObject({ from: DayText, to: DayText }).refine(({ from, to }) => from <= to, { message: '最后一天不能早于第一天 / the last day is before the first', path: ['to'] });
/** Opens a round. Without `unitId` the seat's own unit runs it; without `window` the scheme's rule gives it. */
export const CampaignOpen = z.strictObject({
  title: text(200).min(1),
  schemeId: z.string().min(1).max(100),
  schemeVersion: z.int().min(1).optional(),
  unitId: Id.optional(),
  window: DayRange.optional(),
  /** The days of declaring; without them those that the scheme names. */
  declaring: DayRange.optional(),
  /** The days of other steps that ask for them, by step. */
  windows: z.record(z.string().max(64), DayRange).default({}),
  /** The documents that the scheme wants published first, by their name in it. */
  documents: z.record(Word, z.strictObject({ title: text(200).min(1), number: text(100).default(''), publishedOn: DayText })).default({}),
  /** Working days in which a unit may appeal against a step; without it the round has no appeal. */
  appealWorkdays: z.int().min(1).max(60).optional(),
  /** How many units are planned to reach a level, by its id; only told beside what came of it. */
  targets: z.record(Word, z.int().min(0).max(100_000)).default({}),
  parameters: Parameters.default({}),
});
export type CampaignOpen = z.infer<typeof CampaignOpen>;

export const CampaignView = z.object({
  id: Id,
  version: z.int(),
  title: z.string(),
  schemeId: z.string(),
  schemeVersion: z.int(),
  schemeName: Named,
  levels: z.array(LevelName),
  /** Ids of levels that the settings of the round leave out: nobody can choose them. */
  unset: z.array(z.string()),
  unit: AssessedUnitView,
  window: WindowView,
  declaring: WindowView,
  windows: z.record(z.string(), WindowView).optional(),
  documents: z.record(z.string(), z.object({ title: z.string(), number: z.string(), publishedOn: DayText })).optional(),
  appealWorkdays: z.int().optional(),
  /** Days chosen that are no working days. */
  daysOff: z.array(Named.extend({ field: z.string(), day: DayText })).optional(),
  parameters: Parameters,
  /** Set where the round was called off: nobody acts in it any more, all that was written stays. */
  cancelled: z.object({ on: DayText, reason: z.string(), by: ActorView }).nullable().default(null),
  openedAt: z.iso.datetime(),
  openedBy: ActorView,
});
export type CampaignView = z.infer<typeof CampaignView>;
export const CampaignList = page(CampaignView);
export type CampaignList = z.infer<typeof CampaignList>;
export const CampaignQuery = z.strictObject({ schemeId: z.string().max(100).optional(), pageToken: Id.optional() });
export type CampaignQuery = z.infer<typeof CampaignQuery>;

export const UnitTitlesView = z.object({
  items: z.array(
    z.object({
      unit: AssessedUnitView,
      total: z.int(),
      /** Codes of rated units whose level is not settled yet; the titles are final when there are none. */
      open: z.array(z.string()),
      shares: z.array(ShareView),
      titles: z.array(TitleView),
      text: z.string(),
    }),
  ),
});
export type UnitTitlesView = z.infer<typeof UnitTitlesView>;

/** What came of a round so far: its units by kind, state and level, and what was planned for it. */
export const CampaignTally = z.object({
  campaignId: Id,
  kinds: z.array(
    z.object({
      kind: z.string(),
      name: Named,
      units: z.int(),
      states: z.partialRecord(z.enum(CANDIDACY_STATES), z.int()),
      /** Levels decided, the highest first; those that nobody holds are left out. */
      levels: z.array(z.object({ level: LevelName, units: z.int() })),
    }),
  ),
  targets: z.array(z.object({ level: LevelName, planned: z.int(), reached: z.int() })),
});
export type CampaignTally = z.infer<typeof CampaignTally>;

/** Calls a round off. */
export const CancelCampaign = z.strictObject({ reason: text(2_000).min(1) });
export type CancelCampaign = z.infer<typeof CancelCampaign>;

// ── deadlines and versions ────────────────────────────────────────────────────────────────────────────────────────────

export const OverdueList = z.object({
  items: z.array(
    z.object({
      candidacyId: Id,
      unit: AssessedUnitView,
      step: z.string(),
      name: Named,
      act: z.string(),
      kind: z.string(),
      dueOn: DayText,
      daysLate: z.int(),
      /** How the day was reckoned. */
      derivation: z.array(Named.extend({ day: DayText })),
    }),
  ),
});
export type OverdueList = z.infer<typeof OverdueList>;
/** A newer version of the scheme, with the parameters that it newly asks for. */
export const MoveCampaign = z.strictObject({ version: z.int().min(1), parameters: Parameters.default({}), confirm: z.boolean().default(false) });
export type MoveCampaign = z.infer<typeof MoveCampaign>;
export const CampaignMoveView = z.object({
  campaign: CampaignView,
  clauses: z.array(Named.extend({ id: z.string(), how: z.enum(['added', 'removed', 'changed']) })),
  /** Units whose level by the facts would be another. */
  levels: z.array(z.object({ unit: AssessedUnitView, from: LevelName, to: LevelName })),
  incomplete: z.array(AssessedUnitView),
});
export type CampaignMoveView = z.infer<typeof CampaignMoveView>;

/** The steps of a round in order: their days where they are known from the start, else what they are counted from. */
export const CampaignSchedule = z.object({
  items: z.array(
    Named.extend({
      step: z.string(),
      stage: Named,
      act: z.string(),
      kind: z.string(),
      kindName: Named,
      levels: z.array(LevelName),
      source: z.string(),
      window: WindowView.nullable(),
      /** The last day, with how it was reckoned; `earliest` only of a day with a tolerance. */
      due: z.object({ lastDay: DayText, earliest: DayText.optional(), warning: z.boolean(), derivation: z.array(Named.extend({ day: DayText, counted: z.int().nullable() })) }).nullable(),
      /** A length of time counted from the step before it. */
      after: z.object({ workdays: z.int().optional(), months: z.int().optional() }).nullable(),
      cure: z.object({ workdays: z.int().optional(), months: z.int().optional() }).nullable(),
    }),
  ),
});
export type CampaignSchedule = z.infer<typeof CampaignSchedule>;

/** `name+id+key` of the key with which this installation signs campaign packages. */
export const PackageKeyView = z.object({ verifier: z.string(), since: z.iso.datetime() });
export type PackageKeyView = z.infer<typeof PackageKeyView>;
