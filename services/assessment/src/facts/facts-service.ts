import { Inject, Injectable } from '@nestjs/common';
import type { FactsEnter, FactsImport } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { parseFacts, type FactsFile } from '@xingchuang/schemes';
import { CLOCK, DATABASE, UNITS, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { digestOf } from '../digest.ts';
import { FactsStore, type FactSheet, type FactVersion } from './facts-store.ts';

/** The facts by which the rules decide: entered or imported, every version kept with who entered it. */
@Injectable()
export class FactsService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsStore) readonly facts: FactsStore,
  ) {}

  async enter(campaignId: string, unitId: string, input: FactsEnter, by: Actor): Promise<FactSheet> {
    const campaign = await this.campaigns.get(campaignId);
    return this.database.transaction(async () => {
      const candidacy = await this.#candidacy(campaignId, unitId);
      const { code } = await this.units.get(unitId);
      allow(by, 'fact.enter', candidacy);
      const [unit] = (await this.#checked(campaign, [{ unit: code, facts: input.facts, ...(input.refs ? { refs: input.refs } : {}) }])).units;
      const was = await this.facts.find(candidacy.id);
      if ((was?.version ?? 0) !== input.version) throw new Refusal('stale', 'thing.stale', { version: was?.version ?? 0 }, 'version');
      return this.keep(candidacy, was, unit!, input.note ?? '', by);
    });
  }

  /** Takes a whole file or nothing; what is wrong is named by unit code and field. */
  async import(campaignId: string, input: FactsImport, by: Actor): Promise<number> {
    const campaign = await this.campaigns.get(campaignId);
    const checked = await this.#checked(campaign, input.units);
    return this.database.transaction(async () => {
      const all = await this.candidacies.ofCampaign(campaignId, { path: by.jurisdictionId });
      const units = await this.units.byIds(all.map(({ unitId }) => unitId));
      const byCode = new Map(all.map((candidacy) => [units.get(candidacy.unitId)?.code, candidacy]));
      const unknown = checked.units.filter(({ unit }) => !byCode.has(unit)).map(({ unit }) => unit);
      if (unknown.length > 0) throw new Refusal('invalid', 'facts.unknown-units', { units: unknown }, `units[${input.units.findIndex(({ unit }) => unit === unknown[0])}].unit`);
      for (const unit of checked.units) {
        const candidacy = byCode.get(unit.unit)!;
        allow(by, 'fact.enter', candidacy);
        await this.keep(candidacy, await this.facts.find(candidacy.id), unit, input.note ?? '', by);
      }
      return checked.units.length;
    });
  }

  async get(campaignId: string, unitId: string, by: Actor): Promise<FactSheet> {
    const candidacy = await this.#readable(campaignId, unitId, by);
    return this.facts.get(candidacy.id);
  }

  async history(campaignId: string, unitId: string, by: Actor): Promise<FactVersion[]> {
    const candidacy = await this.#readable(campaignId, unitId, by);
    return this.facts.history(candidacy.id);
  }

  /** Saves checked facts as the next version. What a decision rests on stays: after it only an adjustment changes facts. */
  async keep(candidacy: Candidacy, was: FactSheet | undefined, checked: FactsFile['units'][number], note: string, by: Actor, isAdjustment = false): Promise<FactSheet> {
    if (!isAdjustment && (candidacy.state === 'decided' || candidacy.state === 'settled')) throw new Refusal('conflict', 'facts.locked', { state: candidacy.state });
    const { facts, refs = {} } = checked;
    const { id, campaignId, unitId } = candidacy;
    return this.facts.save({
      id, version: was?.version ?? 0, campaignId, unitId, facts, refs, digest: digestOf({ facts, refs }), enteredAt: this.clock.now().toISOString(),
      enteredBy: { personId: by.personId, role: by.role, unitId: by.unitId }, note,
    });
  }

  /** The checked facts of one unit with the window and parameters of its campaign, as the rules take them. */
  async file(campaign: Campaign, { unitId, facts, refs }: FactSheet): Promise<FactsFile> {
    return this.#checked(campaign, [{ unit: (await this.units.get(unitId)).code, facts, refs }]);
  }

  async #checked(campaign: Campaign, units: readonly object[]): Promise<FactsFile> {
    const { scheme } = await this.campaigns.programme(campaign);
    return parseFacts(scheme, { window: campaign.window, parameters: campaign.parameters, units });
  }

  async #readable(campaignId: string, unitId: string, by: Actor): Promise<Candidacy> {
    const candidacy = await this.#candidacy(campaignId, unitId);
    allow(by, 'fact.read', candidacy);
    return candidacy;
  }

  async #candidacy(campaignId: string, unitId: string): Promise<Candidacy> {
    const found = await this.candidacies.ofUnit(campaignId, unitId);
    if (!found) throw new Refusal('missing', 'thing.missing'); // as for a unit out of scope
    return found;
  }
}
