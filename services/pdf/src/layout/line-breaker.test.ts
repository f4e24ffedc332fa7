import fc from 'fast-check';
import type { Glyph } from '../font/glyph-shaper.ts';
import { breakLines, canBreak } from './line-breaker.ts';
import { breakTitle } from './title-breaker.ts';

const glyphs = (text: string): Glyph[] =>
  Array.from(text, (char) => ({ char, font: 'serif', field: 'text', em: char < '\x7f' ? 0.5 : 1, wide: char > '\x7f' }));
const shown = (lines: readonly (readonly Glyph[])[]) => lines.map((line) => line.map((glyph) => glyph.char).join(''));
const broken = (text: string, width: number) => shown(breakLines(glyphs(text), { size: 10 }, () => width * 10));

test.each([
  ['一二三四五，六七', 5, ['一二三四', '五，六七']],
  ['一二三“四五”六', 4, ['一二三', '“四五”', '六']],
  ['一二三四”。五六', 4, ['一二三', '四”。五', '六']],
  ['一二三《四五》', 4, ['一二三', '《四五》']],
  ['一二三——四', 4, ['一二三', '——四']],
  ['一二8—9点', 3, ['一二', '8—9点']],
  ['一二三2026年', 4, ['一二三', '2026年']],
  ['见 http://a.cn/bb/cc', 6, ['见 http://', 'a.cn/bb/cc']],
  ['abcdefghij', 2, ['abcd', 'efgh', 'ij']],
  ['甲abcdefghij', 3, ['甲abcd', 'efghij']],
  ['ab cd ef', 3, ['ab cd', 'ef']],
  ['', 4, []],
])('%s in %i cells', (text, width, lines) => {
  expect(broken(text, width)).toEqual(lines);
});

test('lines hold the whole text, fit, and obey 避头尾', () => {
  const char = fc.constantFrom(...'星创支部，。”“（）—a1 ');
  fc.assert(
    fc.property(fc.array(char, { maxLength: 80 }), fc.integer({ min: 4, max: 28 }), (chars, width) => {
      const text = glyphs(chars.join(''));
      const lines = breakLines(text, { size: 10 }, () => width * 10);
      expect(shown(lines).join('').replaceAll(' ', '')).toBe(chars.join('').replaceAll(' ', ''));
      let at = 0;
      for (const line of lines.slice(0, -1)) {
        expect(line.reduce((sum, glyph) => sum + glyph.em, 0)).toBeLessThanOrEqual(width);
        at = text.indexOf(line.at(-1) as Glyph) + 1;
        while (text[at]?.char === ' ' && !canBreak(text, at)) at += 1;
        // A break where none is allowed needs a run that cannot be broken anywhere and is longer than a line.
        if (!canBreak(text, at)) expect(unbreakable(text, at)).toBeGreaterThan(width);
      }
    }),
  );
});

function unbreakable(text: readonly Glyph[], at: number): number {
  let [from, to] = [at, at];
  while (from > 0 && !canBreak(text, from)) from -= 1;
  while (to < text.length && !canBreak(text, to)) to += 1;
  return text.slice(from, to).reduce((sum, glyph) => sum + glyph.em, 0);
}

describe('titles', () => {
  const title = (text: string, width: number) => shown(breakTitle(glyphs(text), { size: 10 }, width * 10));

  test.each([
    ['关于表彰的通报', 10, ['关于表彰的通报']],
    ['关于2025年度市直机关“四星”“五星”党支部候选对象的公示', 26, ['关于2025年度市直机关', '“四星”“五星”党支部候选对象的公示']],
    [
      '中共卧龙市委市直机关工作委员会关于开展党支部评星定级工作的通知',
      20,
      ['中共卧龙市委市直机关工作委员会', '关于开展党支部评星定级工作的通知'],
    ],
  ])('%s', (text, width, lines) => {
    expect(title(text, width)).toEqual(lines);
  });

  test('never leaves one character alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 60 }), (length) => {
        expect(Math.min(...title('星'.repeat(length), 20).map((line) => line.length))).toBeGreaterThan(5);
      }),
    );
  });
});
