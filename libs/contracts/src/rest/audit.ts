import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { NamedWords, Sha256, TaskId, ofUnits, paging } from './evidence.ts';

/** Evidence is a record or a file; a file that a record carries is judged with the record. */
export const EVIDENCE_KINDS = ['record', 'file'] as const;
export const FLAG_KINDS = ['near-duplicate', 'copied-text', 'photo-date', 'photo-place', 'burst', 'late-filing', 'same-day'] as const;
/** What people read for a kind of flag, a verdict, a state. */
export const FLAG_NAMES: Readonly<Record<(typeof FLAG_KINDS)[number], { readonly zh: string; readonly en: string }>> = {
  'near-duplicate': { zh: '照片或文件重复', en: 'used twice' },
  'copied-text': { zh: '文字雷同', en: 'copied text' },
  'photo-date': { zh: '相机时间不符', en: 'camera date differs' },
  'photo-place': { zh: '拍摄地点不符', en: 'places differ' },
  burst: { zh: '截止前集中报送', en: 'burst before a closing' },
  'late-filing': { zh: '事后补录', en: 'filed late' },
  'same-day': { zh: '同日人员重叠', en: 'same people, same day' },
};
export const AUDIT_STATES = ['announced', 'open', 'closed', 'withdrawn'] as const;
export const VERDICTS = ['pass', 'supplement', 'reject'] as const;
export const VERDICT_NAMES: Readonly<Record<(typeof VERDICTS)[number], { readonly zh: string; readonly en: string }>> = {
  pass: { zh: '通过', en: 'passed' },
  supplement: { zh: '限期补正', en: 'to be supplemented' },
  reject: { zh: '不予认可', en: 'rejected' },
};
const FlagKind = z.enum(FLAG_KINDS);
const Verdict = z.enum(VERDICTS);

/** Words that reviewers need again and again; free text says the rest. */
export const VERDICT_REASONS = [
  { id: 'signature', zh: '缺签到或签字', en: 'no signatures', for: ['supplement', 'reject'] },
  { id: 'attachment', zh: '附件缺失或看不清', en: 'attachment missing or unreadable', for: ['supplement', 'reject'] },
  { id: 'incomplete', zh: '要素不全（时间、地点、主持、记录、参加人）', en: 'time, place, host, recorder or attendees missing', for: ['supplement'] },
  { id: 'thin', zh: '内容过于简略，看不出开展情况', en: 'too thin to show what was done', for: ['supplement'] },
  { id: 'off-topic', zh: '与所关联的任务不符', en: 'does not serve the linked task', for: ['supplement', 'reject'] },
  { id: 'duplicate', zh: '照片或材料重复使用', en: 'photo or document used before', for: ['reject'] },
  { id: 'copied', zh: '记录内容雷同', en: 'minutes copied', for: ['reject'] },
  { id: 'date', zh: '时间与申报不符', en: 'date differs from what was declared', for: ['supplement', 'reject'] },
  { id: 'afterwards', zh: '事后补记', en: 'written afterwards', for: ['supplement', 'reject'] },
] as const;
const ReasonId = z.enum(VERDICT_REASONS.map(({ id }) => id));

const ItemRef = z.object({ kind: z.enum(EVIDENCE_KINDS), id: Id });

/** Whose evidence is drawn from: all under a unit, named units, or the rated units of a campaign. */
export const AuditScope = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('subtree'), unitId: Id }),
  z.strictObject({ of: z.literal('units'), unitIds: z.array(Id).min(1).max(2_000) }),
  z.strictObject({ of: z.literal('campaign'), campaignId: Id }),
]);
export type AuditScope = z.infer<typeof AuditScope>;

/** `perUnit`: so many of each unit at least, where it has them. */
const perUnit = z.int().min(0).max(100).default(1);
const AuditWay = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('share'), share: z.int().min(1).max(100), perUnit }),
  z.strictObject({ by: z.literal('size'), size: z.int().min(1).max(20_000), perUnit }),
  z.strictObject({ by: z.literal('list'), items: z.array(z.strictObject(ItemRef.shape)).min(1).max(2_000) }),
]);
export type AuditWay = z.infer<typeof AuditWay>;

/** Which evidence: days of the event, and where tasks are named only what serves one of them. */
const selection = {
  scope: AuditScope,
  from: DayText,
  to: DayText,
  tasks: z.array(TaskId).max(50).default([]),
  kinds: z.array(z.enum(EVIDENCE_KINDS)).min(1).default([...EVIDENCE_KINDS]),
  way: AuditWay,
};
export const AuditPreviewing = z.strictObject(selection);
export type AuditPreviewing = z.infer<typeof AuditPreviewing>;

/**
 * What is announced before anything is drawn. `publicSource` names a number that nobody knows yet and everybody will, e.g. a
 * lottery draw of a coming day; without it the system makes a seed and publishes its SHA-256 at once.
 */
export const AuditAnnouncing = z.strictObject({ title: z.string().trim().min(1).max(120), ...selection, publicSource: z.string().trim().min(4).max(200).optional() });
export type AuditAnnouncing = z.infer<typeof AuditAnnouncing>;

/** `seed`: the public number, where one was announced. */
export const AuditDrawing = z.strictObject({ seed: z.string().trim().min(1).max(200).optional() });
export type AuditDrawing = z.infer<typeof AuditDrawing>;

export const AuditPreview = z.object({
  population: z.int(),
  sample: z.int(),
  units: z.array(z.object({ unitId: Id, items: z.int(), sample: z.int() })),
  /** Units left out because the auditor belongs to them. */
  own: z.array(Id),
});
export type AuditPreview = z.infer<typeof AuditPreview>;

const Moment = z.object({ at: z.iso.datetime(), by: Id });

export const AuditProgress = z.object({ total: z.int(), judged: z.int(), pass: z.int(), supplement: z.int(), reject: z.int(), unpublished: z.int(), answered: z.int(), overdue: z.int() });
export type AuditProgress = z.infer<typeof AuditProgress>;

/** How far an audit has come with each unit, by its code. */
export const AuditUnitList = z.object({ items: z.array(AuditProgress.extend({ unitId: Id, name: z.string() })) });
export type AuditUnitList = z.infer<typeof AuditUnitList>;

/** For a unit: only the items of it that are published are counted. */
export const AuditView = z.object({
  id: Id,
  version: z.int(),
  title: z.string(),
  state: z.enum(AUDIT_STATES),
  /** The body that audits. */
  unitId: Id,
  scope: z.object({ of: z.string(), unitId: Id.optional(), unitIds: z.array(Id).optional(), campaignId: Id.optional() }),
  from: DayText,
  to: DayText,
  tasks: z.array(TaskId),
  kinds: z.array(z.enum(EVIDENCE_KINDS)),
  way: z.object({ by: z.enum(['share', 'size', 'list']), share: z.int().optional(), size: z.int().optional(), perUnit: z.int().optional() }),
  announced: Moment,
  /** What was published beforehand: the SHA-256 of the seed, or where the seed will come from. Absent for a list. */
  commitment: Sha256.optional(),
  publicSource: z.string().optional(),
  drawn: Moment.optional(),
  seed: z.string().optional(),
  /** `digest` is the SHA-256 of the text that `audits/{id}/population` answers with. */
  population: z.object({ digest: Sha256, items: z.int(), units: z.int() }).optional(),
  progress: AuditProgress,
  closed: Moment.optional(),
});
export type AuditView = z.infer<typeof AuditView>;
export const AuditPage = page(AuditView);
export type AuditPage = z.infer<typeof AuditPage>;
export const AuditQuery = z.strictObject({ state: z.enum(AUDIT_STATES).optional(), ...paging });
export type AuditQuery = z.infer<typeof AuditQuery>;

const held = z.object({ by: Id, since: z.iso.datetime() }).optional();

/** What a list tells of a drawn item. `order` is its place in the sample, from 1. */
export const AuditItemLine = z.object({
  id: Id,
  version: z.int(),
  auditId: Id,
  order: z.int(),
  unitId: Id,
  kind: z.enum(EVIDENCE_KINDS),
  itemId: Id,
  /** Of a record, its type; of a file, its media type. */
  type: z.string(),
  /** Empty for who may not read the thing. */
  title: z.string(),
  day: DayText,
  flags: z.array(FlagKind),
  verdict: Verdict.optional(),
  /** Whether the unit sees the latest verdict. */
  published: z.boolean(),
  answered: z.boolean(),
  /** The last day for what is to be supplemented; counted from the day on which the unit could see it. */
  until: DayText.optional(),
  overdue: z.boolean(),
  held,
});
export type AuditItemLine = z.infer<typeof AuditItemLine>;

export const AuditVerdict = z.object({
  verdict: Verdict,
  reasons: z.array(ReasonId),
  text: z.string(),
  /** For a supplement, the working days that the unit has. */
  workdays: z.int().optional(),
  by: Id.optional(),
  at: z.iso.datetime(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export const AuditAnswer = z.object({ text: z.string(), fileIds: z.array(Id), by: Id, at: z.iso.datetime() });
export type AuditAnswer = z.infer<typeof AuditAnswer>;

export const AuditItemView = AuditItemLine.extend({
  /** Of a record, which of its contents was drawn. */
  revision: z.int().optional(),
  /** SHA-256 of the bytes of a file, or of the content of a record in canonical JSON. */
  digest: Sha256,
  /** Whether it has changed since it was drawn. */
  changed: z.boolean(),
  tasks: z.array(TaskId),
  verdicts: z.array(AuditVerdict),
  answers: z.array(AuditAnswer),
  derivation: z.array(z.object({ day: DayText, zh: z.string(), en: z.string(), counted: z.int().nullable() })).optional(),
  /** Why this person may not judge it: it is of their own unit, or they filed it. */
  barred: z.enum(['own-unit', 'own-item']).optional(),
});
export type AuditItemView = z.infer<typeof AuditItemView>;

export const AuditItemPage = page(AuditItemLine);
export type AuditItemPage = z.infer<typeof AuditItemPage>;
/** `standing`: `open` has no verdict, `answered` waits for a look at the unit's answer, `overdue` was not supplemented in time. */
export const AUDIT_STANDINGS = ['open', 'judged', 'unpublished', 'answered', 'overdue'] as const;
export const AuditItemQuery = z.strictObject({
  unitId: Id.optional(),
  verdict: Verdict.optional(),
  flag: FlagKind.optional(),
  standing: z.enum(AUDIT_STANDINGS).optional(),
  /** Instead of a page token: what stands before this place, the nearest first. */
  before: z.coerce.number().int().min(1).optional(),
  pageToken: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AuditItemQuery = z.infer<typeof AuditItemQuery>;

/** Who looks at an item says so; `take` takes it over from another. */
export const AuditHolding = z.strictObject({ take: z.boolean().default(false) });
export type AuditHolding = z.infer<typeof AuditHolding>;

export const AuditJudging = z.strictObject({
  verdict: Verdict,
  reasons: z.array(ReasonId).max(10).default([]),
  text: z.string().trim().max(2_000).default(''),
  workdays: z.int().min(1).max(60).optional(),
});
export type AuditJudging = z.infer<typeof AuditJudging>;

/** Without units, to all units with verdicts that they have not seen. */
export const AuditPublishing = z.strictObject({ unitIds: z.array(Id).max(2_000).optional() });
export type AuditPublishing = z.infer<typeof AuditPublishing>;

export const AuditAnswering = z.strictObject({ text: z.string().trim().min(1).max(2_000), fileIds: z.array(Id).max(100).default([]) });
export type AuditAnswering = z.infer<typeof AuditAnswering>;

export const AuditWithdrawal = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type AuditWithdrawal = z.infer<typeof AuditWithdrawal>;

export const AuditSheetQuery = z.strictObject({ unitId: Id.optional() });
export type AuditSheetQuery = z.infer<typeof AuditSheetQuery>;

const FlagSide = z.object({ kind: z.enum([...EVIDENCE_KINDS, 'unit']), id: Id, unitId: Id });

/** A hint that two things, or a thing and what was said of it, do not fit together; never a verdict. */
export const FlagView = z.object({
  id: z.string(),
  version: z.int(),
  kind: FlagKind,
  why: NamedWords,
  /** The side that the asker may read. */
  item: FlagSide,
  other: FlagSide.optional(),
  /** There is another side, which the asker may not read. */
  otherHidden: z.boolean(),
  at: z.iso.datetime(),
  dismissed: Moment.extend({ reason: z.string() }).optional(),
});
export type FlagView = z.infer<typeof FlagView>;
export const FlagPage = page(FlagView);
export type FlagPage = z.infer<typeof FlagPage>;
export const FlagQuery = z.strictObject({ ...ofUnits, itemId: Id.optional(), kind: FlagKind.optional(), dismissed: z.stringbool().default(false), ...paging });
export type FlagQuery = z.infer<typeof FlagQuery>;
export const FlagDismissal = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type FlagDismissal = z.infer<typeof FlagDismissal>;
