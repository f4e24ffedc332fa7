import { fileClass, keptUntil, longest, readPlan, recordClass, RETENTION } from './retention-rule.ts';

const plan = readPlan(RETENTION);

test.each([
  ['2026-01-01', '10-years', '2036-12-31'], ['2026-12-31', '10-years', '2036-12-31'], ['2026-06-01', '30-years', '2056-12-31'], ['2026-06-01', 'permanent', undefined],
] as const)('what is of %s and kept %s may go after %s', (day, retention, until) => expect(keptUntil(plan, retention, day)).toBe(until));

test('the most special line holds', () => {
  expect([recordClass(plan, 'annual_plan'), recordClass(plan, 'no_such_type')]).toEqual(['permanent', plan.records.default]);
  expect([fileClass(plan, 'application/pdf'), fileClass(plan, 'image/jpeg')]).toEqual(['30-years', plan.files.default]);
});

test('of several terms the longest holds, and for ever is the longest', () => {
  const [ten, thirty, always] = [{ retention: '10-years' as const, keepUntil: '2036-12-31' }, { retention: '30-years' as const, keepUntil: '2056-12-31' }, { retention: 'permanent' as const }];
  expect([longest(ten, thirty), longest(thirty, ten), longest(ten, always, thirty), longest(ten)]).toEqual([thirty, thirty, always, ten]);
});
