import { dayOf, dayStatus, type Calendar } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';

export type Channel = 'mail' | 'robot';
/** `cancelled`: whoever should have had it wants none any more. */
export type DeliveryState = 'waiting' | 'sent' | 'parked' | 'cancelled';

/** One message on its way out of the system. */
export interface Delivery {
  readonly id: string;
  readonly version: number;
  readonly channel: Channel;
  readonly personId: string;
  readonly robotId: string;
  /** How many tellings it carries. */
  readonly entries: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Not before this instant. */
  readonly nextAt: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly sentAt: string;
}

/** Minutes until the next attempt; after the last one it is parked. */
const BACKOFF_MINUTES = [1, 5, 30, 120, 360];
export const MOST_ATTEMPTS = BACKOFF_MINUTES.length + 1;
/** So long an attempt has before another process takes it up. */
export const LEASE_MINUTES = 2;

const later = (now: Date, minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();

/** The message after an attempt began: counted, and out of reach of others for a while. */
export const leased = (was: Pick<Delivery, 'attempts'>, now: Date) => ({ attempts: was.attempts + 1, nextAt: later(now, LEASE_MINUTES) });

/** The message after an attempt failed: again later, or parked where it cannot get better or was tried often enough. */
export function failed(was: Delivery, reason: string, isHopeless: boolean, now: Date): Delivery {
  const minutes = BACKOFF_MINUTES[was.attempts - 1];
  if (isHopeless || minutes === undefined) return { ...was, state: 'parked', reason };
  return { ...was, reason, nextAt: later(now, minutes) };
}

export const sent = (was: Delivery, now: Date): Delivery => ({ ...was, state: 'sent', reason: '', sentAt: now.toISOString() });

/** A parked one goes out again from the start. */
export function retried(was: Delivery, now: Date): Delivery {
  if (was.state !== 'parked') throw new Refusal('conflict', 'delivery.not-parked', { state: was.state });
  return { ...was, state: 'waiting', attempts: 0, nextAt: now.toISOString() };
}

export const QUIET = { from: 20, to: 7 } as const;

/** The hour of the day in Asia/Shanghai, which has kept one offset since 1991. */
export const hourOf = (now: Date): number => (now.getUTCHours() + 8) % 24;

/** Whether people may be disturbed: on a working day, and not at night. */
export function isAwake(calendar: Calendar, now: Date): boolean {
  const hour = hourOf(now);
  return hour >= QUIET.to && hour < QUIET.from && dayStatus(calendar, dayOf(now)).working;
}
