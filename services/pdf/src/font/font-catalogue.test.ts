import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFonts } from './font-catalogue.ts';
import { Shaper } from './glyph-shaper.ts';

const bold = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fonts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Our sans with some of its bytes changed. */
function changed(name: string, change: (bytes: Buffer) => void): string {
  const bytes = Buffer.from(readFileSync(bold));
  change(bytes);
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}
function cut(name: string): string {
  writeFileSync(join(folder, name), readFileSync(bold).subarray(0, 5_000));
  return join(folder, name);
}
const tableAt = (bytes: Buffer, tag: string) => bytes.readUInt32BE(bytes.indexOf(tag, 12, 'latin1') + 8);

test('a font of one’s own comes first in its role, ours draws what it lacks', () => {
  const fonts = openFonts({ song: bold });
  const glyphs = new Shaper(fonts).shape('党䶮', 'song', 'x');
  expect(glyphs.map(({ font }) => font)).toEqual(['own-song', 'own-song']);
  expect(new Shaper(fonts).shape('党', 'hei', 'x')[0]?.font).toBe('sans');
});

test.each([
  ['its licence bits forbid embedding', () => changed('restricted.ttf', (bytes) => bytes.writeUInt16BE(2, tableAt(bytes, 'OS/2') + 8)), 'licence forbids'],
  ['it has PostScript outlines', () => changed('cff.otf', (bytes) => bytes.write('OTTO', 0, 'latin1')), 'not a TrueType font'],
  ['it is cut short', () => cut('short.ttf'), 'ends early'],
  ['it is not there', () => join(folder, 'nowhere.ttf'), 'ENOENT'],
])('a font is refused with its path where %s', (_, path, reason) => {
  const own = path();
  expect(() => openFonts({ hei: own })).toThrow(expect.objectContaining({ message: expect.stringMatching(new RegExp(`${own.split('/').at(-1)!}.*${reason}`)) as string }));
});
