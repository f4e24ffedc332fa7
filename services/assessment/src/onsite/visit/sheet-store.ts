import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Sheet } from './sheet-rule.ts';

/** One thing that a phone noted, as it came; nothing of it is ever changed. */
export interface KeptEntry {
  readonly id: string;
  readonly visitId: string;
  readonly what: string;
  readonly itemId: string;
  readonly value: string;
  readonly note: string;
  readonly by: string;
  readonly device: string;
  readonly sequence: number;
  readonly clientAt: string;
  readonly receivedAt: string;
  readonly version: number;
  readonly current: boolean;
  /** Counts the entries of the visit in the order of arrival. */
  readonly order: number;
}

const sheets = new Schema({ _id: String, version: Number, visitId: String, judgeId: String, answers: [Schema.Types.Mixed], handedIn: Schema.Types.Mixed });
sheets.index({ visitId: 1 }); // the sheets of a visit
const entries = new Schema({
  _id: String, visitId: String, what: String, itemId: String, value: String, note: String, by: String, device: String, sequence: Number, clientAt: String, receivedAt: String, version: Number,
  current: Boolean, order: Number,
});
entries.index({ visitId: 1, order: 1 }); // everything entered at a visit

@Injectable()
export class SheetStore {
  readonly #sheets;
  readonly #entries;

  constructor(@Inject(DATABASE) database: Database) {
    this.#sheets = database.model<Sheet>('sheets', sheets);
    this.#entries = database.model<KeptEntry>('onsite-entries', entries);
  }

  find = (id: string): Promise<Sheet | undefined> => this.#sheets.find(id);
  save = (sheet: Sheet): Promise<Sheet> => this.#sheets.save(sheet);
  insert = (sheet: Sheet): Promise<Sheet> => this.#sheets.insert(sheet);
  ofVisit = (visitId: string): Promise<Sheet[]> => this.#sheets.list({ visitId });

  knownEntries = async (ids: readonly string[]): Promise<Map<string, KeptEntry>> => new Map((await this.#entries.list({ _id: { $in: [...ids] } })).map((entry) => [entry.id, entry]));
  keep = (kept: readonly KeptEntry[]): Promise<void> => this.#entries.insertMany(kept);
  countEntries = (visitId: string): Promise<number> => this.#entries.count({ visitId }, 100_000);
  entriesOf = (visitId: string): Promise<KeptEntry[]> => this.#entries.list({ visitId }, { order: 1, _id: 1 }, 20_000);
}
