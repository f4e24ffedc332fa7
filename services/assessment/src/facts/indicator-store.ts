import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, newId, type Database, type Scoped, type Stored } from '@xingchuang/server';

/** One import of an indicator: whose values, of which day, from where. */
export interface IndicatorList extends Stored, Place {
  readonly name: string;
  readonly title: string;
  readonly on: string;
  readonly source: string;
  readonly count: number;
  readonly importedOn: string;
  readonly by: string;
}
export interface IndicatorLine {
  readonly importId: string;
  readonly name: string;
  readonly unitId: string;
  readonly on: string;
  readonly value: boolean | number | string;
}
type Kept = IndicatorLine & { readonly id: string; readonly version: number };

const lists = new Schema({ _id: String, version: Number, unitId: String, path: [String], name: String, title: String, on: String, source: String, count: Number, importedOn: String, by: String });
lists.index({ path: 1, _id: -1 }); // the imports of a subtree, newest first
const lines = new Schema({ _id: String, version: Number, importId: String, name: String, unitId: String, on: String, value: Schema.Types.Mixed });
lines.index({ name: 1, unitId: 1, on: 1, _id: 1 }); // the values of units in a span of days, in order
lines.index({ importId: 1, _id: 1 }); // the values of one import

export const PAGE = 50;
export const PAGE_OF_VALUES = 500;
const MOST = 200_000;

@Injectable()
export class IndicatorStore {
  readonly #lists;
  readonly #lines;

  constructor(@Inject(DATABASE) database: Database) {
    this.#lists = database.model<IndicatorList>('indicator-lists', lists);
    this.#lines = database.model<Kept>('indicator-lines', lines);
  }

  async insert(list: IndicatorList, values: readonly IndicatorLine[]): Promise<IndicatorList> {
    await this.#lines.insertMany(values.map((line) => ({ ...line, id: newId(), version: 1 })));
    return this.#lists.insert(list);
  }

  get = (id: string): Promise<IndicatorList> => this.#lists.get(id);
  valuesOf = (importId: string, pageToken: string | undefined): Promise<Kept[]> =>
    this.#lines.list({ importId, ...(pageToken === undefined ? {} : { _id: { $gt: pageToken } }) }, { _id: 1 }, PAGE_OF_VALUES + 1);

  page = (within: Scoped, name: string | undefined, pageToken: string | undefined): Promise<IndicatorList[]> =>
    this.#lists.list({ ...within, ...(name === undefined ? {} : { name }), ...(pageToken === undefined ? {} : { _id: { $lt: pageToken } }) }, { _id: -1 }, PAGE + 1);

  /** The value of the latest day of each unit; of the same day what was imported last, which is how a wrong one is corrected. */
  async latest(name: string, unitIds: readonly string[], from: string, to: string): Promise<IndicatorLine[]> {
    const found = await this.#lines.list({ name, unitId: { $in: [...unitIds] }, on: { $gte: from, $lte: to } }, { on: 1, _id: 1 }, MOST);
    return [...new Map(found.map((line) => [line.unitId, line])).values()];
  }
}
