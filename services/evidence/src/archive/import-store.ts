import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { BagImportView } from '@xingchuang/contracts';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';
import { JobLease, LEASED } from './job-lease.ts';

/** A package that came in, what was found in it, and what became of it. */
export type BagImport = Omit<BagImportView, 'orderedBy'> & Stored & { readonly by: string };

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, state: String, name: String, size: Number, sha256: String, unitId: String, unitName: String, year: Number, bytes: Number,
  tallies: Mixed, conflicts: Mixed, warnings: Mixed, proven: Number, fault: String, by: String, orderedAt: String, takenAt: String, ...LEASED,
}, { minimize: false });
schema.index({ state: 1, _id: 1 }); // what is to be checked or taken
schema.index({ sha256: 1, by: 1 }); // whether this one came before

export const IMPORTS_PAGE = 50;
const OPEN = ['checking', 'checked', 'taking'];

@Injectable()
export class ImportStore {
  readonly #imports;
  readonly lease;

  constructor(@Inject(DATABASE) database: Database) {
    this.#imports = database.model<BagImport>('bag-imports', schema);
    this.lease = new JobLease(this.#imports, ['checking', 'taking']);
  }

  find = (id: string): Promise<BagImport | undefined> => this.#imports.find(id);
  insert = (order: BagImport): Promise<BagImport> => this.#imports.insert(order);
  page = (pageToken: string | undefined): Promise<BagImport[]> => this.#imports.list(pageToken === undefined ? {} : { _id: { $lt: pageToken } }, { _id: -1 }, IMPORTS_PAGE + 1);

  /** The same bytes by the same person, where nothing has become of them yet. */
  async open(sha256: string, by: string): Promise<BagImport | undefined> {
    return (await this.#imports.list({ sha256, by, state: { $in: OPEN } }, { _id: -1 }, 1))[0];
  }

  /** Lets the worker take what was checked; false where it is not to be taken any more. */
  async begin(id: string): Promise<boolean> {
    const written = await this.#imports.model.updateOne({ _id: id, state: 'checked' }, { $set: { state: 'taking', attempts: 0 }, $unset: { lease: 1, leaseUntil: 1 } });
    return written.matchedCount === 1;
  }

  old = (before: string): Promise<BagImport[]> => this.#imports.list({ state: 'checked', orderedAt: { $lt: before } }, { _id: 1 }, 100);
  /** False where another process was quicker, or somebody takes it. */
  async expire(id: string): Promise<boolean> {
    return (await this.#imports.model.updateOne({ _id: id, state: 'checked' }, { $set: { state: 'expired' } })).modifiedCount === 1;
  }

  /** Digests of packages that may still be taken. */
  async named(): Promise<string[]> {
    return (await this.#imports.list({ state: { $in: OPEN } }, { _id: 1 }, 100_000)).map(({ sha256 }) => sha256);
  }
}
