import { Schema } from 'mongoose';
import { chineseCalendar, type Calendar, type Limit, type YearSchedule, reckonedAgain } from '@xingchuang/calendar';
import { DeadlineMovedSchema, type CalendarYearLoaded } from '@xingchuang/contracts';
import type { Clock } from './clock.ts';
import type { Collection, Database } from './database.ts';

interface LoadedYear extends YearSchedule {
  /** The year as text. */
  readonly id: string;
  /** The revision of its notice. */
  readonly version: number;
}

const schema = new Schema({ _id: String, version: Number, year: Number, off: [String], worked: [String], names: Schema.Types.Mixed });

/** Another process may have heard of a year; a date reckoned in between is provisional, and reckoned again. */
const FRESH_MS = 1_000;

/** A service's own copy of the years that were loaded beside those the product knows. */
export class CalendarDirectory {
  readonly #years: Collection<LoadedYear>;
  #readAt = -Infinity;
  #known: { readonly heads: string; readonly calendar: Calendar } = { heads: '', calendar: chineseCalendar() };

  constructor(database: Database) {
    this.#years = database.model<LoadedYear>('calendar-years', schema);
  }

  async apply({ year, off, worked, names: told, revision }: CalendarYearLoaded): Promise<void> {
    const names = Object.fromEntries(Object.entries(told).map(([day, name]) => [day, { zh: name, en: name }]));
    await this.#years.project({ id: String(year), version: revision, year, off, worked, names });
    this.#readAt = -Infinity;
  }

  /** The calendar of all years known by now. */
  async now(): Promise<Calendar> {
    if (performance.now() - this.#readAt < FRESH_MS) return this.#known.calendar;
    this.#readAt = performance.now();
    const found = await this.#years.model.find({}).select('version').sort({ _id: 1 }).lean<{ _id: string; version: number }[]>();
    const heads = found.map(({ _id, version }) => `${_id}@${version}`).join();
    if (heads !== this.#known.heads) this.#known = { heads, calendar: chineseCalendar(await this.#years.list({})) };
    return this.#known.calendar;
  }
}

/** Things of one kind that keep a provisional limit. */
export interface ProvisionalLimits<T> {
  /** What it is the last day of, as others are told. */
  readonly kind: string;
  /** Some of those whose limit is provisional, in the order of their ids from the one after `after` on; none at the end. */
  readonly list: (after: string) => Promise<readonly T[]>;
  readonly limit: (thing: T) => Limit;
  readonly save: (thing: T, limit: Limit) => Promise<unknown>;
}

/** Reckons provisional limits again by the calendar as it is now, and tells each date that moved or became certain. For a sweep: it may run any number of times. */
export async function reckonProvisional<T extends { readonly id: string; readonly unitId: string }>(
  { database, calendars, clock }: { readonly database: Database; readonly calendars: CalendarDirectory; readonly clock: Clock },
  { kind, list, limit, save }: ProvisionalLimits<T>,
): Promise<void> {
  const calendar = await calendars.now();
  const again = (thing: T) => reckonedAgain(calendar, limit(thing));
  for (let after = ''; ; ) {
    const seen = await list(after);
    if (seen.length === 0) return;
    if (seen.some((thing) => again(thing) !== undefined)) {
      await database.transaction(async () => {
        const changed = (await list(after)).map((thing) => ({ thing, was: limit(thing), next: again(thing)! })).filter(({ next }) => next !== undefined);
        for (const { thing, next } of changed) await save(thing, next);
        await database.emitAll(DeadlineMovedSchema, changed.map(({ thing, was, next }) => ({
          key: thing.id,
          init: { kind, objectId: thing.id, unitId: thing.unitId, before: was.lastDay, after: next.lastDay, provisional: next.provisional, movedOn: clock.today() },
        })));
      });
    }
    after = seen.at(-1)!.id;
  }
}
