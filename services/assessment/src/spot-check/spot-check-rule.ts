import { sha256 } from '../digest.ts';
import type { Place } from '@xingchuang/rules';
import { Refusal } from '@xingchuang/rules';
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
  readonly result: { readonly passed: boolean; readonly text: string; readonly on: string; readonly by: Entry['by'] } | null;
}

/**
 * Which units of a pool are checked: ordered by SHA-256 (hex) of `seed:code`, the first share of them, at least one. Anyone who has
 * seed and pool gets the same units; nobody who does not know the seed beforehand can steer it.
 */
export function draw(pool: readonly string[], seed: string, share: string): string[] {
  const count = Math.min(pool.length, Math.max(1, Math.ceil(Number(((pool.length * Number(share)) / 100).toFixed(6)))));
  const ordered = [...new Set(pool)].map((code) => ({ code, by: sha256(`${seed}:${code}`) })).sort((a, b) => (a.by < b.by ? -1 : 1));
  return ordered.slice(0, count).map(({ code }) => code);
}

/** Enters the result of one unit, once. */
export function enterResult(was: SpotCheck, unitId: string, result: NonNullable<Drawn['result']>): SpotCheck {
  const found = was.drawn.find((one) => one.unitId === unitId);
  if (!found) throw new Refusal('missing', 'spot-check.not-drawn', { unitId }, 'unitId');
  if (found.result) throw new Refusal('conflict', 'spot-check.entered', { code: found.code });
  return { ...was, drawn: was.drawn.map((one) => (one === found ? { ...one, result } : one)) };
}
