import { Inject, Injectable } from '@nestjs/common';
import { daysBetween, day, type Day } from '@xingchuang/calendar';
import type { Actor } from '@xingchuang/rules';
import type { RouteStep } from '@xingchuang/schemes';
import { CLOCK, UNITS, within, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { turns } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { endOf, type StepEnd } from './deadline-rule.ts';
import { CampaignService } from './campaign-service.ts';

export interface OverdueStep {
  readonly candidacyId: string;
  readonly unit: KnownUnit;
  readonly step: RouteStep;
  readonly dueOn: string;
  readonly daysLate: number;
  readonly derivation: StepEnd['derivation'];
}

/** Which steps should have been done by now, with how the day was reckoned. */
@Injectable()
export class OverdueService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
  ) {}

  async of(campaignId: string, by: Actor): Promise<OverdueStep[]> {
    const campaign = await this.campaigns.get(campaignId);
    const programme = await this.campaigns.programme(campaign);
    const today = this.clock.today();
    const all = (await this.candidacies.ofCampaign(campaignId, await within(by, 'candidacy.read', undefined, this.units))).filter(({ waits }) => waits.length > 0);
    const units = await this.units.byIds(all.map(({ unitId }) => unitId));
    return all.flatMap((candidacy) =>
      turns(programme, candidacy).flatMap((step) => {
        const end = endOf(programme, campaign, step, candidacy);
        if (end === undefined || today <= end.last) return [];
        return [{ candidacyId: candidacy.id, unit: units.get(candidacy.unitId)!, step, dueOn: end.last, daysLate: daysBetween(day(end.last), today as Day), derivation: end.derivation }];
      }),
    );
  }
}
