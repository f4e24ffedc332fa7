import type { ASTNode } from '@marcbachmann/cel-js';
import { at, mistyped } from './cel-parse.ts';
import type { Frame, Piece, Type, Value } from './cel-types.ts';
import { fractionOf, minus, order, over, plus, safe, times, type Fraction } from './fraction.ts';
import { unknown } from './problem.ts';

type Order = '<' | '<=' | '>' | '>=';
type NumberType = Type & { is: 'number' };

export function logic(op: '&&' | '||', left: Piece, right: Piece): Piece {
  const [a, b] = [left.run, right.run];
  return { type: { is: 'boolean' }, run: op === '&&' ? (frame) => a(frame) && b(frame) : (frame) => a(frame) || b(frame) };
}

/** Equality. With null on one side it asks whether there is a value. */
export function equal(op: '==' | '!=', left: Piece, right: Piece, node: ASTNode): Piece {
  const [l, r] = left.type.is === 'null' || right.type.is === 'null' ? [left, right] : alike(left, right, node);
  const [a, b] = [l.run, r.run];
  if (l.type.is === 'fraction' && r.type.is === 'fraction') {
    const same = (x: Fraction | null, y: Fraction | null): boolean => (x === null || y === null ? x === y : order(x, y) === 0);
    return { type: { is: 'boolean' }, run: (frame) => same(a(frame) as Fraction | null, b(frame) as Fraction | null) === (op === '==') };
  }
  return { type: { is: 'boolean' }, run: op === '==' ? (frame) => a(frame) === b(frame) : (frame) => a(frame) !== b(frame) };
}

/** Order of numbers, days and levels. */
export function compare(op: Order, left: Piece, right: Piece, node: ASTNode): Piece {
  const [l, r] = alike(left, right, node);
  if (l.type.is === 'fraction') {
    const [x, y] = [l.run as (frame: Frame) => Fraction, r.run as (frame: Frame) => Fraction];
    const sign = (frame: Frame): number => order(x(frame), y(frame));
    const test = { '<': (s: number) => s < 0, '<=': (s: number) => s <= 0, '>': (s: number) => s > 0, '>=': (s: number) => s >= 0 }[op];
    return { type: { is: 'boolean' }, run: (frame) => test(sign(frame)) };
  }
  if (!['number', 'day', 'level'].includes(l.type.is)) throw mistyped(node, l.type, 'number');
  const a = l.run as (frame: Frame) => number;
  const b = r.run as (frame: Frame) => number;
  const run = {
    '<': (frame: Frame) => a(frame) < b(frame),
    '<=': (frame: Frame) => a(frame) <= b(frame),
    '>': (frame: Frame) => a(frame) > b(frame),
    '>=': (frame: Frame) => a(frame) >= b(frame),
  }[op];
  return { type: { is: 'boolean' }, run };
}

/** Exact sums and products of scaled integers. */
export function sum(op: '+' | '-' | '*', left: Piece, right: Piece, node: ASTNode): Piece {
  if (!isNumeric(left)) throw mistyped(node, left.type, 'number');
  if (!isNumeric(right)) throw mistyped(node, right.type, 'number');
  if (left.type.is === 'fraction' || right.type.is === 'fraction') return ofFractions({ '+': plus, '-': minus, '*': times }[op], left, right);
  if (op === '*') {
    const places = (left.type as NumberType).places + (right.type as NumberType).places;
    const [a, b] = [left.run as (frame: Frame) => number, right.run as (frame: Frame) => number];
    return folded({ type: { is: 'number', places }, run: (frame) => safe(a(frame) * b(frame)) }, left, right);
  }
  const [l, r] = alike(left, right, node);
  const [a, b] = [l.run as (frame: Frame) => number, r.run as (frame: Frame) => number];
  const bare: NumberType = { is: 'number', places: (l.type as NumberType).places };
  return folded(
    { type: bare, run: op === '+' ? (frame) => safe(a(frame) + b(frame)) : (frame) => safe(a(frame) - b(frame)) },
    left,
    right,
  );
}

/** An exact fraction. That the divisor is not 0 has been proven. */
export function quotient(left: Piece, right: Piece, node: ASTNode): Piece {
  if (!isNumeric(left)) throw mistyped(node, left.type, 'number');
  if (!isNumeric(right)) throw mistyped(node, right.type, 'number');
  return ofFractions(over, left, right);
}

export const isNumeric = ({ type }: Piece): boolean => type.is === 'number' || type.is === 'fraction';

function ofFractions(compute: (a: Fraction, b: Fraction) => Fraction, left: Piece, right: Piece): Piece {
  const [a, b] = [asFraction(left).run as (frame: Frame) => Fraction, asFraction(right).run as (frame: Frame) => Fraction];
  return folded({ type: { is: 'fraction' }, run: (frame) => compute(a(frame), b(frame)) }, left, right);
}

/** A number as fraction. */
export function asFraction(piece: Piece): Piece {
  if (piece.type.is !== 'number') return piece;
  const { places, nullable } = piece.type;
  const run = piece.run as (frame: Frame) => number | null;
  const wide = (value: number | null): Fraction | null => (value === null ? null : fractionOf(value, places));
  return folded({ type: { is: 'fraction', ...(nullable ? { nullable } : {}) }, run: (frame) => wide(run(frame)) }, piece);
}

/** Membership in a list written out, or in a parameter that is a list of texts. */
export function isIn(item: Piece, list: Piece | readonly Piece[], node: ASTNode): Piece {
  const one = item.run;
  if ('run' in list) {
    if (list.type.is !== 'texts') throw mistyped(node, list.type, 'texts');
    if (item.type.is !== 'text') throw mistyped(node, item.type, 'text');
    checkWord(item, list.type.values, node);
    const many = list.run as (frame: Frame) => readonly string[];
    return { type: { is: 'boolean' }, run: (frame) => many(frame).includes(one(frame) as string) };
  }
  return once([item], ([held]) => {
    const pairs = list.map((entry) => alike(held!, entry, node));
    const tests = pairs.map(([l, r]) => equal('==', l, r, node).run);
    return { type: { is: 'boolean' }, run: (frame) => tests.some((test) => test(frame)) };
  });
}

/** A piece that reads others more than once: each is computed once a run, so that nesting them does not multiply the work. */
export function once(pieces: readonly Piece[], make: (held: readonly Piece[]) => Piece): Piece {
  const values: Value[] = [];
  const made = make(pieces.map((piece, i) => (piece.constant === undefined ? { ...piece, run: () => values[i]! } : piece)));
  const run: Piece['run'] = (frame) => {
    pieces.forEach((piece, i) => (values[i] = piece.run(frame) as Value));
    return made.run(frame);
  };
  return { ...made, run };
}

/** Both sides brought to one type: numbers to the same places, a written day to a day, a written word to one that exists. */
export function alike(left: Piece, right: Piece, node: ASTNode): [Piece, Piece] {
  const [a, b] = [left.type, right.type];
  if (a.is === 'number' && b.is === 'number') {
    const places = Math.max(a.places, b.places);
    return [widened(left, a, places), widened(right, b, places)];
  }
  if (isNumeric(left) && isNumeric(right)) return [asFraction(left), asFraction(right)];
  if (a.is === 'day' && b.is === 'text') return [left, asDay(right, node)];
  if (a.is === 'text' && b.is === 'day') return [asDay(left, node), right];
  if (a.is !== b.is || a.is === 'records' || a.is === 'record' || a.is === 'texts') throw mistyped(node, b, a.is);
  if (a.is === 'text') checkWord(right, a.values, node);
  if (b.is === 'text') checkWord(left, b.values, node);
  return [left, right];
}

function widened(piece: Piece, type: NumberType, places: number): Piece {
  const factor = 10 ** (places - type.places);
  if (factor === 1) return piece;
  const run = piece.run as (frame: Frame) => number | null;
  const wide = (value: number | null): number | null => (value === null ? null : safe(value * factor));
  const next: Piece = { type: { ...type, places }, run: (frame) => wide(run(frame)) };
  return folded(next, piece);
}

/** A value of constants only is computed once. */
function folded(piece: Piece, ...from: readonly Piece[]): Piece {
  if (!from.every((part) => part.constant !== undefined)) return piece;
  const constant = piece.run([]) as Value;
  return { type: piece.type, constant, run: () => constant };
}

function asDay(piece: Piece, node: ASTNode): Piece {
  if (typeof piece.constant === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(piece.constant)) return { ...piece, type: { is: 'day' } };
  throw mistyped(node, piece.type, 'day');
}

function checkWord(piece: Piece, values: readonly string[] | undefined, node: ASTNode): void {
  if (typeof piece.constant !== 'string' || !values || values.includes(piece.constant)) return;
  throw at(node, unknown('expression.unknown-value', '取值', 'value', piece.constant, values));
}
