import { Refusal } from '@xingchuang/rules';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

/** A page of a keyset list: of the `size + 1` items found the last only shows that there are more. */
export function pageOf<T>(found: readonly T[], size: number, key: (item: T) => string): Page<T> {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return found.length > size && last ? { items, nextPageToken: Buffer.from(key(last)).toString('base64url') } : { items };
}

/** The key behind which the next page begins. */
export function readPageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key === '' || Buffer.from(key).toString('base64url') !== token) throw new Refusal('invalid', 'list.bad-page-token', {}, 'pageToken');
  return key;
}
