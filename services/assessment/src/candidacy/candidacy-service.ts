import { Inject, Injectable } from '@nestjs/common';
import { day } from '@xingchuang/calendar';
import { wordsOf, type JudgedView } from '@xingchuang/contracts';
import type { CandidacyQuery, Declare, DeclarationDraft, HandOn, Judge, ReviewItems, SendBack, Verify } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { declarableInPieces, explain, type Act, type RouteStep } from '@xingchuang/schemes';
import { CLOCK, DATABASE, inTurns, UNITS, within, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { Bodies } from '../bodies.ts';
import { canStillDeclare, ratedKinds, type Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { ofTerm, refuseUntimely } from '../campaign/deadline-rule.ts';
import { FactsStore } from '../facts/facts-store.ts';
import { QuotaService } from '../quota/quota-service.ts';
import type { Candidacy, Moment } from './candidacy.ts';
import { confirmable, declare, handOn, isVoided, judge, refuseOutside, saveDraft, sendBack, takeBack, turns, verify, withdraw } from './candidacy-rule.ts';
import { CandidacyStore, PAGE } from './candidacy-store.ts';
import { refuseOtherContent } from './declaration-digest.ts';
import { DecisionStore, type StoredDecision } from './decision-store.ts';
import { reviewItems } from './item-rule.ts';
import { Outcome } from './outcome.ts';
import { ROLE_OF, type Judgement, type Programme } from './programme.ts';
import { Reckoner } from './reckoner.ts';
import { Submissions } from './submissions.ts';

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
    @Inject(FactsStore) readonly sheets: FactsStore,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(DecisionStore) readonly decisions: DecisionStore,
    @Inject(Reckoner) readonly reckoner: Reckoner,
    @Inject(QuotaService) readonly quotas: QuotaService,
    @Inject(Outcome) readonly outcome: Outcome,
    @Inject(Submissions) readonly submissions: Submissions,
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
      refuseOtherVersion(was, version);
      await this.#refuseUndeclarable(was, campaign, programme, draft.level, moment);
      return saveDraft(was, programme, draft, by, moment);
    });
  }

  declare(id: string, given: Declare, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.declare', by, async ({ was, campaign, programme, moment }) => {
      await this.#refuseUndeclarable(was, campaign, programme, given.level, moment);
      refuseOtherContent(given);
      const next = declare(was, programme, given, by, moment);
      await this.submissions.submit(next, [...new Set([...given.evidence, ...given.items.flatMap(({ evidence }) => evidence)])], moment);
      return next;
    });
  }

  withdraw(id: string, reason: string, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.declare', by, async ({ was, programme, moment }) => withdraw(was, programme, reason, by, moment));
  }

  /** A body takes back what it put last, as long as nobody acted on it. */
  takeBack(id: string, reason: string, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.return', by, async (loaded) => {
      await this.#refuseOtherBody(loaded, by);
      return takeBack(loaded.was, loaded.programme, reason, by, loaded.moment);
    });
  }

  /** A reviewer's findings on the items that the unit assessed itself; facts `from: {item: …}` are counted from them. */
  reviewItems(id: string, { items, version }: ReviewItems, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.review', by, async ({ was, programme, moment }) => {
      refuseOtherVersion(was, version);
      return reviewItems(was, programme, items, by, moment);
    });
  }

  /** A body proposes, recommends, nominates or decides. */
  judge(id: string, act: Judgement, given: Judge, by: Actor): Promise<Candidacy> {
    return this.#command(id, act === 'propose' ? 'level.review' : 'level.decide', by, async (loaded) => {
      const { was, campaign, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const { computed: now, stored } = await this.reckoner.compute(was, campaign, moment.at);
      const filedWith = await this.#filing(loaded, given.level ?? was.level);
      const next = judge(was, programme, { ...given, act, now, filedWith, canStillDeclare: canStillDeclare(campaign, moment.day) }, by, moment);
      const step = this.#refuseUntimely(loaded, act, next.level, by);
      if (step?.quota !== undefined && act === 'recommend') await this.quotas.refuseBeyond(campaign, programme, step, next);
      if (next.computed?.decisionId === now.decisionId) await this.reckoner.keep(stored);
      return next.state === 'decided' ? this.outcome.decided(next, programme, by, moment) : next;
    });
  }

  /** The same for many, one after the other, each with the level that the rules or the body before put. */
  async judgeAll(ids: readonly string[], act: Judgement, given: Pick<Judge, 'text' | 'methods'>, by: Actor): Promise<JudgedView> {
    const items: JudgedView['items'] = [];
    for (const candidacyId of new Set(ids)) {
      try {
        const { level } = await this.judge(candidacyId, act, { ...given, reason: '' }, by);
        items.push({ candidacyId, ok: true, level, code: '', zh: '', en: '' });
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind === 'stale') throw error; // a rule refuses before anything is written; a lost race undoes all
        items.push({ candidacyId, ok: false, level: '', code: error.code, ...wordsOf(error.code, error.facts) });
      }
    }
    return { done: items.filter(({ ok }) => ok).length, items };
  }

  verify(id: string, given: Verify, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.review', by, async (loaded) => {
      const { was, campaign, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const now = was.computed && (await this.reckoner.compute(was, campaign, moment.at)).computed;
      const next = verify(was, programme, { ...given, now }, by, moment);
      this.#refuseUntimely(loaded, 'verify', was.level, by);
      return given.level === undefined ? next : this.#handOn({ ...loaded, was: next }, { level: given.level, reason: given.text, now }, by);
    });
  }

  /** Hands the file on to the body that decides another level, with the opinion of the one that has it. */
  handOn(id: string, given: HandOn, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.return', by, async (loaded) => {
      const { was, campaign, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const now = was.computed && (await this.reckoner.compute(was, campaign, moment.at)).computed;
      return this.#handOn(loaded, { ...given, now }, by);
    });
  }

  sendBack(id: string, given: SendBack, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.return', by, async (loaded) => {
      const { was, programme, moment } = loaded;
      await this.#refuseOtherBody(loaded, by);
      const voided = isVoided(was, (await this.sheets.find(was.id))?.digest ?? '');
      const step = turns(programme, was, voided).find((one) => programme.acts(one, by, was) && ROLE_OF[one.act] === by.role);
      return sendBack(was, programme, { reason: given.reason, voided, ...cureOf(programme, step, given.until, moment) }, by, moment);
    });
  }

  /** A body confirms a level that needs no notice, such as a naming. */
  confirm(id: string, by: Actor): Promise<Candidacy> {
    return this.#command(id, 'level.confirm', by, async (loaded) => {
      const { was, campaign, programme, moment } = loaded;
      const step = confirmable(was, programme, by);
      await this.#refuseOtherBody(loaded, by);
      refuseUntimely(programme, campaign, step, was, was.level, moment.day);
      return this.outcome.confirm(was, programme, by, moment);
    });
  }

  /** The decision that the bodies had before them, else what the rules give for the facts as they are now. */
  async decision(id: string, by: Actor): Promise<{ was: Candidacy; campaign: Campaign; stored: boolean; record: StoredDecision; text: string }> {
    const was = await this.get(id, by);
    const campaign = await this.campaigns.get(was.campaignId);
    const { scheme } = await this.campaigns.programme(campaign);
    const kept = was.computed ? await this.decisions.latest(id) : undefined;
    const record = kept ?? (await this.reckoner.compute(was, campaign, this.#now().at)).stored;
    return { was, campaign, stored: kept !== undefined, record, text: explain(scheme, record.decision) };
  }

  async #command(id: string, action: Action, by: Actor, change: (loaded: Loaded) => Promise<Candidacy>): Promise<Candidacy> {
    return this.database.transaction(async () => {
      const was = await this.candidacies.get(id);
      allow(by, action, was);
      const campaign = await this.campaigns.running(was.campaignId);
      const programme = await this.campaigns.programme(campaign);
      return this.candidacies.save(await change({ was, campaign, programme, moment: this.#now() }));
    });
  }

  /** Upwards it takes its place again, where the places of the level are counted. */
  async #handOn({ was, campaign, programme, moment }: Loaded, given: Parameters<typeof handOn>[2], by: Actor): Promise<Candidacy> {
    const next = handOn(was, programme, given, by, moment);
    const made = new Set(next.done.map(({ step }) => step));
    const isRaised = programme.rank(next.level) > programme.rank(was.level);
    const counted = isRaised ? programme.way(next.level).flat().filter(({ id, quota }) => quota !== undefined && made.has(id)) : [];
    for (const step of counted) await this.quotas.refuseBeyond(campaign, programme, step, next);
    return next;
  }

  #now(): Moment {
    return { at: this.clock.now().toISOString(), day: this.clock.today() };
  }

  /** Outside the window, excluded from taking part, or above a cap that the facts known so far let fire (S0 L117, S4 L77). */
  async #refuseUndeclarable(was: Candidacy, campaign: Campaign, { scheme, parameters }: Programme, level: string, { day: today }: Moment): Promise<void> {
    refuseOutside(was, campaign.declaring, today);
    const sheet = await this.sheets.find(was.id);
    const { code, kind } = await this.units.get(was.unitId);
    const kinds = ratedKinds(scheme).length > 1 ? { kind } : {};
    const reasons = sheet?.excluded ?? {};
    await inTurns(declarableInPieces(scheme, { unit: code, ...kinds, facts: sheet?.facts ?? {}, reasons, window: campaign.window, parameters }, level));
  }

  /** A seat of the right kind at another bureau has no say: the body must be the one that governs this unit. */
  async #refuseOtherBody({ was, programme }: Loaded, by: Actor): Promise<void> {
    const body = await this.bodies.over(programme.scheme, await this.units.get(was.unitId), by.unitKind);
    if (body?.id !== by.unitId) throw new Refusal('forbidden', 'body.not-over-unit', { kind: by.unitKind });
  }

  #refuseUntimely({ was, campaign, programme, moment }: Loaded, act: Act, level: string, by: Actor): RouteStep | undefined {
    const step = programme.way(level).flat().find((one) => one.act === act && programme.acts(one, by, was));
    if (step) refuseUntimely(programme, campaign, step, was, level, moment.day);
    return step;
  }

  async #filing({ was, programme }: Loaded, level: string): Promise<string> {
    const files = programme.rank(level) < 0 ? null : programme.competence(level).files;
    if (files === null) return '';
    return (await this.bodies.over(programme.scheme, await this.units.get(was.unitId), files))?.id ?? '';
  }
}

/** What was written over another version than the one that stands would silently take its place. */
function refuseOtherVersion(was: Candidacy, version: number | undefined): void {
  if (version !== undefined && version !== was.version) throw new Refusal('stale', 'thing.stale', { version: was.version }, 'version');
}

/** By when a returned case must come back: in the time of the step that returns it, else by the day given; some schemes name who may return. */
function cureOf(programme: Programme, step: RouteStep | undefined, until: string | undefined, moment: Moment): { until: string; ends: string } {
  if (step && programme.namesCures && step.cure === undefined) throw new Refusal('conflict', 'return.no-cure', { step: step.id, words: step.zh });
  const reckoned = step?.cure && ofTerm(programme, step.cure, day(moment.day))?.lastDay;
  const last = reckoned ?? until;
  if (last === undefined) throw new Refusal('invalid', 'return.until-missing', {}, 'until');
  return { until: last, ends: step?.cure ? step.id : '' };
}
