import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Collection, type Database, type Scoped } from '@xingchuang/server';

/** One telling: something said to one person, or to one robot; or to nobody yet, where nobody sits who should hear it. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly zh: string;
  readonly en: string;
  /** What may leave the system. */
  readonly outsideZh: string;
  readonly link: string;
  /** Instant and day of the telling. */
  readonly at: string;
  readonly day: string;
  /** To whom: exactly one is filled, or none of them while it waits. */
  readonly personId: string;
  readonly robotId: string;
  /** The seat's unit, in whose inbox it lies; empty where a person is told as a person, at whichever seat. */
  readonly inboxUnit: string;
  /** The unit of whoever is told, which says who sees it in reports. */
  readonly unitId: string;
  readonly path: readonly string[];
  readonly readAt: string;
  /** The e-mail or robot message that carried it outside; empty until then. */
  readonly deliveryId: string;
  /** Who should hear it once somebody sits there. */
  readonly waiting?: { readonly unitId: string; readonly roles: readonly string[] };
}

const schema = new Schema({
  _id: String, kind: String, zh: String, en: String, outsideZh: String, link: String, at: String, day: String, personId: String, robotId: String, inboxUnit: String,
  unitId: String, path: [String], readAt: String, deliveryId: String, waiting: { type: { _id: false, unitId: String, roles: [String] }, default: undefined },
});
schema.index({ personId: 1, inboxUnit: 1, _id: -1 }); // an inbox
schema.index({ personId: 1, inboxUnit: 1, readAt: 1, _id: -1 }); // what is unread in it
schema.index({ personId: 1, deliveryId: 1, day: 1, _id: -1 }); // a person's digest
schema.index({ robotId: 1, deliveryId: 1, _id: 1 }, { partialFilterExpression: { robotId: { $gt: '' } } }); // what a robot has yet to say
schema.index({ deliveryId: 1, _id: 1 }); // what a message carried
schema.index({ path: 1, _id: -1 }); // the report of a subtree
schema.index({ unitId: 1, _id: -1 }); // the report of a unit
schema.index({ kind: 1, _id: -1 }); // the report of everywhere, by kind
schema.index({ 'waiting.unitId': 1, day: 1 }, { partialFilterExpression: { 'waiting.unitId': { $gt: '' } } }); // what waits for somebody at a unit

export interface ReportFilter {
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly whom?: 'person' | 'robot' | 'nobody' | undefined;
  readonly unread?: boolean;
}

const UNREAD_CAP = 100;
/** Entries that one message carries at most; it says how many there are and shows the first ones. */
const MOST_CARRIED = 5_000;

@Injectable()
export class EntryStore {
  readonly entries: Collection<Entry>;

  constructor(@Inject(DATABASE) database: Database) {
    this.entries = database.model('notifications', schema);
  }

  inbox(personId: string, unitId: string, filter: { kind?: string | undefined; unread: boolean; after?: string | undefined }, size: number): Promise<Entry[]> {
    const { kind, unread, after } = filter;
    const where = { ...mine(personId, unitId), ...(kind && { kind }), ...(unread && { readAt: '' }), ...(after && { _id: { $lt: after } }) };
    return this.entries.list(where, { _id: -1 }, size);
  }

  /** How many are unread, never counted further than 100. */
  unread = (personId: string, unitId: string): Promise<number> => this.entries.count({ ...mine(personId, unitId), readAt: '' }, UNREAD_CAP);

  async markRead(personId: string, unitId: string, at: string, which: { readonly id?: string; readonly upTo?: string; readonly kind?: string | undefined }): Promise<number> {
    const ids = which.id !== undefined ? { _id: which.id } : { _id: { $lte: which.upTo } };
    const done = await this.entries.model.updateMany({ ...mine(personId, unitId), readAt: '', ...ids, ...(which.kind && { kind: which.kind }) } as never, { $set: { readAt: at } } as never);
    return done.modifiedCount;
  }

  report(scope: Scoped, { kind, from, to, whom, unread }: ReportFilter, size: number, after?: string): Promise<Entry[]> {
    const day = { ...(from && { $gte: from }), ...(to && { $lte: to }) };
    const told = { person: { personId: { $gt: '' } }, robot: { robotId: { $gt: '' } }, nobody: { personId: '', robotId: '' } };
    const where = { ...scope, ...(kind && { kind }), ...(Object.keys(day).length > 0 && { day }), ...(whom && told[whom]), ...(unread && { readAt: '', ...told.person }), ...(after && { _id: { $lt: after } }) };
    return this.entries.list(where, { _id: -1 }, size);
  }

  /** What waits for somebody at these units, since a day. */
  waitingAt(unitIds: readonly string[], since: string): Promise<Entry[]> {
    return this.entries.list({ 'waiting.unitId': { $in: [...unitIds] }, day: { $gte: since } }, { _id: 1 }, 1_000);
  }

  unsentTo(personId: string, since: string): Promise<Entry[]> {
    return this.entries.list({ personId, deliveryId: '', day: { $gte: since }, readAt: '' }, { _id: -1 }, MOST_CARRIED);
  }

  unsaidBy(robotId: string): Promise<Entry[]> {
    return this.entries.list({ robotId, deliveryId: '' }, { _id: 1 }, MOST_CARRIED);
  }

  async robotsWithWords(): Promise<string[]> {
    const found = await this.entries.model.distinct('robotId', { robotId: { $gt: '' }, deliveryId: '' } as never);
    return found as unknown as string[];
  }

  async carry(ids: readonly string[], deliveryId: string): Promise<void> {
    await this.entries.model.updateMany({ _id: { $in: [...ids] } } as never, { $set: { deliveryId } } as never);
  }

  carriedBy(deliveryId: string, size: number): Promise<Entry[]> {
    return this.entries.list({ deliveryId }, { _id: 1 }, size);
  }

  async remove(id: string): Promise<void> {
    await this.entries.remove(id);
  }
}

const mine = (personId: string, unitId: string) => ({ personId, inboxUnit: { $in: [unitId, ''] } });
