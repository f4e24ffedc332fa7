import fc from 'fast-check';
import { grams, searchFilter, searchText } from './search-grams.ts';

interface Literal {
  readonly grams: { readonly $all: readonly string[] };
  readonly text: { readonly $regex: string };
}
type Filter = Literal | { readonly $or: readonly [Literal, ...unknown[]] };
const finds = (search: string, ...parts: string[]): boolean => {
  const whole = searchFilter(search) as unknown as Filter;
  const filter = '$or' in whole ? whole.$or[0] : whole;
  const kept = new Set(grams(...parts));
  return filter.grams.$all.every((gram) => kept.has(gram)) && new RegExp(filter.text.$regex).test(searchText(...parts));
};

test.each([
  ['规划', '国土空间规划科党支部', true],
  ['划规', '国土空间规划科党支部', false],
  ['䶮', '䶮湖自然资源所党支部', true],
  ['b01', 'Ｂ０１', true],
  ['空规', '国土空间规划科', false],
  ['.*', '规划', false],
  ['(一)', '第(一)支部', true],
])('%s in %s: %s', (search, text, expected) => {
  expect(finds(search, text)).toBe(expected);
});

test('name and code are not one text', () => expect(finds('科b', '规划科', 'B01')).toBe(false));

test('law: every part of a text finds it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.nat(), fc.nat(), (text, from, length) => {
      const characters = [...searchText(text)];
      const at = from % characters.length;
      const part = characters.slice(at, at + 1 + (length % 10)).join('');
      fc.pre(searchText(part) === part && !part.includes('\n'));
      expect(finds(part, text)).toBe(true);
    }),
  );
});
