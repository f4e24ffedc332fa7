import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { AuditQuery } from '@xingchuang/contracts';
import { DATABASE, type Database, type Scoped } from '@xingchuang/server';
import type { Audit } from './audit.ts';

const { Mixed } = Schema.Types;
const schema = new Schema(
  {
    _id: String, version: Number, unitId: String, path: [String], title: String, state: String, scope: Mixed, from: String, to: String, tasks: [String], kinds: [String],
    way: Mixed, announced: Mixed, secret: String, commitment: String, publicSource: String, drawn: Mixed, seed: String, population: Mixed, closed: Mixed,
  },
  { minimize: false },
);
schema.index({ path: 1, _id: -1 }); // the audits of the bodies in a subtree, newest first

@Injectable()
export class AuditStore {
  readonly #audits;

  constructor(@Inject(DATABASE) database: Database) {
    this.#audits = database.model<Audit>('audits', schema);
  }

  find = (id: string): Promise<Audit | undefined> => this.#audits.find(id);
  insert = (audit: Audit): Promise<Audit> => this.#audits.insert(audit);
  save = (audit: Audit): Promise<Audit> => this.#audits.save(audit);

  /** Newest first, one more than the page is long: of bodies within a scope, or the named ones. */
  page(within: Scoped | { readonly ids: readonly string[] }, { state, pageToken, limit }: AuditQuery): Promise<Audit[]> {
    const where = 'ids' in within ? { _id: { $in: [...within.ids] } } : within;
    return this.#audits.list({ $and: [where, state ? { state } : {}, pageToken === undefined ? {} : { _id: { $lt: pageToken } }] }, { _id: -1 }, limit + 1);
  }
}
