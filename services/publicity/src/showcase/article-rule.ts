import type { ArticleState } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';

export interface ArticlePhoto {
  readonly fileId: string;
  readonly caption: string;
}
/** A copy that may be published, as evidence made it. */
export interface Copy {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/** A model case: written by a unit, reviewed by somebody else, published. */
export interface Article {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly unitName: string;
  readonly title: string;
  readonly text: string;
  readonly photos: readonly ArticlePhoto[];
  /** One for each photo, made when it was submitted; what is reviewed is what is published. */
  readonly copies: readonly Copy[];
  readonly state: ArticleState;
  readonly reason: string;
  /** Who wrote or submitted it, ids of people. */
  readonly authors: readonly string[];
  readonly submittedOn: string;
  readonly publishedOn: string;
  readonly withdrawnOn: string;
  readonly views: number;
  /** What it is found by. */
  readonly grams: readonly string[];
}

type Command = 'write' | 'submit' | 'return' | 'publish' | 'withdraw';
const TRANSITIONS: Transitions<ArticleState, Command> = {
  draft: { write: 'draft', submit: 'submitted' },
  submitted: { return: 'returned', publish: 'published' },
  returned: { write: 'returned', submit: 'submitted' },
  published: { withdraw: 'withdrawn' },
  withdrawn: { write: 'withdrawn', submit: 'submitted' },
};
const moved = (one: Article, command: Command): Article => ({ ...one, state: move('article', TRANSITIONS, one.state, command) });
const by = ({ authors }: Article, personId: string): readonly string[] => (authors.includes(personId) ? authors : [...authors, personId]);

export function write(was: Article, given: Pick<Article, 'title' | 'text' | 'photos'>, personId: string): Article {
  return { ...moved(was, 'write'), ...given, copies: [], authors: by(was, personId), grams: gramsOf(`${given.title}\n${was.unitName}\n${given.text}`) };
}

/** Refuses before anybody is asked for copies. */
export const checkSubmittable = (was: Article): void => void moved(was, 'submit');
export function submit(was: Article, copies: readonly Copy[], personId: string, today: string): Article {
  return { ...moved(was, 'submit'), copies, authors: by(was, personId), submittedOn: today, reason: '' };
}

export const mayReview = ({ state, authors }: Article, personId: string): boolean => state === 'submitted' && !authors.includes(personId);

function reviewed(was: Article, command: 'return' | 'publish', personId: string): Article {
  const next = moved(was, command);
  if (!mayReview(was, personId)) throw new Refusal('forbidden', 'article.own-review');
  return next;
}
export const giveBack = (was: Article, reason: string, personId: string): Article => ({ ...reviewed(was, 'return', personId), reason });
export const publish = (was: Article, personId: string, today: string): Article => ({ ...reviewed(was, 'publish', personId), publishedOn: today, withdrawnOn: '', reason: '' });
export const withdraw = (was: Article, reason: string, today: string): Article => ({ ...moved(was, 'withdraw'), reason, withdrawnOn: today });

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');

/** Pairs of neighbouring characters: an index finds them where a word may stand anywhere. */
export function gramsOf(text: string): string[] {
  const characters = [...plain(text)];
  return [...new Set(characters.length === 1 ? characters : characters.slice(1).map((character, at) => characters[at]! + character))];
}

/** Whether an article holds what is searched for, as it stands. */
export const holds = ({ title, unitName, text }: Pick<Article, 'title' | 'unitName' | 'text'>, search: string): boolean => plain(`${title}\n${unitName}\n${text}`).includes(plain(search));
