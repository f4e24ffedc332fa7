import { chineseCalendar, day, dayStatus, deadline, limitFrom, workdaysBetween, type Day, type DayStatus, type Deadline, type Limit, type LimitTerm, type YearSchedule } from '@xingchuang/calendar';
import type { CalendarView } from '@xingchuang/contracts';

/** What pages reckon with: the years the product knows and those that were loaded. */
export interface WorkCalendar {
  /** How many working days there are after `from` up to and including `to`; negative where `to` has passed. */
  readonly workdaysLeft: (from: string, to: string) => number;
  /** The last day of so many working days after a day, with its reckoning. */
  readonly dueAfter: (from: string, workdays: number) => Deadline;
  /** The limit that begins on a day. */
  readonly limit: (from: string, term: LimitTerm) => Limit;
  readonly status: (on: string) => DayStatus;
}

export function workCalendar(loaded: CalendarView['loaded']): WorkCalendar {
  const years = loaded.map(({ year, off, worked, names }): YearSchedule => ({
    year, off: off as Day[], worked: worked as Day[], names: Object.fromEntries(Object.entries(names).map(([on, zh]) => [on, { zh, en: zh }])),
  }));
  const calendar = chineseCalendar(years);
  return {
    workdaysLeft: (from, to) => workdaysBetween(calendar, day(from), day(to)).workdays,
    dueAfter: (from, workdays) => deadline(calendar, { from: day(from), workdays }),
    limit: (from, term) => limitFrom(calendar, day(from), term),
    status: (on) => dayStatus(calendar, day(on)),
  };
}
