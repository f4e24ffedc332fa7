import { readSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';

const BLANK = /^\p{Zs}$/u;
// What a subsetter needs to draw horizontal text; layout tables stay behind, so one code point is one glyph.
const CARRIED = ['OS/2', 'cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'post'];

interface Table {
  readonly offset: number;
  readonly length: number;
}

interface Parts {
  readonly tables: ReadonlyMap<string, Table>;
  readonly unitsPerEm: number;
  /** Sorted (first, last, glyph) triples of 32 bits. */
  readonly groups: Buffer;
  readonly advances: Buffer;
  /** Where each outline begins in `glyf`, 32 bits each. */
  readonly places: Buffer;
}

/**
 * What layout needs to know of a TrueType font: which characters it can draw and how wide they are.
 * Keeps small tables only (0.3 MB of 15): a parsed CJK font costs over 100 MB of memory.
 */
export class FontFile {
  private constructor(
    private readonly path: string,
    private readonly parts: Parts,
  ) {}

  static async open(path: string): Promise<FontFile> {
    const file = await open(path);
    try {
      const tables = directory(file);
      const head = tableBytes(file, tables, 'head');
      if (head.readInt16BE(50) !== 1) throw new Error(`${path}: short glyph index, not supported`);
      const advances = tableBytes(file, tables, 'hmtx').subarray(0, 4 * tableBytes(file, tables, 'hhea').readUInt16BE(34));
      const groups = characterGroups(path, tableBytes(file, tables, 'cmap'));
      const places = tableBytes(file, tables, 'loca');
      return new FontFile(path, { tables, unitsPerEm: head.readUInt16BE(18), groups, advances, places });
    } finally {
      await file.close();
    }
  }

  /** Width in ems, or undefined where the font has no glyph, or one without ink for a character that should have some. */
  advance(char: string): number | undefined {
    const { advances, unitsPerEm } = this.parts;
    const glyph = this.#glyph(char);
    if (glyph === 0 || (this.#outline(glyph).length === 0 && !BLANK.test(char))) return undefined;
    return advances.readUInt16BE(4 * Math.min(glyph, advances.length / 4 - 1)) / unitsPerEm;
  }

  /** Where the ink of a character begins and ends, in ems from its origin. */
  async inkBounds(char: string): Promise<readonly [number, number]> {
    return this.#reading((file) => {
      const outline = bytesAt(file, this.#outline(this.#glyph(char)));
      return [outline.readInt16BE(2) / this.parts.unitsPerEm, outline.readInt16BE(6) / this.parts.unitsPerEm];
    });
  }

  /** The whole file, 10–15 MB. */
  async bytes(): Promise<Buffer> {
    return readFile(this.path);
  }

  /**
   * The same font with the outlines of these characters only, every glyph keeping its number: small enough to be
   * subset in a few milliseconds and megabytes, where the whole file takes thirty and a hundred.
   */
  async sliced(characters: string): Promise<Buffer> {
    return this.#reading((file) => {
      const outlines = this.#outlines(file, characters);
      const places = Buffer.alloc(this.parts.places.length);
      let end = 0;
      for (let glyph = 0; glyph < places.length / 4; glyph += 1) {
        places.writeUInt32BE(end, 4 * glyph);
        if (glyph < places.length / 4 - 1) end += outlines.get(glyph)?.length ?? 0;
      }
      const glyf = Buffer.concat([...outlines].sort(([a], [b]) => a - b).map(([, outline]) => outline));
      const carried = CARRIED.map((tag) => [tag, tableBytes(file, this.parts.tables, tag)] as const);
      return assembled([...carried, ['glyf', glyf], ['loca', places]]);
    });
  }

  /** Outlines by glyph number: those of the characters, .notdef, and the parts of which composite ones are made. */
  #outlines(file: FileHandle, characters: string): Map<number, Buffer> {
    const outlines = new Map<number, Buffer>();
    const wanted = [0, ...Array.from(characters, (char) => this.#glyph(char))];
    for (let glyph = wanted.pop(); glyph !== undefined; glyph = wanted.pop()) {
      if (outlines.has(glyph)) continue;
      const outline = bytesAt(file, this.#outline(glyph));
      outlines.set(glyph, outline);
      wanted.push(...components(outline));
    }
    return outlines;
  }

  #outline(glyph: number): Table {
    const start = this.parts.places.readUInt32BE(4 * glyph);
    const end = this.parts.places.readUInt32BE(4 * glyph + 4);
    return { offset: (this.parts.tables.get('glyf')?.offset ?? 0) + start, length: end - start };
  }

  #glyph(char: string): number {
    const { groups } = this.parts;
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

  async #reading<T>(read: (file: FileHandle) => T): Promise<T> {
    const file = await open(this.path);
    try {
      return read(file);
    } finally {
      await file.close();
    }
  }
}

/** Synchronous on purpose: a hundred reads of half a kilobyte cost less than the trips to the thread pool. */
function bytesAt({ fd }: FileHandle, { offset, length }: Table): Buffer {
  const bytes = Buffer.alloc(length);
  if (readSync(fd, bytes, 0, length, offset) !== length) throw new Error('font file ends early');
  return bytes;
}

function directory(file: FileHandle): Map<string, Table> {
  const count = bytesAt(file, { offset: 4, length: 2 }).readUInt16BE();
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const entry = bytesAt(file, { offset: 12 + 16 * index, length: 16 });
      return [entry.toString('latin1', 0, 4), { offset: entry.readUInt32BE(8), length: entry.readUInt32BE(12) }] as const;
    }),
  );
}

function tableBytes(file: FileHandle, tables: ReadonlyMap<string, Table>, tag: string): Buffer {
  const found = tables.get(tag);
  if (!found) throw new Error(`font without a ${tag} table`);
  return bytesAt(file, found);
}

/** The groups of the subtable that covers all planes; rare names live beyond the first. */
function characterGroups(path: string, cmap: Buffer): Buffer {
  for (let entry = 4; entry < 4 + 8 * cmap.readUInt16BE(2); entry += 8) {
    const at = cmap.readUInt32BE(entry + 4);
    if (cmap.readUInt16BE(at) === 12) return cmap.subarray(at + 16, at + 16 + 12 * cmap.readUInt32BE(at + 12));
  }
  throw new Error(`${path}: no character map for all of Unicode`);
}

/** Glyphs that a composite outline is made of (OpenType, glyf): flags tell how long each entry is and whether more follow. */
function components(outline: Buffer): number[] {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return [];
  const found: number[] = [];
  for (let at = 10, more = true; more;) {
    const flags = outline.readUInt16BE(at);
    found.push(outline.readUInt16BE(at + 2));
    at += 4 + (flags & 0x1 ? 4 : 2) + (flags & 0x8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
    more = (flags & 0x20) !== 0;
  }
  return found;
}

/** A font file of these tables. Check sums stay zero: the subsetter writes its own. */
function assembled(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const head = Buffer.alloc(12 + 16 * tables.length);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  const padded = tables.map(([, bytes]) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]));
  let offset = head.length;
  for (const [index, [tag, bytes]] of tables.entries()) {
    head.write(tag, 12 + 16 * index, 'latin1');
    head.writeUInt32BE(offset, 12 + 16 * index + 8);
    head.writeUInt32BE(bytes.length, 12 + 16 * index + 12);
    offset += padded[index]?.length ?? 0;
  }
  return Buffer.concat([head, ...padded]);
}
