import { addMonths, day, type Day } from '@xingchuang/calendar';
import type { OverviewUnit } from '@xingchuang/contracts';
import { allow, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import type { KnownUnit, UnitDirectory } from './unit-directory.ts';

export interface Frame {
  readonly today: Day;
  readonly on: Day;
  readonly since: Day;
  readonly unit: KnownUnit;
}

/** What an overview is about: the unit, which the seat must govern, and the days. */
export async function frameOf({ unitId, on, since }: { readonly unitId?: string | undefined; readonly on?: string | undefined; readonly since?: string | undefined }, by: Actor, action: Action, units: UnitDirectory, today: Day): Promise<Frame> {
  allow(by, action);
  const unit = await units.get(unitId ?? (scopeOf(by.role, action) === 'own' ? by.unitId : by.jurisdictionId));
  allow(by, action, { unitId: unit.id, path: unit.path });
  const until = on === undefined || on > today ? today : day(on, 'on');
  return { today, on: until, since: since === undefined ? addMonths(until, -1) : day(since, 'since'), unit };
}

/** The unit directly below a node through which a path goes; the node itself for what is its own. */
export const childOn = (path: readonly string[], nodeId: string): string => path[path.indexOf(nodeId) + 1] ?? nodeId;

/** The last days of the quarters up to a day, earliest first; the running one ends on the day. */
export function quartersUpTo(on: Day, count: number): { quarter: string; on: Day }[] {
  const year = Number(on.slice(0, 4));
  const running = Math.floor((Number(on.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, i) => {
    const at = year * 4 + running - (count - 1 - i);
    const [inYear, quarter] = [Math.floor(at / 4), at % 4];
    const end = [`03-31`, `06-30`, `09-30`, `12-31`][quarter]!;
    return { quarter: `${inYear}-Q${quarter + 1}`, on: i === count - 1 ? on : day(`${inYear}-${end}`) };
  });
}

/** The same query as an address bar writes it; what is not given is left out. */
export const queryOf = (given: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString();

/** A unit as overviews name it. */
export const overviewUnit = ({ id, code, name, kind }: KnownUnit, hasBelow: boolean): OverviewUnit => ({ id, code, name, kind, hasBelow });
