import type { ASTNode } from '@marcbachmann/cel-js';
import { alike, compare, isNumeric, once, sum } from './cel-operators.ts';
import { at, mistyped } from './cel-parse.ts';
import type { Frame, Piece, Value } from './cel-types.ts';
import { MOST_PLACES } from './decimal.ts';
import { rounded, roundedScaled, type Fraction } from './fraction.ts';
import type { Rounding } from './scheme.ts';

/** Functions over numbers that every expression may use. Arguments are sure not to be null. */
export const NUMBER_FUNCTIONS = ['min', 'max', 'abs', 'round', 'floor', 'ceil'] as const;
type NumberFunction = (typeof NUMBER_FUNCTIONS)[number];

export const isNumberFunction = (name: string): name is NumberFunction => (NUMBER_FUNCTIONS as readonly string[]).includes(name);

export function numberFunction(name: NumberFunction, args: readonly Piece[], node: ASTNode): Piece {
  const wanted = name === 'abs' ? 1 : 2;
  if (args.length !== wanted)
    throw at(node, { code: 'expression.arguments', zh: `${name}() 要 ${wanted} 个参数`, en: `${name}() takes ${wanted} argument(s)` });
  for (const arg of args) if (!isNumeric(arg)) throw mistyped(node, arg.type, 'number');
  const [a, b] = args as [Piece, Piece];
  if (name === 'abs') return once([a], ([x]) => choice(compare('<', x!, ZERO, node), sum('-', ZERO, x!, node), x!, node));
  if (name === 'min') return once([a, b], ([x, y]) => choice(compare('<=', x!, y!, node), x!, y!, node));
  if (name === 'max') return once([a, b], ([x, y]) => choice(compare('>=', x!, y!, node), x!, y!, node));
  return toPlaces(a, placesWritten(b, node), { round: 'half', floor: 'down', ceil: 'up' }[name] as Rounding);
}

const ZERO: Piece = { type: { is: 'number', places: 0 }, run: () => 0, constant: 0 };

function choice(test: Piece, yes: Piece, no: Piece, node: ASTNode): Piece {
  const [a, b] = alike(yes, no, node);
  return { type: { ...a.type, nullable: false }, run: (frame) => (test.run(frame) ? a.run(frame) : b.run(frame)) };
}

function placesWritten({ constant, type }: Piece, node: ASTNode): number {
  if (typeof constant === 'number' && type.is === 'number' && type.places === 0 && constant >= 0 && constant <= MOST_PLACES) return constant;
  throw at(node, {
    code: 'expression.places',
    zh: `小数位数直接写 0 到 ${MOST_PLACES}，如 round(x, 2)`,
    en: `write the places as 0 to ${MOST_PLACES}, such as round(x, 2)`,
  });
}

/** The piece rounded to places: a number of that many places, whatever it was. */
export function toPlaces(piece: Piece, places: number, rounding: Rounding | ((frame: Frame) => Rounding)): Piece {
  const rule = typeof rounding === 'function' ? rounding : () => rounding;
  const { type } = piece;
  const run =
    type.is === 'number'
      ? (frame: Frame): Value => roundedScaled(piece.run(frame) as number, type.places, places, rule(frame))
      : (frame: Frame): Value => rounded(piece.run(frame) as Fraction, places, rule(frame));
  return { type: { is: 'number', places }, run };
}
