import type { mongo } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import type { Consume, Message } from './bus.ts';
import { checkName } from './bus-limits.ts';
import { type Parked, ParkedStore } from './parked.ts';

/** Changes the service's documents for one message, all of it in the session. */
export type Effect = (message: Message, session: mongo.ClientSession) => Promise<void>;

export interface InboxOptions {
  /** Failed attempts after which a message is parked. */
  readonly attempts?: number;
}

interface Mark {
  readonly _id: string;
  readonly at: Date;
  /** Who dropped the parked message, and why; absent where the effect happened. */
  readonly dropped?: { readonly reason: string; readonly by: string };
}

const MAJORITY: mongo.TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
};

/**
 * Lets each message take effect once per consumer: the effect and its mark are one transaction. Marks stay for ever, because a
 * rebuild from the outbox delivers everything again.
 */
export class Inbox {
  readonly #marks: mongo.Collection<Mark>;
  readonly #parked: ParkedStore;
  readonly #attempts: number;
  #effect: Effect | undefined;

  constructor(
    private readonly db: mongo.Db,
    readonly consumerName: string,
    options: InboxOptions = {},
  ) {
    checkName('consumer', consumerName);
    this.#marks = db.collection<Mark>('inbox');
    this.#parked = new ParkedStore(db, consumerName);
    this.#attempts = options.attempts ?? 8;
  }

  /** Runs the effect unless it has happened before. It may run more than once when transactions meet; only one commits. */
  async once(message: Message, effect: (session: mongo.ClientSession) => Promise<void>): Promise<void> {
    const _id = this.#markId(message.id);
    await this.#transaction(async (session) => {
      if (await this.#marks.findOne({ _id }, { session })) return;
      await this.#marks.insertOne({ _id, at: new Date() }, { session });
      await effect(session);
    });
  }

  /**
   * The handler to give to `bus.consume`: once per message, and parked when it cannot be. A Refusal of kind 'invalid' (bytes
   * that nobody can decode) is parked at once, since no later attempt can end otherwise; anything else after the attempts.
   * What comes behind a parked message of its key is delivered, so an effect must compare versions, not trust arrival.
   */
  consumer(effect: Effect): Consume {
    this.#effect = effect;
    return async (message, attempt) => {
      try {
        await this.once(message, (session) => effect(message, session));
      } catch (error) {
        const isPoison = error instanceof Refusal && error.kind === 'invalid';
        if (!isPoison && attempt < this.#attempts) throw error;
        await this.#parked.save({ message, reason: reasonOf(error), attempts: attempt, parkedAt: new Date() });
      }
    };
  }

  listParked(): Promise<Parked[]> {
    return this.#parked.list();
  }

  /** Handles a parked message again; it leaves the list after its effect. Throws what the handler throws, and stays then. */
  async replayParked(id: string): Promise<void> {
    const parked = await this.#getParked(id);
    const effect = this.#effect;
    if (!effect) throw new Error(`The consumer ${this.consumerName} is not running here.`);
    try {
      await this.once(parked.message, (session) => effect(parked.message, session));
      await this.#transaction((session) => this.#parked.remove(id, session)); // a kill before this leaves it for a replay that does nothing
    } catch (error) {
      await this.#parked.save({ ...parked, reason: reasonOf(error), attempts: parked.attempts + 1 });
      throw error;
    }
  }

  /** Gives a parked message up. It is marked as heard, so that no rebuild brings it back. */
  async dropParked(id: string, reason: string, by: string): Promise<void> {
    await this.#getParked(id);
    await this.#transaction(async (session) => {
      const dropped = { at: new Date(), dropped: { reason, by } };
      await this.#marks.updateOne({ _id: this.#markId(id) }, { $setOnInsert: dropped }, { upsert: true, session });
      await this.#parked.remove(id, session);
    });
  }

  async #getParked(id: string): Promise<Parked> {
    const parked = await this.#parked.find(id);
    if (!parked) throw new Refusal('missing', 'message.missing', { id });
    return parked;
  }

  #markId(id: string): string {
    return `${this.consumerName}:${id}`;
  }

  async #transaction(work: (session: mongo.ClientSession) => Promise<void>): Promise<void> {
    const session = this.db.client.startSession();
    try {
      await session.withTransaction(work, MAJORITY);
    } finally {
      await session.endSession();
    }
  }
}

/** What a failed attempt says of itself; no more of it than fits a line or two. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Refusal ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(
    0,
    500,
  );
