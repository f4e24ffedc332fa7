import { Inject, Injectable } from '@nestjs/common';
import type { CandidateView } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { CAMPAIGNS, UNITS, within, type CampaignDirectory, type UnitDirectory } from '@xingchuang/server';
import { NoticeStore } from './notice-store.ts';

/** The units of a campaign with the level that was decided, within one's scope. */
@Injectable()
export class CandidateService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly store: NoticeStore,
  ) {}

  async list(campaignId: string, by: Actor): Promise<CandidateView[]> {
    const { scheme } = await this.campaigns.rules(campaignId);
    const found = await this.store.candidatesOf(campaignId, await within(by, 'effect.read', undefined, this.units));
    const units = await this.units.byIds(found.flatMap((one) => [one.unitId, one.decidedBy]));
    return found.map((one) => ({
      campaignId, unitId: one.unitId, unitName: units.get(one.unitId)?.name ?? '', level: one.level, levelName: scheme.levels.find((level) => level.id === one.level)?.zh ?? one.level,
      decidedBy: units.get(one.decidedBy)?.name ?? '', decidedOn: one.decidedOn, needsNotice: one.needsNotice, state: one.state, awardDue: one.awardDue === true,
    }));
  }
}
