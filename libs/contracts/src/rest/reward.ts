import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { ExplanationView } from './scheme.ts';

/** What brought a line of the ledger about: a settled level, the levels under a larger unit, a failed rung, a re-check, proven fraud, a body, a contest. */
export const REWARD_ORIGINS = ['level', 'title', 'rung', 'recheck', 'complaint', 'called', 'prize'] as const;
/** `void`: a correction after which there is nothing to do. */
export const REWARD_STATES = ['due', 'done', 'cancelled', 'lifted', 'void'] as const;
/** `withdrawal`: what the line that it replaces gave or took no longer follows. */
export const REWARD_NATURES = ['grant', 'withdrawal'] as const;

const PageToken = z.string().max(200).optional();
const Reason = z.string().trim().min(1).max(1_000);
const Amount = z.string().regex(/^(0|[1-9]\d{0,11})(\.\d{1,2})?$/);

export const RewardLineView = z.object({
  id: Id,
  version: z.int(),
  /** As printed and cited. */
  number: z.string(),
  campaignId: z.string(),
  campaignTitle: z.string(),
  unitId: Id,
  unitName: z.string(),
  year: z.int(),
  /** The effect of the scheme; of a prize the contest. */
  effect: z.string(),
  action: z.string(),
  zh: z.string(),
  source: z.string(),
  /** The part of the unit that it falls on, where that is not the unit itself. */
  of: z.string(),
  /** The kind of body that carries it out, as the scheme names it. */
  by: z.string(),
  in: z.array(z.object({ id: z.string(), zh: z.string() })),
  amount: z.string().nullable(),
  ratio: z.object({ change: z.number(), reading: z.string(), base: z.string().nullable(), result: z.string().nullable() }).nullable(),
  levelName: z.string(),
  origin: z.enum(REWARD_ORIGINS),
  nature: z.enum(REWARD_NATURES),
  /** The line that it corrects, and the one that corrects it. */
  replaces: z.string(),
  replacesNumber: z.string(),
  replacedBy: z.string(),
  /** Day from which it holds. */
  from: DayText,
  /** Day from which it no longer does; empty while it does. */
  until: z.string(),
  dueOn: z.string(),
  /** Its level is being decided anew. */
  suspended: z.boolean(),
  state: z.enum(REWARD_STATES),
  /** Why a body called it, or why it is a correction. */
  reason: z.string(),
  /** Of an accountability: how far it is told. */
  scope: z.string(),
  done: z.object({ on: DayText, byName: z.string(), text: z.string(), fileIds: z.array(z.string()) }).nullable(),
  ended: z.object({ on: DayText, byName: z.string(), reason: z.string() }).nullable(),
  explanation: ExplanationView,
});
export type RewardLineView = z.infer<typeof RewardLineView>;
export const RewardPage = page(RewardLineView.omit({ explanation: true }));

const filters = {
  /** The subtree; one's own where it is left out. */
  unitId: Id.optional(),
  campaignId: Id.optional(),
  year: z.coerce.number().int().min(2000).max(2200).optional(),
  action: z.string().max(40).optional(),
  state: z.enum(REWARD_STATES).optional(),
  /** The ledger as it stood on a day; without it as it stands, with all corrections. */
  asOf: DayText.optional(),
};
export const RewardQuery = z.strictObject({ ...filters, pageToken: PageToken });
export type RewardQuery = z.infer<typeof RewardQuery>;
export const RewardSheetQuery = z.strictObject(filters);
export type RewardSheetQuery = z.infer<typeof RewardSheetQuery>;

export const RewardTotalQuery = z.strictObject({ unitId: Id.optional(), year: z.coerce.number().int().min(2000).max(2200), asOf: DayText.optional(), pageToken: PageToken });
export type RewardTotalQuery = z.infer<typeof RewardTotalQuery>;
/** What stands for one unit in one year. */
export const RewardTotalView = z.object({
  unitId: Id,
  unitName: z.string(),
  /** Changes of the quota of "excellent", in percentage points and relative. */
  points: z.number(),
  relative: z.number(),
  /** Subsidies and rewards in yuan, exact; those whose amount nobody gave are counted apart. */
  amount: z.string(),
  amountsOpen: z.int(),
  /** How many lines of each kind. */
  actions: z.record(z.string(), z.int()),
  /** Honours for which it is barred, or has priority. */
  bars: z.array(z.string()),
  priorities: z.array(z.string()),
  due: z.int(),
});
export type RewardTotalView = z.infer<typeof RewardTotalView>;
export const RewardTotalPage = page(RewardTotalView);

export const RewardCarryOut = z.strictObject({
  on: DayText,
  text: z.string().trim().min(1).max(2_000),
  fileIds: z.array(Id).max(20).default([]),
  /** Of a subsidy or reward whose amount the scheme leaves open. */
  amount: Amount.optional(),
});
export type RewardCarryOut = z.infer<typeof RewardCarryOut>;
export const RewardCancel = z.strictObject({ reason: Reason });
export type RewardCancel = z.infer<typeof RewardCancel>;

/** Effects that one's body may call by hand in a round, each with its clause. */
export const CallableQuery = z.strictObject({ campaignId: Id });
export type CallableQuery = z.infer<typeof CallableQuery>;
export const CallableList = z.object({
  items: z.array(z.object({ effect: z.string(), action: z.string(), zh: z.string(), source: z.string(), of: z.string(), ofName: z.string(), isSelf: z.boolean(), kinds: z.array(z.string()) })),
});
export type CallableList = z.infer<typeof CallableList>;
export const EffectCall = z.strictObject({
  campaignId: Id,
  effect: z.string().min(1).max(60),
  unitId: Id,
  reason: Reason,
  /** Who is called to account, where it is a person. */
  personId: Id.optional(),
  /** How far it is told. */
  scope: z.string().trim().max(200).default(''),
});
export type EffectCall = z.infer<typeof EffectCall>;

/** The winners of a contest or a year-end award; each prize is a line of the ledger. */
export const PrizeAward = z.strictObject({
  campaignId: Id,
  contest: z.string().trim().min(1).max(100),
  source: z.string().trim().min(1).max(200),
  decidedOn: DayText,
  winners: z.array(z.strictObject({ unitId: Id, place: z.string().trim().min(1).max(50), amount: Amount.optional() })).min(1).max(500),
});
export type PrizeAward = z.infer<typeof PrizeAward>;
export const PrizeLines = z.object({ items: z.array(RewardLineView) });

/** Whether a unit may be recommended for an honour on a day, and whether it comes first. */
export const HonourQuery = z.strictObject({ honour: z.string().min(1).max(60), unitId: Id.optional(), asOf: DayText.optional(), pageToken: PageToken });
export type HonourQuery = z.infer<typeof HonourQuery>;
export const HonourStandingView = z.object({ unitId: Id, unitName: z.string(), standing: z.enum(['priority', 'barred']), zh: z.string(), source: z.string(), lineId: Id });
export type HonourStandingView = z.infer<typeof HonourStandingView>;
export const HonourStandings = page(HonourStandingView);
export const HonourRecommend = z.strictObject({ honour: z.string().min(1).max(60), unitId: Id, reason: Reason });
export type HonourRecommend = z.infer<typeof HonourRecommend>;
export const HonourRecommendationView = z.object({ id: Id, honour: z.string(), unitId: Id, unitName: z.string(), year: z.int(), reason: z.string(), recommendedOn: DayText, priority: z.boolean() });
export type HonourRecommendationView = z.infer<typeof HonourRecommendationView>;
export const HonourRecommendations = z.object({ items: z.array(HonourRecommendationView) });
export const HonourRecommendationQuery = z.strictObject({ honour: z.string().min(1).max(60), year: z.coerce.number().int().min(2000).max(2200), unitId: Id.optional() });
export type HonourRecommendationQuery = z.infer<typeof HonourRecommendationQuery>;
export const TitleDraw = z.strictObject({ campaignId: Id, unitId: Id });
export type TitleDraw = z.infer<typeof TitleDraw>;
