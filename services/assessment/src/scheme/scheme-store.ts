import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database } from '@xingchuang/server';

export interface PublishedScheme {
  /** `<scheme>@<version>`: a published version never changes. */
  readonly id: string;
  readonly schemeId: string;
  readonly version: number;
  readonly digest: string;
  readonly text: string;
  readonly publishedAt: string;
}

const schema = new Schema({ _id: String, schemeId: String, version: Number, digest: String, text: String, publishedAt: String });
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
