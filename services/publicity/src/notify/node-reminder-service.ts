import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { NodeReminderQuery, NodeReminderSet, NodeReminderView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, newId, STEPS, TICKER, UNITS, within, type Clock, type Collection, type Database, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { NotifyService } from './notify-service.ts';
import { SeatDirectory } from './seat-directory.ts';

/** A reminder for a node of the year: whoever holds one of the posts on that day. */
interface NodeReminder {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly day: string;
  readonly posts: readonly string[];
  readonly text: string;
  readonly state: 'waiting' | 'told' | 'cancelled';
  readonly told: number;
}

const schema = new Schema({ _id: String, version: Number, unitId: String, path: [String], day: String, posts: [String], text: String, state: String, told: Number });
schema.index({ path: 1, _id: -1 }); // the list of a subtree
schema.index({ day: 1, _id: 1 }, { partialFilterExpression: { state: 'waiting' } }); // the sweep: whose day has come

const PAGE = 50;

/** Reminders at important nodes, posts and fields: on their day the holders of the posts hear them, and nobody else. */
@Injectable()
export class NodeReminderService {
  readonly #reminders: Collection<NodeReminder>;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(SeatDirectory) readonly seats: SeatDirectory,
    @Inject(NotifyService) readonly notify: NotifyService,
  ) {
    this.#reminders = database.model('node-reminders', schema);
    ticker.every('reminders at nodes', () => this.tell());
  }

  async list({ pageToken }: NodeReminderQuery, by: Actor): Promise<{ items: NodeReminderView[]; nextPageToken?: string }> {
    const scope = await within(by, 'node.remind', undefined, this.units);
    const found = await this.#reminders.list({ ...scope, ...(pageToken && { _id: { $lt: pageToken } }) }, { _id: -1 }, PAGE + 1);
    const items = found.slice(0, PAGE);
    return { items: await Promise.all(items.map((one) => this.#view(one))), ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  async set({ unitId, day, posts, text }: NodeReminderSet, by: Actor): Promise<NodeReminderView> {
    const place = await this.units.place(unitId);
    allow(by, 'node.remind', place);
    const today = this.clock.today();
    if (day < today) throw new Refusal('invalid', 'reminder.day-passed', { today }, 'day');
    return this.#view(await this.#reminders.insert({ ...place, id: newId(), version: 1, day, posts: [...new Set(posts)], text, state: 'waiting', told: 0 }));
  }

  async cancel(id: string, by: Actor): Promise<NodeReminderView> {
    const was = await this.#reminders.get(id, 'reminder.missing');
    allow(by, 'node.remind', was);
    if (was.state !== 'waiting') throw new Refusal('conflict', 'reminder.over', { state: was.state });
    return this.#view(await this.#reminders.save({ ...was, state: 'cancelled' }));
  }

  /** Tells what is due; it may run any number of times and in several processes. */
  async tell(): Promise<void> {
    const today = this.clock.today();
    for (const due of await this.#reminders.list({ state: 'waiting', day: { $lte: today } }, { day: 1, _id: 1 }, 200)) {
      await this.database
        .transaction(async () => {
          const units = await this.units.under(due.unitId);
          const holders = await this.seats.inPosts(units.map(({ id }) => id), due.posts);
          await this.#reminders.save({ ...due, state: 'told', told: holders.length });
          const { id: objectId, unitId: node, path, day, text } = due;
          await this.steps.add([{ day, what: 'node-reminded', kind: 'node-reminder', objectId, unitId: node, path, text, count: holders.length }]);
          await this.notify.announce('node_reminder', { title: due.text }, holders);
        })
        .catch((error: unknown) => {
          if (!(error instanceof Refusal && error.kind === 'stale')) throw error; // another process was quicker
        });
    }
  }

  async #view({ id, version, unitId, day, posts, text, state, told }: NodeReminder): Promise<NodeReminderView> {
    return { id, version, unitId, unitName: (await this.units.find(unitId))?.name ?? '', day, posts: [...posts], text, state, told };
  }
}
