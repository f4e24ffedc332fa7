import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Decision } from '@xingchuang/schemes';

/** What the rules gave, as the bodies had it before them; never changed. */
export interface StoredDecision {
  readonly id: string;
  readonly candidacyId: string;
  readonly factsVersion: number;
  readonly factsDigest: string;
  readonly explanationDigest: string;
  readonly decision: Decision;
  readonly at: string;
}

const schema = new Schema({
  _id: String, candidacyId: String, factsVersion: Number, factsDigest: String, explanationDigest: String, decision: Schema.Types.Mixed, at: String,
}, { minimize: false });
schema.index({ candidacyId: 1, _id: 1 }); // the decisions on a candidacy, in order

@Injectable()
export class DecisionStore {
  readonly #decisions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#decisions = database.model<StoredDecision>('decisions', schema);
  }

  get = (id: string): Promise<StoredDecision> => this.#decisions.get(id, 'decision.missing');
  insert = (decision: StoredDecision): Promise<StoredDecision> => this.#decisions.insert(decision);
  /** The latest, as adjustments leave it. */
  latest = async (candidacyId: string): Promise<StoredDecision | undefined> =>
    (await this.#decisions.model.find({ candidacyId }).sort({ _id: -1 }).limit(1).select('_id').lean()).map(({ _id }) => this.#decisions.find(_id))[0];
}
