import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Mark } from './flag.ts';

/** A mark as it is stored: the pieces of its text as bytes. */
type StoredMark = Omit<Mark, 'pieces'> & { readonly pieces: Uint8Array };

const schema = new Schema(
  {
    _id: String, kind: String, unitId: String, path: [String], title: String, day: String, at: String, sha256: String, people: [String], fileIds: [String],
    hours: { type: [String], default: undefined }, bands: [String], pieces: Buffer,
  },
  { minimize: false },
);
schema.index({ sha256: 1 }, { sparse: true }); // the same bytes elsewhere
schema.index({ bands: 1 }); // texts that may be alike
schema.index({ people: 1, day: 1 }); // who was where on a day
schema.index({ fileIds: 1 }); // the records that carry a file
schema.index({ unitId: 1, at: -1 }); // what a unit brought in lately

/** More would be phrases that everybody uses. */
const MOST_ALIKE = 200;
const MOST_ARRIVALS = 500;

/** What the rules of flags know of each item; derived, and made again whenever an item changes. */
@Injectable()
export class MarkStore {
  readonly #marks;

  constructor(@Inject(DATABASE) database: Database) {
    this.#marks = database.model<StoredMark>('flag-marks', schema);
  }

  async keep(marks: readonly Mark[]): Promise<void> {
    const stored = marks.map(({ id, pieces, ...rest }) => ({ id, mark: { ...rest, pieces: Buffer.from(pieces.buffer, pieces.byteOffset, pieces.byteLength) } }));
    if (stored.length > 0) await this.#marks.model.bulkWrite(stored.map(({ id, mark }) => ({ replaceOne: { filter: { _id: id }, replacement: mark, upsert: true } })));
  }

  sameBytes = (digests: readonly string[]): Promise<Mark[]> => this.#list({ sha256: { $in: [...digests] } }, { at: -1 }, MOST_ALIKE * digests.length);
  alike = (bands: readonly string[]): Promise<Mark[]> => (bands.length === 0 ? Promise.resolve([]) : this.#list({ bands: { $in: [...bands] } }, { at: -1 }, MOST_ALIKE));
  onDay = (people: readonly string[], day: string): Promise<Mark[]> => (people.length === 0 ? Promise.resolve([]) : this.#list({ people: { $in: [...people] }, day }, { _id: 1 }, MOST_ALIKE));
  carrying = (fileIds: readonly string[]): Promise<Mark[]> => (fileIds.length === 0 ? Promise.resolve([]) : this.#list({ fileIds: { $in: [...fileIds] } }, { _id: 1 }, MOST_ALIKE));
  byIds = async (ids: readonly string[]): Promise<Mark[]> => (ids.length === 0 ? [] : this.#list({ _id: { $in: [...ids] } }, { _id: 1 }, ids.length + 1));
  arrivals = (unitId: string, since: string): Promise<Mark[]> => this.#list({ unitId, at: { $gte: since } }, { at: -1 }, MOST_ARRIVALS);

  async #list(filter: Record<string, unknown>, sort: Record<string, 1 | -1>, limit: number): Promise<Mark[]> {
    const found = await this.#marks.list(filter, sort, limit);
    return found.map((mark) => ({ ...mark, pieces: numbers(mark.pieces) }));
  }
}

/** The driver gives bytes as its own Binary, wherever in a buffer they lie. */
function numbers(stored: Uint8Array | { readonly buffer: Uint8Array } | undefined): Uint32Array {
  const bytes = stored instanceof Uint8Array ? stored : (stored?.buffer ?? new Uint8Array());
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}
