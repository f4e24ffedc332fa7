import { sha256 } from '../digest.ts';
import type { Place } from '@xingchuang/rules';
import { Refusal, seededOrder, shareCount } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

export interface SpotCheck extends Stored, Place {
  readonly campaignId: string;
  readonly step: string;
  /** Counts the draws of one body, step and campaign; later ones hold only units decided since. */
  readonly round: number;
  readonly seed: string;
  /** Percent. */
  readonly share: string;
  /** Codes of all units from which was drawn, rising. */
  readonly pool: readonly string[];
  readonly drawn: readonly Drawn[];
  readonly drawnOn: string;
  readonly drawnBy: Entry['by'];
}

export interface Drawn {
  readonly unitId: string;
  readonly code: string;
  readonly result: { readonly passed: boolean; readonly text: string; readonly methods?: readonly string[]; readonly on: string; readonly by: Entry['by'] } | null;
}

/** Which units of a pool are checked: of the seeded order the first share, at least one. */
export function draw(pool: readonly string[], seed: string, share: string): string[] {
  return seededOrder(pool, seed, sha256).slice(0, shareCount(pool.length, share));
}

/** Enters the result of one unit, once. */
export function enterResult(was: SpotCheck, unitId: string, result: NonNullable<Drawn['result']>): SpotCheck {
  const found = was.drawn.find((one) => one.unitId === unitId);
  if (!found) throw new Refusal('missing', 'spot-check.not-drawn', { unitId }, 'unitId');
  if (found.result) throw new Refusal('conflict', 'spot-check.entered', { code: found.code });
  return { ...was, drawn: was.drawn.map((one) => (one === found ? { ...one, result } : one)) };
}
