import type { ASTNode } from '@marcbachmann/cel-js';
import { isNumeric } from './cel-operators.ts';
import { at, mistyped } from './cel-parse.ts';
import type { Frame, Piece, PopulationCall, Type, Value } from './cel-types.ts';
import { isDue, type Pieces } from './effort.ts';
import { fraction, fractionOf, order, over, safe, type Fraction } from './fraction.ts';

/** Functions of populations (docs/schemes.md, "Expressions"). */
export const POPULATION_FUNCTIONS = [
  'rank',
  'rankFromBottom',
  'size',
  'count',
  'share',
  'sum',
  'mean',
  'highest',
  'lowest',
  'deviation',
  'proportion',
] as const;
type PopulationFunction = (typeof POPULATION_FUNCTIONS)[number];
export const isPopulationFunction = (name: string): name is PopulationFunction => (POPULATION_FUNCTIONS as readonly string[]).includes(name);

/** The type of a call; checks its arguments. `whole`: every unit takes part, so that each group has at least the unit itself. */
export function populationType(name: PopulationFunction, args: readonly Piece[], whole: boolean, node: ASTNode): Type {
  const [least, most] = name === 'size' ? [0, 0] : name.startsWith('rank') ? [1, 4] : [1, 1];
  if (args.length < least || args.length > most)
    throw at(node, { code: 'expression.arguments', zh: `${name}() 要 ${least} 到 ${most} 个参数`, en: `${name}() takes ${least} to ${most} arguments` });
  const nullable = !whole || args.some(({ type }) => type.nullable);
  const [arg] = args;
  if (name === 'size') return { is: 'number', places: 0 };
  if (name === 'count' || name === 'share') {
    if (arg!.type.is !== 'boolean') throw mistyped(node, arg!.type, 'boolean');
    return name === 'count' ? { is: 'number', places: 0 } : { is: 'fraction', nullable };
  }
  for (const one of args) if (!isNumeric(one)) throw mistyped(node, one.type, 'number');
  if (name.startsWith('rank')) return { is: 'number', places: 0, nullable };
  if (name === 'highest' || name === 'lowest') return { ...arg!.type, nullable };
  if (name === 'proportion') return { is: 'fraction', nullable };
  if (arg!.type.is !== 'number')
    throw at(node, { code: 'expression.type', zh: `${name}() 要先取整到小数位：round(…, 2)`, en: `round the argument of ${name}() first: round(…, 2)` });
  return name === 'sum' ? { is: 'number', places: arg!.type.places } : { is: 'fraction', nullable };
}

/**
 * Computes a call for all units of one group and writes it into their rows. It sees values only, never the order of the rows; a unit
 * whose first number is null takes no part.
 */
export function* fillGroup({ call, args, slot }: PopulationCall, group: readonly Frame[]): Pieces<void> {
  const own: Value[][] = [];
  for (const frame of group) {
    own.push(args.map(({ run }) => run(frame) as Value));
    if (isDue()) yield;
  }
  const taking = own.flatMap((values, i) => (values.includes(null) ? [] : [i]));
  const put = (value: (i: number) => Value): void => group.forEach((frame, i) => (frame[slot] = own[i]!.includes(null) ? null : value(i)));
  const every = (value: Value): void => group.forEach((frame) => (frame[slot] = value));
  const first = (i: number): Value => own[i]![0]!;
  switch (call as PopulationFunction) {
    case 'rank':
      return ranks(taking, own, args, put, -1);
    case 'rankFromBottom':
      return ranks(taking, own, args, put, 1);
    case 'size':
      return every(group.length);
    case 'count':
      return every(taking.filter(first).length);
    case 'share':
      return every(taking.length ? fraction(BigInt(taking.filter(first).length) * 100n, BigInt(taking.length)) : null);
    case 'highest':
      return every(taking.length ? taking.map(first).reduce((a, b) => (compare(a, b) >= 0 ? a : b)) : null);
    case 'lowest':
      return every(taking.length ? taking.map(first).reduce((a, b) => (compare(a, b) <= 0 ? a : b)) : null);
    case 'sum':
      return every(safe(Number(total(taking.map(first)))));
    case 'mean':
      return every(taking.length ? meanOf(taking.map(first), args[0]!) : null);
    case 'deviation': {
      if (taking.length === 0) return every(null);
      const [sum, count, scale] = [total(taking.map(first)), BigInt(taking.length), 10n ** BigInt(placesOf(args[0]!))];
      return put((i) => fraction(BigInt(first(i) as number) * count - sum, count * scale));
    }
    case 'proportion': {
      if (taking.length === 0) return every(null);
      const best = asFraction(taking.map(first).reduce((a, b) => (compare(a, b) >= 0 ? a : b)), args[0]!);
      return put((i) => (best.n > 0n ? over(asFraction(first(i), args[0]!), best) : NOTHING));
    }
  }
}

/** What a call is worth for a unit outside the population: nothing, but counts and sums are those of nobody. */
export function outside({ call, slot }: PopulationCall, frame: Frame): void {
  frame[slot] = call === 'size' || call === 'count' || call === 'sum' ? 0 : null;
}

const NOTHING = fraction(0n, 1n);
const placesOf = ({ type }: Piece): number => (type.is === 'number' ? type.places : 0);
const total = (values: readonly Value[]): bigint => values.reduce<bigint>((sum, value) => sum + BigInt(value as number), 0n);
const asFraction = (value: Value, arg: Piece): Fraction => (typeof value === 'number' ? fractionOf(value, placesOf(arg)) : (value as Fraction));
const compare = (a: Value, b: Value): number => (typeof a === 'number' ? a - (b as number) : order(a as Fraction, b as Fraction));

function meanOf(values: readonly Value[], arg: Piece): Fraction {
  return fraction(total(values), BigInt(values.length) * 10n ** BigInt(placesOf(arg)));
}

/** Place by the numbers in turn, the greatest (`sign` -1) or the least first; equals share the place of the first of them. */
function ranks(taking: readonly number[], own: readonly (readonly Value[])[], args: readonly Piece[], put: (value: (i: number) => Value) => void, sign: number): void {
  const byValue = (i: number, j: number): number => {
    for (let k = 0; k < args.length; k++) {
      const difference = compare(own[i]![k]!, own[j]![k]!);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
  const sorted = taking.toSorted(byValue);
  const place = new Map<number, number>();
  sorted.forEach((i, at) => place.set(i, at > 0 && byValue(sorted[at - 1]!, i) === 0 ? place.get(sorted[at - 1]!)! : at + 1));
  put((i) => place.get(i)!);
}
