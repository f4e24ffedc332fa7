import { chineseCalendar, day, endedSince, type Every, hasNoWorkday, periodBefore, periodNamed, periodOf } from '@xingchuang/calendar';

const calendar = chineseCalendar();

test.each<[Every, string, string, string, string]>([
  ['week', '2026-01-01', '2026-W01', '2025-12-29', '2026-01-04'],
  ['week', '2027-01-03', '2026-W53', '2026-12-28', '2027-01-03'],
  ['week', '2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
  ['month', '2024-02-29', '2024-02', '2024-02-01', '2024-02-29'],
  ['quarter', '2026-06-30', '2026-Q2', '2026-04-01', '2026-06-30'],
  ['half-year', '2026-07-01', '2026-H2', '2026-07-01', '2026-12-31'],
  ['year', '2026-07-01', '2026', '2026-01-01', '2026-12-31'],
])('the %s of %s is %s', (every, on, period, from, to) => {
  expect(periodOf(every, day(on))).toEqual({ period, from, to });
  expect(periodNamed(period)).toEqual({ every, period, from, to });
});

test('periods that ended: the last one at first, later each that ended since', () => {
  expect(endedSince('quarter', day('2026-04-01'), undefined).map(({ period }) => period)).toEqual(['2026-Q1']);
  expect(endedSince('quarter', day('2026-06-30'), day('2026-03-31'))).toEqual([]);
  expect(endedSince('month', day('2026-04-01'), day('2025-12-31')).map(({ period }) => period)).toEqual(['2026-01', '2026-02', '2026-03']);
});

test('K1: the week from 16 February 2026 has no working day', () => {
  expect(hasNoWorkday(calendar, periodOf('week', day('2026-02-16')))).toBe(true);
  expect(hasNoWorkday(calendar, periodOf('week', day('2026-02-23')))).toBe(false);
});

test.each(['2026-13', '2026-W54', '2026-Q5', '2026-H3', '26', '2026-3', '', '2025-W53'])('%j names no period', (name) => {
  expect(periodNamed(name)).toBeUndefined();
});

test('the period before', () => {
  expect([periodBefore('week', periodOf('week', day('2026-01-01'))).period, periodBefore('half-year', periodOf('half-year', day('2026-03-01'))).period]).toEqual(['2025-W52', '2025-H2']);
});
