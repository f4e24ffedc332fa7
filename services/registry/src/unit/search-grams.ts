import { soundFilter } from './pinyin.ts';

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

const literally = (text: string) => ({ $regex: text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`) });

/** A filter on fields `grams`, `text` and `spelt`: the index narrows, the substring or the pinyin decides. */
export function searchFilter(search: string): Record<string, unknown> {
  const text = searchText(search);
  const characters = [...text];
  const wanted = characters.length === 1 ? characters : characters.slice(1).map((character, at) => characters[at]! + character);
  const literal = { grams: { $all: wanted }, text: literally(text) };
  const sounds = soundFilter(text);
  return sounds.length === 0 ? literal : { $or: [literal, ...sounds] };
}

/** The same without `grams`, where there are so few that all can be gone through. */
export function wholeFilter(search: string): Record<string, unknown> {
  const text = searchText(search);
  const sounds = soundFilter(text).map(({ spelt }) => ({ spelt }));
  return sounds.length === 0 ? { text: literally(text) } : { $or: [{ text: literally(text) }, ...sounds] };
}
