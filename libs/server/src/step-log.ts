import { Schema } from 'mongoose';
import { addDays, type Day } from '@xingchuang/calendar';
import type { StepQuery } from '@xingchuang/contracts';
import type { Clock } from './clock.ts';
import type { Collection, Database } from './database.ts';
import { newId } from './ids.ts';
import type { Scoped } from './scope.ts';

/** A line of the log: what happened by itself, and every last day that was moved, by whom and why. Lines are only added. */
export interface Step {
  readonly id: string;
  /** What makes it the same step; a second line of it is refused. */
  readonly key: string;
  /** When it was noticed. */
  readonly at: string;
  /** From when it holds. */
  readonly day: string;
  readonly what: string;
  readonly kind: string;
  readonly objectId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  /** The last day before and after. */
  readonly before: string;
  readonly after: string;
  readonly by: string;
  readonly text: string;
  readonly clause: string;
  readonly count: number;
}
export type NewStep = Pick<Step, 'day' | 'what' | 'kind' | 'objectId'> & Partial<Omit<Step, 'id'>>;
/** Up to which day a service has looked at what days alone bring. */
interface Seen {
  readonly id: string;
  readonly day: Day;
}

const schema = new Schema({
  _id: String, key: String, at: String, day: String, what: String, kind: String, objectId: String, unitId: String, path: [String], before: String, after: String, by: String, text: String, clause: String, count: Number,
});
schema.index({ path: 1, _id: -1 }); // the log of a subtree, newest first
schema.index({ unitId: 1, _id: -1 }); // the log of a unit
schema.index({ key: 1 }, { unique: true, partialFilterExpression: { key: { $gt: '' } } }); // each step once, whoever comes first; lines of older builds have no key

export const STEPS_PAGE = 50;
const keyOf = ({ key, kind, objectId, what, day }: NewStep): string => key ?? [kind, objectId, what, day].join(':');

/** What a service did by itself, and every last day that was moved. */
export class StepLog {
  readonly #steps: Collection<Step>;
  readonly #days: Collection<Seen>;
  readonly #looked = new Map<string, Day>();

  constructor(
    readonly database: Database,
    readonly clock: Clock,
  ) {
    this.#steps = database.model<Step>('steps', schema);
    this.#days = database.model<Seen>('step-days', new Schema({ _id: String, day: String }));
  }

  /** In the order given; inside the transaction of what they tell. */
  async add(steps: readonly NewStep[]): Promise<void> {
    const at = this.clock.now().toISOString();
    const lines = steps.map((step) => ({ key: keyOf(step), at, unitId: '', path: [], before: '', after: '', by: '', text: '', clause: '', count: 1, ...step, id: newId() }));
    await this.#steps.insertMany(lines);
  }

  /** Logs what days alone bring, each day once in any number of processes; days that nobody was there for are made up. For a sweep. */
  async onDays(name: string, linesOf: (from: Day, to: Day) => Promise<readonly NewStep[]>): Promise<void> {
    const today = this.clock.today();
    const looked = this.#looked.get(name) ?? (await this.#days.find(name))?.day;
    if (looked === today) return void this.#looked.set(name, today);
    const lines = looked !== undefined && looked < today ? await linesOf(addDays(looked, 1), today) : []; // a rehearsal may go back
    const isFirst = async (how: { readonly writeConcern?: { readonly w: 1; readonly j: false } } = {}) => (await this.#days.model.updateOne({ _id: name, day: { $ne: today } }, { $set: { day: today } }, how)).modifiedCount === 1;
    if (looked === undefined) await this.#days.model.updateOne({ _id: name }, { $setOnInsert: { day: today } }, { upsert: true });
    else if (lines.length === 0) await isFirst({ writeConcern: { w: 1, j: false } }); // a day that is lost with the machine is looked at again
    else {
      await this.database.transaction(async () => {
        if (await isFirst()) await this.add(await this.#unknown(lines)); // else another process was quicker
      });
    }
    this.#looked.set(name, today);
  }

  /** Those that are not there yet: what a rehearsal plays a second time happened once. */
  async #unknown(steps: readonly NewStep[]): Promise<NewStep[]> {
    const known = new Set((await this.#steps.list({ key: { $in: steps.map(keyOf) } }, { _id: 1 }, steps.length + 1)).map(({ key }) => key));
    return steps.filter((step) => !known.has(keyOf(step)));
  }

  /** Last days that were reckoned anew on a day. */
  movedOn = (day: string, within: Scoped): Promise<Step[]> => this.#steps.list({ ...within, what: 'moved', day }, { _id: 1 }, 200);

  async page(within: Scoped, { what, from, to, pageToken }: StepQuery): Promise<Step[]> {
    const days = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
    const filter = { ...within, ...(what && { what }), ...((from ?? to) && { day: days }), ...(pageToken && { _id: { $lt: pageToken } }) };
    const found = await this.#steps.list(filter, { _id: -1 }, STEPS_PAGE + 1);
    return found.map((one) => ({ ...one, clause: one.clause ?? '', count: one.count ?? 1 })); // lines of older builds say neither
  }
}
