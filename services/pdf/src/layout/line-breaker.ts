import type { Glyph } from '../font/glyph-shaper.ts';

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

/** Whether a line may end before the glyph at `at`. */
export function canBreak(glyphs: readonly Glyph[], at: number): boolean {
  const before = glyphs[at - 1];
  const after = glyphs[at];
  if (!before || !after || NEVER_LAST.has(before.char) || NEVER_FIRST.has(after.char)) return false;
  if (PAIRED.has(after.char) && before.char === after.char) return false;
  if (after.char === '—' && glyphs[at + 1]?.char !== '—') return false; // a 连接号 clings, a 破折号 may begin a line
  return before.wide || after.wide || before.char === ' ' || (before.char === '/' && after.char !== '/');
}

/**
 * Fills lines of the given widths (the first may be indented). A mark that must not begin a line takes its neighbour
 * down with it (推出); a word longer than a line is cut where the line ends.
 */
export function breakLines(glyphs: readonly Glyph[], setting: Setting, widthOf: (line: number) => number): Glyph[][] {
  const lines: Glyph[][] = [];
  let start = 0;
  while (start < glyphs.length) {
    const width = widthOf(lines.length);
    const full = start + fitting(glyphs, start, setting, width);
    const end = full === glyphs.length ? full : lineEnd(glyphs, start, full, setting, width);
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

/** The last allowed break; where the word after it is longer than any line, the word is cut instead of moved. */
function lineEnd(glyphs: readonly Glyph[], start: number, full: number, setting: Setting, width: number): number {
  const end = breakBefore(glyphs, start, full);
  const next = breakAfter(glyphs, full);
  return end === start || measure(glyphs.slice(end, next), setting) > width ? full : end;
}

function breakBefore(glyphs: readonly Glyph[], start: number, from: number): number {
  for (let end = from; end > start; end -= 1) if (canBreak(glyphs, end)) return end;
  return start;
}

function breakAfter(glyphs: readonly Glyph[], from: number): number {
  for (let end = from; end < glyphs.length; end += 1) if (canBreak(glyphs, end)) return end;
  return glyphs.length;
}

function withoutTrailingSpace(line: Glyph[]): Glyph[] {
  while (line.length > 1 && line.at(-1)?.char === ' ') line.pop();
  return line;
}
