import { Refusal } from '@xingchuang/rules';

/** A place in a list that is sorted by a text and then by id, both falling. */
interface Key {
  readonly at: string;
  readonly id: string;
}

/** The part of a filter that continues after a page. */
export function after(field: string, pageToken: string | undefined): Record<string, unknown> {
  if (pageToken === undefined) return {};
  const { at, id } = keyOf(pageToken);
  return { $or: [{ [field]: { $lt: at } }, { [field]: at, _id: { $lt: id } }] };
}

/** One page of what was read one further than the page is long, with the token of the next where there is one. */
export function pageOf<T extends { readonly id: string }>(found: readonly T[], limit: number, at: (item: T) => string): { items: T[]; nextPageToken?: string } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last ? { nextPageToken: tokenOf({ at: at(last), id: last.id }) } : {}) };
}

const tokenOf = ({ at, id }: Key): string => Buffer.from(`${at} ${id}`).toString('base64url');

export function keyOf(token: string): Key {
  const [at, id, ...more] = Buffer.from(token, 'base64url').toString().split(' ');
  if (!at || !id || more.length > 0) throw new Refusal('invalid', 'page.token-invalid', {}, 'pageToken');
  return { at, id };
}
