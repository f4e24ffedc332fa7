import { Inject, Injectable } from '@nestjs/common';
import { covers, type Actor } from '@xingchuang/rules';
import { titlesOf, type Scheme, type TitleResult } from '@xingchuang/schemes';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { CampaignService } from './campaign/campaign-service.ts';
import { CandidacyStore } from './candidacy/candidacy-store.ts';
import { sharesOf } from './title-rule.ts';

/** Titles of larger units over the levels of all rated units under them (S0 L137). */
@Injectable()
export class TitleService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
  ) {}

  /** For every larger unit that the actor may see; only settled levels count, units still open are named. */
  async ofCampaign(campaignId: string, by: Actor) {
    const campaign = await this.campaigns.get(campaignId);
    const { scheme, parameters } = await this.campaigns.programme(campaign);
    const candidacies = await this.candidacies.ofCampaign(campaignId);
    const rated = await this.units.byIds(candidacies.map(({ unitId }) => unitId));
    const items = [];
    for (const unit of await this.#titled(scheme, campaign.nodeId)) {
      if (!covers(by, 'title.read', { unitId: unit.id, path: unit.path })) continue;
      const under = candidacies.filter(({ path }) => path.includes(unit.id));
      const open = under.filter(({ state }) => state !== 'settled').map(({ unitId }) => rated.get(unitId)?.code ?? unitId);
      const levels = under.filter(({ state }) => state === 'settled').map(({ level }) => level);
      const titles = titlesOf(scheme, levels, parameters).filter(({ of }) => of === unit.kind);
      items.push({ unit, total: under.length, open, shares: sharesOf(scheme, levels), titles, text: textOf(unit, titles, open) });
    }
    return { items };
  }

  async #titled(scheme: Scheme, nodeId: string): Promise<KnownUnit[]> {
    const kinds = [...new Set(scheme.titles.map(({ of }) => of))];
    return (await Promise.all(kinds.map((kind) => this.units.under(nodeId, kind)))).flat();
  }
}

/** One sentence per title, with the clauses that stand against it. */
function textOf(unit: KnownUnit, titles: readonly TitleResult[], open: readonly string[]): string {
  const lines = titles.map(({ zh, granted, explanation }) => {
    const unmet = explanation.children.filter(({ verdict }) => verdict === false).map((clause) => `${clause.zh}（${clause.clause}，${clause.source}）`);
    return granted ? `${unit.name}符合${zh}的条件。` : `${unit.name}不符合${zh}的条件，未满足：${unmet.join('；')}。`;
  });
  return [...lines, ...(open.length > 0 ? [`尚有 ${open.length} 个单位未定星，结果为暂定。`] : [])].join('\n');
}
