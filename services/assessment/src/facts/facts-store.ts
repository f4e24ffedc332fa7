import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, newId, type Database } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

/** The facts of one unit in one campaign, as checked; its id is that of the candidacy. */
export interface FactSheet {
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly unitId: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, readonly string[]>>;
  readonly digest: string;
  readonly enteredAt: string;
  readonly enteredBy: Entry['by'];
  readonly note: string;
}
/** A version of a sheet as it was entered, for good. */
export type FactVersion = FactSheet & { readonly sheetId: string };
export type FactsHead = Pick<FactSheet, 'id' | 'version' | 'digest'>;

const { Mixed } = Schema.Types;
const fields = { _id: String, version: Number, campaignId: String, unitId: String, facts: Mixed, refs: Mixed, digest: String, enteredAt: String, enteredBy: Mixed, note: String };
const sheets = new Schema(fields, { minimize: false });
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

  history = (candidacyId: string): Promise<FactVersion[]> => this.#versions.list({ sheetId: candidacyId }, { version: -1 }, 200);
}
