import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { ServiceOrderQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { ServiceOrder } from './order-rule.ts';
import { eitherSide } from './registration-store.ts';

const part = {
  _id: false, unitId: String, path: [String], state: String, namedIds: [String], claimedIds: [String], day: String, time: String,
  people: [{ _id: false, personId: String, minutes: Number }], text: String, recordId: String,
};
const schema = new Schema({
  _id: String, version: Number, communityId: String, communityPath: [String], kind: String, title: String, detail: String, place: String, wantedBy: String, state: String,
  parts: [part], satisfaction: String, postedAt: String, history: [{ _id: false, act: String, at: String, by: String, unitId: String, text: String }],
});
schema.index({ communityId: 1, postedAt: -1, _id: -1 }); // the orders of a community, newest first
schema.index({ communityPath: 1, postedAt: -1, _id: -1 }); // those of a street's communities
schema.index({ 'parts.unitId': 1, postedAt: -1, _id: -1 }); // those offered to a unit
schema.index({ 'parts.path': 1, postedAt: -1, _id: -1 }); // those offered to a subtree

@Injectable()
export class OrderStore {
  readonly #orders;

  constructor(@Inject(DATABASE) database: Database) {
    this.#orders = database.model<ServiceOrder>('service-orders', schema);
  }

  get = (id: string): Promise<ServiceOrder> => this.#orders.get(id);
  insert = (order: ServiceOrder): Promise<ServiceOrder> => this.#orders.insert(order);
  save = (order: ServiceOrder): Promise<ServiceOrder> => this.#orders.save(order);

  /** Orders whose part of this unit is in one of these states, oldest first. */
  waitingFor = (unitId: string, states: readonly string[]): Promise<ServiceOrder[]> =>
    this.#orders.list({ 'parts.unitId': unitId, parts: { $elemMatch: { unitId, state: { $in: [...states] } } }, state: { $nin: ['cancelled', 'rated'] } }, { postedAt: 1 }, 200);

  /** Of communities within a scope, oldest first. */
  ofCommunities = ({ unitId, path }: Scoped, states: readonly string[], size: number): Promise<ServiceOrder[]> =>
    this.#orders.list({ ...(unitId !== undefined && { communityId: unitId }), ...(path !== undefined && { communityPath: path }), state: { $in: [...states] } }, { postedAt: 1, _id: 1 }, size);

  /** Newest first, one more than the page is long. */
  page(scope: Scoped, { communityId, state, kind, pageToken, limit }: ServiceOrderQuery): Promise<ServiceOrder[]> {
    const filter = { ...(communityId !== undefined && { communityId }), ...(state !== undefined && { state }), ...(kind !== undefined && { kind }) };
    return this.#orders.list({ $and: [eitherSide(scope, 'parts.unitId', 'parts.path'), filter, after('postedAt', pageToken)] }, { postedAt: -1, _id: -1 }, limit + 1);
  }

  /** Those posted by communities between two instants. */
  posted(communityIds: readonly string[], from: string, before: string): Promise<ServiceOrder[]> {
    return this.#orders.list({ communityId: { $in: [...communityIds] }, postedAt: { $gte: from, $lt: before } }, { _id: 1 }, 200_000);
  }
}
