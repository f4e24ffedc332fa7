import { addDays, type Day } from './day.ts';

/** The days after each term until the day before the next one begins, in order; the last stretch has no end. Terms are given in order of their beginning. */
export const pastTerms = (terms: readonly { readonly since: Day; readonly until: Day }[]): { readonly from: Day; readonly to?: Day }[] =>
  terms.flatMap(({ until }, i): { from: Day; to?: Day }[] => {
    const from = addDays(until, 1);
    const next = terms[i + 1]?.since;
    if (next === undefined) return [{ from }];
    return from < next ? [{ from, to: addDays(next, -1) }] : [];
  });
