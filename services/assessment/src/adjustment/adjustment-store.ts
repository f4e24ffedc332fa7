import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

/** A line of the star ledger (S0 L135): what changed within the year, or waits for the next evaluation, from which day, by which clause. */
export interface Adjustment {
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly candidacyId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly on: string;
  /** The rule of adjustment. */
  readonly clause: string;
  /** Clauses that are no longer met, vetoes and caps included. */
  readonly failed: readonly string[];
  /** Dimensions lost. */
  readonly lost: readonly string[];
  /** What only the next evaluation can give: by which clause, the level and the dimensions won, on which facts. */
  readonly later?: { readonly clause: string; readonly level: string; readonly won: readonly string[]; readonly facts: Readonly<Record<string, unknown>> };
  readonly reason: string;
  readonly at: string;
  readonly by: Entry['by'];
}

const schema = new Schema({
  _id: String, version: Number, campaignId: String, candidacyId: String, unitId: String, path: [String], from: String, to: String, on: String,
  clause: String, failed: [String], lost: [String], later: Schema.Types.Mixed, reason: String, at: String, by: Schema.Types.Mixed,
});
schema.index({ path: 1, campaignId: 1, _id: -1 }); // the ledger of a subtree, newest first
schema.index({ unitId: 1, _id: -1 }); // the ledger of a unit
schema.index({ campaignId: 1, _id: 1 }); // the whole ledger of a campaign, in order

export const PAGE = 100;

@Injectable()
export class AdjustmentStore {
  readonly #adjustments;

  constructor(@Inject(DATABASE) database: Database) {
    this.#adjustments = database.model<Adjustment>('adjustments', schema);
  }

  insert = (adjustment: Adjustment): Promise<Adjustment> => this.#adjustments.insert(adjustment);
  ofCampaign = (campaignId: string): Promise<Adjustment[]> => this.#adjustments.list({ campaignId }, { _id: 1 }, 100_000);
  page(within: Scoped, campaignId: string | undefined, pageToken: string | undefined): Promise<Adjustment[]> {
    const filter = { ...within, ...(campaignId === undefined ? {} : { campaignId }), ...(pageToken === undefined ? {} : { _id: { $lt: pageToken } }) };
    return this.#adjustments.list(filter, { _id: -1 }, PAGE + 1);
  }
}
