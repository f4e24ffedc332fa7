import { Inject, Injectable } from '@nestjs/common';
import type { MoveCampaign } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { changesBetween, outcomesInPieces, type Scheme, type SchemeChange } from '@xingchuang/schemes';
import { CLOCK, DATABASE, inTurns, UNITS, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { movedTo } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { Programme } from '../candidacy/programme.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore, type FactSheet } from '../facts/facts-store.ts';
import { SchemeService } from '../scheme/scheme-service.ts';
import { settingsOf, type Campaign } from './campaign-rule.ts';
import { CampaignService } from './campaign-service.ts';
import { CampaignStore } from './campaign-store.ts';

/** What a newer version would change for the units of a round. */
export interface MovePlan {
  readonly campaign: Campaign;
  readonly clauses: readonly SchemeChange[];
  readonly levels: readonly { readonly unit: KnownUnit; readonly from: string; readonly to: string }[];
  /** Units whose facts are not complete under the newer version. */
  readonly incomplete: readonly KnownUnit[];
}

/** A round keeps its version; moving it to a newer one is a choice, with the list of what would change. */
@Injectable()
export class MoveService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SchemeService) readonly schemes: SchemeService,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CampaignStore) readonly store: CampaignStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
  ) {}

  /** Without `confirm` only the list. Once a level is decided the round stays with the version it was decided by. */
  async move(id: string, { version, parameters, confirm }: MoveCampaign, by: Actor): Promise<MovePlan> {
    return this.database.transaction(async () => {
      const was = await this.campaigns.running(id);
      allow(by, 'campaign.open', was);
      if (version <= was.schemeVersion) throw new Refusal('invalid', 'campaign.version-older', { version, now: was.schemeVersion }, 'version');
      const scheme = await this.schemes.get(was.schemeId, version);
      const kept = Object.fromEntries(Object.entries({ ...was.parameters, ...parameters }).filter(([name]) => Object.hasOwn(scheme.parameters, name)));
      const moves = [...(was.moves ?? []), { at: this.clock.now().toISOString(), version: was.schemeVersion, parameters: was.parameters }];
      const next: Campaign = { ...was, schemeVersion: version, parameters: settingsOf(scheme, kept), moves };
      const plan = await this.#plan(was, next, scheme);
      if (!confirm) return plan;
      const all = await this.candidacies.ofCampaign(id);
      const decided = all.filter(({ state }) => state === 'decided' || state === 'settled').length;
      if (decided > 0) throw new Refusal('conflict', 'campaign.decided', { decided });
      const programme = new Programme(scheme, next.parameters);
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      for (const candidacy of all) await this.candidacies.save(movedTo(candidacy, programme, by, moment));
      return { ...plan, campaign: await this.store.save(next) };
    });
  }

  async #plan(was: Campaign, next: Campaign, scheme: Scheme): Promise<MovePlan> {
    const old = (await this.campaigns.programme(was)).scheme;
    const sheets = await this.sheets.ofCampaign(was.id);
    const units = await this.units.byIds(sheets.map(({ unitId }) => unitId));
    const [before, after] = [await this.#levels(was, old, sheets), await this.#levels(next, scheme, sheets)];
    const levels: MovePlan['levels'][number][] = [];
    const incomplete: KnownUnit[] = [];
    for (const { unitId } of sheets) {
      const unit = units.get(unitId)!;
      const [from, to] = [before.get(unit.code), after.get(unit.code)];
      if (to === undefined) incomplete.push(unit);
      else if (from !== undefined && from !== to) levels.push({ unit, from, to });
    }
    return { campaign: was, clauses: changesBetween(old, scheme), levels, incomplete };
  }

  /** What the rules give for the units whose facts are complete, by code: of all at once, as they may be compared. */
  async #levels(campaign: Campaign, scheme: Scheme, sheets: readonly FactSheet[]): Promise<ReadonlyMap<string, string>> {
    const isKnown = ([name, value]: readonly [string, unknown]): boolean => value !== null && Object.hasOwn(scheme.facts, name);
    const { file } = await this.facts.completeOf(campaign, sheets.map((sheet) => ({ ...sheet, facts: Object.fromEntries(Object.entries(sheet.facts).filter(isKnown)) })));
    return new Map(file ? (await inTurns(outcomesInPieces(scheme, file))).map(({ unit, level }) => [unit, level]) : []);
  }
}
