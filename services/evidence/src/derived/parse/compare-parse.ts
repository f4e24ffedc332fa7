import sharp from 'sharp';
import { overlap, type Alignment, type Rectangle } from '../likeness/alignment.ts';
import { Sums, type Field } from '../likeness/picture-hash.ts';

interface Asked {
  readonly here: Uint8Array;
  readonly there: Uint8Array;
  /** Absent where the two should be one picture from edge to edge. */
  readonly alignment?: Pick<Alignment, 'scale' | 'x' | 'y'>;
}
export interface Compared {
  /** −1 … 1: how alike the parts are that both show. */
  readonly correlation: number;
  /** The part of each picture that both show, by area. */
  readonly shared: number;
}

const CELLS = 20;
/** An alignment from a few spots errs by a little: so many cells of 20 it is moved about. */
const NUDGES = [-0.5, 0, 0.5];
const SCALES = [0.97, 1, 1.03];

/** A shifted part that fits by no more than this better than the whole is still the whole. */
const HARDLY = 0.01;

/** How alike two pictures are where an alignment lays one over the other. */
export async function compare({ here, there, alignment }: Asked): Promise<Compared> {
  const [a, b] = [await greyOf(here), await greyOf(there)];
  const [sumsA, sumsB] = [new Sums(a), new Sums(b)];
  const whole = { left: 0, top: 0 };
  const edgeToEdge: Compared = { correlation: correlation(cells(sumsA, { ...whole, ...a }), cells(sumsB, { ...whole, ...b })), shared: 1 };
  if (!alignment) return edgeToEdge;
  let best: Compared = { correlation: edgeToEdge.correlation + HARDLY, shared: 1 };
  for (const grow of SCALES) {
    for (const dx of NUDGES) {
      for (const dy of NUDGES) {
        const scale = alignment.scale * grow;
        const middle = { x: alignment.x + (alignment.scale - scale) / 2, y: alignment.y + (alignment.scale - scale) / 2 };
        const parts = overlap(a, b, { scale, x: middle.x + dx / CELLS, y: middle.y + dy / CELLS });
        if (!parts) continue;
        const found = correlation(cells(sumsA, parts.here), cells(sumsB, parts.there));
        const shared = Math.min((parts.here.width * parts.here.height) / (a.width * a.height), (parts.there.width * parts.there.height) / (b.width * b.height));
        if (found > best.correlation) best = { correlation: found, shared: Math.min(shared, 0.999) };
      }
    }
  }
  return best.shared === 1 ? edgeToEdge : best;
}

async function greyOf(picture: Uint8Array): Promise<Field> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: new Uint8Array(data) };
}

const cells = (sums: Sums, { left, top, width, height }: Rectangle): number[] =>
  Array.from({ length: CELLS * CELLS }, (_, n) => {
    const [x, y] = [n % CELLS, Math.floor(n / CELLS)];
    return sums.mean(left + (x * width) / CELLS, top + (y * height) / CELLS, left + ((x + 1) * width) / CELLS, top + ((y + 1) * height) / CELLS);
  });

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [both, left, right] = [0, 0, 0];
  a.forEach((value, n) => {
    const [da, db] = [value - ma, b[n]! - mb];
    both += da * db;
    left += da * da;
    right += db * db;
  });
  return both / Math.sqrt(left * right || 1);
}
