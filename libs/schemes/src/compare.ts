import { Refusal } from '@xingchuang/rules';
import { decideInPieces } from './decide.ts';
import type { Explanation, FactsFile } from './decision.ts';
import { atOnce, isDue, spend, type Pieces } from './effort.ts';
import { words } from './explain-clause.ts';
import { parseFactsInPieces } from './facts.ts';
import type { InputProblem } from './parameters.ts';
import { clausesOf } from './scheme-citations.ts';
import type { ParameterValues, Scheme, Words } from './scheme.ts';

/** Steps that it takes to compare a clause of two decisions. */
const CLAUSE = 200;

/** A unit whose level would change, and the clauses whose verdicts differ. */
export interface LevelChange {
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly clauses: readonly string[];
}

export interface SchemeComparison {
  readonly units: number;
  readonly changed: readonly LevelChange[];
  /** What the new scheme needs and the facts do not have; then nothing is compared. */
  readonly problems: readonly InputProblem[];
}

/**
 * A dry run of a changed scheme: the same facts under both, and the units whose level would change. Facts and parameters that the new one
 * does not know are left out; `given` adds values for those it asks for.
 */
export const compareSchemes = (before: Scheme, after: Scheme, file: FactsFile, given: ParameterValues = {}): SchemeComparison =>
  atOnce(compareSchemesInPieces(before, after, file, given));

export function* compareSchemesInPieces(before: Scheme, after: Scheme, file: FactsFile, given: ParameterValues): Pieces<SchemeComparison> {
  const units = file.units.length;
  let next: FactsFile;
  try {
    next = yield* parseFactsInPieces(after, fitted(after, file, given));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'facts.invalid') throw error;
    return { units, changed: [], problems: error.facts['problems'] as InputProblem[] };
  }
  const now = new Map((yield* decideInPieces(before, file)).map((decision) => [decision.unit, decision]));
  const changed: LevelChange[] = [];
  for (const { unit, level, explanation } of yield* decideInPieces(after, next)) {
    const was = now.get(unit)!;
    if (was.level === level) continue;
    changed.push({ unit, from: was.level, to: level, clauses: differing(was.explanation, explanation) });
    spend(explanation.length * CLAUSE);
    if (isDue()) yield;
  }
  return { units, changed, problems: [] };
}

function fitted(scheme: Scheme, { window, parameters = {}, units, quotas = [] }: FactsFile, given: ParameterValues): FactsFile {
  const only = <T>(values: Readonly<Record<string, T>>, known: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => known.includes(name)));
  const facts = Object.keys(scheme.facts);
  const byHand = scheme.exclusions.filter(({ reason }) => reason).map(({ id }) => id);
  const kept = quotas.filter(({ quota }) => scheme.quotas.some(({ id, adjust }) => id === quota && adjust));
  return {
    ...(window ? { window } : {}),
    parameters: { ...only(parameters, Object.keys(scheme.parameters)), ...given },
    ...(kept.length ? { quotas: kept } : {}),
    units: units.map((unit) => ({
      ...unit,
      facts: only(unit.facts, facts),
      ...(unit.refs ? { refs: only(unit.refs, facts) } : {}),
      ...(unit.reasons ? { reasons: only(unit.reasons, byHand) } : {}),
    })),
  };
}

/** Clauses that one decision has and the other has not, or that say something else in it. */
function differing(before: readonly Explanation[], after: readonly Explanation[]): string[] {
  const flat = (nodes: readonly Explanation[], said = new Map<string, string>()): Map<string, string> => {
    for (const { clause, kind, verdict, value, facts, children } of nodes) {
      const about = kind === 'quota' ? [facts['level'], verdict] : [verdict, value ?? null];
      if (kind !== 'level' && kind !== 'part') said.set(clause, `${said.get(clause) ?? ''}${JSON.stringify(about)}`);
      flat(children, said);
    }
    return said;
  };
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((clause) => was.get(clause) !== is.get(clause)).sort();
}

/** One difference between two versions of a scheme, for whoever moves a campaign to the newer one. */
export interface SchemeChange {
  readonly path: string;
  readonly id: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly words: Words;
  readonly before: unknown;
  readonly after: unknown;
  /** True where the round must answer something new: a parameter it is asked for, a fact that must be there. */
  readonly asks: boolean;
}

/** What would change for a campaign that moves from one version to another: clauses, levels, parameters, facts, time limits. */
export function changesBetween(before: Scheme, after: Scheme): SchemeChange[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): SchemeChange[] => {
    const [old, now] = [was.get(key), is.get(key)];
    if (old && now && same(old.part, now.part)) return [];
    const { path, id, part } = (now ?? old)!;
    const change = !old ? 'added' : now ? 'changed' : 'removed';
    const asks = now !== undefined && isAsked(after, now.path) && !(old && isAsked(before, old.path));
    return [{ path, id, change, words: wordsOf(part, id), before: old?.part ?? null, after: now?.part ?? null, asks }];
  });
}

interface Part {
  readonly path: string;
  readonly id: string;
  readonly part: object;
}

/** Every clause without the clauses below it, facts and kinds; by id where it has one, so that moving it is no change. */
function partsOf(scheme: Scheme): Map<string, Part> {
  const parts = new Map<string, Part>();
  const keep = (path: string, id: string, part: object): void => void parts.set(id ? `#${id}` : path, { path, id: id || path, part: shallow(part) });
  for (const { path, id, clause } of clausesOf(scheme)) if (!path.startsWith('levels[')) keep(path, id, clause);
  scheme.levels.forEach((level, i) => keep(`levels[${i}]`, `level ${level.id}`, { ...level, rank: i }));
  for (const [name, fact] of Object.entries(scheme.facts)) keep(`facts.${name}`, '', fact);
  for (const [name, kind] of Object.entries(scheme.kinds)) keep(`kinds.${name}`, '', kind);
  return parts;
}

/** Lists of clauses stand for themselves. */
const BELOW = new Set(['tasks', 'items', 'award', 'steps', 'all', 'keep', 'revoke', 'complaint', 'failed']);
const shallow = (part: object): object => Object.fromEntries(Object.entries(part).filter(([key]) => !BELOW.has(key) || typeof (part as Record<string, unknown>)[key] !== 'object'));

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => same(left[key], right[key]));
}

function isAsked({ parameters, facts }: Scheme, path: string): boolean {
  const [group, name = ''] = path.split('.');
  if (group === 'parameters') return parameters[name]?.ask !== undefined;
  const fact = group === 'facts' ? facts[name] : undefined;
  return fact !== undefined && !fact.optional && fact.absent === undefined;
}

const wordsOf = (part: object, id: string): Words => ('zh' in part ? words(part as Words) : { zh: id });
