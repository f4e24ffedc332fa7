import { addDays, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { checkDay } from './person-rule.ts';

export interface Holding {
  readonly personId: string;
  readonly since: Day;
  /** Last day; empty while it lasts. */
  readonly until: Day | '';
}

/** A post of a unit and who held it, in order and one at a time. */
export interface Post {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly kind: string;
  readonly since: Day;
  readonly holdings: readonly Holding[];
}

export interface Vacancy {
  readonly since: Day;
  /** Last vacant day; empty while the vacancy lasts. */
  readonly until: Day | '';
}

export interface PostKind {
  readonly zh: string;
  readonly en: string;
  /** What sort of responsibility it carries (S0 L99-101). */
  readonly responsibility: string;
  readonly responsibilityZh: string;
}
export type PostKinds = ReadonlyMap<string, PostKind>;

/** The post with its holder from that day on; refuses while someone else holds it. */
export function fill(post: Post, personId: string, since: Day, today: Day): Post {
  const last = post.holdings.at(-1);
  if (last?.until === '') throw new Refusal('conflict', 'post.held', { kind: post.kind, since: last.since });
  checkDay(since, last ? addDays(last.until as Day, 1) : post.since, today, 'since');
  return { ...post, holdings: [...post.holdings, { personId, since, until: '' }] };
}

/** The post without its holder after that day. */
export function vacate(post: Post, until: Day, today: Day): Post {
  const last = post.holdings.at(-1);
  if (last?.until !== '') throw new Refusal('conflict', 'post.vacant', { kind: post.kind });
  checkDay(until, last.since, today, 'until');
  return { ...post, holdings: [...post.holdings.slice(0, -1), { ...last, until }] };
}

export const holderOn = (post: Post, on: Day): Holding | undefined => post.holdings.find(({ since, until }) => since <= on && (until === '' || on <= until));

/** The stretches up to today in which nobody held the post (S0 L131 looks for months without a branch secretary). */
export function vacancies(post: Post, today: Day): Vacancy[] {
  const gaps: Vacancy[] = [];
  let free: Day | undefined = post.since;
  for (const { since, until } of post.holdings) {
    if (free !== undefined && free < since) gaps.push({ since: free, until: addDays(since, -1) });
    free = until === '' ? undefined : addDays(until, 1);
  }
  if (free !== undefined && free <= today) gaps.push({ since: free, until: '' });
  return gaps;
}
