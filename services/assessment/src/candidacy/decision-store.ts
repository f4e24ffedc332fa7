import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Decision, QuotaChange, Window } from '@xingchuang/schemes';

/** What a decision was reckoned from besides the facts of its unit, so that anybody can reckon it again. */
export interface Basis {
  readonly schemeVersion: number;
  readonly window: Window;
  readonly kind?: string;
  readonly parent?: string;
  /** Where units are compared: all of them as they then were. */
  readonly round?: string;
}

/** The units of a round whose facts a decision was reckoned among; of those after a first one only what changed is kept. */
export interface ReckonedRound {
  readonly id: string;
  readonly campaignId: string;
  /** The round to which these changes are; empty where all units are here. */
  readonly base: string;
  readonly units: readonly ReckonedUnit[];
  readonly quotas: readonly QuotaChange[];
}
/** Version 0 where a unit is no longer among them. */
export interface ReckonedUnit {
  readonly candidacyId: string;
  readonly version: number;
  readonly kind?: string;
  readonly parent?: string;
}

/** What the rules gave, as the bodies had it before them; never changed. */
export interface StoredDecision {
  readonly id: string;
  readonly candidacyId: string;
  readonly factsVersion: number;
  readonly factsDigest: string;
  readonly explanationDigest: string;
  readonly basis?: Basis;
  readonly decision: Decision;
  readonly at: string;
}

const schema = new Schema({
  _id: String, candidacyId: String, factsVersion: Number, factsDigest: String, explanationDigest: String, basis: Schema.Types.Mixed, decision: Schema.Types.Mixed, at: String,
}, { minimize: false });
schema.index({ candidacyId: 1, _id: 1 }); // the decisions on a candidacy, in order
const rounds = new Schema({ _id: String, campaignId: String, base: String, units: [Schema.Types.Mixed], quotas: [Schema.Types.Mixed] }, { minimize: false });
rounds.index({ campaignId: 1, _id: 1 }); // what the decisions of a campaign were reckoned among, in order

@Injectable()
export class DecisionStore {
  readonly #decisions;
  readonly #rounds;

  constructor(@Inject(DATABASE) database: Database) {
    this.#decisions = database.model<StoredDecision>('decisions', schema);
    this.#rounds = database.model<ReckonedRound>('reckoned-rounds', rounds);
  }

  get = (id: string): Promise<StoredDecision> => this.#decisions.get(id, 'decision.missing');
  insert = (decision: StoredDecision): Promise<StoredDecision> => this.#decisions.insert(decision);
  /** All on some candidacies, in order. */
  ofCandidacies = (ids: readonly string[]): Promise<StoredDecision[]> => this.#decisions.list({ candidacyId: { $in: [...ids] } }, { candidacyId: 1, _id: 1 }, 100_000);
  /** Which decisions and rounds there are, without their content: neither ever changes. */
  idsOf = async (candidacyIds: readonly string[]): Promise<string[]> => (await this.#decisions.model.find({ candidacyId: { $in: [...candidacyIds] } }).select('_id').lean()).map(({ _id }) => _id);
  roundIds = async (campaignId: string): Promise<string[]> => (await this.#rounds.model.find({ campaignId }).sort({ _id: 1 }).select('_id').lean()).map(({ _id }) => _id);
  hasRound = async (id: string): Promise<boolean> => (await this.#rounds.model.exists({ _id: id })) !== null;
  insertRound = (round: ReckonedRound): Promise<ReckonedRound> => this.#rounds.insert(round);
  rounds = (ids: readonly string[]): Promise<ReckonedRound[]> => this.#rounds.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
  /** The latest, as adjustments leave it. */
  latest = async (candidacyId: string): Promise<StoredDecision | undefined> =>
    (await this.#decisions.model.find({ candidacyId }).sort({ _id: -1 }).limit(1).select('_id').lean()).map(({ _id }) => this.#decisions.find(_id))[0];
}
