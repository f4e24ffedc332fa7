import { addDays, day, lastDayOfMonth, weekday, yearOf, type Day } from '@xingchuang/calendar';
import type { Duty, PeriodKind, Scheme } from './scheme.ts';

/** One period of a duty: `2026-W05`, `2026-03`, `2026-Q1`, `2026-H1` or `2026`, first and last day included. */
export interface Period {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
}

/** A record that counts for a duty: whose, on which day, and its whole numbers by field. */
export interface DutyRecord {
  readonly subject: string;
  readonly on: string;
  readonly values?: Readonly<Record<string, number>>;
}

export interface DutyFacts {
  /** Everybody who owes it, by id. */
  readonly subjects: readonly string[];
  readonly records: readonly DutyRecord[];
  readonly period: Period;
  readonly today: string;
  /** Subjects let off for this period, with the reason (A24). */
  readonly exempt?: Readonly<Record<string, string>>;
}

/** `due` on the last day of the period, `missed` after it. */
export type DutyVerdict = 'met' | 'exempt' | 'open' | 'due' | 'missed';

export interface DutyStanding {
  readonly period: Period;
  readonly subjects: readonly {
    readonly subject: string;
    readonly got: number;
    readonly expected: number;
    readonly state: DutyVerdict;
  }[];
  /** Subjects that have not met it so far. */
  readonly missing: readonly string[];
  /** True from the last day of the period on while somebody is missing. */
  readonly alert: boolean;
}

/** The duties of a scheme: which records are expected of whom, how often and how much. */
export const duties = (scheme: Scheme): readonly Duty[] => scheme.duties;

const MONTHS: Record<Exclude<PeriodKind, 'week'>, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The periods of a duty in a year, in order; only its months where it names some (S0 L97: June and December). A week is of the year of its Thursday (ISO 8601). */
export function dutyPeriods({ every, months }: Pick<Duty, 'every'> & { readonly months?: readonly number[] | undefined }, year: number): Period[] {
  if (every === 'week') return weeksOf(year);
  const length = MONTHS[every];
  return Array.from({ length: 12 / length }, (_, i) => i * length + 1)
    .filter((month) => months?.includes(month) ?? true)
    .map((month) => ({
      id: periodId(every, year, month),
      from: day(`${year}-${two(month)}-01`),
      to: lastDayOfMonth(day(`${year}-${two(month + length - 1)}-01`)),
    }));
}

/** The period in which a day lies; undefined in a month for which nothing is expected. */
export function dutyPeriodOf(duty: Pick<Duty, 'every' | 'months'>, on: string): Period | undefined {
  return dutyPeriods(duty, Number(on.slice(0, 4))).find(({ from, to }) => from <= on && on <= to);
}

/** Who has met a duty in a period and who has not. A record counts for the period of its own day only (S0 L97, L111, L123). */
export function dutyState(
  { expect }: Pick<Duty, 'expect'>,
  { subjects, records, period, today, exempt = {} }: DutyFacts,
): DutyStanding {
  const got = new Map<string, number>();
  for (const { subject, on, values } of records) {
    if (on < period.from || on > period.to) continue;
    const counts = expect.sum === undefined ? 1 : (values?.[expect.sum] ?? 0);
    got.set(subject, (got.get(subject) ?? 0) + counts);
  }
  const unmet: DutyVerdict = today < period.to ? 'open' : today === period.to ? 'due' : 'missed';
  const standing = subjects.map((subject) => {
    const sum = got.get(subject) ?? 0;
    const state: DutyVerdict = sum >= expect.atLeast ? 'met' : Object.hasOwn(exempt, subject) ? 'exempt' : unmet;
    return { subject, got: sum, expected: expect.atLeast, state };
  });
  const missing = standing.filter(({ state }) => state === unmet).map(({ subject }) => subject);
  return { period, subjects: standing, missing, alert: missing.length > 0 && today >= period.to };
}

function weeksOf(year: number): Period[] {
  const fourth = day(`${year}-01-04`); // always in the first week
  const weeks: Period[] = [];
  for (let monday = addDays(fourth, 1 - weekday(fourth)); yearOf(addDays(monday, 3)) === year; monday = addDays(monday, 7)) {
    weeks.push({ id: `${year}-W${two(weeks.length + 1)}`, from: monday, to: addDays(monday, 6) });
  }
  return weeks;
}

function periodId(every: Exclude<PeriodKind, 'week'>, year: number, month: number): string {
  if (every === 'year') return `${year}`;
  if (every === 'month') return `${year}-${two(month)}`;
  return every === 'quarter' ? `${year}-Q${(month + 2) / 3}` : `${year}-H${(month + 5) / 6}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
