import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, fromDocument, type Collection, type Database } from '@xingchuang/server';
import { leased, type Delivery } from './delivery-rule.ts';

const schema = new Schema({
  _id: String, version: Number, channel: String, personId: String, robotId: String, entries: Number, state: String, attempts: Number, nextAt: String, reason: String, createdAt: String, sentAt: String,
});
schema.index({ nextAt: 1, _id: 1 }, { partialFilterExpression: { state: 'waiting' } }); // what is to be sent now
schema.index({ state: 1, _id: -1 }); // what is parked
schema.index({ personId: 1, _id: -1 }, { partialFilterExpression: { personId: { $gt: '' } } }); // the last e-mail of a person

@Injectable()
export class DeliveryStore {
  readonly deliveries: Collection<Delivery>;

  constructor(@Inject(DATABASE) database: Database) {
    this.deliveries = database.model('deliveries', schema);
  }

  get = (id: string): Promise<Delivery> => this.deliveries.get(id, 'delivery.missing');

  /** Takes one message that is due, so that no other process sends it meanwhile. */
  async take(now: Date): Promise<Delivery | undefined> {
    const [due] = await this.deliveries.list({ state: 'waiting', nextAt: { $lte: now.toISOString() } }, { nextAt: 1, _id: 1 }, 1);
    if (!due) return undefined;
    const taken = await this.deliveries.model.findOneAndUpdate({ _id: due.id, version: due.version }, { $set: leased(due, now), $inc: { version: 1 } }, { returnDocument: 'after' }).lean();
    return taken ? fromDocument<Delivery>(taken as never) : this.take(now); // another process was quicker
  }

  page(state: string | undefined, size: number, after?: string): Promise<Delivery[]> {
    return this.deliveries.list({ ...(state && { state }), ...(after && { _id: { $lt: after } }) }, { _id: -1 }, size);
  }

  async byIds(ids: readonly string[]): Promise<Map<string, Delivery>> {
    const found = ids.length === 0 ? [] : await this.deliveries.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length);
    return new Map(found.map((one) => [one.id, one]));
  }

  async lastTo(personId: string): Promise<Delivery | undefined> {
    return (await this.deliveries.list({ personId }, { _id: -1 }, 1))[0];
  }
}
