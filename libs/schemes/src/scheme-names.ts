import { MOST_PLACES } from './decimal.ts';
import { NamesBuilder, type Frame, type Names, type Slot, type Type } from './cel-types.ts';
import type { Populations } from './cel-types.ts';
import type { FactDefinition, FieldDefinition, Parameter, Scheme, Score, Words } from './scheme.ts';

/** The names that the expressions of a scheme may use, one set per kind of clause (docs/schemes.md, "Expressions"). */
export interface SchemeNames {
  /** Everything over the unit: its facts, and what is computed from them for all units. */
  readonly unit: Names;
  /** Effects on a rated unit: its decision. */
  readonly outcome: Names;
  /** Titles, and effects on a titled unit: counts over the levels of the units below. */
  readonly population: Names;
  /** Rungs of the ladder: open problems by aspect. */
  readonly ladder: Names;
}

/** Words that no parameter, fact or level may take. */
export const TAKEN_NAMES = [
  'stars',
  'scores',
  'exclusions',
  'direct',
  'kind',
  'vetoes',
  'caps',
  'titles',
  'failed',
  'level',
  'aspects',
  'unsolved',
  'total',
  'counts',
  'size',
  'count',
  'atLeast',
  'has',
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
  'constructor',
];

const TRUTH: Type = { is: 'boolean' };
const COUNT: Type = { is: 'number', places: 0 };
const LEVEL: Type = { is: 'level' };

/** A score with the id under which expressions find it, the words around it and the scores below it. */
export interface ScoreAt {
  readonly id: string;
  readonly path: string;
  readonly score: Score;
  readonly words: Words;
  readonly below: readonly ScoreAt[];
}

/** The scores of the scheme, parents after what they sum up. */
export function scoresOf({ dimensions, extras, total }: Scheme): ScoreAt[] {
  const all: ScoreAt[] = [];
  const keep = (at: ScoreAt): ScoreAt => {
    all.push(at);
    return at;
  };
  // Where a dimension does not apply, its points do not either.
  const within = (score: Score, when: string | undefined): Score =>
    when === undefined ? score : { ...score, when: score.when === undefined ? when : `(${when}) && (${score.when})` };
  const itemsOf = (path: string, items: readonly (Words & { id: string; score?: Score })[], when?: string): ScoreAt[] =>
    items.flatMap((item, i) =>
      item.score ? [keep({ id: item.id, path: `${path}[${i}].score`, score: within(item.score, when), words: item, below: [] })] : [],
    );
  const groups: ScoreAt[] = [];
  dimensions.forEach((dimension, i) => {
    const { when } = dimension;
    const tasks = dimension.tasks.flatMap((task, j) => {
      const path = `dimensions[${i}].tasks[${j}]`;
      const below = itemsOf(`${path}.items`, task.items, when);
      return task.score ? [keep({ id: task.id, path: `${path}.score`, score: within(task.score, when), words: task, below })] : [];
    });
    const { id, score } = dimension;
    if (score) groups.push(keep({ id, path: `dimensions[${i}].score`, score: within(score, when), words: dimension, below: tasks }));
  });
  extras.forEach((extra, i) => {
    const below = itemsOf(`extras[${i}].items`, extra.items);
    groups.push(keep({ id: extra.id, path: `extras[${i}].score`, score: extra.score ?? {}, words: extra, below }));
  });
  if (total) keep({ id: 'total', path: 'total', score: total, words: total, below: groups });
  return all;
}

export const PARENT = 'its parent';

/** The name of a score in expressions. */
export const scoreName = (id: string): string => (id === 'total' ? id : `scores.${id}`);

/** Where the names get the types of what is computed, and who is told of functions of populations. */
export interface Computing {
  readonly typeOf: (name: string) => Type;
  readonly met: Populations['met'];
}

export function namesOf(scheme: Scheme, computing: Computing): SchemeNames {
  const levels = scheme.levels.map(({ id }) => id);
  const start = (): NamesBuilder => {
    const builder = new NamesBuilder().levels(levels);
    for (const [id, parameter] of Object.entries(scheme.parameters)) builder.add(id, parameterType(parameter));
    return builder;
  };
  const group = (builder: NamesBuilder, name: string, members: readonly { id: string }[]): void => {
    for (const { id } of members) builder.add(`${name}.${id}`, TRUTH);
  };

  const unit = start();
  for (const [id, fact] of Object.entries(scheme.facts)) unit.add(id, factType(fact));
  const rated = Object.keys(scheme.kinds).filter((kind) => scheme.kinds[kind]!.is === 'rated');
  unit.add('kind', { is: 'text', values: rated });
  const computed = (name: string): void => void unit.computed(name, computing.typeOf);
  Object.keys(scheme.figures).forEach(computed);
  scheme.dimensions.filter(isStar).forEach(({ id }) => computed(`stars.${id}`));
  scoresOf(scheme).forEach(({ id }) => computed(scoreName(id)));
  scheme.exclusions.forEach(({ id }) => computed(`exclusions.${id}`));
  scheme.direct.forEach(({ id }) => computed(`direct.${id}`));
  scheme.vetoes.forEach(({ id }) => computed(`vetoes.${id}`));
  scheme.caps.forEach(({ id }) => computed(`caps.${id}`));
  // No expression can name what has a space in it.
  unit.add(PARENT, { is: 'text', nullable: true });
  Object.entries(scheme.populations).forEach(([id, { where }]) => where !== undefined && computed(`where ${id}`));
  scheme.dimensions.forEach(({ id, when }) => when !== undefined && computed(`when ${id}`));
  scheme.levels.forEach(({ id, when }) => when !== undefined && computed(`level ${id}`));
  scheme.quotas.forEach(({ id, base, except, order = [] }) => {
    if (base !== undefined) computed(`base ${id}`);
    if (except !== undefined) computed(`except ${id}`);
    order.forEach((_, i) => computed(`order ${id} ${i}`));
  });
  unit.populations(new Map(Object.entries(scheme.populations).map(([id, { where }]) => [id, where === undefined])), computing.met);

  const outcome = start();
  outcome.add('level', LEVEL);
  outcome.add('held', { is: 'level', nullable: true });
  outcome.add('total', { is: 'number', places: MOST_PLACES, nullable: true });
  group(outcome, 'stars', scheme.dimensions);
  group(outcome, 'exclusions', scheme.exclusions);
  group(outcome, 'direct', scheme.direct);
  group(outcome, 'vetoes', scheme.vetoes);
  group(outcome, 'caps', scheme.caps);

  const population = start();
  population.add('total', COUNT);
  group(population, 'titles', scheme.titles);
  const counts = levels.map((_, i) => population.add(`counts.${i}`, COUNT).slot);
  const countFrom = (frame: Frame, level: number, last: number): number =>
    counts.reduce((sum, slot, i) => (i >= level && i <= last ? sum + (frame[slot] as number) : sum), 0);
  population.function('count', 'level', (frame, level) => countFrom(frame, level, level));
  population.function('atLeast', 'level', (frame, level) => countFrom(frame, level, counts.length));

  const ladder = start();
  ladder.add('aspects', COUNT);
  ladder.add('unsolved', COUNT);
  group(ladder, 'failed', scheme.ladder?.rungs ?? []);
  ladder.add('level', { is: 'level', nullable: true });
  group(ladder, 'vetoes', scheme.vetoes);

  return { unit: unit.build(), outcome: outcome.build(), population: population.build(), ladder: ladder.build() };
}

/** A dimension with conditions is a star; one without only groups contents or points. */
export const isStar = ({ award }: { readonly award: { readonly all: readonly unknown[] } }): boolean => award.all.length > 0;

function parameterType(parameter: Parameter): Type {
  const nullable = parameter.ask === 'unit';
  switch (parameter.type) {
    case 'integer':
      return { is: 'number', places: 0, nullable };
    case 'decimal':
      return { is: 'number', places: parameter.places ?? 0, nullable };
    case 'kind':
      return { is: 'text', nullable };
    case 'text':
      return { is: 'text', nullable, ...valuesOf(parameter) };
    case 'texts':
      return { is: 'texts', nullable, ...valuesOf(parameter) };
    default:
      return { is: parameter.type, nullable };
  }
}

function factType(fact: FactDefinition | FieldDefinition): Type {
  const nullable = fact.optional ?? false;
  switch (fact.type) {
    case 'integer':
      return { is: 'number', places: 0, nullable };
    case 'decimal':
      return { is: 'number', places: fact.places ?? 0, nullable };
    case 'text':
      return { is: 'text', nullable, ...valuesOf(fact) };
    case 'records':
      return { is: 'records', fields: fieldSlots(fact as FactDefinition) };
    default:
      return { is: fact.type, nullable };
  }
}

function fieldSlots(fact: FactDefinition): ReadonlyMap<string, Slot> {
  return new Map(Object.entries(fact.fields ?? {}).map(([name, field], slot) => [name, { slot, type: factType(field) }]));
}

const valuesOf = ({ values }: { values?: object }): { values?: readonly string[] } =>
  values ? { values: Object.keys(values) } : {};
