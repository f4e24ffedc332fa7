import { Inject, Injectable } from '@nestjs/common';
import { yearOf, day } from '@xingchuang/calendar';
import { settle, type FactOrigin, type Scheme } from '@xingchuang/schemes';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignStore } from '../campaign/campaign-store.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';

/** One earlier round of a unit, as it stands now. */
export interface PastRound {
  readonly candidacyId: string;
  readonly campaignId: string;
  readonly level: string;
  readonly settledOn: string;
  /** The year in which its campaign opened: the cycle it counts for. */
  readonly year: number;
}

/** What units came to in the other rounds of a scheme, whatever its version. */
@Injectable()
export class History {
  constructor(
    @Inject(CampaignStore) readonly campaigns: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
  ) {}

  /** Settled rounds of each unit but this one, earliest first. */
  async of({ id, schemeId }: Pick<Campaign, 'id' | 'schemeId'>, unitIds: readonly string[]): Promise<Map<string, PastRound[]>> {
    const others = (await this.campaigns.ofScheme(schemeId)).filter((campaign) => campaign.id !== id);
    const years = new Map(others.map((campaign) => [campaign.id, cycleYear(campaign)]));
    const settled = await this.candidacies.settledIn([...years.keys()], unitIds);
    const past = settled.map((one) => ({ unitId: one.unitId, candidacyId: one.id, campaignId: one.campaignId, level: one.level, settledOn: one.settled!.on, year: years.get(one.campaignId)! }));
    return Map.groupBy(past.sort((a, b) => (a.settledOn < b.settledOn ? -1 : 1)), ({ unitId }) => unitId);
  }

  measure(scheme: Scheme, { history, field }: FactOrigin, past: readonly PastRound[] = [], today: string, campaign: Campaign): unknown {
    const rank = (level: string): number => scheme.levels.findIndex(({ id }) => id === level);
    const held = past.findLast(({ settledOn }) => settledOn <= today)?.level ?? null;
    switch (history) {
      case 'level':
        return held;
      case 'named':
        return held !== null && rank(held) > 0;
      case 'evaluated':
        return past.some(({ year }) => year > cycleYear(campaign) - cycleYears(scheme, campaign) && year <= cycleYear(campaign));
      default:
        return past.filter(({ level }) => rank(level) >= rank(field ?? scheme.levels[1]!.id)).length;
    }
  }
}

/** The calendar year that a round counts for. */
export const cycleYear = ({ openedOn, openedAt }: Pick<Campaign, 'openedOn' | 'openedAt'>): number => yearOf(day(openedOn ?? openedAt.slice(0, 10)));
/** Once in so many years a unit is evaluated; 1 where the scheme does not say. */
export const cycleYears = (scheme: Scheme, { parameters }: Pick<Campaign, 'parameters'>): number => (scheme.cycle ? settle(scheme, scheme.cycle.years, parameters) : 1);
