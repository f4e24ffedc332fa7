import { z } from 'zod';
import type { Glyph, Shaper } from './glyph-shaper.ts';
import { breakLines, measure, type Setting } from './line-breaker.ts';
import { baseline, LEFT, PITCH, WIDTH } from './official-page.ts';
import type { FlowItem } from './page-flow.ts';
import { BLACK, type Colour, type Mark } from './page-marks.ts';
import { area, horizontalRule, verticalRule } from './shape-marks.ts';
import { centred, rightAligned, textMarks } from './text-marks.ts';
import { filledLine, line } from './text-schema.ts';

const PADDING = 5;
const HEADER_FILL: Colour = [0.95, 0.95, 0.95];
const CAPTION: Setting = { size: 14 };
const GAP: FlowItem = { height: 6, onGrid: false, draw: () => [] };

export const TableColumn = z.strictObject({
  title: filledLine(40),
  align: z.enum(['left', 'center', 'right']).default('center'),
});

/** A ranking, a list of levels: any number of rows, dealt out to pages under a repeated header. */
export const TableBlock = z
  .strictObject({
    kind: z.literal('table'),
    caption: filledLine(80).optional(),
    columns: z.array(TableColumn).min(1).max(10),
    rows: z.array(z.array(line(300))).max(5000),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), 'every row has one cell per column');
export type TableBlock = z.output<typeof TableBlock>;

interface Cell {
  readonly lines: readonly Glyph[][];
  readonly align: 'left' | 'center' | 'right';
}

export function table(block: TableBlock, field: string, shaper: Shaper): FlowItem[] {
  const setting: Setting = { size: block.columns.length > 6 ? 10.5 : 12 };
  const titles = block.columns.map(({ title }, column) => shaper.shape(title, 'hei', `${field}.columns[${column}].title`));
  const rows = block.rows.map((row, index) =>
    row.map((text, column) => shaper.shape(text, 'song', `${field}.rows[${index}][${column}]`)),
  );
  const widths = columnWidths([titles, ...rows], setting);
  const cells = (row: readonly Glyph[][], isHeader: boolean) =>
    row.map((glyphs, column): Cell => {
      const align = isHeader ? 'center' : (block.columns[column]?.align ?? 'center');
      return { align, lines: breakLines(glyphs, setting, () => (widths[column] ?? WIDTH) - 2 * PADDING) };
    });
  const header: FlowItem = { ...rowItem(cells(titles, true), widths, setting, shaper, HEADER_FILL), keep: true };
  const body = rows
    .flatMap((row) => pieces(cells(row, false), setting))
    .map((row) => ({ ...rowItem(row, widths, setting, shaper), header }));
  const caption = block.caption === undefined ? [] : [captionRow(shaper.shape(block.caption, 'hei', `${field}.caption`), shaper)];
  return [...(caption.length > 0 ? caption : [{ ...GAP, keep: true }]), header, ...body, GAP];
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
  return Array.from({ length: Math.ceil(highest / most) }, (_, part) =>
    row.map(({ lines, align }) => ({ align, lines: lines.slice(part * most, (part + 1) * most) })),
  );
}

function rowItem(row: readonly Cell[], widths: readonly number[], setting: Setting, shaper: Shaper, fill?: Colour): FlowItem {
  const pitch = setting.size * 1.35;
  const height = Math.max(...row.map(({ lines }) => lines.length), 1) * pitch + 2 * PADDING;
  const draw = (top: number): Mark[] => {
    const edges = widths.reduce<number[]>((at, width) => [...at, (at.at(-1) ?? LEFT) + width], [LEFT]);
    return [
      ...(fill ? [area(LEFT, top, WIDTH, height, fill)] : []),
      ...edges.map((x) => verticalRule(x, top, height, 0.5, BLACK)),
      ...[top, top + height].map((y) => horizontalRule(LEFT, y, WIDTH, 0.5, BLACK)),
      ...row.flatMap(({ lines, align }, column) => {
        const first = top + (height - lines.length * pitch) / 2;
        const [left, right] = [(edges[column] ?? LEFT) + PADDING, (edges[column + 1] ?? LEFT) - PADDING];
        return lines.flatMap((glyphs, index) => {
          const y = baseline(first + index * pitch, setting.size, pitch);
          if (align === 'left') return textMarks(glyphs, setting, { x: left, y }, shaper.fonts);
          if (align === 'right') return rightAligned(glyphs, setting, { x: right, y }, shaper.fonts);
          return centred(glyphs, setting, { x: (left + right) / 2, y }, shaper.fonts);
        });
      }),
    ];
  };
  return { height, onGrid: false, draw };
}

function captionRow(glyphs: readonly Glyph[], shaper: Shaper): FlowItem {
  const draw = (top: number) => centred(glyphs, CAPTION, { x: LEFT + WIDTH / 2, y: baseline(top, CAPTION.size) }, shaper.fonts);
  return { height: PITCH, onGrid: true, keep: true, draw };
}
