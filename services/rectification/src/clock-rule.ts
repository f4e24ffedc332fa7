import { addDays, daysBetween, limitFrom, workdaysBetween, type Calendar, type Day, type Limit, type LimitTerm } from '@xingchuang/calendar';
import type { LimitInput } from '@xingchuang/contracts';
import type { SettledTerm } from '@xingchuang/schemes';
import { Refusal, type Actor, type Place } from '@xingchuang/rules';

/** A clock that stands still: how many days it still has, working days where the limit counts those. */
export interface Suspension {
  readonly since: Day;
  readonly reason: string;
  readonly left: number;
}

/** What every thing on a clock keeps: findings, rungs, handovers. */
export interface Clocked {
  readonly limit: Limit | null;
  /** The last day, while somebody is to act by it; empty otherwise. */
  readonly due: Day | '';
  readonly suspended: Suspension | null;
  /** First day after the last one; set once, when the day passed. */
  readonly overdueOn: Day | '';
  /** How far reminders have gone, in working days from the last day. */
  readonly reminded: number;
  /** Day on which it came to its end, whatever the end. */
  readonly endedOn: Day | '';
}

export const UNREMINDED = -1_000;
export const STILL: Clocked = { limit: null, due: '', suspended: null, overdueOn: '', reminded: UNREMINDED, endedOn: '' };

/** The clock begins, or begins again, with a limit. */
export const running = (limit: Limit): Clocked => ({ limit, due: limit.lastDay, suspended: null, overdueOn: '', reminded: UNREMINDED, endedOn: '' });

/**
 * The limit that begins on `from`. A term that the scheme leaves open (`ask`) must be given; one that it fixes cannot be changed by
 * hand (A16). Refuses `limit.…`.
 */
export function limitOf(calendar: Calendar, from: Day, term: SettledTerm | { readonly ask: true }, given: LimitInput | undefined, clause: string): Limit {
  if (!term.ask) {
    if (given) throw new Refusal('conflict', 'limit.fixed', { clause }, 'limit');
    const { ask: _, ...settled } = term;
    return limitFrom(calendar, from, settled);
  }
  if (!given) throw new Refusal('invalid', 'limit.required', { clause }, 'limit');
  if ('until' in given && given.until <= from) throw new Refusal('invalid', 'limit.past', { until: given.until, from, clause }, 'limit.until');
  return limitFrom(calendar, from, given as LimitTerm);
}

/** A unit does not change its own limits, nor does a body that sits at it. */
export function refuseOwn(by: Actor, { unitId }: Pick<Place, 'unitId'>, clause: string): void {
  if (by.unitId === unitId || by.jurisdictionId === unitId) throw new Refusal('forbidden', 'limit.own', { clause });
}

/** A later last day: a length counts from the last day so far. What is over is not extended, the ladder follows it. */
export function extended<T extends Clocked>(thing: T, calendar: Calendar, given: LimitInput, today: Day, clause: string): T {
  const { limit } = onClock(thing, today, clause);
  const next = limitOf(calendar, limit.lastDay, { ask: true }, given, clause);
  return { ...thing, ...running(next) };
}

/** Stops the clock; the days left are kept. */
export function suspend<T extends Clocked>(thing: T, calendar: Calendar, reason: string, today: Day, clause: string): T {
  const { limit } = onClock(thing, today, clause);
  const left = countsWorkdays(limit) ? workdaysBetween(calendar, today, limit.lastDay).workdays : daysBetween(today, limit.lastDay);
  return { ...thing, due: '', suspended: { since: today, reason, left } };
}

/** Lets the clock run on with the days that were left, at least one. */
export function resume<T extends Clocked>(thing: T, calendar: Calendar, today: Day, clause: string): T {
  const { limit, suspended } = thing;
  if (!limit || !suspended) throw new Refusal('conflict', 'limit.not-suspended', { clause });
  const left = Math.max(1, suspended.left);
  const term: LimitTerm = countsWorkdays(limit) ? { workdays: left } : { until: addDays(today, left) };
  return { ...thing, ...running(limitFrom(calendar, today, term)) };
}

const countsWorkdays = ({ term }: Limit): boolean => 'workdays' in term && term.workdays !== undefined;

function onClock({ limit, due }: Clocked, today: Day, clause: string): { readonly limit: Limit } {
  if (!limit || due === '') throw new Refusal('conflict', 'limit.not-running', { clause });
  if (today > limit.lastDay) throw new Refusal('conflict', 'limit.over', { lastDay: limit.lastDay, clause });
  return { limit };
}
