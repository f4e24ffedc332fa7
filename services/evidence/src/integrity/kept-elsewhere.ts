import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { BlobKept, BlobReleased } from '@xingchuang/contracts';
import { DATABASE, type Database } from '@xingchuang/server';

interface Kept {
  readonly id: string;
  readonly sha256: string;
}
const schema = new Schema({ _id: String, sha256: String });
schema.index({ sha256: 1 }); // whether anyone keeps these bytes

/** Bytes of the common store that other services keep: certificates, notices, bulletins, files of complaints. */
@Injectable()
export class KeptElsewhere {
  readonly #kept;

  constructor(@Inject(DATABASE) database: Database) {
    this.#kept = database.model<Kept>('kept-elsewhere', schema);
  }

  async kept({ service, sha256 }: BlobKept): Promise<void> {
    await this.#kept.model.updateOne({ _id: `${service} ${sha256}` }, { $set: { sha256 } }, { upsert: true });
  }

  released = ({ service, sha256 }: BlobReleased): Promise<void> => this.#kept.remove(`${service} ${sha256}`);

  /** Those of the digests that another service keeps. */
  async among(digests: readonly string[]): Promise<string[]> {
    return (await this.#kept.list({ sha256: { $in: [...digests] } }, { _id: 1 }, digests.length * 10)).map(({ sha256 }) => sha256);
  }
}
