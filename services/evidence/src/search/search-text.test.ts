import fc from 'fast-check';
import { fold, gramsOf, LONGEST_TERM, partsOf, PASSAGE_END, tellingGrams } from './search-text.ts';

const SIGNS = [...'党课会议记录第一议题abcAB1２３ａＢ 　\n，。-_."éÉ𠮷👩‍👩‍👧', 'e\u0301', '\u200b', '\u202e', 'ﬁ', '㎡', '\ud800', PASSAGE_END];
const aText = fc.array(fc.constantFrom(...SIGNS), { maxLength: 60 }).map((signs) => signs.join(''));
const anyText = fc.oneof(aText, fc.string({ unit: 'binary', maxLength: 40 }));

describe('folding', () => {
  test.each<[string, string, string]>([
    ['width', 'ＡＢＣ１２３（终稿）', 'abc123(终稿)'],
    ['case', 'IMG_2026.JPG', 'img_2026.jpg'],
    ['compatibility', '㎡ﬁ①', 'm2fi1'],
    ['composition', 'e\u0301tude', 'étude'],
    ['blanks between signs that are written without', '会 议　记\n录', '会议记录'],
    ['blanks between words', 'annual \n plan', 'annual plan'],
    ['a blank beside such a sign', '第 3 次 meeting 记录', '第3次meeting记录'],
    ['what nobody sees', '会\u200b议\ufeff记\u202e录', '会议记录'],
    ['the end of a passage', `会议${PASSAGE_END} 记录`, '会议\n记录'],
    ['nothing', ' \u3000\n', ''],
  ])('%s', (_, source, text) => {
    expect(fold(source).text).toBe(text);
  });

  test('a place of the result has one in the source', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const { text, from, to } = fold(source);
        expect([from.length, to.length]).toEqual([text.length, text.length]);
        for (let i = 0; i < text.length; i += 1) {
          expect(from[i]!).toBeLessThan(to[i]!);
          expect(to[i]!).toBeLessThanOrEqual(source.length);
          if (i > 0) expect(from[i]!).toBeGreaterThanOrEqual(from[i - 1]!);
        }
      }),
    );
  });
});

describe('keys', () => {
  test('of a text that holds a term are all keys of the term', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.integer({ min: 2, max: 12 }), (source, start, length) => {
        const signs = [...fold(source).text];
        const begin = signs.length === 0 ? 0 : start % signs.length;
        const term = signs.slice(begin, begin + length).join('');
        fc.pre(!term.includes('\n'));
        const grams = gramsOf(signs.join(''));
        for (const gram of [...gramsOf(term), ...tellingGrams(term)]) expect(grams).toContain(gram);
      }),
    );
  });

  test('every term of two signs has one', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const term = fold(source).text;
        fc.pre([...term].length > 1 && !term.includes('\n'));
        expect(tellingGrams(term).length).toBeGreaterThan(0);
      }),
    );
  });

  test('none reaches over the end of a passage', () => {
    expect([...gramsOf('会议\n记录')]).toEqual(['会议', '记录']);
  });

  test('of Latin letters and digits say more', () => {
    expect(tellingGrams('2026')).toEqual(['202', '026']);
    expect(new Set(tellingGrams('img_20260301'))).toEqual(new Set(['g_', 'img', '_2', '202603', '026030', '260301']));
    expect(tellingGrams('党课')).toEqual(['党课']);
    expect(tellingGrams('第12次')).toEqual(['第1', '12', '2次']);
  });
});

describe('parts', () => {
  test('hold together every term of the text, over their borders too', () => {
    const sign = (i: number): string => (i % 5 === 0 ? String.fromCodePoint(0x2_0000 + i) : String.fromCodePoint(0x4e00 + i)); // each is there once
    const signs = Array.from({ length: 6_000 }, (_, i) => sign(i));
    const parts = partsOf(signs.join(''), 100).map(({ folded }) => folded);
    expect(parts.length).toBeGreaterThan(3);
    const lost = signs.flatMap((_, start) => {
      const term = signs.slice(start, start + LONGEST_TERM).join('');
      return parts.some((part) => part.includes(term)) ? [] : [start];
    });
    expect(lost).toEqual([]);
  });

  test('are no more than may be', () => {
    expect(partsOf('字'.repeat(50_000), 3)).toHaveLength(3);
    expect(partsOf('', 3)).toEqual([{ text: '', folded: '' }]);
  });

  test('show what they hold', () => {
    fc.assert(
      fc.property(fc.array(aText, { maxLength: 200 }), (texts) => {
        for (const part of partsOf(texts.join('会'), 100)) expect(fold(part.text).text).toContain(part.folded.trim());
      }),
      { numRuns: 60 },
    );
  });
});
