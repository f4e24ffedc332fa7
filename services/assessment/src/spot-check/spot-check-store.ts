import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { SpotCheck } from './spot-check-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], campaignId: String, step: String, round: Number, seed: String, share: String,
  pool: [String], drawn: [Mixed], drawnOn: String, drawnBy: Mixed,
});
schema.index({ campaignId: 1, unitId: 1, step: 1, round: 1 }, { unique: true }); // a body's draws; two at once are one too many

@Injectable()
export class SpotCheckStore {
  readonly #checks;

  constructor(@Inject(DATABASE) database: Database) {
    this.#checks = database.model<SpotCheck>('spot-checks', schema);
  }

  get = (id: string): Promise<SpotCheck> => this.#checks.get(id);
  insert = (check: SpotCheck): Promise<SpotCheck> => this.#checks.insert(check);
  save = (check: SpotCheck): Promise<SpotCheck> => this.#checks.save(check);
  ofBody = (campaignId: string, unitId: string, step: string): Promise<SpotCheck[]> => this.#checks.list({ campaignId, unitId, step }, { round: 1 });
  ofCampaign = (campaignId: string, within: Scoped): Promise<SpotCheck[]> => this.#checks.list({ ...within, campaignId }, { _id: 1 });
}
