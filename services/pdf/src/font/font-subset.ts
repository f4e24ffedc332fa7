import type { FontFile } from './font-file.ts';

const ARE_WORDS = 0x1;
const HAS_SCALE = 0x8;
const HAS_MORE = 0x20;
const HAS_TWO_SCALES = 0x40;
const HAS_MATRIX = 0x80;
/** Programs that outlines may call; most CJK fonts have none or a few bytes. */
const PROGRAMS = ['cvt ', 'fpgm', 'prep'];

/**
 * A font file with these characters only: glyph n is the nth character, counted from 1, so that a PDF can name them by place. Parts
 * of composite outlines follow after the characters. The same characters give the same bytes.
 */
export function subset(font: FontFile, characters: readonly string[]): Buffer {
  const glyphs = [0, ...characters.map((char) => font.glyph(char))];
  const outlines: Buffer[] = [];
  for (let index = 0; index < glyphs.length; index += 1) outlines.push(renumbered(font.outline(glyphs[index] ?? 0), glyphs));
  const places = Buffer.alloc(4 * (glyphs.length + 1));
  let end = 0;
  outlines.forEach((outline, index) => {
    places.writeUInt32BE(end, 4 * index);
    end += outline.length + (outline.length & 1);
  });
  places.writeUInt32BE(end, 4 * glyphs.length);
  const [head, hhea, maxp] = [font.table('head'), font.table('hhea'), font.table('maxp')];
  head.writeInt16BE(1, 50);
  head.writeUInt32BE(0, 8);
  hhea.writeUInt16BE(glyphs.length, 34);
  maxp.writeUInt16BE(glyphs.length, 4);
  const glyf = Buffer.concat(outlines.flatMap((outline) => (outline.length & 1 ? [outline, Buffer.alloc(1)] : [outline])));
  return assembled([
    ...PROGRAMS.filter((tag) => font.has(tag)).map((tag) => [tag, font.table(tag)] as const),
    ['glyf', glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', Buffer.concat(glyphs.map((glyph) => font.width(glyph)))],
    ['loca', places],
    ['maxp', maxp],
  ]);
}

/** The outline itself, or a composite one whose parts are named by their new numbers; parts not there yet are added. */
function renumbered(outline: Buffer, glyphs: number[]): Buffer {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
  const copy = Buffer.from(outline);
  for (let at = 10, more = true; more;) {
    const flags = copy.readUInt16BE(at);
    const part = copy.readUInt16BE(at + 2);
    const known = glyphs.indexOf(part, 1);
    copy.writeUInt16BE(known > 0 ? known : glyphs.push(part) - 1, at + 2);
    at += 4 + (flags & ARE_WORDS ? 4 : 2) + (flags & HAS_SCALE ? 2 : flags & HAS_TWO_SCALES ? 4 : flags & HAS_MATRIX ? 8 : 0);
    more = (flags & HAS_MORE) !== 0;
  }
  return copy;
}

/** A font file of these tables, in alphabetical order, with the check sums that OpenType asks for. */
function assembled(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const padded = tables.map(([, bytes]) => (bytes.length & 3 ? Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]) : bytes));
  const header = Buffer.alloc(12 + 16 * tables.length);
  header.writeUInt32BE(0x00010000, 0);
  [tables.length, 16 * power, Math.log2(power), 16 * (tables.length - power)].forEach((value, index) => header.writeUInt16BE(value, 4 + 2 * index));
  let offset = header.length;
  let adjustment = 0;
  let total = 0;
  for (const [index, [tag, bytes]] of tables.entries()) {
    const at = 12 + 16 * index;
    header.write(tag, at, 'latin1');
    const checked = sum(padded[index] ?? bytes);
    total += checked;
    header.writeUInt32BE(checked, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(bytes.length, at + 12);
    if (tag === 'head') adjustment = offset + 8;
    offset += padded[index]?.length ?? 0;
  }
  const file = Buffer.concat([header, ...padded]);
  file.writeUInt32BE((0xb1b0afba - total - sum(header)) >>> 0, adjustment);
  return file;
}

function sum(bytes: Buffer): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 4) total = (total + ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!)) | 0;
  return total >>> 0;
}
