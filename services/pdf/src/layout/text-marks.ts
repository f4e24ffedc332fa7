import type { Fonts } from '../font/font-catalogue.ts';
import type { Glyph } from '../font/glyph-shaper.ts';
import { advance, measure, type Setting } from './line-breaker.ts';
import { BLACK, type Colour, type TextMark } from './page-marks.ts';

export interface Placing {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly colour?: Colour;
  /** Added to each gap (see `gaps`) to fill a justified line. */
  readonly spread?: number;
}

/** One line of glyphs as text marks, one per run that shares a font and a spacing. */
export function textMarks(
  glyphs: readonly Glyph[],
  setting: Setting,
  { x, y, colour = BLACK, spread = 0 }: Placing,
  { dash }: Fonts,
): TextMark[] {
  const marks: TextMark[] = [];
  let at = x;
  let start = 0;
  while (start < glyphs.length) {
    const run = sameRun(glyphs, start);
    const [first] = run;
    if (!first) break;
    const { size, cell = size, tracking = 0 } = setting;
    const common = {
      kind: 'text',
      font: first.font,
      size,
      y,
      text: run.map((glyph) => glyph.char).join(''),
      colour,
      field: first.field,
    } as const;
    if (first.char === '—') {
      const stretch = (cell + tracking + spread) / ((dash[1] - dash[0]) * size); // the two halves of 破折号 touch
      marks.push({ ...common, x: at - dash[0] * size * stretch, spacing: 0, stretch });
    } else {
      marks.push({ ...common, x: at, spacing: (first.wide ? cell - size + spread : 0) + tracking, stretch: 1 });
    }
    start += run.length;
    at += run.reduce((width, glyph) => width + advance(glyph, setting), 0);
    at += spread * (first.wide ? run.length : glyphs[start]?.wide ? 1 : 0);
  }
  return marks;
}

/** How many places of a line may be widened: beside ideographs, never inside a word or a number. */
export function gaps(glyphs: readonly Glyph[]): number {
  return glyphs.slice(1).filter((glyph, index) => glyph.wide || glyphs[index]?.wide).length;
}

export function centred(glyphs: readonly Glyph[], setting: Setting, placing: Placing, fonts: Fonts): TextMark[] {
  return textMarks(glyphs, setting, { ...placing, x: placing.x - measure(glyphs, setting) / 2 }, fonts);
}

export function rightAligned(glyphs: readonly Glyph[], setting: Setting, placing: Placing, fonts: Fonts): TextMark[] {
  return textMarks(glyphs, setting, { ...placing, x: placing.x - measure(glyphs, setting) }, fonts);
}

function sameRun(glyphs: readonly Glyph[], start: number): readonly Glyph[] {
  const first = glyphs[start];
  if (!first || first.char === '—') return glyphs.slice(start, start + 1);
  const after = glyphs.findIndex(
    (glyph, index) =>
      index > start &&
      (glyph.font !== first.font || glyph.wide !== first.wide || glyph.field !== first.field || glyph.char === '—'),
  );
  return glyphs.slice(start, after < 0 ? undefined : after);
}
