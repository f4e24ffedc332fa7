import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, newId, type Database, type Scoped } from '@xingchuang/server';
import type { Draft, LadderDocument } from './document-rule.ts';

const { Mixed } = Schema.Types;
const schema = new Schema({
  _id: String, version: Number, key: String, of: String, objectId: String, unitId: String, path: [String], name: String, title: String, clause: String, measure: String, by: Mixed, day: String, at: String, number: String,
  limit: Mixed, follows: String, leader: String, cause: String, plan: String, looked: Boolean, result: String, findingIds: [String], openIds: [String], rows: [Mixed], roster: Boolean, readAt: Mixed, sha256: String, fault: String,
});
schema.index({ key: 1 }, { unique: true }); // each event draws it once
schema.index({ objectId: 1, _id: 1 }); // the documents of a finding, rung or handover
schema.index({ _id: 1, sha256: 1 }, { partialFilterExpression: { sha256: '', fault: '' } }); // those still to be made

@Injectable()
export class DocumentStore {
  readonly documents;

  constructor(@Inject(DATABASE) database: Database) {
    this.documents = database.model<LadderDocument>('ladder-documents', schema);
  }

  /** Inside the transaction of what calls for them. */
  draft = (drafts: readonly Draft[]): Promise<void> => this.documents.insertMany(drafts.map((one) => ({ ...one, id: newId(), version: 1, readAt: null, sha256: '', fault: '' })));
  get = (id: string): Promise<LadderDocument> => this.documents.get(id);
  of = (objectId: string, within: Scoped): Promise<LadderDocument[]> => this.documents.list({ objectId, ...within }, { _id: 1 }, 200);
  unmade = (): Promise<LadderDocument[]> => this.documents.list({ sha256: '', fault: '' }, { _id: 1 }, 20);
}
