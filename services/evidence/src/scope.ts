import { Refusal, covers, type Action, type Actor, type Place } from '@xingchuang/rules';

/** The thing, where there is one and the seat may act on it: one that is absent and one that is another's are told alike. */
export function reachable<T extends Place>(found: T | undefined, by: Actor, action: Action): T {
  if (!found || !covers(by, action, found)) throw new Refusal('missing', 'thing.missing', { action });
  return found;
}

/** Where a client says which version it changes, that one must still hold. */
export function sameVersion(version: number, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(version)) throw new Refusal('stale', 'thing.stale', { version }, 'If-Match');
}
