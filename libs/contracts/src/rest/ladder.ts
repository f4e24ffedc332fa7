import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { HappeningView, LimitInput, LimitView, ProofView, StatementView, SuspensionView } from './rectification.ts';

export const LadderQuery = z.strictObject({ unitId: Id, schemeId: z.string().min(1).max(100) });
export type LadderQuery = z.infer<typeof LadderQuery>;

const RungName = z.object({ rung: z.string(), zh: z.string(), source: z.string(), by: z.string(), deadline: z.unknown() });

/** Where a unit stands on the scheme's ladder. */
export const LadderView = z.object({
  unitId: Id,
  schemeId: z.string(),
  /** Aspects with unsolved findings. */
  aspects: z.array(z.string()),
  /** Aspects whose limit passed without a solution. */
  unsolved: z.array(z.string()),
  /** The rung that is called for and that nobody is in charge of yet. */
  due: RungName.nullable(),
  /** What findings are sorted by; one of them must be chosen where there are any. */
  categories: z.array(z.object({ id: z.string(), zh: z.string() })),
  /** Every rung, in order, for drawing it. */
  rungs: z.array(RungName.extend({ apart: z.boolean(), byNotice: z.boolean(), failed: z.object({ zh: z.string(), source: z.string() }).nullable() })),
});
export type LadderView = z.infer<typeof LadderView>;

const leader = z.string().trim().min(1).max(200);
export const CaseAssign = z.strictObject({
  unitId: Id,
  schemeId: z.string().min(1).max(100),
  rung: z.string().min(1).max(40),
  /** Who leads it: a leader or a work group, in words. */
  leader,
  /** The person who then finds it among their own. */
  leaderId: Id.optional(),
  /** Only where the scheme leaves the length open. */
  limit: LimitInput.optional(),
});
export type CaseAssign = z.infer<typeof CaseAssign>;

export const CaseLimitSet = z.strictObject({ limit: LimitInput, leader, leaderId: Id.optional() });
export type CaseLimitSet = z.infer<typeof CaseLimitSet>;
/** Who leads a rung that began by itself, or who takes over. */
export const CaseLeaderSet = z.strictObject({ leader, leaderId: Id.optional() });
export type CaseLeaderSet = z.infer<typeof CaseLeaderSet>;

/** What becomes of a unit's statement: accepted, no consequence follows; not accepted, it follows from that day. */
export const StatementAnswer = z.strictObject({ accepted: z.boolean(), text: z.string().trim().min(1).max(5_000) });
export type StatementAnswer = z.infer<typeof StatementAnswer>;

/**
 * `called`: by the ledger, nobody is in charge yet; `waiting`: its limit is still to be set; `failed`: its last day passed unsolved;
 * `superseded`: a higher rung took its place; `lapsed`: what called for it was solved before it began.
 */
export const CASE_STATES = ['called', 'waiting', 'running', 'proved', 'done', 'failed', 'superseded', 'lapsed'] as const;
/** What the scheme says of a failed rung: nothing, it waits for the answer to the unit's statement, it took place, it was waived. */
export const SANCTIONS = ['none', 'pending', 'imposed', 'waived'] as const;
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
  /** The findings that called for it. */
  findingIds: z.array(Id),
  leader: z.string(),
  leaderId: z.string(),
  calledOn: DayText,
  /** Day from which it runs. */
  assignedOn: z.string(),
  limit: LimitView.nullable(),
  suspended: SuspensionView.nullable(),
  state: z.enum(CASE_STATES),
  proof: ProofView.nullable(),
  statement: StatementView.nullable(),
  sanction: z.enum(SANCTIONS),
  closedOn: z.string(),
  history: z.array(HappeningView),
});
export type CaseView = z.infer<typeof CaseView>;
export const CasePage = page(CaseView);
export const CaseQuery = z.strictObject({
  unitId: Id.optional(),
  subtree: z.stringbool().optional(),
  state: z.enum(CASE_STATES).optional(),
  /** Those that the asking person leads. */
  mine: z.stringbool().optional(),
  pageToken: z.string().max(200).optional(),
});
export type CaseQuery = z.infer<typeof CaseQuery>;
