import { shippedFonts } from './font-catalogue.ts';
import { subset } from './font-subset.ts';

const font = shippedFonts().files.get('serif')!;

/** Sum of the 32-bit words, as OpenType adds them. */
function sum(bytes: Buffer): number {
  const padded = Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
  let total = 0n;
  for (let at = 0; at < padded.length; at += 4) total += BigInt(padded.readUInt32BE(at));
  return Number(total & 0xffffffffn);
}

describe('a subset', () => {
  const file = subset(font, ['龘', '䶮', 'é', '一']);
  const tables = new Map(
    Array.from({ length: file.readUInt16BE(4) }, (_, index) => {
      const at = 12 + 16 * index;
      return [file.toString('latin1', at, at + 4), { sum: file.readUInt32BE(at + 4), bytes: file.subarray(file.readUInt32BE(at + 8), file.readUInt32BE(at + 8) + file.readUInt32BE(at + 12)) }] as const;
    }),
  );

  test('has the sums that OpenType asks for', () => {
    expect(sum(file)).toBe(0xb1b0afba);
    for (const [tag, { sum: said, bytes }] of tables) {
      const plain = Buffer.from(bytes);
      if (tag === 'head') plain.writeUInt32BE(0, 8);
      expect([tag, said]).toEqual([tag, sum(plain)]);
    }
  });

  test('has a glyph for each character, in order, and the parts of composite ones behind', () => {
    const glyphs = tables.get('maxp')!.bytes.readUInt16BE(4);
    expect(glyphs).toBeGreaterThanOrEqual(5);
    const places = tables.get('loca')!.bytes;
    expect(places.length).toBe(4 * (glyphs + 1));
    for (const index of [1, 2, 3, 4]) expect(places.readUInt32BE(4 * index + 4)).toBeGreaterThan(places.readUInt32BE(4 * index));
    expect(tables.get('hmtx')!.bytes.length).toBe(4 * glyphs);
  });

  test('is small, and the same for the same characters', () => {
    expect(file.length).toBeLessThan(4_000);
    expect(subset(font, ['龘', '䶮', 'é', '一']).equals(file)).toBe(true);
  });
});
