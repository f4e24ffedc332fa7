import type { FontRole } from '../font/font-catalogue.ts';
import type { Glyph, Piece, Shaper } from '../font/glyph-shaper.ts';
import { breakLines, measure } from './line-breaker.ts';
import { baseline, BODY, CELL, LEFT, PITCH, RIGHT, WIDTH } from './official-page.ts';
import type { FlowItem } from './page-flow.ts';
import { tagged, type Tag } from './page-marks.ts';
import { centred, gaps, textMarks } from './text-marks.ts';

export interface ParagraphStyle {
  readonly role: FontRole;
  /** First line, in characters. */
  readonly indent: number;
  /** All other lines, in characters. */
  readonly hanging?: number;
  readonly keep?: boolean;
  readonly tag?: Tag['role'];
  /** At the right end of the last line, or of one more where there is no room. */
  readonly opposite?: readonly Piece[] | undefined;
}

/** A paragraph on the grid: lines of 28 cells, filled to the right edge but for the last. */
export function paragraph(pieces: readonly Piece[], { role, indent, hanging = 0, keep = false, tag = 'P', opposite }: ParagraphStyle, shaper: Shaper): FlowItem[] {
  const start = (line: number) => (line === 0 ? indent : hanging) * CELL;
  const lines = breakLines(shaper.shapeAll(pieces, role), BODY, (line) => WIDTH - start(line));
  const whole: Tag = { role: tag };
  const rows = lines.map((glyphs, line) => {
    const isLast = line === lines.length - 1;
    return textRow(glyphs, start(line), isLast ? 0 : fill(glyphs, WIDTH - start(line)), keep, whole, shaper);
  });
  return opposite ? withOpposite(rows, shaper.shapeAll(opposite, role), start(lines.length - 1) + measure(lines.at(-1) ?? [], BODY), whole, shaper) : rows;
}

function withOpposite(rows: readonly FlowItem[], glyphs: readonly Glyph[], used: number, tag: Tag, shaper: Shaper): FlowItem[] {
  const width = measure(glyphs, BODY);
  const right = textRow(glyphs, WIDTH - width, 0, false, tag, shaper);
  const last = rows.at(-1);
  if (!last || used + CELL + width > WIDTH) return [...rows, right];
  return [...rows.slice(0, -1), { ...last, draw: (top) => [...last.draw(top), ...right.draw(top)] }];
}

export const blankRow: FlowItem = { height: PITCH, onGrid: true, draw: () => [] };

/**
 * 署名 and 成文日期 as for a document that will be sealed (GB/T 9704 7.3.5.1): the date ends four characters before the
 * right edge, the organ stands centred above it, both free to carry the seal.
 */
export function signature(organ: string, date: string, shaper: Shaper): FlowItem[] {
  const dateGlyphs = shaper.shape(date, 'song', 'date');
  const dateWidth = measure(dateGlyphs, BODY);
  const middle = RIGHT - 4 * CELL - dateWidth / 2;
  const lines = breakLines(shaper.shape(organ, 'song', 'issuer'), BODY, () => WIDTH - 4 * CELL);
  const whole: Tag = { role: 'P' };
  const rows = lines.map((glyphs): FlowItem => {
    const x = Math.min(middle - measure(glyphs, BODY) / 2, RIGHT - measure(glyphs, BODY)) - LEFT;
    return textRow(glyphs, x, 0, true, whole, shaper);
  });
  const day: Tag = { role: 'P' };
  const dateRow: FlowItem = {
    height: PITCH,
    onGrid: true,
    draw: (top) => tagged(centred(dateGlyphs, BODY, { x: middle, y: baseline(top, BODY.size) }, shaper.fonts), day),
  };
  return [{ ...blankRow, keep: true }, ...rows, dateRow];
}

function textRow(glyphs: readonly Glyph[], indent: number, spread: number, keep: boolean, tag: Tag, shaper: Shaper): FlowItem {
  return {
    height: PITCH,
    onGrid: true,
    keep,
    draw: (top) => tagged(textMarks(glyphs, BODY, { x: LEFT + indent, y: baseline(top, BODY.size), spread }, shaper.fonts), tag),
  };
}

/** What to add to each gap so that the line reaches the right edge; nothing where that would tear it apart. */
function fill(glyphs: readonly Glyph[], width: number): number {
  const spread = (width - measure(glyphs, BODY)) / Math.max(1, gaps(glyphs));
  return spread < CELL / 4 ? spread : 0;
}
