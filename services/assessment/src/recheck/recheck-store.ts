import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

interface Opinion {
  readonly keep: boolean;
  readonly reason: string;
  readonly on: string;
  readonly by: Entry['by'];
}

/** One yearly look at a unit that holds a level: suggested by one body, decided by another. */
export interface Recheck extends Stored, Place {
  readonly candidacyId: string;
  readonly campaignId: string;
  readonly year: number;
  readonly level: string;
  readonly state: 'suggested' | 'kept' | 'revoked';
  readonly suggestion: Opinion & { readonly report: readonly string[] };
  readonly review: Opinion | null;
  /** The plaque to be given back after a revocation. */
  readonly plaque: { readonly effect: string; readonly dueOn: string; readonly returnedOn: string } | null;
}

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], candidacyId: String, campaignId: String, year: Number, level: String, state: String,
  suggestion: Mixed, review: Mixed, plaque: Mixed,
});
schema.index({ candidacyId: 1, year: 1 }, { unique: true }); // once a year
schema.index({ path: 1, year: -1, _id: 1 }); // those of a subtree
schema.index({ campaignId: 1, _id: 1 }); // those of a campaign, in order

@Injectable()
export class RecheckStore {
  readonly #rechecks;

  constructor(@Inject(DATABASE) database: Database) {
    this.#rechecks = database.model<Recheck>('rechecks', schema);
  }

  get = (id: string): Promise<Recheck> => this.#rechecks.get(id);
  insert = (recheck: Recheck): Promise<Recheck> => this.#rechecks.insert(recheck);
  save = (recheck: Recheck): Promise<Recheck> => this.#rechecks.save(recheck);
  find = async (candidacyId: string, year: number): Promise<Recheck | undefined> => (await this.#rechecks.list({ candidacyId, year }))[0];
  /** The last year in which each of some candidacies kept its level. */
  lastKept = async (candidacyIds: readonly string[]): Promise<Map<string, number>> =>
    new Map((await this.#rechecks.list({ candidacyId: { $in: [...candidacyIds] }, state: 'kept' }, { candidacyId: 1, year: 1 }, 100_000)).map(({ candidacyId, year }) => [candidacyId, year]));
  ofCampaign = (campaignId: string): Promise<Recheck[]> => this.#rechecks.list({ campaignId }, { _id: 1 }, 100_000);
  list = (within: Scoped, year: number | undefined): Promise<Recheck[]> => this.#rechecks.list({ ...within, ...(year === undefined ? {} : { year }) }, { year: -1, _id: 1 }, 1_000);
}
