import { Refusal } from '@xingchuang/rules';

/** Refuses a command upon another version than the one that was looked at; without the header whatever stands is changed. */
export function sameVersion({ id, version }: { readonly id: string; readonly version: number }, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== String(version)) throw new Refusal('stale', 'thing.stale', { id, version }, 'If-Match');
}
