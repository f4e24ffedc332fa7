import { z } from 'zod';
import { ACTS, CAP_PLACES, FACT_TYPES, ITEM_KINDS, KIND_ROLES, PARAMETER_TYPES } from '@xingchuang/schemes';
import { DayText, Id, page } from './common.ts';

// ── shared parts ──────────────────────────────────────────────────────────────────────────────────────────────────────

const Named = z.object({ zh: z.string(), en: z.string().optional() });
const Clause = Named.extend({ id: z.string(), source: z.string().optional(), basis: z.string().optional() });
const text = (most: number) => z.string().trim().max(most);
const Reason = text(2_000).min(1);
const Word = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
const ParameterValue = z.union([z.boolean(), z.number(), z.string().max(2_000), z.array(z.string().max(200)).max(200)]);
const Parameters = z.record(Word, ParameterValue);
/** A setting of a scheme: the value itself, or the parameter that holds it. */
const Setting = z.union([z.string(), z.number(), z.boolean(), z.object({ parameter: z.string() })]);

export const AssessedUnitView = z.object({ id: Id, code: z.string(), name: z.string(), kind: z.string() });
export type AssessedUnitView = z.infer<typeof AssessedUnitView>;
export const LevelName = Named.extend({ id: z.string() });
export type LevelName = z.infer<typeof LevelName>;
export const WindowView = z.object({ from: DayText, to: DayText });
/** Who did something: the person and the seat. Names of people stay in the registry. */
export const ActorView = z.object({ personId: z.string(), role: z.string(), unitId: z.string() });

// ── schemes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const SchemeView = z.object({ id: z.string(), version: z.int(), name: Named, digest: z.string(), publishedAt: z.iso.datetime() });
export type SchemeView = z.infer<typeof SchemeView>;
export const SchemeList = page(SchemeView);
export type SchemeList = z.infer<typeof SchemeList>;

const Field = Named.extend({ type: z.enum(FACT_TYPES), places: z.int().optional(), values: z.record(z.string(), Named).optional(), optional: z.boolean().optional() });
/** What a scheme says, for people to read and forms to be built from. */
export const SchemeCatalogue = z.object({
  kinds: z.record(z.string(), Named.extend({ is: z.enum(KIND_ROLES) })),
  parameters: z.record(
    z.string(),
    Named.extend({
      type: z.enum(PARAMETER_TYPES),
      places: z.int().optional(),
      values: z.record(z.string(), Named).optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      default: ParameterValue.optional(),
      ask: z.enum(['campaign', 'unit']).optional(),
      source: z.string().optional(),
      basis: z.string().optional(),
    }),
  ),
  facts: z.record(z.string(), Field.extend({ absent: z.unknown().optional(), within: z.array(z.string()).optional(), fields: z.record(z.string(), Field).optional() })),
  levels: z.array(Clause.extend({ stars: z.int() })),
  dimensions: z.array(
    Clause.extend({
      tasks: z.array(Clause.extend({ items: z.array(Clause.extend({ kind: z.enum(ITEM_KINDS) })) })),
      award: z.object({ all: z.array(Clause.extend({ when: z.string().optional(), expr: z.string() })) }),
    }),
  ),
  vetoes: z.array(Clause.extend({ when: z.string(), level: Setting })),
  caps: z.array(Clause.extend({ when: z.string(), atMost: Setting, on: z.array(z.enum(CAP_PLACES)) })),
  process: z.array(
    Clause.extend({
      steps: z.array(
        Clause.extend({
          act: z.enum(ACTS),
          by: Setting,
          levels: z.array(z.string()).optional(),
          beside: z.boolean().optional(),
          to: z.string().optional(),
          files: z.string().optional(),
          methods: z.array(z.string()).optional(),
          share: Setting.optional(),
          documents: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  titles: z.array(Clause.extend({ of: z.string() })),
});
export type SchemeCatalogue = z.infer<typeof SchemeCatalogue>;
export const SchemeDetail = SchemeView.extend({ text: z.string(), catalogue: SchemeCatalogue });
export type SchemeDetail = z.infer<typeof SchemeDetail>;

export const SchemeCheck = z.strictObject({ text: z.string().min(1).max(1_000_000) });
export type SchemeCheck = z.infer<typeof SchemeCheck>;
export const SchemeCheckView = z.object({
  ok: z.boolean(),
  problems: z.array(Named.extend({ line: z.int(), column: z.int(), path: z.string(), code: z.string() })),
});
export type SchemeCheckView = z.infer<typeof SchemeCheckView>;

// ── decisions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One step of the reasoning with those it rests on; `verdict` is null where the clause does not apply. */
export const ExplanationView = z.object({
  zh: z.string(),
  en: z.string().optional(),
  clause: z.string(),
  kind: z.string(),
  source: z.string(),
  expression: z.string(),
  facts: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.array(z.string())).optional(),
  verdict: z.boolean().nullable(),
  get children(): z.ZodArray<typeof ExplanationView> {
    return z.array(ExplanationView);
  },
}).meta({ id: 'ExplanationView' });
export type ExplanationView = z.infer<typeof ExplanationView>;

export const DecisionView = z.object({
  unit: z.string(),
  level: z.string(),
  stars: z.array(z.string()),
  score: z.string().nullable(),
  vetoes: z.array(z.string()),
  caps: z.array(z.string()),
  explanation: z.array(ExplanationView),
  missing: z.object({ level: z.string(), name: Named, stars: z.int(), clauses: z.array(ExplanationView) }).nullable(),
});
export type DecisionView = z.infer<typeof DecisionView>;

const FactValues = z.record(Word, z.unknown());
const Refs = z.record(Word, z.array(z.string().max(100)).max(1_000));
/** A dry run: the units count as all those of one larger unit. */
export const DecideTry = z.strictObject({
  window: z.strictObject({ from: DayText, to: DayText }).optional(),
  parameters: Parameters.optional(),
  units: z
    .array(z.strictObject({ unit: z.string().min(1).max(200), kind: Word.optional(), facts: FactValues, refs: Refs.optional() }))
    .min(1)
    .max(500),
  version: z.int().min(1).optional(),
});
export type DecideTry = z.infer<typeof DecideTry>;

/** How many of the units reach a level or more: `6 / 10 = 60 %`, percent cut to two places. */
export const ShareView = z.object({ level: LevelName, exactly: z.int(), atLeast: z.int(), total: z.int(), percent: z.string() });
export type ShareView = z.infer<typeof ShareView>;
export const TitleView = Named.extend({ title: z.string(), of: z.string(), granted: z.boolean(), explanation: ExplanationView });
export type TitleView = z.infer<typeof TitleView>;
/** A reward or penalty that takes place; `unit` is empty for those of the larger unit. */
export const TriedEffectView = Named.extend({
  unit: z.string(),
  id: z.string(),
  of: z.string(),
  action: z.string(),
  source: z.string(),
  expression: z.string(),
  facts: z.record(z.string(), z.unknown()),
  by: z.string().optional(),
  document: z.string().optional(),
  in: z.array(z.string()).optional(),
  rung: z.string().optional(),
  ratio: z.object({ change: z.number(), reading: z.string(), base: z.string().nullable(), result: z.string().nullable() }).optional(),
});
export type TriedEffectView = z.infer<typeof TriedEffectView>;
export const DecideTryView = z.object({
  scheme: z.string(),
  version: z.int(),
  units: z.array(DecisionView.extend({ text: z.string() })),
  shares: z.array(ShareView),
  titles: z.array(TitleView),
  effects: z.array(TriedEffectView),
});
export type DecideTryView = z.infer<typeof DecideTryView>;

// ── campaigns ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const DayRange = z.strictObject({ from: DayText, to: DayText }).refine(({ from, to }) => from <= to, { message: '最后一天不能早于第一天 / the last day is before the first', path: ['to'] });
/** Opens a round. Without `unitId` the seat's own unit runs it; without `window` the scheme's rule gives it. */
export const CampaignOpen = z.strictObject({
  title: text(200).min(1),
  schemeId: z.string().min(1).max(100),
  schemeVersion: z.int().min(1).optional(),
  unitId: Id.optional(),
  window: DayRange.optional(),
  declaring: DayRange,
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
  unit: AssessedUnitView,
  window: WindowView,
  declaring: WindowView,
  parameters: Parameters,
  openedAt: z.iso.datetime(),
  openedBy: ActorView,
});
export type CampaignView = z.infer<typeof CampaignView>;
export const CampaignList = page(CampaignView);
export type CampaignList = z.infer<typeof CampaignList>;
export const CampaignQuery = z.strictObject({ schemeId: z.string().max(100).optional(), pageToken: Id.optional() });
export type CampaignQuery = z.infer<typeof CampaignQuery>;

// ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The whole facts of one unit. `version` is the one that was read, 0 when there were none: two people never overwrite each other. */
export const FactsEnter = z.strictObject({ version: z.int().min(0), facts: FactValues, refs: Refs.optional(), note: text(500).optional() });
export type FactsEnter = z.infer<typeof FactsEnter>;
/** Facts of many units, by unit code as in a facts file; all are taken or none. */
export const FactsImport = z.strictObject({
  units: z.array(z.strictObject({ unit: z.string().min(1).max(100), facts: FactValues, refs: Refs.optional() })).min(1).max(1_000),
  note: text(500).optional(),
});
export type FactsImport = z.infer<typeof FactsImport>;
export const FactsView = z.object({
  unit: AssessedUnitView,
  version: z.int(),
  facts: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.array(z.string())),
  digest: z.string(),
  enteredAt: z.iso.datetime(),
  enteredBy: ActorView,
  note: z.string(),
});
export type FactsView = z.infer<typeof FactsView>;
export const FactsHistory = z.object({ items: z.array(FactsView.omit({ unit: true })) });
export type FactsHistory = z.infer<typeof FactsHistory>;
export const FactsImported = z.object({ taken: z.int() });
export type FactsImported = z.infer<typeof FactsImported>;

// ── candidacies ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const CANDIDACY_STATES = ['expected', 'draft', 'declared', 'reviewing', 'decided', 'settled'] as const;

const DeclarationFields = {
  level: Word,
  text: text(20_000).default(''),
  /** Ids of records or files of the evidence service. */
  evidence: z.array(Id).max(500).default([]),
};
/** Saves the declaration without handing it in. `version` is the candidacy's version that was read. */
export const DeclarationDraft = z.strictObject({ ...DeclarationFields, version: z.int().min(1).optional() });
export type DeclarationDraft = z.infer<typeof DeclarationDraft>;
export const Declare = z.strictObject(DeclarationFields);
export type Declare = z.infer<typeof Declare>;
export const Withdraw = z.strictObject({ reason: text(2_000).default('') });
export type Withdraw = z.infer<typeof Withdraw>;
/** Proposes, recommends, nominates or decides. Without `level` the level so far; a level below the one by the rules needs a reason. */
export const Judge = z.strictObject({ level: Word.optional(), text: text(20_000).default(''), reason: text(2_000).default('') });
export type Judge = z.infer<typeof Judge>;
export const Verify = z.strictObject({ passed: z.boolean(), text: text(20_000).min(1) });
export type Verify = z.infer<typeof Verify>;
/** Back to the branch, with a reason and the last day on which it may hand in again. */
export const SendBack = z.strictObject({ reason: Reason, until: DayText });
export type SendBack = z.infer<typeof SendBack>;
/** An event after the level was settled: the facts that it changes (whole values by fact name), and the day from which it counts. */
export const Adjust = z.strictObject({ on: DayText, facts: FactValues, refs: Refs.optional(), reason: Reason });
export type Adjust = z.infer<typeof Adjust>;

/** What comes next and who does it. `deadline` only where one is set. */
export const NextView = z.object({
  step: z.string(),
  name: Named,
  act: z.enum(ACTS),
  kind: z.string(),
  kindName: Named,
  body: AssessedUnitView.nullable(),
  deadline: DayText.optional(),
});
export type NextView = z.infer<typeof NextView>;

export const TimelineEntry = z.object({
  at: z.iso.datetime(),
  day: DayText,
  act: z.string(),
  step: z.string(),
  name: Named.optional(),
  level: z.string(),
  passed: z.boolean().optional(),
  text: z.string(),
  reason: z.string(),
  by: ActorView,
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const CandidacyView = z.object({
  id: Id,
  version: z.int(),
  campaignId: Id,
  unit: AssessedUnitView,
  state: z.enum(CANDIDACY_STATES),
  /** The level so far: declared, then proposed, then decided, then held. */
  level: LevelName.nullable(),
  declaredLevel: LevelName.nullable(),
  /** What the rules gave when it was proposed. */
  computed: z.object({ level: LevelName, vetoes: z.array(z.string()), caps: z.array(z.string()), factsVersion: z.int() }).nullable(),
  /** Set when facts changed after the proposal: it must be made again. */
  voided: z.object({ factsVersion: z.int(), nowVersion: z.int() }).nullable(),
  factsVersion: z.int(),
  filedWith: AssessedUnitView.nullable(),
  settled: z.object({ on: DayText, level: LevelName, because: z.string(), explanationDigest: z.string() }).nullable(),
  returned: z.object({ reason: z.string(), until: DayText }).nullable(),
  next: z.array(NextView),
});
export type CandidacyView = z.infer<typeof CandidacyView>;
export const CandidacyDetail = CandidacyView.extend({
  declaration: z.object({ level: z.string(), text: z.string(), evidence: z.array(z.string()), declaredOn: z.string() }).nullable(),
  /** Highest level that the facts let the unit declare, with the clauses that bound it. */
  declarable: z.object({ atMost: LevelName, clauses: z.array(Clause) }),
  timeline: z.array(TimelineEntry),
});
export type CandidacyDetail = z.infer<typeof CandidacyDetail>;
export const CandidacyList = page(CandidacyView);
export type CandidacyList = z.infer<typeof CandidacyList>;
export const CandidacyQuery = z.strictObject({
  campaignId: Id.optional(),
  state: z.enum(CANDIDACY_STATES).optional(),
  level: Word.optional(),
  unitId: Id.optional(),
  /** `mine`: only those that lower bodies filed with the seat's body. */
  filed: z.enum(['mine']).optional(),
  pageToken: Id.optional(),
});
export type CandidacyQuery = z.infer<typeof CandidacyQuery>;

/** `stored`: the decision as the bodies had it before them; otherwise reckoned now from the facts as they are. */
export const CandidacyDecision = z.object({
  stored: z.boolean(),
  schemeId: z.string(),
  schemeVersion: z.int(),
  factsVersion: z.int(),
  factsDigest: z.string(),
  explanationDigest: z.string(),
  decision: DecisionView,
  level: LevelName,
  /** The result, why, and what is missing for the next level, in plain Chinese. */
  text: z.string(),
});
export type CandidacyDecision = z.infer<typeof CandidacyDecision>;

// ── spot checks ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const SpotCheckDraw = z.strictObject({ step: z.string().min(1).max(64) });
export type SpotCheckDraw = z.infer<typeof SpotCheckDraw>;
export const SpotCheckResult = z.strictObject({ unitId: Id, passed: z.boolean(), text: text(20_000).min(1) });
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
    z.object({ unit: AssessedUnitView, result: z.object({ passed: z.boolean(), text: z.string(), on: DayText, by: ActorView }).nullable() }),
  ),
  drawnOn: DayText,
  drawnBy: ActorView,
});
export type SpotCheckView = z.infer<typeof SpotCheckView>;
export const SpotCheckList = z.object({ items: z.array(SpotCheckView) });
export type SpotCheckList = z.infer<typeof SpotCheckList>;

// ── titles, adjustments, work ─────────────────────────────────────────────────────────────────────────────────────────

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
  reason: z.string(),
  at: z.iso.datetime(),
  by: ActorView,
});
export type AdjustmentView = z.infer<typeof AdjustmentView>;
export const AdjustmentList = page(AdjustmentView);
export type AdjustmentList = z.infer<typeof AdjustmentList>;
export const AdjustmentQuery = z.strictObject({ campaignId: Id.optional(), unitId: Id.optional(), pageToken: Id.optional() });
export type AdjustmentQuery = z.infer<typeof AdjustmentQuery>;

/** One thing that the seat can do now. */
export const TodoView = z.object({
  act: z.string(),
  step: z.string(),
  name: Named,
  campaign: z.object({ id: Id, title: z.string() }),
  unit: AssessedUnitView.nullable(),
  candidacyId: Id.nullable(),
  spotCheckId: Id.nullable(),
  level: LevelName.nullable(),
  deadline: DayText.nullable(),
});
export type TodoView = z.infer<typeof TodoView>;
export const TodoList = z.object({ items: z.array(TodoView) });
export type TodoList = z.infer<typeof TodoList>;
