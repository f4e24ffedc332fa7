import { z } from 'zod';
import { DayText, Id } from './common.ts';
import { LimitView } from './rectification.ts';

/** A unit whose level was decided, on its way to the public; `reopened`: what was decided no longer stands, nothing of it comes out until it is decided anew. */
export const CANDIDATE_STATES = ['ready', 'on-notice', 'disqualified', 'confirmed', 'settled', 'reopened'] as const;
export const CandidateView = z.object({
  campaignId: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  levelName: z.string(),
  decidedBy: z.string(),
  decidedOn: DayText,
  needsNotice: z.boolean(),
  state: z.enum(CANDIDATE_STATES),
  /** Settled with nothing in the way of an award, and none was made yet. */
  awardDue: z.boolean().default(false),
});
export type CandidateView = z.infer<typeof CandidateView>;
export const CandidateList = z.object({ items: z.array(CandidateView) });

export const NoticePublish = z.strictObject({
  campaignId: Id,
  unitIds: z.array(Id).min(1).max(2_000),
  title: z.string().trim().min(1).max(100),
  /** Where people can complain besides this system. */
  phone: z.string().trim().max(100).optional(),
  /** More than the scheme's minimum may be given, never less. */
  workdays: z.int().min(1).max(365).optional(),
});
export type NoticePublish = z.infer<typeof NoticePublish>;

export const NOTICE_STATES = ['running', 'confirmed'] as const;
export const NoticeView = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  campaignId: Id,
  title: z.string(),
  publisher: z.string(),
  channel: z.string(),
  publishedOn: DayText,
  limit: LimitView,
  state: z.enum(NOTICE_STATES),
  confirmedOn: z.string(),
  candidates: z.array(z.object({ unitId: Id, unitName: z.string(), level: z.string(), levelName: z.string(), disqualified: z.boolean(), /** Its level was reopened while it was shown. */ withdrawn: z.boolean().default(false) })),
  hasDocument: z.boolean(),
});
export type NoticeView = z.infer<typeof NoticeView>;
export const NoticeList = z.object({ items: z.array(NoticeView) });

export const LedgerEffectView = z.object({
  campaignId: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  id: z.string(),
  action: z.string(),
  zh: z.string(),
  source: z.string(),
  /** The kind of unit it falls on, where that is not the rated unit itself. */
  of: z.string(),
  by: z.string(),
  in: z.array(z.string()),
  /** Of a subsidy or a reward: the amount in yuan; null while nobody gave it. */
  amount: z.string().nullable().default(null),
  ratio: z.object({ change: z.number(), reading: z.string(), base: z.string().nullable(), result: z.string().nullable() }).nullable(),
});
export type LedgerEffectView = z.infer<typeof LedgerEffectView>;
/** `unitId` is a rated unit, or a larger one for what follows from all levels under it. */
export const EffectQuery = z.strictObject({ campaignId: Id, unitId: Id.optional() });
export type EffectQuery = z.infer<typeof EffectQuery>;
export const GrantedTitleView = z.object({ id: z.string(), zh: z.string(), source: z.string(), granted: z.boolean(), explanation: z.unknown() });
export const EffectList = z.object({
  items: z.array(LedgerEffectView),
  /** Titles of the larger units and how many rated units reached which level. */
  titles: z.array(z.object({ unitId: Id, unitName: z.string(), total: z.int(), levels: z.record(z.string(), z.int()), titles: z.array(GrantedTitleView) })),
});
export type EffectList = z.infer<typeof EffectList>;

/** Parameters that a scheme asks for each unit, such as the base of a ratio; a unit without its own takes those of the nearest above. */
export const UnitParametersSet = z.strictObject({ parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])) });
export type UnitParametersSet = z.infer<typeof UnitParametersSet>;

/** What schemes ask for each unit, with the unit's own values and those that come from above. */
export const UnitParameterList = z.object({
  /** Of the unit's own values; 0 where it has none. */
  version: z.int(),
  items: z.array(
    z.object({
      name: z.string(),
      schemeName: z.string(),
      zh: z.string(),
      en: z.string(),
      type: z.string(),
      /** What may be given, where it is one of some words. */
      values: z.array(z.object({ id: z.string(), zh: z.string() })),
      own: z.string().nullable(),
      /** The nearest unit above that has one. */
      above: z.object({ unitName: z.string(), value: z.string() }).nullable(),
    }),
  ),
});
export type UnitParameterList = z.infer<typeof UnitParameterList>;

export const PublicityTodo = z.object({ items: z.array(z.object({ kind: z.string(), id: z.string(), title: z.string(), due: z.string() })) });
export type PublicityTodo = z.infer<typeof PublicityTodo>;
