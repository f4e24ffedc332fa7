export {
  type Calendar,
  calendarFromYear,
  calendarFromYears,
  type DayKind,
  type DayStatus,
  dayStatus,
  type Words,
  workdayFrom,
  type YearSchedule,
} from './calendar.ts';
export {
  addDays,
  addMonths,
  compareDays,
  type Day,
  day,
  dayOf,
  daysBetween,
  findDay,
  lastDayOfMonth,
  startOf,
  weekday,
  yearOf,
} from './day.ts';
export { type Deadline, deadline, type HolidayRule, type LimitRule, limitUntil, workdaysBetween } from './deadline.ts';
export { type DeadlineStep } from './derivation.ts';
export { type Limit, limitFrom, type LimitTerm, reckonedAgain } from './limit.ts';
export { pastTerms } from './past-terms.ts';
export { endedSince, type Every, hasNoWorkday, type Period, periodBefore, periodNamed, periodOf } from './period.ts';
export { chineseCalendar } from './state-council.ts';
export { type LineFault, readYear, type YearFile } from './year-file.ts';
