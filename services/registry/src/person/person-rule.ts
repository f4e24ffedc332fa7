import { addDays, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';

export interface Membership {
  readonly unitId: string;
  readonly since: Day;
  /** Last day; empty while it lasts. */
  readonly until: Day | '';
}

/** A person and the units whose member the person was, the present or last one at the end. */
export interface Person {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** A party member in service, of whom service hours are expected. */
  readonly memberInService: boolean;
  readonly memberships: readonly Membership[];
}

export const lastMembership = (person: Person): Membership => person.memberships.at(-1)!;

/** The person as a member of the unit from that day on; an earlier membership has ended before. */
export function join(person: Person, unitId: string, since: Day, today: Day): Person {
  const last = person.memberships.at(-1);
  if (last?.until === '') throw new Refusal('conflict', 'person.still-member', { since: last.since });
  checkDay(since, last && addDays(last.until as Day, 1), today, 'since');
  return { ...person, memberships: [...person.memberships, { unitId, since, until: '' }] };
}

/** The person with the present membership ended on that day. */
export function leave(person: Person, until: Day, today: Day, field = 'until'): Person {
  const last = lastMembership(person);
  if (last.until !== '') throw new Refusal('conflict', 'person.not-member', { until: last.until });
  checkDay(until, last.since, today, field);
  return { ...person, memberships: [...person.memberships.slice(0, -1), { ...last, until }] };
}

export function checkDay(on: Day, first: Day | undefined, today: Day, field: string): void {
  if (on > today || (first !== undefined && on < first)) throw new Refusal('invalid', 'person.day-out-of-range', { on, first: first ?? '', last: today }, field);
}
