import { createHash } from 'node:crypto';
import { PDFString, type PDFRef } from '@cantoo/pdf-lib';
import type { FontId, Fonts } from '../font/font-catalogue.ts';
import { subset } from '../font/font-subset.ts';
import type { Mark } from '../layout/page-marks.ts';
import type { PdfObjects } from './pdf-file.ts';

/** Outlines shrink by a fifth only: not worth a certificate's few dozen of its own. */
const WORTH_DEFLATING = 8_000;

/** A font as one file embeds it: the characters in order, each its own code. */
export interface EmbeddedFont {
  readonly ref: PDFRef;
  readonly codes: ReadonlyMap<string, string>;
}

export type EmbeddedFonts = ReadonlyMap<FontId, EmbeddedFont>;

/** Embeds each font with the characters that these marks need, and no others. */
export function embedFonts(marks: readonly Mark[], fonts: Fonts, file: PdfObjects): EmbeddedFonts {
  return new Map(charactersByFont(marks).map(([id, characters]) => [id, embed(id, characters, fonts, file)]));
}

function charactersByFont(marks: readonly Mark[]): [FontId, string[]][] {
  const found = new Map<FontId, Set<string>>();
  for (const mark of marks) {
    if (mark.kind !== 'text') continue;
    let characters = found.get(mark.font);
    if (!characters) found.set(mark.font, (characters = new Set()));
    for (const char of mark.text) characters.add(char);
  }
  return Array.from(found, ([id, characters]): [FontId, string[]] => [id, [...characters].sort()]).sort(([a], [b]) => (a < b ? -1 : 1));
}

function embed(id: FontId, characters: readonly string[], fonts: Fonts, file: PdfObjects): EmbeddedFont {
  const font = fonts.files.get(id);
  if (!font) throw new Error(`font ${id} is not open`);
  const { unitsPerEm, ascent, descent, box } = font.metrics;
  const scaled = (value: number) => Math.round((value * 1000) / unitsPerEm);
  const name = `${subsetTag(characters)}+${font.name}`;
  const program = subset(font, characters);
  const { context } = file;
  const FontDescriptor = file.dict({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: box.map(scaled),
    ItalicAngle: 0,
    Ascent: scaled(ascent),
    Descent: scaled(descent),
    CapHeight: scaled(ascent),
    StemV: 80,
    FontFile2: file.stream(program, { Length1: program.length }, WORTH_DEFLATING),
  });
  const widths = characters.map((char) => scaled(font.width(font.glyph(char)).readUInt16BE(0)));
  const descendant = file.dict({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: context.obj({ Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 }),
    FontDescriptor,
    DW: 1000,
    W: runsOfWidths(widths),
    CIDToGIDMap: 'Identity',
  });
  const ref = file.dict({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: file.stream(Buffer.from(toUnicode(characters), 'latin1')),
  });
  return { ref, codes: new Map(characters.map((char, index) => [char, hex16(index + 1)])) };
}

/** Only what is not a full square: `first [width …]` for each run. */
function runsOfWidths(widths: readonly number[]): (number | number[])[] {
  const found: (number | number[])[] = [];
  let run: number[] | undefined;
  widths.forEach((width, index) => {
    if (width === 1000) run = undefined;
    else if (run) run.push(width);
    else found.push(index + 1, (run = [width]));
  });
  return found;
}

function toUnicode(characters: readonly string[]): string {
  const rows = characters.map((char, index) => `<${hex16(index + 1)}> <${Array.from({ length: char.length }, (_, unit) => hex16(char.charCodeAt(unit))).join('')}>`);
  const blocks: string[] = [];
  for (let at = 0; at < rows.length; at += 100) {
    const block = rows.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

/** Six letters that tell this subset from others of the same font (ISO 32000-1, 9.6.4). */
function subsetTag(characters: readonly string[]): string {
  const digest = createHash('sha256').update(characters.join('')).digest();
  return Array.from(digest.subarray(0, 6), (byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

const hex16 = (value: number) => value.toString(16).padStart(4, '0');
