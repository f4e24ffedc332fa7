import { addDays, calendarFromYears, chineseCalendar, day, type Day, limitFrom, readYear, reckonedAgain, weekday } from './index.ts';
import { NOTICES } from './notices.fixture.ts';

/** The notice of a year as a file of lines. */
const textOf = (year: number): string => {
  const [off, worked] = NOTICES[year]!;
  return [...off.map((span) => `${span.split('..').map((date) => `${year}-${date}`).join('..')},休`), ...worked.map((date) => `${year}-${date},班`)].join('\n');
};
const loaded = chineseCalendar([readYear(2027, textOf(2027)).schedule!]);
const unloaded = chineseCalendar();

/** Independent of the calendar: the hand-written list, Monday to Friday elsewhere; without a list of its year a day off by law is off. */
function works(on: Day, years: readonly number[]): boolean {
  const year = Number(on.slice(0, 4));
  const date = on.slice(5);
  if (!years.includes(year)) return weekday(on) <= 5 && !['01-01', '05-01', '10-01'].includes(date);
  const [off, worked] = NOTICES[year]!;
  if (worked.includes(date)) return true;
  return weekday(on) <= 5 && !off.some((span) => span.slice(0, 5) <= date && date <= span.slice(7));
}

function after(from: Day, workdays: number, years: readonly number[]): Day {
  let on = from;
  for (let left = workdays; left > 0; ) {
    on = addDays(on, 1);
    if (works(on, years)) left -= 1;
  }
  return on;
}

/** The days around each end of each holiday, and around each worked weekend. */
const boundaries = [2024, 2025, 2026, 2027].flatMap((year) => {
  const [off, worked] = NOTICES[year]!;
  const ends = [...off.flatMap((span) => span.split('..')), ...worked].map((date) => day(`${year}-${date}`));
  return [...new Set(ends.flatMap((on) => [addDays(on, -1), on, addDays(on, 1)]))].sort();
});

describe.each([
  ['2027 not loaded', unloaded, [2023, 2024, 2025, 2026]],
  ['2027 loaded', loaded, [2023, 2024, 2025, 2026, 2027]],
] as const)('limits that begin on a boundary day, %s', (_, calendar, years) => {
  test.each(boundaries)('%s', (from) => {
    for (const workdays of [1, 5, 10, 20]) {
      const limit = limitFrom(calendar, from, { workdays });
      expect([workdays, limit.lastDay]).toEqual([workdays, after(from, workdays, years)]);
      if (!(years as readonly number[]).includes(Number(limit.lastDay.slice(0, 4)))) expect(limit.provisional).toBe(true);
    }
  });
});

test('what was provisional is reckoned again, and only that', () => {
  for (const from of boundaries.filter((on) => on >= '2026-12-01')) {
    const before = limitFrom(unloaded, from, { workdays: 20 });
    const next = reckonedAgain(loaded, before) ?? before;
    expect(next.lastDay).toBe(limitFrom(loaded, from, { workdays: 20 }).lastDay);
    expect(reckonedAgain(loaded, next)).toBeUndefined();
  }
  const certain = limitFrom(unloaded, day('2026-03-02'), { workdays: 5 });
  const amended = calendarFromYears([{ year: 2026, off: ['2026-01-01', '2026-03-04', '2026-05-01', '2026-10-01'], worked: [] }]);
  expect(reckonedAgain(amended, certain)).toBeUndefined();
});

describe('the file of a year', () => {
  test('is read as people write it', () => {
    const { schedule } = readYear(2027, `\uFEFF# 放假安排\r\n2027-01-01..2027-01-03，休，元旦\r\n2027-05-01,放假\n\n2027-10-01\toff\t国庆节 # 一天\n2027-01-09,班,元旦`);
    expect(schedule).toEqual({
      year: 2027, off: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-05-01', '2027-10-01'], worked: ['2027-01-09'],
      names: { '2027-01-01': { zh: '元旦', en: '元旦' }, '2027-01-02': { zh: '元旦', en: '元旦' }, '2027-01-03': { zh: '元旦', en: '元旦' }, '2027-01-09': { zh: '元旦', en: '元旦' }, '2027-10-01': { zh: '国庆节', en: '国庆节' } },
    });
  });

  test('tells every fault with its line', () => {
    const text = ['2027-01-01,休', '2027-02-30,休', '2027-02-08,公休', '2027-02-11..2027-02-05,休', '2028-01-01,休', '2027-01-01,休', '2027-02-08,班', '2027-01-01..2027-05-01,休'].join('\n');
    expect(readYear(2027, text).faults.map(({ line, code }) => [line, code])).toEqual([
      [2, 'calendar.bad-day'], [3, 'calendar.bad-kind'], [4, 'calendar.bad-span'], [5, 'calendar.other-year'], [6, 'calendar.day-twice'], [7, 'calendar.no-weekend'], [8, 'calendar.bad-span'],
    ]);
    expect(readYear(2027, '2027-01-01,休').faults).toEqual([{ line: 0, code: 'calendar.incomplete', facts: { year: 2027, absent: ['2027-05-01', '2027-10-01'] } }]);
    expect(readYear(2027, '\n'.repeat(500)).faults[0]).toMatchObject({ line: 0, code: 'calendar.too-long' });
  });
});
