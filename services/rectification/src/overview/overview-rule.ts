import { addMonths, day, lastDayOfMonth, type Day } from '@xingchuang/calendar';
import type { RectificationAsk } from '@xingchuang/contracts';
import { childOn, queryOf } from '@xingchuang/server';

export type Kind = 'finding' | 'case';
/** A problem or a rung as overviews see it: where it belongs and its days. */
export interface Dated {
  readonly id: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly begun: string;
  /** Solved or closed; empty otherwise. */
  readonly closed: string;
  /** The last day passed on this day. */
  readonly late: string;
  /** No more in the ledger from this day on. */
  readonly ended: string;
  readonly failed: boolean;
  readonly scheme: string;
  readonly rung: string;
  readonly name: string;
}
interface Span {
  readonly from: string;
  readonly on: string;
}

export const KIND_OF: Readonly<Record<RectificationAsk, Kind>> = { open: 'finding', overdue: 'finding', opened: 'finding', closed: 'finding', late: 'finding', active: 'case', called: 'case', failed: 'case' };

const isIn = (on: string, span: Span): boolean => on !== '' && span.from < on && on <= span.on;
const stands = ({ begun, ended }: Dated, { on }: Span): boolean => begun <= on && (ended === '' || ended > on);

/** What belongs to a question: as things stood at the end of the day `on`, or what happened after `from` up to it. */
export const ASKED: Readonly<Record<RectificationAsk, (one: Dated, span: Span) => boolean>> = {
  open: stands,
  overdue: (one, span) => stands(one, span) && one.late !== '' && one.late <= span.on,
  opened: (one, span) => isIn(one.begun, span),
  closed: (one, span) => isIn(one.closed, span),
  late: (one, span) => isIn(one.late, span),
  active: stands,
  called: (one, span) => isIn(one.begun, span),
  failed: (one, span) => one.failed && isIn(one.ended, span),
};

/** The months that end with the one of a day, earliest first, each from before its first day. */
export function monthsUpTo(on: Day, count: number): (Span & { readonly month: string })[] {
  return Array.from({ length: count }, (_, i) => {
    const first = day(`${addMonths(day(`${on.slice(0, 7)}-01`), i - count + 1).slice(0, 7)}-01`);
    const last = lastDayOfMonth(first);
    return { month: first.slice(0, 7), from: lastDayOfMonth(addMonths(first, -1)), on: last > on ? on : last };
  });
}

/** The number of those that are asked for, with the query that gives them. */
export function counted(unitId: string, all: readonly Dated[], ask: RectificationAsk, span: Span, more: Readonly<Record<string, string>> = {}) {
  const isHappening = !['open', 'overdue', 'active'].includes(ask);
  return { count: all.filter((one) => ASKED[ask](one, span)).length, query: queryOf({ unitId, ask, on: span.on, from: isHappening ? span.from : undefined, ...more }) };
}

/** Those under each unit directly below a node; what is the node's own is left to the sums. */
export function below(all: readonly Dated[], nodeId: string): Map<string, Dated[]> {
  const groups = Map.groupBy(all, ({ path }) => childOn(path, nodeId));
  groups.delete(nodeId);
  return groups;
}
