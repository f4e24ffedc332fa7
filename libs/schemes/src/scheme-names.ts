import { NamesBuilder, type Frame, type Names, type Slot, type Type } from './cel-types.ts';
import type { FactDefinition, FieldDefinition, Parameter, Scheme } from './scheme.ts';

/** The names that the expressions of a scheme may use, one set per kind of clause (docs/schemes.md, "Expressions"). */
export interface SchemeNames {
  /** Conditions, vetoes and caps: facts of the unit, stars won. */
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

export function namesOf(scheme: Scheme): SchemeNames {
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
  group(unit, 'stars', scheme.dimensions);

  const outcome = start();
  outcome.add('level', LEVEL);
  group(outcome, 'stars', scheme.dimensions);
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
