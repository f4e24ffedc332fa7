import { Inject, Injectable } from '@nestjs/common';
import type { CandidacyQuery, Declare, DeclarationDraft, Judge, SendBack, Verify } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { declarable, decide, explain, type Decision } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { Bodies } from '../bodies.ts';
import { canStillDeclare, type Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { digestOf } from '../digest.ts';
import { FactsService } from '../facts/facts-service.ts';
import { FactsStore, type FactSheet } from '../facts/facts-store.ts';
import type { Candidacy, Computed, Moment } from './candidacy.ts';
import { declare, isVoided, judge, refuseOutside, saveDraft, sendBack, verify, withdraw } from './candidacy-rule.ts';
import { CandidacyStore, PAGE } from './candidacy-store.ts';
import { DecisionStore, type StoredDecision } from './decision-store.ts';
import { Outcome } from './outcome.ts';
import type { Judgement, Programme } from './programme.ts';

interface Loaded {
  readonly was: Candidacy;
  readonly campaign: Campaign;
  readonly programme: Programme;
  readonly moment: Moment;
}

/** Leads a candidacy through the bodies that the scheme names. Every command loads, asks the rule and saves inside one transaction. */
@Injectable()
export class CandidacyService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(FactsService) readonly facts: FactsService,
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(DecisionStore) readonly decisions: DecisionStore,
    @Inject(Outcome) readonly outcome: Outcome,
  ) {}

  async get(id: string, by: Actor): Promise<Candidacy> {
    const candidacy = await this.candidacies.get(id);
    allow(by, 'candidacy.read', candidacy);
    return candidacy;
  }

  async list(query: CandidacyQuery, by: Actor): Promise<{ items: Candidacy[]; nextPageToken?: string }> {
    const scope = await within(by, 'candidacy.read', query.unitId, this.units);
    const found = await this.candidacies.page(scope, query, query.filed && by.unitId);
    const items = found.slice(0, PAGE);
    return { items, ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  saveDraft(id: string, { version, ...draft }: DeclarationDraft, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.declare', by, async ({ was, campaign, programme, moment }) => {
      if (version !== undefined && version !== was.version) throw new Refusal('stale', 'thing.stale', { version: was.version }, 'version');
      await this.#refuseUndeclarable(was, campaign, programme, draft.level, moment);
      return saveDraft(was, programme, draft, by, moment);
    });
  }

  declare(id: string, given: Declare, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.declare', by, async ({ was, campaign, programme, moment }) => {
      await this.#refuseUndeclarable(was, campaign, programme, given.level, moment);
      return declare(was, programme, given, by, moment);
    });
  }

  withdraw(id: string, reason: string, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.declare', by, async ({ was, programme, moment }) => withdraw(was, programme, reason, by, moment));
  }

  /** A body proposes, recommends, nominates or decides. */
  judge(id: string, act: Judgement, given: Judge, by: Actor): Promise<Candidacy> {
    return this.#command(id, act === 'propose' ? 'level.review' : 'level.decide', by, async (loaded) => {
      const { was, campaign, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const { computed: now, stored } = await this.#compute(was, campaign, moment);
      const filedWith = await this.#filing(loaded, given.level ?? was.level);
      const next = judge(was, programme, { ...given, act, now, filedWith, canStillDeclare: canStillDeclare(campaign, moment.day) }, by, moment);
      if (next.computed?.decisionId === now.decisionId) await this.decisions.insert(stored);
      return next.state === 'decided' ? this.outcome.decided(next, programme, by, moment) : next;
    });
  }

  verify(id: string, given: Verify, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.review', by, async (loaded) => {
      const { was, campaign, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const { computed: now } = await this.#compute(was, campaign, moment);
      return verify(was, programme, { ...given, now }, by, moment);
    });
  }

  sendBack(id: string, given: SendBack, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.return', by, async (loaded) => {
      const { was, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const voided = isVoided(was, (await this.sheets.find(was.id))?.digest ?? '');
      return sendBack(was, programme, { ...given, voided }, by, moment);
    });
  }

  /** The decision that the bodies had before them, else what the rules give for the facts as they are now. */
  async decision(id: string, by: Actor): Promise<{ was: Candidacy; campaign: Campaign; stored: boolean; record: StoredDecision; text: string }> {
    const was = await this.get(id, by);
    const campaign = await this.campaigns.get(was.campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const kept = was.computed ? await this.decisions.latest(id) : undefined;
    const record = kept ?? (await this.#compute(was, campaign, this.#now())).stored;
    return { was, campaign, stored: kept !== undefined, record, text: explain(scheme, record.decision) };
  }

  async #command(id: string, action: Action, by: Actor, change: (loaded: Loaded) => Promise<Candidacy>): Promise<Candidacy> {
    return this.database.transaction(async () => {
      const was = await this.candidacies.get(id);
      allow(by, action, was);
      const campaign = await this.campaigns.get(was.campaignId);
      const programme = await this.campaigns.programme(campaign);
      return this.candidacies.save(await change({ was, campaign, programme, moment: this.#now() }));
    });
  }

  #now(): Moment {
    return { at: this.clock.now().toISOString(), day: this.clock.today() };
  }

  /** Outside the window, or above a cap that the facts known so far let fire (S0 L117). */
  async #refuseUndeclarable(was: Candidacy, campaign: Campaign, { scheme, parameters }: Programme, level: string, { day }: Moment): Promise<void> {
    refuseOutside(was, campaign.declaring, day);
    const sheet = await this.sheets.find(was.id);
    const { code } = await this.units.get(was.unitId);
    declarable(scheme, { unit: code, facts: sheet?.facts ?? {}, window: campaign.window, parameters }, level);
  }

  /** A seat of the right kind at another bureau has no say: the body must be the one that governs this unit. */
  async #refuseOtherBody({ was, programme }: Loaded, by: Actor): Promise<void> {
    const body = await this.bodies.over(programme.scheme, await this.units.get(was.unitId), by.unitKind);
    if (body?.id !== by.unitId) throw new Refusal('forbidden', 'body.not-over-unit', { kind: by.unitKind });
  }

  async #filing({ was, programme }: Loaded, level: string): Promise<string> {
    const files = programme.rank(level) < 0 ? null : programme.competence(level).files;
    if (files === null) return '';
    return (await this.bodies.over(programme.scheme, await this.units.get(was.unitId), files))?.id ?? '';
  }

  async #compute(was: Candidacy, campaign: Campaign, { at }: Moment): Promise<{ computed: Computed; stored: StoredDecision }> {
    const { scheme } = await this.campaigns.programme(campaign);
    const sheet: FactSheet = await this.sheets.get(was.id);
    const decision: Decision = decide(scheme, await this.facts.file(campaign, sheet))[0]!;
    const { version: factsVersion, digest: factsDigest } = sheet;
    const explanationDigest = digestOf(decision);
    const decisionId = newId();
    const unmet = decision.missing?.clauses.map(({ clause }) => clause) ?? [];
    const { level, stars, vetoes, caps } = decision;
    return {
      computed: { decisionId, level, stars, vetoes, caps, unmet, factsVersion, factsDigest, explanationDigest },
      stored: { id: decisionId, candidacyId: was.id, factsVersion, factsDigest, explanationDigest, decision, at },
    };
  }
}
