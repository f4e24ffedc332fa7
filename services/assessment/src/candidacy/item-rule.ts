import { Refusal } from '@xingchuang/rules';
import type { Candidacy, ItemMark, Moment, Seat } from './candidacy.ts';
import type { Programme } from './programme.ts';

/** The items of the task catalogue that a unit marks itself; refuses one that the scheme does not have, or stands twice. */
export function refuseStrayItems({ scheme }: Programme, items: readonly Pick<ItemMark, 'item'>[]): void {
  if (items.length === 0) return;
  const known = new Set(scheme.dimensions.flatMap(({ tasks }) => tasks.flatMap((task) => task.items.map(({ id }) => id))));
  const at = items.findIndex(({ item }, i) => !known.has(item) || items.findIndex((one) => one.item === item) < i);
  if (at >= 0) throw new Refusal('invalid', 'declaration.item-unknown', { item: items[at]!.item, scheme: scheme.id }, `items[${at}].item`);
}

/** Keeps what a reviewer found on items, each new mark in the place of the one before; only while the level is open. */
export function reviewItems(was: Candidacy, programme: Programme, items: readonly ItemMark[], seat: Seat, moment: Moment): Candidacy {
  if (was.state === 'decided' || was.state === 'settled') throw new Refusal('conflict', 'facts.locked', { state: was.state });
  refuseStrayItems(programme, items);
  const found = new Map([...(was.reviewed ?? []), ...items].map((mark) => [mark.item, mark]));
  const by = { personId: seat.personId, role: seat.role, unitId: seat.unitId };
  return { ...was, reviewed: [...found.values()], timeline: [...was.timeline, { ...moment, act: 'review-items', step: '', level: '', text: items.map(({ item }) => item).join('、'), reason: '', by }] };
}
