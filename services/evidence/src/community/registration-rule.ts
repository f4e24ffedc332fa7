import { lastDayOfMonth, day as dayText } from '@xingchuang/calendar';
import { COMMUNITY_KINDS, type REGISTRATION_BASES, type REGISTRATION_KINDS } from '@xingchuang/contracts';
import { Refusal, type Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

/** A branch or a member who has reported to a community (S0 L105). */
export interface Registration extends Stored, Place {
  readonly kind: (typeof REGISTRATION_KINDS)[number];
  readonly personId?: string;
  readonly communityId: string;
  readonly communityPath: readonly string[];
  readonly basis: (typeof REGISTRATION_BASES)[number];
  readonly from: string;
  readonly until?: string;
  readonly reason?: string;
  readonly fileIds: readonly string[];
  readonly registeredBy: string;
  readonly registeredAt: string;
  /** While it runs: what may be registered only once at a time, a member anywhere, a unit at one community. */
  readonly open?: string;
}

export const isHost = (kind: string): boolean => COMMUNITY_KINDS.includes(kind);

/** Refuses a registration that cannot be: no community, a day ahead, a basis of the other kind, no member of the unit. */
export function checkRegistration({ kind, basis, from }: Pick<Registration, 'kind' | 'basis' | 'from'>, hostKind: string, isMember: boolean, today: string): void {
  if (!isHost(hostKind)) throw new Refusal('invalid', 'registration.not-community', {}, 'communityId');
  if (from > today) throw new Refusal('invalid', 'registration.day-ahead', { from }, 'from');
  if ((kind === 'member') !== (basis === 'home')) throw new Refusal('invalid', 'registration.basis', {}, 'basis');
  if (kind === 'member' && !isMember) throw new Refusal('invalid', 'registration.not-member', {}, 'personId');
}

export function endRegistration({ open: _, ...was }: Registration, on: string, reason: string, today: string): Registration {
  if (was.until !== undefined) throw new Refusal('conflict', 'registration.ended', { until: was.until });
  if (on < was.from || on > today) throw new Refusal('invalid', 'registration.end-day', { from: was.from, today }, 'on');
  return { ...was, until: on, reason };
}

/** Whether a registration runs on any day of a span. */
export const runsWithin = ({ from, until }: Pick<Registration, 'from' | 'until'>, first: string, last: string): boolean => from <= last && (until === undefined || first <= until);

/** First and last day of a month YYYY-MM. */
export function monthSpan(month: string): readonly [first: string, last: string] {
  const first = dayText(`${month}-01`);
  return [first, lastDayOfMonth(first)];
}
