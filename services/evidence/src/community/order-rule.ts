import type { ORDER_ACTS, ORDER_KINDS, ORDER_STATES, OrderFinish, PART_STATES, SATISFACTIONS, SERVICE_TIMES } from '@xingchuang/contracts';
import { move, Refusal, type Place, type Transitions } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

export type OrderState = (typeof ORDER_STATES)[number];
type PartState = (typeof PART_STATES)[number];
type Act = (typeof ORDER_ACTS)[number];

/** What one unit makes of an order that was offered to it. */
export interface OrderPart extends Place {
  readonly state: PartState;
  /** Those who may take it; empty: every member. */
  readonly namedIds: readonly string[];
  readonly claimedIds: readonly string[];
  readonly day?: string;
  readonly time?: (typeof SERVICE_TIMES)[number];
  readonly people: OrderFinish['people'];
  readonly text: string;
  readonly recordId?: string;
}

export interface OrderMove {
  readonly act: Act;
  readonly at: string;
  readonly by: string;
  /** The unit that moved it, or that a withdrawal concerns. */
  readonly unitId: string;
  readonly text: string;
}

/** 群众点单、社区派单、部门接单、党员领单 (S0 L107): one request of a community and what the units do about it. */
export interface ServiceOrder extends Stored {
  readonly communityId: string;
  readonly communityPath: readonly string[];
  readonly kind: (typeof ORDER_KINDS)[number];
  readonly title: string;
  readonly detail: string;
  readonly place: string;
  readonly wantedBy?: string;
  readonly state: OrderState;
  readonly parts: readonly OrderPart[];
  readonly satisfaction?: (typeof SATISFACTIONS)[number];
  readonly postedAt: string;
  readonly history: readonly OrderMove[];
}

export const communityOf = ({ communityId, communityPath }: Pick<ServiceOrder, 'communityId' | 'communityPath'>): Place => ({ unitId: communityId, path: communityPath });

type Command = 'dispatch' | 'serve' | 'cancel' | 'rate';
const running = { dispatch: 'dispatched', serve: 'accepted', cancel: 'cancelled' } as const;
/** What an order allows; where it then stands follows from its parts, but for the two ends. */
const TRANSITIONS: Transitions<OrderState, Command> = {
  posted: { dispatch: 'dispatched', cancel: 'cancelled' },
  dispatched: running,
  accepted: running,
  claimed: running,
  returned: { dispatch: 'dispatched', cancel: 'cancelled' },
  done: { rate: 'rated' },
  rated: {},
  cancelled: {},
};

type PartCommand = 'accept' | 'claim' | 'finish' | 'return';
const PART_TRANSITIONS: Transitions<PartState, PartCommand> = {
  offered: { accept: 'accepted', return: 'returned' },
  accepted: { claim: 'claimed', return: 'returned' },
  claimed: { claim: 'claimed', finish: 'done', return: 'returned' },
  done: {},
  returned: {},
};

/** Where an order stands by its parts: as far as the furthest unit, done when no unit still owes anything, returned when no unit is left. */
export function standing(parts: readonly Pick<OrderPart, 'state'>[]): OrderState {
  const states = new Set(parts.map(({ state }) => state).filter((state) => state !== 'returned'));
  if (states.size === 0) return 'returned';
  if (states.size === 1 && states.has('done')) return 'done';
  if (states.has('claimed') || states.has('done')) return 'claimed';
  return states.has('accepted') ? 'accepted' : 'dispatched';
}

/** Offers the order to further units; one that returned it may be asked again. */
export function dispatch(order: ServiceOrder, offers: readonly (Place & { readonly namedIds: readonly string[] })[]): ServiceOrder {
  move('order', TRANSITIONS, order.state, 'dispatch');
  if (offers.length === 0) throw new Refusal('invalid', 'order.nobody', {}, 'unitIds');
  const live = new Set(order.parts.filter(({ state }) => state !== 'returned').map(({ unitId }) => unitId));
  const again = offers.findIndex(({ unitId }) => live.has(unitId));
  if (again >= 0) throw new Refusal('conflict', 'order.offered', {}, `unitIds[${again}]`);
  const offered = offers.map((offer): OrderPart => ({ ...offer, state: 'offered', claimedIds: [], people: [], text: '' }));
  return withParts(order, [...order.parts.filter(({ unitId }) => !offers.some((offer) => offer.unitId === unitId)), ...offered]);
}

export const accept = (order: ServiceOrder, unitId: string): ServiceOrder => serve(order, unitId, 'accept', (part) => part);

/** Members take the order; they must be of the unit, and where members are named, among these. */
export function claim(order: ServiceOrder, unitId: string, personIds: readonly string[], members: ReadonlySet<string>): ServiceOrder {
  return serve(order, unitId, 'claim', (part) => {
    personIds.forEach((id, i) => {
      const at = `personIds[${i}]`;
      if (!members.has(id)) throw new Refusal('invalid', 'order.not-member', {}, at);
      if (part.namedIds.length > 0 && !part.namedIds.includes(id)) throw new Refusal('invalid', 'order.not-named', {}, at);
      if (part.claimedIds.includes(id) || personIds.indexOf(id) < i) throw new Refusal('conflict', 'order.claimed', {}, at);
    });
    return { ...part, claimedIds: [...part.claimedIds, ...personIds] };
  });
}

/** A unit's part is served; who claimed it and did not come is left out. */
export function finish(order: ServiceOrder, unitId: string, { day, time, people, text }: OrderFinish, postedOn: string, recordId: string): ServiceOrder {
  return serve(order, unitId, 'finish', (part) => {
    if (day < postedOn) throw new Refusal('invalid', 'order.before-posting', { postedOn }, 'day');
    const stranger = people.findIndex(({ personId }) => !part.claimedIds.includes(personId));
    if (stranger >= 0) throw new Refusal('invalid', 'order.not-claimed', {}, `people[${stranger}]`);
    return { ...part, day, time, people, text, recordId };
  });
}

/** The unit gives it back, or the dispatcher takes it from the unit. */
export const giveBack = (order: ServiceOrder, unitId: string): ServiceOrder => serve(order, unitId, 'return', (part) => part);

/** What some unit has done stays done: then the others are withdrawn instead. */
export function cancel(order: ServiceOrder): ServiceOrder {
  const state = move('order', TRANSITIONS, order.state, 'cancel');
  if (order.parts.some((part) => part.state === 'done')) throw new Refusal('conflict', 'order.partly-done');
  return { ...order, state };
}

export const rate = (order: ServiceOrder, satisfaction: (typeof SATISFACTIONS)[number]): ServiceOrder => ({
  ...order, state: move('order', TRANSITIONS, order.state, 'rate'), satisfaction,
});

function serve(order: ServiceOrder, unitId: string, command: PartCommand, change: (part: OrderPart) => OrderPart): ServiceOrder {
  const was = order.parts.find((part) => part.unitId === unitId);
  if (!was) throw new Refusal('missing', 'thing.missing');
  move('order', TRANSITIONS, order.state, 'serve');
  const state = move('order', PART_TRANSITIONS, was.state, command);
  return withParts(order, order.parts.map((part) => (part === was ? { ...change(was), state } : part)));
}

const withParts = (order: ServiceOrder, parts: readonly OrderPart[]): ServiceOrder => ({ ...order, parts, state: standing(parts) });
