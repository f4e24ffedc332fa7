import { Refusal } from '@xingchuang/rules';

export const PAGE = 50;

/** Refuses what was decided on an older version than the one that stands. */
export function refuseStale({ id, version }: { readonly id: string; readonly version: number }, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(version)) throw new Refusal('stale', 'thing.stale', { id, version }, 'If-Match');
}
