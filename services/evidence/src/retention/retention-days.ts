import { Inject, Injectable } from '@nestjs/common';
import { day, startOf, yearOf, type Day } from '@xingchuang/calendar';
import { DATABASE, STEPS, TICKER, UNITS, type Database, type NewStep, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { fileClass, readPlan, recordClass, RETENTION } from './retention-rule.ts';

interface Counted {
  readonly _id: { readonly root: string; readonly of: string };
  readonly count: number;
}

/** Logs the terms that end with a year: how many files and records of each class may be proposed for disposal from then on. */
@Injectable()
export class RetentionDays {
  readonly #plan = readPlan(RETENTION);

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {
    ticker.every('terms of retention', () => this.steps.onDays('retention', (from, to) => this.#ended(from, to)));
  }

  async #ended(from: Day, to: Day): Promise<NewStep[]> {
    const lines: NewStep[] = [];
    for (let year = yearOf(from); year <= yearOf(to); year += 1) {
      const first = day(`${year}-01-01`);
      if (first < from || first > to) continue;
      for (const [retention, years] of Object.entries(this.#plan.years)) {
        const kept = String(year - 1 - years);
        const records = (await this.#records(kept)).filter(({ _id }) => recordClass(this.#plan, _id.of) === retention);
        const files = (await this.#files(kept)).filter(({ _id }) => fileClass(this.#plan, _id.of) === retention);
        lines.push(...(await this.#linesOf(first, years, 'record', records)), ...(await this.#linesOf(first, years, 'file', files)));
      }
    }
    return lines;
  }

  async #linesOf(first: Day, years: number, kind: 'record' | 'file', counted: readonly Counted[]): Promise<NewStep[]> {
    const mine = Map.groupBy(counted, ({ _id }) => _id.root);
    const units = await this.units.byIds([...mine.keys()]);
    return [...mine].map(([unitId, some]) => ({
      day: first, what: 'retention-over', kind, objectId: `${unitId}/${years}`, unitId, path: units.get(unitId)?.path ?? [], text: String(years), count: some.reduce((sum, { count }) => sum + count, 0),
    }));
  }

  #records(year: string): Promise<Counted[]> {
    return this.#count('records', { day: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } }, '$type');
  }

  /** A file belongs to the year in which it was made, or came in where that is not known. */
  #files(year: string): Promise<Counted[]> {
    const received = { $gte: startOf(day(`${year}-01-01`)).toISOString(), $lt: startOf(day(`${Number(year) + 1}-01-01`)).toISOString() };
    return this.#count('files', { $or: [{ eventDate: { $gte: `${year}-01-01`, $lte: `${year}-12-31` } }, { eventDate: { $exists: false }, receivedAt: received }] }, '$mediaType');
  }

  #count(collection: string, match: object, of: string): Promise<Counted[]> {
    const group = { _id: { root: { $arrayElemAt: ['$path', 0] }, of }, count: { $sum: 1 } };
    return this.database.connection.collection(collection).aggregate<Counted>([{ $match: match }, { $group: group }]).toArray();
  }
}
