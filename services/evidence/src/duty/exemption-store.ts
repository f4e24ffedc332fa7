import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';
import { keyOf } from './expected.ts';

/** Somebody was let off one expectation in one period, with the reason. */
export interface Exemption extends Stored, Place {
  readonly scheme: string;
  readonly duty: string;
  readonly period: string;
  readonly personId?: string;
  readonly recordId?: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly undone?: { readonly reason: string; readonly by: string; readonly at: string };
}

const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], scheme: String, duty: String, period: String, personId: String, recordId: String, reason: String, by: String, at: String,
  undone: { _id: false, type: { reason: String, by: String, at: String } },
  /** What it is for, while it holds. */
  key: String,
});
schema.index({ key: 1 }, { unique: true, partialFilterExpression: { key: { $type: 'string' } } }); // one is let off once
schema.index({ scheme: 1, duty: 1, unitId: 1 }); // who is let off an expectation
schema.index({ unitId: 1, at: -1, _id: -1 }); // the exemptions of a unit, latest first
schema.index({ path: 1, at: -1, _id: -1 }); // those of a subtree

type Kept = Exemption & { readonly key?: string };

@Injectable()
export class ExemptionStore {
  readonly #exemptions;

  constructor(@Inject(DATABASE) database: Database) {
    this.#exemptions = database.model<Kept>('exemptions', schema);
  }

  find = async (id: string): Promise<Exemption | undefined> => bare(await this.#exemptions.find(id));
  insert = (exemption: Exemption): Promise<Exemption> => this.#exemptions.insert({ ...exemption, key: exemptionKey(exemption) });
  save = async (exemption: Exemption): Promise<Exemption> => bare(await this.#exemptions.save<Kept>({ ...exemption, ...(exemption.undone ? {} : { key: exemptionKey(exemption) }) }))!;

  /** Those that hold, by expectation and what each is for: one question, however many expectations there are. */
  async holding(expected: readonly Pick<Exemption, 'scheme' | 'duty'>[]): Promise<Map<string, ReadonlyMap<string, Exemption>>> {
    const [schemes, duties] = [new Set(expected.map(({ scheme }) => scheme)), new Set(expected.map(({ duty }) => duty))];
    const found = await this.#exemptions.list({ scheme: { $in: [...schemes] }, duty: { $in: [...duties] }, key: { $exists: true } }, { _id: 1 }, 1_000_000);
    const grouped = [...Map.groupBy(found, keyOf)].map(([of, here]): [string, ReadonlyMap<string, Exemption>] => [of, new Map(here.map((one) => [one.key!, bare(one)!]))]);
    return new Map(grouped);
  }

  page = async (scope: Scoped, pageToken: string | undefined, limit: number): Promise<Exemption[]> =>
    (await this.#exemptions.list({ $and: [scope, after('at', pageToken)] }, { at: -1, _id: -1 }, limit + 1)).map((one) => bare(one)!);
}

type Named = Pick<Exemption, 'scheme' | 'duty' | 'period' | 'unitId'> & { readonly personId?: string | undefined; readonly recordId?: string | undefined };
/** What an exemption is for: one who owes, in one period. */
export const exemptionKey = ({ scheme, duty, period, unitId, personId = '', recordId = '' }: Named): string => [scheme, duty, period, unitId, personId, recordId].join('/');

function bare(kept: Kept | undefined): Exemption | undefined {
  if (!kept) return undefined;
  const { key: _, ...rest } = kept;
  return rest;
}
