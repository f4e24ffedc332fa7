import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { addDays, day, startOf } from '@xingchuang/calendar';
import type { FileQuery, PhotoHints, ScanView } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import { DATABASE, type Database, type Scoped, type Stored } from '@xingchuang/server';
import { after } from '../keyset.ts';
import type { Guard } from '../record/record-reading.ts';
import { FILE_TYPES } from './file-type-rule.ts';

/** A file as one unit keeps it. The bytes are stored once, however many units keep them. */
export interface EvidenceFile extends Stored, Place {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly title?: string;
  /** The day that it shows; the span that it is evidence for; when it came. */
  readonly eventDate?: string;
  readonly period?: string;
  readonly receivedAt: string;
  readonly uploadedBy: string;
  readonly tasks: readonly string[];
  readonly hints: PhotoHints;
  readonly scan: ScanView;
  /** The records for few that have or had it, and whether it hangs on such ones only. */
  readonly guards?: readonly Guard[];
  readonly closed?: boolean;
}

const { Mixed } = Schema.Types;
/** A guard as it is stored, here and in what is found. */
export const GUARD = { _id: false, recordId: String, type: { type: String }, unitId: String, filedBy: String, restricted: Boolean, hidden: Boolean };
const schema = new Schema(
  {
    _id: String, version: Number, unitId: String, path: [String], name: String, sha256: String, size: Number, mediaType: String,
    title: String, eventDate: String, period: String, receivedAt: String, uploadedBy: String, tasks: [String], hints: Mixed, scan: Mixed,
    guards: { type: [GUARD], default: undefined }, closed: Boolean,
  },
  { minimize: false },
);
schema.index({ unitId: 1, sha256: 1, name: 1 }, { unique: true }); // the same bytes under the same name are one entry of a unit
schema.index({ unitId: 1, receivedAt: -1, _id: -1 }); // the files of a unit, newest first
schema.index({ path: 1, receivedAt: -1, _id: -1 }); // the files of a subtree
schema.index({ tasks: 1, receivedAt: -1, _id: -1 }); // the files of a task
schema.index({ 'scan.state': 1, 'scan.at': 1 }, { partialFilterExpression: { 'scan.state': 'quarantined' } }); // what waits for a scanner, longest first
schema.index({ 'scan.signatures': 1, 'scan.at': 1 }, { partialFilterExpression: { 'scan.state': 'clean' } }); // what older signatures passed
schema.index({ 'guards.recordId': 1 }, { sparse: true }); // what a record for few has or had
schema.index({ sha256: 1 }); // who keeps these bytes
schema.index({ unitId: 1, 'scan.state': 1, size: 1 }); // how much a unit keeps

@Injectable()
export class FileStore {
  readonly #files;

  constructor(@Inject(DATABASE) database: Database) {
    this.#files = database.model<EvidenceFile>('files', schema);
  }

  find = (id: string): Promise<EvidenceFile | undefined> => this.#files.find(id);
  insertMany = (files: readonly EvidenceFile[]): Promise<void> => this.#files.insertPlain(files);
  save = (file: EvidenceFile): Promise<EvidenceFile> => this.#files.save(file);

  /** The entries that units have already of these bytes under these names. */
  findSame = (files: readonly Pick<EvidenceFile, 'unitId' | 'sha256' | 'name'>[]): Promise<EvidenceFile[]> =>
    this.#files.list({ $or: files.map(({ unitId, sha256, name }) => ({ unitId, sha256, name })) }, { _id: 1 }, files.length);

  /** Which of these files the unit has; what a scanner refused it has no more. */
  async idsOf(unitId: string, ids: readonly string[]): Promise<Set<string>> {
    const found = await this.#files.list({ unitId, _id: { $in: [...ids] }, 'scan.state': { $ne: 'refused' } }, { _id: 1 }, ids.length);
    return new Set(found.map(({ id }) => id));
  }

  /** Those of these files that the unit has; what a scanner refused it has no more. */
  ofUnit = (unitId: string, ids: readonly string[]): Promise<EvidenceFile[]> =>
    this.#files.list({ unitId, _id: { $in: [...ids] }, 'scan.state': { $ne: 'refused' } }, { _id: 1 }, ids.length + 1);

  /** What a record that is for few has or had. */
  guardedBy = (recordId: string): Promise<EvidenceFile[]> => this.#files.list({ 'guards.recordId': recordId }, { _id: 1 }, 10_000);
  byIds = (ids: readonly string[]): Promise<EvidenceFile[]> => this.#files.list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1);
  /** Those of these files that hang on records for few, by themselves or with others. */
  guarded = (ids: readonly string[]): Promise<EvidenceFile[]> => this.#files.list({ _id: { $in: [...ids] }, 'guards.0': { $exists: true } }, { _id: 1 }, ids.length + 1);

  /** Newest first, one more than the page is long; `seen` is the filter of what the reader may read. */
  page(scope: Scoped, { from, to, mediaType, task, period, scan, pageToken, limit }: FileQuery, seen: Record<string, unknown> = {}): Promise<EvidenceFile[]> {
    const received = { ...(from && { $gte: startOf(day(from)).toISOString() }), ...(to && { $lt: startOf(addDays(day(to), 1)).toISOString() }) };
    const filter = {
      ...scope,
      ...((from ?? to) && { receivedAt: received }),
      ...(mediaType !== undefined && { mediaType: mediaType.endsWith('/*') ? { $in: FILE_TYPES.map((type) => type.mediaType).filter((type) => type.startsWith(mediaType.slice(0, -1))) } : mediaType }),
      ...(task !== undefined && { tasks: task }),
      ...(period !== undefined && { period }),
      'scan.state': scan ?? { $ne: 'refused' },
    };
    return this.#files.list({ $and: [filter, seen, after('receivedAt', pageToken)] }, { receivedAt: -1, _id: -1 }, limit + 1);
  }

  /** Those that follow an id, in the order of ids. */
  following = (id: string, limit: number): Promise<EvidenceFile[]> => this.#files.list({ _id: { $gt: id } }, { _id: 1 }, limit);
  /** About how many there are; at once, however many. */
  countAll = (): Promise<number> => this.#files.model.estimatedDocumentCount();

  /** What waits for a scanner, longest first. */
  quarantined = (limit: number): Promise<EvidenceFile[]> => this.#files.list({ 'scan.state': 'quarantined' }, { 'scan.at': 1 }, limit);

  /** Notes that a scanner was asked again and gave no verdict; nothing of the file itself changes. */
  async noteAsked({ id, scan }: Pick<EvidenceFile, 'id' | 'scan'>): Promise<void> {
    await this.#files.model.updateOne({ _id: id, 'scan.state': 'quarantined' }, { $set: { scan } });
  }

  /** What was passed before that instant by other signatures than those; signatures without a number may be others each day. */
  passedBefore(at: string, signatures: string, limit: number): Promise<EvidenceFile[]> {
    const filter = { 'scan.state': 'clean', 'scan.at': { $lt: at }, ...(signatures !== '' && { 'scan.signatures': { $ne: signatures } }) };
    return this.#files.list(filter, { 'scan.signatures': 1, 'scan.at': 1 }, limit);
  }

  /** Notes a later scan of bytes that were passed before and still are; nothing of the files themselves changes. */
  async notePassed(sha256: string, scan: ScanView): Promise<void> {
    await this.#files.model.updateMany({ sha256, 'scan.state': 'clean' }, { $set: { scan } });
  }

  /** Every entry that names these bytes and may give them out. */
  withBytes = (sha256: string): Promise<EvidenceFile[]> => this.#files.list({ sha256, 'scan.state': { $ne: 'refused' } }, { _id: 1 }, 10_000);

  /** How many bytes a unit keeps, each entry counted. */
  async bytesOf(unitId: string): Promise<number> {
    const [sum] = await this.#files.model.aggregate<{ bytes: number }>([{ $match: { unitId, 'scan.state': { $ne: 'refused' } } }, { $group: { _id: null, bytes: { $sum: '$size' } } }]);
    return sum?.bytes ?? 0;
  }
}
