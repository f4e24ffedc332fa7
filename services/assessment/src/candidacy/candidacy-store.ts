import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { CandidacyQuery } from '@xingchuang/contracts';
import { DATABASE, fromDocument, type Database, type Scoped } from '@xingchuang/server';
import { LevelSpanStore } from '../overview/level-span-store.ts';
import type { Candidacy } from './candidacy.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, campaignId: String, unitId: String, path: [String], state: String, level: String, declaration: Mixed, reviewed: [Mixed], computed: Mixed,
  done: [Mixed], waits: [String], filedWith: String, decidedOn: String, decidedBy: String, settled: Mixed, returned: Mixed, handed: Mixed, barred: Mixed, holdsUntil: String, timeline: [Mixed],
}, { minimize: false });
schema.index({ campaignId: 1, unitId: 1 }, { unique: true }); // one per unit and campaign
schema.index({ campaignId: 1, path: 1, _id: 1 }); // a campaign's, within a subtree, page by page
schema.index({ waits: 1, unitId: 1 }); // work lists: of a unit itself, and of a body with most of the tree under it
schema.index({ path: 1, _id: 1 }); // lists over campaigns, and work lists of a body with a small part of the tree (one index holds one array)
schema.index({ 'returned.until': 1 }, { partialFilterExpression: { 'returned.ends': { $exists: true } } }); // the sweep: what was not mended in time
schema.index({ holdsUntil: 1 }, { partialFilterExpression: { holdsUntil: { $gt: '' } } }); // the sweep: levels whose time is over
schema.index({ filedWith: 1, _id: 1 }); // what lower bodies filed with a body

export const PAGE = 100;
/** A work list shows no more; the rest comes up as it shrinks. */
const MOST_WAITING = 1_001;

@Injectable()
export class CandidacyStore {
  readonly #candidacies;

  constructor(@Inject(DATABASE) database: Database, @Inject(LevelSpanStore) readonly held: LevelSpanStore) {
    this.#candidacies = database.model<Candidacy>('candidacies', schema);
  }

  get = (id: string): Promise<Candidacy> => this.#candidacies.get(id);
  async save(candidacy: Candidacy): Promise<Candidacy> {
    const saved = await this.#candidacies.save(candidacy);
    await this.held.note(saved);
    return saved;
  }
  insertMany = (candidacies: readonly Candidacy[]): Promise<void> => this.#candidacies.insertPlain(candidacies);

  async ofUnit(campaignId: string, unitId: string): Promise<Candidacy | undefined> {
    return (await this.#candidacies.list({ campaignId, unitId }))[0];
  }

  /** All of a campaign under a node. */
  ofCampaign = (campaignId: string, within: Scoped = {}): Promise<Candidacy[]> => this.#candidacies.list({ ...within, campaignId }, { _id: 1 }, 20_000);

  /** Settled ones of a campaign under a node that hold one of the levels. */
  holding = (campaignId: string, levels: readonly string[], within: Scoped): Promise<Candidacy[]> => this.#candidacies.list({ ...within, campaignId, state: 'settled', level: { $in: [...levels] } }, { _id: 1 }, 20_000);

  /** Those of some units in a campaign. */
  ofUnits = (campaignId: string, unitIds: readonly string[]): Promise<Candidacy[]> => this.#candidacies.list({ campaignId, unitId: { $in: [...unitIds] } }, { _id: 1 }, unitIds.length + 1);

  /** Settled ones of some units in some campaigns, without their long parts. */
  async settledIn(campaignIds: readonly string[], unitIds: readonly string[]): Promise<Pick<Candidacy, 'id' | 'unitId' | 'campaignId' | 'level' | 'settled'>[]> {
    const filter = { campaignId: { $in: [...campaignIds] }, unitId: { $in: [...unitIds] }, state: 'settled' };
    const found = await this.#candidacies.model.find(filter).select('unitId campaignId level settled').lean();
    return found.map((document) => fromDocument(document as never));
  }

  /** Returned cases of other campaigns whose supplement did not come in time and that a step ends. */
  uncured = (today: string, except: readonly string[]): Promise<Candidacy[]> => this.#candidacies.list({ campaignId: { $nin: [...except] }, 'returned.ends': { $exists: true }, 'returned.until': { $lt: today }, state: 'draft' }, { _id: 1 }, 500);
  /** Settled levels whose time is over. */
  expired = (today: string): Promise<Candidacy[]> => this.#candidacies.list({ holdsUntil: { $gt: '', $lt: today }, state: 'settled' }, { _id: 1 }, 500);

  /** How many of a campaign are decided or beyond. */
  countDecided = (campaignId: string): Promise<number> => this.#candidacies.model.countDocuments({ campaignId, state: { $in: ['decided', 'settled'] } });

  /** Unit, state and level of each in a campaign, as few words as a count needs. */
  async standingIn(campaignId: string): Promise<Pick<Candidacy, 'unitId' | 'state' | 'level'>[]> {
    return (await this.#candidacies.model.find({ campaignId }).select('unitId state level -_id').lean()) as never;
  }

  /** Touches all that are not decided, within a transaction: an act on one of them at the same instant meets it there, and one of both looks again. */
  async touchUndecided(campaignId: string): Promise<void> {
    await this.#candidacies.model.updateMany({ campaignId, state: { $nin: ['decided', 'settled'] } }, { $inc: { version: 1 } });
  }

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
