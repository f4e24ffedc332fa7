import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, newId, type Database } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';
import type { FactOrigin } from './facts-rule.ts';

/** The facts of one unit in one campaign, as checked; its id is that of the candidacy. */
export interface FactSheet {
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly unitId: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, readonly string[]>>;
  /** How each given fact came here; what is absent has none. */
  readonly origins: Readonly<Record<string, FactOrigin>>;
  /** Exclusions stated by hand, with the reason. */
  readonly excluded?: Readonly<Record<string, string>>;
  readonly digest: string;
  readonly enteredAt: string;
  readonly enteredBy: Entry['by'];
  readonly note: string;
}
/** A version of a sheet as it was entered, for good. */
export type FactVersion = FactSheet & { readonly sheetId: string };
export type FactsHead = Pick<FactSheet, 'id' | 'version' | 'digest'>;

const { Mixed } = Schema.Types;
const fields = { _id: String, version: Number, campaignId: String, unitId: String, facts: Mixed, refs: Mixed, origins: Mixed, excluded: Mixed, digest: String, enteredAt: String, enteredBy: Mixed, note: String };
const sheets = new Schema(fields, { minimize: false });
sheets.index({ campaignId: 1, _id: 1 }); // all that a population is reckoned over
const versions = new Schema({ ...fields, sheetId: String }, { minimize: false });
versions.index({ sheetId: 1, version: -1 }, { unique: true }); // who entered what, newest first

@Injectable()
export class FactsStore {
  readonly #sheets;
  readonly #versions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#sheets = database.model<FactSheet>('facts', sheets);
    this.#versions = database.model<FactVersion>('fact-versions', versions);
  }

  find = (candidacyId: string): Promise<FactSheet | undefined> => this.#sheets.find(candidacyId);
  ofCampaign = (campaignId: string): Promise<FactSheet[]> => this.#sheets.list({ campaignId }, { _id: 1 }, 20_000);
  byIds = async (candidacyIds: readonly string[]): Promise<Map<string, FactSheet>> =>
    new Map((await this.#sheets.list({ _id: { $in: [...candidacyIds] } }, { _id: 1 }, candidacyIds.length + 1)).map((sheet) => [sheet.id, sheet]));
  get = (candidacyId: string): Promise<FactSheet> => this.#sheets.get(candidacyId, 'facts.missing');

  /** Keeps the sheet over the version it was made from, and this version for good. Runs inside a transaction. */
  async save(next: FactSheet): Promise<FactSheet> {
    const saved = next.version === 0 ? await this.#sheets.insert({ ...next, version: 1 }) : await this.#sheets.save(next);
    await this.#versions.insert({ ...saved, id: newId(), sheetId: saved.id });
    return saved;
  }

  /** Version and digest of the sheets of several candidacies. */
  async heads(candidacyIds: readonly string[]): Promise<Map<string, FactsHead>> {
    const found = await this.#sheets.model.find({ _id: { $in: [...candidacyIds] } }).select('version digest').lean();
    return new Map(found.map(({ _id, version, digest }) => [_id, { id: _id, version: version as number, digest: digest as string }]));
  }

  /** The same of a whole campaign, in order. */
  async headsOf(campaignId: string): Promise<FactsHead[]> {
    const found = await this.#sheets.model.find({ campaignId }).sort({ _id: 1 }).select('version digest').lean();
    return found.map(({ _id, version, digest }) => ({ id: _id, version: version as number, digest: digest as string }));
  }

  /** Every version of some sheets, in order. */
  versionsOf = (candidacyIds: readonly string[]): Promise<FactVersion[]> => this.#versions.list({ sheetId: { $in: [...candidacyIds] } }, { sheetId: 1, version: 1 }, 100_000);
  history = (candidacyId: string): Promise<FactVersion[]> => this.#versions.list({ sheetId: candidacyId }, { version: -1 }, 200);
}
