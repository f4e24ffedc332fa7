import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import { day } from '@xingchuang/calendar';
import type { RecordFiled } from '@xingchuang/contracts';
import { DATABASE, isDuplicate, PLATFORM, TICKER, UNITS, type Database, type Platform, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { BulletinDrafts } from './bulletin-draft.ts';
import { BulletinStore } from './bulletin-store.ts';
import { Kinds } from './kinds.ts';

/** A record has come so far that an issue is to tell of it. */
interface Case {
  /** `<unit>:<kind>:<record>`, which is the key of the draft. */
  readonly id: string;
  readonly unitId: string;
  readonly kind: string;
  readonly nodeId: string;
  readonly recordId: string;
  readonly day: string;
}
const schema = new Schema({ _id: String, unitId: String, kind: String, nodeId: String, recordId: String, day: String });
const MOST = 500;

/** Drafts issues that a record brings about, such as the report of an important case (S3 L20), each once. */
@Injectable()
export class BulletinCases {
  readonly #cases;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(PLATFORM) readonly platform: Platform,
    @Inject(TICKER) ticker: Ticker,
    @Inject(Kinds) readonly kinds: Kinds,
    @Inject(BulletinStore) readonly store: BulletinStore,
    @Inject(BulletinDrafts) readonly drafts: BulletinDrafts,
  ) {
    this.#cases = database.model<Case>('bulletin-cases', schema);
    ticker.every('issues that records bring about', () => this.draft());
  }

  /** Notes what is to be drafted; the drafting asks other services, which a handler must not wait for. */
  async recordFiled({ recordId, unitId: nodeId, type, day: on, steps, byUnitId }: RecordFiled): Promise<void> {
    if (byUnitId === '') return; // it came in with a package of another installation
    for (const { id: kind, after } of this.kinds.all()) {
      if (after?.record !== type || !steps.includes(after.step)) continue;
      const id = `${byUnitId}:${kind}:${recordId}`;
      if (await this.store.drafted(id)) continue;
      await this.#cases.model.replaceOne({ _id: id }, { unitId: byUnitId, kind, nodeId, recordId, day: on }, { upsert: true });
    }
  }

  async draft(): Promise<void> {
    for (const one of await this.#cases.list({}, { _id: 1 }, MOST)) {
      await this.#once(one).catch((error: unknown) => this.platform.log.warn({ case: one.id, err: error }, 'an issue could not be drafted; the next round tries again'));
    }
  }

  async #once({ id, unitId, kind: kindId, nodeId, recordId, day: on }: Case): Promise<void> {
    const kind = this.kinds.find(kindId);
    if (!kind || (await this.store.drafted(id))) return this.#cases.remove(id);
    const span = { from: day(on), to: day(on) };
    const { bulletin, items } = await this.drafts.draft({ kind, issuer: await this.units.get(unitId), nodeId, campaignId: '', subject: recordId, period: '', key: id, ...span }, '');
    await this.database
      .transaction(async () => {
        await this.store.bulletins.insert(bulletin);
        await this.store.keepItems(bulletin.id, items);
        await this.#cases.remove(id);
      })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error; // another process was quicker
      });
  }
}
