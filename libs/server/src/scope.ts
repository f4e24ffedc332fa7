import { allow, Refusal, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import type { UnitDirectory } from './unit-directory.ts';

/** Part of a store's filter: things of one unit, of a subtree, or of everywhere. Things carry `unitId` and `path`. */
export type Scoped = { readonly unitId?: string; readonly path?: string };

/** The filter that keeps a list within what the actor may see: a named unit if it is covered, else all of the actor's scope. */
export async function within(by: Actor, action: Action, unitId: string | undefined, units: UnitDirectory): Promise<Scoped> {
  if (unitId !== undefined) {
    allow(by, action, await units.place(unitId));
    return { unitId };
  }
  switch (scopeOf(by.role, action)) {
    case 'own':
      return { unitId: by.unitId };
    case 'subtree':
      return { path: by.jurisdictionId };
    case 'any':
      return {};
    case undefined:
      throw new Refusal('forbidden', 'action.not-allowed', { action, role: by.role });
  }
}

/** The same where a list may be asked for with all below a named unit. Who sees only their own unit sees nothing below it. */
export async function scopeFor(by: Actor, action: Action, { unitId, subtree }: { readonly unitId?: string | undefined; readonly subtree?: boolean | undefined }, units: UnitDirectory): Promise<Scoped> {
  if (unitId === undefined || !subtree || scopeOf(by.role, action) === 'own') return within(by, action, unitId, units);
  allow(by, action, await units.place(unitId));
  return { path: unitId };
}
