import { Refusal } from '@xingchuang/rules';
import { holds, wordsIn } from './search-words.ts';

test.each<[string, string[], string[]]>([
  ['', [], []],
  ['   ', [], []],
  ['党课', ['党课'], []],
  ['党课 记录', ['党课', '记录'], []],
  ['党课　记录', ['党课', '记录'], []],
  ['党课 党课', ['党课'], []],
  ['"annual plan" 党课', ['annual plan', '党课'], []],
  ['“主题党日” 「第一议题」', ['主题党日', '第一议题'], []],
  ['党课 -照片', ['党课'], ['照片']],
  ['党课 －照片 -"集体 学习"', ['党课'], ['照片', '集体学习']],
  ['-照片', [], ['照片']],
  ['党课 讲', ['党课', '讲'], []],
  ['"没有收尾', ['没有收尾'], []],
  ['ＩＭＧ_2026', ['img_2026'], []],
  ['covid-19', ['covid-19'], []],
  ['.*', ['.*'], []],
])('%j', (q, all, none) => {
  expect(wordsIn(q)).toEqual({ all, none });
});

test.each<[string, string]>([
  ['党', 'search.word-too-short'],
  ['a b', 'search.word-too-short'],
  ['-', 'search.word-too-short'],
  ['长'.repeat(65), 'search.word-too-long'],
  [`-${'长'.repeat(65)}`, 'search.word-too-long'],
  ['一一 二二 三三 四四 五五 六六 七七 八八 九九 十十 百百', 'search.too-many-words'],
])('%j is refused', (q, code) => {
  expect(() => wordsIn(q)).toThrow(expect.objectContaining({ code, field: 'q' }) as Refusal);
});

test('every word, in whichever text, and none of the others', () => {
  expect(holds(wordsIn('党课 记录'), ['党课', '记录'])).toBe(true);
  expect(holds(wordsIn('党课 记录'), ['党课'])).toBe(false);
  expect(holds(wordsIn('党课 -记录'), ['党课', '记录'])).toBe(false);
  expect(holds(wordsIn(''), [])).toBe(true);
});
