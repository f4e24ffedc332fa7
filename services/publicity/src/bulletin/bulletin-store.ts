import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { BulletinQuery } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Bulletin } from './bulletin-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, key: String, kind: String, kindZh: String, campaignId: String, subject: String, unitId: String, path: [String], nodeId: String, issuer: String, readers: Mixed, period: String, periodZh: String,
  from: String, to: String, state: String, number: String, title: String, context: Mixed, texts: [Mixed], figures: [Mixed], tables: [Mixed], writers: [String], bySystem: Boolean, draftedAt: String,
  approvedBy: String, approvedAt: String, issuedOn: String, checkpoint: String, document: String, word: String,
}, { minimize: false }); // a row without changed cells keeps the empty object
schema.index({ key: 1 }, { unique: true }); // a period is drafted once
schema.index({ state: 1, word: 1, _id: 1 }); // approved ones whose documents are to be made
schema.index({ state: 1, _id: -1 }); // past issues
schema.index({ unitId: 1, _id: -1 }); // what a unit wrote, drafts too
schema.index({ 'readers.of': 1, _id: -1 }, { partialFilterExpression: { 'readers.of': 'public' } }); // what anybody may read
schema.index({ kind: 1, period: 1, _id: -1 }); // the issues of a kind and a period
const ids = new Schema({ _id: String, bulletinId: String, figure: String, items: [String] });
ids.index({ bulletinId: 1, figure: 1 }); // what a number was counted from

/** The things that a number was counted from; apart from the issue, whose list need not carry them. */
export interface FigureIds {
  readonly id: string;
  readonly bulletinId: string;
  readonly figure: string;
  readonly items: readonly string[];
}

export const PAGE = 50;
const PUBLIC = { state: 'approved', 'readers.of': 'public', word: { $gt: '' } };

@Injectable()
export class BulletinStore {
  readonly bulletins;
  readonly #ids;

  constructor(@Inject(DATABASE) database: Database) {
    this.bulletins = database.model<Bulletin>('bulletins', schema);
    this.#ids = database.model<FigureIds>('bulletin-figure-items', ids);
  }

  /** An issue that the seat may read, or anything of its own unit. */
  async readable(id: string, readable: Record<string, unknown>, unitId: string): Promise<Bulletin> {
    const [found] = await this.bulletins.list({ _id: id, $or: [{ state: 'approved', ...readable }, { unitId }] });
    if (!found) throw new Refusal('missing', 'bulletin.missing', { id });
    return found;
  }
  /** Issues for anybody, newest first. */
  publics = (after: string | undefined): Promise<Bulletin[]> => this.bulletins.list({ ...PUBLIC, ...(after && { _id: { $lt: after } }) }, { _id: -1 }, PAGE + 1);
  async public(id: string): Promise<Bulletin> {
    const [found] = await this.bulletins.list({ ...PUBLIC, _id: id });
    if (!found) throw new Refusal('missing', 'bulletin.missing', { id });
    return found;
  }

  get = (id: string): Promise<Bulletin> => this.bulletins.get(id, 'bulletin.missing');
  drafted = async (key: string): Promise<boolean> => (await this.bulletins.count({ key }, 1)) > 0;
  /** A draft that was dropped gives its period free for one that a person wants. */
  async makeRoom(key: string): Promise<void> {
    for (const one of await this.bulletins.list({ key, state: 'dropped' })) await this.bulletins.save({ ...one, key: one.id });
  }

  /** Approved ones whose documents are still to be made. */
  unprinted = (): Promise<Bulletin[]> => this.bulletins.list({ state: 'approved', word: '' }, { _id: 1 }, 20);

  /** Newest first: what is issued and the seat may read, and the drafts of one's own unit where one may see them. Tables and numbers are left out. */
  async page({ kind, period, state, pageToken }: BulletinQuery, readable: Record<string, unknown>, own: string | undefined): Promise<Bulletin[]> {
    const issued = { state: 'approved', ...readable };
    const seen = own === undefined ? issued : { $or: [issued, { unitId: own, state: 'draft' }, ...(state === 'dropped' ? [{ unitId: own, state }] : [])] };
    const filter = { $and: [seen, { ...(kind && { kind }), ...(period && { period }), ...(state && { state }), ...(pageToken && { _id: { $lt: pageToken } }) }] };
    const found = await this.bulletins.model.find(filter).select('-tables -figures -texts').sort({ _id: -1 }).limit(PAGE + 1).lean();
    return found.map(({ _id, ...rest }) => ({ id: _id, ...rest, texts: [], figures: [], tables: [] }) as unknown as Bulletin);
  }

  async keepItems(bulletinId: string, of: readonly { readonly figure: string; readonly items: readonly string[] }[]): Promise<void> {
    await this.#ids.model.deleteMany({ bulletinId });
    await this.#ids.insertMany(of.map(({ figure, items }) => ({ id: `${bulletinId}:${figure}`, bulletinId, figure, items })));
  }

  async items(bulletinId: string, figure: string): Promise<readonly string[]> {
    return (await this.#ids.find(`${bulletinId}:${figure}`))?.items ?? [];
  }
}
