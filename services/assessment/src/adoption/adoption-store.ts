import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Adoption } from './adoption-rule.ts';

const schema = new Schema({
  _id: String, version: Number, schemeId: String, unitId: String, path: [String], nodeId: String, since: String, until: String, campaignId: String, by: Schema.Types.Mixed,
});
schema.index({ schemeId: 1, nodeId: 1, since: 1 }, { unique: true }); // who runs a scheme; two that adopt it at once: one wins

@Injectable()
export class AdoptionStore {
  readonly #adoptions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#adoptions = database.model<Adoption>('adoptions', schema);
  }

  get = (id: string): Promise<Adoption> => this.#adoptions.get(id, 'adoption.missing');
  insert = (adoption: Adoption): Promise<Adoption> => this.#adoptions.insert(adoption);
  save = (adoption: Adoption): Promise<Adoption> => this.#adoptions.save(adoption);
  of = (schemeId: string): Promise<Adoption[]> => this.#adoptions.list({ schemeId }, { _id: 1 }, 20_000);
  all = (): Promise<Adoption[]> => this.#adoptions.list({}, { schemeId: 1, nodeId: 1, since: 1 }, 2_000);
}
