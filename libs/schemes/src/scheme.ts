/**
 * What a scheme file says, as plain data (format 1, docs/schemes.md). It can be stored and sent as JSON; everything that
 * computes takes it as an argument. Services read all of a programme from it and know nothing of any programme themselves.
 */

/** Words for people. Chinese always; English where somebody wrote it. */
export interface Words {
  readonly zh: string;
  readonly en?: string;
}

/** Where a clause comes from: a place in a declared source, or a reading of ours (`derived`) with its reason. */
export interface Cited {
  readonly source?: string;
  readonly basis?: string;
}

/** A value, or the name of the parameter that holds it. */
export type Setting<T> = T | { readonly parameter: string };

/** One rule with its words, its citation and a CEL expression. `when` says for whom it applies at all. */
export interface Condition extends Words, Cited {
  readonly id: string;
  readonly when?: string;
  readonly expr: string;
}

export interface SourceDocument {
  readonly document: string;
  /** `YYYY-MM-DD` */
  readonly date?: string;
}

/** `rated` is what the scheme gives levels, `titled` what it gives titles, `parent` the body directly above the unit at hand. */
export const KIND_ROLES = ['rated', 'titled', 'body', 'parent', 'person', 'subject'] as const;
export type KindRole = (typeof KIND_ROLES)[number];

export interface UnitKind extends Words {
  readonly is: KindRole;
}

export const PARAMETER_TYPES = ['integer', 'decimal', 'boolean', 'text', 'texts', 'level', 'kind'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];
export type ParameterValue = string | number | boolean | readonly string[];

/** What the source leaves open: either a default, or asked when a campaign opens or for each unit. */
export interface Parameter extends Words, Cited {
  readonly type: ParameterType;
  readonly places?: number;
  /** For texts: the words that may stand here, and what people read for them. */
  readonly values?: Readonly<Record<string, Words>>;
  readonly min?: number;
  readonly max?: number;
  readonly default?: ParameterValue;
  readonly ask?: 'campaign' | 'unit';
}

export const FACT_TYPES = ['integer', 'decimal', 'boolean', 'text', 'day', 'records'] as const;
export type FactType = (typeof FACT_TYPES)[number];

/** A field of a fact of type `records`. A field with `optional` may be left out. */
export interface FieldDefinition extends Words {
  readonly type: Exclude<FactType, 'records'>;
  readonly places?: number;
  /** For texts: the words that may stand here, and what people read for them. */
  readonly values?: Readonly<Record<string, Words>>;
  readonly optional?: boolean;
}

/**
 * A named value that conditions read. Required unless it has `absent` (the value when none is given) or `optional` (null then).
 * `within` names the day field, or the first and last day fields, by which records outside the window are left out (S0 L131).
 */
export interface FactDefinition extends Words, Cited {
  readonly type: FactType;
  readonly places?: number;
  /** For texts: the words that may stand here, and what people read for them. */
  readonly values?: Readonly<Record<string, Words>>;
  readonly optional?: boolean;
  readonly absent?: unknown;
  readonly within?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldDefinition>>;
}

/** Levels from lowest to highest. A unit gets the highest level whose number of stars it has. */
export interface Level extends Words, Cited {
  readonly id: string;
  readonly stars: number;
}

export const ITEM_KINDS = ['count', 'threshold', 'score', 'boolean', 'text'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** One line of the task catalogue: what evidence is linked to. */
export interface TaskItem extends Words, Cited {
  readonly id: string;
  readonly kind: ItemKind;
}

export interface Task extends Words, Cited {
  readonly id: string;
  readonly items: readonly TaskItem[];
}

/** A dimension (a star): the tasks under it, and the conditions that all must hold to win it. */
export interface Dimension extends Words, Cited {
  readonly id: string;
  readonly tasks: readonly Task[];
  readonly award: { readonly all: readonly Condition[] };
}

/** A rule that, where it fires, replaces the level. */
export interface Veto extends Words, Cited {
  readonly id: string;
  readonly when: string;
  readonly level: Setting<string>;
}

export const CAP_PLACES = ['declaring', 'level'] as const;

/** A rule that, where it fires, bounds what may be declared, or the level, or both. */
export interface Cap extends Words, Cited {
  readonly id: string;
  readonly when: string;
  readonly atMost: Setting<string>;
  readonly on: readonly (typeof CAP_PLACES)[number][];
}

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

/** One act of one body. Without `levels` it is done for every level; `beside` runs together with the step before it. */
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
}

export interface Stage extends Words, Cited {
  readonly id: string;
  readonly steps: readonly Step[];
}

/** A length of time as data; the calendar turns it into a day. `ask` is a length the source leaves open: given when it starts. */
export type Term = {
  readonly countStart?: Setting<boolean>;
  readonly holiday?: 'stay' | 'next';
} & ({ readonly workdays: number } | { readonly months: number } | { readonly ask: true });

/** The public notice: for which levels, how long at least, and what a verified complaint does. */
export interface NoticeRule extends Cited {
  readonly id: string;
  readonly levels: readonly string[];
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
  readonly down: AdjustmentRule;
  readonly up: AdjustmentRule;
  readonly ledger: string;
}

/** One rung of the rectification ladder. Without `apart` the rungs form one chain, the last that fires wins. */
export interface Rung extends Words, Cited {
  readonly id: string;
  readonly when: string;
  readonly by: Setting<string>;
  readonly deadline: Term;
  readonly apart?: boolean;
  readonly documents?: readonly string[];
  readonly failed?: Words & Cited & { readonly report: string };
}

export interface Ladder {
  readonly categories: readonly (Words & Cited & { readonly id: string })[];
  readonly rungs: readonly Rung[];
}

export const PERIODS = ['month', 'quarter', 'half-year', 'year'] as const;
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

export const EFFECT_ACTIONS = ['circular', 'ratio', 'priority', 'bar', 'talk', 'rectification', 'accountability'] as const;
export type EffectAction = (typeof EFFECT_ACTIONS)[number];

/** A reward or penalty of a unit of kind `of` where `when` holds; an effect without `when` happens only where a clause names it. */
export interface Effect extends Words, Cited {
  readonly id: string;
  readonly of: string;
  readonly when?: string;
  readonly action: EffectAction;
  readonly by?: string;
  readonly document?: string;
  /** For `bar` and `priority`: the honours. */
  readonly in?: readonly string[];
  /** For `rectification`: the rung of the ladder that it opens. */
  readonly rung?: string;
  /** For `ratio`: percent up or down, read as points or relative, of which base, and not below which floor. */
  readonly change?: number;
  readonly reading?: Setting<'points' | 'relative'>;
  readonly base?: Setting<number | string>;
  readonly floor?: Setting<number | string>;
}

/** A document that the programme issues or keeps. */
export interface IssuedDocument extends Words, Cited {
  readonly by?: Setting<string>;
}

/** The stretch of time whose events count. `calendar`: whole years before; `rolling`: up to the day before the opening. */
export interface WindowRule extends Cited {
  readonly years: number;
  readonly reading: Setting<'calendar' | 'rolling'>;
}

export interface Scheme {
  readonly format: 1;
  readonly id: string;
  readonly version: number;
  readonly name: Words;
  readonly sources: Readonly<Record<string, SourceDocument>>;
  readonly window?: WindowRule;
  readonly kinds: Readonly<Record<string, UnitKind>>;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly levels: readonly Level[];
  readonly dimensions: readonly Dimension[];
  readonly vetoes: readonly Veto[];
  readonly caps: readonly Cap[];
  readonly process: readonly Stage[];
  readonly notice?: NoticeRule;
  readonly adjustment?: Adjustment;
  readonly ladder?: Ladder;
  readonly duties: readonly Duty[];
  readonly titles: readonly Title[];
  /** What one may be recommended for: what a bar takes away and a priority opens. */
  readonly honours: Readonly<Record<string, Words & Cited>>;
  readonly effects: readonly Effect[];
  readonly documents: Readonly<Record<string, IssuedDocument>>;
}

/** Values for the parameters of a scheme, by name: of a campaign, or of one unit. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;
