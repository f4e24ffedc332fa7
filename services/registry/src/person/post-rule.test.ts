import fc from 'fast-check';
import { addDays, day, type Day } from '@xingchuang/calendar';
import type { Refusal } from '@xingchuang/rules';
import { join, leave, type Person } from './person-rule.ts';
import { fill, holderOn, vacancies, vacate, type Post } from './post-rule.ts';
import { readPostKinds } from './post-kinds.ts';

const TODAY = day('2026-03-10');
const post: Post = { id: 'x', version: 1, unitId: 'B02', kind: 'branch_secretary', since: day('2025-01-01'), holdings: [] };
const person: Person = { id: 'p', version: 1, name: '某人', memberInService: true, memberships: [] };
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as Refusal).code;
  }
};

test('a post without its holder for two months shows the gap with its days', () => {
  const held = vacate(fill(post, 'p1', post.since, TODAY), day('2025-06-30'), TODAY);
  expect(vacancies(held, TODAY)).toEqual([{ since: '2025-07-01', until: '' }]);
  const again = fill(held, 'p2', day('2025-09-01'), TODAY);
  expect(vacancies(again, TODAY)).toEqual([{ since: '2025-07-01', until: '2025-08-31' }]);
  expect(['2025-06-30', '2025-07-15', '2025-09-01'].map((on) => holderOn(again, on as Day)?.personId)).toEqual(['p1', undefined, 'p2']);
});

test.each([
  ['held already', () => fill(fill(post, 'p1', TODAY, TODAY), 'p2', TODAY, TODAY), 'post.held'],
  ['before it was', () => fill(post, 'p1', day('2024-12-31'), TODAY), 'person.day-out-of-range'],
  ['tomorrow', () => fill(post, 'p1', day('2026-03-11'), TODAY), 'person.day-out-of-range'],
  ['vacating a vacant one', () => vacate(post, TODAY, TODAY), 'post.vacant'],
  ['vacating before the holder came', () => vacate(fill(post, 'p1', TODAY, TODAY), day('2026-03-09'), TODAY), 'person.day-out-of-range'],
  ['two memberships at once', () => join(join(person, 'B01', TODAY, TODAY), 'B02', TODAY, TODAY), 'person.still-member'],
  ['leaving twice', () => leave(leave(join(person, 'B01', TODAY, TODAY), TODAY, TODAY), TODAY, TODAY), 'person.not-member'],
  ['joining again on the last day elsewhere', () => join(leave(join(person, 'B01', day('2025-01-01'), TODAY), day('2026-03-01'), TODAY), 'B02', day('2026-03-01'), TODAY), 'person.day-out-of-range'],
  ['joining again the day after', () => join(leave(join(person, 'B01', day('2025-01-01'), TODAY), day('2026-03-01'), TODAY), 'B02', day('2026-03-02'), TODAY), 'done'],
])('%s: %#', (_, work, code) => {
  expect(codeOf(work)).toBe(code);
});

test('law: on every day a post is either held or in a gap, never both', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 }), fc.boolean(), (stretches, isHeldAtTheEnd) => {
      let held = post;
      let on = post.since;
      for (const [pause, length] of stretches) {
        held = vacate(fill(held, 'p', addDays(on, pause), TODAY), addDays(on, pause + length), TODAY);
        on = addDays(on, pause + length + 1);
      }
      if (isHeldAtTheEnd) held = fill(held, 'p', on, TODAY);
      const gaps = vacancies(held, TODAY);
      for (let at = post.since; at <= TODAY; at = addDays(at, 1)) {
        const isGap = gaps.some(({ since, until }) => since <= at && (until === '' || at <= until));
        expect(isGap).toBe(holderOn(held, at) === undefined);
      }
    }),
    { numRuns: 50 },
  );
});

test('the five posts of S0 L99-101 stand in the catalogue, each with its responsibility', () => {
  const kinds = readPostKinds();
  const five = ['party_group_secretary', 'organ_committee_secretary', 'deputy_secretary', 'discipline_secretary', 'branch_secretary'];
  expect(five.map((kind) => kinds.get(kind)?.responsibility)).toEqual(['first', 'primary', 'daily', 'supervision', 'direct']);
});
