import { Inject, Injectable } from '@nestjs/common';
import type { LevelName, NextView } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { declarationLimitInPieces, openLevels, type DeclarationFacts, type DeclarationLimit, type Scheme, type Words } from '@xingchuang/schemes';
import { CLOCK, inTurns, UNITS, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Adjustment } from './adjustment/adjustment-store.ts';
import { Bodies } from './bodies.ts';
import { daysOff, ratedKinds, type Campaign } from './campaign/campaign-rule.ts';
import { CampaignService } from './campaign/campaign-service.ts';
import { endOf } from './campaign/deadline-rule.ts';
import { CampaignStore } from './campaign/campaign-store.ts';
import type { Candidacy, Entry } from './candidacy/candidacy.ts';
import { appealable } from './appeal/appeal-rule.ts';
import { isVoided, turns } from './candidacy/candidacy-rule.ts';
import { declarationDigest } from './candidacy/declaration-digest.ts';
import type { Programme } from './candidacy/programme.ts';
import { SubmissionStore } from './candidacy/submission-store.ts';
import { FactsStore, type FactsHead, type FactSheet } from './facts/facts-store.ts';
import type { SpotCheck } from './spot-check/spot-check-rule.ts';

export const wordsOnly = ({ zh, en }: Words): Words => ({ zh, ...(en === undefined ? {} : { en }) });
export function levelName({ levels }: Scheme, id: string): LevelName {
  const level = levels.find((one) => one.id === id);
  return { id, ...wordsOnly(level ?? { zh: id }), ...(level?.guidance === undefined ? {} : { guidance: level.guidance }) };
}

const stepOf = ({ process }: Scheme, id: string): Words => process.flatMap(({ steps }) => steps).find((step) => step.id === id) ?? { zh: id };

interface Limit extends DeclarationLimit {
  /** What is not known yet of the facts that the limit rests on: until it is, nobody can declare, and everybody can read. */
  readonly unknown: readonly Words[];
}
async function limitOf(scheme: Scheme, about: DeclarationFacts): Promise<Limit> {
  try {
    return { ...(await inTurns(declarationLimitInPieces(scheme, about))), unknown: [] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'facts.invalid') throw error;
    const { problems } = error.facts as unknown as { readonly problems: readonly Words[] };
    return { atMost: scheme.levels.at(-1)!.id, caps: [], exclusions: [], unknown: problems.map(wordsOnly) };
  }
}

type BodyFinder = ReturnType<Bodies['cached']>;

/** Joins what is stored with the names of units, levels and steps, as people read them. */
@Injectable()
export class Views {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly campaignStore: CampaignStore,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(SubmissionStore) readonly submissions: SubmissionStore,
  ) {}

  async campaign(campaign: Campaign) {
    const { scheme, parameters } = await this.campaigns.programme(campaign);
    const levels = scheme.levels.map(({ id }) => levelName(scheme, id));
    const open = new Set(openLevels(scheme, parameters));
    const unset = scheme.levels.map(({ id }) => id).filter((id) => !open.has(id));
    return { ...campaign, cancelled: campaign.cancelled ?? null, daysOff: daysOff(campaign), schemeName: wordsOnly(scheme.name), levels, unset, unit: await this.units.get(campaign.unitId) };
  }

  async facts(sheet: FactSheet) {
    return { ...sheet, origins: sheet.origins ?? {}, unit: await this.units.get(sheet.unitId) };
  }

  async candidacies(list: readonly Candidacy[]) {
    const campaigns = await this.campaignStore.byIds(list.map(({ campaignId }) => campaignId));
    const units = await this.units.byIds(list.flatMap(({ unitId, filedWith, handed }) => [unitId, filedWith, handed?.unitId ?? ''].filter((id) => id !== '')));
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
    const { scheme, parameters, calendar } = await this.campaigns.programme(campaign);
    const sheet = await this.sheets.find(candidacy.id);
    const limit = await limitOf(scheme, { unit: view!.unit.code, facts: sheet?.facts ?? {}, reasons: sheet?.excluded ?? {}, ...(ratedKinds(scheme).length > 1 ? { kind: view!.unit.kind } : {}), window: campaign.window, parameters });
    const named = new Map(scheme.process.flatMap(({ steps }) => steps.map((step) => [step.id, wordsOnly(step)] as const)));
    const timeline = candidacy.timeline.map((entry: Entry) => ({ ...entry, ...(named.has(entry.step) ? { name: named.get(entry.step) } : {}) }));
    return {
      ...view!,
      declaration: candidacy.declaration && { ...candidacy.declaration, digest: declarationDigest(candidacy.declaration) },
      appealable: appealable(candidacy, campaign, this.clock.today(), calendar).map(({ step, until }) => ({ step, until, name: named.get(step) ?? { zh: step } })),
      submissions: await this.submissions.of(candidacy.id),
      declarable: { atMost: levelName(scheme, limit.atMost), clauses: limit.caps.map((cap) => ({ ...cap, id: cap.clause })), exclusions: limit.exclusions.map((bar) => ({ ...bar, id: bar.clause })), unknown: limit.unknown },
      reviewed: candidacy.reviewed ?? [],
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
        const { later } = adjustment;
        const waits = later ? { ...later, clause: scheme.adjustment!.up, level: levelName(scheme, later.level) } : null;
        return { ...adjustment, unit: units.get(adjustment.unitId), from: levelName(scheme, adjustment.from), to: levelName(scheme, adjustment.to), later: waits };
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
    const { computed, settled, level, declaration, filedWith, handed } = candidacy;
    const unit = units.get(candidacy.unitId)!;
    const voided = computed !== null && isVoided(candidacy, head?.digest ?? '');
    const next = await Promise.all(
      turns(programme, candidacy, voided).map(async (step): Promise<NextView> => {
        const kind = step.kind ?? '';
        const end = endOf(programme, campaign, step, candidacy);
        const deadline = end === undefined ? {} : { deadline: end.last, ...(end.warning ? { dayOff: true } : {}) };
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
      handed: handed ? { ...handed, name: wordsOnly(stepOf(scheme, handed.step)), from: levelName(scheme, handed.from), level: levelName(scheme, handed.level), body: units.get(handed.unitId) ?? null } : null,
      holdsUntil: candidacy.holdsUntil || null,
      next,
    };
  }
}
