import { UnusableFont } from './font-file.ts';

/**
 * A font's map of characters as sorted (first, last, glyph) triples of 32 bits: from the subtable of all planes, where rare names
 * live, or where a font has none from that of the first plane.
 */
export function characterGroups(cmap: Buffer): Buffer {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(4 + 8 * index + 4));
  for (const at of subtables) {
    if (cmap.readUInt16BE(at) === 12) return cmap.subarray(at + 16, at + 16 + 12 * cmap.readUInt32BE(at + 12));
  }
  for (const at of subtables) if (cmap.readUInt16BE(at) === 4) return firstPlane(cmap.subarray(at));
  throw new UnusableFont('it has no character map of Unicode');
}

function firstPlane(table: Buffer): Buffer {
  const doubled = table.readUInt16BE(6);
  const [ends, starts, deltas, offsets] = [14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled];
  const groups: number[] = [];
  for (let at = 0; at < doubled; at += 2) {
    const last = table.readUInt16BE(ends + at);
    const offset = table.readUInt16BE(offsets + at);
    for (let code = table.readUInt16BE(starts + at); code <= last && code < 0xffff; code += 1) {
      const listed = offset === 0 ? code : table.readUInt16BE(offsets + at + offset + 2 * (code - table.readUInt16BE(starts + at)));
      const glyph = listed === 0 ? 0 : (listed + table.readUInt16BE(deltas + at)) & 0xffff;
      if (glyph !== 0) groups.push(code, code, glyph);
    }
  }
  const bytes = Buffer.alloc(4 * groups.length);
  groups.forEach((value, index) => bytes.writeUInt32BE(value, 4 * index));
  return bytes;
}
