import type { FontRole } from '../font/font-catalogue.ts';
import type { Shaper } from '../font/glyph-shaper.ts';
import { chineseDay } from '../layout/chinese-day.ts';
import { measure } from '../layout/line-breaker.ts';
import { MM, type Colour, type Mark } from '../layout/page-marks.ts';
import { frame, horizontalRule, verticalRule } from '../layout/shape-marks.ts';
import { textMarks } from '../layout/text-marks.ts';
import type { Stamp } from './stamp-schema.ts';

const RED: Colour = [0.8, 0.07, 0.09];
const GREY: Colour = [0.35, 0.35, 0.35];
const ROW = 8 * MM;
const THICK = 1.1;
const THIN = 0.6;

/** A stamp's picture: marks from its own top left corner. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export function picture(stamp: Stamp, shaper: Shaper): Picture {
  switch (stamp.kind) {
    case 'received':
      return received(stamp, shaper);
    case 'archived':
      return archived(stamp, shaper);
    case 'watermark':
      return line(stamp.text, shaper);
  }
}

function received({ organ, day, number }: Extract<Stamp, { kind: 'received' }>, shaper: Shaper): Picture {
  const [width, height] = [56 * MM, 3 * ROW];
  return {
    width,
    height,
    marks: [
      frame(0, 0, width, height, THICK, RED),
      horizontalRule(0, ROW, width, THIN, RED),
      horizontalRule(0, 2 * ROW, width, THIN, RED),
      ...boxed(organ, 'organ', 'headline', [0, 0, width, ROW], 13, shaper),
      ...boxed(`收文日期　${chineseDay(day)}`, 'day', 'song', [0, ROW, width, ROW], 10.5, shaper),
      ...boxed(`收文编号　${number}`, 'number', 'song', [0, 2 * ROW, width, ROW], 10.5, shaper),
    ],
  };
}

/** Two rows of three cells as the archives' rules give them (DA/T 22), the archive number and the digest under them. */
function archived(stamp: Extract<Stamp, { kind: 'archived' }>, shaper: Shaper): Picture {
  const column = 20 * MM;
  const width = 3 * column;
  const cells = [
    [stamp.fondsNumber, 'fondsNumber'],
    [String(stamp.year), 'year'],
    [stamp.pieceNumber, 'pieceNumber'],
    [stamp.category, 'category'],
    [stamp.retention, 'retention'],
    [`${stamp.pages}页`, 'pages'],
  ] as const;
  const foot = 2 * ROW;
  const height = foot + 9 * MM;
  return {
    width,
    height,
    marks: [
      frame(0, 0, width, height, THICK, RED),
      horizontalRule(0, ROW, width, THIN, RED),
      horizontalRule(0, foot, width, THIN, RED),
      ...[column, 2 * column].map((x) => verticalRule(x, 0, foot, THIN, RED)),
      ...cells.flatMap(([text, field], index) => boxed(text, field, 'song', [(index % 3) * column, Math.floor(index / 3) * ROW, column, ROW], 10.5, shaper)),
      ...boxed(`归档号 ${stamp.archiveNumber}`, 'archiveNumber', 'song', [0, foot + 0.4 * MM, width, 4.6 * MM], 8, shaper),
      ...boxed(`SHA-256 ${stamp.digest.slice(0, 32)}`, 'digest', 'song', [0, foot + 4.6 * MM, width, 2 * MM], 4.6, shaper),
      ...boxed(stamp.digest.slice(32), 'digest', 'song', [0, foot + 6.6 * MM, width, 2 * MM], 4.6, shaper),
    ],
  };
}

function line(text: string, shaper: Shaper): Picture {
  const setting = { size: 22 };
  const glyphs = shaper.shape(text, 'hei', 'text');
  return { width: measure(glyphs, setting), height: setting.size, marks: textMarks(glyphs, setting, { x: 0, y: 0.8 * setting.size, colour: GREY }, shaper.fonts) };
}

/** Centred in a box, smaller where it would not fit. */
function boxed(text: string, field: string, role: FontRole, [x, y, width, height]: readonly [number, number, number, number], largest: number, shaper: Shaper): Mark[] {
  const glyphs = shaper.shape(text, role, field);
  const size = Math.min(largest, largest * ((width - 3 * MM) / measure(glyphs, { size: largest })));
  const setting = { size };
  return textMarks(glyphs, setting, { x: x + (width - measure(glyphs, setting)) / 2, y: y + height / 2 + 0.36 * size, colour: RED }, shaper.fonts);
}
