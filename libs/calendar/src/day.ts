import { Refusal } from '@xingchuang/rules';

/** A calendar day in Asia/Shanghai, written YYYY-MM-DD, so that `<` and `===` compare days. Made by `day`, never by a cast. */
export type Day = string & { readonly __day: true };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;
// China has kept UTC+8 without summer time since 15 September 1991, and the oldest evidence is younger. A fixed offset
// therefore is exact, and needs neither the host's zone nor its time zone tables.
const SHANGHAI_MS = 8 * 3_600_000;
// Wide enough for birth dates and terms of office; narrow enough to catch 0206-01-05 and 20260-01-05.
const FIRST = '1900-01-01';
const LAST = '2999-12-31';

/** The day that a text names; refuses `day.invalid` for anything but an existing YYYY-MM-DD of 1900 to 2999. */
export function day(text: string, field?: string): Day {
  const found = findDay(text);
  if (found === undefined)
    throw new Refusal('invalid', 'day.invalid', { text, expected: 'YYYY-MM-DD', first: FIRST, last: LAST }, field);
  return found;
}

/** The same, with undefined in place of a refusal. */
export function findDay(text: unknown): Day | undefined {
  if (typeof text !== 'string' || !SHAPE.test(text) || text < FIRST || text > LAST) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  const read = written(time);
  return read === text ? read : undefined; // 2026-02-30 would read as 2 March
}

/** The Shanghai day on which an instant falls, whatever zone the host keeps. */
export function dayOf(instant: Date): Day {
  if (Number.isNaN(instant.getTime())) throw new Refusal('invalid', 'day.instant', {});
  return inRange(instant.getTime() + SHANGHAI_MS);
}

/** The instant at which a Shanghai day begins; it ends just before the next one begins. */
export function startOf(on: Day): Date {
  return new Date(ms(on) - SHANGHAI_MS);
}

/** The day `count` days later, or earlier where count is negative. */
export function addDays(on: Day, count: number): Day {
  return inRange(ms(on) + count * MS_PER_DAY);
}

/** The same day of a later month; a month without it gives its last day (A7: 2026-08-31 and 6 months is 2027-02-28). */
export function addMonths(on: Day, count: number): Day {
  const months = yearOf(on) * 12 + monthOf(on) - 1 + count;
  const first = Date.UTC(Math.floor(months / 12), months % 12, 1);
  const last = Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0);
  return inRange(Math.min(first + (dateOf(on) - 1) * MS_PER_DAY, last));
}

export function lastDayOfMonth(on: Day): Day {
  return inRange(Date.UTC(yearOf(on), monthOf(on), 0));
}

/** How many days `to` lies after `from`; negative where it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return (ms(to) - ms(from)) / MS_PER_DAY;
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekday(on: Day): number {
  return new Date(ms(on)).getUTCDay() || 7;
}

/** For sorting: negative, zero or positive as `a` is before, on or after `b`. */
export function compareDays(a: Day, b: Day): number {
  return ms(a) - ms(b);
}

export function yearOf(on: Day): number {
  return Number(on.slice(0, 4));
}

function monthOf(on: Day): number {
  return Number(on.slice(5, 7));
}

export function dateOf(on: Day): number {
  return Number(on.slice(8));
}

function ms(on: Day): number {
  return Date.parse(`${on}T00:00:00Z`);
}

function inRange(time: number): Day {
  const on = Math.abs(time) < 1e14 ? written(time) : undefined; // NaN and what toISOString cannot write
  if (on === undefined || on < FIRST || on > LAST) throw new Refusal('invalid', 'day.range', { first: FIRST, last: LAST });
  return on;
}

function written(time: number): Day {
  return new Date(time).toISOString().slice(0, -14) as Day; // the one place where a text becomes a day
}
