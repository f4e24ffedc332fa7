import { deadline, limitUntil, type Calendar, type Day } from '@xingchuang/calendar';
import type { LimitInput, LimitView } from '@xingchuang/contracts';
import type { Term } from '@xingchuang/schemes';
import { Refusal } from '@xingchuang/rules';

/**
 * The last day of a limit that begins on `from`, with its derivation. A term that the scheme leaves open (`ask`) must be given;
 * one that it fixes cannot be changed by hand (A16).
 */
export function limitOf(calendar: Calendar, from: Day, term: Term, given: LimitInput | undefined): LimitView {
  if (!('ask' in term)) {
    if (given) throw new Refusal('conflict', 'limit.fixed', {}, 'limit');
    const { countStart, ...rest } = term;
    return view(from, deadline(calendar, { from, ...rest, countStart: countStart === true }));
  }
  if (!given) throw new Refusal('invalid', 'limit.required', {}, 'limit');
  if (!('until' in given)) return view(from, deadline(calendar, { from, ...given }));
  if (given.until <= from) throw new Refusal('invalid', 'limit.past', { until: given.until, from }, 'limit.until');
  return view(from, limitUntil(calendar, { until: given.until as Day }));
}

const view = (from: Day, { lastDay, provisional, derivation }: ReturnType<typeof deadline>): LimitView => ({
  from,
  lastDay,
  provisional,
  derivation: [...derivation],
});
