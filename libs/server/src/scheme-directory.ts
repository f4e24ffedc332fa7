import { Schema } from 'mongoose';
import type { SchemePublished } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { parseScheme, type Scheme } from '@xingchuang/schemes';
import type { Collection, Database } from './database.ts';

interface HeardScheme {
  /** `<scheme>@<version>`: a published version never changes. */
  readonly id: string;
  readonly schemeId: string;
  readonly version: number;
  readonly text: string;
}

const schema = new Schema({ _id: String, schemeId: String, version: Number, text: String });
schema.index({ schemeId: 1, version: -1 }); // the newest version of a scheme

/** A service's own copy of the schemes that assessment published. */
export class SchemeDirectory {
  readonly #heard: Collection<HeardScheme>;
  readonly #parsed = new Map<string, Scheme>();

  constructor(database: Database) {
    this.#heard = database.model<HeardScheme>('published-schemes', schema);
  }

  async apply({ schemeId, version, text }: SchemePublished): Promise<void> {
    await this.#heard.project({ id: `${schemeId}@${version}`, schemeId, version, text });
  }

  /** A version of a scheme, by default the newest; refuses one that was never published. */
  async get(schemeId: string, version?: number): Promise<Scheme> {
    const filter = { schemeId, ...(version === undefined ? {} : { version }) };
    const heard = (await this.#heard.list(filter, { version: -1 }, 1))[0];
    if (!heard) throw new Refusal('missing', 'scheme.missing', { scheme: schemeId }, 'schemeId');
    return this.#parse(heard);
  }

  /** The newest version of every scheme. */
  async all(): Promise<Scheme[]> {
    const heads = await this.#heard.model.find({}).select('schemeId version').sort({ schemeId: 1, version: -1 }).lean<{ _id: string; schemeId: string }[]>();
    const newest = heads.filter((one, index) => one.schemeId !== heads[index - 1]?.schemeId).map(({ _id }) => _id);
    const unread = newest.filter((id) => !this.#parsed.has(id)); // a published version never changes: its text is fetched once
    if (unread.length > 0) for (const one of await this.#heard.list({ _id: { $in: unread } })) this.#parse(one);
    return newest.map((id) => this.#parsed.get(id)!);
  }

  #parse({ id, text }: HeardScheme): Scheme {
    const scheme = this.#parsed.get(id) ?? parseScheme(text);
    this.#parsed.set(id, scheme);
    return scheme;
  }
}
