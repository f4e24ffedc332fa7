import { type Duty, dutyPeriods, dutyState, type DutyVerdict, type Period } from '@xingchuang/schemes';
import type { DUTY_STATES } from '@xingchuang/contracts';

type State = (typeof DUTY_STATES)[number];

/** One who owes a duty, and in which span of days; without an end, until further notice. */
export interface Owing {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** A record that counts for a subject. */
export interface Counted {
  readonly recordId: string;
  readonly subject: string;
  readonly on: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface DutyResult {
  readonly subject: string;
  readonly period: Period;
  readonly expected: number;
  readonly found: number;
  readonly state: State;
  readonly recordIds: readonly string[];
}

const STATES: Readonly<Record<DutyVerdict, State>> = { met: 'met', exempt: 'met', open: 'pending', due: 'due', missed: 'missing' };

const HALVES: Readonly<Record<string, readonly [string, string]>> = {
  H1: ['01', '06'], H2: ['07', '12'], Q1: ['01', '03'], Q2: ['04', '06'], Q3: ['07', '09'], Q4: ['10', '12'],
};

/** First and last month of an asked period such as 2026, 2026-H1, 2026-Q1 or 2026-03, as year and month. */
export function spanOf(asked: string): { readonly from: string; readonly to: string } {
  const [year, part] = asked.split('-');
  const [from, to] = part === undefined ? ['01', '12'] : (HALVES[part] ?? [part, part]);
  return { from: `${year}-${from}`, to: `${year}-${to}` };
}

/** The periods of a duty that lie wholly in the asked one. */
export function periodsWithin(duty: Duty, asked: string): Period[] {
  const { from, to } = spanOf(asked);
  return dutyPeriods(duty, Number(asked.slice(0, 4))).filter((period) => period.from.slice(0, 7) >= from && period.to.slice(0, 7) <= to);
}

/**
 * How each subject stands in each period. Expected of those who are there when the period ends: who came late in it still
 * owes, who left before its end does not.
 */
export function standings(duty: Duty, periods: readonly Period[], owing: readonly Owing[], counted: readonly Counted[], today: string): DutyResult[] {
  return periods.flatMap((period) => {
    const subjects = owing.filter(({ from, to }) => from <= period.to && (to === '' || period.to <= to)).map(({ subject }) => subject);
    const here = counted.filter(({ on }) => period.from <= on && on <= period.to);
    const records = Map.groupBy(here, ({ subject }) => subject);
    return dutyState(duty, { subjects, records: here, period, today }).subjects.map(({ subject, got, expected, state }) => ({
      subject, period, expected, found: got, state: STATES[state], recordIds: (records.get(subject) ?? []).map(({ recordId }) => recordId),
    }));
  });
}
