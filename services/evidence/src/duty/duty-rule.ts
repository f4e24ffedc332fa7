import { addDays, addMonths, dayOf, daysBetween, dayStatus, limitUntil, type Calendar, type Day } from '@xingchuang/calendar';
import { dutyPeriods, type Period } from '@xingchuang/schemes';
import type { DutyState, DutyTotals } from '@xingchuang/contracts';
import type { CountedRecord } from '../record/record-store.ts';
import type { Expected } from './expected.ts';

/** A period in which something is owed, with what that means today for who has not done it. */
export interface Term extends Period {
  /** The month in which it ends (a week: that of its Thursday); months, quarters and years are shown there. */
  readonly month: string;
  readonly unmet: 'pending' | 'due' | 'missing' | 'skipped';
  readonly note?: { readonly zh: string; readonly en: string };
}

const HALVES: Readonly<Record<string, readonly [string, string]>> = {
  H1: ['01', '06'], H2: ['07', '12'], Q1: ['01', '03'], Q2: ['04', '06'], Q3: ['07', '09'], Q4: ['10', '12'],
};

/** First and last month of an asked period such as 2026, 2026-H1, 2026-Q1 or 2026-03, as year and month. */
export function spanOf(asked: string): { readonly from: string; readonly to: string } {
  const [year, part] = asked.split('-');
  const [from, to] = part === undefined ? ['01', '12'] : (HALVES[part] ?? [part, part]);
  return { from: `${year}-${from}`, to: `${year}-${to}` };
}

/** The periods of an expectation that lie wholly in the asked one (weeks: with their Thursday), as they stand today. */
export function termsWithin(expected: Pick<Expected, 'every' | 'months' | 'grace'>, asked: string, today: Day, calendar: Calendar): Term[] {
  const { from, to } = spanOf(asked);
  if (expected.every === undefined) return [];
  const isWeek = expected.every === 'week';
  return dutyPeriods({ every: expected.every, months: expected.months }, Number(asked.slice(0, 4)))
    .map((period) => ({ period, first: (isWeek ? addDays(period.from, 3) : period.from).slice(0, 7), last: (isWeek ? addDays(period.from, 3) : period.to).slice(0, 7) }))
    .filter(({ first, last }) => first >= from && last <= to)
    .map(({ period, last }) => termOf(period, last, { dueFrom: period.to, lastDay: addDays(period.to, expected.grace) }, today, isWeek ? noWork(period, calendar) : undefined));
}

/** The limit after an event, e.g. six months from an appointment (S3 L23); one that ends on a day off stays or moves, as it says. */
export function termAfter(event: Day, { within, remind }: NonNullable<Expected['once']>, grace: number, today: Day, calendar: Calendar): Term {
  const named = 'months' in within ? addMonths(event, within.months) : addDays(event, within.days);
  const to = 'months' in within && within.holiday === 'next' ? limitUntil(calendar, { until: named, holiday: 'next' }).lastDay : named;
  const period: Period = { id: event, from: event, to };
  return termOf(period, to.slice(0, 7), { dueFrom: addDays(to, -remind), lastDay: addDays(to, grace) }, today, undefined);
}

/** No run of days off is longer. */
const MOST_DAYS_OFF = 15;

/** The days between which an event lies whose limit ends within a span; some around them may not. */
export function eventsOf({ within }: NonNullable<Expected['once']>, { from, to }: { readonly from: Day; readonly to: Day }): { readonly from: Day; readonly to: Day } {
  if ('days' in within) return { from: addDays(from, -within.days), to: addDays(to, -within.days) };
  const moved = within.holiday === 'next' ? -MOST_DAYS_OFF : 0;
  return { from: addMonths(addDays(from, moved), -within.months), to: addDays(addMonths(to, -within.months), 3) }; // the last days of a long month end with a short one
}

function termOf(period: Period, month: string, { dueFrom, lastDay }: { dueFrom: Day; lastDay: Day }, today: Day, note: Term['note']): Term {
  const unmet = note ? 'skipped' : today < dueFrom ? 'pending' : today <= lastDay ? 'due' : 'missing';
  return { ...period, month, unmet, ...(note && { note }) };
}

/** The note of a period without a working day; undefined where there is one. */
function noWork({ from, to }: Period, calendar: Calendar): Term['note'] | undefined {
  const names = new Map<string, string>();
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const { working, name } = dayStatus(calendar, on);
    if (working) return undefined;
    if (name) names.set(name.zh, name.en);
  }
  const of = (words: Iterable<string>) => [...words].join('、');
  return names.size === 0 ? { zh: '没有工作日', en: 'no working day' } : { zh: `${of(names.keys())}，没有工作日`, en: `${of(names.values())}: no working day` };
}

/** How much there is, and how much of it came in time. */
export interface Amount {
  readonly found: number;
  readonly inTime: number;
}

/** What counts of a record for somebody: one record, or the sum asked for. */
export function amountOf({ sum, fit, by }: Pick<Expected, 'sum' | 'fit' | 'by'>, record: CountedRecord, subject: string): number {
  if (record.hidden || (fit !== undefined && !record.fits.includes(fit))) return 0; // an unannounced visit must not show before its result
  if (sum === undefined) return 1;
  const values = by === 'credits' ? (record.credits.find(({ personId }) => personId === subject)?.values ?? {}) : record.sums;
  return Number(values[sum] ?? 0);
}

/** For whom a record counts. */
export function subjectsOf(by: Expected['by'], { unitId, credits, marks }: CountedRecord): string[] {
  if (by === 'unit') return [unitId];
  return by === 'credits' ? credits.map(({ personId }) => personId) : marks.filter(({ at }) => at === by.path).map(({ id }) => id);
}

/** The day on which a record came in. */
export const filedOn = ({ filedAt }: Pick<CountedRecord, 'filedAt'>): Day => dayOf(new Date(filedAt));

/** In time is what was filed by the end of the term and its grace; of a limit after an event, what happened by then. */
export const isInTime = (record: Pick<CountedRecord, 'day' | 'filedAt'>, { to }: Pick<Period, 'to'>, grace: number, isOnce: boolean): boolean =>
  (isOnce ? (record.day as Day) : filedOn(record)) <= addDays(to, grace);

/** What somebody's records amount to in a term; those of a limit after an event count even when they came too late. */
export function tell(expected: Expected, term: Period, subject: string, records: readonly CountedRecord[]): Amount & { readonly recordIds: string[]; lateBy(atLeast: number): number | undefined } {
  const isOnce = expected.once !== undefined;
  const here = records
    .filter(({ day }) => term.from <= day && (isOnce || day <= term.to))
    .map((record) => ({ record, amount: amountOf(expected, record, subject), came: isOnce ? (record.day as Day) : filedOn(record), inTime: isInTime(record, term, expected.grace, isOnce) }))
    .filter(({ amount }) => amount > 0);
  const sum = (of: typeof here) => of.reduce((all, { amount }) => all + amount, 0);
  return {
    found: sum(here),
    inTime: sum(here.filter(({ inTime }) => inTime)),
    recordIds: here.map(({ record }) => record.id),
    lateBy(atLeast) {
      let all = 0;
      const met = here.toSorted((a, b) => (a.came < b.came ? -1 : a.came > b.came ? 1 : 0)).find(({ amount }) => (all += amount) >= atLeast);
      return met && met.came > term.to ? daysBetween(term.to, met.came) : undefined;
    },
  };
}

export const noTotals = (): Record<DutyState, number> & DutyTotals => ({ met: 0, late: 0, pending: 0, due: 0, missing: 0, skipped: 0, exempt: 0 });
