import { NOTICES } from './notices.fixture.ts';
import { addDays, calendarFromYear, chineseCalendar, day, dayStatus, weekday, workdayFrom, type Day } from './index.ts';

const calendar = chineseCalendar();

function daysOff(year: number): Set<string> {
  const off = new Set<string>();
  for (const range of NOTICES[year]![0]) {
    const [first, last] = range.split('..').map((date) => day(`${year}-${date}`)) as [Day, Day];
    for (let on = first; on <= last; on = addDays(on, 1)) off.add(on);
  }
  return off;
}

function expectedWorking(on: Day): boolean {
  const year = Number(on.slice(0, 4));
  if (NOTICES[year]![1].includes(on.slice(5))) return true;
  return weekday(on) <= 5 && !daysOff(year).has(on);
}

describe.each([2022, 2023, 2024, 2025, 2026])('the notice for %i', (year) => {
  const days: Day[] = [];
  for (let on = day(`${year}-01-01`); on <= day(`${year}-12-31`); on = addDays(on, 1)) days.push(on);
  const boundaries = [
    ...new Set([...days.filter((on) => daysOff(year).has(on)), ...NOTICES[year]![1].map((date) => day(`${year}-${date}`))]),
  ]
    .flatMap((on) => [addDays(on, -1), on, addDays(on, 1)])
    .filter((on, at, all) => all.indexOf(on) === at && on.startsWith(String(year)))
    .sort();

  test.each(boundaries)('%s', (on) => {
    expect(dayStatus(calendar, on).working).toBe(expectedWorking(on));
  });

  test('every other day is a working day from Monday to Friday', () => {
    expect(days.filter((on) => dayStatus(calendar, on).working)).toEqual(days.filter(expectedWorking));
  });
});

test.each([
  ['2026-02-14', 'worked-weekend', '春节'],
  ['2026-02-15', 'holiday', '春节'],
  ['2026-02-24', 'working', undefined],
  ['2026-07-12', 'weekend', undefined],
  ['2026-10-10', 'worked-weekend', '国庆节'],
])('%s is a %s day of %s', (on, kind, name) => {
  const status = dayStatus(calendar, day(on));
  expect(status.kind).toBe(kind);
  expect(status.name?.zh).toBe(name);
  expect(status.missingYear).toBeUndefined();
});

test('only years that the package has whole are loaded', () => {
  expect(calendar.years.at(0)).toBe(2004);
  expect(calendar.years.at(-1)).toBe(2026);
  expect(calendar.years).toHaveLength(23);
});

describe('what is not loaded', () => {
  test.each([
    ['2027-01-04', true, 2027],
    ['2027-01-09', false, 2027],
    ['2026-12-28', true, undefined],
    ['2026-12-29', true, 2027], // the notice of a year has moved 29 to 31 December before it
    ['2026-12-31', true, 2027],
    ['2003-12-31', true, 2003],
  ])('%s: working %p, and the notice of %p is missing', (on, working, missing) => {
    const status = dayStatus(calendar, day(on));
    expect(status.working).toBe(working);
    expect(status.missingYear).toBe(missing);
  });

  test.each(['2027-01-01', '2027-05-01', '2027-10-01'])('%s is a holiday by law, whatever the notice', (on) => {
    expect(dayStatus(calendar, day(on))).toMatchObject({ kind: 'holiday', working: false });
    expect(dayStatus(calendar, day(on)).missingYear).toBeUndefined();
  });
});

/** A made-up notice: the real one for 2027 does not exist yet for this test. */
const NEXT = {
  year: 2027,
  off: ['2026-12-31', '2027-01-01', '2027-02-08', '2027-05-01', '2027-10-01'],
  worked: ['2027-01-09'],
  names: { '2026-12-31': { zh: '元旦', en: "New Year's Day" } },
};

describe('a year added as data', () => {
  const next = chineseCalendar([NEXT]);

  test.each([
    ['2026-12-31', false, 'holiday'],
    ['2026-12-30', true, 'working'],
    ['2027-01-09', true, 'worked-weekend'],
    ['2027-02-08', false, 'holiday'],
    ['2027-02-09', true, 'working'],
  ])('%s: working %p as %s, for certain', (on, working, kind) => {
    expect(dayStatus(next, day(on))).toMatchObject({ working, kind });
    expect(dayStatus(next, day(on)).missingYear).toBeUndefined();
  });

  test('it wins over the same year of the package, as an amended notice does', () => {
    const amended = chineseCalendar([{ year: 2026, off: ['2026-01-01', '2026-05-01', '2026-10-01'], worked: [] }]);
    expect(dayStatus(amended, day('2026-02-16')).working).toBe(true);
    expect(dayStatus(amended, day('2025-10-08')).working).toBe(false);
    expect(amended.years).toHaveLength(23);
  });

  test('alone it knows its own year only', () => {
    const alone = calendarFromYear(2027, NEXT);
    expect(alone.years).toEqual([2027]);
    expect(dayStatus(alone, day('2026-02-16')).missingYear).toBe(2026);
  });

  test.each([
    ['off', { off: ['2027-01-01', '2027-05-01', '2027-13-01'] }, 'day.invalid', 'off[2]'],
    ['off', { off: ['2028-01-01', ...NEXT.off] }, 'calendar.other-year', 'off[0]'],
    ['off', { off: ['2026-11-30', ...NEXT.off] }, 'calendar.other-year', 'off[0]'],
    ['off', { off: [...NEXT.off, '2027-10-01'] }, 'calendar.day-twice', 'off[5]'],
    ['worked', { worked: ['2027-10-01'] }, 'calendar.day-twice', 'worked[0]'],
    ['worked', { worked: ['2027-01-04'] }, 'calendar.no-weekend', 'worked[0]'],
    ['off', { off: ['2027-01-01'] }, 'calendar.incomplete', 'off'],
    ['off', { off: [] }, 'calendar.incomplete', 'off'],
  ])('a fault in %s is refused: %j', (_, change, code, field) => {
    expect(() => calendarFromYear(2027, { ...NEXT, ...change })).toThrow(
      expect.objectContaining({ kind: 'invalid', code, field }),
    );
  });

  test('a calendar cannot be changed', () => {
    expect(() => (next.years as number[]).push(2028)).toThrow(TypeError);
    expect(() => Object.assign(next.marked, { '2027-03-01': { kind: 'holiday' } })).toThrow(TypeError);
  });
});

test.each([
  ['2026-02-15', '2026-02-24'],
  ['2026-02-28', '2026-02-28'],
  ['2026-10-01', '2026-10-08'],
])('the first working day from %s is %s', (from, expected) => {
  expect(workdayFrom(calendar, day(from)).day).toBe(expected);
});
