import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, isDuplicate, type Database } from '@xingchuang/server';
import { attempt, checkWait, FREE_TRIES, type Attempts } from './attempt-rule.ts';

interface Kept extends Attempts {
  readonly _id: string;
  readonly version: number;
  readonly expiresAt: Date;
}

const schema = new Schema({ _id: String, version: Number, count: Number, lastAt: Number, notBefore: Number, expiresAt: Date });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 }); // forgotten by itself

const DAY_MS = 24 * 3_600_000;
/** An address from which the name signed in is its own for so long: strangers elsewhere do not slow it down. */
const KNOWN_MS = 30 * DAY_MS;
const ROUNDS = 8;

/** Slows guessing down per name and per address. Names and addresses are kept as digests only. */
@Injectable()
export class LoginGate {
  constructor(@Inject(DATABASE) readonly database: Database) {
    database.model('loginAttempts', schema);
  }

  /** Counts an attempt of the name from the address, whether the name exists or not; refuses `limit` while it is too early. */
  async enter(name: string, address: string): Promise<void> {
    checkWait(await this.#find(id('address', address)), Date.now());
    const own = id('pair', name, address);
    await this.#count((await this.#find(own)) ? own : id('name', name), FREE_TRIES.name);
  }

  /** After a wrong password, a wrong key or an unknown name. */
  async failed(address: string): Promise<void> {
    await this.#count(id('address', address), FREE_TRIES.address).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error; // others of this address were quicker; the next attempt meets their wait
    });
  }

  /** Refuses `limit` while the address must wait; for machines, whose keys are too long to guess. */
  async checkAddress(address: string): Promise<void> {
    checkWait(await this.#find(id('address', address)), Date.now());
  }

  /** The owner was here: the count begins anew, and the address is known. */
  async succeeded(name: string, address: string): Promise<void> {
    await this.#collection.deleteOne({ _id: id('name', name) });
    const now = Date.now();
    const known = { count: 0, lastAt: now, notBefore: 0, expiresAt: new Date(now + KNOWN_MS) };
    await this.#collection.updateOne({ _id: id('pair', name, address) }, { $set: known, $inc: { version: 1 } }, { upsert: true });
  }

  /** Compare and set until nobody else was quicker; who loses every round was one of too many at once. */
  async #count(_id: string, free: number): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const was = await this.#find(_id);
      const now = Date.now();
      const next = attempt(was ?? undefined, free, now);
      const expiresAt = new Date(Math.max(now + DAY_MS, was?.expiresAt.getTime() ?? 0));
      if (await this.#set(_id, was?.version ?? 0, { ...next, expiresAt })) return;
    }
    throw new Refusal('limit', 'login.wait', { seconds: 1 });
  }

  async #set(_id: string, version: number, next: Attempts & { expiresAt: Date }): Promise<boolean> {
    try {
      const done = await this.#collection.updateOne({ _id, version }, { $set: next, $inc: { version: 1 } }, { upsert: version === 0 });
      return done.matchedCount + done.upsertedCount === 1;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  #find(_id: string): Promise<Kept | undefined> {
    return this.#collection.findOne({ _id }).then((found) => found ?? undefined);
  }

  /** The driver's own collection: a count must stay even where the command around it is rolled back. */
  get #collection() {
    return this.database.connection.collection<Kept>('loginAttempts');
  }
}

const id = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
