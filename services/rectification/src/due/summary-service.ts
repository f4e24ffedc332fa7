import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, endedSince, hasNoWorkday, periodNamed, type Day, type Every, type Period } from '@xingchuang/calendar';
import type { SummaryList, SummaryQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, scopeFor, STEPS, TICKER, UNITS, type CalendarDirectory, type Clock, type Database, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { SettingsService } from '../settings-service.ts';
import { ClockedStore, type Kind } from './clocked-store.ts';

interface Row {
  readonly unitId: string;
  readonly path: readonly string[];
  readonly kind: Kind;
  readonly opened: number;
  readonly closed: number;
  readonly closedInTime: number;
  readonly overdue: number;
  readonly open: number;
}
interface Summary extends Period {
  /** Sort of period and its name: one is made once. */
  readonly id: string;
  readonly every: Every;
  readonly madeOn: Day;
  readonly note: string;
  readonly rows: readonly Row[];
}

const schema = new Schema({ _id: String, every: String, period: String, from: String, to: String, madeOn: String, note: String, rows: [Schema.Types.Mixed] });
schema.index({ every: 1, to: -1 }); // the newest of a sort
const MOST = 24;

/** What happened in a week, month, quarter, half-year or year, by unit and kind, made when it is over: data for bulletins. */
@Injectable()
export class SummaryService {
  readonly #summaries;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(SettingsService) readonly settings: SettingsService,
    @Inject(ClockedStore) readonly things: ClockedStore,
  ) {
    this.#summaries = database.model<Summary>('summaries', schema);
    ticker.every('summaries of periods that ended', () => this.make());
  }

  async make(): Promise<void> {
    const { summaries } = await this.settings.current();
    const today = this.clock.today();
    for (const every of summaries) {
      const [last] = await this.#summaries.list({ every }, { to: -1 }, 1);
      for (const period of endedSince(every, today, last?.to)) await this.#keep(every, period, today);
    }
  }

  async list({ every, period, unitId }: SummaryQuery, by: Actor): Promise<SummaryList> {
    const scope = await scopeFor(by, 'finding.read', { unitId, subtree: true }, this.units);
    const found = await this.#summaries.list({ ...(every && { every }), ...(period && { period }) }, { to: -1, _id: 1 }, MOST);
    const covers = (row: Row): boolean => (scope.unitId === undefined || row.unitId === scope.unitId) && (scope.path === undefined || row.path.includes(scope.path));
    return { items: found.map((one) => ({ ...one, rows: one.rows.filter(covers) })) };
  }

  /** What happened under a node in a period that is over; one that this installation does not keep is counted now. */
  async of(every: string, period: string, nodeId: string): Promise<{ summaryId: string; rows: Row[] }> {
    const named = periodNamed(period);
    const today = this.clock.today();
    if (named?.every !== every || named.to >= today) return { summaryId: '', rows: [] };
    const { every: sort, ...span } = named;
    const id = `${sort}:${period}`;
    const rows = (await this.#summaries.find(id))?.rows ?? (await this.#rows(span));
    return { summaryId: id, rows: rows.filter(({ path }) => path.includes(nodeId)) };
  }

  /** Made by whoever comes first; what came first stays. */
  async #keep(every: Every, period: Period, madeOn: Day): Promise<void> {
    const isQuiet = hasNoWorkday(await this.calendars.now(), period);
    const rows = isQuiet ? [] : await this.#rows(period);
    const { period: name, from, to } = period;
    const fields = { every, period: name, from, to, madeOn, note: isQuiet ? '期间没有工作日，不作汇总' : '', rows };
    await this.database.transaction(async () => {
      const { upsertedCount } = await this.#summaries.model.updateOne({ _id: `${every}:${name}` }, { $setOnInsert: fields }, { upsert: true });
      if (upsertedCount === 1) await this.steps.add([{ day: addDays(to, 1), what: 'summary-made', kind: 'summary', objectId: `${every}:${name}`, text: [name, fields.note].filter((one) => one !== '').join('：'), count: rows.length }]);
    });
  }

  async #rows(period: Period): Promise<Row[]> {
    const rows: Row[] = [];
    for (const { kind, model, begun } of this.things.sorts) {
      const found = await model.aggregate<Omit<Row, 'kind' | 'unitId'> & { _id: string }>(pipeline(period, begun));
      rows.push(...found.map(({ _id: unitId, ...row }) => ({ ...row, unitId, kind })));
    }
    return rows;
  }
}

function pipeline({ from, to }: Period, begun: string) {
  const is = (...conditions: unknown[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } });
  const inside = (field: string) => [{ $gte: [field, from] }, { $lte: [field, to] }];
  const isOpen = { $or: [{ $eq: ['$endedOn', ''] }, { $gt: ['$endedOn', to] }] };
  const isDone = inside('$closedOn');
  return [
    { $match: { endedOn: { $not: { $gt: '', $lt: from } }, [begun]: { $lte: to } } },
    {
      $group: {
        _id: '$unitId',
        path: { $first: '$path' },
        opened: is(...inside(`$${begun}`)),
        closed: is(...isDone),
        closedInTime: is(...isDone, { $eq: ['$overdueOn', ''] }),
        overdue: is(isOpen, { $gt: ['$overdueOn', ''] }, { $lte: ['$overdueOn', to] }),
        open: is(isOpen),
      },
    },
    { $sort: { _id: 1 as const } },
  ];
}
