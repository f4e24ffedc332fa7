import { createHash } from 'node:crypto';
import type { AuditWay } from '@xingchuang/contracts';
import { Refusal, seededOrder, shareCount } from '@xingchuang/rules';

/** One item that can be drawn, as the published list of the population names it. */
export interface Candidate {
  readonly unitId: string;
  /** `record:<id>` or `file:<id>`. */
  readonly key: string;
  readonly digest: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The population as a text, one line an item, rising by key: its SHA-256 freezes who could be drawn and what each item was. */
export const populationText = (population: readonly Candidate[]): string =>
  population.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ unitId, key, digest }) => `${unitId} ${key} ${digest}\n`).join('');

type Draw = Exclude<AuditWay, { by: 'list' }>;

/** How many are drawn of each unit at least: the smallest number, and where a share is drawn that share of each unit. */
function leastOf(size: number, way: Draw): number {
  const share = way.by === 'share' ? shareCount(size, String(way.share)) : 0;
  return Math.min(size, Math.max(way.perUnit, share));
}

/** How many are drawn of units that have so many; refuses a size that cannot give each unit its least. */
export function sampleSizes(sizes: ReadonlyMap<string, number>, way: Draw): { readonly least: ReadonlyMap<string, number>; readonly total: number } {
  const least = new Map([...sizes].map(([unitId, size]) => [unitId, leastOf(size, way)]));
  const sum = [...least.values()].reduce((all, count) => all + count, 0);
  if (way.by === 'share') return { least, total: sum };
  if (way.size < sum) throw new Refusal('invalid', 'audit.size-too-small', { size: way.size, least: sum, perUnit: way.perUnit }, 'way.size');
  return { least, total: Math.min(way.size, [...sizes.values()].reduce((all, size) => all + size, 0)) };
}

/**
 * Draws from a population: every item stands in one order, by SHA-256 of `seed:key`. First each unit gives its least, from the
 * front of that order; where a size is drawn, the front of what remains fills it up. Returns the keys, rising.
 */
export function sampleOf(population: readonly Candidate[], way: Draw, seed: string): string[] {
  const unitOf = new Map(population.map(({ key, unitId }) => [key, unitId]));
  const sizes = new Map([...Map.groupBy(population, ({ unitId }) => unitId)].map(([unitId, items]) => [unitId, items.length]));
  const { least, total } = sampleSizes(sizes, way);
  const owed = new Map(least);
  const order = seededOrder([...unitOf.keys()], seed, sha256);
  const first = order.filter((key) => {
    const left = owed.get(unitOf.get(key)!)!;
    owed.set(unitOf.get(key)!, left - 1);
    return left > 0;
  });
  const taken = new Set(first);
  const more = order.filter((key) => !taken.has(key)).slice(0, total - first.length);
  return [...first, ...more].sort();
}
