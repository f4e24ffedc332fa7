import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { BAG_STATES } from '@xingchuang/contracts';
import type { Actor, Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';
import { JobLease, LEASED } from './job-lease.ts';

/** A package that somebody ordered. */
export interface BagOrdered extends Stored, Place {
  readonly year: number;
  readonly scheme?: string;
  readonly state: (typeof BAG_STATES)[number];
  readonly written: number;
  readonly total: number;
  readonly name: string;
  readonly size?: number;
  readonly sha256?: string;
  readonly fault?: string;
  /** Who ordered it: it holds what this seat may read, and nobody else gets it. */
  readonly by: Actor;
  readonly orderedAt: string;
  readonly until?: string;
}

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], year: Number, scheme: String, state: String, written: Number, total: Number, name: String,
  size: Number, sha256: String, fault: String, by: Mixed, orderedAt: String, until: String, ...LEASED,
});
schema.index({ 'by.personId': 1, _id: -1 }); // the packages of a person, newest first
schema.index({ state: 1, _id: 1 }); // what is to be made, and what has had its time

export const BAGS_PAGE = 50;

@Injectable()
export class BagStore {
  readonly #bags;
  readonly lease;

  constructor(@Inject(DATABASE) database: Database) {
    this.#bags = database.model<BagOrdered>('bags', schema);
    this.lease = new JobLease(this.#bags, ['waiting', 'running']);
  }

  find = (id: string): Promise<BagOrdered | undefined> => this.#bags.find(id);
  insert = (bag: BagOrdered): Promise<BagOrdered> => this.#bags.insert(bag);

  page(personId: string, unitId: string | undefined, pageToken: string | undefined): Promise<BagOrdered[]> {
    const filter = { 'by.personId': personId, ...(unitId === undefined ? {} : { unitId }), ...(pageToken === undefined ? {} : { _id: { $lt: pageToken } }) };
    return this.#bags.list(filter, { _id: -1 }, BAGS_PAGE + 1);
  }

  expired = (today: string): Promise<BagOrdered[]> => this.#bags.list({ state: 'done', until: { $lt: today } }, { _id: 1 }, 100);
  /** False where another process was quicker. */
  async expire(id: string): Promise<boolean> {
    return (await this.#bags.model.updateOne({ _id: id, state: 'done' }, { $set: { state: 'expired' } })).modifiedCount === 1;
  }

  /** Digests of packages that can be fetched. */
  async named(): Promise<string[]> {
    return (await this.#bags.list({ state: 'done' }, { _id: 1 }, 100_000)).map(({ sha256 }) => sha256!);
  }
}
