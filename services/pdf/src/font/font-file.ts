import { openSync, readFileSync, readSync } from 'node:fs';
import { characterGroups } from './character-map.ts';

const BLANK = /^\p{Zs}$/u;
const RESTRICTED = 0x0002;
const MOST_OUTLINES = 20_000;
const SMALL = 4_096;

interface Table {
  readonly offset: number;
  readonly length: number;
}

/** Measures that a PDF asks for beside the outlines, in font units. */
export interface Metrics {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly box: readonly [number, number, number, number];
}

/** A font that cannot be used, and why. */
export class UnusableFont extends Error {}

/**
 * A TrueType font as layout and embedding need it: which characters it can draw, how wide they are, and their outlines, read one by
 * one. Keeps small tables only (0.4 MB of 15): a parsed CJK font costs over 100 MB of memory.
 */
export class FontFile {
  readonly name: string;
  readonly metrics: Metrics;
  readonly #file: number;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Sorted (first, last, glyph) triples of 32 bits. */
  readonly #groups: Buffer;
  readonly #widths: Buffer;
  readonly #fullWidths: number;
  /** Where each outline begins in `glyf`, 32 bits each. */
  readonly #places: Buffer;
  readonly #outlines = new Map<number, Buffer>();
  readonly #small = new Map<string, Buffer>();

  /** Throws UnusableFont for what is not TrueType, covers no plane of Unicode, or may not be embedded by its licence bits. */
  constructor(readonly path: string) {
    this.#file = openSync(path, 'r');
    if (!['00010000', '74727565'].includes(bytesAt(this.#file, { offset: 0, length: 4 }).toString('hex')))
      throw new UnusableFont('not a TrueType font; OpenType with PostScript outlines and collections cannot be used');
    this.#tables = directory(this.#file);
    if (this.table('OS/2').readUInt16BE(8) & RESTRICTED) throw new UnusableFont('its licence forbids embedding');
    const [head, hhea] = [this.table('head'), this.table('hhea')];
    this.#groups = characterGroups(this.table('cmap'));
    this.#widths = this.table('hmtx');
    this.#fullWidths = hhea.readUInt16BE(34);
    this.#places = head.readInt16BE(50) === 1 ? this.table('loca') : widened(this.table('loca'));
    this.name = postScriptName(this.table('name')) ?? 'Unnamed';
    this.metrics = {
      unitsPerEm: head.readUInt16BE(18),
      ascent: hhea.readInt16BE(4),
      descent: hhea.readInt16BE(6),
      box: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
    };
  }

  /** Width in ems, or undefined where the font has no glyph, or one without ink for a character that should have some. */
  advance(char: string): number | undefined {
    const glyph = this.glyph(char);
    if (glyph === 0 || (this.#place(glyph).length === 0 && !BLANK.test(char))) return undefined;
    return this.width(glyph).readUInt16BE(0) / this.metrics.unitsPerEm;
  }

  /** Where the ink of a character begins and ends, in ems from its origin. */
  inkBounds(char: string): readonly [number, number] {
    const outline = this.outline(this.glyph(char));
    return [outline.readInt16BE(2) / this.metrics.unitsPerEm, outline.readInt16BE(6) / this.metrics.unitsPerEm];
  }

  /** The whole file, 10–15 MB. */
  bytes(): Buffer {
    return readFileSync(this.path);
  }

  /** A copy of a table; the small ones are read once. */
  table(tag: string): Buffer {
    const known = this.#small.get(tag);
    if (known) return Buffer.from(known);
    const found = this.#tables.get(tag);
    if (!found) throw new UnusableFont(`it has no ${tag} table`);
    const bytes = bytesAt(this.#file, found);
    if (found.length <= SMALL) this.#small.set(tag, Buffer.from(bytes));
    return bytes;
  }

  has(tag: string): boolean {
    return this.#tables.has(tag);
  }

  /** The glyph's entry of `hmtx`: advance and left bearing, 16 bits each. */
  width(glyph: number): Buffer {
    const full = this.#fullWidths;
    if (glyph < full) return this.#widths.subarray(4 * glyph, 4 * glyph + 4);
    const bearing = 4 * full + 2 * (glyph - full);
    return Buffer.concat([this.#widths.subarray(4 * full - 4, 4 * full - 2), this.#widths.subarray(bearing, bearing + 2)]);
  }

  outline(glyph: number): Buffer {
    const known = this.#outlines.get(glyph);
    if (known) return known;
    if (this.#outlines.size >= MOST_OUTLINES) this.#outlines.clear();
    const read = bytesAt(this.#file, this.#place(glyph));
    this.#outlines.set(glyph, read);
    return read;
  }

  /** Number of the glyph that draws a character, 0 where there is none. */
  glyph(char: string): number {
    const groups = this.#groups;
    const code = char.codePointAt(0) ?? 0;
    let low = 0;
    let high = groups.length / 12 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const first = groups.readUInt32BE(12 * middle);
      if (code < first) high = middle - 1;
      else if (code > groups.readUInt32BE(12 * middle + 4)) low = middle + 1;
      else return groups.readUInt32BE(12 * middle + 8) + code - first;
    }
    return 0;
  }

  #place(glyph: number): Table {
    const start = this.#places.readUInt32BE(4 * glyph);
    const end = this.#places.readUInt32BE(4 * glyph + 4);
    return { offset: (this.#tables.get('glyf')?.offset ?? 0) + start, length: end - start };
  }
}

/** Synchronous on purpose: a hundred reads of half a kilobyte cost less than the trips to the thread pool. */
function bytesAt(file: number, { offset, length }: Table): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(file, bytes, 0, length, offset) !== length) throw new UnusableFont('it ends early');
  return bytes;
}

function directory(file: number): Map<string, Table> {
  const count = bytesAt(file, { offset: 4, length: 2 }).readUInt16BE();
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = bytesAt(file, { offset: 12 + 16 * index, length: 16 });
      return [entry.toString('latin1', 0, 4), { offset: entry.readUInt32BE(8), length: entry.readUInt32BE(12) }] as const;
    }),
  );
}

/** Small fonts keep half of each place in 16 bits. */
function widened(short: Buffer): Buffer {
  const long = Buffer.alloc(2 * short.length);
  for (let at = 0; at < short.length; at += 2) long.writeUInt32BE(2 * short.readUInt16BE(at), 2 * at);
  return long;
}

function postScriptName(names: Buffer): string | undefined {
  const texts = names.readUInt16BE(4);
  for (let at = 6; at < 6 + 12 * names.readUInt16BE(2); at += 12) {
    if (names.readUInt16BE(at + 6) !== 6) continue;
    const start = texts + names.readUInt16BE(at + 10);
    const bytes = Buffer.from(names.subarray(start, start + names.readUInt16BE(at + 8)));
    const text = names.readUInt16BE(at) === 1 ? bytes.toString('latin1') : bytes.swap16().toString('utf16le');
    const plain = text.replace(/[^A-Za-z0-9-]/g, '');
    if (plain) return plain;
  }
  return undefined;
}
