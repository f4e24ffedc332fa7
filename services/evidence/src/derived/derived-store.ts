import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { Blob } from '@xingchuang/blobs';
import type { Lack } from '@xingchuang/contracts';
import { DATABASE, fromDocument, newId, type Database } from '@xingchuang/server';
import type { Stage } from './derived-rule.ts';

/** A file as derivation knows it. */
export interface Source {
  readonly id: string;
  readonly unitId: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

export interface PageImage extends Blob {
  readonly n: number;
}

/** What was made of a file; a part that is absent and has no lack is still to be made. */
export interface Parts {
  readonly thumbnail?: Blob;
  readonly noPreview?: Lack;
  readonly pageCount?: number;
  readonly pages?: readonly PageImage[];
  /** An office document as PDF, from which its pages are made. */
  readonly pdf?: Blob;
  readonly published?: Blob & { readonly mediaType: string };
  readonly noText?: Lack;
  readonly text?: { readonly source: 'file' | 'ocr'; readonly characters: number; readonly confidence?: number };
}

/** One row a file: what was made of it, and the job that makes more. */
export interface Derived extends Source {
  readonly parts: Parts;
  /** The digest of every blob that its parts name. */
  readonly blobs: readonly string[];
  /** The stage that is due; absent when there is nothing more to do. */
  readonly stage?: Stage;
  readonly dueAt: number;
  readonly attempts: number;
  /** Who works at it, and until when that holds. The machine's time: a rehearsal clock may stand still or leap. */
  readonly lease?: string;
  readonly leaseUntil: number;
}

const { Mixed } = Schema.Types;
const rows = new Schema({
  _id: String, unitId: String, sha256: String, size: Number, mediaType: String, parts: Mixed, blobs: [String],
  stage: String, dueAt: Number, attempts: Number, lease: String, leaseUntil: Number,
}, { minimize: false });
rows.index({ stage: 1, dueAt: 1 }); // the next job of a stage
rows.index({ sha256: 1 }); // files with the same bytes
rows.index({ blobs: 1 }); // whether derived bytes are still named

const texts = new Schema({ _id: String, text: String });

/** So long a killed worker's job rests; one that lives renews its lease three times as often. */
const LEASE_MS = 30_000;
export const RENEW_MS = LEASE_MS / 3;

/** What was derived from files, and the durable queue of what is still to be. */
@Injectable()
export class DerivedStore {
  readonly #rows;
  readonly #texts;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#rows = database.model<Derived>('derived', rows);
    this.#texts = database.model<{ id: string; text: string }>('derived-texts', texts);
  }

  find = (fileId: string): Promise<Derived | undefined> => this.#rows.find(fileId);

  /** Queues files, each once. */
  async enqueue(sources: readonly Source[]): Promise<void> {
    const rows = sources.map(({ id, unitId, sha256, size, mediaType }) => {
      const row = { unitId, sha256, size, mediaType, parts: {}, blobs: [], stage: 'make', dueAt: Date.now(), attempts: 0, leaseUntil: 0 };
      return { updateOne: { filter: { _id: id }, update: { $setOnInsert: row }, upsert: true } };
    });
    await this.#rows.model.bulkWrite(rows);
  }

  /** Takes the longest waiting job of a stage, or that of one file, for this worker alone; undefined where there is none. */
  async claim(stage: Stage, fileId?: string): Promise<Derived | undefined> {
    const now = Date.now();
    const due = fileId === undefined ? { dueAt: { $lte: now } } : { _id: fileId };
    const claimed = await this.#rows.model
      .findOneAndUpdate({ stage, ...due, leaseUntil: { $lt: now } }, { lease: newId(), leaseUntil: now + LEASE_MS, $inc: { attempts: 1 } }, { sort: { dueAt: 1 }, returnDocument: 'after' })
      .lean();
    return claimed ? fromDocument<Derived>(claimed) : undefined;
  }

  /** False where another worker has taken the job over meanwhile. */
  async renew({ id, lease }: Derived): Promise<boolean> {
    return (await this.#rows.model.updateOne({ _id: id, lease }, { leaseUntil: Date.now() + LEASE_MS })).matchedCount > 0;
  }

  /** Ends a stage with what it made; false where the job is no longer this worker's. Belongs into a transaction. */
  async finish({ id, lease }: Derived, made: Parts, next: Stage | undefined, text?: string): Promise<boolean> {
    const then = next ? { $set: { stage: next }, $unset: { lease: 1 } } : { $unset: { lease: 1, stage: 1 } };
    const change = kept(made);
    const update = { ...then, ...change, $set: { ...change.$set, ...then.$set, attempts: 0, leaseUntil: 0, dueAt: Date.now() } };
    const { matchedCount } = await this.#rows.model.updateOne({ _id: id, lease }, update);
    if (matchedCount === 0) return false;
    if (text !== undefined) await this.#texts.model.updateOne({ _id: id }, { text }, { upsert: true });
    return true;
  }

  /** Adds what somebody asked for, beside whatever the worker does. */
  async keep(id: string, made: Parts): Promise<void> {
    await this.#rows.model.updateOne({ _id: id }, kept(made));
  }

  /** Gives a job back, to be tried again at a later time. */
  async release({ id, lease }: Derived, dueAt: number): Promise<void> {
    await this.#rows.model.updateOne({ _id: id, lease }, { dueAt, leaseUntil: 0, $unset: { lease: 1 } });
  }

  /** Whether a job of a stage could be taken now. */
  async isDue(stage: Stage): Promise<boolean> {
    return (await this.#rows.count({ stage, dueAt: { $lte: Date.now() } }, 1)) > 0;
  }

  /** Other files with the same bytes, at most `limit`. */
  async sameBytes({ id, sha256 }: Pick<Source, 'id' | 'sha256'>, limit: number): Promise<Derived[]> {
    return this.#rows.list({ sha256, _id: { $ne: id } }, { _id: 1 }, limit);
  }

  /** The texts of those of these files that have one. */
  async textsOf(fileIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#texts.list({ _id: { $in: [...fileIds] } }, { _id: 1 }, fileIds.length)).map(({ id, text }) => [id, text]));
  }

  /** The text of a file, at most 200,000 characters; undefined where it has none, or none yet. */
  async textOf(fileId: string): Promise<string | undefined> {
    return (await this.#texts.find(fileId))?.text;
  }

  /** The pictures of its pages that are made. */
  async pagesOf(fileId: string): Promise<readonly PageImage[]> {
    return ((await this.find(fileId))?.parts.pages ?? []).toSorted((a, b) => a.n - b.n);
  }

  /** Every blob that is kept for what was derived from the file. */
  async derivedDigests(fileId: string): Promise<readonly string[]> {
    return (await this.find(fileId))?.blobs ?? [];
  }

  /** Whether anything derived, of whatever file, names these bytes: copies of one photo share a thumbnail. */
  async names(sha256: string): Promise<boolean> {
    return (await this.#rows.count({ blobs: sha256 }, 1)) > 0;
  }

  /** Forgets all that was derived from a file that is disposed of. Its blobs are the caller's to remove. */
  async forget(fileId: string): Promise<void> {
    await this.#rows.remove(fileId);
    await this.#texts.remove(fileId);
  }
}

/** The update that adds parts: pages join those that are there, since two may make different ones at once. */
function kept({ pages = [], ...parts }: Parts) {
  const blobs = [parts.thumbnail, parts.pdf, parts.published, ...pages].flatMap((blob) => (blob ? [blob.sha256] : []));
  return {
    $set: Object.fromEntries(Object.entries(parts).map(([part, value]) => [`parts.${part}`, value])),
    $addToSet: { blobs: { $each: blobs }, 'parts.pages': { $each: [...pages] } },
  };
}
