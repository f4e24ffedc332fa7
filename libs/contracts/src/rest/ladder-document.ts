import { z } from 'zod';
import { DayText, Id } from './common.ts';

/** The finding, rung or handover whose documents are asked for. */
export const LadderDocumentQuery = z.strictObject({ objectId: z.string().min(1).max(200) });
export type LadderDocumentQuery = z.infer<typeof LadderDocumentQuery>;

/** A document that a rung or a step names in its scheme, as the system drew it: to be read, signed and sealed by people. */
export const LadderDocumentView = z.object({
  id: Id,
  objectId: z.string(),
  unitId: Id,
  /** Its name in the scheme, and what people call it. */
  name: z.string(),
  title: z.string(),
  day: DayText,
  clause: z.string(),
  state: z.enum(['coming', 'made', 'impossible']),
  /** Why it cannot be made. */
  fault: z.string(),
});
export type LadderDocumentView = z.infer<typeof LadderDocumentView>;
export const LadderDocumentList = z.object({ items: z.array(LadderDocumentView) });
