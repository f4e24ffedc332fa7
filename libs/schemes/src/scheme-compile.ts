import { compileExpression, provenBy, type Compiled } from './cel-compile.ts';
import type { Fault } from './cel-parse.ts';
import type { Frame, Names, PopulationCall, Type } from './cel-types.ts';
import { rowWriter, type RowWriter } from './row.ts';
import { Plan, type PlanStep } from './scheme-plan.ts';
import { isStar, namesOf, scoreName, scoresOf, type SchemeNames, type ScoreAt } from './scheme-names.ts';
import { compileScore, type CompiledScore } from './score.ts';
import type { Condition, Scheme } from './scheme.ts';

/** The compiled expressions of one clause. */
export interface CompiledClause {
  readonly when?: Compiled;
  readonly expr: Compiled;
}

export interface CompiledScheme {
  readonly names: SchemeNames;
  /** By clause id; the expression of a veto, cap, rung or effect is its `when`, that of a level its condition. */
  readonly clauses: ReadonlyMap<string, CompiledClause>;
  /** By id of the item, task, dimension or group; `total`; figures by name. */
  readonly scores: ReadonlyMap<string, CompiledScore>;
  /** Everything that is computed over the unit, each after what it reads. */
  readonly steps: readonly PlanStep[];
  readonly calls: readonly PopulationCall[];
  readonly write: RowWriter;
  /** What each computed name or function of a population reads directly. */
  readonly reads: ReadonlyMap<string, ReadonlySet<string>>;
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
  return new SchemeCompiler(scheme, report).all();
}

const TRUTH: Type = { is: 'boolean' };

class SchemeCompiler {
  readonly #scheme: Scheme;
  readonly #report: Report;
  readonly #plan: Plan;
  readonly #names: SchemeNames;
  readonly #clauses = new Map<string, CompiledClause>();
  readonly #scores = new Map<string, CompiledScore>();

  constructor(scheme: Scheme, report: Report) {
    this.#scheme = scheme;
    this.#report = report;
    this.#plan = new Plan((name) => this.#names.unit.names.get(name)!.slot);
    this.#names = namesOf(scheme, {
      typeOf: (name) => this.#plan.typeOf(name),
      met: (call) => {
        const { where, by = [] } = scheme.populations[call.population]!;
        if (where !== undefined) this.#plan.typeOf(`where ${call.population}`);
        this.#plan.meet(call, ...by, ...(where === undefined ? [] : [`where ${call.population}`]));
      },
    });
  }

  all(): CompiledScheme {
    this.#overUnit();
    this.#plan.complete();
    this.#others();
    return {
      names: this.#names,
      clauses: this.#clauses,
      scores: this.#scores,
      steps: this.#plan.steps,
      calls: [...this.#names.unit.populations!.calls.values()],
      write: rowWriter(this.#scheme, this.#names.unit),
      reads: this.#plan.reads,
    };
  }

  /** Says how each name over the unit is computed; the plan asks for them in the order in which they read each other. */
  #overUnit(): void {
    const { populations, dimensions, exclusions, direct, vetoes, caps, levels, quotas, figures } = this.#scheme;
    for (const [id, { where }] of Object.entries(populations)) this.#truth(`where ${id}`, `populations.${id}.where`, where);
    dimensions.forEach(({ id, when }, i) => this.#truth(`when ${id}`, `dimensions[${i}].when`, when));
    for (const [name, figure] of Object.entries(figures)) {
      this.#define(name, () => this.#score({ id: name, path: `figures.${name}`, score: figure, words: figure, below: [] }, ['number', 'fraction', 'boolean']));
    }
    for (const at of scoresOf(this.#scheme)) this.#define(scoreName(at.id), () => this.#score(at, ['number']));
    dimensions.forEach((dimension, i) => {
      if (isStar(dimension)) this.#define(`stars.${dimension.id}`, () => this.#star(i));
    });
    exclusions.forEach(({ id, when }, i) => this.#clause('exclusions', id, `exclusions[${i}].when`, when));
    direct.forEach(({ id, when }, i) => this.#clause('direct', id, `direct[${i}].when`, when));
    vetoes.forEach(({ id, when }, i) => this.#clause('vetoes', id, `vetoes[${i}].when`, when));
    caps.forEach(({ id, when }, i) => this.#clause('caps', id, `caps[${i}].when`, when));
    levels.forEach(({ id, when }, i) => this.#truth(`level ${id}`, `levels[${i}].when`, when, `level ${id}`));
    quotas.forEach(({ id, base, except, order = [] }, i) => {
      this.#truth(`base ${id}`, `quotas[${i}].base`, base);
      this.#truth(`except ${id}`, `quotas[${i}].except`, except);
      order.forEach((text, j) => this.#value(`order ${id} ${j}`, `quotas[${i}].order[${j}]`, text, ['number', 'fraction']));
    });
  }

  /** Clauses over other names: titles, rungs, effects. */
  #others(): void {
    const { titles, ladder, effects, kinds } = this.#scheme;
    const { population, outcome, ladder: overLadder } = this.#names;
    titles.forEach((title, i) => title.all.forEach((clause, j) => this.#condition(`titles[${i}].all[${j}]`, clause, population)));
    const single = (path: string, { id, when }: { id: string; when?: string }, over: Names): void => {
      const expr = when === undefined ? undefined : this.#compile(`${path}.when`, when, over);
      if (expr) this.#clauses.set(id, { expr });
    };
    ladder?.rungs.forEach((rung, i) => single(`ladder.rungs[${i}]`, rung, overLadder));
    effects.forEach((effect, i) => {
      const titled = Object.hasOwn(kinds, effect.of) && kinds[effect.of]?.is === 'titled';
      single(`effects[${i}]`, effect, titled ? population : outcome);
    });
  }

  #define(name: string, make: Parameters<Plan['define']>[1]): void {
    this.#plan.define(name, make);
  }

  #slot = (name: string): number => this.#names.unit.names.get(name)!.slot;

  /** A hidden or named value with one expression; a faulty one counts as of the wanted type so that one fault is told once. */
  #value(name: string, path: string, text: string | undefined, is: readonly Type['is'][], clause?: string): void {
    if (text === undefined) return;
    this.#define(name, () => {
      const expr = this.#compile(path, text, this.#names.unit, undefined, is);
      if (expr && clause !== undefined) this.#clauses.set(clause, { expr });
      return { type: expr?.type ?? fallback(is), ...(expr ? { run: expr.run } : {}) };
    });
  }

  #truth(name: string, path: string, text: string | undefined, clause?: string): void {
    this.#value(name, path, text, ['boolean'], clause);
  }

  #clause(group: string, id: string, path: string, text: string | undefined): void {
    if (text !== undefined) return this.#truth(`${group}.${id}`, path, text, id);
    // Written by hand: the row gets it with the facts.
    this.#define(`${group}.${id}`, () => ({ type: TRUTH }));
  }

  #star(index: number) {
    const { id, when, award } = this.#scheme.dimensions[index]!;
    if (when !== undefined) this.#plan.typeOf(`when ${id}`);
    const clauses = award.all.flatMap((clause, j) => this.#condition(`dimensions[${index}].award.all[${j}]`, clause, this.#names.unit) ?? []);
    const applies = when === undefined ? undefined : this.#slot(`when ${id}`);
    const run = (frame: Frame): boolean =>
      (applies === undefined || frame[applies] === true) && clauses.every(({ when: guard, expr }) => (guard && !guard.run(frame)) || expr.run(frame) === true);
    return { type: TRUTH, run };
  }

  #score(at: ScoreAt, is: readonly Type['is'][]) {
    const score = compileScore(this.#scheme, at, is, {
      names: this.#names.unit,
      typeOf: (below) => this.#plan.typeOf(below),
      compile: (path, text, wanted, given) => this.#compile(path, text, this.#names.unit, given, wanted),
      report: this.#report,
    });
    this.#scores.set(at.id, score);
    for (const bound of [at.score.min, at.score.max, at.score.rounding]) if (typeof bound === 'object') this.#plan.reading(bound.parameter);
    return { type: score.type, run: score.run };
  }

  #condition(path: string, { id, when, expr: text }: Condition, over: Names): CompiledClause | undefined {
    const guard = when === undefined ? undefined : this.#compile(`${path}.when`, when, over);
    const expr = this.#compile(`${path}.expr`, text, over, provenBy(when));
    if (!expr) return undefined;
    const clause = { expr, ...(guard ? { when: guard } : {}) };
    this.#clauses.set(id, clause);
    return clause;
  }

  #compile(path: string, text: string, over: Names, given?: ReadonlySet<string>, is: readonly Type['is'][] = ['boolean']): Compiled | undefined {
    const result = compileExpression(text, over, is, given);
    if ('ok' in result) {
      this.#plan.reading(...result.ok.uses.map(({ name }) => name));
      return result.ok;
    }
    this.#report(path, result.fault);
    return undefined;
  }
}

/** Everything that names rest on, directly or not: down to facts and parameters. */
export function restsOn({ reads }: CompiledScheme, names: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const visit = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    reads.get(name)?.forEach(visit);
  };
  for (const name of names) visit(name);
  return all;
}

const fallback = (is: readonly Type['is'][]): Type => (is.includes('boolean') ? TRUTH : { is: 'number', places: 0 });
