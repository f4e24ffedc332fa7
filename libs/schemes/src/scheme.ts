import type { Adjustment, Duty, Effect, IssuedDocument, Ladder, NoticeRule, Recheck, Stage, Title } from './scheme-conduct.ts';

export * from './scheme-conduct.ts';

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

/** `rated` is what the scheme gives levels, `titled` what it gives titles; `parent` is the body directly above the unit at hand, `self` that unit. */
export const KIND_ROLES = ['rated', 'titled', 'body', 'parent', 'self', 'person', 'subject'] as const;
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

export const FACT_TYPES = ['integer', 'decimal', 'boolean', 'text', 'day', 'level', 'records'] as const;
export type FactType = (typeof FACT_TYPES)[number];

/** A field of a fact of type `records`. A field with `optional` may be left out. */
export interface FieldDefinition extends Words {
  readonly type: Exclude<FactType, 'records' | 'level'>;
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
  readonly from?: FactOrigin;
}

export const ORIGINS = ['records', 'duty', 'item', 'indicator', 'ranking', 'rating', 'survey', 'inspection', 'registry', 'history', 'entered'] as const;
export type Origin = (typeof ORIGINS)[number];
export const REGISTRY_TOPICS = ['members', 'units', 'above', 'vacancies', 'terms'] as const;
export const HISTORY_TOPICS = ['level', 'named', 'evaluated', 'times'] as const;
export const SPANS = ['window', 'all'] as const;

/** What a fact of each origin may measure; the first is meant where none is written. */
export const MEASURES = {
  records: ['list', 'count', 'sum', 'mean', 'highest', 'lowest', 'last'],
  duty: ['met', 'missed'],
  item: ['reviewed', 'declared'],
  indicator: ['value'],
  ranking: ['rank', 'rankFromBottom', 'score', 'units', 'list'],
  rating: ['mean', 'share', 'count'],
  survey: ['mean', 'share', 'count'],
  inspection: ['mean', 'last', 'lowest', 'count'],
  registry: [],
  history: [],
  entered: [],
} as const satisfies Record<Origin, readonly string[]>;

/** Where a fact comes from: exactly one origin with its name. Services fill it; the decision takes it as given. */
export interface FactOrigin {
  readonly records?: string;
  readonly duty?: string;
  readonly item?: string;
  readonly indicator?: string;
  readonly ranking?: string;
  readonly rating?: string;
  readonly survey?: string;
  readonly inspection?: string;
  readonly registry?: (typeof REGISTRY_TOPICS)[number];
  readonly history?: (typeof HISTORY_TOPICS)[number];
  readonly entered?: Setting<string>;
  readonly measure?: string;
  readonly field?: string;
  readonly over?: (typeof SPANS)[number];
}

/** Units compared with each other: those alike in `by`, of those that `where` lets take part. */
export interface Population extends Words, Cited {
  readonly by?: readonly string[];
  readonly where?: string;
}

export const ROUNDINGS = ['half', 'down', 'up'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

/** A number for each unit: rounded to `places` where written, then bounded. Without `expr` the sum of what stands below. */
export interface Score {
  readonly expr?: string;
  readonly when?: string;
  readonly min?: Setting<number | string>;
  readonly max?: Setting<number | string>;
  readonly places?: number;
  readonly rounding?: Setting<Rounding>;
}

/** A named intermediate value: a number, or true or false. */
export interface Figure extends Words, Cited, Score {
  readonly expr: string;
}

/** How long a level stands: years from the decision, calendar years of which that of the decision is the first, or until so many later rounds are decided. */
export type Holding = { readonly years: Setting<number>; readonly reading?: 'rolling' | 'calendar' } | { readonly rounds: number };

/** Levels from lowest to highest. A unit gets the highest level whose number of stars it has and whose `when` holds. */
export interface Level extends Words, Cited {
  readonly id: string;
  /** 0 where only `when` decides. */
  readonly stars: number;
  readonly when?: string;
  readonly guidance?: string;
  readonly holds?: Holding;
}

export const ITEM_KINDS = ['count', 'threshold', 'score', 'boolean', 'text'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** One line of the task catalogue: what evidence is linked to. */
export interface TaskItem extends Words, Cited {
  readonly id: string;
  readonly kind: ItemKind;
  readonly score?: Score;
}

export interface Task extends Words, Cited {
  readonly id: string;
  readonly items: readonly TaskItem[];
  readonly score?: Score;
}

/**
 * A dimension (a star): the tasks under it, and the conditions that all must hold to win it. Without conditions it is no star, only a
 * group of contents or points. `when` says to which units it applies.
 */
export interface Dimension extends Words, Cited {
  readonly id: string;
  readonly when?: string;
  readonly tasks: readonly Task[];
  readonly award: { readonly all: readonly Condition[] };
  readonly score?: Score;
}

/** A group of bonus or deduction points. */
export interface Extra extends Words, Cited {
  readonly id: string;
  readonly score?: Score;
  readonly items: readonly (Words & Cited & { readonly id: string; readonly score: Score })[];
}

export type Total = Words & Cited & Score;

/** Who does not take part: by a rule, or where a body wrote a reason. `keep` names the fact with the level that stays. */
export interface Exclusion extends Words, Cited {
  readonly id: string;
  readonly when?: string;
  readonly reason?: true;
  readonly by?: Setting<string>;
  readonly level?: Setting<string>;
  readonly keep?: string;
}

/** A rule that gives a level whatever the stars and points are. */
export interface DirectAward extends Words, Cited {
  readonly id: string;
  readonly when: string;
  readonly level: Setting<string>;
}

export const QUOTA_PLACES = ['recommending', 'level'] as const;
export const TIE_RULES = ['in', 'out'] as const;

/** How many units of each group of a population may have a level or be recommended for it. */
export interface Quota extends Words, Cited {
  readonly id: string;
  readonly population: string;
  readonly shares?: Readonly<Record<string, Setting<number | string>>>;
  readonly counts?: Readonly<Record<string, Setting<number>>>;
  readonly rounding?: Setting<Rounding>;
  readonly base?: string;
  readonly except?: string;
  readonly on: readonly (typeof QUOTA_PLACES)[number][];
  readonly order?: readonly string[];
  readonly ties?: Setting<(typeof TIE_RULES)[number]>;
  readonly carry?: Setting<boolean>;
  readonly adjust?: { readonly by: string };
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

/** The stretch of time whose events count. `calendar`: whole years before; `rolling`: up to the day before the opening. */
export interface WindowRule extends Cited {
  readonly years: Setting<number>;
  readonly reading: Setting<'calendar' | 'rolling'>;
}

/** Each unit is evaluated once in so many calendar years; some documents must be published before a round opens. */
export interface Cycle extends Cited {
  readonly years: Setting<number>;
  readonly requires?: readonly string[];
}

export interface Scheme {
  readonly format: 1;
  readonly id: string;
  readonly version: number;
  readonly name: Words;
  readonly sources: Readonly<Record<string, SourceDocument>>;
  readonly cycle?: Cycle;
  readonly window?: WindowRule;
  readonly kinds: Readonly<Record<string, UnitKind>>;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly facts: Readonly<Record<string, FactDefinition>>;
  readonly populations: Readonly<Record<string, Population>>;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly levels: readonly Level[];
  readonly dimensions: readonly Dimension[];
  readonly extras: readonly Extra[];
  readonly total?: Total;
  readonly exclusions: readonly Exclusion[];
  readonly direct: readonly DirectAward[];
  readonly vetoes: readonly Veto[];
  readonly caps: readonly Cap[];
  readonly quotas: readonly Quota[];
  readonly process: readonly Stage[];
  readonly notice?: NoticeRule;
  readonly adjustment?: Adjustment;
  readonly recheck?: Recheck;
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
