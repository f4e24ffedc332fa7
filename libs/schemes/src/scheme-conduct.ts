import type { Cited, Condition, Setting, Words } from './scheme.ts';

/** How a round is conducted and what follows: steps and their time, notice, adjustment, re-check, ladder, duties, titles, effects. */

export const ACTS = [
  'declare',
  'propose',
  'decide',
  'recommend',
  'spot-check',
  'nominate',
  'verify',
  'notice',
  'confirm',
] as const;
export type Act = (typeof ACTS)[number];

/** A day of the year, so many years after the assessed one. `tolerance` days before and after it still count. */
export interface YearDay {
  readonly on: string;
  readonly year?: number;
  readonly tolerance?: Setting<number>;
  readonly holiday?: Setting<'stay' | 'next'>;
}
export type Due = Term | YearDay;
/** The days within which a step may be done: asked when the round opens, or days of the year. */
export type StepWindow = { readonly ask: true } | { readonly from: string; readonly to: string; readonly year?: number };

/** One act of one body, or of several `with` it. Without `levels` it is done for every level; `beside` runs together with the step before it. */
export interface Step extends Words, Cited {
  readonly id: string;
  readonly act: Act;
  readonly by: Setting<string>;
  readonly levels?: readonly string[];
  readonly beside?: boolean;
  readonly to?: string;
  readonly files?: string;
  readonly methods?: readonly string[];
  readonly share?: Setting<number | string>;
  readonly documents?: readonly string[];
  readonly with?: readonly string[];
  /** False where the programme of this round has no such step. */
  readonly use?: Setting<boolean>;
  readonly quota?: string;
  readonly window?: StepWindow;
  readonly due?: Due;
  /** The shortest time until the next step. */
  readonly least?: Term;
  /** The time to mend a returned case; without it the step cannot return. */
  readonly cure?: Term;
}

export interface Stage extends Words, Cited {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** A length of time as data; the calendar turns it into a day. `ask` is a length the source leaves open: given when it starts. */
export type Term = {
  readonly countStart?: Setting<boolean>;
  readonly holiday?: Setting<'stay' | 'next'>;
} & ({ readonly workdays: Setting<number> } | { readonly months: Setting<number> } | { readonly ask: true });

/** The public notice: for which levels, how long at least, and what a verified complaint does. */
export interface NoticeRule extends Cited {
  readonly id: string;
  readonly levels: readonly string[];
  readonly use?: Setting<boolean>;
  readonly minimum: Term;
  readonly by: Setting<string>;
  readonly channel?: Setting<string>;
  readonly complaint: {
    readonly verified: Words & Cited & { readonly id: string; readonly level: Setting<string> };
    readonly fraud?: Words & Cited & { readonly id: string; readonly effect: string };
  };
}

export const ADJUSTMENT_TIMES = ['at-once', 'yearly'] as const;
export interface AdjustmentRule extends Words, Cited {
  readonly id: string;
  readonly at: (typeof ADJUSTMENT_TIMES)[number];
}

/** When a level may go down and when up, and in which document every change is written. */
export interface Adjustment {
  /** Whether the round moves levels within the year; it does where this is left out. */
  readonly use?: Setting<boolean>;
  readonly down: AdjustmentRule;
  readonly up: AdjustmentRule;
  readonly ledger: string;
}

/** Units that hold one of the levels are looked at again: somebody suggests, somebody decides to keep or to revoke. */
export interface Recheck extends Words, Cited {
  readonly id: string;
  /** Whether the round's levels are looked at again; they are where this is left out. */
  readonly use?: Setting<boolean>;
  readonly levels: readonly string[];
  readonly years: Setting<number>;
  readonly suggest?: { readonly by: Setting<string>; readonly due?: Due; readonly documents?: readonly string[] };
  readonly review: { readonly by: Setting<string>; readonly with?: readonly string[]; readonly due?: Due };
  readonly keep: Words & Cited & { readonly id: string };
  readonly revoke: Words & Cited & { readonly id: string; readonly level: Setting<string>; readonly effects?: readonly string[] };
}

/** One rung of the rectification ladder. Without `apart` the rungs form one chain, the last that fires wins. */
export interface Rung extends Words, Cited {
  readonly id: string;
  /** Only a rung `apart` that an effect opens goes without. */
  readonly when?: string;
  readonly by: Setting<string>;
  readonly deadline: Term;
  readonly apart?: boolean;
  readonly documents?: readonly string[];
  readonly failed?: Words & Cited & { readonly report: string; readonly level?: Setting<string>; readonly effects?: readonly string[] };
}

export interface Ladder {
  readonly categories: readonly (Words & Cited & { readonly id: string })[];
  readonly rungs: readonly Rung[];
  /** Where the source asks for it: a finding is closed only after somebody has looked again on site. */
  readonly lookBack?: LookBack;
}

/** Looking again on site (回头看), by which kind of body, and what it writes. */
export interface LookBack extends Words, Cited {
  readonly id: string;
  readonly by: Setting<string>;
  readonly documents?: readonly string[];
}

export const PERIODS = ['week', 'month', 'quarter', 'half-year', 'year'] as const;
export type PeriodKind = (typeof PERIODS)[number];

/** An expected record: so many, or so much of a summed field, per subject and period. */
export interface Duty extends Words, Cited {
  readonly id: string;
  readonly record: string;
  readonly each: string;
  readonly every: PeriodKind;
  readonly months?: readonly number[];
  readonly expect: { readonly atLeast: number; readonly sum?: string };
}

/** A title of a larger unit over the levels of the rated units under it. */
export interface Title extends Words, Cited {
  readonly id: string;
  readonly of: string;
  readonly all: readonly Condition[];
}

export const EFFECT_ACTIONS = [
  'circular',
  'ratio',
  'priority',
  'bar',
  'talk',
  'rectification',
  'accountability',
  'subsidy',
  'reward',
  'plaque',
  'plaque-return',
  'link',
  'lower',
  'commend',
  'criticise',
] as const;
export type EffectAction = (typeof EFFECT_ACTIONS)[number];

/** A reward or penalty of a unit of kind `of` where `when` holds; one without `when` happens where a clause names it, or where a body calls for it by hand. */
export interface Effect extends Words, Cited {
  readonly id: string;
  readonly of: string;
  readonly when?: string;
  readonly action: EffectAction;
  /** Instead of `when`: the kind of body that decides each time, with a reason. */
  readonly calledBy?: Setting<string>;
  readonly by?: string;
  readonly document?: string;
  /** For `bar`, `priority` and `link`: the honours. */
  readonly in?: readonly string[];
  /** For `rectification`: the rung of the ladder that it opens. */
  readonly rung?: string;
  /** For `ratio`: percent up or down, read as points or relative, of which base, and not below which floor. */
  readonly change?: number;
  readonly reading?: Setting<'points' | 'relative'>;
  readonly base?: Setting<number | string>;
  readonly floor?: Setting<number | string>;
  /** For `subsidy` and `reward`. */
  readonly amount?: Setting<number | string>;
  /** For `plaque-return`. */
  readonly deadline?: Term;
  /** For `lower`: the level it then has at most. */
  readonly to?: Setting<string>;
}

/** A document that the programme issues or keeps. */
export interface IssuedDocument extends Words, Cited {
  readonly by?: Setting<string>;
  /** A list of all units that stand on the rung which issues it, for the body that issues it; otherwise it is about one unit. */
  readonly roster?: true;
}
