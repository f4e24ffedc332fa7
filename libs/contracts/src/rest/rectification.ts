import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

const line = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(5_000);
const fileIds = z.array(Id).max(100).default([]);

/** A length that the source leaves open must be given: working days, months, or the last day itself. */
export const LimitInput = z.union([
  z.strictObject({ workdays: z.int().min(1).max(1_000) }),
  z.strictObject({ months: z.int().min(1).max(60) }),
  z.strictObject({ until: DayText }),
]);
export type LimitInput = z.infer<typeof LimitInput>;

const Step = z.object({ day: DayText, counted: z.int().nullable(), kind: z.string(), provisional: z.boolean(), zh: z.string(), en: z.string() });
export const LimitView = z.object({ from: DayText, lastDay: DayText, provisional: z.boolean(), derivation: z.array(Step) });
export type LimitView = z.infer<typeof LimitView>;

/** What happened to a thing; `by` is the unit whose seat did it, empty where it happened by itself. `day` is the day from which it holds. */
export const HappeningView = z.object({ at: z.iso.datetime(), day: DayText, what: z.string(), by: z.string(), text: z.string() });

/** A clock that stands still: since when, why, and how many days are left, working days where the limit counts those. */
export const SuspensionView = z.object({ since: DayText, reason: z.string(), left: z.int() });

export const ProofGive = z.strictObject({ text, fileIds });
export type ProofGive = z.infer<typeof ProofGive>;
export const ProofView = z.object({ text: z.string(), fileIds: z.array(Id), day: DayText, by: z.string() });

export const CheckGive = z.strictObject({ solved: z.boolean(), opinion: text });
export type CheckGive = z.infer<typeof CheckGive>;

/** A longer limit, always later than the last day so far, and why. */
export const LimitExtend = z.strictObject({ limit: LimitInput, reason: text });
export type LimitExtend = z.infer<typeof LimitExtend>;
export const LimitSuspend = z.strictObject({ reason: text });
export type LimitSuspend = z.infer<typeof LimitSuspend>;

/** What the unit says for itself before anything follows. */
export const StatementGive = z.strictObject({ text, fileIds });
export type StatementGive = z.infer<typeof StatementGive>;
export const StatementView = ProofView.extend({ answer: z.object({ accepted: z.boolean(), text: z.string(), day: DayText, by: z.string() }).nullable() });

/** Where a finding comes from. */
export const FINDING_ORIGINS = ['observation', 'spot-check', 'audit', 'complaint', 'survey', 'patrol', 'supervision', 'staged-item', 'superior', 'self'] as const;
export const SEVERITIES = ['minor', 'ordinary', 'serious'] as const;

/** Who answers for a problem: which body leads, which does the work, which is directly concerned. Units of the tree. */
export const Responsible = z.strictObject({ leading: Id.optional(), working: Id.optional(), direct: Id.optional() });

export const FindingOpen = z.strictObject({
  unitId: Id,
  schemeId: z.string().min(1).max(100),
  /** The aspect of the scheme that it touches, the id of a dimension. */
  aspect: z.string().min(1).max(40),
  /** A category of the scheme's ladder; only where it has any. */
  category: z.string().max(40).optional(),
  title: line,
  detail: z.string().trim().max(5_000).default(''),
  origin: z.enum(FINDING_ORIGINS),
  /** How others name the source: the number of a document or of an item of another system. */
  reference: z.string().trim().max(200).default(''),
  severity: z.enum(SEVERITIES).default('ordinary'),
  foundOn: DayText,
  fileIds,
  /** The common problem that it is a line of. */
  matterId: Id.optional(),
});
export type FindingOpen = z.infer<typeof FindingOpen>;

/** How the problem is taken up; what is absent stays as it was. */
export const FindingPlan = z.strictObject({
  severity: z.enum(SEVERITIES).optional(),
  owner: z.string().trim().max(200).optional(),
  ownerId: Id.optional(),
  responsible: Responsible.optional(),
  cause: z.string().trim().max(5_000).optional(),
  plan: z.string().trim().max(5_000).optional(),
  /** What keeps it from coming back. */
  measure: z.string().trim().max(5_000).optional(),
});
export type FindingPlan = z.infer<typeof FindingPlan>;

export const NoticeIssue = z.strictObject({ limit: LimitInput, demand: text, lookBack: z.boolean().default(false) });
export type NoticeIssue = z.infer<typeof NoticeIssue>;

/** The other finding is about the same matter: its sources come over, and it stays in the ledger as joined. */
export const FindingJoin = z.strictObject({ otherId: Id });
export type FindingJoin = z.infer<typeof FindingJoin>;

export const LookBackGive = z.strictObject({ lookedOn: DayText, text, fileIds });
export type LookBackGive = z.infer<typeof LookBackGive>;

/** Whether somebody must look again on site before it is closed. */
export const LOOK_BACKS = ['none', 'due', 'done'] as const;
export const FINDING_STATES = ['open', 'noticed', 'proved', 'closed', 'joined'] as const;
export const FindingView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  schemeId: z.string(),
  aspect: z.string(),
  aspectName: z.string(),
  category: z.string(),
  title: z.string(),
  detail: z.string(),
  severity: z.enum(SEVERITIES),
  /** The first source's; all of them stand in `sources`. */
  origin: z.enum(FINDING_ORIGINS),
  foundOn: DayText,
  sources: z.array(z.object({ findingId: Id, origin: z.enum(FINDING_ORIGINS), foundOn: DayText, reference: z.string(), detail: z.string(), fileIds: z.array(Id), by: z.string() })),
  fileIds: z.array(Id),
  matterId: z.string(),
  /** The finding that it was joined to. */
  joinedTo: z.string(),
  owner: z.string(),
  ownerId: z.string(),
  responsible: z.object({ leading: z.string(), working: z.string(), direct: z.string() }),
  cause: z.string(),
  plan: z.string(),
  measure: z.string(),
  reportedOn: z.string(),
  /** The clause by which it is dealt with. */
  clause: z.string(),
  state: z.enum(FINDING_STATES),
  number: z.string(),
  demand: z.string(),
  acknowledgedOn: z.string(),
  limit: LimitView.nullable(),
  suspended: SuspensionView.nullable(),
  /** The last day passed unsolved and it is not closed. */
  overdue: z.boolean(),
  overdueOn: z.string(),
  proof: ProofView.nullable(),
  statement: StatementView.nullable(),
  lookBack: z.enum(LOOK_BACKS).default('none'),
  closedOn: z.string(),
  history: z.array(HappeningView),
});
export type FindingView = z.infer<typeof FindingView>;
export const FindingPage = page(FindingView);

export const FindingQuery = z.strictObject({
  unitId: Id.optional(),
  /** With a unit: all below it too. */
  subtree: z.stringbool().optional(),
  state: z.enum(FINDING_STATES).optional(),
  origin: z.enum(FINDING_ORIGINS).optional(),
  overdue: z.stringbool().optional(),
  matterId: Id.optional(),
  pageToken: z.string().max(200).optional(),
});
export type FindingQuery = z.infer<typeof FindingQuery>;

/** Rows of a file of supervision items that were read; a real import with faults is refused with all of them. */
export const FindingImportQuery = z.strictObject({ schemeId: z.string().min(1).max(100), dryRun: z.stringbool().default(false) });
export type FindingImportQuery = z.output<typeof FindingImportQuery>;
export const FindingImportView = z.object({
  dryRun: z.boolean(),
  total: z.int(),
  opened: z.int(),
  faults: z.array(z.object({ row: z.int(), field: z.string(), code: z.string(), zh: z.string(), en: z.string() })),
});
export type FindingImportView = z.infer<typeof FindingImportView>;

/** One problem of many units: each keeps its own line, all are studied together. */
export const MatterOpen = z.strictObject({ unitId: Id, schemeId: z.string().min(1).max(100), aspect: z.string().min(1).max(40), title: line });
export type MatterOpen = z.infer<typeof MatterOpen>;
export const MatterLink = z.strictObject({ findingIds: z.array(Id).min(1).max(500) });
export type MatterLink = z.infer<typeof MatterLink>;
export const MatterStudy = z.strictObject({ text, measure: text });
export type MatterStudy = z.infer<typeof MatterStudy>;
export const MatterView = z.object({
  id: Id,
  version: z.int(),
  /** The node in whose subtree it is watched. */
  unitId: Id,
  schemeId: z.string(),
  aspect: z.string(),
  title: z.string(),
  /** Units that have it, and how many make it a common problem. */
  units: z.int(),
  threshold: z.int(),
  /** Day on which it became common; empty while it is a problem of single units. */
  commonSince: z.string(),
  study: z.object({ text: z.string(), measure: z.string(), day: DayText, by: z.string() }).nullable(),
});
export type MatterView = z.infer<typeof MatterView>;
export const MatterPage = page(MatterView);
export const MatterQuery = z.strictObject({ common: z.stringbool().optional(), pageToken: z.string().max(200).optional() });
export type MatterQuery = z.infer<typeof MatterQuery>;

/** What this seat can do now. */
export const RectificationTodo = z.object({
  items: z.array(z.object({ kind: z.string(), id: z.string(), unitId: Id, title: z.string(), due: z.string() })),
});
export type RectificationTodo = z.infer<typeof RectificationTodo>;
