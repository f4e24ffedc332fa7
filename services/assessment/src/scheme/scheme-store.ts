import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';
import type { Entry } from '../candidacy/candidacy.ts';

export interface PublishedScheme {
  /** `<scheme>@<version>`: a published version never changes. */
  readonly id: string;
  readonly schemeId: string;
  readonly version: number;
  readonly digest: string;
  readonly text: string;
  readonly publishedAt: string;
  /** Who published it from a draft; null for a file of the installation. */
  readonly publishedBy?: Entry['by'] | null;
}

const schema = new Schema({ _id: String, schemeId: String, version: Number, digest: String, text: String, publishedAt: String, publishedBy: Schema.Types.Mixed });
schema.index({ schemeId: 1, version: -1 }); // all schemes, and the newest version of one

@Injectable()
export class SchemeStore {
  readonly #schemes;

  constructor(@Inject(DATABASE) database: Database) {
    this.#schemes = database.model<PublishedScheme>('schemes', schema);
  }

  find = (id: string): Promise<PublishedScheme | undefined> => this.#schemes.find(id);
  insert = (scheme: PublishedScheme): Promise<PublishedScheme> => this.#schemes.insert(scheme);
  list = (): Promise<PublishedScheme[]> => this.#schemes.list({}, { schemeId: 1, version: -1 });
  newest = async (schemeId: string): Promise<PublishedScheme | undefined> => (await this.#schemes.list({ schemeId }, { version: -1 }, 1))[0];
}
