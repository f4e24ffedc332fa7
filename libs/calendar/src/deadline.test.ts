import fc from 'fast-check';
import { addDays, chineseCalendar, day, deadline, dayStatus, type LimitRule, limitUntil, workdaysBetween } from './index.ts';

const calendar = chineseCalendar();
const NEXT_YEAR = {
  year: 2027,
  off: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-08', '2027-05-01', '2027-10-01'],
  worked: ['2027-01-09'],
};

describe('the dates of the acceptance cases', () => {
  test.each<[string, string, LimitRule, string, string, string]>([
    ['W1 and the public notice', '2026-02-13', { workdays: 5 }, '2026-02-27', '2026-02-28', '2026-02-28'],
    ['W2', '2026-02-13', { workdays: 5, countStart: true }, '2026-02-26', '2026-02-27', '2026-02-27'],
    ['W4 and L1', '2026-03-02', { months: 3 }, '2026-06-02', '2026-06-03', '2026-06-03'],
    ['W5', '2026-06-03', { months: 6 }, '2026-12-03', '2026-12-04', '2026-12-04'],
    ['L4', '2026-04-01', { months: 3 }, '2026-07-01', '2026-07-02', '2026-07-02'],
    ['G2', '2026-04-15', { workdays: 15 }, '2026-05-09', '2026-05-10', '2026-05-11'],
    ['R1', '2026-04-01', { workdays: 10 }, '2026-04-16', '2026-04-17', '2026-04-17'],
    ['E3', '2026-07-06', { workdays: 20 }, '2026-08-03', '2026-08-04', '2026-08-04'],
    ['D2', '2026-09-21', { workdays: 10 }, '2026-10-12', '2026-10-13', '2026-10-13'],
    ['N1', '2026-01-12', { months: 6 }, '2026-07-12', '2026-07-13', '2026-07-13'],
    ['N2, where limits move', '2026-01-12', { months: 6, holiday: 'next' }, '2026-07-13', '2026-07-14', '2026-07-14'],
    ['month clamp', '2025-08-31', { months: 6 }, '2026-02-28', '2026-03-01', '2026-03-02'],
    [
      'a worked Saturday is no holiday to move from',
      '2025-11-28',
      { months: 3, holiday: 'next' },
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ],
    ['months, start counted', '2026-03-01', { months: 3, countStart: true }, '2026-05-31', '2026-06-01', '2026-06-01'],
    ['clamp, start counted', '2025-08-31', { months: 6, countStart: true }, '2026-02-28', '2026-03-01', '2026-03-02'],
    [
      'a holiday is not counted as the start',
      '2026-02-16',
      { workdays: 1, countStart: true },
      '2026-02-24',
      '2026-02-25',
      '2026-02-25',
    ],
    ['one day, counted at once', '2026-02-13', { workdays: 1, countStart: true }, '2026-02-13', '2026-02-14', '2026-02-14'],
    ['over the National Day', '2026-09-24', { workdays: 4 }, '2026-10-08', '2026-10-09', '2026-10-09'],
  ])('%s', (_, from, rule, lastDay, firstDayAfter, firstWorkdayAfter) => {
    expect(deadline(calendar, { ...rule, from: day(from) })).toMatchObject({
      lastDay,
      firstDayAfter,
      firstWorkdayAfter,
      provisional: false,
    });
  });
});

test('W1 shows its derivation day by day', () => {
  const { derivation } = deadline(calendar, { from: day('2026-02-13'), workdays: 5 });
  expect(derivation.map((step) => [step.day, step.kind, step.counted])).toEqual([
    ['2026-02-13', 'start', null],
    ['2026-02-14', 'worked-weekend', 1],
    ...['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((date) => [`2026-02-${date}`, 'holiday', null]),
    ['2026-02-24', 'working', 2],
    ['2026-02-25', 'working', 3],
    ['2026-02-26', 'working', 4],
    ['2026-02-27', 'working', 5],
  ]);
  expect(derivation.map((step) => step.zh).slice(0, 3)).toEqual([
    '星期五，起算日不计入',
    '星期六，春节调休上班，第 1 个工作日',
    '星期日，春节放假，不计',
  ]);
  expect(derivation[1]?.en).toBe('Saturday, worked in exchange for Spring Festival: working day 1');
});

describe('a limit in months on a day that is no working day', () => {
  const kinds = (rule: LimitRule) =>
    deadline(calendar, { ...rule, from: day('2026-01-12') }).derivation.map((step) => [step.day, step.kind]);

  test('stays and warns', () => {
    expect(kinds({ months: 6 })).toEqual([
      ['2026-01-12', 'start'],
      ['2026-07-12', 'months'],
      ['2026-07-12', 'warning'],
    ]);
  });

  test('or moves, step by step', () => {
    expect(kinds({ months: 6, holiday: 'next' })).toEqual([
      ['2026-01-12', 'start'],
      ['2026-07-12', 'months'],
      ['2026-07-12', 'weekend'],
      ['2026-07-13', 'moved'],
    ]);
  });

  test('a clamp is told', () => {
    const { derivation } = deadline(calendar, { from: day('2025-08-31'), months: 6 });
    expect(derivation.map((step) => step.kind)).toEqual(['start', 'clamp']);
    expect(derivation[1]?.zh).toContain('没有对应日');
  });
});

describe('a date that is set', () => {
  const january = day('2026-01-31'); // a Saturday: case T2

  test('stays, and warns', () => {
    const limit = limitUntil(calendar, { until: january });
    expect(limit).toMatchObject({
      lastDay: '2026-01-31',
      firstDayAfter: '2026-02-01',
      firstWorkdayAfter: '2026-02-02',
      provisional: false,
    });
    expect(limit.derivation.map((step) => step.kind)).toEqual(['fixed', 'warning']);
  });

  test('moves where the rule says so', () => {
    const limit = limitUntil(calendar, { until: january, holiday: 'next' });
    expect(limit.lastDay).toBe('2026-02-02');
    expect(limit.derivation.map((step) => step.kind)).toEqual(['fixed', 'weekend', 'weekend', 'moved']);
  });

  test('is silent on a working day', () => {
    expect(limitUntil(calendar, { until: day('2026-01-30') }).derivation.map((step) => step.kind)).toEqual(['fixed']);
  });
});

describe('a year that is not loaded', () => {
  const question = { from: day('2026-12-25'), workdays: 10 };

  test('makes the deadline provisional and says why; loaded, it is counted anew', () => {
    const before = deadline(calendar, question);
    expect(before).toMatchObject({ lastDay: '2027-01-11', provisional: true });
    expect(before.derivation.find((step) => step.day === '2027-01-04')).toMatchObject({ provisional: true, kind: 'working' });
    expect(before.derivation.at(-1)?.zh).toContain('2027 年放假安排尚未载入');
    expect(before.derivation[1]).toMatchObject({ day: '2026-12-26', provisional: false });

    const after = deadline(chineseCalendar([NEXT_YEAR]), question);
    expect(after).toMatchObject({ lastDay: '2027-01-09', firstWorkdayAfter: '2027-01-11', provisional: false });
    expect(after.derivation.every((step) => !step.provisional)).toBe(true);
  });

  test.each<[string, LimitRule, string, boolean]>([
    ['2026-08-31', { months: 6 }, '2027-02-28', true],
    ['2026-12-24', { workdays: 2 }, '2026-12-28', true], // its next working day is the 29th, which the notice of 2027 may take
    ['2026-12-23', { workdays: 2 }, '2026-12-25', false],
    ['2026-11-01', { months: 2, holiday: 'next' }, '2027-01-04', true], // 1 January is a holiday in any notice
  ])('from %s by %j: %s, provisional %p', (from, rule, lastDay, provisional) => {
    expect(deadline(calendar, { ...rule, from: day(from) })).toMatchObject({ lastDay, provisional });
  });

  test('also for the days left', () => {
    expect(workdaysBetween(calendar, day('2026-12-21'), day('2026-12-25'))).toEqual({ workdays: 4, provisional: false });
    expect(workdaysBetween(calendar, day('2026-12-21'), day('2027-01-08'))).toEqual({ workdays: 13, provisional: true });
  });
});

describe('what cannot be a limit is refused', () => {
  const from = day('2026-02-13');
  test.each([
    [{ workdays: 0 }, 'deadline.count', 'workdays'],
    [{ workdays: -5 }, 'deadline.count', 'workdays'],
    [{ workdays: 1.5 }, 'deadline.count', 'workdays'],
    [{ workdays: Number.NaN }, 'deadline.count', 'workdays'],
    [{ workdays: 3_661 }, 'deadline.count', 'workdays'],
    [{ workdays: Infinity }, 'deadline.count', 'workdays'],
    [{ months: 0 }, 'deadline.count', 'months'],
    [{ months: -1 }, 'deadline.count', 'months'],
    [{ months: 1_201 }, 'deadline.count', 'months'],
    [{ months: 3, holiday: 'previous' as 'next' }, 'deadline.holiday', 'holiday'],
    [{}, 'deadline.one-unit', 'workdays'],
    [{ workdays: 5, months: 1 }, 'deadline.one-unit', 'workdays'],
  ])('%j', (rule, code, field) => {
    expect(() => deadline(calendar, { ...rule, from })).toThrow(expect.objectContaining({ kind: 'invalid', code, field }));
  });

  test('the largest are not', () => {
    expect(workdaysBetween(calendar, from, deadline(calendar, { from, workdays: 3_660 }).lastDay).workdays).toBe(3_660);
    expect(deadline(calendar, { from, months: 1_200 }).lastDay).toBe('2126-02-13');
  });

  test('days left over more than a century', () => {
    expect(() => workdaysBetween(calendar, day('1900-01-01'), day('2026-01-01'))).toThrow(
      expect.objectContaining({ code: 'deadline.too-long' }),
    );
  });
});

describe('laws', () => {
  const days = fc.integer({ min: 0, max: 9_000 }).map((n) => addDays(day('2003-06-01'), n)); // loaded and unloaded years
  const counts = fc.integer({ min: 1, max: 300 });

  test('a longer limit never ends earlier', () => {
    fc.assert(
      fc.property(days, counts, fc.boolean(), (from, workdays, countStart) => {
        const shorter = deadline(calendar, { from, workdays, countStart });
        expect(deadline(calendar, { from, workdays: workdays + 1, countStart }).lastDay).toBe(shorter.firstWorkdayAfter);
        const months = Math.ceil(workdays / 10);
        for (const holiday of ['stay', 'next'] as const) {
          const before = deadline(calendar, { from, months, countStart, holiday }).lastDay;
          expect(deadline(calendar, { from, months: months + 1, countStart, holiday }).lastDay > before).toBe(true);
        }
      }),
    );
  });

  test('days left at the start of a limit are its length', () => {
    fc.assert(
      fc.property(days, counts, (from, workdays) => {
        const { lastDay, provisional } = deadline(calendar, { from, workdays });
        expect(workdaysBetween(calendar, from, lastDay).workdays).toBe(workdays);
        expect(workdaysBetween(calendar, lastDay, from).workdays).toBe(-workdays);
        if (!provisional) expect(workdaysBetween(calendar, from, lastDay).provisional).toBe(false);
      }),
    );
  });

  test('a limit in working days ends on one, and later events never end it earlier', () => {
    fc.assert(
      fc.property(days, counts, fc.boolean(), (from, workdays, countStart) => {
        const { lastDay, firstDayAfter, firstWorkdayAfter } = deadline(calendar, { from, workdays, countStart });
        expect(dayStatus(calendar, lastDay).working).toBe(true);
        expect(dayStatus(calendar, firstWorkdayAfter).working).toBe(true);
        expect(firstDayAfter).toBe(addDays(lastDay, 1));
        expect(firstWorkdayAfter >= firstDayAfter).toBe(true);
        expect(deadline(calendar, { from: addDays(from, 1), workdays, countStart }).lastDay >= lastDay).toBe(true);
      }),
    );
  });

  test('counting the start ends a limit on the same day or one working day sooner', () => {
    fc.assert(
      fc.property(days, counts, (from, workdays) => {
        const { lastDay } = deadline(calendar, { from, workdays });
        const sooner = deadline(calendar, { from, workdays, countStart: true });
        expect(dayStatus(calendar, from).working ? sooner.firstWorkdayAfter : sooner.lastDay).toBe(lastDay);
      }),
    );
  });

  test('a limit that is moved ends on the first working day of those that stay', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), (from, months) => {
        const stays = deadline(calendar, { from, months });
        const moves = deadline(calendar, { from, months, holiday: 'next' });
        expect(moves.lastDay).toBe(dayStatus(calendar, stays.lastDay).working ? stays.lastDay : stays.firstWorkdayAfter);
      }),
    );
  });
});
