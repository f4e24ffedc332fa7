import { fold, PASSAGE_END } from './search-text.ts';

/** Where something stands in a text, from and up to, in UTF-16 units. */
export type Range = readonly [from: number, to: number];

/** A piece of a text with the places of the words in it. */
export interface Marked {
  readonly text: string;
  readonly marks: readonly Range[];
}

/** Every place of the terms in a text as it was written, in order and without overlap. */
export function marksIn(source: string, terms: readonly string[]): Range[] {
  const { text, from, to } = fold(source);
  const found: [number, number][] = [];
  for (const term of terms) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) found.push([from[at]!, to[at + term.length - 1]!]);
  }
  const joined: [number, number][] = [];
  for (const [begin, end] of found.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([begin, end]);
  }
  return joined;
}

const BEFORE = 24;
const AFTER = 56;
const MOST_PIECES = 2;

/** The pieces of a text around the first places of the terms. */
export function snippetsOf(source: string, terms: readonly string[]): Marked[] {
  const marks = marksIn(source, terms);
  const pieces: Marked[] = [];
  let done = 0;
  for (const [begin] of marks) {
    if (begin < done || pieces.length === MOST_PIECES) continue;
    const passage = source.lastIndexOf(PASSAGE_END, begin) + 1;
    const passageEnd = source.indexOf(PASSAGE_END, begin);
    const from = aligned(source, Math.max(done, passage, begin - BEFORE));
    const covered = marks.find(([at, end]) => at === begin && end > begin)![1];
    const to = aligned(source, Math.min(passageEnd < 0 ? source.length : passageEnd, Math.max(covered, begin + AFTER)));
    pieces.push({
      text: `${from > passage ? '…' : ''}${source.slice(from, to)}${to < (passageEnd < 0 ? source.length : passageEnd) ? '…' : ''}`,
      marks: marks.filter(([a, b]) => a >= from && b <= to).map(([a, b]) => [a - from + (from > passage ? 1 : 0), b - from + (from > passage ? 1 : 0)]),
    });
    done = to;
  }
  return pieces;
}

/** A place that does not lie within a sign of two units. */
const aligned = (text: string, at: number): number => (/^[\udc00-\udfff]$/.test(text.charAt(at)) ? at - 1 : at);
