import { Refusal } from '@xingchuang/rules';
import fc from 'fast-check';
import { addDays, addMonths, compareDays, day, dayOf, daysBetween, findDay, lastDayOfMonth, startOf, weekday } from './index.ts';

const days = fc.integer({ min: 0, max: 36_000 }).map((n) => addDays(day('1990-01-01'), n));

test.each(['2026-02-28', '2024-02-29', '2000-02-29', '1900-01-01', '2999-12-31'])('%s is a day', (text) => {
  expect(day(text)).toBe(text);
});

test.each(
  [
    ['', '2026-2-3', '2026-02-30', '2025-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '2026-01-32'],
    [
      '20260203',
      '2026/02/03',
      ' 2026-02-03',
      '2026-02-03 ',
      '2026-02-03T00:00:00Z',
      '2026-02-03\n',
      '０２０２６-02-03',
      '二〇二六',
    ],
    ['0206-01-05', '1899-12-31', '3000-01-01', '20260-01-01', '+02026-01-01', '-2026-01-01', 'NaN-01-01'],
  ].flat(),
)('%j is refused, naming what was expected', (text) => {
  expect(() => day(text, 'from')).toThrow(
    expect.objectContaining({
      kind: 'invalid',
      code: 'day.invalid',
      field: 'from',
      facts: expect.objectContaining({ text, expected: 'YYYY-MM-DD' }),
    }),
  );
  expect(findDay(text)).toBeUndefined();
});

test.each([null, undefined, 20260203, new Date(0), ['2026-02-03']])('%p is no day', (value) => {
  expect(findDay(value)).toBeUndefined();
});

test.each([
  ['2026-02-12T15:59:59.999Z', '2026-02-12'],
  ['2026-02-12T16:00:00.000Z', '2026-02-13'],
  ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ['2026-02-13T00:30:00+14:00', '2026-02-12'],
])('%s falls on the Shanghai day %s', (instant, expected) => {
  expect(dayOf(new Date(instant))).toBe(expected);
});

test('an instant that is none is refused', () => {
  expect(() => dayOf(new Date('later'))).toThrow(Refusal);
});

test('a day begins at its own first instant', () => {
  expect(startOf(day('2026-02-13')).toISOString()).toBe('2026-02-12T16:00:00.000Z');
  fc.assert(
    fc.property(days, (on) => {
      expect(dayOf(startOf(on))).toBe(on);
      expect(dayOf(new Date(startOf(on).getTime() - 1))).toBe(addDays(on, -1));
    }),
  );
});

test.each([
  ['2026-08-31', 6, '2027-02-28'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-03-02', 3, '2026-06-02'],
  ['2026-06-03', 6, '2026-12-03'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-01-15', -1, '2025-12-15'],
])('%s and %i months is %s', (from, months, expected) => {
  expect(addMonths(day(from), months)).toBe(expected);
});

test.each([
  ['2026-02-16', 1],
  ['2026-02-13', 5],
  ['2026-02-14', 6],
  ['2026-07-12', 7],
])('%s is weekday %i', (on, expected) => {
  expect(weekday(day(on))).toBe(expected);
});

test('the last day of a month', () => {
  expect(lastDayOfMonth(day('2026-01-05'))).toBe('2026-01-31');
  expect(lastDayOfMonth(day('2024-02-29'))).toBe('2024-02-29');
  expect(lastDayOfMonth(day('2026-12-01'))).toBe('2026-12-31');
});

test('reckoning past the years that are kept is refused', () => {
  expect(() => addDays(day('2999-12-31'), 1)).toThrow(expect.objectContaining({ code: 'day.range' }));
  expect(() => addDays(day('1900-01-01'), -1)).toThrow(expect.objectContaining({ code: 'day.range' }));
  expect(() => addDays(day('2026-01-01'), Number.NaN)).toThrow(expect.objectContaining({ code: 'day.range' }));
});

test('texts order as days do, and counts of days add up', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -9_000, max: 9_000 }), (from, count) => {
      const to = addDays(from, count);
      expect(daysBetween(from, to)).toBe(count);
      expect(Math.sign(compareDays(to, from))).toBe(Math.sign(count));
      expect(to > from).toBe(count > 0);
      expect(weekday(to)).toBe(((((weekday(from) - 1 + count) % 7) + 7) % 7) + 1);
    }),
  );
});
