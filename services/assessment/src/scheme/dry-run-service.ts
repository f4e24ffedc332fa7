import { Inject, Injectable } from '@nestjs/common';
import type { DryRun } from '@xingchuang/contracts';
import { covers, Refusal, type Actor } from '@xingchuang/rules';
import { checkScheme, compareSchemesInPieces, parseScheme, type InputProblem, type LevelChange, type ParameterValues, type Problem, type Scheme } from '@xingchuang/schemes';
import { inTurns, UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { CampaignStore } from '../campaign/campaign-store.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore } from '../facts/facts-store.ts';
import { DraftService } from './draft-service.ts';

/** So many rounds are decided again at once, the newest. */
const MOST_CAMPAIGNS = 20;

export interface DryRunOfCampaign {
  readonly campaign: Campaign;
  readonly before: Scheme;
  readonly units: number;
  readonly changed: readonly (Omit<LevelChange, 'unit'> & { readonly unit: KnownUnit })[];
  readonly incomplete: readonly KnownUnit[];
  readonly lacking: readonly InputProblem[];
}

/** Decides old rounds again by a draft, with the facts they were decided by: which units would have another level, and why. */
@Injectable()
export class DryRunService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(DraftService) readonly drafts: DraftService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly store: CampaignStore,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
  ) {}

  async run(id: string, { campaignIds, parameters = {} }: DryRun, by: Actor): Promise<{ problems: readonly Problem[]; after: Scheme | undefined; campaigns: DryRunOfCampaign[] }> {
    const { text } = await this.drafts.get(id, by);
    const problems = checkScheme(text);
    if (problems.length > 0) return { problems, after: undefined, campaigns: [] };
    const after = parseScheme(text);
    const seen = (await this.store.ofScheme(after.id)).filter((campaign) => covers(by, 'scheme.draft', campaign) && (campaignIds?.includes(campaign.id) ?? true));
    if (campaignIds && seen.length < campaignIds.length) throw new Refusal('missing', 'thing.missing');
    const campaigns: DryRunOfCampaign[] = [];
    for (const campaign of seen.toReversed().slice(0, MOST_CAMPAIGNS)) campaigns.push(await this.#again(campaign, after, parameters));
    return { problems: [], after, campaigns };
  }

  async #again(campaign: Campaign, after: Scheme, given: ParameterValues): Promise<DryRunOfCampaign> {
    const { scheme: before } = await this.campaigns.programme(campaign);
    const sheets = await this.sheets.ofCampaign(campaign.id);
    const units = await this.units.byIds(sheets.map(({ unitId }) => unitId));
    const byCode = new Map([...units.values()].map((unit) => [unit.code, unit]));
    const { file, incomplete } = await this.facts.completeOf(campaign, sheets);
    const named = (codes: readonly string[]): KnownUnit[] => codes.flatMap((code) => byCode.get(code) ?? []);
    if (!file) return { campaign, before, units: 0, changed: [], incomplete: named(incomplete), lacking: [] };
    const { units: count, changed, problems } = await inTurns(compareSchemesInPieces(before, after, file, given));
    return { campaign, before, units: problems.length > 0 ? 0 : count, changed: changed.map((one) => ({ ...one, unit: byCode.get(one.unit)! })), incomplete: named(incomplete), lacking: problems };
  }
}
