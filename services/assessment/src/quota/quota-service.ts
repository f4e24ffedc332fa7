import { Inject, Injectable } from '@nestjs/common';
import type { AdjustQuota } from '@xingchuang/contracts';
import { allow, covers, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { neutralFacts, quotaGroupsInPieces, recommendable, takenPlace, type FactsFile, type QuotaGroup, type RouteStep, type Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, inTurns, UNITS, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { CampaignStore } from '../campaign/campaign-store.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore } from '../facts/facts-store.ts';

/** Places of a group, and the units that take them. */
export interface QuotaBoardGroup extends Omit<QuotaGroup, 'standings'> {
  /** Those of them that the seat may see, and how many there are in all. */
  readonly used: readonly KnownUnit[];
  readonly usedCount: number;
  readonly groupName: string;
  readonly standings: readonly UnitStanding[];
}

/** One unit of a group with its candidacy; `taken` is the level for which it took a place. */
export interface UnitStanding extends Omit<QuotaGroup['standings'][number], 'unit'> {
  readonly unit: KnownUnit;
  readonly candidacy: Candidacy;
  readonly taken: string | null;
  readonly incomplete: boolean;
}

/** Who may still be recommended: the places of each group, taken by those already recommended in the round. */
@Injectable()
export class QuotaService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly store: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
  ) {}

  /** Refuses with clause and numbers when one more unit is recommended than there are places. */
  async refuseBeyond(campaign: Campaign, programme: Programme, step: RouteStep, next: Candidacy): Promise<void> {
    await this.database.nextNumber(`places-${campaign.id}`); // two who take the last place at once meet here, and one of them looks again
    const all = await this.candidacies.ofCampaign(campaign.id);
    const { file, codes } = await this.#file(campaign, programme.scheme, all);
    const own = codes.get(next.id)!;
    const groups = await inTurns(quotaGroupsInPieces(programme.scheme, file));
    const membersOf = membersIn(programme.scheme, file, step.quota!);
    const group = groups.find(({ quota, candidates }) => quota === step.quota && candidates.includes(own))?.group ?? groups.find(({ group: key }) => membersOf(key).includes(own))?.group ?? '';
    const members = new Set(membersOf(group));
    const chosen = all.filter((one) => one.id !== next.id && takenPlace(programme.scheme, one, step.id, [next.level]) !== undefined).map(({ id }) => codes.get(id)!);
    recommendable(groups, { quota: step.quota!, group, level: next.level }, [...chosen.filter((code) => members.has(code)), own]);
  }

  /** The groups whose units a seat may see. */
  async board(campaignId: string, by: Actor): Promise<QuotaBoardGroup[]> {
    const campaign = await this.campaigns.get(campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const all = await this.candidacies.ofCampaign(campaignId);
    if (scheme.quotas.length === 0) return [];
    const { file, codes, incomplete } = await this.#file(campaign, scheme, all);
    const steps = new Map(scheme.process.flatMap(({ steps: each }) => each.flatMap((step) => (step.quota === undefined ? [] : [[step.quota, step.id] as const]))));
    const units = await this.units.byIds(all.map(({ unitId }) => unitId));
    const shown = new Set(all.filter((one) => covers(by, 'candidacy.read', one)).map(({ id }) => codes.get(id)!));
    const byCode = new Map(all.map((one) => [codes.get(one.id)!, one]));
    const groups: QuotaBoardGroup[] = [];
    const members = new Map(scheme.quotas.map(({ id }) => [id, membersIn(scheme, file, id)]));
    for (const group of await inTurns(quotaGroupsInPieces(scheme, file))) {
      const here = new Set(members.get(group.quota)!(group.group));
      if (![...here].some((code) => shown.has(code))) continue;
      const levels = group.places.map(({ level }) => level);
      const standings = group.standings.flatMap(({ unit: code, ...standing }): UnitStanding[] => {
        const candidacy = byCode.get(code)!;
        if (!shown.has(code)) return [];
        const taken = takenPlace(scheme, candidacy, steps.get(group.quota), levels) ?? null;
        return [{ ...standing, unit: units.get(candidacy.unitId)!, candidacy, taken, incomplete: incomplete.has(candidacy.id) }];
      });
      const used = all.filter((one) => here.has(codes.get(one.id)!) && takenPlace(scheme, one, steps.get(group.quota), levels) !== undefined);
      groups.push({ ...group, candidates: group.candidates.filter((code) => shown.has(code)), groupName: (await this.units.find(group.group))?.name ?? group.group, standings, used: used.filter(({ id }) => shown.has(codes.get(id)!)).map(({ unitId }) => units.get(unitId)!), usedCount: used.length });
    }
    return groups;
  }

  /** Other shares or counts for this round, by the body that the scheme names, with its reason. */
  async adjust(campaignId: string, { reason, quota: id, ...set }: AdjustQuota, by: Actor): Promise<Campaign> {
    return this.database.transaction(async () => {
      const was = await this.campaigns.running(campaignId);
      allow(by, 'quota.adjust', await this.#reach(was, by));
      const { scheme } = await this.campaigns.programme(was);
      const quota = scheme.quotas.find((one) => one.id === id);
      if (!quota) throw new Refusal('missing', 'quota.unknown', { quota: id, known: scheme.quotas.map((one) => one.id) }, 'quota');
      if (quota.adjust?.by !== by.unitKind) {
        const body = quota.adjust?.by ?? '';
        throw new Refusal('forbidden', 'quota.not-competent', { clause: quota.id, zh: quota.zh, body, bodyName: scheme.kinds[body]?.zh ?? '—', source: quota.source ?? quota.basis ?? '' });
      }
      const change = { quota: id, ...(set.group === undefined ? {} : { group: set.group }), ...(set.shares ? { shares: set.shares } : {}), ...(set.counts ? { counts: set.counts } : {}), reason };
      const others = (was.quotas ?? []).filter((one) => one.quota !== id || one.group !== change.group);
      const entry = { ...change, by: { personId: by.personId, role: by.role, unitId: by.unitId }, at: this.clock.now().toISOString() };
      const next = { ...was, quotas: [...others, entry] };
      await inTurns(quotaGroupsInPieces(scheme, (await this.#file(next, scheme, await this.candidacies.ofCampaign(was.id))).file)); // refuses shares that cannot be
      return this.store.save(next);
    });
  }

  /** A body that sets places governs the whole round, or stands below the node of the round itself. */
  async #reach(campaign: Campaign, by: Actor): Promise<Place> {
    if (campaign.path.includes(by.jurisdictionId)) return campaign;
    const place = await this.units.place(by.unitId);
    if (!place.path.includes(campaign.nodeId)) throw new Refusal('missing', 'thing.missing');
    return place;
  }

  /** All units of a round. Of those without complete facts only that they are there counts: the rest is put neutral, and nobody recommends them unseen. */
  async #file(campaign: Campaign, scheme: Scheme, all: readonly Candidacy[]): Promise<{ file: FactsFile; codes: ReadonlyMap<string, string>; incomplete: ReadonlySet<string> }> {
    const sheets = await this.sheets.byIds(all.map(({ id }) => id));
    const neutral = neutralFacts(scheme, campaign.window.from);
    const given = all.map(({ id, unitId }) => {
      const sheet = sheets.get(id);
      return { unitId, facts: { ...neutral, ...Object.fromEntries(Object.entries(sheet?.facts ?? {}).filter(([, value]) => value !== null)) }, refs: {}, excluded: sheet?.excluded };
    });
    const file = await this.facts.fileOf(campaign, given);
    const needed = Object.keys(neutral);
    const incomplete = all.filter(({ id }) => needed.some((name) => (sheets.get(id)?.facts[name] ?? null) === null)).map(({ id }) => id);
    return { file, codes: new Map(all.map(({ id }, i) => [id, file.units[i]!.unit])), incomplete: new Set(incomplete) };
  }
}

/** Codes by group: units with the same words in what the population is grouped by. */
function membersIn(scheme: Scheme, file: FactsFile, quota: string): (group: string) => readonly string[] {
  const by = scheme.populations[scheme.quotas.find(({ id }) => id === quota)!.population]!.by ?? [];
  const wordOf = (unit: FactsFile['units'][number], name: string): string => String((name === 'parent' ? unit.parent : name === 'kind' ? unit.kind : unit.facts[name]) ?? '');
  const groups = Map.groupBy(file.units, (unit) => by.map((name) => wordOf(unit, name)).join(' / '));
  return (group) => groups.get(group)?.map(({ unit }) => unit) ?? [];
}
