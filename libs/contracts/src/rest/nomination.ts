import { z } from 'zod';
import { DayText, Id } from './common.ts';

/** What is looked at before somebody is nominated (评先评优、提名前核查). */
export const NOMINATION_FINDINGS = ['bar', 'penalty', 'exclusion', 'veto', 'cap', 'suspended', 'revoked', 'finding', 'case', 'handover', 'complaint', 'priority', 'honour'] as const;
export type NominationFindingKind = (typeof NOMINATION_FINDINGS)[number];

const ids = z.string().max(4_000).transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== '')).pipe(z.array(Id).max(100));
/** `honour`: for what; without it every bar is told. */
export const NominationCheckQuery = z.strictObject({ unitIds: ids.default([]), personIds: ids.default([]), honour: z.string().min(1).max(100).optional() });
export type NominationCheckQuery = z.infer<typeof NominationCheckQuery>;

export const NominationFinding = z.object({
  kind: z.enum(NOMINATION_FINDINGS),
  zh: z.string(),
  /** Clause of the scheme, number of the line, or where it was read. */
  source: z.string(),
  /** Day from which it holds, or by which it is to be done; empty where neither is known. */
  day: z.string(),
  /** The unit it stands on: the one asked for or one above it. */
  unitName: z.string(),
  /** What leads to it in the portal; empty where there is no page. */
  id: z.string(),
});
export type NominationFinding = z.infer<typeof NominationFinding>;

export const NominationCheck = z.object({
  /** Day of the look. */
  day: DayText,
  honour: z.string(),
  items: z.array(
    z.object({
      kind: z.enum(['unit', 'person']),
      id: Id,
      name: z.string(),
      /** Nothing stands against it. */
      clear: z.boolean(),
      against: z.array(NominationFinding),
      inFavour: z.array(NominationFinding),
    }),
  ),
});
export type NominationCheck = z.infer<typeof NominationCheck>;
