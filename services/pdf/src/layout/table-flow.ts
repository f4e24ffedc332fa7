import type { Glyph, Shaper } from '../font/glyph-shaper.ts';
import { breakLines, measure, type Setting } from './line-breaker.ts';
import type { TableContent } from './official-content.ts';
import { baseline, LEFT, PITCH, WIDTH } from './official-page.ts';
import type { FlowItem } from './page-flow.ts';
import { BLACK, tagged, type Colour, type Mark, type Tag } from './page-marks.ts';
import { area, horizontalRule, verticalRule } from './shape-marks.ts';
import { centred, rightAligned, textMarks } from './text-marks.ts';

const PADDING = 5;
const HEADER_FILL: Colour = [0.95, 0.95, 0.95];
const CAPTION: Setting = { size: 14 };
/** An empty cell is still a cell to one who hears the table. */
const NO_MARK: Mark = { kind: 'path', steps: [] };
const GAP: FlowItem = { height: 6, onGrid: false, draw: () => [] };

interface Cell {
  readonly lines: readonly Glyph[][];
  readonly align: 'left' | 'center' | 'right';
  /** None in a header that is drawn again: it was read before. */
  readonly tag: Tag | undefined;
}

/** A ranking, a list of levels: any number of rows, dealt out to pages under a repeated header. */
export function table({ caption, columns, rows }: TableContent, shaper: Shaper): FlowItem[] {
  const setting: Setting = { size: columns.length > 6 ? 10.5 : 12 };
  const titles = columns.map(({ title }) => shaper.shapeAll(title, 'hei'));
  const texts = rows.map((row) => row.map((cell) => shaper.shapeAll(cell, 'song')));
  const widths = columnWidths([titles, ...texts], setting);
  const whole: Tag = { role: 'Table' };
  const cells = (row: readonly Glyph[][], role?: 'TH' | 'TD'): Cell[] => {
    const parent: Tag = { role: 'TR', parent: whole };
    return row.map((glyphs, column) => ({
      align: role === 'TD' ? (columns[column]?.align ?? 'center') : 'center',
      lines: breakLines(glyphs, setting, () => (widths[column] ?? WIDTH) - 2 * PADDING),
      tag: role ? { role, parent } : undefined,
    }));
  };
  const item = (row: readonly Cell[], fill?: Colour) => rowItem(row, widths, setting, shaper, fill);
  const again = item(cells(titles), HEADER_FILL);
  const body = texts.flatMap((row) => pieces(cells(row, 'TD'), setting)).map((row) => ({ ...item(row), header: again }));
  const above = caption === undefined ? { ...GAP, keep: true } : captionRow(shaper.shapeAll(caption, 'hei'), { role: 'Caption', parent: whole }, shaper);
  return [above, { ...item(cells(titles, 'TH'), HEADER_FILL), keep: true }, ...body, GAP];
}

/** Each column as wide as its longest cell; the widest ones give way until all fit, or all grow to fill the type area. */
function columnWidths(rows: readonly (readonly Glyph[][])[], setting: Setting): number[] {
  const asked = (rows[0] ?? []).map((_, column) =>
    rows.reduce((width, row) => Math.max(width, measure(row[column] ?? [], setting) + 2 * PADDING), 2 * setting.size),
  );
  const limit = widest(asked, WIDTH);
  const given = asked.map((width) => Math.min(width, limit));
  const scale = WIDTH / given.reduce((total, width) => total + width, 0);
  return given.map((width) => width * scale);
}

/** The width to which the widest columns must shrink so that all together take no more than there is. */
function widest(asked: readonly number[], room: number): number {
  let left = room;
  for (const [index, width] of asked.toSorted((a, b) => a - b).entries()) {
    const share = left / (asked.length - index);
    if (width > share) return share;
    left -= width;
  }
  return Infinity;
}

/** A row too high for a page under the highest header comes apart line by line; all others stay whole. */
function pieces(row: readonly Cell[], setting: Setting): Cell[][] {
  const most = Math.floor((14 * PITCH) / (setting.size * 1.35));
  const highest = Math.max(...row.map(({ lines }) => lines.length), 1);
  return Array.from({ length: Math.ceil(highest / most) }, (_, part) => row.map((cell) => ({ ...cell, lines: cell.lines.slice(part * most, (part + 1) * most) })));
}

function rowItem(row: readonly Cell[], widths: readonly number[], setting: Setting, shaper: Shaper, fill?: Colour): FlowItem {
  const pitch = setting.size * 1.35;
  const height = Math.max(...row.map(({ lines }) => lines.length), 1) * pitch + 2 * PADDING;
  const edges = widths.reduce<number[]>((at, width) => [...at, (at.at(-1) ?? LEFT) + width], [LEFT]);
  const draw = (top: number): Mark[] => [
    ...(fill ? [area(LEFT, top, WIDTH, height, fill)] : []),
    ...edges.map((x) => verticalRule(x, top, height, 0.5, BLACK)),
    ...[top, top + height].map((y) => horizontalRule(LEFT, y, WIDTH, 0.5, BLACK)),
    ...row.flatMap((cell, column) => {
      const first = top + (height - cell.lines.length * pitch) / 2;
      const marks = cellMarks(cell, [(edges[column] ?? LEFT) + PADDING, (edges[column + 1] ?? LEFT) - PADDING], first, setting, shaper);
      return cell.tag ? tagged(marks.length > 0 ? marks : [NO_MARK], cell.tag) : marks;
    }),
  ];
  return { height, onGrid: false, draw };
}

function cellMarks({ lines, align }: Cell, [left, right]: readonly [number, number], first: number, setting: Setting, { fonts }: Shaper): Mark[] {
  const pitch = setting.size * 1.35;
  return lines.flatMap((glyphs, index) => {
    const y = baseline(first + index * pitch, setting.size, pitch);
    if (align === 'left') return textMarks(glyphs, setting, { x: left, y }, fonts);
    if (align === 'right') return rightAligned(glyphs, setting, { x: right, y }, fonts);
    return centred(glyphs, setting, { x: (left + right) / 2, y }, fonts);
  });
}

function captionRow(glyphs: readonly Glyph[], tag: Tag, shaper: Shaper): FlowItem {
  const draw = (top: number) => tagged(centred(glyphs, CAPTION, { x: LEFT + WIDTH / 2, y: baseline(top, CAPTION.size) }, shaper.fonts), tag);
  return { height: PITCH, onGrid: true, keep: true, draw };
}
