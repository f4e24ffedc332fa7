import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { EffectList, EffectQuery, LedgerEffectView } from '@xingchuang/contracts';
import { allow, scopeOf, type Actor } from '@xingchuang/rules';
import { countLevels, effectsOf, titlesOf, type AppliedEffect, type ParameterValues, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, DATABASE, UNITS, within, type CampaignDirectory, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Candidate } from './candidate-rule.ts';
import { NoticeStore } from './notice-store.ts';

interface UnitParameters {
  readonly id: string;
  readonly parameters: ParameterValues;
}
const schema = new Schema({ _id: String, parameters: Schema.Types.Mixed });

/** Rewards and penalties that follow from settled levels, and the titles of larger units: computed from the scheme whenever they are asked for. */
@Injectable()
export class EffectService {
  readonly #parameters;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly notices: NoticeStore,
  ) {
    this.#parameters = database.model<UnitParameters>('unit-parameters', schema);
  }

  /** Sets what a scheme asks for each unit; holds for the unit and all below it that have none of their own. */
  async setParameters(unitId: string, parameters: ParameterValues, by: Actor): Promise<void> {
    allow(by, 'award.issue', await this.units.place(unitId));
    await this.#parameters.model.replaceOne({ _id: unitId }, { parameters }, { upsert: true });
  }

  async list({ campaignId, unitId }: EffectQuery, by: Actor): Promise<EffectList> {
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    if (unitId !== undefined) allow(by, 'effect.read', await this.units.place(unitId));
    const scope = unitId === undefined ? await within(by, 'effect.read', undefined, this.units) : { path: unitId };
    const settled = await this.notices.candidatesOf(campaignId, scope, 'settled');
    const units = await this.units.byIds([...new Set(settled.flatMap((one) => one.path))]);
    const own = await this.#own([...units.keys()]);
    const settings = (unit: KnownUnit): ParameterValues => Object.assign({}, parameters, ...unit.path.map((id) => own.get(id) ?? {}));
    const row = (unit: KnownUnit, level: string) => (effect: AppliedEffect) => view(campaignId, unit, level, effect);
    const items = settled.flatMap((one) => {
      const unit = units.get(one.unitId)!;
      return effectsOf(scheme, one, settings(unit)).map(row(unit, one.level));
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
      above.map(async (unit) => ({ unit: unit!, levels: (await this.notices.candidatesOf(campaignId, { path: unit!.id }, 'settled')).map((one) => one.level) })),
    );
  }

  async #own(unitIds: readonly string[]): Promise<Map<string, ParameterValues>> {
    const found = await this.#parameters.list({ _id: { $in: [...unitIds] } });
    return new Map(found.map((one) => [one.id, one.parameters]));
  }
}

const view = (campaignId: string, unit: KnownUnit, level: string, effect: AppliedEffect): LedgerEffectView => ({
  campaignId, unitId: unit.id, unitName: unit.name, level, id: effect.id, action: effect.action, zh: effect.zh, source: effect.source, of: effect.of,
  by: effect.by ?? '', in: [...(effect.in ?? [])], ratio: effect.ratio ?? null,
});
