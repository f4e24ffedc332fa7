import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DueRemindedSchema, type DigestView } from '@xingchuang/contracts';
import { allow, scopeOf, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, STEPS, TICKER, type CalendarDirectory, type Clock, type Database, type StepLog, type Ticker } from '@xingchuang/server';
import { chunksOf, inLanes } from '../lanes.ts';
import { SettingsService } from '../settings-service.ts';
import { ClockedStore, type Kind, type Listed, type Reminded } from './clocked-store.ts';
import { dueReminders, type Due, type ReminderRule } from './due-rule.ts';

/** A line of somebody's digest. */
interface Reminder {
  readonly id: string;
  readonly kind: Kind;
  readonly of: Reminded['of'];
  readonly itemId: string;
  readonly unitId: string;
  readonly title: string;
  readonly due: string;
  readonly offset: number;
  readonly day: string;
  /** The node whose seats are told, and the person who leads it. */
  readonly node: string;
  readonly personId: string;
  readonly escalated: boolean;
}

const schema = new Schema({
  _id: String, kind: String, of: String, itemId: String, unitId: String, title: String, due: String, offset: Number, day: String, node: String, personId: String, escalated: Boolean,
});
schema.index({ node: 1, day: -1 }); // the digest of a seat
schema.index({ personId: 1, day: -1 }, { partialFilterExpression: { personId: { $gt: '' } } }); // the digest of a person who leads

/** Progress is asked of the unit on the day; where it was missed, those above hear of it. */
const ASKED: readonly ReminderRule[] = [{ at: 0, to: 'unit' }, { at: 1, to: 'superior' }];
/** Things that are reminded of in one transaction. */
const AT_ONCE = 1_000;
const MOST_READ = 10_000;
const MOST_LINES = 500;

/** Reminders before and after the last day, escalation to the unit above, collected in one digest for each seat and working day. */
@Injectable()
export class ReminderService {
  readonly #reminders;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(SettingsService) readonly settings: SettingsService,
    @Inject(ClockedStore) readonly things: ClockedStore,
    @Inject(STEPS) readonly steps: StepLog,
  ) {
    this.#reminders = database.model<Reminder>('reminders', schema);
    ticker.every('reminders', () => this.remind());
  }

  async remind(): Promise<void> {
    const today = this.clock.today();
    const calendar = await this.calendars.now();
    const { reminders } = await this.settings.current();
    for (const source of this.things.reminded) {
      const rules = source.of === 'limit' ? reminders[source.kind] : ASKED;
      const dues = dueReminders(calendar, rules, today).filter(({ at }) => source.at === undefined || at === source.at);
      if (!(await this.things.isUnreminded(source, dues.map((due) => ({ span: spanOf(due), at: due.at }))))) continue; // most rounds find nobody
      for (const due of dues) await this.#sendAll(source, due, today);
    }
  }

  /** What this seat is told on a day, each thing once, the most urgent first; with it the days that were moved. */
  async digest(asked: string | undefined, by: Actor): Promise<DigestView> {
    allow(by, 'finding.read');
    const day = asked ?? this.clock.today();
    const isOwn = scopeOf(by.role, 'finding.read') === 'own';
    const nodes = isOwn ? { node: by.unitId, unitId: by.unitId } : { node: { $in: [by.unitId, by.jurisdictionId] } };
    const mine = await this.#reminders.list({ ...nodes, day }, { due: 1, _id: 1 }, MOST_LINES);
    const led = by.personId === '' ? [] : await this.#reminders.list({ personId: by.personId, day }, { due: 1, _id: 1 }, MOST_LINES);
    const lines = new Map<string, Reminder>();
    for (const one of [...mine, ...led]) if ((lines.get(`${one.of} ${one.itemId}`)?.offset ?? -Infinity) <= one.offset) lines.set(`${one.of} ${one.itemId}`, one);
    const moved = await this.steps.movedOn(day, isOwn ? { unitId: by.unitId } : { path: by.jurisdictionId });
    return {
      day,
      items: [...lines.values()].map(({ kind, of, itemId: id, unitId, title, due, offset, escalated }) => ({ kind, of, id, unitId, title, due, offset, escalated })),
      moved: moved.map(({ kind, objectId: id, unitId, before, after }) => ({ kind, id, unitId, before, after })),
    };
  }

  async #sendAll(source: Reminded, due: Due, day: string): Promise<void> {
    for (;;) {
      const ids = await this.things.unreminded(source, spanOf(due), due.at, MOST_READ);
      if (ids.length === 0) return;
      await inLanes(chunksOf(ids, AT_ONCE), (some) => this.database.transaction(() => this.#send(source, some, due, day)));
    }
  }

  /** Reminds of those that nobody else has reminded of meanwhile: another process at the same things gives way at the mark, and looks again. */
  async #send(source: Reminded, ids: readonly string[], due: Due, day: string): Promise<void> {
    const things = await this.things.markReminded(source, ids, spanOf(due), due.at);
    const reminders = things.flatMap((thing) => due.to.map((whom) => reminder(thing, source.of, whom, due.at, day)));
    const toGivers = due.to.includes('superior') ? things.filter(({ giver }) => giver !== '').map((thing) => ({ ...reminder(thing, source.of, 'superior', due.at, day), node: thing.giver })) : [];
    await this.#reminders.insertMany([...reminders, ...toGivers]);
    if (reminders.length === 0) return;
    await this.steps.add([{ key: newId(), day, what: 'reminded', kind: `${source.kind}-reminder`, objectId: String(due.at), count: reminders.length }]); // a thing is reminded of once
    await this.database.emitAll(DueRemindedSchema, reminders.map((one) => ({ key: one.itemId, init: told(one) })));
  }
}

const spanOf = ({ above, upTo }: Due): Record<string, string> => ({ ...(above && { $gt: above }), $lte: upTo });

const told = ({ kind, of, itemId: objectId, unitId, title, due: dueOn, offset, escalated, personId }: Reminder) => ({
  kind: of === 'limit' ? kind : of, objectId, unitId, title, dueOn, offset, phase: offset < 0 ? 'before' : offset === 0 ? 'on' : 'after', escalated, personId,
});

function reminder({ kind, id: itemId, unitId, path, title, due, personId }: Listed, of: Reminded['of'], to: Due['to'][number], offset: number, day: string): Reminder {
  const escalated = to === 'superior';
  const node = escalated ? (path.at(-2) ?? unitId) : unitId;
  return { id: newId(), kind, of, itemId, unitId, title, due, offset, day, node, personId: escalated ? '' : personId, escalated };
}
