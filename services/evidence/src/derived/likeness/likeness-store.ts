import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { LikenessKind } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Landmark } from './landmarks.ts';
import { KEPT_LANDMARKS, type Marks } from './likeness-index.ts';

interface KeptMarks {
  readonly id: string;
  readonly hash: string;
  /** Packed: 14 bytes a landmark. */
  readonly landmarks: Buffer;
  readonly at: number;
}

/** Two files that look alike, each with its unit. */
export interface Alike {
  readonly id: string;
  readonly files: readonly [string, string];
  readonly units: readonly [string, string];
  readonly kind: LikenessKind;
  readonly distance: number;
}

const marks = new Schema({ _id: String, hash: String, landmarks: Buffer, at: Number });
marks.index({ at: 1 }); // what came since an index was read
const pairs = new Schema({ _id: String, files: [String], units: [String], kind: String, distance: Number });
pairs.index({ files: 1, distance: 1 }); // what looks like a file, nearest first

/** What pictures are recognised by, and which were found alike. */
@Injectable()
export class LikenessStore {
  readonly #marks;
  readonly #pairs;

  constructor(@Inject(DATABASE) database: Database) {
    this.#marks = database.model<KeptMarks>('picture-marks', marks);
    this.#pairs = database.model<Alike>('likenesses', pairs);
  }

  async keepMarks({ fileId, hash, landmarks }: Marks): Promise<void> {
    await this.#marks.model.updateOne({ _id: fileId }, { hash, landmarks: packed(landmarks.slice(0, KEPT_LANDMARKS)), at: Date.now() }, { upsert: true });
  }

  /** Which files were marked since a time, newest first, and when. */
  async markedSince(at: number, most: number): Promise<{ readonly fileId: string; readonly at: number }[]> {
    const found = await this.#marks.model.find({ at: { $gte: at } }).select('at').sort({ at: -1 }).limit(most).lean();
    return found.map((one) => ({ fileId: one._id, at: one['at'] as number }));
  }

  async marksOf(fileIds: readonly string[]): Promise<Marks[]> {
    const found = await this.#marks.list({ _id: { $in: [...fileIds] } }, { _id: 1 }, fileIds.length);
    return found.map(({ id, hash, landmarks }) => ({ fileId: id, hash, landmarks: unpacked(landmarks) }));
  }

  async keepPairs(found: readonly Omit<Alike, 'id'>[]): Promise<void> {
    for (const { files, units, kind, distance } of found) {
      const turned = files[0] > files[1];
      const [one, other] = turned ? [1, 0] as const : [0, 1] as const;
      const pair = { files: [files[one], files[other]], units: [units[one], units[other]], kind, distance };
      await this.#pairs.model.updateOne({ _id: `${files[one]}:${files[other]}` }, pair, { upsert: true });
    }
  }

  pairsOf = (fileIds: readonly string[], limit: number): Promise<Alike[]> => this.#pairs.list({ files: { $in: [...fileIds] } }, { distance: 1, _id: 1 }, limit);

  async forget(fileId: string): Promise<void> {
    await this.#marks.remove(fileId);
    await this.#pairs.model.deleteMany({ files: fileId });
  }
}

const EACH = 14;
/** Places and sizes are parts of the longer side, kept to a 65,535th. */
const UNIT = 65_535;

function packed(landmarks: readonly Landmark[]): Buffer {
  const bytes = Buffer.alloc(landmarks.length * EACH);
  landmarks.forEach(({ x, y, size, hash }, n) => {
    bytes.write(hash, n * EACH, 'hex');
    [x, y, size].forEach((value, i) => bytes.writeUInt16LE(Math.round(value * UNIT), n * EACH + 8 + 2 * i));
  });
  return bytes;
}

/** What the driver gives is a view of its own kind of buffer. */
function unpacked(given: Buffer | { readonly buffer: Uint8Array }): Landmark[] {
  const bytes = Buffer.isBuffer(given) ? given : Buffer.from(given.buffer as Uint8Array);
  return Array.from({ length: bytes.length / EACH }, (_, n) => {
    const part = (i: number) => bytes.readUInt16LE(n * EACH + 8 + 2 * i) / UNIT;
    return { x: part(0), y: part(1), size: part(2), hash: bytes.toString('hex', n * EACH, n * EACH + 8) };
  });
}
