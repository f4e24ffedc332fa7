import type { Calendar } from './calendar.ts';
import type { Day } from './day.ts';
import { type Deadline, deadline, type HolidayRule, type LimitRule, limitUntil } from './deadline.ts';

/** How a limit is stated, kept beside its last day so that it can be reckoned again: a length, or the last day itself. */
export type LimitTerm = LimitRule | { readonly until: Day; readonly holiday?: HolidayRule | undefined };

/** A limit as services keep it. */
export interface Limit extends Pick<Deadline, 'lastDay' | 'provisional' | 'derivation'> {
  readonly from: Day;
  readonly term: LimitTerm;
}

/** The limit of a term that begins with an event on `from`. Refuses `deadline.…`. */
export function limitFrom(calendar: Calendar, from: Day, term: LimitTerm): Limit {
  const { lastDay, provisional, derivation } = 'until' in term ? limitUntil(calendar, term) : deadline(calendar, { ...term, from });
  return { from, term, lastDay, provisional, derivation: [...derivation] };
}

/**
 * A provisional limit as a calendar with more years reckons it; undefined where nothing changes. One that is certain stays as it was
 * told, whatever a later notice says: it moves by decision only.
 */
export function reckonedAgain(calendar: Calendar, limit: Limit): Limit | undefined {
  if (!limit.provisional) return undefined;
  const next = limitFrom(calendar, limit.from, limit.term);
  return JSON.stringify(next.derivation) === JSON.stringify(limit.derivation) && !isOther(next, limit) ? undefined : next;
}

const isOther = (one: Limit, other: Limit): boolean => one.lastDay !== other.lastDay || one.provisional !== other.provisional;
