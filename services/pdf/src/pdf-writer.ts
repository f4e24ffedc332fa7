import { createHash } from 'node:crypto';
import fontkit from '@cantoo/fontkit';
import {
  PDFDocument,
  PDFHexString,
  PDFName,
  appendBezierCurve,
  beginText,
  closePath,
  endText,
  fill,
  fillAndStroke,
  lineTo,
  moveText,
  moveTo,
  popGraphicsState,
  pushGraphicsState,
  rectangle,
  setCharacterSpacing,
  setCharacterSqueeze,
  setDashPattern,
  setFillingRgbColor,
  setFontAndSize,
  setLineWidth,
  setStrokingRgbColor,
  showText,
  stroke,
  type PDFFont,
  type PDFOperator,
} from '@cantoo/pdf-lib';
import subsetFont from 'subset-font';
import { FONT_NAMES, type FontId, type Fonts } from './font-catalogue.ts';
import type { Draft, Page, PathMark, Step, TextMark } from './page-marks.ts';

const PRODUCER = 'Xingchuang';
// One code point, one glyph: what is extracted is what was put in. (A slice has no layout tables to begin with.)
const PLAIN = { ccmp: false, locl: false, rlig: false, liga: false, clig: false, calt: false };

/** How a font gets into the file: only the characters used, or (to compare with) all of it. */
export type Embedding = 'subset' | 'whole';

/**
 * Writes a draft as PDF/A-2u. Fonts are subset by harfbuzz and embedded as they are: pdf-lib's own subsetting has
 * produced blank glyphs that text extraction and `qpdf --check` do not notice.
 */
export async function writePdf(draft: Draft, fonts: Fonts, embedding: Embedding = 'subset'): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit);
  const embedded = new Map<FontId, PDFFont>();
  for (const [id, characters] of charactersByFont(draft)) {
    embedded.set(id, await embed(document, fonts, id, characters, embedding));
  }
  for (const page of draft.pages) writePage(document, page, embedded);
  describe(document, draft);
  return document.save({ updateFieldAppearances: false });
}

function charactersByFont({ pages }: Draft): [FontId, string][] {
  const found = new Map<FontId, Set<string>>();
  for (const mark of pages.flatMap((page) => page.marks)) {
    if (mark.kind !== 'text') continue;
    const characters = found.get(mark.font) ?? new Set();
    for (const char of mark.text) characters.add(char);
    found.set(mark.font, characters);
  }
  return Array.from(found, ([id, characters]) => [id, [...characters].sort().join('')] as [FontId, string]).sort();
}

async function embed(
  document: PDFDocument,
  fonts: Fonts,
  id: FontId,
  characters: string,
  embedding: Embedding,
): Promise<PDFFont> {
  const file = fonts.files[id];
  if (embedding === 'whole')
    return document.embedFont(await file.bytes(), { subset: false, customName: FONT_NAMES[id], features: PLAIN });
  const bytes = await subsetFont(await file.sliced(characters), characters, { targetFormat: 'truetype' });
  return document.embedFont(bytes, { subset: false, customName: `${subsetTag(id + characters)}+${FONT_NAMES[id]}` });
}

/** Six letters that tell this subset from others of the same font (ISO 32000-1, 9.6.4). */
function subsetTag(of: string): string {
  const digest = createHash('sha256').update(of).digest();
  return Array.from(digest.subarray(0, 6), (byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

function describe(document: PDFDocument, draft: Draft): void {
  document.setTitle(draft.title, { showInWindowTitleBar: true });
  document.setAuthor(draft.author);
  document.setLanguage('zh-CN');
  document.setCreator(PRODUCER);
  document.setProducer(PRODUCER);
  document.setCreationDate(draft.createdAt);
  document.setModificationDate(draft.createdAt);
  const id = PDFHexString.of(createHash('sha256').update(JSON.stringify(draft)).digest('hex').slice(0, 32));
  document.context.trailerInfo.ID = document.context.obj([id, id]); // else a random one is made
  document.convertToPDFA({ conformance: '2U' });
}

function writePage(document: PDFDocument, { width, height, marks }: Page, fonts: ReadonlyMap<FontId, PDFFont>): void {
  const page = document.addPage([width, height]);
  const named = new Set<FontId>();
  for (const mark of marks) {
    if (mark.kind === 'path') {
      page.pushOperators(...pathOperators(mark, height));
      continue;
    }
    const font = fonts.get(mark.font);
    if (!font) throw new Error(`font ${mark.font} was not embedded`);
    const name = PDFName.of(mark.font);
    if (!named.has(mark.font)) page.node.setFontDictionary(name, font.ref);
    named.add(mark.font);
    page.pushOperators(...textOperators(mark, height, font, name));
  }
}

function textOperators(mark: TextMark, height: number, font: PDFFont, name: PDFName): PDFOperator[] {
  return [
    beginText(),
    setFillingRgbColor(...mark.colour),
    setFontAndSize(name, round(mark.size)),
    setCharacterSpacing(round(mark.spacing)),
    setCharacterSqueeze(round(100 * mark.stretch)),
    moveText(round(mark.x), round(height - mark.y)),
    showText(font.encodeText(mark.text)),
    endText(),
  ];
}

function pathOperators({ steps, fill: filling, stroke: line }: PathMark, height: number): PDFOperator[] {
  const operators = [pushGraphicsState()];
  if (filling) operators.push(setFillingRgbColor(...filling));
  if (line) operators.push(setStrokingRgbColor(...line.colour), setLineWidth(line.width));
  if (line?.dash) operators.push(setDashPattern([...line.dash], 0));
  operators.push(...steps.map((step) => stepOperator(step, height)));
  operators.push(filling && line ? fillAndStroke() : filling ? fill() : stroke(), popGraphicsState());
  return operators;
}

function stepOperator(step: Step, height: number): PDFOperator {
  const flip = (y: number) => round(height - y);
  switch (step[0]) {
    case 'M':
      return moveTo(round(step[1]), flip(step[2]));
    case 'L':
      return lineTo(round(step[1]), flip(step[2]));
    case 'C':
      return appendBezierCurve(round(step[1]), flip(step[2]), round(step[3]), flip(step[4]), round(step[5]), flip(step[6]));
    case 'R':
      return rectangle(round(step[1]), flip(step[2] + step[4]), round(step[3]), round(step[4]));
    case 'Z':
      return closePath();
  }
}

/** A thousandth of a point is finer than any printer, and keeps the file short. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
