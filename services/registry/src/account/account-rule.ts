import { addDays, type Day } from '@xingchuang/calendar';
import { Refusal, type Role } from '@xingchuang/rules';
import { isAlive, type Unit } from '../unit/unit-rule.ts';

/** A role at a unit for a time; who holds it acts in that role there. */
export interface Seat {
  readonly id: string;
  readonly role: Exclude<Role, 'public'>;
  readonly unitId: string;
  readonly since: Day;
  /** Last day; empty while it lasts. */
  readonly until: Day | '';
}

/** How a person signs in, and from which seats the person may act. */
export interface Account {
  readonly id: string;
  readonly version: number;
  readonly login: string;
  readonly personId: string;
  /** argon2id in PHC form. */
  readonly passwordHash: string;
  /** Made by the system or an administrator; its owner should set another. */
  readonly passwordIsTemporary: boolean;
  readonly disabled: boolean;
  readonly seats: readonly Seat[];
}

/** True when one may act from the seat on that day: within its time, at a unit that lives. */
export const isSeatActive = (seat: Pick<Seat, 'since' | 'until'>, unit: Pick<Unit, 'openedOn' | 'closedOn'> | undefined, today: Day): boolean =>
  unit !== undefined && isAlive(unit, today) && seat.since <= today && (seat.until === '' || today <= seat.until);

/** The account with one more seat; refuses a second one of the same role at the same unit at the same time. */
export function giveSeat(account: Account, seat: Seat): Account {
  if (seat.until !== '' && seat.until < seat.since) throw new Refusal('invalid', 'seat.ends-before-it-begins', { since: seat.since, until: seat.until }, 'until');
  const twin = account.seats.find((other) => other.role === seat.role && other.unitId === seat.unitId && overlap(other, seat));
  if (twin) throw new Refusal('conflict', 'seat.already-given', { role: seat.role, since: twin.since }, 'role');
  return { ...account, seats: [...account.seats, seat] };
}

/** The account without the seat from today on: yesterday was its last day, and a seat that began today or later never was. */
export function takeSeat(account: Account, seatId: string, today: Day): Account {
  const seat = account.seats.find((one) => one.id === seatId);
  if (!seat) throw new Refusal('missing', 'seat.missing', { seatId });
  if (seat.until !== '' && seat.until < today) throw new Refusal('conflict', 'seat.already-ended', { until: seat.until });
  const rest = account.seats.filter((one) => one.id !== seatId);
  return { ...account, seats: seat.since < today ? [...rest, { ...seat, until: addDays(today, -1) }] : rest };
}

/** Refuses a change after which nobody could administer the system any more; `admins` are the accounts with a lasting administrator's seat. */
export function checkAdminRemains(changed: Account, admins: readonly Account[]): void {
  const administers = (account: Account) => !account.disabled && account.seats.some((seat) => seat.role === 'admin' && seat.until === '');
  if (administers(changed) || admins.some((other) => other.id !== changed.id && administers(other))) return;
  throw new Refusal('conflict', 'account.last-admin', { login: changed.login });
}

const overlap = (one: Seat, other: Seat): boolean => (one.until === '' || other.since <= one.until) && (other.until === '' || one.since <= other.until);
