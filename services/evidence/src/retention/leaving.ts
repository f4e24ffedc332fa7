import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Schema } from 'mongoose';
import { bytesOf, type Blobs } from '@xingchuang/blobs';
import { Refusal } from '@xingchuang/rules';
import { BLOBS, CLOCK, DATABASE, PLATFORM, TICKER, type Clock, type Database, type Platform, type Ticker } from '@xingchuang/server';
import { BlobLedger } from '../integrity/blob-ledger.ts';
import { BlobNames } from '../integrity/blob-names.ts';
import { BlobReader } from '../integrity/blob-reader.ts';

interface Orphan {
  readonly id: string;
  readonly since: string;
}

const schema = new Schema({ _id: String, since: String });
schema.index({ since: 1 }); // those that have been without a name the longest

const PAGE = 500;
const ORPHAN_DAYS = 7;
/** An upload puts its bytes before the entry that names them: for so long they can be brought back where one slipped in between. */
const HOLD_MS = 600_000;

/** Lets bytes go that nobody names any more; keeps them aside for a while, and brings them back where an upload named them meanwhile. */
@Injectable()
export class Leaving implements OnApplicationBootstrap {
  readonly #orphans;
  readonly #folder: string;
  #after = '';

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(TICKER) readonly ticker: Ticker,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(BLOBS) readonly blobs: Blobs,
    @Inject(BlobReader) readonly reader: BlobReader,
    @Inject(BlobNames) readonly names: BlobNames,
    @Inject(BlobLedger) readonly known: BlobLedger,
  ) {
    this.#orphans = database.model<Orphan>('orphans', schema);
    this.#folder = join(platform.config.DATA_DIR, 'evidence', 'leaving');
  }

  onApplicationBootstrap(): void {
    this.ticker.every('leaving', () => this.sweep());
  }

  /** Looks at a page of the store, lets go what has been without a name for a week, and ends what was kept aside long enough. */
  async sweep(): Promise<void> {
    await this.#notice();
    const before = new Date(this.clock.now().getTime() - ORPHAN_DAYS * 86_400_000).toISOString();
    for (const { id } of await this.#orphans.list({ since: { $lt: before } }, { since: 1 }, PAGE)) await this.letGo(id);
    await this.#end();
  }

  /** Removes bytes from both stores unless somebody names or a lock keeps them; true where they are gone. */
  async letGo(sha256: string): Promise<boolean> {
    await this.#orphans.remove(sha256);
    if ((await this.names.unnamed([sha256])).length === 0) return false;
    try {
      await this.#putAside(sha256);
      await this.blobs.remove(sha256);
      await this.reader.second?.remove(sha256);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'blob.locked') return false;
      throw error;
    }
    await this.known.forget(sha256);
    return !(await this.#broughtBack(sha256));
  }

  async #notice(): Promise<void> {
    const page = await this.blobs.list({ limit: PAGE, ...(this.#after !== '' && { after: this.#after }) });
    this.#after = page.length === PAGE ? page.at(-1)!.sha256 : '';
    const unnamed = await this.names.unnamed(page.map(({ sha256 }) => sha256));
    const since = this.clock.now().toISOString();
    for (const sha256 of unnamed) await this.#orphans.model.updateOne({ _id: sha256 }, { $setOnInsert: { since } }, { upsert: true });
    await this.#orphans.model.deleteMany({ _id: { $in: page.map(({ sha256 }) => sha256).filter((sha256) => !unnamed.includes(sha256)) } });
  }

  async #putAside(sha256: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, sha256);
    await pipeline(await this.blobs.get(sha256), createWriteStream(`${path}.new`));
    await rename(`${path}.new`, path);
  }

  async #broughtBack(sha256: string): Promise<boolean> {
    if ((await this.names.unnamed([sha256])).length > 0) return false;
    const path = join(this.#folder, sha256);
    await this.blobs.mend(bytesOf(path), { sha256, size: (await stat(path)).size });
    await rm(path, { force: true });
    return true;
  }

  async #end(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      if (/^[0-9a-f]{64}$/.test(name) && (await this.#broughtBack(name))) continue;
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > HOLD_MS) await rm(path, { force: true }); // the file's time is the machine's
    }
  }
}
