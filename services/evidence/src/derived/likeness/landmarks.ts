import { differenceHash, Sums, type Field } from './picture-hash.ts';

// Taken out once: a look at a global costs more than these do, where modules run in a context of their own.
const { abs, floor, max, sign, sqrt } = Math;

/** A spot of a picture that is found again when the picture is cropped or resized: where, how large, and what it looks like. */
export interface Landmark {
  /** In parts of the picture's longer side, as is its size. */
  readonly x: number;
  readonly y: number;
  /** The scale at which it stands out; grows and shrinks with the picture. */
  readonly size: number;
  readonly hash: string;
}

/** Blurs between which differences are taken: a third of an octave apart. */
const STEP = 2 ** (1 / 3);
const SCALES = 13;
const FIRST = 1.6;
/** The side of what a landmark is hashed from, in its sizes. */
const REACH = 8;
const MOST = 64;
/** Fainter spots come from noise and compression. */
const LEAST_CONTRAST = 1.2;

/** The strongest spots at which the picture differs from its surroundings at some scale (extrema of differences of blurs). */
export function landmarksOf(field: Field, most = MOST): Landmark[] {
  const { width, height } = field;
  const blurs = Array.from({ length: SCALES }, (_, k) => blurred(field, FIRST * STEP ** k));
  const layers = blurs.slice(1).map((blur, k) => blur.map((value, at) => value - blurs[k]![at]!));
  const spots: { x: number; y: number; size: number; strength: number }[] = [];
  for (let k = 1; k < layers.length - 1; k += 1) {
    for (let y = 1; y < height - 1; y += 1) {
      for (let x = 1; x < width - 1; x += 1) {
        const strength = abs(layers[k]![y * width + x]!);
        if (strength < LEAST_CONTRAST || !isExtreme(layers, k, y * width + x, width)) continue;
        const at = y * width + x;
        const between = (before: number, after: number) => (before - after) / (2 * (before + after - 2 * layers[k]![at]!));
        spots.push({
          x: x + 0.5 + between(layers[k]![at - 1]!, layers[k]![at + 1]!),
          y: y + 0.5 + between(layers[k]![at - width]!, layers[k]![at + width]!),
          size: FIRST * STEP ** (k + between(layers[k - 1]![at]!, layers[k + 1]![at]!)),
          strength,
        });
      }
    }
  }
  const sums = new Sums(field);
  const side = max(width, height);
  const found: Landmark[] = [];
  for (const { x, y, size } of spots.sort((a, b) => b.strength - a.strength)) {
    const reach = (REACH * size) / 2;
    if (x < reach || y < reach || x > width - reach || y > height - reach) continue; // what lies beyond the edge is lost in a crop
    const hash = differenceHash(sums, x - reach, y - reach, 2 * reach, 2 * reach, 1.5);
    if (hash !== undefined) found.push({ x: x / side, y: y / side, size: size / side, hash });
    if (found.length === most) break;
  }
  return found;
}

function isExtreme(layers: readonly Float32Array[], k: number, at: number, width: number): boolean {
  const value = layers[k]![at]!;
  const way = sign(value);
  for (let layer = k - 1; layer <= k + 1; layer += 1) {
    for (let row = at - width; row <= at + width; row += width) {
      for (let near = row - 1; near <= row + 1; near += 1) {
        if ((near !== at || layer !== k) && layers[layer]![near]! * way >= value * way) return false;
      }
    }
  }
  return true;
}

/** Three box blurs one after the other come close to a Gaussian, at a cost that does not grow with its width. */
function blurred({ width, height, grey }: Field, sigma: number): Float32Array {
  let picture = Float32Array.from(grey);
  const radius = max(1, (sqrt(4 * sigma * sigma + 1) - 1) / 2);
  for (let pass = 0; pass < 3; pass += 1) picture = boxed(boxed(picture, width, height, radius), height, width, radius);
  return picture;
}

/** Blurs along the rows with a box of fractional radius, and turns the picture over so that the next call blurs along its columns. */
function boxed(picture: Float32Array, width: number, height: number, radius: number): Float32Array<ArrayBuffer> {
  const whole = floor(radius);
  const part = radius - whole;
  const out = new Float32Array(picture.length);
  const last = width - 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const at = (x: number) => picture[row + (x < 0 ? 0 : x > last ? last : x)]!;
    let sum = 0;
    for (let x = -whole; x <= whole; x += 1) sum += at(x);
    for (let x = 0; x < width; x += 1) {
      out[x * height + y] = (sum + part * (at(x - whole - 1) + at(x + whole + 1))) / (2 * radius + 1);
      sum += at(x + whole + 1) - at(x - whole);
    }
  }
  return out;
}
