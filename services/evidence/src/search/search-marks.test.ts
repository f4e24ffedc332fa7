import fc from 'fast-check';
import { marksIn, snippetsOf } from './search-marks.ts';
import { fold, PASSAGE_END } from './search-text.ts';

const marked = (source: string, terms: string[]): string[] => marksIn(source, terms).map(([from, to]) => source.slice(from, to));

test.each<[string, string[], string[]]>([
  ['三月份党课记录', ['党课'], ['党课']],
  ['三月份党 课记录', ['党课'], ['党 课']],
  ['ＩＭＧ_1.jpg', ['img'], ['ＩＭＧ']],
  ['党课党课', ['党课'], ['党课党课']],
  ['第一议题学习', ['第一议题', '议题学习'], ['第一议题学习']],
  ['面积30㎡', ['m2'], ['㎡']],
  ['𠮷野家', ['𠮷野'], ['𠮷野']],
  ['没有', ['党课'], []],
])('%s %j', (source, terms, found) => {
  expect(marked(source, terms)).toEqual(found);
});

test('a snippet shows the words with what stands around them, and no other passage', () => {
  const source = `会议记录${PASSAGE_END}${'前'.repeat(40)}党课${'后'.repeat(80)}党课${PASSAGE_END}另一项`;
  const [first, second, ...more] = snippetsOf(source, ['党课']);
  expect(more).toEqual([]);
  expect(first!.text).toMatch(/^…前{24}党课后{54}…$/);
  expect(second!.text).toMatch(/^…后{24}党课$/);
  for (const { text, marks } of [first!, second!]) expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['党课']);
});

test('every mark of a snippet is one of the words', () => {
  const sign = fc.constantFrom(...'党课会议记录 ab12Ａ𠮷', PASSAGE_END);
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 300 }), fc.array(fc.array(sign, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (signs, chosen) => {
      const terms = chosen.map((term) => fold(term.join('')).text).filter((term) => term !== '' && !term.includes('\n'));
      for (const { text, marks } of snippetsOf(signs.join(''), terms)) {
        expect(marks.length).toBeGreaterThan(0);
        for (const [from, to] of marks) {
          const shown = fold(text.slice(from, to)).text;
          expect(terms.some((term) => shown.includes(term))).toBe(true);
        }
      }
    }),
  );
});
