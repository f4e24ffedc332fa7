import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { chineseCalendar, limitFrom, readYear, reckonedAgain, type Calendar, type Limit, type YearSchedule } from '@xingchuang/calendar';
import { CalendarYearLoadedSchema, wordsOf, type CalendarImport, type CalendarImportView, type CalendarView, type DeadlineMoved } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, STEPS, UNITS, type Clock, type Database, type StepLog, type UnitDirectory } from '@xingchuang/server';
import { ClockedStore } from '../due/clocked-store.ts';

/** A notice that was loaded: what it says, when and at whose seat. All of them stay. */
interface LoadedNotice extends YearSchedule {
  readonly id: string;
  readonly revision: number;
  readonly source: string;
  readonly loadedOn: string;
  readonly by: string;
}
type Moved = CalendarImportView['moves'][number];

const schema = new Schema({ _id: String, year: Number, off: [String], worked: [String], names: Schema.Types.Mixed, revision: Number, source: String, loadedOn: String, by: String });
schema.index({ year: 1, revision: -1 }); // the notices of a year, the one in force first
const MOST_SHOWN = 100;
const MOST_READ = 20_000;

/** The one place where holiday years come in; every service hears of them and reckons its own provisional dates again. */
@Injectable()
export class CalendarService {
  readonly #notices;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(ClockedStore) readonly things: ClockedStore,
    @Inject(STEPS) readonly steps: StepLog,
  ) {
    this.#notices = database.model<LoadedNotice>('calendar-notices', schema);
  }

  async view(): Promise<CalendarView> {
    const loaded = (await this.#inForce()).map(({ names = {}, ...one }) => ({ ...one, off: [...one.off], worked: [...one.worked], names: Object.fromEntries(Object.entries(names).map(([day, { zh }]) => [day, zh])) }));
    return { known: [...chineseCalendar().years], loaded };
  }

  /** Loads a year, all of it or, with a fault in any line, nothing. A dry run says what would happen. */
  async load({ year, source, text, dryRun }: CalendarImport, by: Actor): Promise<CalendarImportView> {
    const { schedule, faults: found } = readYear(year, text);
    const faults = found.map(({ line, code, facts }) => ({ line, code, ...wordsOf(code, facts) }));
    if (!schedule) {
      if (!dryRun) throw new Refusal('invalid', 'calendar.faulty-lines', { faulty: faults.length, faults }, 'text');
      return { dryRun, year, revision: 0, off: 0, worked: 0, moves: [], standing: [], faults };
    }
    const others = await this.#inForce();
    const [before, after] = [chineseCalendar(others), chineseCalendar([...others, schedule])];
    const { moves, standing } = await this.#consequences(year, before, after);
    const told = { dryRun, year, off: schedule.off.length, worked: schedule.worked.length, moves, standing, faults };
    if (dryRun) return { ...told, revision: (others.find((one) => one.year === year)?.revision ?? 0) + 1 };
    const revision = await this.database.transaction(() => this.#keep(schedule, source, by));
    return { ...told, revision };
  }

  /** Somebody's date was reckoned again: the log keeps it. */
  async moved({ kind, objectId, unitId, before, after, movedOn }: DeadlineMoved): Promise<void> {
    const unit = await this.units.find(unitId);
    const what = before === after ? 'certain' : 'moved';
    await this.steps.add([{ key: newId(), day: movedOn, what, kind, objectId, unitId, path: unit?.path ?? [], before, after }]); // it may move to and fro within a day; told once, it is handled once
  }

  async #keep(schedule: YearSchedule, source: string, by: Actor): Promise<number> {
    const { year, off, worked, names = {} } = schedule;
    const revision = await this.database.nextNumber(`calendar-${year}`);
    const loadedOn = this.clock.today();
    await this.#notices.insert({ ...schedule, id: `${year}@${revision}`, revision, source, loadedOn, by: by.unitId });
    const told = { year, off: [...off], worked: [...worked], names: Object.fromEntries(Object.entries(names).map(([day, { zh }]) => [day, zh])), source, loadedOn, revision };
    await this.database.emit(CalendarYearLoadedSchema, `calendar-${year}`, told);
    const unit = await this.units.find(by.unitId);
    await this.steps.add([{ key: `calendar:${year}:${revision}`, day: loadedOn, what: 'year-loaded', kind: 'calendar', objectId: String(year), unitId: by.unitId, path: unit?.path ?? [], by: by.unitId, text: source }]);
    return revision;
  }

  async #inForce(): Promise<LoadedNotice[]> {
    const all = await this.#notices.list({}, { year: 1, revision: -1 });
    return all.filter((one, index) => one.year !== all[index - 1]?.year);
  }

  /** What a calendar moves of the dates kept here, and which certain ones it would give otherwise. */
  async #consequences(year: number, before: Calendar, after: Calendar): Promise<{ moves: Moved[]; standing: Moved[] }> {
    const [moves, standing]: [Moved[], Moved[]] = [[], []];
    for (const { kind, model } of this.things.sorts) {
      const found = await model.find({ due: { $gte: `${year - 1}-12-01` } } as never).select('unitId limit').sort({ due: 1 }).limit(MOST_READ).lean<{ _id: string; unitId: string; limit: Limit }[]>();
      for (const { _id: id, unitId, limit } of found) {
        const next = limit.provisional ? reckonedAgain(after, limit) : limitFrom(after, limit.from, limit.term);
        if (!next || next.lastDay === limit.lastDay) continue;
        if (limit.provisional) moves.push({ kind, id, unitId, before: limit.lastDay, after: next.lastDay });
        else if (limitFrom(before, limit.from, limit.term).lastDay === limit.lastDay) standing.push({ kind, id, unitId, before: limit.lastDay, after: next.lastDay });
      }
    }
    return { moves: moves.slice(0, MOST_SHOWN), standing: standing.slice(0, MOST_SHOWN) };
  }
}
