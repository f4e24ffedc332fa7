import { Inject, Injectable } from '@nestjs/common';
import type { AwardBatchItemQuery, AwardBatchQuery, AwardBatchStart } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CAMPAIGNS, CLOCK, DATABASE, newId, pageById, UNITS, within, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { NoticeStore } from '../notice/notice-store.ts';
import { BATCH_PAGE, BatchStore, type AwardBatch, type AwardBatchItem } from './batch-store.ts';
import { BatchWorker } from './batch-worker.ts';

const CHUNK = 1_000;

/** Many awards in one go: a person picks settled units or a whole campaign, the rest goes by itself. */
@Injectable()
export class BatchService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(BatchStore) readonly store: BatchStore,
    @Inject(BatchWorker) readonly worker: BatchWorker,
  ) {}

  /** Units that are not settled, or not within one's reach, cannot be picked; whether each gets an award is asked when its turn comes. */
  async start({ campaignId, unitIds }: AwardBatchStart, by: Actor): Promise<AwardBatch> {
    return this.database.transaction(async () => {
      const { campaign } = await this.campaigns.rules(campaignId);
      const scope = await within(by, 'award.issue', undefined, this.units);
      const settled = (await this.notices.candidatesOf(campaignId, scope, 'settled')).map(({ unitId }) => unitId);
      const picked = unitIds === undefined ? settled : [...new Set(unitIds)].filter((id) => settled.includes(id));
      if (picked.length === 0 || (unitIds !== undefined && picked.length < new Set(unitIds).size)) throw new Refusal('conflict', 'award-batch.empty', {}, 'unitIds');
      const units = [...(await this.units.byIds(picked)).values()].sort((one, other) => (one.code < other.code ? -1 : 1)); // numbers follow the codes
      const place = await this.units.place(by.unitId);
      const batch: AwardBatch = {
        id: newId(), version: 1, campaignId, title: campaign.title, ...place, startedOn: this.clock.today(), startedAt: this.clock.now().toISOString(),
        by: { personId: by.personId, role: by.role, unitId: by.unitId }, state: 'running', total: units.length,
      };
      await this.store.batches.insert(batch);
      const items = units.map(({ id: unitId, name: unitName }, at): AwardBatchItem => ({ id: `${batch.id}:${String(at).padStart(6, '0')}`, version: 1, batchId: batch.id, unitId, unitName, awardId: '', number: '', state: 'waiting', why: null }));
      for (let at = 0; at < items.length; at += CHUNK) await this.store.items.insertMany(items.slice(at, at + CHUNK));
      this.worker.nudge();
      return batch;
    });
  }

  async list(query: AwardBatchQuery, by: Actor): Promise<{ items: AwardBatch[]; nextPageToken?: string }> {
    return pageById(await this.store.page(await within(by, 'award.issue', undefined, this.units), query), BATCH_PAGE);
  }

  async get(id: string, by: Actor): Promise<AwardBatch> {
    const batch = await this.store.get(id);
    allow(by, 'award.issue', batch);
    return batch;
  }

  async itemsOf(id: string, query: AwardBatchItemQuery, by: Actor): Promise<{ items: AwardBatchItem[]; nextPageToken?: string }> {
    await this.get(id, by);
    return pageById(await this.store.itemPage(id, query), BATCH_PAGE);
  }
}
