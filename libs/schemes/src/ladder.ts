import type { Frame } from './cel-types.ts';
import { frameOf, put } from './row.ts';
import { compiled } from './scheme-compile.ts';
import type { ParameterValues, Rung, Scheme } from './scheme.ts';

/** A prominent problem of a unit in one aspect (a dimension of the scheme). Days are `YYYY-MM-DD`. */
export interface LadderProblem {
  readonly aspect: string;
  readonly opened: string;
  /** Last day of the limit it was given. */
  readonly limit?: string | undefined;
  readonly solved?: string | undefined;
}

/** A rung that was assigned to the unit: its last day, and the day on which it was found done. */
export interface RungTaken {
  readonly rung: string;
  readonly due: string;
  readonly done?: string | undefined;
}

export interface LadderFacts {
  readonly problems: readonly LadderProblem[];
  readonly rungs?: readonly RungTaken[];
  readonly today: string;
  readonly level?: string;
  readonly vetoes?: readonly string[];
  readonly parameters?: ParameterValues;
}

/** Where a unit stands on the ladder today. */
export interface LadderStanding {
  /** Aspects with an open problem, and those among them whose limit has passed. */
  readonly aspects: readonly string[];
  readonly unsolved: readonly string[];
  /** Rungs not done in time. */
  readonly failed: readonly string[];
  /** The rung of the chain that is called for; null when none is. */
  readonly rung: Rung | null;
  /** Rungs beside the chain that are called for. */
  readonly apart: readonly Rung[];
}

/** Which rung the open problems call for: the last of the chain whose `when` holds (S0 L125-127). Pure over days. */
export function ladderStanding(scheme: Scheme, facts: LadderFacts): LadderStanding {
  const { problems, rungs = [], today } = facts;
  const isOpen = ({ opened, solved }: LadderProblem): boolean => opened <= today && (solved === undefined || solved > today);
  const open = problems.filter(isOpen);
  const late = open.filter(({ limit }) => limit !== undefined && limit < today);
  const aspects = [...new Set(open.map(({ aspect }) => aspect))].sort();
  const unsolved = [...new Set(late.map(({ aspect }) => aspect))].sort();
  const failed = [
    ...new Set(rungs.filter(({ due, done }) => due < today && (done === undefined || done > due)).map(({ rung }) => rung)),
  ].sort();

  const frame = ladderFrame(scheme, facts, aspects.length, unsolved.length, failed);
  const { clauses } = compiled(scheme);
  const called = (scheme.ladder?.rungs ?? []).filter(({ id }) => clauses.get(id)?.expr.run(frame) === true);
  return {
    aspects,
    unsolved,
    failed,
    rung: called.findLast(({ apart }) => !apart) ?? null,
    apart: called.filter(({ apart }) => apart),
  };
}

function ladderFrame(
  scheme: Scheme,
  { level, vetoes = [], parameters = {} }: LadderFacts,
  aspects: number,
  unsolved: number,
  failed: readonly string[],
): Frame {
  const names = compiled(scheme).names.ladder;
  const frame = frameOf(scheme, names, parameters);
  put(frame, names, 'aspects', aspects);
  put(frame, names, 'unsolved', unsolved);
  if (level !== undefined)
    put(
      frame,
      names,
      'level',
      scheme.levels.findIndex(({ id }) => id === level),
    );
  scheme.ladder?.rungs.forEach(({ id }) => put(frame, names, `failed.${id}`, failed.includes(id)));
  scheme.vetoes.forEach(({ id }) => put(frame, names, `vetoes.${id}`, vetoes.includes(id)));
  return frame;
}
