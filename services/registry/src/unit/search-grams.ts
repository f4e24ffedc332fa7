/** Text as it is compared in searches: full and half width, upper and lower case are the same (NFKC, lower case). */
export const searchText = (...parts: readonly string[]): string => parts.map((part) => part.normalize('NFKC').toLowerCase()).join('\n');

/** Every character and every pair of neighbours of the text: what an index of Chinese substrings is made of. */
export function grams(...parts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const part of parts) {
    const characters = [...searchText(part)];
    characters.forEach((character, at) => {
      found.add(character);
      if (at > 0) found.add(characters[at - 1]! + character);
    });
  }
  return [...found];
}

/** A filter on fields `grams` and `text`: the index narrows, the substring decides. */
export function searchFilter(search: string): Record<string, unknown> {
  const text = searchText(search);
  const characters = [...text];
  const wanted = characters.length === 1 ? characters : characters.slice(1).map((character, at) => characters[at]! + character);
  return { grams: { $all: wanted }, text: { $regex: text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`) } };
}
