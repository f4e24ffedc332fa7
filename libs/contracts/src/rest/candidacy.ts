import { z } from 'zod';
import { ACTS } from '@xingchuang/schemes';
import { ActorView, AssessedUnitView, Clause, LevelName, Methods, Named, Reason, Word, text } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';
import { DecisionView, FactValues, Refs } from './scheme.ts';

export const CANDIDACY_STATES = ['expected', 'draft', 'declared', 'reviewing', 'decided', 'settled'] as const;

/** One item of the task catalogue, as the unit sees itself or as a reviewer found it. */
export const ItemMark = z.strictObject({
  item: z.string().min(1).max(64),
  value: z.union([z.boolean(), z.number(), z.string().max(2_000)]),
  text: text(2_000).default(''),
  evidence: z.array(Id).max(100).default([]),
});
export type ItemMark = z.infer<typeof ItemMark>;
/** `version` is the candidacy's version that was read. */
export const ReviewItems = z.strictObject({ items: z.array(ItemMark).min(1).max(500), version: z.int().min(1).optional() });
export type ReviewItems = z.infer<typeof ReviewItems>;
const ItemMarkView = z.object({ item: z.string(), value: z.union([z.boolean(), z.number(), z.string()]), text: z.string(), evidence: z.array(z.string()) });

const DeclarationFields = {
  level: Word,
  text: text(20_000).default(''),
  /** Ids of records or files of the evidence service. */
  evidence: z.array(Id).max(500).default([]),
  /** The self-assessment, item by item of the task catalogue. */
  items: z.array(ItemMark).max(500).default([]),
};
/** Saves the declaration without handing it in. `version` is the candidacy's version that was read. */
export const DeclarationDraft = z.strictObject({ ...DeclarationFields, version: z.int().min(1).optional() });
export type DeclarationDraft = z.infer<typeof DeclarationDraft>;
/** `digest`: that of the draft as it was shown before handing in; what is handed in must have the same. */
export const Declare = z.strictObject({ ...DeclarationFields, digest: z.string().length(64).optional() });
export type Declare = z.infer<typeof Declare>;
export const Withdraw = z.strictObject({ reason: text(2_000).default('') });
export type Withdraw = z.infer<typeof Withdraw>;
/** Proposes, recommends, nominates or decides. Without `level` the level so far; a level below the one by the rules needs a reason. */
export const Judge = z.strictObject({ level: Word.optional(), text: text(20_000).default(''), reason: text(2_000).default(''), methods: Methods });
export type Judge = z.infer<typeof Judge>;
/** One act on many candidacies of a body, each for itself: what one is refused does not touch the others. */
export const JudgeBatch = z.strictObject({ act: z.enum(['recommend', 'nominate', 'decide']).default('decide'), candidacyIds: z.array(Id).min(1).max(200), text: text(20_000).default(''), methods: Methods });
export type JudgeBatch = z.infer<typeof JudgeBatch>;
export const ProposeBatch = z.strictObject({ candidacyIds: z.array(Id).min(1).max(200), text: text(20_000).default(''), methods: Methods });
export type ProposeBatch = z.infer<typeof ProposeBatch>;
export const JudgedView = z.object({
  done: z.int(),
  items: z.array(z.object({ candidacyId: Id, ok: z.boolean(), level: z.string(), code: z.string(), zh: z.string(), en: z.string() })),
});
export type JudgedView = z.infer<typeof JudgedView>;
/** Takes back one's own act as long as nobody acted on it. */
export const TakeBack = z.strictObject({ reason: Reason });
export type TakeBack = z.infer<typeof TakeBack>;
/** `level`: of what did not pass, the level for which it is handed on, with `text` as the opinion. */
export const Verify = z
  .strictObject({ passed: z.boolean(), text: text(20_000).min(1), methods: Methods, level: Word.optional() })
  .refine(({ passed, level }) => !passed || level === undefined, { path: ['level'], message: '通过查核的不另提等级 / what passed is not handed on' });
export type Verify = z.infer<typeof Verify>;
/** On to the body that decides the level that this one would put. */
export const HandOn = z.strictObject({ level: Word, reason: Reason });
export type HandOn = z.infer<typeof HandOn>;
/** Back to the unit, with a reason. The last day on which it may hand in again follows from the scheme where it names a time. */
export const SendBack = z.strictObject({ reason: Reason, until: DayText.optional() });
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
  /** Set where the deadline is no working day and stays. */
  dayOff: z.boolean().optional(),
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
  methods: z.array(z.string()).optional(),
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
  returned: z.object({ reason: z.string(), until: DayText, ends: z.string().optional() }).nullable(),
  /** The last opinion with which a body handed the file on to those who decide another level. */
  handed: z.object({ step: z.string(), name: Named, from: LevelName, level: LevelName, reason: z.string(), day: DayText, body: AssessedUnitView.nullable() }).nullable().default(null),
  /** Last day on which the settled level stands, where it does not stand until changed. */
  holdsUntil: DayText.nullable().default(null),
  next: z.array(NextView),
});
export type CandidacyView = z.infer<typeof CandidacyView>;
export const CandidacyDetail = CandidacyView.extend({
  declaration: z.object({ level: z.string(), text: z.string(), evidence: z.array(z.string()), items: z.array(ItemMarkView).default([]), declaredOn: z.string(), /** SHA-256 of level, words, evidence and items. */ digest: z.string() }).nullable(),
  reviewed: z.array(ItemMarkView).default([]),
  /** What was handed in, in order; `frozen` as soon as the archive keeps it for good under its digest. */
  submissions: z.array(
    z.object({
      submission: z.int(),
      submittedAt: z.iso.datetime(),
      frozen: z.object({ setId: Id, digest: z.string(), items: z.int() }).nullable(),
    }),
  ),
  /** Highest level that the facts let the unit declare, with the clauses that bound it. */
  declarable: z.object({ atMost: LevelName, clauses: z.array(Clause), exclusions: z.array(Clause).default([]), /** Facts that this rests on and nobody gave yet. */ unknown: z.array(Named).default([]) }),
  /** Steps against which the unit may still appeal, each with its last day. */
  appealable: z.array(z.object({ step: z.string(), name: Named, until: DayText })).default([]),
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
  /** What the names in the reasoning are called by people. */
  names: z.record(z.string(), Named).default({}),
  /** The table of scores as the scheme orders it; `depth` 0 for dimensions, groups and the total. */
  scores: z.array(Named.extend({ id: z.string(), depth: z.int(), value: z.string(), most: z.string().nullable(), source: z.string() })).default([]),
  ranks: z.array(Named.extend({ value: z.string(), populationName: Named, groupName: z.string() })).default([]),
  contests: z.array(Named.extend({ level: LevelName, groupName: z.string(), place: z.int(), places: z.int(), in: z.boolean(), source: z.string() })).default([]),
});
export type CandidacyDecision = z.infer<typeof CandidacyDecision>;

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
  /** Set when facts changed after the level was put: it must be put again. */
  voided: z.boolean().default(false),
  /** The methods that the scheme names for the step; whoever does it chooses at least one. */
  methods: z.array(z.string()).default([]),
});
export type TodoView = z.infer<typeof TodoView>;
export const TodoList = z.object({ items: z.array(TodoView) });
export type TodoList = z.infer<typeof TodoList>;
