import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { HonourQuery, HonourRecommend, HonourRecommendationQuery, HonourRecommendationView, HonourStandingView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, UNITS, newId, pageById, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { counts } from './reward-rule.ts';
import { RewardDesk } from './reward-desk.ts';
import { RewardStore } from './reward-store.ts';

interface Recommendation extends HonourRecommendationView {
  readonly path: readonly string[];
  readonly by: string;
}
const schema = new Schema({ _id: String, honour: String, unitId: String, unitName: String, year: Number, reason: String, recommendedOn: String, priority: Boolean, path: [String], by: String });
schema.index({ honour: 1, year: 1, unitId: 1 }, { unique: true }); // once a year for each honour
schema.index({ path: 1, honour: 1, year: 1, priority: -1 }); // who is recommended in a subtree, those with priority first
const PAGE = 100;

/** Who may be recommended for what: bars of the year refuse, priorities come first (S0 L137). */
@Injectable()
export class HonourService {
  readonly #recommendations;

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RewardStore) readonly store: RewardStore,
    @Inject(RewardDesk) readonly desk: RewardDesk,
  ) {
    this.#recommendations = database.model<Recommendation>('honour-recommendations', schema);
  }

  /** Units with a bar or a priority on a day; all others may be recommended as any. */
  async standings({ honour, unitId, asOf = this.clock.today(), pageToken }: HonourQuery, by: Actor): Promise<{ items: HonourStandingView[]; nextPageToken?: string }> {
    const found = await this.store.honour(await this.desk.scope(by, unitId), honour, asOf, pageToken ? { _id: { $gt: pageToken } } : {}, PAGE + 1);
    const { items, ...rest } = pageById(found, PAGE);
    return {
      ...rest,
      items: items.map(({ id: lineId, action, unitId: ofUnit, unitName, zh, source }) => ({ unitId: ofUnit, unitName, standing: action === 'bar' ? 'barred' : 'priority', zh, source, lineId })),
    };
  }

  async recommend({ honour, unitId, reason }: HonourRecommend, by: Actor): Promise<HonourRecommendationView> {
    const unit = await this.units.get(unitId);
    allow(by, 'effect.call', { unitId, path: unit.path });
    const today = this.clock.today();
    const year = Number(today.slice(0, 4));
    return this.database.transaction(async () => {
      const found = (await this.store.honour({}, honour, today, { unitId: { $in: [...unit.path] } })).filter((line) => counts(line, today));
      const bar = found.find(({ action }) => action === 'bar'); // a bar of the unit above holds for what belongs to it
      if (bar) throw new Refusal('conflict', 'honour.barred', { unit: bar.unitName, zh: bar.zh, source: bar.source, number: bar.number }, 'unitId');
      const before = await this.#recommendations.list({ honour, year, unitId });
      if (before.length > 0) throw new Refusal('conflict', 'honour.recommended-before', { recommendedOn: before[0]!.recommendedOn }, 'unitId');
      const priority = found.some((line) => line.action === 'priority' && line.unitId === unitId);
      return this.#recommendations.insert({ id: newId(), honour, unitId, unitName: unit.name, year, reason, recommendedOn: today, priority, path: unit.path, by: by.unitId });
    });
  }

  /** Those with priority first. */
  async recommended({ honour, year, unitId }: HonourRecommendationQuery, by: Actor): Promise<HonourRecommendationView[]> {
    return this.#recommendations.list({ ...(await this.desk.scope(by, unitId)), honour, year }, { priority: -1, unitName: 1, _id: 1 }, 1_000);
  }
}
