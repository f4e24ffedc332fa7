import fc from 'fast-check';
import { changeWords, cut, moved, placed, type Ranked } from './ranking-rule.ts';

const line = (key: string, level: number, score = ''): Ranked => ({ key, unitId: key, unitName: key, level, levelName: String(level), score });
const places = (lines: readonly Ranked[]) => placed(lines).map(({ key, place }) => `${key}${place}`);

test.each<[string, Ranked[], string[]]>([
  ['levels first, then points', [line('a', 1, '90'), line('b', 2, '10'), line('c', 2, '9.5')], ['b1', 'c2', 'a3']],
  ['equals share the better place and the next stays empty', [line('a', 1, '90'), line('b', 1, '90.0'), line('c', 1, '80')], ['a1', 'b1', 'c3']],
  ['points are numbers, not words', [line('a', 0, '9'), line('b', 0, '10')], ['b1', 'a2']],
  ['who has no points comes after those who have', [line('a', 1), line('b', 1, '0'), line('c', 1)], ['b1', 'a2', 'c2']],
  ['nobody', [], []],
])('%s', (_, lines, expected) => {
  expect(places(lines)).toEqual(expected);
  expect(places(lines.toReversed())).toEqual(expected); // whatever the order they came in
});

test('a move is told against the earlier day', () => {
  const then = placed([line('a', 3), line('b', 2), line('c', 1)]);
  const now = moved(placed([line('b', 3), line('a', 2), line('c', 1), line('d', 0)]), then);
  expect(now.map((one) => `${one.key} ${changeWords(one)}`)).toEqual(['b ↑1', 'a ↓1', 'c —', 'd 新增']);
});

test.each<['in' | 'out', number | undefined, number | undefined, string]>([
  ['in', 2, undefined, 'abc'], ['out', 2, undefined, 'a'], ['in', 1, undefined, 'a'], ['in', undefined, 2, 'de'], ['in', undefined, 3, 'bcde'], ['out', undefined, 3, 'de'], ['in', 4, 4, 'abcde'], ['out', 9, undefined, 'abcde'], ['out', undefined, undefined, 'abcde'],
])('ties %s, first %p, last %p: %s', (ties, first, last, expected) => {
  const lines = placed([line('a', 5), line('b', 4), line('c', 4), line('d', 3), line('e', 2)]);
  expect(cut(lines, { first, last, ties }).map(({ key }) => key).join('')).toBe(expected);
});

test('law: a place is one more than how many are better', () => {
  const lines = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.constantFrom('', '0', '9.5', '10', '99.99')), { maxLength: 30 });
  fc.assert(
    fc.property(lines, (all) => {
      const points = (score: string) => (score === '' ? -Infinity : Number(score));
      for (const one of placed(all.map(([level, score], index) => line(String(index), level, score)))) {
        const better = all.filter(([level, score]) => level > one.level || (level === one.level && points(score) > points(one.score))).length;
        expect(one.place).toBe(better + 1);
      }
    }),
  );
});
