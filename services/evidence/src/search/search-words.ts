import { Refusal } from '@xingchuang/rules';
import { fold, LONGEST_TERM } from './search-text.ts';

/** What is asked for, folded: every one of `all` must be in an item, and none of `none`. */
export interface SearchWords {
  readonly all: readonly string[];
  readonly none: readonly string[];
}

const MOST = 10;
const QUOTES = /[“”„‟＂「」『』]/gu;
const TERM = /([-－−])?(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;

/** Words apart by blanks, "a phrase" in quotes, -word for what must not be there. */
export function wordsIn(q: string): SearchWords {
  const all = new Set<string>();
  const none = new Set<string>();
  for (const [, minus, phrase, word] of q.replaceAll(QUOTES, '"').matchAll(TERM)) {
    const term = fold((phrase ?? word ?? '').replaceAll('\u2029', ' ')).text;
    if (term !== '') (minus === undefined ? all : none).add(term);
  }
  const terms = [...all, ...none];
  if (terms.length > MOST) throw new Refusal('invalid', 'search.too-many-words', { most: MOST, words: terms.length }, 'q');
  if (terms.some((term) => signs(term) > LONGEST_TERM)) throw new Refusal('invalid', 'search.word-too-long', { longest: LONGEST_TERM }, 'q');
  if (all.size > 0 && ![...all].some((term) => signs(term) > 1)) throw new Refusal('invalid', 'search.word-too-short', {}, 'q');
  return { all: [...all], none: [...none] };
}

const signs = (term: string): number => [...term].length;

/** Whether texts together have all the words and none of the others. */
export const holds = ({ all, none }: SearchWords, texts: readonly string[]): boolean =>
  all.every((term) => texts.some((text) => text.includes(term))) && !none.some((term) => texts.some((text) => text.includes(term)));
