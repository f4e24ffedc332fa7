import fc from 'fast-check';
import { decide, parseFacts, parseScheme, quotaGroups } from './index.ts';
import { SEVENTH } from './seventh.fixture.ts';

/** The seventh programme with one quota of its own over the regions; its points do not matter here. */
const of = (quota: string) => {
  const [start, end] = [SEVENTH.indexOf('  - id: shares'), SEVENTH.indexOf('  - {id: forward')];
  return parseScheme(`${SEVENTH.slice(0, start)}  - {id: q, zh: 名额, population: same_region, on: [level], source: M 一, ${quota}}\n${SEVENTH.slice(end)}`.replace('when: total >= 60', 'when: output >= 0').replace('when: total >= 50', 'when: output >= 0').replace('when: total >= 40', 'when: output >= 0'));
};
const QUOTAS: readonly [string, string][] = [
  ['shares rounded half', 'shares: {fine: 20, good: 30}, rounding: half, order: [output]'],
  ['shares rounded up, two orders', 'shares: {fine: 25}, rounding: up, order: [output, everyone.deviation(output)]'],
  ['counts with places passed down', 'counts: {fine: 2, good: 2}, order: [output], carry: true'],
  ['an order by rank within the region', 'counts: {fine: 3}, order: [-same_region.rank(output)]'],
  ['an order by a share', 'counts: {fine: 1, good: 1}, order: [same_region.share(output > 20), output]'],
];
const LEVELS = ['ordinary', 'sound', 'good', 'fine'];
/** Few different outputs: the edge of the places nearly always runs through equals. */
const units = fc
  .array(fc.record({ output: fc.constantFrom(10, 20, 30), region: fc.constantFrom('east', 'west') }), { minLength: 1, maxLength: 12 })
  .map((all) => all.map((facts, i) => ({ unit: `U${i}`, kind: 'office', facts: { ...facts, rating: 90 } })));
const orders = units.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

describe.each(QUOTAS)('%s', (_, quota) => {
  const schemes = { in: of(`${quota}, ties: in`), out: of(`${quota}, ties: out`) };
  const read = (rule: 'in' | 'out', all: readonly object[]) => parseFacts(schemes[rule], { window: { from: '2024-01-01', to: '2025-12-31' }, parameters: { lower_level: 'ordinary' }, units: all });
  const levelsOf = (rule: 'in' | 'out', all: readonly object[]) => new Map(decide(schemes[rule], read(rule, all)).map(({ unit, level }) => [unit, LEVELS.indexOf(level)]));

  test('who stands at the edge never depends on the order in which units come', () => {
    fc.assert(
      fc.property(orders, fc.constantFrom('in', 'out'), ([all, other], rule) => {
        expect([...levelsOf(rule, other)].sort()).toEqual([...levelsOf(rule, all)].sort());
      }),
      { numRuns: 60 },
    );
  });

  test('equals of a region get the same, the better never less', () => {
    fc.assert(
      fc.property(units, fc.constantFrom('in', 'out'), (all, rule) => {
        const levels = levelsOf(rule, all);
        for (const a of all)
          for (const b of all.filter(({ facts }) => facts.region === a.facts.region)) {
            if (a.facts.output === b.facts.output) expect(levels.get(a.unit)).toBe(levels.get(b.unit));
            if (a.facts.output > b.facts.output) expect(levels.get(a.unit)).toBeGreaterThanOrEqual(levels.get(b.unit)!);
          }
      }),
      { numRuns: 60 },
    );
  });

  test('equals that stay out leave places free, equals that get in fill them, and nobody is better off by staying out', () => {
    fc.assert(
      fc.property(units, (all) => {
        const [inside, outside] = [levelsOf('in', all), levelsOf('out', all)];
        for (const { unit } of all) expect(outside.get(unit)).toBeLessThanOrEqual(inside.get(unit)!);
        for (const { candidates, places } of quotaGroups(schemes.out, read('out', all)).filter(({ quota: id }) => id === 'q')) {
          const top = places[0]!;
          const at = (levels: ReadonlyMap<string, number>) => candidates.filter((unit) => levels.get(unit)! >= LEVELS.indexOf(top.level)).length;
          expect(at(outside)).toBeLessThanOrEqual(top.places);
          expect(at(inside)).toBeGreaterThanOrEqual(Math.min(top.places, candidates.length));
        }
      }),
      { numRuns: 60 },
    );
  });
});
