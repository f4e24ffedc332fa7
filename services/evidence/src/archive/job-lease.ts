import type { Collection } from '@xingchuang/server';
import { newId } from '@xingchuang/server';

/** A worker that says nothing for so long is taken for dead. */
const LEASE_MS = 60_000;

export const LEASED = { lease: String, leaseUntil: Number, attempts: Number };

/**
 * Which process works on a job. Whoever took it over writes alone: what one who lost it still wants to write meets no job of its
 * lease. By the machine's clock, as a rehearsal clock may leap while a worker is at work.
 */
export class JobLease<T extends { readonly id: string }> {
  constructor(
    readonly jobs: Collection<T>,
    readonly states: readonly string[],
  ) {}

  /** The oldest job that nobody works on, with the lease. */
  async take(): Promise<{ readonly id: string; readonly lease: string; readonly attempts: number } | undefined> {
    const lease = newId();
    const now = performance.timeOrigin + performance.now();
    const free = { state: { $in: [...this.states] }, $or: [{ leaseUntil: null }, { leaseUntil: { $lt: now } }] };
    const taken = (await this.jobs.model.findOneAndUpdate(free, { $set: { lease, leaseUntil: now + LEASE_MS }, $inc: { attempts: 1 } }, { sort: { _id: 1 }, returnDocument: 'after' }).lean()) as { _id: string; attempts: number } | null;
    return taken ? { id: taken._id, lease, attempts: taken.attempts } : undefined;
  }

  /** Writes to the job while the lease holds, and renews it; false where another has it by now. */
  async write(id: string, lease: string, change: Partial<T>): Promise<boolean> {
    const now = performance.timeOrigin + performance.now();
    const written = await this.jobs.model.updateOne({ _id: id, lease }, { $set: { ...change, leaseUntil: now + LEASE_MS } });
    return written.matchedCount === 1;
  }

  /** Gives the job back, because it is done or for an attempt after `restMs`. */
  async release(id: string, lease: string, restMs = 0): Promise<void> {
    await this.jobs.model.updateOne({ _id: id, lease }, { $unset: { lease: 1 }, $set: { leaseUntil: performance.timeOrigin + performance.now() + restMs } });
  }
}
