import fc from 'fast-check';
import { aroundChanges, lineDiff } from '../../services/portal/src/assessment/line-diff.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd: 1'), { maxLength: 12 }).map((lines) => lines.join('\n'));

test('a comparison holds every line of both texts, in order, with its number', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = lineDiff(before, after);
      const side = (left: 'gone' | 'new', number: 'before' | 'after') => lines.filter(({ how }) => how === 'same' || how === left).map((line) => [line[number], line.text]);
      const numbered = (text: string) => text.split('\n').map((line, i) => [i + 1, line]);
      expect(side('gone', 'before')).toEqual(numbered(before));
      expect(side('new', 'after')).toEqual(numbered(after));
    }),
  );
});

test('what both have in common stays', () => {
  expect(lineDiff('a\nb\nc\nd', 'a\nx\nc\nd').map(({ how, text }) => `${how} ${text}`)).toEqual(['same a', 'gone b', 'new x', 'same c', 'same d']);
  expect(lineDiff('a', 'a')).toEqual([{ how: 'same', before: 1, after: 1, text: 'a' }]);
});

test('far lines are left out, once for each stretch', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const shown = aroundChanges(lineDiff(before, before.replace('line 9', 'line nine')), 1);
  expect(shown.map((line) => line?.text)).toEqual(['line 8', 'line 9', 'line nine', 'line 10', undefined]);
  expect(aroundChanges(lineDiff(before, before))).toEqual([]);
});

test('texts that have nothing in common and are huge are shown as replaced', () => {
  const big = (word: string) => Array.from({ length: 3_000 }, (_, i) => `${word} ${i}`).join('\n');
  expect(lineDiff(big('x'), big('y'))).toHaveLength(6_000);
});
