import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Day } from '@xingchuang/calendar';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import type { Terms } from './term-rule.ts';

const schema = new Schema({ _id: String, version: Number, terms: [{ _id: false, since: String, until: String }] });

@Injectable()
export class TermStore {
  readonly #terms: Collection<Terms>;

  constructor(@Inject(DATABASE) database: Database) {
    this.#terms = database.model('terms', schema);
  }

  /** Of a unit that no election was entered for: none. */
  of = async (unitId: string): Promise<Terms> => (await this.#terms.find(unitId)) ?? { id: unitId, version: 0, terms: [] };
  /** The last day of the present term, by unit, where it is not later than the day. */
  async endingBy(last: Day): Promise<Map<string, Day>> {
    const all = await this.#terms.list({ terms: { $elemMatch: { until: { $lte: last } } } }, { _id: 1 }, 100_000);
    return new Map(all.map(({ id, terms }) => [id, terms.at(-1)!.until] as const).filter(([, until]) => until <= last));
  }
  keep = ({ version, ...terms }: Terms): Promise<Terms> => (version === 0 ? this.#terms.insert({ ...terms, version: 1 }) : this.#terms.save({ ...terms, version }));
}
