import type { Day } from '@xingchuang/calendar';
import type { PlanMake } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

/** Which units are inspected in each quarter or in the year, on which form, by which groups. */
export interface Plan extends Stored, Place, Omit<PlanMake, 'unitKind'> {
  readonly unitKind: string;
  /** The node whose units of the kind are meant. */
  readonly nodeId: string;
}

export interface Period {
  readonly period: string;
  readonly from: Day;
  readonly to: Day;
}

const QUARTERS = [
  ['01-01', '03-31'],
  ['04-01', '06-30'],
  ['07-01', '09-30'],
  ['10-01', '12-31'],
] as const;

export function periodsOf({ year, every }: Pick<Plan, 'year' | 'every'>): Period[] {
  if (every === 'year') return [{ period: String(year), from: `${year}-01-01` as Day, to: `${year}-12-31` as Day }];
  return QUARTERS.map(([from, to], index) => ({ period: `${year}Q${index + 1}`, from: `${year}-${from}` as Day, to: `${year}-${to}` as Day }));
}

/** A visit that took place. */
export interface Held {
  readonly unitId: string;
  readonly groupId: string;
  readonly heldOn: string;
}

/** Percent cut to one place, so that 100 says that every unit was visited. */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) return '100';
  const tenths = Math.floor((part * 1_000) / whole);
  return tenths % 10 === 0 ? String(tenths / 10) : `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** What of one period is done: units visited and missing, and the round of each group, which is missing once the period is over. */
export function coverageOf<Unit extends { readonly id: string }>(period: Period, expected: readonly Unit[], groups: readonly { readonly id: string; readonly name: string }[], held: readonly Held[], today: Day) {
  const here = held.filter(({ heldOn }) => heldOn >= period.from && heldOn <= period.to);
  const seen = new Set(here.map(({ unitId }) => unitId));
  const missing = expected.filter(({ id }) => !seen.has(id));
  const over = today > period.to;
  const visited = expected.length - missing.length;
  const rounds = groups.map(({ id: groupId, name }) => {
    const visits = here.filter((visit) => visit.groupId === groupId).length;
    return { groupId, name, visits, state: visits > 0 ? ('done' as const) : over ? ('missing' as const) : ('open' as const) };
  });
  return { ...period, over, expected: expected.length, visited, percent: percentOf(visited, expected.length), missing, rounds };
}
