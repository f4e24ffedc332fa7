import { z } from 'zod';
import { AssessedUnitView } from './assessment-parts.ts';
import { DayText, Id } from './common.ts';

/** A body puts a scheme into force for the units it governs: what the scheme expects falls on them from that day on. */
export const SchemeAdopt = z.strictObject({
  schemeId: z.string().min(1).max(100),
  /** The unit that runs it; one's own unit when absent. */
  unitId: Id.optional(),
  /** First day; today when absent. */
  since: DayText.optional(),
});
export type SchemeAdopt = z.infer<typeof SchemeAdopt>;

/** `until` is the last day. */
export const AdoptionEnd = z.strictObject({ until: DayText });
export type AdoptionEnd = z.infer<typeof AdoptionEnd>;

export const AdoptionView = z.object({
  id: Id,
  version: z.int(),
  schemeId: z.string(),
  unit: AssessedUnitView,
  since: DayText,
  /** Empty while it goes on. */
  until: z.string(),
  /** The round by whose opening it began; empty where a body adopted the scheme by itself. */
  campaignId: z.string(),
});
export type AdoptionView = z.infer<typeof AdoptionView>;
export const AdoptionList = z.object({ items: z.array(AdoptionView) });
export type AdoptionList = z.infer<typeof AdoptionList>;
