import { addDays, addMonths, type Calendar, type Day, day, type Deadline, deadline, limitUntil, yearOf } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import type { Window } from './decision.ts';
import { settleTerm } from './notice.ts';
import { settle } from './parameters.ts';
import type { Due, ParameterValues, Scheme, StepWindow, YearDay } from './scheme.ts';

/** What the days of a round are counted from: the assessed year, and the values of the round. */
export interface RoundTime {
  readonly calendar: Calendar;
  /** Year of the last day of the window. */
  readonly assessed: number;
  readonly parameters?: ParameterValues;
}

/** The day of a step with its derivation, and where it says about when, how far before and after still counts. */
export interface StepDue extends Deadline {
  readonly tolerance: number;
  /** Only with a tolerance: before this day it is too early. */
  readonly earliest?: Day;
  /** After its last day it is too late. */
  readonly latest: Deadline;
}

const dayIn = (assessed: number, on: string, year = 1): Day => day(`${assessed + year}-${on}`);

const isYearDay = (due: Due): due is YearDay => 'on' in due;

/**
 * The last day by which a step is due: a fixed day, or a term from the day the step before it was done. Undefined for a term that is
 * given when it starts (`ask`) or that has not begun. A fixed day on a holiday stays or moves as the scheme says.
 */
export function dueOf(scheme: Scheme, due: Due, { calendar, assessed, parameters = {} }: RoundTime, from?: Day): StepDue | undefined {
  if (isYearDay(due)) {
    const until = dayIn(assessed, due.on, due.year);
    const tolerance = settle(scheme, due.tolerance ?? 0, parameters);
    const holiday = settle(scheme, due.holiday ?? 'stay', parameters);
    const named = limitUntil(calendar, { until, holiday });
    if (tolerance === 0) return { ...named, tolerance, latest: named };
    return { ...named, tolerance, earliest: addDays(until, -tolerance), latest: limitUntil(calendar, { until: addDays(until, tolerance), holiday }) };
  }
  const { ask, workdays, months, countStart, holiday } = settleTerm(scheme, due, parameters);
  if (ask || !from) return undefined;
  const length = workdays === undefined ? { months: months! } : { workdays };
  const found = deadline(calendar, { from, ...length, countStart, holiday });
  return { ...found, tolerance: 0, latest: found };
}

/** The days within which a step may be done; undefined where they are asked when the round opens. */
export function windowOfStep(window: StepWindow, assessed: number): Window | undefined {
  if ('ask' in window) return undefined;
  return { from: dayIn(assessed, window.from, window.year), to: dayIn(assessed, window.to, window.year) };
}

/** A round that was opened before, and when. */
export interface EarlierRound {
  readonly title: string;
  readonly openedOn: Day;
}

/** Refuses `campaign.once-per-cycle` where a round over the unit was opened within the cycle already. */
export function mayBeRated(scheme: Scheme, today: Day, earlier: readonly EarlierRound[], parameters: ParameterValues = {}): void {
  const last = earlier.toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : 1)).at(-1);
  if (!scheme.cycle || !last) return;
  const years = settle(scheme, scheme.cycle.years, parameters);
  const next = yearOf(last.openedOn) + years;
  if (yearOf(today) >= next) return;
  throw new Refusal('conflict', 'campaign.once-per-cycle', { years, ...last, next, source: scheme.cycle.source ?? scheme.cycle.basis ?? '' });
}

/** Refuses `campaign.document-missing` or `-unpublished` while a document that must be published before a round opens (such as a method of evaluation) is not. */
export function mayOpen(scheme: Scheme, published: Readonly<Record<string, { readonly publishedOn: string }>>, today: Day): void {
  for (const name of scheme.cycle?.requires ?? []) {
    const { zh, source } = scheme.documents[name]!;
    const about = { name, document: zh, source: source ?? scheme.cycle!.source ?? '' };
    const given = published[name];
    if (!given) throw new Refusal('conflict', 'campaign.document-missing', about, `documents.${name}`);
    if (given.publishedOn > today) throw new Refusal('conflict', 'campaign.document-unpublished', { ...about, publishedOn: given.publishedOn, today }, `documents.${name}.publishedOn`);
  }
}

/** The last day on which a level given on a day stands; null where only a change or a later round ends it. */
export function holdsUntil(scheme: Scheme, level: string, decidedOn: Day, parameters: ParameterValues = {}): Day | null {
  const holds = scheme.levels.find(({ id }) => id === level)?.holds;
  if (!holds || !('years' in holds)) return null;
  const years = settle(scheme, holds.years, parameters);
  return holds.reading === 'calendar' ? day(`${yearOf(decidedOn) + years - 1}-12-31`) : addDays(addMonths(decidedOn, 12 * years), -1);
}
