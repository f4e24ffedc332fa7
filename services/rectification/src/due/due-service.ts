import { Inject, Injectable } from '@nestjs/common';
import { day, deadline, workdaysBetween, type Day } from '@xingchuang/calendar';
import type { DueByUnit, DueByUnitQuery, DueQuery, DueView } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, scopeFor, UNITS, type CalendarDirectory, type Clock, type UnitDirectory } from '@xingchuang/server';
import { PAGE } from '../scope.ts';
import { ClockedStore, type Place } from './clocked-store.ts';

/** What falls due, for a unit, a subtree, or the person who leads it. */
@Injectable()
export class DueService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(ClockedStore) readonly things: ClockedStore,
  ) {}

  async list({ unitId, mine, which, workdays, pageToken }: DueQuery, by: Actor): Promise<DueView> {
    const scope = await scopeFor(by, 'finding.read', { unitId, subtree: true }, this.units);
    const personId = mine ? by.personId : undefined;
    const calendar = await this.calendars.now();
    const today = this.clock.today();
    const soonUntil = deadline(calendar, { from: today, workdays }).lastDay;
    const spans = { overdue: { $lt: today }, today: { $gte: today, $lte: today }, soon: { $gte: today, $lte: soonUntil }, provisional: {}, all: {} } as const;
    const { limits, reminded } = this.things;
    const more = (name: keyof typeof spans) => (name === 'provisional' ? { 'limit.provisional': true } : {});
    const days = (name: keyof typeof spans) => (name === 'provisional' ? limits : reminded); // a day by which progress is asked for is never provisional
    const [found, ...counts] = await Promise.all([
      this.things.list(days(which), scope, spans[which], more(which), PAGE + 1, personId, pageToken === undefined ? undefined : placeOf(pageToken)),
      ...(['overdue', 'today', 'soon', 'provisional'] as const).map((name) => this.things.count(days(name), scope, spans[name], more(name), personId)),
    ]);
    const items = found.slice(0, PAGE).map((one) => ({ ...one, workdaysLeft: workdaysBetween(calendar, today, one.due as Day).workdays }));
    const last = items.at(-1);
    const [overdue = 0, dueToday = 0, soon = 0, provisional = 0] = counts;
    return { today, soonUntil, counts: { overdue, today: dueToday, soon, provisional }, items, ...(found.length > PAGE && last ? { nextPageToken: `${last.due} ${last.id} ${last.rank}` } : {}) };
  }

  async byUnit({ unitId, workdays }: DueByUnitQuery, by: Actor): Promise<DueByUnit> {
    const scope = await scopeFor(by, 'finding.read', { unitId, subtree: true }, this.units);
    const today = this.clock.today();
    const { lastDay } = deadline(await this.calendars.now(), { from: today, workdays });
    return { items: await this.things.byUnit(scope, today, lastDay) };
  }
}

function placeOf(token: string): Place {
  const [due = '', id = '', rank = ''] = token.split(' ');
  if (id === '') throw new Refusal('invalid', 'day.invalid', { text: token, expected: 'YYYY-MM-DD' }, 'pageToken');
  return { due: day(due, 'pageToken'), id, rank: Number(rank) };
}
