import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

/** Where a finding comes from. */
export const FINDING_ORIGINS = ['observation', 'spot-check', 'audit', 'complaint', 'survey', 'superior', 'self'] as const;

export const FindingOpen = z.strictObject({
  unitId: Id,
  schemeId: z.string().min(1).max(100),
  /** The aspect of the scheme that it touches, the id of a dimension. */
  aspect: z.string().min(1).max(40),
  /** A category of the scheme's ladder; only where it has any. */
  category: z.string().max(40).optional(),
  title: z.string().trim().min(1).max(200),
  detail: z.string().trim().max(5_000).default(''),
  origin: z.enum(FINDING_ORIGINS),
  foundOn: DayText,
  fileIds: z.array(Id).max(100).default([]),
});
export type FindingOpen = z.infer<typeof FindingOpen>;

/** A length that the source leaves open must be given: working days, months, or the last day itself. */
export const LimitInput = z.union([
  z.strictObject({ workdays: z.int().min(1).max(1_000) }),
  z.strictObject({ months: z.int().min(1).max(60) }),
  z.strictObject({ until: DayText }),
]);
export type LimitInput = z.infer<typeof LimitInput>;

export const NoticeIssue = z.strictObject({ limit: LimitInput, demand: z.string().trim().min(1).max(5_000) });
export type NoticeIssue = z.infer<typeof NoticeIssue>;

export const ProofGive = z.strictObject({ text: z.string().trim().min(1).max(5_000), fileIds: z.array(Id).max(100).default([]) });
export type ProofGive = z.infer<typeof ProofGive>;

export const CheckGive = z.strictObject({ solved: z.boolean(), opinion: z.string().trim().min(1).max(5_000) });
export type CheckGive = z.infer<typeof CheckGive>;

const Step = z.object({ day: DayText, counted: z.int().nullable(), kind: z.string(), provisional: z.boolean(), zh: z.string(), en: z.string() });

export const LimitView = z.object({
  from: DayText,
  lastDay: DayText,
  provisional: z.boolean(),
  derivation: z.array(Step),
});
export type LimitView = z.infer<typeof LimitView>;

const Event = z.object({ at: z.iso.datetime(), day: DayText, what: z.string(), by: z.string(), text: z.string() });

export const FINDING_STATES = ['open', 'noticed', 'proved', 'closed'] as const;
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
  origin: z.enum(FINDING_ORIGINS),
  foundOn: DayText,
  fileIds: z.array(Id),
  state: z.enum(FINDING_STATES),
  number: z.string(),
  demand: z.string(),
  limit: LimitView.nullable(),
  overdue: z.boolean(),
  proof: z.object({ text: z.string(), fileIds: z.array(Id), day: DayText, by: z.string() }).nullable(),
  closedOn: z.string(),
  history: z.array(Event),
});
export type FindingView = z.infer<typeof FindingView>;
export const FindingPage = page(FindingView);

export const FindingQuery = z.strictObject({
  unitId: Id.optional(),
  state: z.enum(FINDING_STATES).optional(),
  overdue: z.stringbool().optional(),
  pageToken: z.string().max(200).optional(),
});
export type FindingQuery = z.infer<typeof FindingQuery>;

export const LadderQuery = z.strictObject({ unitId: Id, schemeId: z.string().min(1).max(100) });
export type LadderQuery = z.infer<typeof LadderQuery>;

/** A rung of the scheme's ladder that is due for a unit, before somebody assigns it. */
export const LadderView = z.object({
  unitId: Id,
  schemeId: z.string(),
  /** Aspects with unsolved findings. */
  aspects: z.array(z.string()),
  /** Aspects whose limit passed without a solution. */
  unsolved: z.array(z.string()),
  due: z.object({ rung: z.string(), zh: z.string(), source: z.string(), by: z.string(), deadline: z.unknown() }).nullable(),
});
export type LadderView = z.infer<typeof LadderView>;

export const CaseAssign = z.strictObject({
  unitId: Id,
  schemeId: z.string().min(1).max(100),
  rung: z.string().min(1).max(40),
  /** Who leads it: a leader or a work group, in words. */
  leader: z.string().trim().min(1).max(200),
  /** Only where the scheme leaves the length open. */
  limit: LimitInput.optional(),
});
export type CaseAssign = z.infer<typeof CaseAssign>;

export const CaseLimitSet = z.strictObject({ limit: LimitInput, leader: z.string().trim().min(1).max(200) });
export type CaseLimitSet = z.infer<typeof CaseLimitSet>;

/** `waiting`: its limit is still to be set; `failed`: its last day passed unsolved. */
export const CASE_STATES = ['waiting', 'running', 'proved', 'done', 'failed'] as const;
export const CaseView = z.object({
  id: z.string(),
  version: z.int(),
  unitId: Id,
  schemeId: z.string(),
  campaignId: z.string(),
  /** A rung of the ladder, or a clause that opened it. */
  rung: z.string(),
  name: z.string(),
  source: z.string(),
  leader: z.string(),
  assignedOn: DayText,
  limit: LimitView.nullable(),
  state: z.enum(CASE_STATES),
  closedOn: z.string(),
  history: z.array(Event),
});
export type CaseView = z.infer<typeof CaseView>;
export const CasePage = page(CaseView);
export const CaseQuery = z.strictObject({ unitId: Id.optional(), state: z.enum(CASE_STATES).optional(), pageToken: z.string().max(200).optional() });
export type CaseQuery = z.infer<typeof CaseQuery>;

/** What this seat can do now. */
export const RectificationTodo = z.object({
  items: z.array(z.object({ kind: z.string(), id: z.string(), unitId: Id, title: z.string(), due: z.string() })),
});
export type RectificationTodo = z.infer<typeof RectificationTodo>;
