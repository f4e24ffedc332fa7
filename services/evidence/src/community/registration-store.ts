import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { RegistrationQuery } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, isDuplicate, type Database, type Scoped } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { Registration } from './registration-rule.ts';

const schema = new Schema({
  _id: String, version: Number, unitId: String, path: [String], kind: String, personId: String, communityId: String, communityPath: [String], basis: String,
  from: String, until: String, reason: String, fileIds: [String], registeredBy: String, registeredAt: String, open: String,
});
schema.index({ open: 1 }, { unique: true, partialFilterExpression: { open: { $exists: true } } }); // what runs is registered once
schema.index({ unitId: 1, from: -1, _id: -1 }); // the registrations of a unit
schema.index({ path: 1, from: -1, _id: -1 }); // those of a subtree
schema.index({ communityId: 1, from: -1, _id: -1 }); // those at a community
schema.index({ communityPath: 1, from: -1, _id: -1 }); // those at the communities of a street

/** The filter of things that have two sides: a unit, and the community it serves. */
export const eitherSide = ({ unitId, path }: Scoped, unitField = 'unitId', pathField = 'path'): Record<string, unknown> =>
  unitId !== undefined ? { $or: [{ [unitField]: unitId }, { communityId: unitId }] } : path !== undefined ? { $or: [{ [pathField]: path }, { communityPath: path }] } : {};

@Injectable()
export class RegistrationStore {
  readonly #registrations;

  constructor(@Inject(DATABASE) database: Database) {
    this.#registrations = database.model<Registration>('registrations', schema);
  }

  find = (id: string): Promise<Registration | undefined> => this.#registrations.find(id);
  save = (registration: Registration): Promise<Registration> => this.#registrations.save(registration);

  async insert(registration: Registration): Promise<Registration> {
    try {
      return await this.#registrations.insert(registration);
    } catch (error) {
      if (isDuplicate(error)) throw new Refusal('conflict', 'registration.running', {}, 'communityId');
      throw error;
    }
  }

  /** Latest first, one more than the page is long. */
  page(scope: Scoped, { communityId, kind, active, pageToken, limit }: RegistrationQuery): Promise<Registration[]> {
    const filter = {
      ...(communityId !== undefined && { communityId }),
      ...(kind !== undefined && { kind }),
      ...(active !== undefined && { until: { $exists: !active } }),
    };
    return this.#registrations.list({ $and: [eitherSide(scope), filter, after('from', pageToken)] }, { from: -1, _id: -1 }, limit + 1);
  }

  /** All that ran on any day of a span, of one sort of side. */
  within(side: Record<string, unknown>, first: string, last: string): Promise<Registration[]> {
    return this.#registrations.list({ ...side, from: { $lte: last }, $or: [{ until: { $exists: false } }, { until: { $gte: first } }] }, { _id: 1 }, 500_000);
  }
}
