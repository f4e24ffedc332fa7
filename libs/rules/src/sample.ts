/** SHA-256 of a text as lower-case hex; given to rules because they touch nothing of the machine. */
export type Hash = (text: string) => string;

/**
 * Names in the order that a seed gives them: by SHA-256 of `seed:name`, each name once. Anyone who has seed and names gets the
 * same order; nobody who does not know the seed beforehand can steer it.
 */
export function seededOrder(names: readonly string[], seed: string, sha256: Hash): string[] {
  const ranked = [...new Set(names)].map((name) => ({ name, rank: sha256(`${seed}:${name}`) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ name }) => name);
}

/** How many a share in percent (digits, at most six places) takes of so many: rounded up, at least one where there is one. */
export function shareCount(size: number, share: string): number {
  const exact = Number(((size * Number(share)) / 100).toFixed(6)); // a binary rest must not add one
  return Math.min(size, Math.max(1, Math.ceil(exact)));
}
