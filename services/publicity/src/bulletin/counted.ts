import type { Day } from '@xingchuang/calendar';
import type { COUNTED_FROM } from '@xingchuang/contracts';
import type { KnownUnit } from '@xingchuang/server';

/** What a row was read from. */
export interface RowSource {
  readonly kind: (typeof COUNTED_FROM)[number];
  readonly id: string;
  /** In words, as notes print it. */
  readonly zh: string;
}
/** What a number was counted from, with the ids of each thing that counted. */
export interface CountSource extends RowSource {
  readonly items: readonly string[];
}
export interface CountedRow {
  readonly key: string;
  readonly unitId: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly source: RowSource;
}
export interface Counted {
  /** By the name within its query. */
  readonly figures: Readonly<Record<string, { readonly zh: string; readonly value: string; readonly source: CountSource }>>;
  readonly rows: readonly CountedRow[];
  /** Parts of a sentence; places in them are names within the query. */
  readonly phrases: Readonly<Record<string, string>>;
}

/** What a bulletin is about: who issues it, what lies under which node, which days. */
export interface About {
  readonly issuer: KnownUnit;
  readonly node: KnownUnit;
  readonly campaignId: string;
  readonly subject: string;
  readonly every: string;
  readonly period: string;
  readonly from: Day;
  readonly to: Day;
  /** First and last day of the period before, with which a ranking is compared. */
  readonly againstFrom: Day;
  readonly against: Day;
  readonly today: Day;
  /** It names units: only what stands today is told. */
  readonly names: boolean;
}

/** What stands where nothing is to be said: a cell is never blank. */
export const NOTHING = '—';

export const figure = (zh: string, value: string | number, source: CountSource) => ({ zh, value: String(value), source });
