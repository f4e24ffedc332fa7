import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Bulletin } from './bulletin-rule.ts';

const schema = new Schema({
  _id: String, version: Number, campaignId: String, unitId: String, path: [String], number: String, title: String, issuer: String, issuedOn: String,
  approvedAt: String, state: String, paragraphs: [String], rows: [Schema.Types.Mixed], document: String,
});
schema.index({ state: 1, document: 1 }); // approved ones whose document is to be made
schema.index({ campaignId: 1, _id: -1 }); // the bulletins of a campaign

@Injectable()
export class BulletinStore {
  readonly bulletins;

  constructor(@Inject(DATABASE) database: Database) {
    this.bulletins = database.model<Bulletin>('bulletins', schema);
  }

  get = (id: string): Promise<Bulletin> => this.bulletins.get(id, 'bulletin.missing');
  newest = (): Promise<Bulletin[]> => this.bulletins.list({}, { _id: -1 }, 200);
  withoutDocument = (): Promise<Bulletin[]> => this.bulletins.list({ state: 'approved', document: '' }, { _id: 1 }, 20);
}
