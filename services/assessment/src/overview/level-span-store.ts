import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Schema } from 'mongoose';
import { DATABASE, type Database, type Stored } from '@xingchuang/server';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { spansOf, type HeldLevels } from './level-span.ts';

const schema = new Schema({ _id: String, version: Number, campaignId: String, unitId: String, path: [String], spans: [Schema.Types.Mixed] });
schema.index({ campaignId: 1, path: 1 }); // what some campaigns gave the units of a subtree
schema.index({ path: 1, campaignId: 1 }); // which campaigns gave one anything
const marks = new Schema({ _id: String });

const AT_ONCE = 500;
const BUILT = 'held-levels';

/** The levels that units held, kept beside their candidacies: an overview of ten thousand units reads small documents only. */
@Injectable()
export class LevelSpanStore implements OnApplicationBootstrap {
  readonly #held;
  readonly #marks;

  constructor(@Inject(DATABASE) readonly database: Database) {
    this.#held = database.model<HeldLevels & Stored>('held-levels', schema);
    this.#marks = database.model<{ id: string }>('overview-marks', marks);
  }

  /** Candidacies that an older build stored are read once. */
  async onApplicationBootstrap(): Promise<void> {
    if (await this.#marks.find(BUILT)) return;
    const found = this.database.connection.db!.collection<Candidacy & { _id: string }>('candidacies').find({ 'timeline.act': { $in: ['settle', 'end'] } }, { batchSize: AT_ONCE });
    for await (const { _id: id, timeline, version, campaignId, unitId, path } of found) {
      const spans = spansOf(timeline);
      await this.#held.model.updateOne({ _id: id }, { $setOnInsert: { version, campaignId, unitId, path, spans } }, { upsert: true }); // what changes meanwhile keeps itself
    }
    await this.#marks.model.updateOne({ _id: BUILT }, { $setOnInsert: { _id: BUILT } }, { upsert: true });
  }

  /** Follows a candidacy, in the transaction that changes it. */
  async note({ id, version, campaignId, unitId, path, timeline }: Candidacy): Promise<void> {
    const spans = spansOf(timeline);
    if (spans.length > 0) await this.#held.model.updateOne({ _id: id }, { $set: { version, campaignId, unitId, path, spans } }, { upsert: true });
  }

  /** Of the units under a node, what some campaigns gave them; straight from the driver, which ten thousand units need. */
  async under(nodeId: string, campaignIds: readonly string[]): Promise<HeldLevels[]> {
    const found = this.#held.model.collection.find({ campaignId: { $in: [...campaignIds] }, path: nodeId }, { projection: { version: 0 }, batchSize: 20_000 });
    return ((await found.toArray()) as unknown as (Omit<HeldLevels, 'id'> & { _id: string })[]).map(({ _id, ...rest }) => ({ id: _id, ...rest }));
  }

  /** Campaigns that gave a unit under a node a level. */
  campaignsUnder = async (nodeId: string): Promise<string[]> => (await this.#held.model.distinct('campaignId', { path: nodeId })) as unknown as string[];
}
