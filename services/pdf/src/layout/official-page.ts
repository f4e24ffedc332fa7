import type { Shaper } from '../font/glyph-shaper.ts';
import type { Setting } from './line-breaker.ts';
import type { OfficialContent } from './official-content.ts';
import { A4, MM, RED, tagged, type Mark, type Tag } from './page-marks.ts';
import { horizontalRule } from './shape-marks.ts';
import { centred, rightAligned, textMarks } from './text-marks.ts';
import { breakTitle } from './title-breaker.ts';

/** The page of GB/T 9704-2012: type area 156 × 225 mm, 22 lines of 28 characters in 3号 (16 pt). */
export const LEFT = 28 * MM;
export const TOP = 37 * MM;
export const WIDTH = 156 * MM;
export const HEIGHT = 225 * MM;
export const RIGHT = LEFT + WIDTH;
export const PITCH = HEIGHT / 22;
export const CELL = WIDTH / 28;
const MIDDLE = LEFT + WIDTH / 2;
export const BODY: Setting = { size: 16, cell: CELL };
const TITLE: Setting = { size: 22 }; // 2号
const TITLE_PITCH = 34;
const FOLIO: Setting = { size: 14 }; // 4号
const ASCENT = 0.86;

/** Baseline of a line of text centred in a row that begins at `top`. */
export function baseline(top: number, size: number, pitch = PITCH): number {
  return top + (pitch - size) / 2 + size * ASCENT;
}


export interface PlacedHead {
  readonly marks: readonly Mark[];
  /** Where the text may begin, in points from the top of the type area. */
  readonly bottom: number;
}

/**
 * Masthead 35 mm under the edge of the type area, number two lines below, red rule 4 mm under it, title two lines on; without a
 * masthead the title alone, at the top.
 */
export function placeHead({ masthead, symbol, title }: OfficialContent, shaper: Shaper): PlacedHead {
  const red = masthead === undefined ? { marks: [], y: TOP } : placeRedHead(masthead, symbol, shaper);
  const marks: Mark[] = [];
  const whole: Tag = { role: 'H1' };
  let { y } = red;
  for (const line of breakTitle(shaper.shapeAll(title, 'headline'), TITLE, WIDTH - 2 * CELL)) {
    marks.push(...tagged(centred(line, TITLE, { x: MIDDLE, y: baseline(y, TITLE.size, TITLE_PITCH) }, shaper.fonts), whole));
    y += TITLE_PITCH;
  }
  return { marks: [...red.marks, ...marks], bottom: y - TOP + PITCH / 2 };
}

function placeRedHead(masthead: string, number: string | undefined, shaper: Shaper): { marks: Mark[]; y: number } {
  const marks: Mark[] = [];
  const [organ, numbered]: [Tag, Tag] = [{ role: 'P' }, { role: 'P' }];
  const name = shaper.shape(masthead, 'display', 'masthead');
  const setting = mastheadSetting(name.length);
  let y = TOP + 35 * MM;
  for (const line of breakTitle(name, setting, WIDTH)) {
    marks.push(...tagged(centred(line, setting, { x: MIDDLE, y: y + setting.size * ASCENT, colour: RED }, shaper.fonts), organ));
    y += setting.size * 1.25;
  }
  y += PITCH;
  if (number !== undefined) {
    const symbol = shaper.shape(number, 'song', 'symbol');
    marks.push(...tagged(centred(symbol, { size: BODY.size }, { x: MIDDLE, y: baseline(y, BODY.size) }, shaper.fonts), numbered));
    y += (PITCH + BODY.size) / 2 + 4 * MM;
  }
  marks.push(horizontalRule(LEFT, y, WIDTH, 1.4, RED));
  return { marks, y: y + 2 * PITCH };
}

/** As large as fits on one line, between 26 and 46 points; short names are spaced out. */
function mastheadSetting(length: number): Setting {
  const size = Math.min(46, Math.max(26, WIDTH / (length + 0.5)));
  const tracking = Math.min(size * 0.35, Math.max(0, (WIDTH * 0.86 - length * size) / Math.max(1, length - 1)));
  return { size, tracking };
}

/** — 1 —, 7 mm under the type area, right on odd pages and left on even ones, one character in. */
export function folio(page: number, shaper: Shaper): Mark[] {
  const glyphs = shaper.shape(`— ${page} —`, 'song', 'folio');
  const y = TOP + HEIGHT + 7 * MM + FOLIO.size * ASCENT;
  return page % 2 === 1
    ? rightAligned(glyphs, FOLIO, { x: RIGHT - FOLIO.size, y }, shaper.fonts)
    : textMarks(glyphs, FOLIO, { x: LEFT + FOLIO.size, y }, shaper.fonts);
}

export const PAGE = { width: A4.short, height: A4.long } as const;
