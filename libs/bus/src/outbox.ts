import type { mongo } from 'mongoose';
import type { Message } from './bus.ts';
import { checkMessage } from './bus-limits.ts';

interface OutboxDocument {
  readonly _id: string;
  readonly type: string;
  readonly key: string;
  /** Place among the messages of the key, from 1 without a gap. */
  readonly seq: number;
  readonly body: Buffer;
  readonly at: string;
  readonly correlation: string;
  readonly publishedAt: Date | null;
}

const UNPUBLISHED = { publishedAt: null } as const;
const PAGE = 500;

/**
 * What the service has to tell, written in the transaction of the change itself. Documents stay when they are published:
 * they are the truth from which the streams can be rebuilt.
 *
 * Order: ids and clocks do not say which transaction committed first, so each message takes the next number of its key inside
 * its transaction. Two transactions on one key meet at the aggregate's version, or else at the unique index below, and the later
 * one is retried; so the numbers of a key are its commit order.
 */
export class Outbox {
  readonly #documents: mongo.Collection<OutboxDocument>;

  constructor(db: mongo.Db) {
    this.#documents = db.collection<OutboxDocument>('outbox', { promoteBuffers: true });
  }

  /** Creates the indexes; the relay calls it when it starts. */
  async prepare(): Promise<void> {
    await this.#documents.createIndex({ key: 1, seq: 1 }, { unique: true }); // next number of a key
    // relay and lag: holds only what waits
    await this.#documents.createIndex(
      { publishedAt: 1, key: 1, seq: 1 },
      { partialFilterExpression: UNPUBLISHED, name: 'unpublished' },
    );
  }

  /** Writes the messages with the change that they tell of; both or neither. */
  async add(messages: readonly Message[], session: mongo.ClientSession): Promise<void> {
    if (messages.length === 0) return;
    messages.forEach(checkMessage);
    const last = await this.#lastNumbers([...new Set(messages.map(({ key }) => key))], session);
    const documents = messages.map(({ id, type, key, body, at, correlation }) => {
      const seq = (last.get(key) ?? 0) + 1;
      last.set(key, seq);
      return { _id: id, type, key, seq, body: Buffer.from(body), at, correlation, publishedAt: null };
    });
    await this.#documents.insertMany(documents, { session });
  }

  /** How many messages wait to be published. */
  lag(): Promise<number> {
    return this.#documents.countDocuments(UNPUBLISHED);
  }

  /** The instant of the oldest message that waits; empty where none does. */
  async waitingSince(): Promise<string> {
    const [oldest] = await this.#documents.aggregate<{ at: string }>([{ $match: UNPUBLISHED }, { $group: { _id: null, at: { $min: '$at' } } }]).toArray();
    return oldest?.at ?? '';
  }

  /** All that waits, or, for a rebuild, all that was told at or after the instant; near the order of time and strictly in order per key. */
  async *pages(what: 'unpublished' | { readonly from: string }): AsyncGenerator<readonly Message[]> {
    const filter = what === 'unpublished' ? UNPUBLISHED : { at: { $gte: what.from } };
    const ids = this.#documents.aggregate<{ _id: string }>(
      [
        { $match: filter },
        { $project: { key: 1, seq: 1 } },
        // A message is never earlier than those before it of its key, whatever the clocks said when the ids were made.
        {
          $setWindowFields: {
            partitionBy: '$key',
            sortBy: { seq: 1 },
            output: { place: { $max: '$_id', window: { documents: ['unbounded', 'current'] } } },
          },
        },
        { $sort: { place: 1, seq: 1 } },
        { $project: { _id: 1 } },
      ],
      // One snapshot: without it the scan could see a message and miss an earlier one of its key that commits meanwhile.
      { readConcern: { level: 'snapshot' }, allowDiskUse: true },
    );
    let page: string[] = [];
    for await (const { _id } of ids) if (page.push(_id) === PAGE) yield await this.#load(page.splice(0));
    if (page.length > 0) yield await this.#load((page = page.splice(0)));
  }

  async markPublished(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#documents.updateMany({ _id: { $in: [...ids] } }, { $set: { publishedAt: new Date() } });
  }

  async #load(ids: readonly string[]): Promise<readonly Message[]> {
    const found = await this.#documents.find({ _id: { $in: [...ids] } }).toArray();
    const byId = new Map(found.map((document) => [document._id, document]));
    return ids.flatMap((id) => {
      const document = byId.get(id);
      if (!document) return [];
      const { type, key, body, at, correlation } = document;
      return [{ id, type, key, body: new Uint8Array(body), at, correlation }];
    });
  }

  async #lastNumbers(keys: readonly string[], session: mongo.ClientSession): Promise<Map<string, number>> {
    const last = await this.#documents
      .aggregate<{ _id: string; seq: number }>(
        [
          { $match: { key: { $in: keys } } },
          { $sort: { key: -1, seq: -1 } },
          { $group: { _id: '$key', seq: { $first: '$seq' } } },
        ],
        { session },
      )
      .toArray();
    return new Map(last.map(({ _id, seq }) => [_id, seq]));
  }
}
