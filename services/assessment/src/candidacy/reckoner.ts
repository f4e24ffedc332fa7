import { Inject, Injectable } from '@nestjs/common';
import { decideInPieces, type Decision, type FactsFile, type Scheme, type UnitFacts } from '@xingchuang/schemes';
import { inTurns, newId } from '@xingchuang/server';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { digestOf, sha256 } from '../digest.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore, type FactSheet } from '../facts/facts-store.ts';
import type { Candidacy, Computed } from './candidacy.ts';
import { DecisionStore, type Basis, type ReckonedRound, type ReckonedUnit, type StoredDecision } from './decision-store.ts';

interface Round {
  readonly digest: string;
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Kept when a decision that rests on it is. */
  readonly reckoned: ReckonedRound;
  readonly before: ReckonedRound | undefined;
}
interface Reckoned {
  readonly decision: Decision;
  readonly basis: Basis;
  readonly round?: Round;
}
/** Rounds whose units are compared: kept as long as no fact of theirs changes. */
const MOST_ROUNDS = 4;

/** What the rules give for a unit; where units are compared, for all of its round at once. */
@Injectable()
export class Reckoner {
  readonly #rounds = new Map<string, Round>();
  /** By the digest of the round that is being decided. */
  readonly #underWay = new Map<string, Promise<ReadonlyMap<string, Decision>>>();
  /** What is kept with a decision, while it is not. */
  readonly #roundOf = new WeakMap<StoredDecision, Round>();

  constructor(
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(DecisionStore) readonly stored: DecisionStore,
  ) {}

  async compute(was: Candidacy, campaign: Campaign, at: string): Promise<{ computed: Computed; stored: StoredDecision }> {
    const programme = await this.campaigns.programme(campaign);
    const sheet = await this.sheets.get(was.id);
    const { decision, basis, round } = programme.comparesUnits ? await this.#among(campaign, sheet) : await this.#alone(campaign, sheet);
    const { version: factsVersion, digest: factsDigest } = sheet;
    const explanationDigest = digestOf(decision);
    const decisionId = newId();
    const unmet = decision.missing?.clauses.map(({ clause }) => clause) ?? [];
    const { level, stars, vetoes, caps } = decision;
    const among = programme.comparesUnits ? { amongDigest: explanationDigest } : {};
    const stored: StoredDecision = { id: decisionId, candidacyId: was.id, factsVersion, factsDigest, explanationDigest, basis, decision, at };
    if (round) this.#roundOf.set(stored, round);
    return { computed: { decisionId, level, stars, vetoes, caps, unmet, factsVersion, factsDigest, explanationDigest, ...among }, stored };
  }

  /** Keeps a decision, with the round that it was reckoned among. */
  async keep(decision: StoredDecision): Promise<void> {
    const round = this.#roundOf.get(decision);
    if (round) await this.#keepRound(round);
    await this.stored.insert(decision);
  }

  /** Keeps the round as it stands for a decision that looks at other days than the rest of it; its id. */
  async keepApart(campaign: Campaign): Promise<string> {
    const round = await this.#round(campaign);
    await this.#keepRound(round);
    const apart = { ...round.reckoned, id: newId(), base: round.reckoned.id, units: [] };
    return (await this.stored.insertRound(apart)).id;
  }

  async #keepRound({ reckoned, before }: Round): Promise<void> {
    if (await this.stored.hasRound(reckoned.id)) return;
    await this.stored.insertRound(before && (await this.stored.hasRound(before.id)) ? changes(before, reckoned) : reckoned);
  }

  /** The decisions of all units of a round that have facts, by candidacy id. Refuses `facts.invalid` with the units whose facts are not complete. */
  async round(campaign: Campaign): Promise<ReadonlyMap<string, Decision>> {
    return (await this.#round(campaign)).decisions;
  }

  async #round(campaign: Campaign): Promise<Round> {
    const heads = await this.sheets.headsOf(campaign.id);
    const digest = sha256(JSON.stringify([campaign.id, campaign.version, heads.map(({ id, digest: own }) => [id, own])]));
    const known = this.#rounds.get(campaign.id);
    if (known?.digest === digest) return known;
    const { scheme } = await this.campaigns.programme(campaign);
    const sheets = await this.sheets.ofCampaign(campaign.id);
    const file = await this.facts.fileOf(campaign, sheets);
    const byCode = await this.#decided(digest, scheme, file);
    const decisions = new Map(sheets.map(({ id }, i) => [id, byCode.get(file.units[i]!.unit)!]));
    const units = sheets.map(({ id, version }, i): ReckonedUnit => ({ candidacyId: id, version, ...placeOf(file.units[i]!) }));
    const reckoned = { id: newId(), campaignId: campaign.id, base: '', units, quotas: file.quotas ?? [] };
    const before = known && (await this.stored.hasRound(known.reckoned.id)) ? known.reckoned : known?.before;
    const round = { digest, decisions, reckoned, before };
    this.#rounds.delete(campaign.id);
    this.#rounds.set(campaign.id, round);
    if (this.#rounds.size > MOST_ROUNDS) this.#rounds.delete(this.#rounds.keys().next().value!);
    return round;
  }

  /** Those who ask while the same facts are being decided wait for the same decisions. */
  #decided(digest: string, scheme: Scheme, file: FactsFile): Promise<ReadonlyMap<string, Decision>> {
    const known = this.#underWay.get(digest);
    if (known) return known;
    const found = inTurns(decideInPieces(scheme, file)).then((decisions) => new Map(decisions.map((decision) => [decision.unit, decision])));
    this.#underWay.set(digest, found);
    return found.finally(() => this.#underWay.delete(digest));
  }

  async #among(campaign: Campaign, { id }: FactSheet): Promise<Reckoned> {
    const round = await this.#round(campaign);
    return { decision: round.decisions.get(id)!, basis: { schemeVersion: campaign.schemeVersion, window: campaign.window, round: round.reckoned.id }, round };
  }

  async #alone(campaign: Campaign, sheet: FactSheet): Promise<Reckoned> {
    const { scheme } = await this.campaigns.programme(campaign);
    const file = await this.facts.file(campaign, sheet);
    return { decision: (await inTurns(decideInPieces(scheme, file)))[0]!, basis: { schemeVersion: campaign.schemeVersion, window: campaign.window, ...placeOf(file.units[0]!) } };
  }
}

/** What a scheme tells units apart by, besides their facts. */
export const placeOf = ({ kind, parent }: UnitFacts): Pick<Basis, 'kind' | 'parent'> => ({ ...(kind === undefined ? {} : { kind }), ...(parent === undefined ? {} : { parent }) });

/** What a round has otherwise than the one before it. */
function changes(before: ReckonedRound, { units, ...round }: ReckonedRound): ReckonedRound {
  const known = new Map(before.units.map((unit) => [unit.candidacyId, unit]));
  const isSame = (one: ReckonedUnit, other: ReckonedUnit | undefined): boolean => other?.version === one.version && other.kind === one.kind && other.parent === one.parent;
  const left = new Set(units.map(({ candidacyId }) => candidacyId));
  const gone = before.units.filter(({ candidacyId }) => !left.has(candidacyId)).map(({ candidacyId }) => ({ candidacyId, version: 0 }));
  return { ...round, base: before.id, units: [...units.filter((unit) => !isSame(unit, known.get(unit.candidacyId))), ...gone] };
}
