import { z } from 'zod';
import { ACTS, CAP_PLACES, FACT_TYPES, ITEM_KINDS, KIND_ROLES, PARAMETER_TYPES } from '@xingchuang/schemes';
import { Clause, LevelName, Named, ParameterValue, Parameters, Setting, Word } from './assessment-parts.ts';
import { DayText, page } from './common.ts';

export const SchemeView = z.object({ id: z.string(), version: z.int(), name: Named, digest: z.string(), publishedAt: z.iso.datetime() });
export type SchemeView = z.infer<typeof SchemeView>;
export const SchemeList = page(SchemeView);
export type SchemeList = z.infer<typeof SchemeList>;

const Field = Named.extend({ type: z.enum(FACT_TYPES), places: z.int().optional(), values: z.record(z.string(), Named).optional(), optional: z.boolean().optional() });
/** What a scheme says, for people to read and forms to be built from. */
export const SchemeCatalogue = z.object({
  kinds: z.record(z.string(), Named.extend({ is: z.enum(KIND_ROLES) })),
  parameters: z.record(
    z.string(),
    Named.extend({
      type: z.enum(PARAMETER_TYPES),
      places: z.int().optional(),
      values: z.record(z.string(), Named).optional(),
      min: z.number().optional(),
      max: z.number().optional(),
      default: ParameterValue.optional(),
      ask: z.enum(['campaign', 'unit']).optional(),
      source: z.string().optional(),
      basis: z.string().optional(),
    }),
  ),
  facts: z.record(z.string(), Field.extend({ absent: z.unknown().optional(), within: z.array(z.string()).optional(), fields: z.record(z.string(), Field).optional() })),
  levels: z.array(Clause.extend({ stars: z.int(), guidance: z.string().optional() })),
  dimensions: z.array(
    Clause.extend({
      tasks: z.array(Clause.extend({ items: z.array(Clause.extend({ kind: z.enum(ITEM_KINDS), score: z.object({ min: Setting.optional(), max: Setting.optional() }).optional() })) })),
      award: z.object({ all: z.array(Clause.extend({ when: z.string().optional(), expr: z.string() })) }),
    }),
  ),
  vetoes: z.array(Clause.extend({ when: z.string(), level: Setting })),
  caps: z.array(Clause.extend({ when: z.string(), atMost: Setting, on: z.array(z.enum(CAP_PLACES)) })),
  process: z.array(
    Clause.extend({
      steps: z.array(
        Clause.extend({
          act: z.enum(ACTS),
          by: Setting,
          levels: z.array(z.string()).optional(),
          beside: z.boolean().optional(),
          to: z.string().optional(),
          files: z.string().optional(),
          methods: z.array(z.string()).optional(),
          share: Setting.optional(),
          documents: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  titles: z.array(Clause.extend({ of: z.string() })),
});
export type SchemeCatalogue = z.infer<typeof SchemeCatalogue>;
/** `scheme` is the whole file as data, in the shape of docs/scheme.schema.json with what it leaves out filled in. */
export const SchemeDetail = SchemeView.extend({ text: z.string(), catalogue: SchemeCatalogue, scheme: z.record(z.string(), z.unknown()) });
export type SchemeDetail = z.infer<typeof SchemeDetail>;

export const SchemeCheck = z.strictObject({ text: z.string().min(1).max(1_000_000) });
export type SchemeCheck = z.infer<typeof SchemeCheck>;
export const SchemeCheckView = z.object({
  ok: z.boolean(),
  problems: z.array(Named.extend({ line: z.int(), column: z.int(), path: z.string(), code: z.string() })),
});
export type SchemeCheckView = z.infer<typeof SchemeCheckView>;

/** One step of the reasoning with those it rests on; `verdict` is null where the clause does not apply. */
export const ExplanationView = z.object({
  zh: z.string(),
  en: z.string().optional(),
  clause: z.string(),
  kind: z.string(),
  source: z.string(),
  expression: z.string(),
  facts: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.array(z.string())).optional(),
  /** What a score or figure came to. */
  value: z.unknown().optional(),
  verdict: z.boolean().nullable(),
  get children(): z.ZodArray<typeof ExplanationView> {
    return z.array(ExplanationView);
  },
}).meta({ id: 'ExplanationView' });
export type ExplanationView = z.infer<typeof ExplanationView>;

export const DecisionView = z.object({
  unit: z.string(),
  level: z.string(),
  stars: z.array(z.string()),
  score: z.string().nullable(),
  vetoes: z.array(z.string()),
  caps: z.array(z.string()),
  exclusions: z.array(z.string()).default([]),
  /** Rules that gave the level whatever stars and points are. */
  direct: z.array(z.string()).default([]),
  scores: z.record(z.string(), z.string()).default({}),
  figures: z.record(z.string(), z.unknown()).default({}),
  /** What comparing with other units came to. */
  ranks: z.array(z.object({ population: z.string(), group: z.string(), expression: z.string(), value: z.unknown() })).default([]),
  /** Contests for the places of a level. */
  quotas: z.array(z.object({ quota: z.string(), group: z.string(), level: z.string(), place: z.int(), places: z.int(), in: z.boolean() })).default([]),
  explanation: z.array(ExplanationView),
  missing: z.object({ level: z.string(), name: Named, stars: z.int(), clauses: z.array(ExplanationView) }).nullable(),
});
export type DecisionView = z.infer<typeof DecisionView>;

export const FactValues = z.record(Word, z.unknown());
export const Refs = z.record(Word, z.array(z.string().max(100)).max(1_000));
/** A dry run: the units count as all those of one larger unit. */
export const DecideTry = z.strictObject({
  window: z.strictObject({ from: DayText, to: DayText }).optional(),
  parameters: Parameters.optional(),
  units: z
    .array(z.strictObject({ unit: z.string().min(1).max(200), kind: Word.optional(), facts: FactValues, refs: Refs.optional() }))
    .min(1)
    .max(500),
  version: z.int().min(1).optional(),
});
export type DecideTry = z.infer<typeof DecideTry>;

/** How many of the units reach a level or more: `6 / 10 = 60 %`, percent cut to two places. */
export const ShareView = z.object({ level: LevelName, exactly: z.int(), atLeast: z.int(), total: z.int(), percent: z.string() });
export type ShareView = z.infer<typeof ShareView>;
export const TitleView = Named.extend({ title: z.string(), of: z.string(), granted: z.boolean(), explanation: ExplanationView });
export type TitleView = z.infer<typeof TitleView>;
/** A reward or penalty that takes place; `unit` is empty for those of the larger unit. */
export const TriedEffectView = Named.extend({
  unit: z.string(),
  id: z.string(),
  of: z.string(),
  action: z.string(),
  source: z.string(),
  expression: z.string(),
  facts: z.record(z.string(), z.unknown()),
  by: z.string().optional(),
  document: z.string().optional(),
  in: z.array(z.string()).optional(),
  rung: z.string().optional(),
  ratio: z.object({ change: z.number(), reading: z.string(), base: z.string().nullable(), result: z.string().nullable() }).optional(),
});
export type TriedEffectView = z.infer<typeof TriedEffectView>;
export const DecideTryView = z.object({
  scheme: z.string(),
  version: z.int(),
  units: z.array(DecisionView.extend({ text: z.string() })),
  shares: z.array(ShareView),
  titles: z.array(TitleView),
  effects: z.array(TriedEffectView),
});
export type DecideTryView = z.infer<typeof DecideTryView>;
