import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

/** A unit's objection to one step, answered by people who did not do it. */
export interface Appeal extends Stored, Place {
  readonly campaignId: string;
  readonly candidacyId: string;
  readonly step: string;
  readonly text: string;
  readonly filedOn: string;
  readonly filedBy: Entry['by'];
  /** Last day of the term in which it had to be filed. */
  readonly term: string;
  readonly state: 'open' | 'accepted' | 'rejected';
  readonly answer: { readonly reason: string; readonly on: string; readonly by: Entry['by'] } | null;
}

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], campaignId: String, candidacyId: String, step: String, text: String, filedOn: String,
  filedBy: Mixed, term: String, state: String, answer: Mixed,
});
schema.index({ candidacyId: 1 }, { unique: true, partialFilterExpression: { state: 'open' } }); // one at a time
schema.index({ path: 1 }, { partialFilterExpression: { state: 'open' } }); // those that wait for an answer in a subtree
schema.index({ campaignId: 1, path: 1, _id: -1 }); // those of a campaign in a subtree

@Injectable()
export class AppealStore {
  readonly #appeals;

  constructor(@Inject(DATABASE) database: Database) {
    this.#appeals = database.model<Appeal>('appeals', schema);
  }

  get = (id: string): Promise<Appeal> => this.#appeals.get(id);
  insert = (appeal: Appeal): Promise<Appeal> => this.#appeals.insert(appeal);
  save = (appeal: Appeal): Promise<Appeal> => this.#appeals.save(appeal);
  ofCandidacy = (candidacyId: string): Promise<Appeal[]> => this.#appeals.list({ candidacyId });
  allOf = (campaignId: string): Promise<Appeal[]> => this.#appeals.list({ campaignId }, { _id: 1 }, 100_000);
  openUnder = (nodeId: string): Promise<Appeal[]> => this.#appeals.list({ path: nodeId, state: 'open' }, { _id: 1 }, 500);
  ofCampaign = (campaignId: string, within: Scoped): Promise<Appeal[]> => this.#appeals.list({ ...within, campaignId }, { _id: -1 });
}
