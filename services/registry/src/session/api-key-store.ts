import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Collection, type Database } from '@xingchuang/server';
import type { Seat } from '../account/account-rule.ts';

/** A machine's way in: a seat of its own and a secret of which only the digest is kept. */
export interface ApiKey extends Seat {
  readonly version: number;
  readonly name: string;
  readonly secretHash: string;
  readonly revoked: boolean;
  /** Parts of the system it is good for; none: all. Those of an older build know neither. */
  readonly areas?: readonly string[];
  readonly readOnly?: boolean;
  /** When it was last exchanged for a token. */
  readonly usedAt?: Date | null;
}

const schema = new Schema({
  _id: String,
  version: Number,
  name: String,
  role: String,
  unitId: String,
  since: String,
  until: String,
  secretHash: String,
  revoked: Boolean,
  areas: [String],
  readOnly: Boolean,
  usedAt: Date,
  /** Rises with each exchange for a token, so that an exchange and a revocation cannot both go unseen. */
  openings: Number,
});

@Injectable()
export class ApiKeyStore {
  readonly #keys: Collection<ApiKey & { readonly openings?: number }>;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#keys = database.model('apiKeys', schema);
  }

  find(id: string): Promise<ApiKey | undefined> {
    return this.#keys.find(id);
  }

  get(id: string): Promise<ApiKey> {
    return this.#keys.get(id, 'key.missing');
  }

  list(): Promise<ApiKey[]> {
    return this.#keys.list({}, { _id: 1 }, 10_000);
  }

  insert(key: ApiKey): Promise<ApiKey> {
    return this.#keys.insert(key);
  }

  save(key: ApiKey): Promise<ApiKey> {
    return this.#keys.save(key);
  }

  /** Meets every other transaction that changes the key or opens a session of it. */
  async touch(id: string): Promise<void> {
    await this.#keys.model.updateOne({ _id: id }, { $inc: { openings: 1 }, $set: { usedAt: new Date() } });
  }
}
