import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, TOKEN_SECONDS, type Collection, type Database } from '@xingchuang/server';
import type { Session } from './session-rule.ts';

const schema = new Schema({
  _id: String,
  version: Number,
  accountId: String,
  keyId: String,
  personId: String,
  seatId: String,
  role: String,
  unitId: String,
  secretHash: String,
  agent: String,
  openedAt: Date,
  usedAt: Date,
  endsAt: Date,
  endedAt: { type: Date, default: null },
});
schema.index({ secretHash: 1 }, { unique: true, partialFilterExpression: { secretHash: { $gt: '' } } }); // the session of a cookie
schema.index({ accountId: 1, endedAt: 1 }); // one's own sessions; all of a disabled account
schema.index({ keyId: 1, endedAt: 1 }); // those of a revoked key
schema.index({ unitId: 1, endedAt: 1 }); // those at a unit that changed
schema.index({ endedAt: 1, _id: -1 }); // ended so recently that a token may still be unexpired; all that are open
schema.index({ endsAt: 1 }, { expireAfterSeconds: 24 * 3_600 }); // forgotten a day after the end

type Which = Readonly<Partial<Pick<Session, 'id' | 'accountId' | 'keyId' | 'unitId'>>>;

@Injectable()
export class SessionStore {
  readonly #sessions: Collection<Session>;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#sessions = database.model('sessions', schema);
  }

  find(id: string): Promise<Session | undefined> {
    return this.#sessions.find(id);
  }

  async findBySecret(secretHash: string): Promise<Session | undefined> {
    return (await this.#sessions.list({ secretHash }, { _id: 1 }, 1))[0];
  }

  /** Those that nobody ended and whose last instant has not come. */
  listOpen(which: Which, now: Date): Promise<Session[]> {
    const { id, ...rest } = which;
    return this.#sessions.list({ ...rest, ...(id === undefined ? {} : { _id: id }), endedAt: null, endsAt: { $gt: now } }, { _id: -1 }, 100_000);
  }

  /** People's sessions, the newest first, used after the instant. */
  pageOpen({ accountId, usedAfter, after, limit }: { accountId?: string | undefined; usedAfter: Date; after?: string | undefined; limit: number }, now: Date): Promise<Session[]> {
    const where = { endedAt: null, keyId: '', endsAt: { $gt: now }, usedAt: { $gt: usedAfter }, ...(accountId === undefined ? {} : { accountId }), ...(after === undefined ? {} : { _id: { $lt: after } }) };
    return this.#sessions.list(where, { _id: -1 }, limit);
  }

  insert(session: Session): Promise<Session> {
    return this.#sessions.insert(session);
  }

  save(session: Session): Promise<Session> {
    return this.#sessions.save(session);
  }

  /** It was used just now; of two such notes either may stay. */
  async touch(id: string, now: Date): Promise<void> {
    await this.#sessions.model.updateOne({ _id: id, endedAt: null }, { $max: { usedAt: now } });
  }

  async markEnded(ids: readonly string[], now: Date): Promise<void> {
    await this.#sessions.model.updateMany({ _id: { $in: [...ids] }, endedAt: null }, { $set: { endedAt: now }, $inc: { version: 1 } });
  }

  /** Ids of sessions ended so recently that a token of theirs may still be unexpired. */
  async recentlyEnded(now: Date): Promise<string[]> {
    const from = new Date(now.getTime() - 2 * TOKEN_SECONDS * 1_000);
    return (await this.#sessions.list({ endedAt: { $gte: from } }, { endedAt: -1 }, 100_000)).map((session) => session.id);
  }
}
