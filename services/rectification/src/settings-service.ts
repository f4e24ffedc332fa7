import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { RectificationSettings } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';
import { refuseStale } from './scope.ts';

interface Kept {
  readonly id: string;
  readonly version: number;
  readonly settings: RectificationSettings;
}
const ID = 'settings';
const remind = [{ at: -5, to: 'unit' }, { at: -1, to: 'unit' }, { at: 1, to: 'unit' }, { at: 3, to: 'superior' }, { at: 10, to: 'superior' }] as const;
/** What holds until the installation sets something else; stages are off. */
export const DEFAULTS: RectificationSettings = {
  commonFrom: 3,
  reminders: { finding: [...remind], case: [{ at: -20, to: 'unit' }, ...remind], handover: [...remind] },
  stagePlans: [],
  summaries: ['month', 'quarter', 'half-year'],
};

/** What an installation sets for itself: when a problem is common, when reminders go out, its plans of stages, which summaries are made. */
@Injectable()
export class SettingsService {
  readonly #kept;

  constructor(@Inject(DATABASE) database: Database) {
    this.#kept = database.model<Kept>('settings', new Schema({ _id: String, version: Number, settings: Schema.Types.Mixed }, { minimize: false }));
  }

  async read(): Promise<Kept> {
    return (await this.#kept.find(ID)) ?? { id: ID, version: 0, settings: DEFAULTS };
  }

  current = async (): Promise<RectificationSettings> => (await this.read()).settings;

  async write(settings: RectificationSettings, ifMatch: string | undefined): Promise<Kept> {
    const was = await this.read();
    refuseStale(was, ifMatch);
    return was.version === 0 ? this.#kept.insert({ id: ID, version: 1, settings }) : this.#kept.save({ ...was, settings });
  }
}
