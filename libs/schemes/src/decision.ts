import type { ParameterValues, Words } from './scheme.ts';

/** Facts of one unit as they come in: JSON values; decimals as number or decimal string. `refs` names the records behind a fact. */
export interface UnitFacts {
  readonly unit: string;
  readonly kind?: string;
  readonly parent?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  /** Exclusions that a body stated by hand, with its reason. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** Shares or counts that the body in charge set for a round, or for one group of it, with its reason. */
export interface QuotaChange {
  readonly quota: string;
  readonly group?: string;
  readonly shares?: Readonly<Record<string, number | string>>;
  readonly counts?: Readonly<Record<string, number>>;
  readonly reason: string;
}

/** First and last day that count, both included, `YYYY-MM-DD`. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** Checked facts of a round: what `decide` takes. */
export interface FactsFile {
  readonly window?: Window;
  readonly parameters?: ParameterValues;
  readonly quotas?: readonly QuotaChange[];
  readonly units: readonly UnitFacts[];
}

/** What a node of the explanation stands for. */
export type ClauseKind =
  | 'level'
  | 'dimension'
  | 'condition'
  | 'score'
  | 'figure'
  | 'exclusion'
  | 'direct'
  | 'veto'
  | 'cap'
  | 'requirement'
  | 'quota'
  | 'title'
  | 'part';

/**
 * One step of the reasoning: the clause with its words and source, its expression, the named values it used, and the verdict;
 * null where the clause does not apply to the unit. Children are the clauses, or the parts of the expression, it rests on.
 */
export interface Explanation extends Words {
  readonly clause: string;
  readonly kind: ClauseKind;
  readonly source: string;
  readonly expression: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  /** What a score or figure came to. */
  readonly value?: unknown;
  readonly verdict: boolean | null;
  readonly children: readonly Explanation[];
}

/** Why the next level was not reached: what holds the unit down, else the unmet requirement of the level and conditions of stars not won. */
export interface Missing {
  readonly level: string;
  readonly name: Words;
  /** Stars that lack, where no veto or cap stands against the level. */
  readonly stars: number;
  readonly clauses: readonly Explanation[];
}

/** The value of a function of a population for the unit. */
export interface Ranking {
  readonly population: string;
  readonly group: string;
  readonly expression: string;
  readonly value: unknown;
}

/** A contest for the places of a level that the unit stood in. */
export interface Contest {
  readonly quota: string;
  readonly group: string;
  readonly level: string;
  readonly place: number;
  readonly places: number;
  readonly in: boolean;
}

/** The level of a unit, and all that went into it but the reasons. */
export interface Outcome {
  readonly unit: string;
  readonly level: string;
  readonly stars: readonly string[];
  readonly score: string | null;
  readonly exclusions: readonly string[];
  readonly direct: readonly string[];
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
}

/** What the rules say of one unit. `stars` are the dimensions won; none under a veto. `score` is null where the scheme has none. */
export interface Decision extends Outcome {
  readonly scores: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly ranks: readonly Ranking[];
  readonly quotas: readonly Contest[];
  readonly explanation: readonly Explanation[];
  readonly missing: Missing | null;
}
