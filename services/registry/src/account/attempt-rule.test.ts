import fc from 'fast-check';
import type { Refusal } from '@xingchuang/rules';
import { attempt, FORGET_MS, FREE_TRIES, LONGEST_MS, type Attempts } from './attempt-rule.ts';

/** Tries again at the first moment allowed, for that long; gives the number of tries heard. */
function tryFor(ms: number, free: number): number {
  let was: Attempts | undefined;
  let heard = 0;
  for (let now = 0; now <= ms; now = Math.max(now, was!.notBefore)) {
    if (heard > 10_000) break;
    was = attempt(was, free, now);
    heard += 1;
  }
  return heard;
}

test.each([
  ['at most ten guesses of one name in ten minutes', 10 * 60_000, FREE_TRIES.name, 10],
  ['some hundred a day', 24 * 3_600_000, FREE_TRIES.name, 106],
  ['an address is patient with fifty people', 60_000, FREE_TRIES.address, 54],
])('%s', (_, ms, free, most) => {
  expect(tryFor(ms, free)).toBeLessThanOrEqual(most);
  expect(tryFor(ms, free)).toBeGreaterThan(most / 2);
});

test('too early is refused with the seconds to wait, and changes nothing', () => {
  const was = { count: 4, lastAt: 0, notBefore: 5_000 };
  expect(() => attempt(was, 3, 4_001)).toThrow(expect.objectContaining({ kind: 'limit', code: 'login.wait', facts: { seconds: 1 } }) as Refusal);
  expect(attempt(was, 3, 5_000)).toEqual({ count: 5, lastAt: 5_000, notBefore: 15_000 });
});

test('law: nobody ever waits longer than fifteen minutes, and an hour of silence clears the count', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(1e9), (count, lastAt) => {
      const next = attempt({ count, lastAt, notBefore: lastAt }, 3, lastAt);
      expect(next.notBefore - lastAt).toBeLessThanOrEqual(LONGEST_MS);
      expect(attempt(next, 3, lastAt + FORGET_MS + 1).count).toBe(1);
    }),
  );
});
