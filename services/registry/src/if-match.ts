import { Refusal } from '@xingchuang/rules';

/** Refuses when the caller names, in If-Match, another version than the thing has now. */
export function checkIfMatch(was: { readonly id: string; readonly version: number }, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(was.version)) throw new Refusal('stale', 'thing.stale', { id: was.id, version: was.version }, 'If-Match');
}
