import { z } from 'zod';
import { ActorView, AssessedUnitView, LevelName, Named, Word, text } from './assessment-parts.ts';
import { Id } from './common.ts';

const Amounts = z.record(Word, z.union([z.number().min(0), z.string().regex(/^\d{1,3}(\.\d{1,4})?$/)]));
/** Sets other shares (percent) or counts of a quota for this round, or for one group of it, with a reason. */
export const AdjustQuota = z.strictObject({
  quota: z.string().min(1).max(64),
  group: z.string().max(200).optional(),
  shares: Amounts.optional(),
  counts: z.record(Word, z.int().min(0)).optional(),
  reason: text(2_000).min(1),
}).refine(({ shares, counts }) => (shares === undefined) !== (counts === undefined), { message: '填写比例或数量之一 / give either shares or counts', path: ['shares'] });
export type AdjustQuota = z.infer<typeof AdjustQuota>;

/** Every group of which the seat may see a unit: places, the base they are taken of, and how many are taken. */
export const QuotaBoard = z.object({
  items: z.array(
    Named.extend({
      quota: z.string(),
      source: z.string(),
      group: z.string(),
      groupName: z.string(),
      units: z.int(),
      base: z.int(),
      /** Codes of those who may compete. */
      candidates: z.array(z.string()),
      places: z.array(z.object({ level: LevelName, share: z.string().nullable(), places: z.int() })),
      /** Those that took a place, as far as the seat may see them. */
      used: z.array(AssessedUnitView),
      /** How many places are taken, by whomever. */
      usedCount: z.int(),
      /** What the order of candidates goes by, first things first; empty where the body orders them itself. */
      order: z.array(Named),
      /** Those equal at the edge get in together or stay out together. */
      ties: z.enum(['in', 'out']),
      /** The units of the group that the seat may see, candidates first in their order. */
      standings: z.array(
        z.object({
          unit: AssessedUnitView,
          candidacyId: Id,
          state: z.string(),
          level: LevelName.nullable(),
          /** By the order; equal ones share it. Null where the unit does not stand in the contest. */
          place: z.int().nullable(),
          values: z.array(z.string()),
          /** The level of the place that it stands on, by the order. */
          within: LevelName.nullable(),
          /** At the edge of the places together with others. */
          tied: z.boolean(),
          /** The level for which it took a place. */
          taken: LevelName.nullable(),
          /** Why it does not stand in the contest. */
          barred: z.array(Named.extend({ clause: z.string(), source: z.string() })),
          /** Facts are not complete: where it stands is not certain. */
          incomplete: z.boolean(),
        }),
      ),
      reason: z.string().nullable(),
    }),
  ),
  changes: z.array(z.object({ quota: z.string(), group: z.string().optional(), shares: z.record(z.string(), z.unknown()).optional(), counts: z.record(z.string(), z.int()).optional(), reason: z.string(), at: z.iso.datetime(), by: ActorView })),
});
export type QuotaBoard = z.infer<typeof QuotaBoard>;
