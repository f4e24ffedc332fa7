import { Refusal } from '@xingchuang/rules';
import { plain } from './decimal.ts';
import { spend } from './effort.ts';
import type { Rounding } from './scheme.ts';

/** An exact fraction in lowest terms; `d` is above 0. What division and means give until the scheme says how to round. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Fractions of fractions could grow without end; nothing that people rate needs more digits than this. */
const LARGEST = 2n ** 256n;

const EXACT = BigInt(Number.MAX_SAFE_INTEGER);
/** Steps that a fraction takes, and each division of numbers of many digits on the way to its lowest terms. */
const [REDUCTION, DIVISION] = [40, 10];

/** `b` is above 0. */
function gcd(a: bigint, b: bigint): bigint {
  let divisions = 0;
  for (; b > EXACT; divisions++) [a, b] = [b, a % b];
  spend(REDUCTION + divisions * DIVISION);
  if (b === 0n) return a;
  let [large, small] = [Number(b), Number(a % b)];
  while (small !== 0) [large, small] = [small, large % small];
  return BigInt(large);
}

/** Refuses `expression.overflow` beyond 2^256. `d` must not be 0. */
export function fraction(n: bigint, d: bigint): Fraction {
  const shared = gcd(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
  const whole = { n: n / shared, d: d / shared };
  if (whole.n > LARGEST || whole.n < -LARGEST || whole.d > LARGEST) throw new Refusal('limit', 'expression.overflow', { most: '2^256' });
  return whole;
}

/** The fraction of a scaled integer: 745 with 1 place is 149/2. */
export const fractionOf = (value: number, places: number): Fraction => fraction(BigInt(value), 10n ** BigInt(places));

export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);

/** Below 0, 0 or above 0, as a is less than, equal to or greater than b. */
export function order(a: Fraction, b: Fraction): number {
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The scaled integer nearest to n/d by the rule: `half` away from zero (四舍五入), `down` to the lower, `up` to the higher. */
export function rounded({ n, d }: Fraction, places: number, rounding: Rounding): number {
  const wide = n * 10n ** BigInt(places);
  const floor = wide / d - (wide % d < 0n ? 1n : 0n);
  const rest = wide - floor * d;
  const half = wide >= 0n ? rest * 2n >= d : rest * 2n > d;
  const up = rounding === 'up' ? rest > 0n : rounding === 'half' && half;
  return safe(Number(up ? floor + 1n : floor));
}

/** The same for a value that already is a scaled integer. */
export function roundedScaled(value: number, from: number, to: number, rounding: Rounding): number {
  if (to >= from) return safe(value * 10 ** (to - from));
  const step = 10 ** (from - to);
  const floor = Math.floor(value / step);
  const rest = value - floor * step;
  const half = value >= 0 ? rest * 2 >= step : rest * 2 > step;
  return (rounding === 'up' ? rest > 0 : rounding === 'half' && half) ? floor + 1 : floor;
}

/** "8.5", or "17/3" where no decimal of at most ten places is exact. */
export function shownFraction({ n, d }: Fraction): string {
  for (let places = 0, scale = 1n; places <= 10; places++, scale *= 10n) {
    if ((n * scale) % d === 0n) {
      const value = (n * scale) / d;
      if (value < BigInt(Number.MAX_SAFE_INTEGER) && value > -BigInt(Number.MAX_SAFE_INTEGER)) return plain(Number(value), places);
    }
  }
  return `${n}/${d}`;
}

/** Beyond 2^53 an integer is no longer exact: refuse rather than decide on a rounded number. */
export function safe(value: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value; // never -0
  throw new Refusal('limit', 'expression.overflow', { most: Number.MAX_SAFE_INTEGER });
}
