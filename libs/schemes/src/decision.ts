import type { ParameterValues, Words } from './scheme.ts';

/** Facts of one unit as they come in: JSON values; decimals as number or decimal string. `refs` names the records behind a fact. */
export interface UnitFacts {
  readonly unit: string;
  readonly kind?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, readonly string[]>>;
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
  readonly units: readonly UnitFacts[];
}

/** What a node of the explanation stands for. */
export type ClauseKind = 'level' | 'dimension' | 'condition' | 'veto' | 'cap' | 'title' | 'part';

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
  readonly verdict: boolean | null;
  readonly children: readonly Explanation[];
}

/** Why the next level was not reached: a veto or cap that stands against it, else the unmet conditions of dimensions not won. */
export interface Missing {
  readonly level: string;
  readonly name: Words;
  /** Stars that lack, where no veto or cap stands against the level. */
  readonly stars: number;
  readonly clauses: readonly Explanation[];
}

/** What the rules say of one unit. `stars` are the dimensions won; none under a veto. `score` is null where the scheme has none. */
export interface Decision {
  readonly unit: string;
  readonly level: string;
  readonly stars: readonly string[];
  readonly score: string | null;
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
  readonly explanation: readonly Explanation[];
  readonly missing: Missing | null;
}
