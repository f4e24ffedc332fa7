import { Inject, Injectable } from '@nestjs/common';
import { LevelLoweredSchema, type Adjust, type AdjustmentQuery, type RungFailed } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { adjustInPieces, decideInPieces, factsAfter, parseFactsInPieces, settle, type FactsFile, type UnitFacts } from '@xingchuang/schemes';
import { CLOCK, DATABASE, inTurns, newId, STEPS, UNITS, within, type Clock, type Database, type StepLog, type UnitDirectory } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { lower, takeAway } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import { DecisionStore, type Basis } from '../candidacy/decision-store.ts';
import { placeOf, Reckoner } from '../candidacy/reckoner.ts';
import { digestOf } from '../digest.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore, type FactSheet } from '../facts/facts-store.ts';
import { BY_EVENT } from '../candidacy/outcome.ts';
import type { Programme } from '../candidacy/programme.ts';
import { AdjustmentStore, PAGE, type Adjustment } from './adjustment-store.ts';

/** Levels during the year: down at once, up only with the next evaluation, every change in the ledger (S0 L135). */
@Injectable()
export class AdjustmentService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(DecisionStore) readonly decisions: DecisionStore,
    @Inject(Reckoner) readonly reckoner: Reckoner,
    @Inject(AdjustmentStore) readonly adjustments: AdjustmentStore,
  ) {}

  async adjust(id: string, { on, facts, refs, reason }: Adjust, by: Actor): Promise<Adjustment> {
    return this.database.transaction(async () => {
      const was = await this.candidacies.get(id);
      allow(by, 'level.adjust', was);
      if (was.state !== 'settled') throw new Refusal('conflict', 'adjustment.not-settled', { state: was.state });
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      if (on > moment.day || on < was.settled!.on) throw new Refusal('invalid', 'adjustment.day', { from: was.settled!.on, today: moment.day }, 'on');
      const campaign = await this.campaigns.get(was.campaignId);
      const programme = await this.campaigns.programme(campaign);
      const { scheme } = programme;
      const sheet = await this.sheets.get(id);
      const { file, known } = await this.#known(campaign, programme, sheet);
      const { unit } = known;

      const result = await inTurns(adjustInPieces(scheme, { was: { unit, level: was.level, stars: was.computed?.stars ?? [] }, file, event: { on, facts } }));
      const { later } = result;
      const isLowered = result.to !== result.from || result.lost.length > 0;
      if (!isLowered && !later) throw new Refusal('conflict', 'adjustment.no-effect', { level: was.level });
      const line: Adjustment = {
        id: newId(), version: 1, campaignId: was.campaignId, candidacyId: id, unitId: was.unitId, path: was.path, from: result.from, to: result.to, on,
        clause: isLowered ? result.rule.id : later!.rule.id, failed: isLowered ? result.reasons.map(({ clause }) => clause) : [], lost: result.lost,
        ...(later ? { later: { clause: later.rule.id, level: later.level, won: later.won, facts } } : {}), reason, at: moment.at,
        by: { personId: by.personId, role: by.role, unitId: by.unitId },
      };
      if (!isLowered) return this.adjustments.insert(line); // level and facts stay as they were decided

      const window = { from: campaign.window.from, to: on > campaign.window.to ? on : campaign.window.to };
      const changed = { ...known, facts: factsAfter(sheet.facts, facts), refs: joined(sheet.refs, refs) };
      const now = await inTurns(parseFactsInPieces(scheme, { ...file, window, units: file.units.map((one) => (one === known ? changed : one)) }));
      const { facts: after, refs: behind = {} } = unitOf(now.units, unit);
      const origins = { ...sheet.origins, ...Object.fromEntries(Object.keys(facts).map((name) => [name, { how: 'entered' as const }])) };
      const kept = await this.facts.keep(was, sheet, { facts: after, refs: behind, origins }, reason, by, true);
      const decision = unitOf(await inTurns(decideInPieces(scheme, now)), unit);
      const explanationDigest = digestOf(decision);
      const { version: factsVersion, digest: factsDigest } = kept;
      const decisionId = newId();
      const basis: Basis = { schemeVersion: campaign.schemeVersion, window, ...(programme.comparesUnits ? { round: await this.reckoner.keepApart(campaign) } : placeOf(known)) };
      await this.decisions.insert({ id: decisionId, candidacyId: id, factsVersion, factsDigest, explanationDigest, basis, decision, at: moment.at });
      const computed = {
        decisionId, level: result.to, stars: result.stars, vetoes: decision.vetoes, caps: decision.caps, unmet: decision.missing?.clauses.map(({ clause }) => clause) ?? [],
        factsVersion, factsDigest, explanationDigest,
      };
      await this.candidacies.save(lower(was, programme, computed, { clause: result.rule.id, reason }, by, moment));
      if (result.to !== result.from) await this.#tell(was, result.from, result.to, on, result.reasons[0]?.clause ?? result.rule.id, result.stars);
      return this.adjustments.insert(line);
    });
  }

  /** A limit was missed whose rung says which level is left then: the level is lowered, with a line in the ledger (S3 L32). */
  async rungFailed({ campaignId, schemeId, unitId, rung, failedOn, effectiveOn }: RungFailed): Promise<void> {
    await this.database.transaction(async () => {
      const was = await (campaignId === '' ? this.#latest(schemeId, unitId) : this.candidacies.ofUnit(campaignId, unitId));
      if (was?.state !== 'settled') return; // it holds nothing that could be taken, or is being decided anew
      const programme = await this.campaigns.programme(await this.campaigns.get(was.campaignId));
      const { scheme, parameters } = programme;
      const failed = scheme.ladder?.rungs.find(({ id }) => id === rung)?.failed;
      const to = failed?.level === undefined ? was.level : settle(scheme, failed.level, parameters);
      if (programme.rank(to) >= programme.rank(was.level)) return;
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      await this.candidacies.save(takeAway(was, programme, { clause: rung, level: to, reason: failed!.zh }, BY_EVENT, moment));
      await this.#tell(was, was.level, to, effectiveOn || failedOn, rung, []);
      const text = `${programme.levelName(was.level)}→${programme.levelName(to)}`;
      await this.steps.add([{ day: effectiveOn || failedOn, what: 'level-lowered', kind: 'candidacy', objectId: was.id, unitId, path: was.path, text, clause: failed!.source ?? failed!.basis ?? rung }]);
      await this.adjustments.insert({
        id: newId(), version: 1, campaignId: was.campaignId, candidacyId: was.id, unitId, path: was.path, from: was.level, to, on: effectiveOn || failedOn, clause: rung, failed: [rung], lost: [],
        reason: failed!.zh, at: moment.at, by: { personId: BY_EVENT.personId, role: BY_EVENT.role, unitId: BY_EVENT.unitId },
      });
    });
  }

  /** The facts that a unit is decided on: of its whole round where units are compared. */
  async #known(campaign: Campaign, { comparesUnits }: Programme, sheet: FactSheet): Promise<{ file: FactsFile; known: UnitFacts }> {
    const sheets = comparesUnits ? await this.sheets.ofCampaign(campaign.id) : [sheet];
    const file = await this.facts.fileOf(campaign, sheets);
    return { file, known: file.units[sheets.findIndex(({ id }) => id === sheet.id)]! };
  }

  /** The round in which a unit won the level it holds now. */
  async #latest(schemeId: string, unitId: string): Promise<Candidacy | undefined> {
    const rounds = await this.campaigns.campaigns.ofScheme(schemeId);
    const settled = await this.candidacies.settledIn(rounds.map(({ id }) => id), [unitId]);
    const last = settled.sort((a, b) => (a.settled!.on < b.settled!.on ? -1 : 1)).at(-1);
    return last && this.candidacies.get(last.id);
  }

  async list({ campaignId, unitId, pageToken }: AdjustmentQuery, by: Actor): Promise<{ items: Adjustment[]; nextPageToken?: string }> {
    const found = await this.adjustments.page(await within(by, 'candidacy.read', unitId, this.units), campaignId, pageToken);
    const items = found.slice(0, PAGE);
    return { items, ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  #tell({ id, campaignId, unitId }: Candidacy, from: string, to: string, loweredOn: string, clause: string, stars: readonly string[]): Promise<void> {
    return this.database.emit(LevelLoweredSchema, id, { campaignId, unitId, from, to, loweredOn, clause, stars: [...stars] });
  }
}

const unitOf = <T extends { readonly unit: string }>(all: readonly T[], unit: string): T => all.find((one) => one.unit === unit)!;

type Refs = Readonly<Record<string, readonly string[]>>;
const joined = (known: Refs, added: Refs = {}): Refs =>
  Object.fromEntries([...new Set([...Object.keys(known), ...Object.keys(added)])].map((name) => [name, [...new Set([...(known[name] ?? []), ...(added[name] ?? [])])]]));
