import { pinyin } from 'pinyin-pro';

/** How a name sounds, as searches compare it: the initials in one line, in the next the syllables, an apostrophe before each. */
export function spelt(name: string, isPerson = false): string {
  const syllables = pinyin(name.normalize('NFKC'), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true, ...(isPerson ? { surname: 'head' } : {}) })
    .map((one) => one.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    .filter(Boolean);
  const isWord = (one: string) => /^[a-z]+$/.test(one);
  return `${syllables.map((one) => (isWord(one) ? one[0] : one)).join('')}\n${syllables.map((one) => `'${one}`).join('')}`;
}

/** What the index holds of a spelling: each pair of initials, and from each syllable on the first two letters; marked, so that nothing else is met. */
export function soundGrams(spelling: string): string[] {
  const [initials = '', syllables = ''] = spelling.split('\n');
  const pairs = [...initials].slice(1).map((letter, at) => `^${initials[at]}${letter}`);
  const starts = [...syllables.matchAll(/'/g)].map(({ index }) => `'${syllables.slice(index).replaceAll("'", '').slice(0, 2)}`);
  return [...new Set([...pairs, ...starts])];
}

/** Finds names by their sound: initials anywhere, or syllables from the beginning of one on. The index narrows, the pattern decides. */
export function soundFilter(search: string): Record<string, unknown>[] {
  const letters = search.toLowerCase();
  const pattern = speltPattern(letters);
  if (pattern === undefined) return [];
  const [byInitials, bySyllables] = pattern.split('|') as [string, string];
  const pairs = [...letters].slice(1).map((letter, at) => `^${letters[at]}${letter}`);
  return [
    { grams: { $all: pairs }, spelt: { $regex: byInitials } },
    { grams: `'${letters.slice(0, 2)}`, spelt: { $regex: bySyllables } },
  ];
}

/** Finds initials anywhere in a name, and syllables from the beginning of one on; undefined for what nobody types for pinyin. */
function speltPattern(search: string): string | undefined {
  const letters = search.toLowerCase();
  if (!/^[a-z0-9]{2,}$/.test(letters)) return undefined;
  return `^[a-z0-9]*${letters}|'${[...letters].join("'?")}`;
}
