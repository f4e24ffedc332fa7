import { type Calendar, dayStatus } from './calendar.ts';
import { addDays, day, type Day, findDay, lastDayOfMonth, weekday, yearOf } from './day.ts';

/** How often something comes round. */
export type Every = 'week' | 'month' | 'quarter' | 'half-year' | 'year';
export interface Period {
  readonly period: string;
  readonly from: Day;
  readonly to: Day;
}

const MONTHS: Readonly<Record<Exclude<Every, 'week'>, number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };
const two = (n: number): string => String(n).padStart(2, '0');

/** The period in which a day lies. Weeks are those of ISO 8601: from Monday, of the year in which their Thursday lies. */
export function periodOf(every: Every, on: Day): Period {
  const year = yearOf(on);
  if (every === 'week') {
    const from = addDays(on, 1 - weekday(on));
    const thursday = addDays(from, 3);
    const first = day(`${yearOf(thursday)}-01-04`);
    const monday = addDays(first, 1 - weekday(first));
    let week = 1;
    for (let at = monday; at < from; at = addDays(at, 7)) week += 1;
    return { period: `${yearOf(thursday)}-W${two(week)}`, from, to: addDays(from, 6) };
  }
  const months = MONTHS[every];
  const part = Math.floor((Number(on.slice(5, 7)) - 1) / months);
  const from = day(`${year}-${two(part * months + 1)}-01`);
  const to = lastDayOfMonth(day(`${year}-${two((part + 1) * months)}-01`));
  const period = { month: `${year}-${two(part + 1)}`, quarter: `${year}-Q${part + 1}`, 'half-year': `${year}-H${part + 1}`, year: `${year}` }[every];
  return { period, from, to };
}

/** The periods that ended before today and after a day, in order; only the last one where no day is given. */
export function endedSince(every: Every, today: Day, after: Day | undefined): Period[] {
  const ended: Period[] = [];
  let one = periodOf(every, addDays(periodOf(every, today).from, -1));
  while (ended.length < 60 && (after === undefined ? ended.length === 0 : one.to > after)) {
    ended.unshift(one);
    one = periodOf(every, addDays(one.from, -1));
  }
  return ended;
}

/** True where nobody works in the whole period; what is made of it then is left out with a note (A27). */
export function hasNoWorkday(calendar: Calendar, { from, to }: Period): boolean {
  for (let on = from; on <= to; on = addDays(on, 1)) if (dayStatus(calendar, on).working) return false;
  return true;
}

/** The period before another one. */
export const periodBefore = (every: Every, { from }: Period): Period => periodOf(every, addDays(from, -1));

const NAMES: readonly [every: Every, shape: RegExp, first: (part: number) => string][] = [
  ['week', /^(\d{4})-W(\d\d)$/, () => '01-04'],
  ['quarter', /^(\d{4})-Q([1-4])$/, (part) => `${two(part * 3 - 2)}-01`],
  ['half-year', /^(\d{4})-H([12])$/, (part) => `${two(part * 6 - 5)}-01`],
  ['month', /^(\d{4})-(\d\d)$/, (part) => `${two(part)}-01`],
  ['year', /^(\d{4})()$/, () => '01-01'],
];

/** The period of a name such as 2026-03, 2026-W09, 2026-Q1, 2026-H1 or 2026; undefined where there is none. */
export function periodNamed(name: string): (Period & { readonly every: Every }) | undefined {
  for (const [every, shape, first] of NAMES) {
    const [, year, part] = shape.exec(name) ?? [];
    const on = year === undefined ? undefined : findDay(`${year}-${first(Number(part))}`);
    if (on === undefined) continue;
    const period = periodOf(every, every === 'week' ? addDays(on, 7 * (Number(part) - 1)) : on);
    if (period.period === name) return { every, ...period };
  }
  return undefined;
}
