import { Refusal, seededOrder, type Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import type { Entry } from '../../candidacy/candidacy.ts';
import { sha256 } from '../../digest.ts';

export interface Conflict {
  readonly code: string;
  readonly personId: string;
}
/** What was drawn from; with the seed it gives the same again to anyone. */
export interface Pool {
  readonly seed: string;
  readonly count: number;
  readonly perUnit: number;
  /** Codes of units and ids of people, rising. */
  readonly unitPool: readonly string[];
  readonly inspectorPool: readonly string[];
  readonly conflicts: readonly Conflict[];
}
export interface Drawn {
  readonly code: string;
  readonly inspectorIds: readonly string[];
}
export interface OnsiteDraw extends Stored, Place, Pool {
  readonly title: string;
  readonly drawn: readonly (Drawn & { readonly unitId: string; readonly visitId: string })[];
  readonly drawnOn: string;
  readonly drawnBy: Entry['by'];
}

/**
 * Both at random: the first `count` units in the order of `seed:units`, and for each of them, in the order of `seed:<code>`, those
 * inspectors first who have been drawn least often so far, leaving out whose own unit it is.
 */
export function drawBoth({ seed, count, perUnit, unitPool, inspectorPool, conflicts }: Pool): Drawn[] {
  if (count > unitPool.length) throw new Refusal('conflict', 'draw.too-few-units', { pool: unitPool.length, count }, 'count');
  const barred = new Set(conflicts.map(({ code, personId }) => `${code} ${personId}`));
  const load = new Map<string, number>();
  return seededOrder(unitPool, `${seed}:units`, sha256).slice(0, count).map((code) => {
    const free = seededOrder(inspectorPool, `${seed}:${code}`, sha256).filter((personId) => !barred.has(`${code} ${personId}`));
    if (free.length < perUnit) throw new Refusal('conflict', 'draw.too-few-inspectors', { unit: code, left: free.length, perUnit }, 'inspectorIds');
    const inspectorIds = free.sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0)).slice(0, perUnit);
    for (const personId of inspectorIds) load.set(personId, (load.get(personId) ?? 0) + 1);
    return { code, inspectorIds };
  });
}
