import { compileExpression, provenBy, type Compiled } from './cel-compile.ts';
import type { Fault } from './cel-parse.ts';
import type { Names } from './cel-types.ts';
import { namesOf, type SchemeNames } from './scheme-names.ts';
import type { Condition, Scheme } from './scheme.ts';

/** The compiled expressions of one clause. */
export interface CompiledClause {
  readonly when?: Compiled;
  readonly expr: Compiled;
}

export interface CompiledScheme {
  readonly names: SchemeNames;
  /** By clause id; the expression of a veto, cap, rung or effect is its `when`. */
  readonly clauses: ReadonlyMap<string, CompiledClause>;
  /** Numbers of the dimensions, each after those whose stars its conditions read. */
  readonly order: readonly number[];
}

/** Told of each faulty expression: the path of its text, and the fault. */
export type Report = (path: string, fault: Fault) => void;

const cache = new WeakMap<Scheme, CompiledScheme>();

/** The scheme compiled, once per object. The scheme must have passed `parseScheme`. */
export function compiled(scheme: Scheme): CompiledScheme {
  let known = cache.get(scheme);
  if (!known) {
    known = compileScheme(scheme, (path, fault) => {
      throw new TypeError(`scheme ${scheme.id} was not checked: ${path}: ${fault.en}`);
    });
    cache.set(scheme, known);
  }
  return known;
}

/** Compiles every expression of the scheme; faulty ones are reported and left out. */
export function compileScheme(scheme: Scheme, report: Report): CompiledScheme {
  const names = namesOf(scheme);
  const clauses = new Map<string, CompiledClause>();

  const compile = (path: string, text: string, over: Names, given?: ReadonlySet<string>): Compiled | undefined => {
    const result = compileExpression(text, over, 'boolean', given);
    if ('ok' in result) return result.ok;
    report(path, result.fault);
    return undefined;
  };
  const keep = (id: string, expr: Compiled | undefined, when?: Compiled): void => {
    if (expr) clauses.set(id, { expr, ...(when ? { when } : {}) });
  };
  const condition = (path: string, { id, when, expr }: Condition, over: Names): void => {
    const guard = when === undefined ? undefined : compile(`${path}.when`, when, over);
    keep(id, compile(`${path}.expr`, expr, over, provenBy(when)), guard);
  };
  const single = (path: string, clause: { id: string; when?: string }, over: Names): void => {
    if (clause.when !== undefined) keep(clause.id, compile(`${path}.when`, clause.when, over));
  };

  scheme.dimensions.forEach((dimension, i) => {
    dimension.award.all.forEach((clause, j) => condition(`dimensions[${i}].award.all[${j}]`, clause, names.unit));
  });
  scheme.vetoes.forEach((clause, i) => single(`vetoes[${i}]`, clause, names.unit));
  scheme.caps.forEach((clause, i) => single(`caps[${i}]`, clause, names.unit));
  scheme.titles.forEach((title, i) => {
    title.all.forEach((clause, j) => condition(`titles[${i}].all[${j}]`, clause, names.population));
  });
  scheme.ladder?.rungs.forEach((clause, i) => single(`ladder.rungs[${i}]`, clause, names.ladder));
  scheme.effects.forEach((clause, i) => {
    const titled = Object.hasOwn(scheme.kinds, clause.of) && scheme.kinds[clause.of]?.is === 'titled';
    single(`effects[${i}]`, clause, titled ? names.population : names.outcome);
  });
  return { names, clauses, order: orderOf(scheme, clauses) };
}

/** The dimensions whose stars the conditions of a dimension read. */
export function starsReadBy(scheme: Scheme, clauses: CompiledScheme['clauses'], index: number): number[] {
  const uses = scheme.dimensions[index]!.award.all.flatMap(({ id }) => {
    const clause = clauses.get(id);
    return [...(clause?.when?.uses ?? []), ...(clause?.expr.uses ?? [])];
  });
  const read = new Set(uses.filter(({ name }) => name.startsWith('stars.')).map(({ name }) => name.slice('stars.'.length)));
  return [...read].map((id) => scheme.dimensions.findIndex((dimension) => dimension.id === id));
}

/** Depth first; a cycle is reported by the check, here it only must not hang. */
function orderOf(scheme: Scheme, clauses: CompiledScheme['clauses']): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (index: number): void => {
    if (seen.has(index)) return;
    seen.add(index);
    starsReadBy(scheme, clauses, index).forEach(visit);
    order.push(index);
  };
  scheme.dimensions.forEach((_, i) => visit(i));
  return order;
}
