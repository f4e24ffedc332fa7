import fontkit from '@cantoo/fontkit';
import {
  PDFDocument,
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
  setFillingCmykColor,
  setFillingRgbColor,
  setFontAndSize,
  setLineWidth,
  setStrokingCmykColor,
  setStrokingRgbColor,
  showText,
  stroke,
  type PDFFont,
  type PDFOperator,
} from '@cantoo/pdf-lib';
import type { FontId, Fonts } from '../font/font-catalogue.ts';
import type { Colour, Draft, Mark, Page, PathMark, Step, TextMark } from '../layout/page-marks.ts';

// The same drafts written by pdf-lib alone, object by object, with fontkit: what our writer is compared with, in pixels and in speed.

// One code point, one glyph: what is extracted is what was put in.
const PLAIN = { ccmp: false, locl: false, rlig: false, liga: false, clig: false, calt: false };

/** How a font gets into the file: only the characters used, or all of it. */
export type Embedding = 'subset' | 'whole';

export async function writePlain(draft: Draft, fonts: Fonts, embedding: Embedding): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(fontkit);
  const embedded = new Map<FontId, PDFFont>();
  const marks = draft.pages.flatMap(marksOf);
  for (const id of new Set(marks.flatMap((mark) => (mark.kind === 'text' ? [mark.font] : [])))) {
    const file = fonts.files.get(id);
    if (!file) throw new Error(`font ${id} is not open`);
    embedded.set(id, await document.embedFont(file.bytes(), { subset: embedding === 'subset', customName: file.name, features: PLAIN }));
  }
  for (const page of draft.pages) writePage(document, page, embedded);
  document.setTitle(draft.title);
  document.setAuthor(draft.author);
  document.convertToPDFA({ conformance: '2U' });
  return document.save({ updateFieldAppearances: false });
}

const marksOf = ({ base, marks }: Page): Mark[] => [...(base?.marks ?? []), ...marks];

function writePage(document: PDFDocument, sheet: Page, fonts: ReadonlyMap<FontId, PDFFont>): void {
  const { width, height } = sheet;
  const page = document.addPage([round(width), round(height)]);
  const named = new Set<FontId>();
  for (const mark of marksOf(sheet)) {
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
    filled(mark.colour),
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
  if (filling) operators.push(filled(filling));
  if (line) operators.push(stroked(line.colour), setLineWidth(round(line.width)));
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

const filled = (colour: Colour) => (colour.length === 4 ? setFillingCmykColor(...colour) : setFillingRgbColor(...colour));
const stroked = (colour: Colour) => (colour.length === 4 ? setStrokingCmykColor(...colour) : setStrokingRgbColor(...colour));

/** A thousandth of a point is finer than any printer, and keeps the file short. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
