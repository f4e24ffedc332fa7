import type { Glyph } from './glyph-shaper.ts';

/** How a text is set: points; `cell` is what a wide glyph takes (the grid), `tracking` what every glyph gets on top. */
export interface Setting {
  readonly size: number;
  readonly cell?: number;
  readonly tracking?: number;
}

// 避头尾 (GB/T 15834): closing marks never begin a line, opening marks never end one.
const NEVER_FIRST = new Set('，。、；：？！”’）》〕」』】〉％‰℃·～,.;:?!)]}%');
const NEVER_LAST = new Set('“‘（《〔「『【〈([{');
const PAIRED = new Set('—…');

export function advance(glyph: Glyph, { size, cell = size, tracking = 0 }: Setting): number {
  return (glyph.wide ? cell : glyph.em * size) + tracking;
}

/** Width of a line of glyphs; nothing follows the last one. */
export function measure(glyphs: readonly Glyph[], setting: Setting): number {
  const sum = glyphs.reduce((width, glyph) => width + advance(glyph, setting), 0);
  return glyphs.length === 0 ? 0 : sum - (setting.tracking ?? 0);
}

/** Whether a line may end with `before` and the next begin with `after`. */
export function canBreak(before: Glyph, after: Glyph): boolean {
  if (NEVER_LAST.has(before.char) || NEVER_FIRST.has(after.char)) return false;
  if (before.char === after.char && PAIRED.has(after.char)) return false;
  return before.wide || after.wide || before.char === ' ';
}

/**
 * Fills lines of the given widths (the first may be indented). A mark that must not begin a line takes its neighbour
 * down with it (推出); a word longer than a line is cut where the line ends.
 */
export function breakLines(glyphs: readonly Glyph[], setting: Setting, widthOf: (line: number) => number): Glyph[][] {
  const lines: Glyph[][] = [];
  let start = 0;
  while (start < glyphs.length) {
    const full = start + fitting(glyphs, start, setting, widthOf(lines.length));
    const end = full === glyphs.length ? full : lastBreak(glyphs, start, full);
    lines.push(withoutTrailingSpace(glyphs.slice(start, end)));
    start = end;
  }
  return lines;
}

/** How many glyphs from `start` fit into the width, at least one. */
function fitting(glyphs: readonly Glyph[], start: number, setting: Setting, width: number): number {
  let room = width + (setting.tracking ?? 0) + 0.001;
  let count = 0;
  for (let next = glyphs[start]; next; next = glyphs[start + count]) {
    room -= advance(next, setting);
    if (room < 0) break;
    count += 1;
  }
  return Math.max(1, count);
}

function lastBreak(glyphs: readonly Glyph[], start: number, full: number): number {
  for (let end = full; end > start; end -= 1) {
    const before = glyphs[end - 1];
    const after = glyphs[end];
    if (before && after && canBreak(before, after)) return end;
  }
  return full;
}

function withoutTrailingSpace(line: Glyph[]): Glyph[] {
  while (line.length > 1 && line.at(-1)?.char === ' ') line.pop();
  return line;
}
