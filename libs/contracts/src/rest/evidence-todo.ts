import { z } from 'zod';
import { DayText, Id } from './common.ts';

export const EVIDENCE_TODO_KINDS = ['audit.answer', 'audit.review', 'audit.publish', 'duty.due', 'order.dispatch', 'order.accept', 'order.claim', 'order.finish', 'order.rate', 'disposal.approve'] as const;

/** What this seat can do now. Records that are due or missing are one line without an id; `count` says how many things a line stands for. */
export const EvidenceTodo = z.object({
  items: z.array(z.object({ kind: z.enum(EVIDENCE_TODO_KINDS), id: z.string(), unitId: Id, title: z.string(), due: DayText.optional(), auditId: Id.optional(), count: z.int().optional() })),
});
export type EvidenceTodo = z.infer<typeof EvidenceTodo>;
