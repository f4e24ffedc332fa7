import { pastTerms, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import { checkDay } from '../person/person-rule.ts';

/** One committee of a unit: elected on a day, for a time that ends with a day. */
export interface Term {
  readonly since: Day;
  readonly until: Day;
}
/** The committees of a unit, in order (S0 L131, re-election on time). Its id is that of the unit. */
export interface Terms extends Stored {
  readonly terms: readonly Term[];
}
/** Days on which a committee stayed past its term; the last stretch may go on. */
export interface Overdue {
  readonly from: Day;
  /** The day before the next election; empty while it goes on. */
  readonly to: string;
}

/** A new committee was elected; one of the same day as the last corrects its end. */
export function elect(was: Terms, { since, until }: Term, opened: Day, today: Day): Terms {
  checkDay(since, opened, today, 'electedOn');
  if (until <= since) throw new Refusal('invalid', 'term.end-before', { electedOn: since, until }, 'until');
  const last = was.terms.at(-1);
  if (last && since < last.since) throw new Refusal('conflict', 'term.earlier', { electedOn: since, last: last.since }, 'electedOn');
  const before = last?.since === since ? was.terms.slice(0, -1) : was.terms;
  return { ...was, terms: [...before, { since, until }] };
}

/** The days past a term, up to today. */
export function overdue({ terms }: Pick<Terms, 'terms'>, today: Day): Overdue[] {
  return pastTerms(terms)
    .filter(({ from }) => from <= today)
    .map(({ from, to = '' }) => ({ from, to }));
}
