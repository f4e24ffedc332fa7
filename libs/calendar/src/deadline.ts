import { Refusal } from '@xingchuang/rules';
import { type Calendar, type DayStatus, dayStatus, workdayFrom } from './calendar.ts';
import { addDays, addMonths, dateOf, type Day, daysBetween } from './day.ts';
import { type DeadlineStep, Derivation } from './derivation.ts';

/** What a limit does whose last day is no working day (A8): it stays and warns, or moves to the next working day. */
export type HolidayRule = 'stay' | 'next';

/** How a scheme or a notice states a limit: exactly one of `workdays` and `months`. */
export interface LimitRule {
  readonly workdays?: number | undefined;
  readonly months?: number | undefined;
  /** Whether the day of the event is itself the first day; by default it is not (A7). */
  readonly countStart?: boolean | undefined;
  /** For months only: a limit in working days never ends on a holiday (A8). */
  readonly holiday?: HolidayRule | undefined;
}

export interface Deadline {
  /** The last day on which one is still in time. */
  readonly lastDay: Day;
  readonly firstDayAfter: Day;
  readonly firstWorkdayAfter: Day;
  /** True where a notice that is not loaded may still change one of the three days or a warning. */
  readonly provisional: boolean;
  readonly derivation: readonly DeadlineStep[];
}

const MOST_WORKDAYS = 3_660;
const MOST_MONTHS = 1_200;
const MOST_DAYS = 36_600;

/** The end of a limit that begins with an event on `from`, with its derivation (A7, A8). Refuses `deadline.…`. */
export function deadline(calendar: Calendar, { from, ...rule }: LimitRule & { readonly from: Day }): Deadline {
  const { workdays, months, countStart = false, holiday = 'stay' } = rule;
  if (months === undefined && workdays !== undefined) {
    return countWorkdays(calendar, from, count(workdays, MOST_WORKDAYS, 'workdays'), countStart);
  }
  if (workdays === undefined && months !== undefined) {
    return countMonths(calendar, from, count(months, MOST_MONTHS, 'months'), countStart, holidayRule(holiday));
  }
  throw new Refusal('invalid', 'deadline.one-unit', { workdays, months }, 'workdays');
}

/** The same shape for a limit that names its date, such as the end of January (S4 L99; A8). */
export function limitUntil(
  calendar: Calendar,
  { until, holiday = 'stay' }: { readonly until: Day; readonly holiday?: HolidayRule | undefined },
): Deadline {
  const derivation = new Derivation();
  derivation.fixed(dayStatus(calendar, until));
  return settle(calendar, until, holidayRule(holiday), derivation);
}

/**
 * How many working days come after `from` up to and including `to`: the days left, negative once `to` has passed.
 * The inverse of `deadline` with `workdays`.
 */
export function workdaysBetween(
  calendar: Calendar,
  from: Day,
  to: Day,
): { readonly workdays: number; readonly provisional: boolean } {
  if (to < from) {
    const late = workdaysBetween(calendar, to, from);
    return { ...late, workdays: 0 - late.workdays };
  }
  const days = daysBetween(from, to);
  if (days > MOST_DAYS) throw new Refusal('invalid', 'deadline.too-long', { from, to, most: MOST_DAYS }, 'to');
  let workdays = 0;
  let provisional = false;
  for (let ahead = 1; ahead <= days; ahead += 1) {
    const status = dayStatus(calendar, addDays(from, ahead));
    if (status.working) workdays += 1;
    provisional ||= status.missingYear !== undefined;
  }
  return { workdays, provisional };
}

function countWorkdays(calendar: Calendar, from: Day, workdays: number, countStart: boolean): Deadline {
  const derivation = new Derivation();
  const start = dayStatus(calendar, from);
  let counted = countStart && start.working ? 1 : 0;
  derivation.start(start, countStart, counted === 1 ? 1 : null);
  let last = from;
  while (counted < workdays) {
    last = addDays(last, 1);
    const status = dayStatus(calendar, last);
    if (status.working) counted += 1;
    derivation.day(status, status.working ? counted : null);
  }
  return ending(calendar, last, derivation);
}

function countMonths(calendar: Calendar, from: Day, months: number, countStart: boolean, holiday: HolidayRule): Deadline {
  const derivation = new Derivation();
  derivation.start(dayStatus(calendar, from), countStart, null);
  const same = addMonths(from, months);
  const clamped = dateOf(same) !== dateOf(from);
  // Three months that include 1 March are over on 31 May; where the month ended early, its end is the last day either way.
  const last = countStart && !clamped ? addDays(same, -1) : same;
  derivation.months(dayStatus(calendar, last), months, { clamped, countStart });
  return settle(calendar, last, holiday, derivation);
}

function settle(calendar: Calendar, named: Day, holiday: HolidayRule, derivation: Derivation): Deadline {
  const status = dayStatus(calendar, named);
  if (status.working) return ending(calendar, named, derivation);
  if (holiday === 'stay') {
    derivation.warning(status);
    return ending(calendar, named, derivation);
  }
  let moving: DayStatus = status;
  for (; !moving.working; moving = dayStatus(calendar, addDays(moving.day, 1))) derivation.day(moving, null);
  derivation.moved(moving);
  return ending(calendar, moving.day, derivation);
}

function ending(calendar: Calendar, lastDay: Day, { steps }: Derivation): Deadline {
  const firstDayAfter = addDays(lastDay, 1);
  const next = workdayFrom(calendar, firstDayAfter);
  const provisional = next.missingYear !== undefined || steps.some((step) => step.provisional);
  return { lastDay, firstDayAfter, firstWorkdayAfter: next.day, provisional, derivation: steps };
}

function count(given: number, most: number, field: 'workdays' | 'months'): number {
  if (!Number.isInteger(given) || given < 1 || given > most) {
    throw new Refusal('invalid', 'deadline.count', { given, least: 1, most }, field);
  }
  return given;
}

function holidayRule(given: HolidayRule): HolidayRule {
  if (given !== 'stay' && given !== 'next')
    throw new Refusal('invalid', 'deadline.holiday', { given, allowed: ['stay', 'next'] }, 'holiday');
  return given;
}
