import { z } from 'zod';
import { AssessedUnitView, ActorView } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';
import { LimitView } from './rectification.ts';

// ── forms ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A checklist is one sheet that a group fills in together; in an observation each judge has a sheet of their own. */
export const FORM_KINDS = ['checklist', 'observation'] as const;
export const ITEM_ANSWERS = ['yes-no', 'score', 'count', 'text'] as const;
/** The five verbs of an observation (S1 L93-97). */
export const VERBS = ['listen', 'look', 'check', 'rate', 'exchange'] as const;
export const VERB_NAMES: Readonly<Record<(typeof VERBS)[number], { readonly zh: string; readonly en: string }>> = {
  listen: { zh: '听', en: 'listen' },
  look: { zh: '看', en: 'look' },
  check: { zh: '查', en: 'check' },
  rate: { zh: '评', en: 'rate' },
  exchange: { zh: '交流', en: 'exchange' },
};

const Word = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);
const text = (most: number) => z.string().trim().max(most);
/** At most two places: `8`, `8.5`, `8.25`. */
export const Mark = z.string().regex(/^(0|[1-9]\d{0,4})(\.\d{1,2})?$/);

const FormItem = z
  .strictObject({
    id: Word,
    zh: text(200).min(1),
    help: text(500).optional(),
    kind: z.enum(ITEM_ANSWERS),
    /** Most marks of a score; of yes-no what a yes is worth. */
    most: Mark.optional(),
    photo: z.boolean().default(false),
    /** May stay empty. */
    optional: z.boolean().default(false),
    verb: z.enum(VERBS).optional(),
    /** The aspect of the scheme that a finding of this item touches. */
    aspect: text(40).optional(),
    source: text(200).optional(),
  })
  .refine(({ kind, most }) => kind !== 'score' || most !== undefined, { path: ['most'] });
export type FormItem = z.infer<typeof FormItem>;

export const InspectionForm = z.strictObject({
  id: Word,
  zh: text(100).min(1),
  kind: z.enum(FORM_KINDS),
  /** The scheme whose aspects the items name. */
  scheme: text(100).optional(),
  sections: z.array(z.strictObject({ id: Word, zh: text(100).min(1), items: z.array(FormItem).min(1).max(100) })).min(1).max(30),
  result: z
    .strictObject({
      /** `marks`: the mean of every single mark; `totals`: each sheet is summed first. */
      of: z.enum(['marks', 'totals']).default('totals'),
      dropHighest: z.int().min(0).max(10).default(0),
      dropLowest: z.int().min(0).max(10).default(0),
      places: z.int().min(0).max(4).default(2),
      /** So many judges' sheets at least. */
      judges: z.int().min(1).max(100).default(1),
    })
    .prefault({}),
  /** The limit that a feedback sets where it names none. */
  workdays: z.int().min(1).max(250).optional(),
  /** A visit that found something is closed only after somebody looked again. */
  lookBack: z.boolean().default(false),
  source: text(200).optional(),
});
export type InspectionForm = z.infer<typeof InspectionForm>;
/** `mine`: whether one may publish its next version; those that came with the system are nobody's. */
export const FormView = z.object({ id: z.string(), formId: z.string(), version: z.int(), publishedAt: z.iso.datetime(), mine: z.boolean(), form: InspectionForm });
export type FormView = z.infer<typeof FormView>;
export const FormList = page(FormView);
export type FormList = z.infer<typeof FormList>;

// ── groups, plans, draws ──────────────────────────────────────────────────────────────────────────────────────────────

const UnitList = z.array(Id).max(5_000);
const People = z.array(Id).min(1).max(200);

export const GroupMake = z.strictObject({ name: text(100).min(1), leaderId: Id, memberIds: People, areaIds: UnitList.default([]) });
export type GroupMake = z.infer<typeof GroupMake>;
export const GroupView = z.object({ id: Id, version: z.int(), unitId: Id, name: z.string(), leaderId: Id, memberIds: z.array(Id), areas: z.array(AssessedUnitView), areaIds: z.array(Id) });
export type GroupView = z.infer<typeof GroupView>;
export const GroupList = page(GroupView);
export type GroupList = z.infer<typeof GroupList>;

export const PLAN_ROUNDS = ['quarter', 'year'] as const;
/** Which units: all living ones of a kind under the body, or those named. */
export const PlanMake = z.strictObject({
  title: text(120).min(1),
  year: z.int().min(2000).max(2200),
  every: z.enum(PLAN_ROUNDS),
  formId: Word,
  unitKind: Word.optional(),
  unitIds: UnitList.default([]),
  groupIds: z.array(Id).max(100).default([]),
});
export type PlanMake = z.infer<typeof PlanMake>;

export const Coverage = z.object({
  /** `2026` or `2026Q1`. */
  period: z.string(),
  from: DayText,
  to: DayText,
  /** Whether its last day is over. */
  over: z.boolean(),
  expected: z.int(),
  visited: z.int(),
  /** Cut to one place: 100 only where every unit was visited. */
  percent: z.string(),
  missing: z.array(AssessedUnitView),
  rounds: z.array(z.object({ groupId: Id, name: z.string(), visits: z.int(), state: z.enum(['done', 'open', 'missing']) })),
});
export type Coverage = z.infer<typeof Coverage>;
export const PlanView = z.object({
  id: Id, version: z.int(), unitId: Id, title: z.string(), year: z.int(), every: z.enum(PLAN_ROUNDS), formId: z.string(), formName: z.string(), unitKind: z.string(), unitIds: z.array(Id),
  groupIds: z.array(Id), rounds: z.int(),
});
export type PlanView = z.infer<typeof PlanView>;
export const PlanList = page(PlanView);
export type PlanList = z.infer<typeof PlanList>;
export const PlanDetail = PlanView.extend({
  coverage: z.array(Coverage),
  /** Sums of what the visits of the plan noted. */
  noted: z.object({ suggestions: z.int(), commonProblems: z.int() }),
});
export type PlanDetail = z.infer<typeof PlanDetail>;

export const VISIT_KINDS = ['announced', 'unannounced', 'observation', 'look-back'] as const;
export const VISIT_KIND_NAMES: Readonly<Record<(typeof VISIT_KINDS)[number], { readonly zh: string; readonly en: string }>> = {
  announced: { zh: '预告检查', en: 'announced' },
  unannounced: { zh: '四不两直', en: 'unannounced' },
  observation: { zh: '观摩', en: 'observation' },
  'look-back': { zh: '回头看', en: 'look-back' },
};

export const DrawMake = z.strictObject({
  title: text(120).min(1),
  /** Drawn from; in a plan without names, from the units that it still misses in the period of the day. */
  unitIds: UnitList.default([]),
  planId: Id.optional(),
  count: z.int().min(1).max(2_000),
  inspectorIds: People,
  perUnit: z.int().min(1).max(20).default(2),
  kind: z.enum(['announced', 'unannounced', 'observation']),
  formId: Word,
  on: DayText,
});
export type DrawMake = z.infer<typeof DrawMake>;
export const DrawView = z.object({
  id: Id, version: z.int(), unitId: Id, title: z.string(), seed: z.string(), count: z.int(), perUnit: z.int(),
  /** What was drawn from: codes of units, ids of people, rising. */
  unitPool: z.array(z.string()),
  inspectorPool: z.array(z.string()),
  /** Who may not inspect which unit, because it is their own. */
  conflicts: z.array(z.object({ code: z.string(), personId: z.string() })),
  drawn: z.array(z.object({ code: z.string(), unit: AssessedUnitView, inspectorIds: z.array(Id), visitId: Id })),
  drawnOn: DayText, drawnBy: ActorView,
  /** Whether drawing again with the seed gives the same. */
  replays: z.boolean(),
});
export type DrawView = z.infer<typeof DrawView>;
export const DrawList = page(DrawView);
export type DrawList = z.infer<typeof DrawList>;

// ── visits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const VISIT_STATES = ['planned', 'filed', 'closed', 'called-off'] as const;
export const VISIT_STATE_NAMES: Readonly<Record<(typeof VISIT_STATES)[number], { readonly zh: string; readonly en: string }>> = {
  planned: { zh: '待检查', en: 'planned' },
  filed: { zh: '已反馈', en: 'filed' },
  closed: { zh: '已办结', en: 'closed' },
  'called-off': { zh: '已取消', en: 'called off' },
};

export const VisitMake = z.strictObject({
  unitId: Id,
  kind: z.enum(VISIT_KINDS),
  formId: Word,
  on: DayText,
  planId: Id.optional(),
  groupId: Id.optional(),
  /** Absent: the members of the group, but those of the unit itself. */
  inspectorIds: z.array(Id).max(200).default([]),
  /** The visit whose findings are looked at again. */
  lookBackOf: Id.optional(),
  /** What it is about, such as one star of a contest. */
  tag: text(60).default(''),
});
export type VisitMake = z.infer<typeof VisitMake>;

export const VisitFile = z.strictObject({
  /** The day on which one was on site. */
  heldOn: DayText,
  feedback: text(5_000).min(1),
  /** Limit in working days; absent: that of the form. */
  workdays: z.int().min(1).max(250).optional(),
  /** How the causes were looked for and what help was given. */
  help: text(5_000).default(''),
  suggestions: z.array(text(1_000).min(1)).max(100).default([]),
  commonProblems: z.array(text(1_000).min(1)).max(100).default([]),
  /** Why the sheets of those who have not handed in are left out. */
  absentReason: text(500).default(''),
  /** Of a look-back: which findings of the earlier visit are solved. */
  solved: z.array(Id).max(200).default([]),
});
export type VisitFile = z.infer<typeof VisitFile>;
/** `exemption`: why no look-back is needed after all. */
export const VisitClose = z.strictObject({ text: text(2_000).min(1), exemption: text(500).default('') });
export type VisitClose = z.infer<typeof VisitClose>;
export const VisitCallOff = z.strictObject({ reason: text(500).min(1) });
export type VisitCallOff = z.infer<typeof VisitCallOff>;

const Answered = z.object({
  itemId: z.string(), version: z.int(), value: z.string(), note: z.string(),
  photos: z.array(z.object({ id: Id, fileId: Id })), by: z.string(), clientAt: z.iso.datetime(),
});
export const SheetView = z.object({
  id: z.string(), judgeId: z.string(), answers: z.array(Answered), handedIn: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
  /** Null until handed in. */
  total: z.string().nullable(),
});
export type SheetView = z.infer<typeof SheetView>;
const RaisedFinding = z.object({ id: Id, itemId: z.string(), title: z.string(), detail: z.string(), aspect: z.string(), by: z.string(), clientAt: z.iso.datetime(), solved: z.boolean().nullable() });

export const VisitView = z.object({
  id: Id, version: z.int(), unit: AssessedUnitView, kind: z.enum(VISIT_KINDS), state: z.enum(VISIT_STATES), on: DayText, heldOn: z.string(), tag: z.string(),
  formId: z.string(), formVersion: z.int(), formName: z.string(), formKind: z.enum(FORM_KINDS), planId: z.string(), groupId: z.string(), orderedBy: AssessedUnitView, inspectorIds: z.array(Id),
  score: z.string().nullable(), most: z.string(),
});
export type VisitView = z.infer<typeof VisitView>;
export const VisitList = page(VisitView);
export type VisitList = z.infer<typeof VisitList>;
export const VisitDetail = VisitView.extend({
  form: InspectionForm,
  excusedIds: z.array(Id),
  /** Before the filing one's own, afterwards all. */
  sheets: z.array(SheetView),
  /** Judges who have handed in, and those still missing. */
  handedIn: z.int(), waiting: z.array(Id),
  findings: z.array(RaisedFinding),
  feedback: z
    .object({ at: z.iso.datetime(), day: DayText, sameDay: z.boolean(), text: z.string(), help: z.string(), limit: LimitView.nullable(), suggestions: z.array(z.string()), commonProblems: z.array(z.string()), absentReason: z.string() })
    .nullable(),
  lookBack: z.object({ required: z.boolean(), of: z.string(), done: z.array(Id), exemption: z.string() }),
  closing: z.object({ day: DayText, text: z.string() }).nullable(),
});
export type VisitDetail = z.infer<typeof VisitDetail>;
export const VisitQuery = z.strictObject({ planId: Id.optional(), unitId: Id.optional(), state: z.enum(VISIT_STATES).optional(), pageToken: Id.optional() });
export type VisitQuery = z.infer<typeof VisitQuery>;
/** All that a phone needs for the visits of its owner when the network is gone. */
export const MyVisits = z.object({ items: z.array(VisitDetail) });
export type MyVisits = z.infer<typeof MyVisits>;

/** What on-site work asks of a person: to inspect, or of the body that ordered it: to close or to look again. */
export const OnsiteTodo = z.object({
  items: z.array(z.object({ kind: z.enum(['visit.inspect', 'visit.file', 'visit.look-back', 'visit.close']), visitId: Id, unit: AssessedUnitView, visitKind: z.enum(VISIT_KINDS), formName: z.string(), due: DayText })),
});
export type OnsiteTodo = z.infer<typeof OnsiteTodo>;

export const RankingQuery = z.strictObject({ formId: Word, from: DayText, to: DayText, planId: Id.optional(), tag: text(60).optional() });
export type RankingQuery = z.infer<typeof RankingQuery>;
export const RankingView = z.object({ items: z.array(z.object({ rank: z.int(), unit: AssessedUnitView, score: z.string(), visits: z.int() })) });
export type RankingView = z.infer<typeof RankingView>;

// ── what a phone sends ────────────────────────────────────────────────────────────────────────────────────────────────

/** `id` is made on the phone; `sequence` counts what this device noted, so that nothing old overwrites what is newer. */
const noted = { id: Id, visitId: Id, sequence: z.int().min(1), at: z.iso.datetime() };
export const SyncEntry = z.discriminatedUnion('what', [
  /** `base`: the version of the answer that was on the screen, 0 for none. An empty value takes an answer back. */
  z.strictObject({ ...noted, what: z.literal('answer'), itemId: Word, base: z.int().min(0), value: text(2_000), note: text(2_000).default('') }),
  z.strictObject({ ...noted, what: z.literal('photo'), itemId: Word, fileId: Id }),
  z.strictObject({ ...noted, what: z.literal('photo-removed'), itemId: Word, photoId: Id }),
  z.strictObject({ ...noted, what: z.literal('finding'), itemId: Word, title: text(200).min(1), detail: text(5_000).default('') }),
  z.strictObject({ ...noted, what: z.literal('hand-in') }),
]);
export type SyncEntry = z.infer<typeof SyncEntry>;
export const SyncBatch = z.strictObject({ device: Id, entries: z.array(SyncEntry).min(1).max(200) });
export type SyncBatch = z.infer<typeof SyncBatch>;
export const SYNC_OUTCOMES = ['taken', 'already', 'refused'] as const;
export const SyncAnswer = z.object({
  answers: z.array(
    z.object({
      id: Id,
      outcome: z.enum(SYNC_OUTCOMES),
      /** Version of the answer it became; 0 where it is none. */
      version: z.int(),
      /** False where something newer from the same device was already here; it is kept all the same. */
      current: z.boolean(),
      /** What another person had entered and this replaced; both are kept. */
      over: z.object({ by: z.string(), value: z.string() }).nullable(),
      refusal: z.object({ code: z.string(), zh: z.string(), en: z.string(), field: z.string() }).nullable(),
    }),
  ),
});
export type SyncAnswer = z.infer<typeof SyncAnswer>;
/** Everything that was ever entered at a visit, in the order of arrival. */
export const EntryLog = z.object({
  items: z.array(z.object({ id: Id, what: z.string(), itemId: z.string(), value: z.string(), note: z.string(), by: z.string(), device: z.string(), sequence: z.int(), clientAt: z.iso.datetime(), receivedAt: z.iso.datetime(), current: z.boolean() })),
});
