import { Inject, Injectable } from '@nestjs/common';
import type { EffectList, EffectQuery, LedgerEffectView } from '@xingchuang/contracts';
import { scopeOf, type Actor } from '@xingchuang/rules';
import { countLevels, effectsOf, titlesOf, type AppliedEffect, type EffectBasis, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, scopeFor, UNITS, type CampaignDirectory, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { takesEffect, type Candidate } from '../notice/candidate-rule.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { UnitParameters } from './unit-parameters.ts';

/** Rewards and penalties that follow from settled levels, and the titles of larger units: computed from the scheme whenever they are asked for; the ledger keeps what was computed when it was told. */
@Injectable()
export class EffectService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(UnitParameters) readonly parameters: UnitParameters,
  ) {}

  async list({ campaignId, unitId }: EffectQuery, by: Actor): Promise<EffectList> {
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    const scope = await scopeFor(by, 'effect.read', { unitId, subtree: true }, this.units);
    const settled = (await this.notices.candidatesOf(campaignId, scope, 'settled')).filter(takesEffect);
    const units = await this.units.byIds([...new Set(settled.flatMap((one) => one.path))]);
    const settings = await this.parameters.over(parameters, [...units.keys()]);
    const row = (unit: KnownUnit, level: string) => (effect: AppliedEffect) => view(campaignId, unit, level, effect);
    const items = settled.flatMap((one) => {
      const unit = units.get(one.unitId)!;
      return effectsOf(scheme, basisOf(scheme, one, unit.kind), settings(unit)).map(row(unit, one.level));
    });
    // what follows from all levels of a unit is not for one branch to see
    const larger = scopeOf(by.role, 'effect.read') === 'own' ? [] : await this.#titled(scheme, campaignId, settled, units);
    const titles = larger.map(({ unit, levels }) => ({
      unitId: unit.id, unitName: unit.name, total: levels.length, levels: countLevels(scheme, levels),
      titles: titlesOf(scheme, levels, settings(unit)).map((title) => ({ id: title.title, zh: title.zh, source: title.explanation.source, granted: title.granted, explanation: title.explanation })),
    }));
    for (const { unit, levels } of larger) items.push(...effectsOf(scheme, { levels }, settings(unit)).map(row(unit, '')));
    return { items, titles };
  }

  /** The larger units of the scheme above these candidates, each with the levels of all settled units under it. */
  async #titled(scheme: Scheme, campaignId: string, settled: readonly Candidate[], units: ReadonlyMap<string, KnownUnit>): Promise<{ unit: KnownUnit; levels: string[] }[]> {
    const above = [...new Set(settled.flatMap((one) => one.path))].map((id) => units.get(id)).filter((unit) => unit !== undefined && scheme.kinds[unit.kind]?.is === 'titled');
    return Promise.all(
      above.map(async (unit) => ({ unit: unit!, levels: (await this.notices.candidatesOf(campaignId, { path: unit!.id }, 'settled')).filter(takesEffect).map((one) => one.level) })),
    );
  }
}

/** What the effects of a settled unit rest on; its kind only where a scheme rates several. */
export function basisOf(scheme: Scheme, { level, stars, vetoes, caps, score = '', held = '', exclusions = [], direct = [] }: Candidate, kind: string): EffectBasis {
  const several = Object.values(scheme.kinds).filter(({ is }) => is === 'rated').length > 1;
  return { level, stars, vetoes, caps, exclusions, direct, score: score || null, held: held || null, ...(several ? { kind } : {}) };
}

const view = (campaignId: string, unit: KnownUnit, level: string, effect: AppliedEffect): LedgerEffectView => ({
  campaignId, unitId: unit.id, unitName: unit.name, level, id: effect.id, action: effect.action, zh: effect.zh, source: effect.source, of: effect.of,
  by: effect.by ?? '', in: [...(effect.in ?? [])], amount: effect.amount ?? null, ratio: effect.ratio ?? null,
});
