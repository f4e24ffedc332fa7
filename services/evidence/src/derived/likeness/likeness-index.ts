import { aligned, MOST_BITS, type Alignment, type Pair } from './alignment.ts';
import type { Landmark } from './landmarks.ts';
import { ones } from './picture-hash.ts';

export interface Marks {
  readonly fileId: string;
  readonly hash: string;
  readonly landmarks: readonly Landmark[];
}

export interface Candidate {
  readonly fileId: string;
  /** Bits of 64 in which the whole pictures differ. */
  readonly distance: number;
  /** Where landmarks agree on one; absent where only the whole pictures are alike. */
  readonly alignment?: Alignment;
}

/** Kept of each picture; more are asked with. Landmarks come strongest first. */
export const KEPT_LANDMARKS = 32;
/** Whole pictures that differ in more bits are not the same picture. */
const MOST_WHOLE_BITS = 10;
const BANDS = 4;
/** Every 16-bit number with at most two bits set: two hashes within 11 bits differ by at most two bits in one of four bands. */
const NEIGHBOURS = Uint16Array.from([0, ...Array.from({ length: 16 }, (_, a) => Array.from({ length: a + 1 }, (__, b) => (1 << a) | (1 << b))).flat()]);
const END = -1;

/**
 * All pictures' hashes in memory, about 1.1 KiB a picture, to be asked which are alike. Landmarks hang in chains by each 16-bit
 * quarter of their hash, so that only a few thousandths of them are compared.
 */
export class LikenessIndex {
  readonly #ids: string[] = [];
  readonly #known = new Map<string, number>();
  #whole = new Uint32Array(2 * 1_024);
  #count = 0;
  #hashes = new Uint32Array(2 * 32_768);
  #owner = new Uint32Array(32_768);
  #place = new Float32Array(3 * 32_768);
  #next = new Int32Array(BANDS * 32_768).fill(END);
  readonly #heads = new Int32Array(BANDS * 65_536).fill(END);

  get size(): number {
    return this.#ids.length;
  }

  has = (fileId: string): boolean => this.#known.has(fileId);

  add({ fileId, hash, landmarks }: Marks): void {
    if (this.#known.has(fileId)) return;
    const owner = this.#ids.push(fileId) - 1;
    this.#known.set(fileId, owner);
    if (2 * owner + 2 > this.#whole.length) this.#whole = grown(this.#whole);
    this.#whole.set(words(hash), 2 * owner);
    for (const landmark of landmarks.slice(0, KEPT_LANDMARKS)) this.#hang(owner, landmark);
  }

  /** Those that may be alike, the likeliest first; whether they are, a look at the pictures tells. Other work may run in between. */
  async near({ fileId, hash, landmarks }: Marks, limit: number): Promise<Candidate[]> {
    const self = this.#known.get(fileId);
    const pairs = new Map<number, Pair[]>();
    for (const [n, here] of landmarks.entries()) {
      for (const [owner, pair] of this.#alike(here)) {
        if (owner === self) continue;
        const of = pairs.get(owner);
        if (of) of.push(pair);
        else pairs.set(owner, [pair]);
      }
      if (n % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
    }
    const [high, low] = words(hash);
    const found = new Map<number, Candidate>();
    for (const [owner, of] of pairs) {
      const alignment = of.length > 1 ? aligned(of) : undefined;
      if (alignment) found.set(owner, { fileId: this.#ids[owner]!, distance: this.#wholeDistance(owner, high, low), alignment });
    }
    for (let owner = 0; owner < this.#ids.length && hash !== ''; owner += 1) {
      const distance = this.#wholeDistance(owner, high, low);
      if (owner !== self && distance <= MOST_WHOLE_BITS && !found.has(owner)) found.set(owner, { fileId: this.#ids[owner]!, distance });
    }
    const rank = ({ distance, alignment }: Candidate) => (alignment ? alignment.votes : 64 - distance);
    return [...found.values()].sort((a, b) => rank(b) - rank(a)).slice(0, limit);
  }

  #wholeDistance(owner: number, high: number, low: number): number {
    const [h, l] = [this.#whole[2 * owner]!, this.#whole[2 * owner + 1]!];
    return h === 0 && l === 0 ? 64 : ones(h ^ high) + ones(l ^ low);
  }

  #hang(owner: number, { x, y, size, hash }: Landmark): void {
    if (this.#count === this.#owner.length) this.#grow();
    const at = this.#count;
    this.#count += 1;
    const [high, low] = words(hash);
    this.#hashes.set([high, low], 2 * at);
    this.#owner[at] = owner;
    this.#place.set([x, y, size], 3 * at);
    for (let band = 0; band < BANDS; band += 1) {
      const head = band * 65_536 + quarter(high, low, band);
      this.#next[BANDS * at + band] = this.#heads[head]!;
      this.#heads[head] = at;
    }
  }

  *#alike(here: Landmark): Generator<readonly [owner: number, pair: Pair]> {
    const [high, low] = words(here.hash);
    const seen = new Set<number>();
    for (let band = 0; band < BANDS; band += 1) {
      const key = quarter(high, low, band);
      for (const flip of NEIGHBOURS) {
        for (let at = this.#heads[band * 65_536 + (key ^ flip)]!; at !== END; at = this.#next[BANDS * at + band]!) {
          const bits = ones(this.#hashes[2 * at]! ^ high) + ones(this.#hashes[2 * at + 1]! ^ low);
          if (bits > MOST_BITS || seen.has(at)) continue;
          seen.add(at);
          yield [this.#owner[at]!, { here, bits, there: { x: this.#place[3 * at]!, y: this.#place[3 * at + 1]!, size: this.#place[3 * at + 2]!, hash: '' } }];
        }
      }
    }
  }

  #grow(): void {
    this.#hashes = grown(this.#hashes);
    this.#owner = grown(this.#owner);
    const [place, next] = [new Float32Array(this.#place.length * 2), new Int32Array(this.#next.length * 2).fill(END)];
    place.set(this.#place);
    next.set(this.#next);
    [this.#place, this.#next] = [place, next];
  }
}

function grown(was: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(was.length * 2);
  next.set(was);
  return next;
}

const words = (hash: string): readonly [number, number] => (hash === '' ? [0, 0] : [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)]);
const quarter = (high: number, low: number, band: number): number => ((band < 2 ? high : low) >>> (band % 2 === 0 ? 16 : 0)) & 0xffff;
