import type { Glyph } from '../font/glyph-shaper.ts';
import { breakLines, canBreak, measure, type Setting } from './line-breaker.ts';

const WORDS = new Intl.Segmenter('zh-CN', { granularity: 'word' });
const INSIDE_WORD = 0.25;
const BETWEEN_WORDS = 0.02;
const BEFORE_GUANYU = -0.03;
const DIGIT = /\d/; // 2025 stays with its 年
const LISTED = /[”’》][“‘《]/; // “甲”“乙” stay together

/**
 * Breaks a headline into as few lines as fit, all about equally long and cut between words
 * (GB/T 9704 7.3.1: 词意完整、排列对称、长短适宜); never a lone 报 on the last line.
 */
export function breakTitle(glyphs: readonly Glyph[], setting: Setting, width: number): Glyph[][] {
  const count = breakLines(glyphs, setting, () => width).length;
  if (count <= 1) return [[...glyphs]];
  for (let lines = count; lines <= count + 1; lines += 1) {
    const cuts = cheapestCuts(glyphs, setting, width, lines);
    if (cuts) return cuts.map((from, index) => glyphs.slice(from, cuts[index + 1]));
  }
  return breakLines(glyphs, setting, () => width);
}

/** Start of every line, or undefined when so many lines do not do. */
function cheapestCuts(glyphs: readonly Glyph[], setting: Setting, width: number, lines: number): number[] | undefined {
  const ideal = measure(glyphs, setting) / lines;
  const penalties = breakPenalties(glyphs);
  let best = new Map<number, { cost: number; cuts: number[] }>([[0, { cost: 0, cuts: [] }]]);
  for (let made = 1; made <= lines; made += 1) {
    const next: typeof best = new Map();
    for (const [start, { cost, cuts }] of best) {
      for (let end = start + 1; end <= glyphs.length; end += 1) {
        const length = measure(glyphs.slice(start, end), setting);
        if (length > width + 0.001) break;
        const penalty = end === glyphs.length ? 0 : penalties[end];
        if (penalty === undefined || (end === glyphs.length) !== (made === lines)) continue;
        const total = cost + ((length - ideal) / ideal) ** 2 + penalty;
        if (total < (next.get(end)?.cost ?? Infinity)) next.set(end, { cost: total, cuts: [...cuts, start] });
      }
    }
    best = next;
  }
  return best.get(glyphs.length)?.cuts;
}

/** What a break before each glyph costs; undefined where none may be. */
function breakPenalties(glyphs: readonly Glyph[]): (number | undefined)[] {
  const text = glyphs.map((glyph) => glyph.char).join('');
  const starts = new Set(Array.from(WORDS.segment(text), (word) => word.index));
  let unit = 0;
  return glyphs.map((glyph, index) => {
    const at = unit;
    unit += glyph.char.length;
    const before = glyphs[index - 1];
    if (!before || !canBreak(glyphs, index)) return undefined;
    if (text.startsWith('关于', at)) return BEFORE_GUANYU;
    if (!starts.has(at) || DIGIT.test(before.char) || LISTED.test(before.char + glyph.char)) return INSIDE_WORD;
    return before.char === '的' ? 0 : BETWEEN_WORDS;
  });
}
