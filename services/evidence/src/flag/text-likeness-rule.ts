/** Texts shorter than this say too little to be copied. */
const SHORTEST = 60;
/** What lies behind this is not looked at: it bounds the work, and who copies copies the beginning too. */
const LONGEST = 20_000;
/** Characters of one piece. Three let an exchanged name or place spoil few pieces. */
const PIECE = 3;
const BANDS = 32;
const ROWS = 3;

/** What is kept of a text to find others like it. */
export interface TextMark {
  /** Two texts that are alike to `(1/32)^(1/3)`, a third, share at least one of these more likely than not; at 45 % nearly all do. */
  readonly bands: readonly string[];
  /** Its pieces as rising 32-bit numbers. */
  readonly pieces: Uint32Array;
}

/** Marks a text; undefined where it is too short. Dates, numbers, blanks and marks of punctuation do not count: they are what is changed first. */
export function markText(text: string): TextMark | undefined {
  const letters = [...text.slice(0, LONGEST).normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}]|[〇零一二三四五六七八九十]+(?=[年月日号时点分])|[年月日]/gu, '')];
  if (letters.length < SHORTEST) return undefined;
  const pieces = new Set<number>();
  for (let at = 0; at + PIECE <= letters.length; at += 1) pieces.add(hash(letters.slice(at, at + PIECE).join('')));
  const sorted = Uint32Array.from(pieces).sort();
  return { bands: bandsOf(sorted), pieces: sorted };
}

/** The part of all pieces of two texts that both have, from 0 to 1 (Jaccard). */
export function alikeness(one: Uint32Array, other: Uint32Array): number {
  let [i, j, common] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const [a, b] = [one[i]!, other[j]!];
    if (a === b) common += 1;
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  const all = one.length + other.length - common;
  return all === 0 ? 0 : common / all;
}

/** MinHash in bands: the smallest piece under each of 96 orders, three and three together. */
function bandsOf(pieces: Uint32Array): string[] {
  const least = Uint32Array.from({ length: BANDS * ROWS }, (_, order) => {
    const salt = Math.imul(order + 1, 0x9e3779b1);
    return pieces.reduce((low, piece) => Math.min(low, mixed(piece ^ salt)), 0xffffffff);
  });
  return Array.from({ length: BANDS }, (_, band) => `${band}.${Array.from(least.subarray(band * ROWS, (band + 1) * ROWS), (low) => low.toString(36)).join('.')}`);
}

/** FNV-1a over the characters, then mixed. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  return mixed(value);
}

/** The last step of MurmurHash3: every bit in changes every bit out. */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
