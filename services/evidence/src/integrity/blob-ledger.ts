import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, startOf, type Day } from '@xingchuang/calendar';
import { CLOCK, DATABASE, type Clock, type Database } from '@xingchuang/server';

/** When a blob was last read through, and in how many stores it lies. */
export interface KnownBlob {
  readonly id: string;
  readonly checkedAt: string;
  readonly good: boolean;
  readonly copies: number;
}

const schema = new Schema({ _id: String, checkedAt: String, good: Boolean, copies: Number });
schema.index({ checkedAt: 1 }); // the longest not read
schema.index({ copies: 1 }); // what has no second copy yet

/** All blobs that entries name, with the last check of each. */
@Injectable()
export class BlobLedger {
  readonly #blobs;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CLOCK) readonly clock: Clock,
  ) {
    this.#blobs = database.model<KnownBlob>('known-blobs', schema);
  }

  /** New ones begin as never read: the first check is due at once. */
  async know(digests: readonly string[]): Promise<void> {
    const steps = [...new Set(digests)].map((sha256) => ({ updateOne: { filter: { _id: sha256 }, update: { $setOnInsert: { checkedAt: '', good: true, copies: 1 } }, upsert: true } }));
    if (steps.length > 0) await this.#blobs.model.bulkWrite(steps, { ordered: false });
  }

  async note(sha256: string, good: boolean, copies: number): Promise<void> {
    await this.#blobs.model.updateOne({ _id: sha256 }, { $set: { checkedAt: this.clock.now().toISOString(), good, copies } }, { upsert: true });
  }
  forget = (sha256: string): Promise<void> => this.#blobs.remove(sha256);
  find = (sha256: string): Promise<KnownBlob | undefined> => this.#blobs.find(sha256);

  /** Not read since, the longest waiting first. */
  due = (before: string, limit: number): Promise<KnownBlob[]> => this.#blobs.list({ checkedAt: { $lt: before } }, { checkedAt: 1 }, limit);
  single = (limit: number): Promise<KnownBlob[]> => this.#blobs.list({ copies: { $lt: 2 }, good: true }, { _id: 1 }, limit);
  from = (start: string, limit: number): Promise<KnownBlob[]> => this.#blobs.list({ _id: { $gt: start } }, { _id: 1 }, limit);

  /** How many were last read on a day, and how many of them were not good. */
  async readOn(day: Day): Promise<{ readonly read: number; readonly damaged: number }> {
    const checkedAt = { $gte: startOf(day).toISOString(), $lt: startOf(addDays(day, 1)).toISOString() };
    const read = await this.#blobs.model.countDocuments({ checkedAt });
    return { read, damaged: read === 0 ? 0 : await this.#blobs.model.countDocuments({ checkedAt, good: false }) };
  }

  /** How many were read once and not since a time. */
  overdue = (before: string): Promise<number> => this.#blobs.model.countDocuments({ checkedAt: { $gt: '', $lt: before } }).exec();

  async summary(overdueBefore: string): Promise<{ readonly total: number; readonly twoCopies: number; readonly overdue: number; readonly oldestCheckAt?: string }> {
    const total = await this.#blobs.model.countDocuments({});
    const twoCopies = await this.#blobs.model.countDocuments({ copies: { $gte: 2 } });
    const overdue = await this.overdue(overdueBefore);
    const [oldest] = await this.#blobs.list({ checkedAt: { $gt: '' } }, { checkedAt: 1 }, 1);
    return { total, twoCopies, overdue, ...(oldest && { oldestCheckAt: oldest.checkedAt }) };
  }
}
