import { allow, Refusal, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { within, type Scoped, type UnitDirectory } from '@xingchuang/server';

export const PAGE = 50;

/** The part of a list that is asked for: one unit, a unit with all below it, or all that the actor may see. Who sees only their own unit sees nothing below it. */
export async function asked(by: Actor, action: Action, { unitId, subtree }: { readonly unitId?: string | undefined; readonly subtree?: boolean | undefined }, units: UnitDirectory): Promise<Scoped> {
  if (unitId === undefined || !subtree || scopeOf(by.role, action) === 'own') return within(by, action, unitId, units);
  allow(by, action, await units.place(unitId));
  return { path: unitId };
}

/** Refuses what was decided on an older version than the one that stands. */
export function refuseStale({ id, version }: { readonly id: string; readonly version: number }, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(version)) throw new Refusal('stale', 'thing.stale', { id, version }, 'If-Match');
}
