import { day, deadline, type Calendar, type Day } from '@xingchuang/calendar';
import type { Campaign } from '../campaign/campaign-rule.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';

/** Last day of the term in which one may appeal against a step done on a day. */
export const termOf = (calendar: Calendar, doneOn: string, workdays: number): Day => deadline(calendar, { from: day(doneOn), workdays }).lastDay;

/** Steps of bodies against which the unit may appeal today; its own declaration is none. None where the round has no appeal. */
export function appealable({ done, unitId }: Pick<Candidacy, 'done' | 'unitId'>, { appealWorkdays, cancelled }: Pick<Campaign, 'appealWorkdays' | 'cancelled'>, today: Day, calendar: Calendar): { step: string; until: Day }[] {
  if (appealWorkdays === undefined || cancelled) return [];
  return done.flatMap(({ step, day: on, unitId: by }) => {
    const until = termOf(calendar, on, appealWorkdays);
    return by !== unitId && today <= until ? [{ step, until }] : [];
  });
}

/** Everybody who did a step of a candidacy, in whatever try. */
export const whoDid = ({ timeline }: Pick<Candidacy, 'timeline'>, step: string): string[] => [...new Set(timeline.filter((entry) => entry.step === step && entry.act !== 'reopen').map(({ by }) => by.personId))];
