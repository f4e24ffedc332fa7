import { soundFilter, soundGrams, spelt } from './pinyin.ts';

interface Filter {
  readonly grams: string | { readonly $all: readonly string[] };
  readonly spelt: { readonly $regex: string };
}
/** As the database answers: the index and the pattern must both find it. */
const finds = (name: string, search: string, isPerson = false): boolean => {
  const spelling = spelt(name, isPerson);
  const kept = new Set(soundGrams(spelling));
  const filters = soundFilter(search) as unknown as Filter[];
  return filters.some(({ grams, spelt: { $regex } }) => (typeof grams === 'string' ? [grams] : grams.$all).every((one) => kept.has(one)) && new RegExp($regex).test(spelling));
};

test.each<[string, string, boolean]>([
  ['重点科室', 'zdks', true],
  ['重点科室', 'dks', true],
  ['重点科室', 'zhongdian', true],
  ['重点科室', 'keshi', true],
  ['重点科室', 'chong', false],
  ['重点科室', 'ongdian', false],
  ['重点科室', 'zks', false],
  ['会计科', 'kjk', true],
  ['会计科', 'huiji', false],
  ['第3支部B01', 'd3zb', true],
  ['䶮湖自然资源所党支部', 'yhzr', true],
  ['女工委', 'nvgong', true],
  ['安徽路支部', 'anhui', true],
  ['阿尼支部', 'ani', true],
  ['一支部', 'z', false],
  ['一支部', '支', false],
])('%s by %s: %s', (name, search, expected) => {
  expect(finds(name, search)).toBe(expected);
});

test('the surname of a person is read as one', () => {
  expect([finds('曾国强', 'zgq', true), finds('单于小明', 'shanyu', true), finds('曾国强', 'ceng', true)]).toEqual([true, true, false]);
});
