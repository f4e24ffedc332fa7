import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database } from '@xingchuang/server';

/** What an upload is to become: evidence of a unit, a package that is taken in as a whole, or many files at once, when their sender says so. */
export type Becomes = 'file' | 'package' | 'zip';

/** A resumable upload: what it said of itself, and which file it became. Its bytes lie beside, in a file of its name. */
export interface Upload extends Place {
  readonly id: string;
  /** Whose it is; to everybody else it is not there. */
  readonly owner: string;
  readonly name: string;
  readonly size: number;
  readonly title?: string;
  readonly sha256?: string;
  readonly eventDate?: string;
  readonly period?: string;
  readonly batch?: string;
  readonly metadata: Readonly<Record<string, string | null>>;
  readonly expiresAt: string;
  /** The process that works on it now. */
  readonly holder?: string;
  readonly becomes?: Becomes;
  /** What it became: a file, the import of a package, or the batch of what a zip held. */
  readonly fileId?: string;
  readonly duplicate?: boolean;
}

const schema = new Schema({
  _id: String, owner: String, unitId: String, path: [String], name: String, size: Number, title: String, sha256: String, eventDate: String, period: String, batch: String,
  metadata: Schema.Types.Mixed, expiresAt: String, holder: String, becomes: String, fileId: String, duplicate: Boolean,
});
schema.index({ expiresAt: 1 }); // those past their time
schema.index({ owner: 1, fileId: 1 }); // what a person left unfinished
schema.index({ fileId: 1, _id: 1 }); // all that are unfinished

@Injectable()
export class UploadStore {
  readonly #uploads;

  constructor(@Inject(DATABASE) database: Database) {
    this.#uploads = database.model<Upload>('uploads', schema);
  }

  find = (id: string): Promise<Upload | undefined> => this.#uploads.find(id);
  insert = (upload: Upload): Promise<Upload> => this.#uploads.insert(upload);
  remove = (id: string): Promise<void> => this.#uploads.remove(id);
  expired = (now: string): Promise<Upload[]> => this.#uploads.list({ expiresAt: { $lt: now } }, { expiresAt: 1 }, 1_000);
  countUnfinished = (owner: string, cap: number): Promise<number> => this.#uploads.count({ owner, fileId: null }, cap);
  /** Unfinished ones by id, page by page. */
  unfinished = (after: string): Promise<Upload[]> => this.#uploads.list({ fileId: null, _id: { $gt: after } }, { _id: 1 }, 1_000);

  /** Which of these are still known. */
  async known(ids: readonly string[]): Promise<Set<string>> {
    const found = await this.#uploads.list({ _id: { $in: [...ids] }, fileId: null }, { _id: 1 }, ids.length + 1);
    return new Set(found.map(({ id }) => id));
  }

  /** Takes an upload for a process, where nobody or exactly `was` has it. */
  async seize(id: string, holder: string, was: string | undefined): Promise<boolean> {
    const taken = await this.#uploads.model.updateOne({ _id: id, holder: was ?? null }, { $set: { holder } });
    return taken.matchedCount > 0;
  }

  async release(id: string, holder: string): Promise<void> {
    await this.#uploads.model.updateOne({ _id: id, holder }, { $unset: { holder: 1 } });
  }

  /** Notes the file; runs in the transaction that enters it. */
  async finish(id: string, fileId: string, duplicate: boolean): Promise<void> {
    await this.#uploads.model.updateOne({ _id: id }, { $set: { fileId, duplicate } });
  }
}
