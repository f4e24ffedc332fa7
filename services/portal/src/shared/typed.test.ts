import fc from 'fast-check';
import { beneath, typedOver, withTyped } from './typed.ts';

const base = { title: '旧题', facts: { rank: 6, awards: ['a'], note: '' }, on: '2026-01-05' };

test('only what was typed is kept, also within groups of fields', () => {
  expect(typedOver(base, { ...base, title: '新题', facts: { ...base.facts, rank: 7 } })).toEqual({ title: '新题', facts: { rank: 7 } });
  expect(typedOver(base, base)).toEqual({});
});

test('two people change different fields: each change is there, and the field of both is hers who types', () => {
  const mine = typedOver(base, { ...base, title: '我的题', facts: { ...base.facts, rank: 7 } });
  const theirs = { ...base, title: '她的题', facts: { ...base.facts, awards: ['a', 'b'] }, on: '2026-01-06' };
  expect(withTyped(theirs, mine)).toEqual({ title: '我的题', facts: { rank: 7, awards: ['a', 'b'], note: '' }, on: '2026-01-06' });
});

test('a change of the same field is seen, one of another is not', () => {
  const mine = typedOver(base, { ...base, facts: { ...base.facts, rank: 7 } });
  expect(beneath(base, mine)).toEqual({ facts: { rank: 6 } });
  expect(beneath({ ...base, title: '她的题' }, mine)).toEqual(beneath(base, mine));
  expect(beneath({ ...base, facts: { ...base.facts, rank: 8 } }, mine)).not.toEqual(beneath(base, mine));
});

test('a list counts as one value', () => {
  const mine = typedOver(base, { ...base, facts: { ...base.facts, awards: [] } });
  expect(mine).toEqual({ facts: { awards: [] } });
  expect(withTyped(base, mine)).toMatchObject({ facts: { awards: [] } });
});

test('what was typed over values, put over them again, gives what stood there', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), fc.dictionary(fc.constantFrom('x', 'y'), fc.string(), { noNullPrototype: true }));
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true });
  fc.assert(
    fc.property(values, values, (before, after) => {
      const isGroup = (one: unknown) => typeof one === 'object' && !Array.isArray(one);
      for (const name of Object.keys(before)) if (!(name in after) || isGroup(before[name]) || isGroup(after[name])) after[name] = before[name]!; // fields do not go, nor groups become fields
      for (const [name, one] of Object.entries(after)) if (!(name in before) && isGroup(one) && Object.keys(one).length === 0) delete after[name]; // a group without fields says nothing
      expect(withTyped(before, typedOver(before, after))).toEqual(after);
    }),
    { numRuns: 1_000 },
  );
});
