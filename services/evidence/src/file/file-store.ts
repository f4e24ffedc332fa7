import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, day, startOf } from '@xingchuang/calendar';
import type { FileQuery, PhotoHints } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';

/** A file as one unit keeps it. The bytes are stored once, however many units keep them. */
export interface EvidenceFile extends Stored, Place {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly eventDate?: string;
  readonly receivedAt: string;
  readonly uploadedBy: string;
  readonly tasks: readonly string[];
  readonly hints: PhotoHints;
}

interface Thumbnail {
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
}

const { Mixed } = Schema.Types;
const schema = new Schema(
  {
    _id: String, version: Number, unitId: String, path: [String], name: String, sha256: String, size: Number, mediaType: String,
    eventDate: String, receivedAt: String, uploadedBy: String, tasks: [String], hints: Mixed,
  },
  { minimize: false },
);
schema.index({ unitId: 1, sha256: 1, name: 1 }, { unique: true }); // the same bytes under the same name are one entry of a unit
schema.index({ unitId: 1, receivedAt: -1, _id: -1 }); // the files of a unit, newest first
schema.index({ path: 1, receivedAt: -1, _id: -1 }); // the files of a subtree
schema.index({ tasks: 1, receivedAt: -1, _id: -1 }); // the files of a task

// By file and not by content: whether a picture was seen before must not show in how fast it comes.
const thumbnails = new Schema({ _id: String, sha256: String, size: Number });

@Injectable()
export class FileStore {
  readonly #files;
  readonly #thumbnails;

  constructor(@Inject(DATABASE) database: Database) {
    this.#files = database.model<EvidenceFile>('files', schema);
    this.#thumbnails = database.model<Thumbnail>('thumbnails', thumbnails);
  }

  find = (id: string): Promise<EvidenceFile | undefined> => this.#files.find(id);
  insert = (file: EvidenceFile): Promise<EvidenceFile> => this.#files.insert(file);
  save = (file: EvidenceFile): Promise<EvidenceFile> => this.#files.save(file);

  async findSame({ unitId, sha256, name }: Pick<EvidenceFile, 'unitId' | 'sha256' | 'name'>): Promise<EvidenceFile | undefined> {
    return (await this.#files.list({ unitId, sha256, name }, { _id: 1 }, 1))[0];
  }

  /** Which of these files the unit has. */
  async idsOf(unitId: string, ids: readonly string[]): Promise<Set<string>> {
    const found = await this.#files.list({ unitId, _id: { $in: [...ids] } }, { _id: 1 }, ids.length);
    return new Set(found.map(({ id }) => id));
  }

  /** Newest first, one more than the page is long. */
  page(scope: Scoped, { from, to, mediaType, task, pageToken, limit }: FileQuery): Promise<EvidenceFile[]> {
    const received = { ...(from && { $gte: startOf(day(from)).toISOString() }), ...(to && { $lt: startOf(addDays(day(to), 1)).toISOString() }) };
    const filter = {
      ...scope,
      ...((from ?? to) && { receivedAt: received }),
      ...(mediaType !== undefined && { mediaType }),
      ...(task !== undefined && { tasks: task }),
    };
    return this.#files.list({ $and: [filter, after('receivedAt', pageToken)] }, { receivedAt: -1, _id: -1 }, limit + 1);
  }

  findThumbnail = (fileId: string): Promise<Thumbnail | undefined> => this.#thumbnails.find(fileId);

  /** Two may make the same thumbnail at once; they make the same. */
  async keepThumbnail({ id, sha256, size }: Thumbnail): Promise<void> {
    await this.#thumbnails.model.updateOne({ _id: id }, { sha256, size }, { upsert: true });
  }
}
