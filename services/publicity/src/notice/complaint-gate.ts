import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { CLOCK, DATABASE, isDuplicate, type Clock, type Database } from '@xingchuang/server';

interface Counted {
  readonly _id: string;
  readonly count?: number;
  readonly key?: string;
  readonly expiresAt: Date;
}
const schema = new Schema({ _id: String, count: Number, key: String, expiresAt: Date });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 }); // forgotten by itself, the key of the day too

const DAY_MS = 24 * 3_600_000;
/** How much comes from one address in a day; a whole office may share one. */
export const MOST = { complaint: 10, file: 30, look: 300, verification: 1_000 } as const;

/**
 * Slows those down who flood the public forms or read the register out. An address is kept only as a name made with a key of the day that is forgotten two days later:
 * afterwards nobody can tell who complained, not even with the database in hand.
 */
@Injectable()
export class ComplaintGate {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
  ) {
    database.model('complaint-visits', schema);
  }

  /** Counts one more from an address today; refuses `limit` past the most. */
  async enter(what: keyof typeof MOST, address: string): Promise<void> {
    const today = this.clock.today();
    const expiresAt = new Date(Date.now() + 2 * DAY_MS);
    const _id = createHmac('sha256', await this.#keyOf(today, expiresAt)).update(`${what} ${today} ${address}`).digest('base64url');
    const counted = await this.#collection.findOneAndUpdate({ _id }, { $inc: { count: 1 }, $set: { expiresAt } }, { upsert: true, returnDocument: 'after' });
    if ((counted?.count ?? 1) > MOST[what]) throw new Refusal('limit', 'complaint.too-many-from-here', { most: MOST[what] });
  }

  async #keyOf(today: string, expiresAt: Date): Promise<string> {
    const _id = `key ${today}`;
    await this.#collection.updateOne({ _id }, { $setOnInsert: { key: randomBytes(32).toString('hex'), expiresAt } }, { upsert: true }).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error; // another process was quicker
    });
    return (await this.#collection.findOne({ _id }))!.key!;
  }

  /** The driver's own collection: a count must stay even where the command around it is rolled back. */
  get #collection() {
    return this.database.connection.collection<Counted>('complaint-visits');
  }
}
