import type { Landmark } from './landmarks.ts';
import { distance } from './picture-hash.ts';

/** Where one picture lies in another, in parts of the longer side of each: `there × scale + (x, y) = here`. */
export interface Alignment {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** How many landmarks agree on it. */
  readonly votes: number;
  /** The mean distance of their hashes. */
  readonly distance: number;
}

/** Landmarks that differ in more bits are not the same spot. */
export const MOST_BITS = 10;
const SAME_SCALE = 0.4;
const SAME_PLACE = 0.05;

export interface Pair {
  readonly here: Landmark;
  readonly there: Landmark;
  readonly bits: number;
}

/** The alignment on which most pairs of landmarks agree. */
export function aligned(pairs: readonly Pair[]): Alignment | undefined {
  let best: Alignment | undefined;
  for (const { here, there } of pairs) {
    const scale = here.size / there.size;
    const agreeing = pairs.filter(
      (other) =>
        Math.abs(Math.log2(other.here.size / other.there.size / scale)) <= SAME_SCALE &&
        Math.hypot(here.x + (other.there.x - there.x) * scale - other.here.x, here.y + (other.there.y - there.y) * scale - other.here.y) <= SAME_PLACE,
    );
    const votes = Math.min(new Set(agreeing.map((pair) => pair.here)).size, new Set(agreeing.map((pair) => pair.there)).size);
    if (votes > (best?.votes ?? 1)) best = fitted(agreeing, votes);
  }
  return best;
}

/** Least squares over pairs that agree: one scale, one shift. */
function fitted(pairs: readonly Pair[], votes: number): Alignment {
  const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [hx, hy, tx, ty] = [mean((p) => p.here.x), mean((p) => p.here.y), mean((p) => p.there.x), mean((p) => p.there.y)];
  const spread = mean((p) => (p.there.x - tx) ** 2 + (p.there.y - ty) ** 2);
  const along = mean((p) => (p.there.x - tx) * (p.here.x - hx) + (p.there.y - ty) * (p.here.y - hy));
  const bySize = Math.exp(mean((p) => Math.log(p.here.size / p.there.size)));
  const scale = spread > 0.002 && along > 0 ? along / spread : bySize; // spots that lie close together tell the scale badly
  return { scale, x: hx - tx * scale, y: hy - ty * scale, votes, distance: Math.round(mean((p) => p.bits)) };
}

/** Every pair of spots that look alike. */
export function pairsOf(here: readonly Landmark[], there: readonly Landmark[]): Pair[] {
  return here.flatMap((a) => there.map((b) => ({ here: a, there: b, bits: distance(a.hash, b.hash) })).filter(({ bits }) => bits <= MOST_BITS));
}

export interface Shape {
  readonly width: number;
  readonly height: number;
}
export interface Rectangle extends Shape {
  readonly left: number;
  readonly top: number;
}

/** The part that both pictures show, in pixels of each; undefined where there is next to none. */
export function overlap(here: Shape, there: Shape, { scale, x, y }: Pick<Alignment, 'scale' | 'x' | 'y'>): { here: Rectangle; there: Rectangle } | undefined {
  const [a, b] = [Math.max(here.width, here.height), Math.max(there.width, there.height)];
  const left = Math.max(0, x);
  const top = Math.max(0, y);
  const right = Math.min(here.width / a, (there.width / b) * scale + x);
  const bottom = Math.min(here.height / a, (there.height / b) * scale + y);
  if (right - left < 0.2 || bottom - top < 0.2) return undefined;
  return {
    here: { left: left * a, top: top * a, width: (right - left) * a, height: (bottom - top) * a },
    there: { left: ((left - x) / scale) * b, top: ((top - y) / scale) * b, width: ((right - left) / scale) * b, height: ((bottom - top) / scale) * b },
  };
}
