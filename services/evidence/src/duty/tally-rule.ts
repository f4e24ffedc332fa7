import { day, lastDayOfMonth } from '@xingchuang/calendar';
import type { PeriodKind } from '@xingchuang/schemes';
import type { CountedRecord } from '../record/record-store.ts';
import { amountOf, isInTime } from './duty-rule.ts';
import type { Expected } from './expected.ts';

/**
 * What the records of one unit amount to, month by month, for every expectation at once: one document per unit and year, so that a report over ten
 * thousand units reads ten thousand small documents, however many records there are.
 */

/** What is counted; expectations that count the same share one. */
export interface Counter {
  readonly id: string;
  readonly type: string;
  readonly every: Exclude<PeriodKind, 'week'>;
  readonly grace: number;
  readonly sum?: string;
  readonly fit?: string;
}

/** The counter of an expectation; undefined where it is counted from the records themselves. */
export function counterOf({ recordType, owers, by, every, grace, sum, fit, atLeast }: Expected): Counter | undefined {
  if (owers.of !== 'units' || by !== 'unit' || every === undefined || every === 'week' || typeof atLeast !== 'number' || atLeast > MOST) return undefined;
  return { id: [recordType, every, grace, sum ?? '', fit ?? ''].join('|'), type: recordType, every, grace, ...(sum !== undefined && { sum }), ...(fit !== undefined && { fit }) };
}

const MONTHS: Readonly<Record<Counter['every'], number>> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };
/** Amounts are kept up to this; more is as good. */
export const MOST = 65_535;
/** Twelve months, each with what was found and what of it was in time, two bytes each. */
export const SLOT_BYTES = 48;

const view = (cells: Uint8Array): DataView => new DataView(cells.buffer, cells.byteOffset, cells.byteLength);

/** Writes a month (0 to 11) of a counter's slot from all records of that month; gives the cells, grown where the slot lies behind their end. */
export function recounted(cells: Uint8Array, slot: number, counter: Counter, year: number, month: number, records: readonly CountedRecord[]): Uint8Array {
  const at = slot * SLOT_BYTES + month * 4;
  const grown = cells.length >= (slot + 1) * SLOT_BYTES ? cells : new Uint8Array((slot + 1) * SLOT_BYTES);
  if (grown !== cells) grown.set(cells);
  const last = Math.ceil((month + 1) / MONTHS[counter.every]) * MONTHS[counter.every];
  const to = records.length === 0 ? undefined : lastDayOfMonth(day(`${year}-${String(last).padStart(2, '0')}-01`));
  let [found, inTime] = [0, 0];
  for (const record of records) {
    const amount = amountOf({ sum: counter.sum, fit: counter.fit, by: 'unit' }, record, record.unitId);
    found += amount;
    if (isInTime(record, { to: to! }, counter.grace, false)) inTime += amount;
  }
  view(grown).setUint16(at, Math.min(found, MOST), true);
  view(grown).setUint16(at + 2, Math.min(inTime, MOST), true);
  return grown;
}

/** Tallies of many, turned: one column a month of a counter, one number for each of them, `found + inTime * 65536`. Read in this order they lie side by side. */
export interface Columns {
  readonly count: number;
  readonly months: Uint32Array;
}

export function columnsOf(tallies: readonly (Uint8Array | undefined)[]): Columns {
  const count = tallies.length;
  const months = new Uint32Array((count * tallies.reduce((most, cells) => Math.max(most, cells?.length ?? 0), 0)) / 4);
  for (let index = 0; index < count; index += 1) {
    const cells = tallies[index];
    for (let at = 0, column = index; cells !== undefined && at < cells.length; at += 4, column += count) months[column] = cells[at]! | (cells[at + 1]! << 8) | (cells[at + 2]! << 16) | (cells[at + 3]! << 24);
  }
  return { count, months };
}

/** Found and in time of one from month to month (0 to 11), as `found * 65536 + inTime`, each up to 65535; 0 where there is nothing. Asked millions of times a report. */
export function amountAt({ count, months }: Columns, index: number, slot: number, first: number, last: number): number {
  let found = 0;
  let inTime = 0;
  const end = (slot * 12 + last) * count + index;
  if (end >= months.length) return 0;
  for (let at = (slot * 12 + first) * count + index; at <= end; at += count) {
    const month = months[at]!;
    found += month & MOST;
    inTime += month >>> 16;
  }
  return (found > MOST ? MOST : found) * 65_536 + (inTime > MOST ? MOST : inTime);
}
