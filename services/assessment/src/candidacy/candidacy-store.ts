import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CandidacyQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Candidacy } from './candidacy.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, campaignId: String, unitId: String, path: [String], state: String, level: String, declaration: Mixed, computed: Mixed,
  done: [Mixed], waits: [String], filedWith: String, decidedOn: String, decidedBy: String, settled: Mixed, returned: Mixed, timeline: [Mixed],
}, { minimize: false });
schema.index({ campaignId: 1, unitId: 1 }, { unique: true }); // one per unit and campaign
schema.index({ campaignId: 1, path: 1, _id: 1 }); // a campaign's, within a subtree, page by page
schema.index({ waits: 1, unitId: 1 }); // work lists: of a unit itself, and of a body with most of the tree under it
schema.index({ path: 1, _id: 1 }); // lists over campaigns, and work lists of a body with a small part of the tree (one index holds one array)
schema.index({ filedWith: 1, _id: 1 }); // what lower bodies filed with a body

export const PAGE = 100;
/** A work list shows no more; the rest comes up as it shrinks. */
const MOST_WAITING = 500;

@Injectable()
export class CandidacyStore {
  readonly #candidacies;

  constructor(@Inject(DATABASE) database: Database) {
    this.#candidacies = database.model<Candidacy>('candidacies', schema);
  }

  get = (id: string): Promise<Candidacy> => this.#candidacies.get(id);
  save = (candidacy: Candidacy): Promise<Candidacy> => this.#candidacies.save(candidacy);
  insertMany = (candidacies: readonly Candidacy[]): Promise<void> => this.#candidacies.insertMany(candidacies);

  async ofUnit(campaignId: string, unitId: string): Promise<Candidacy | undefined> {
    return (await this.#candidacies.list({ campaignId, unitId }))[0];
  }

  /** All of a campaign under a node. */
  ofCampaign = (campaignId: string, within: Scoped = {}): Promise<Candidacy[]> => this.#candidacies.list({ ...within, campaignId }, { _id: 1 }, 20_000);

  async unitIds(campaignId: string): Promise<string[]> {
    return (await this.#candidacies.model.find({ campaignId }).select('unitId').lean()).map(({ unitId }) => unitId as string);
  }

  /** Ids of the units under a node that are decided at one of the levels; at any, where none are named. */
  async decidedUnitIds(campaignId: string, nodeId: string, levels: readonly string[] | undefined): Promise<string[]> {
    const filter = { campaignId, path: nodeId, state: { $in: ['decided', 'settled'] }, ...(levels ? { level: { $in: [...levels] } } : {}) };
    return (await this.#candidacies.model.find(filter).sort({ _id: 1 }).select('unitId').lean()).map(({ unitId }) => unitId as string);
  }

  /** One page in the order in which the units were taken in, which is that of their codes. */
  page(within: Scoped, { campaignId, state, level, pageToken }: CandidacyQuery, filedWith: string | undefined): Promise<Candidacy[]> {
    const given = Object.fromEntries(Object.entries({ campaignId, state, level, filedWith }).filter(([, value]) => value !== undefined));
    return this.#candidacies.list({ ...within, ...given, ...(pageToken === undefined ? {} : { _id: { $gt: pageToken } }) }, { _id: 1 }, PAGE + 1);
  }

  /** Those within a scope at which one of the `act:kind` may have its turn. */
  waiting = (within: Scoped, waits: readonly string[]): Promise<Candidacy[]> =>
    this.#candidacies.list({ ...within, waits: { $in: [...waits] } }, { _id: 1 }, MOST_WAITING);
}
