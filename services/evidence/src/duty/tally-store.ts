import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Counter } from './tally-rule.ts';

/** A counter with its place in every tally. Ready once all earlier records are in it. */
export interface KeptCounter extends Counter {
  readonly slot: number;
  /** When it came to be, in milliseconds of the machine's own clock. */
  readonly since: number;
  readonly ready: boolean;
}

interface Tally {
  readonly id: string;
  readonly unitId: string;
  readonly year: string;
  readonly cells: Uint8Array;
}

const counters = new Schema({ _id: String, type: { type: String }, every: String, grace: Number, sum: String, fit: String, slot: Number, since: Number, ready: Boolean });
counters.index({ type: 1 }); // what a record of a type is counted by
const tallies = new Schema({ _id: String, unitId: String, year: String, cells: Buffer });
tallies.index({ year: 1, unitId: 1 }); // the tallies of units in a year
const digests = new Schema({ _id: String, digest: String });

const idOf = (unitId: string, year: string): string => `${unitId}/${year}`;

@Injectable()
export class TallyStore {
  readonly #counters;
  readonly #tallies;
  readonly #digests;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#counters = database.model<KeptCounter>('tally-counters', counters);
    this.#tallies = database.model<Tally>('tallies', tallies);
    this.#digests = database.model<{ id: string; digest: string }>('record-type-digests', digests);
  }

  counters = (filter: { readonly type?: string } = {}): Promise<KeptCounter[]> => this.#counters.list(filter, { _id: 1 }, 5_000);

  /** Two processes may come upon the same new counter; one of them gives it a slot. */
  async add(counter: Counter, since: number): Promise<void> {
    await this.database.transaction(async () => {
      if (await this.#counters.find(counter.id)) return;
      await this.#counters.insert({ ...counter, slot: (await this.database.nextNumber('tally-slots')) - 1, since, ready: false });
    });
  }

  async setReady(id: string, ready: boolean, since: number): Promise<void> {
    await this.#counters.model.updateOne({ _id: id }, { $set: { ready, since } });
  }

  /** The cells of some units, as the transaction sees them; those without are left out. */
  async cells(unitIds: readonly string[], year: string): Promise<Map<string, Uint8Array>> {
    const found = (await this.#tallies.model.find({ _id: { $in: unitIds.map((id) => idOf(id, year)) } }).select('unitId cells').lean()) as unknown as { unitId: string; cells: { buffer: Uint8Array } }[];
    return new Map(found.map(({ unitId, cells }) => [unitId, new Uint8Array(cells.buffer)]));
  }

  async writeAll(tallies: readonly Omit<Tally, 'id'>[]): Promise<void> {
    await this.#tallies.model.bulkWrite(
      tallies.map(({ unitId, year, cells }) => ({ updateOne: { filter: { _id: idOf(unitId, year) }, update: { $set: { unitId, year, cells: Buffer.from(cells) } }, upsert: true } })),
    );
  }

  /** The cells of many units in a year, by unit; straight from the driver, which a report over ten thousand units needs. */
  async ofYear(year: string, unitIds: readonly string[]): Promise<Map<string, Uint8Array>> {
    const filter = unitIds.length <= 1_000 ? { year, unitId: { $in: [...unitIds] } } : { year };
    const found = this.#tallies.model.collection.find(filter, { projection: { _id: 0, unitId: 1, cells: 1 }, promoteBuffers: true, batchSize: 20_000 });
    const map = new Map<string, Uint8Array>();
    for await (const { unitId, cells } of found as unknown as AsyncIterable<{ unitId: string; cells: Uint8Array }>) map.set(unitId, cells);
    return map;
  }

  digestOf = async (type: string): Promise<string | undefined> => (await this.#digests.find(type))?.digest;
  async keepDigest(type: string, digest: string): Promise<void> {
    await this.#digests.model.updateOne({ _id: type }, { $set: { digest } }, { upsert: true });
  }
}
