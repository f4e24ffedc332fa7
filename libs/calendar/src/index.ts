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
export { chineseCalendar } from './state-council.ts';
