import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import type { Channels } from './channel-rule.ts';

const schema = new Schema({
  _id: String, version: Number, email: String, confirmed: Boolean, mail: Boolean, hour: Number, since: String, lastDigestOn: String, codeHash: String, codeTries: Number, testedAt: String,
});
schema.index({ mail: 1, lastDigestOn: 1, hour: 1, _id: 1 }); // whose digest is due

@Injectable()
export class ChannelStore {
  readonly channels: Collection<Channels>;

  constructor(@Inject(DATABASE) database: Database) {
    this.channels = database.model('channels', schema);
  }

  /** Those whose digest of the day is due at an hour, some at a time. */
  due(today: string, hour: number, size: number): Promise<Channels[]> {
    return this.channels.list({ mail: true, lastDigestOn: { $lt: today }, hour: { $lte: hour } }, { _id: 1 }, size);
  }
}
