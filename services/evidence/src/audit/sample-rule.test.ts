import fc from 'fast-check';
import { populationText, sampleOf, sampleSizes, sha256, type Candidate } from './sample-rule.ts';

const population = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.nat(400)), { minLength: 1, maxLength: 120, selector: ([, item]) => item })
  .map((all) => all.map(([unit, item]): Candidate => ({ unitId: `u${unit}`, key: `record:${item}`, digest: sha256(String(item)) })));
const seed = fc.string({ minLength: 1 });
const countBy = (keys: readonly string[], all: readonly Candidate[]) => {
  const chosen = new Set(keys);
  return new Map([...Map.groupBy(all, ({ unitId }) => unitId)].map(([unit, of]) => [unit, [of.length, of.filter(({ key }) => chosen.has(key)).length] as const]));
};

test('of each unit its share, rounded up, and never less than the least', () => {
  fc.assert(
    fc.property(population, seed, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 5 }), (all, given, share, perUnit) => {
      for (const [size, drawn] of countBy(sampleOf(all, { by: 'share', share, perUnit }, given), all).values()) {
        expect(drawn).toBe(Math.min(size, Math.max(perUnit, Math.ceil((size * share) / 100), 1)));
      }
    }),
  );
});

test('a size is kept, and each unit has its least in it', () => {
  fc.assert(
    fc.property(population, seed, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 2 }), (all, given, size, perUnit) => {
      const least = [...countBy([], all).values()].reduce((sum, [of]) => sum + Math.min(of, perUnit), 0);
      fc.pre(size >= least);
      const drawn = sampleOf(all, { by: 'size', size, perUnit }, given);
      expect(drawn).toHaveLength(Math.min(size, all.length));
      for (const [of, count] of countBy(drawn, all).values()) expect(count).toBeGreaterThanOrEqual(Math.min(of, perUnit));
    }),
  );
});

test('the order in which the population was read changes nothing', () => {
  fc.assert(
    fc.property(population, seed, (all, given) => {
      const turned = all.toReversed();
      expect(sampleOf(turned, { by: 'share', share: 20, perUnit: 1 }, given)).toEqual(sampleOf(all, { by: 'share', share: 20, perUnit: 1 }, given));
      expect(populationText(turned)).toBe(populationText(all));
    }),
  );
});

test('a size that cannot give each unit its least is refused', () => {
  expect(() => sampleSizes(new Map([['a', 5], ['b', 1]]), { by: 'size', size: 3, perUnit: 3 })).toThrow(expect.objectContaining({ code: 'audit.size-too-small', facts: { size: 3, least: 4, perUnit: 3 }, field: 'way.size' }));
});

// Worked out by another programme: whoever replays a draw must get the same in a hundred years.
test('a draw that was published', () => {
  const all = Array.from({ length: 12 }, (_, i): Candidate => ({ unitId: i < 8 ? 'A' : 'B', key: `record:${String(i).padStart(2, '0')}`, digest: sha256(String(i)) }));
  expect(sampleOf(all, { by: 'size', size: 4, perUnit: 1 }, '2026-02-14 07 11 19 23 28 31 + 05')).toEqual(['record:01', 'record:02', 'record:06', 'record:10']);
});
