import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { ComplaintSettings } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';
import { sameVersion } from '../same-version.ts';

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly settings: ComplaintSettings;
}
const ID = 'complaints';
/** No source says how long; these hold until the installation sets something else. */
const DEFAULTS: ComplaintSettings = { answerWithin: 10, appealWithin: 3, appealAnswerWithin: 10 };

/** How many working days complaints take, as the installation sets them. */
@Injectable()
export class ComplaintSettingsStore {
  readonly #kept;

  constructor(@Inject(DATABASE) database: Database) {
    this.#kept = database.model<Kept>('complaint-settings', new Schema({ _id: String, version: Number, settings: Schema.Types.Mixed }));
  }

  async read(): Promise<Kept> {
    return (await this.#kept.find(ID)) ?? { id: ID, version: 0, settings: DEFAULTS };
  }

  current = async (): Promise<ComplaintSettings> => (await this.read()).settings;

  async write(settings: ComplaintSettings, ifMatch: string | undefined): Promise<Kept> {
    const was = await this.read();
    sameVersion(was, ifMatch);
    return was.version === 0 ? this.#kept.insert({ id: ID, version: 1, settings }) : this.#kept.save({ ...was, settings });
  }
}
