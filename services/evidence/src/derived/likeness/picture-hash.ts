// Taken out once: a look at a global costs more than these do, where modules run in a context of their own.
const { abs, floor, imul, min } = Math;

/** A small grey picture, row by row. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array | Float32Array;
}

/** Sums over all that lies left of and above a point, so that the mean of any rectangle takes four reads. */
export class Sums {
  readonly #sums: Float64Array;
  readonly #row: number;
  readonly #rows: number;

  constructor({ width, height, grey }: Field) {
    this.#row = width + 1;
    this.#rows = height + 1;
    this.#sums = new Float64Array(this.#row * this.#rows);
    for (let y = 0; y < height; y += 1) {
      let row = 0;
      for (let x = 0; x < width; x += 1) {
        row += grey[y * width + x]!;
        this.#sums[(y + 1) * this.#row + x + 1] = this.#sums[y * this.#row + x + 1]! + row;
      }
    }
  }

  /** The mean of a rectangle; pixels that its edges cut count by the part that lies within. */
  mean(left: number, top: number, right: number, bottom: number): number {
    return (this.#upTo(right, bottom) - this.#upTo(left, bottom) - this.#upTo(right, top) + this.#upTo(left, top)) / ((right - left) * (bottom - top));
  }

  #upTo(x: number, y: number): number {
    const [left, top] = [min(floor(x), this.#row - 2), min(floor(y), this.#rows - 2)];
    const [across, down] = [x - left, y - top];
    const at = top * this.#row + left;
    const above = this.#sums[at]! * (1 - across) + this.#sums[at + 1]! * across;
    const below = this.#sums[at + this.#row]! * (1 - across) + this.#sums[at + this.#row + 1]! * across;
    return above * (1 - down) + below * down;
  }
}

/**
 * The difference hash of a rectangle: 9 × 8 cells, a bit for each cell that is brighter than its left neighbour. 64 bits as hex;
 * undefined where the rectangle is too plain for its bits to mean anything. `least` is the mean step between cells, of 255.
 */
export function differenceHash(sums: Sums, left: number, top: number, width: number, height: number, least: number): string | undefined {
  const cell = (x: number, y: number) => sums.mean(left + (x * width) / 9, top + (y * height) / 8, left + ((x + 1) * width) / 9, top + ((y + 1) * height) / 8);
  let [bits, steps] = [0n, 0];
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0, before = cell(0, y); x < 8; x += 1) {
      const next = cell(x + 1, y);
      bits = (bits << 1n) | (next > before ? 1n : 0n);
      steps += abs(next - before);
      before = next;
    }
  }
  return steps / 64 < least ? undefined : bits.toString(16).padStart(16, '0');
}

/** The hash of a whole picture; empty where it is too plain. */
export const wholeHash = (field: Field): string => differenceHash(new Sums(field), 0, 0, field.width, field.height, 1) ?? '';

/** How many of 64 bits differ. */
export function distance(a: string, b: string): number {
  return ones(Number.parseInt(a.slice(0, 8), 16) ^ Number.parseInt(b.slice(0, 8), 16)) + ones(Number.parseInt(a.slice(8), 16) ^ Number.parseInt(b.slice(8), 16));
}

/** The set bits of a 32-bit number. */
export function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
