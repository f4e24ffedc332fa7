import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { HappeningView, LimitInput, LimitView, ProofView, SuspensionView } from './rectification.ts';

const text = z.string().trim().min(1).max(5_000);

/** A stage with its own limit, which begins when the stage before it is over. */
export const StageInput = z.strictObject({ name: z.string().trim().min(1).max(100), limit: LimitInput });
export type StageInput = z.infer<typeof StageInput>;

export const HandoverGive = z
  .strictObject({
    /** The unit or department that it goes to. */
    unitId: Id,
    /** The finding that it is about. */
    findingId: Id.optional(),
    title: z.string().trim().min(1).max(200),
    detail: z.string().trim().max(5_000).default(''),
    /** One stage: the end. */
    limit: LimitInput.optional(),
    /** Or a plan of stages that the installation keeps. */
    stagePlan: z.string().min(1).max(40).optional(),
    /** Days by which progress is to be told. */
    askOn: z.array(DayText).max(50).default([]),
  })
  .refine(({ limit, stagePlan }) => (limit === undefined) !== (stagePlan === undefined), { path: ['limit'], message: 'give exactly one of limit and stagePlan' });
export type HandoverGive = z.infer<typeof HandoverGive>;

export const HandoverReturn = z.strictObject({ reason: text });
export type HandoverReturn = z.infer<typeof HandoverReturn>;
export const HandoverForward = z.strictObject({ unitId: Id, reason: text });
export type HandoverForward = z.infer<typeof HandoverForward>;
/** A returned item goes out again, to the same unit or another one, with a new limit for its stage. */
export const HandoverResend = z.strictObject({ unitId: Id, limit: LimitInput, reason: text });
export type HandoverResend = z.infer<typeof HandoverResend>;
export const ProgressTell = z.strictObject({ text, fileIds: z.array(Id).max(100).default([]) });
export type ProgressTell = z.infer<typeof ProgressTell>;

export const HANDOVER_STATES = ['sent', 'accepted', 'returned', 'proved', 'closed'] as const;
export const HandoverView = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  /** The unit that has it now, and the one that gave it. */
  unitId: Id,
  fromUnitId: Id,
  findingId: z.string(),
  title: z.string(),
  detail: z.string(),
  state: z.enum(HANDOVER_STATES),
  stages: z.array(z.object({ name: z.string(), lastDay: z.string(), overdueOn: z.string(), doneOn: z.string() })),
  /** Which of the stages it is at. */
  stage: z.int(),
  limit: LimitView.nullable(),
  suspended: SuspensionView.nullable(),
  overdue: z.boolean(),
  overdueOn: z.string(),
  asks: z.array(z.object({ day: DayText, toldOn: z.string(), missed: z.boolean() })),
  progress: z.array(ProofView),
  proof: ProofView.nullable(),
  closedOn: z.string(),
  history: z.array(HappeningView),
});
export type HandoverView = z.infer<typeof HandoverView>;
export const HandoverPage = page(HandoverView);
export const HandoverQuery = z.strictObject({
  unitId: Id.optional(),
  subtree: z.stringbool().optional(),
  state: z.enum(HANDOVER_STATES).optional(),
  overdue: z.stringbool().optional(),
  findingId: Id.optional(),
  pageToken: z.string().max(200).optional(),
});
export type HandoverQuery = z.infer<typeof HandoverQuery>;

/** What is left of all that was handed over, by receiving unit; a unit with nothing open is cleared. */
export const ZeroListQuery = z.strictObject({ unitId: Id.optional() });
export type ZeroListQuery = z.infer<typeof ZeroListQuery>;
const Left = z.object({ total: z.int(), closed: z.int(), open: z.int(), overdue: z.int() });
export const ZeroListView = z.object({ total: Left, items: z.array(Left.extend({ unitId: Id, cleared: z.boolean() })) });
export type ZeroListView = z.infer<typeof ZeroListView>;
