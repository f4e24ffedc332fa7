import { addDays, addMonths, day, type Day, yearOf } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import type { Window } from './decision.ts';
import { citation, words } from './explain-clause.ts';
import { settle } from './parameters.ts';
import type { ParameterValues, Scheme, Term, Words } from './scheme.ts';

/** A length of time with every parameter settled, as the calendar takes it; `ask` where it is given when it starts. */
export interface SettledTerm {
  readonly workdays?: number;
  readonly months?: number;
  readonly ask?: true;
  readonly countStart: boolean;
  readonly holiday: 'stay' | 'next';
}

/** The day of the event is not counted and the date stays unless the scheme says otherwise (A7, A8). */
export function settleTerm(scheme: Scheme, term: Term, parameters: ParameterValues = {}): SettledTerm {
  const { countStart = false, holiday = 'stay', ...length } = term;
  const settled = {
    ...('workdays' in length ? { workdays: settle(scheme, length.workdays, parameters) } : {}),
    ...('months' in length ? { months: settle(scheme, length.months, parameters) } : {}),
    ...('ask' in length ? { ask: length.ask } : {}),
  };
  return { ...settled, countStart: settle(scheme, countStart, parameters), holiday: settle(scheme, holiday, parameters) };
}

/** The public notice of a campaign, all parameters settled. */
export interface SettledNotice {
  readonly id: string;
  readonly levels: readonly string[];
  readonly minimum: SettledTerm;
  readonly by: string;
  readonly channel: string | null;
  readonly source: string;
  /** What a complaint does that proves true: the level then stored. */
  readonly verified: Words & { readonly id: string; readonly level: string; readonly source: string };
  /** What proven fraud adds: an effect of the scheme; null where it adds nothing. */
  readonly fraud: (Words & { readonly id: string; readonly effect: string; readonly source: string }) | null;
}

/** The notice rule (S0 L135). Refuses `notice.none` where the scheme has no notice, `parameter.missing` where one is not given. */
export function noticeRule(scheme: Scheme, parameters: ParameterValues): SettledNotice {
  const { notice } = scheme;
  if (!notice || !settle(scheme, notice.use ?? true, parameters)) throw new Refusal('missing', 'notice.none', { scheme: scheme.id });
  const { verified, fraud } = notice.complaint;
  return {
    id: notice.id,
    levels: notice.levels,
    minimum: settleTerm(scheme, notice.minimum, parameters),
    by: settle(scheme, notice.by, parameters),
    channel: notice.channel === undefined ? null : settle(scheme, notice.channel, parameters),
    source: citation(notice),
    verified: {
      id: verified.id,
      ...words(verified),
      level: settle(scheme, verified.level, parameters),
      source: citation(verified),
    },
    fraud: fraud ? { id: fraud.id, ...words(fraud), effect: fraud.effect, source: citation(fraud) } : null,
  };
}

/** True when a candidate of this level goes on public notice before the level is final. */
export const needsNotice = (scheme: Scheme, level: string, parameters: ParameterValues = {}): boolean =>
  scheme.notice !== undefined && scheme.notice.levels.includes(level) && settle(scheme, scheme.notice.use ?? true, parameters);

/** The days whose events count for a campaign opened on a day: whole years before it, or up to the day before (S0 L131, A12). */
export function windowFor(scheme: Scheme, opened: Day, parameters: ParameterValues = {}): Window | undefined {
  if (!scheme.window) return undefined;
  const { reading } = scheme.window;
  const years = settle(scheme, scheme.window.years, parameters);
  if (settle<string>(scheme, reading, parameters) === 'rolling')
    return { from: addMonths(opened, -12 * years), to: addDays(opened, -1) };
  const last = yearOf(opened) - 1;
  return { from: day(`${last - years + 1}-01-01`), to: day(`${last}-12-31`) };
}
