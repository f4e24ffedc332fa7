import { open, readFile, type FileHandle } from 'node:fs/promises';

const BLANK = /^\p{Zs}$/u;

interface Table {
  readonly offset: number;
  readonly length: number;
}

/**
 * What layout needs to know of a TrueType font: which characters it can draw and how wide they are.
 * Reads four small tables only (0.3 MB of 15): a parsed CJK font costs over 100 MB of memory.
 */
export class FontFile {
  private constructor(
    private readonly path: string,
    private readonly unitsPerEm: number,
    private readonly groups: Buffer,
    private readonly advances: Buffer,
    private readonly places: Buffer,
    private readonly outlines: number,
  ) {}

  static async open(path: string): Promise<FontFile> {
    const file = await open(path);
    try {
      const tables = await directory(file);
      const head = await table(file, tables, 'head');
      const hhea = await table(file, tables, 'hhea');
      if (head.readInt16BE(50) !== 1) throw new Error(`${path}: short glyph index, not supported`);
      const advances = (await table(file, tables, 'hmtx')).subarray(0, 4 * hhea.readUInt16BE(34));
      const places = await table(file, tables, 'loca');
      const groups = characterGroups(path, await table(file, tables, 'cmap'));
      return new FontFile(path, head.readUInt16BE(18), groups, advances, places, tables.get('glyf')?.offset ?? 0);
    } finally {
      await file.close();
    }
  }

  /** Width in ems, or undefined where the font has no glyph, or one without ink for a character that should have some. */
  advance(char: string): number | undefined {
    const glyph = this.#glyph(char.codePointAt(0) ?? 0);
    if (glyph === 0) return undefined;
    if (this.places.readUInt32BE(4 * glyph) === this.places.readUInt32BE(4 * glyph + 4) && !BLANK.test(char)) return undefined;
    return this.advances.readUInt16BE(4 * Math.min(glyph, this.advances.length / 4 - 1)) / this.unitsPerEm;
  }

  /** Where the ink of a character begins and ends, in ems from its origin. */
  async inkBounds(char: string): Promise<readonly [number, number]> {
    const file = await open(this.path);
    try {
      const at = this.outlines + this.places.readUInt32BE(4 * this.#glyph(char.codePointAt(0) ?? 0));
      const { buffer } = await file.read(Buffer.alloc(10), 0, 10, at);
      return [buffer.readInt16BE(2) / this.unitsPerEm, buffer.readInt16BE(6) / this.unitsPerEm];
    } finally {
      await file.close();
    }
  }

  /** The whole file. Not kept: it is needed for milliseconds and would stay for ever. */
  async bytes(): Promise<Buffer> {
    return readFile(this.path);
  }

  #glyph(code: number): number {
    let low = 0;
    let high = this.groups.length / 12 - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const first = this.groups.readUInt32BE(12 * middle);
      if (code < first) high = middle - 1;
      else if (code > this.groups.readUInt32BE(12 * middle + 4)) low = middle + 1;
      else return this.groups.readUInt32BE(12 * middle + 8) + code - first;
    }
    return 0;
  }
}

async function directory(file: FileHandle): Promise<Map<string, Table>> {
  const { buffer: start } = await file.read(Buffer.alloc(12), 0, 12, 0);
  const count = start.readUInt16BE(4);
  const { buffer } = await file.read(Buffer.alloc(16 * count), 0, 16 * count, 12);
  const entries = Array.from({ length: count }, (_, index) => 16 * index);
  return new Map(
    entries.map((at) => [
      buffer.toString('latin1', at, at + 4),
      { offset: buffer.readUInt32BE(at + 8), length: buffer.readUInt32BE(at + 12) },
    ]),
  );
}

async function table(file: FileHandle, tables: Map<string, Table>, tag: string): Promise<Buffer> {
  const found = tables.get(tag);
  if (!found) throw new Error(`font without a ${tag} table`);
  return (await file.read(Buffer.alloc(found.length), 0, found.length, found.offset)).buffer;
}

/** The sorted (first, last, glyph) groups of the subtable that covers all planes; rare names live beyond the first. */
function characterGroups(path: string, cmap: Buffer): Buffer {
  for (let entry = 4; entry < 4 + 8 * cmap.readUInt16BE(2); entry += 8) {
    const at = cmap.readUInt32BE(entry + 4);
    if (cmap.readUInt16BE(at) === 12) return cmap.subarray(at + 16, at + 16 + 12 * cmap.readUInt32BE(at + 12));
  }
  throw new Error(`${path}: no character map for all of Unicode`);
}
