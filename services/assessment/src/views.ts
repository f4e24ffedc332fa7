import { Inject, Injectable } from '@nestjs/common';
import type { LevelName, NextView } from '@xingchuang/contracts';
import { declarationLimit, type Scheme, type Words } from '@xingchuang/schemes';
import { UNITS, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Adjustment } from './adjustment/adjustment-store.ts';
import { Bodies } from './bodies.ts';
import type { Campaign } from './campaign/campaign-rule.ts';
import { CampaignService } from './campaign/campaign-service.ts';
import { CampaignStore } from './campaign/campaign-store.ts';
import type { Candidacy, Entry } from './candidacy/candidacy.ts';
import { isVoided, turns } from './candidacy/candidacy-rule.ts';
import type { Programme } from './candidacy/programme.ts';
import { FactsStore, type FactsHead, type FactSheet } from './facts/facts-store.ts';
import type { SpotCheck } from './spot-check/spot-check-rule.ts';

export const wordsOnly = ({ zh, en }: Words): Words => ({ zh, ...(en === undefined ? {} : { en }) });
export const levelName = ({ levels }: Scheme, id: string): LevelName => ({ id, ...wordsOnly(levels.find((level) => level.id === id) ?? { zh: id }) });

type BodyFinder = ReturnType<Bodies['cached']>;

/** Joins what is stored with the names of units, levels and steps, as people read them. */
@Injectable()
export class Views {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly campaignStore: CampaignStore,
    @Inject(FactsStore) readonly sheets: FactsStore,
  ) {}

  async campaign(campaign: Campaign) {
    const { scheme } = await this.campaigns.programme(campaign);
    const levels = scheme.levels.map(({ id }) => levelName(scheme, id));
    return { ...campaign, schemeName: wordsOnly(scheme.name), levels, unit: await this.units.get(campaign.unitId) };
  }

  async facts(sheet: FactSheet) {
    return { ...sheet, unit: await this.units.get(sheet.unitId) };
  }

  async candidacies(list: readonly Candidacy[]) {
    const campaigns = await this.campaignStore.byIds(list.map(({ campaignId }) => campaignId));
    const units = await this.units.byIds(list.flatMap(({ unitId, filedWith }) => (filedWith ? [unitId, filedWith] : [unitId])));
    const heads = await this.sheets.heads(list.map(({ id }) => id));
    const finders = new Map<string, BodyFinder>();
    return Promise.all(
      list.map(async (candidacy) => {
        const campaign = campaigns.get(candidacy.campaignId)!;
        const programme = await this.campaigns.programme(campaign);
        const bodyOver = finders.get(campaign.id) ?? this.bodies.cached(programme.scheme);
        finders.set(campaign.id, bodyOver);
        return this.#candidacy(candidacy, campaign, programme, { units, head: heads.get(candidacy.id), bodyOver });
      }),
    );
  }

  async candidacy(candidacy: Candidacy) {
    const [view] = await this.candidacies([candidacy]);
    const campaign = await this.campaigns.get(candidacy.campaignId);
    const { scheme, parameters } = await this.campaigns.programme(campaign);
    const sheet = await this.sheets.find(candidacy.id);
    const limit = declarationLimit(scheme, { unit: view!.unit.code, facts: sheet?.facts ?? {}, window: campaign.window, parameters });
    const named = new Map(scheme.process.flatMap(({ steps }) => steps.map((step) => [step.id, wordsOnly(step)] as const)));
    const timeline = candidacy.timeline.map((entry: Entry) => ({ ...entry, ...(named.has(entry.step) ? { name: named.get(entry.step) } : {}) }));
    return {
      ...view!,
      declaration: candidacy.declaration,
      declarable: { atMost: levelName(scheme, limit.atMost), clauses: limit.caps.map((cap) => ({ ...cap, id: cap.clause })) },
      timeline,
    };
  }

  async spotCheck(check: SpotCheck) {
    const units = await this.units.byIds(check.drawn.map(({ unitId }) => unitId));
    return { ...check, count: check.drawn.length, drawn: check.drawn.map((one) => ({ ...one, unit: units.get(one.unitId) })) };
  }

  async adjustments(list: readonly Adjustment[]) {
    const units = await this.units.byIds(list.map(({ unitId }) => unitId));
    const campaigns = await this.campaignStore.byIds(list.map(({ campaignId }) => campaignId));
    return Promise.all(
      list.map(async (adjustment) => {
        const { scheme } = await this.campaigns.programme(campaigns.get(adjustment.campaignId)!);
        return { ...adjustment, unit: units.get(adjustment.unitId), from: levelName(scheme, adjustment.from), to: levelName(scheme, adjustment.to) };
      }),
    );
  }

  async #candidacy(
    candidacy: Candidacy,
    campaign: Campaign,
    programme: Programme,
    { units, head, bodyOver }: { units: ReadonlyMap<string, KnownUnit>; head: FactsHead | undefined; bodyOver: BodyFinder },
  ) {
    const { scheme } = programme;
    const { computed, settled, level, declaration, filedWith } = candidacy;
    const unit = units.get(candidacy.unitId)!;
    const voided = computed !== null && isVoided(candidacy, head?.digest ?? '');
    const next = await Promise.all(
      turns(programme, candidacy, voided).map(async (step): Promise<NextView> => {
        const kind = step.kind ?? '';
        const deadline = step.act === 'declare' ? { deadline: candidacy.returned?.until ?? campaign.declaring.to } : {};
        const kindName = wordsOnly(scheme.kinds[kind] ?? { zh: kind });
        return { step: step.id, name: wordsOnly(step), act: step.act, kind, kindName, body: (await bodyOver(unit, kind)) ?? null, ...deadline };
      }),
    );
    return {
      ...candidacy,
      unit,
      level: level ? levelName(scheme, level) : null,
      declaredLevel: declaration ? levelName(scheme, declaration.level) : null,
      computed: computed && { ...computed, level: levelName(scheme, computed.level) },
      voided: voided ? { factsVersion: computed.factsVersion, nowVersion: head?.version ?? 0 } : null,
      factsVersion: head?.version ?? 0,
      filedWith: units.get(filedWith) ?? null,
      settled: settled && { ...settled, level: levelName(scheme, settled.level) },
      next,
    };
  }
}
