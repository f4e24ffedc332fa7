/** A page of things listed by id: the store reads one more than fits, which only says that there is a next page. */
export function pageById<T extends { readonly id: string }>(found: readonly T[], size: number): { items: T[]; nextPageToken?: string } {
  const items = found.slice(0, size);
  return { items, ...(found.length > size ? { nextPageToken: items.at(-1)!.id } : {}) };
}
