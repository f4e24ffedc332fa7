import { Refusal } from '@xingchuang/rules';

/**
 * Where a part stands in every list, newest day first, as one whole number: the day, then the number of its item, then its own.
 * One small number instead of a day and an id makes the entries of the index a quarter as large, and there are a hundred for each item.
 */
export const PARTS = 2 ** 8;
const ITEMS = 2 ** 29;
const DAYS = 2 ** 15;
const FIRST = Date.UTC(2000, 0, 1);

/** The day as a number; days outside 2000-2089 stand at the ends. */
const dayNumber = (day: string): number => Math.min(DAYS - 1, Math.max(0, Math.floor((Date.parse(day) - FIRST) / 86_400_000)));

export function orderOf(day: string, item: number, part = 0): number {
  if (item >= ITEMS || part >= PARTS) throw new Error(`search: no place for part ${part} of item ${item}`);
  return (dayNumber(day) * ITEMS + item) * PARTS + part;
}

/** The item that a place belongs to. */
export const itemOf = (order: number): number => Math.floor(order / PARTS) % ITEMS;
/** The place of the first part of the same item. */
export const firstOf = (order: number): number => order - (order % PARTS);

/** The bounds of a span of days; wider than the span only where it reaches beyond the days that can be told apart. */
export function span(from: string | undefined, to: string | undefined): { $gte?: number; $lt?: number } {
  return {
    ...(from !== undefined && { $gte: orderOf(from, 0) }),
    ...(to !== undefined && { $lt: (dayNumber(to) + 1) * ITEMS * PARTS }),
  };
}

/** Where a page ended: `best` lists what is found in titles first, so it has two lists to be in. */
export interface Place {
  readonly rest: boolean;
  readonly below: number;
}

export const tokenOf = ({ rest, below }: Place): string => `${rest ? 'r' : 't'}${below.toString(36)}`;

export function placeOf(token: string): Place {
  const below = /^[rt][0-9a-z]{1,11}$/.test(token) ? Number.parseInt(token.slice(1), 36) : Number.NaN;
  if (!Number.isSafeInteger(below)) throw new Refusal('invalid', 'page.token-invalid', {}, 'pageToken');
  return { rest: token.startsWith('r'), below };
}
