import { Inject, Injectable } from '@nestjs/common';
import { yearOf, type Day } from '@xingchuang/calendar';
import { LevelLoweredSchema, LevelRecheckedSchema, PlaqueReturnedSchema, PlaqueReturnOpenedSchema, type ReviewRecheck, type SuggestRecheck } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { recheckOf, settle, type Due, type Recheck as RecheckRule } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, UNITS, within, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { AdjustmentStore } from '../adjustment/adjustment-store.ts';
import { Bodies } from '../bodies.ts';
import type { Campaign } from '../campaign/campaign-rule.ts';
import { CampaignService } from '../campaign/campaign-service.ts';
import { ofDue, ofTerm } from '../campaign/deadline-rule.ts';
import type { Candidacy } from '../candidacy/candidacy.ts';
import { recheck } from '../candidacy/candidacy-rule.ts';
import { CandidacyStore } from '../candidacy/candidacy-store.ts';
import type { Programme } from '../candidacy/programme.ts';
import { RecheckStore, type Recheck } from './recheck-store.ts';

/** A level that somebody has to look at again, and who. */
export interface RecheckDue {
  readonly candidacy: Candidacy;
  readonly campaign: Campaign;
  readonly unit: KnownUnit;
  readonly rule: RecheckRule;
  readonly suggests: string;
  readonly decides: string;
  readonly reportBy: string | null;
  readonly reviewBy: string | null;
  readonly mine: boolean;
}

/** Units that hold a level are looked at again: one body suggests with a report, another decides to keep or to revoke (S4 L105-107). */
@Injectable()
export class RecheckService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(Bodies) readonly bodies: Bodies,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(AdjustmentStore) readonly adjustments: AdjustmentStore,
    @Inject(RecheckStore) readonly rechecks: RecheckStore,
  ) {}

  async suggest(candidacyId: string, { keep, reason, report }: SuggestRecheck, by: Actor): Promise<Recheck> {
    return this.database.transaction(async () => {
      const was = await this.candidacies.get(candidacyId);
      allow(by, 'recheck.suggest', was);
      const programme = await this.#programme(was);
      const rule = ruleFor(programme, was);
      const today = this.clock.today();
      const year = yearOf(today);
      const first = dueFrom(programme, rule, was, await this.rechecks.lastKept([candidacyId]));
      if (year < first) throw new Refusal('conflict', 'recheck.not-due', { year: first, source: rule.source ?? rule.basis ?? '' });
      await this.#refuseOther(programme, was, rule.suggest ? settle(programme.scheme, rule.suggest.by, programme.parameters) : by.unitKind, rule, by);
      refuseLate(programme, rule, rule.suggest?.due, today);
      if (await this.rechecks.find(candidacyId, year)) throw new Refusal('conflict', 'recheck.suggested', { year });
      const suggestion = { keep, reason, report, on: today, by: actorOf(by) };
      return this.rechecks.insert({ id: newId(), version: 1, unitId: was.unitId, path: was.path, candidacyId, campaignId: was.campaignId, year, level: was.level, state: 'suggested', suggestion, review: null, plaque: null });
    });
  }

  /** Keeps the level, without a new circular, or takes it away at once with what the scheme then asks for. */
  async review(id: string, { keep, reason, plaqueDueOn }: ReviewRecheck, by: Actor): Promise<Recheck> {
    return this.database.transaction(async () => {
      const open = await this.rechecks.get(id);
      allow(by, 'recheck.decide', open);
      if (open.state !== 'suggested') throw new Refusal('conflict', 'recheck.decided', { year: open.year });
      const was = await this.candidacies.get(open.candidacyId);
      const programme = await this.#programme(was);
      const rule = ruleFor(programme, was);
      await this.#refuseOther(programme, was, settle(programme.scheme, rule.review.by, programme.parameters), rule, by);
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      refuseLate(programme, rule, rule.review.due, moment.day);
      const review = { keep, reason, on: moment.day, by: actorOf(by) };
      const level = keep ? was.level : settle(programme.scheme, rule.revoke.level, programme.parameters);
      await this.candidacies.save(recheck(was, programme, { clause: keep ? rule.keep.id : rule.revoke.id, level, reason }, by, moment));
      const told = { campaignId: was.campaignId, unitId: was.unitId, year: open.year, kept: keep, decidedOn: moment.day, clause: keep ? rule.keep.id : rule.revoke.id, reason };
      await this.database.emit(LevelRecheckedSchema, was.id, told);
      if (keep) return this.rechecks.save({ ...open, state: 'kept', review });
      const { campaignId, unitId, path } = was;
      await this.database.emit(LevelLoweredSchema, was.id, { campaignId, unitId, from: was.level, to: level, loweredOn: moment.day, clause: rule.revoke.id, stars: [] });
      await this.adjustments.insert({
        id: newId(), version: 1, campaignId, candidacyId: was.id, unitId, path, from: was.level, to: level, on: moment.day, clause: rule.revoke.id, failed: [rule.revoke.id], lost: [],
        reason, at: moment.at, by: actorOf(by),
      });
      return this.rechecks.save({ ...open, state: 'revoked', review, plaque: await this.#plaque(programme, rule, was, plaqueDueOn, moment.day) });
    });
  }

  /** The plaque is back, says the body that the scheme has take it back. */
  async plaqueReturned(id: string, by: Actor): Promise<Recheck> {
    return this.database.transaction(async () => {
      const was = await this.rechecks.get(id);
      allow(by, 'recheck.decide', was);
      const candidacy = await this.candidacies.get(was.candidacyId);
      const programme = await this.#programme(candidacy);
      const rule = programme.scheme.recheck!; // what is re-checked was suggested by it
      await this.#refuseOther(programme, candidacy, actsOn(programme, rule, was), rule, by);
      if (!was.plaque || was.plaque.returnedOn !== '') throw new Refusal('conflict', 'recheck.no-plaque', { year: was.year });
      const returnedOn = this.clock.today();
      await this.database.emit(PlaqueReturnedSchema, was.candidacyId, { campaignId: was.campaignId, unitId: was.unitId, returnedOn });
      return this.rechecks.save({ ...was, plaque: { ...was.plaque, returnedOn } });
    });
  }

  async list(year: number | undefined, by: Actor): Promise<Recheck[]> {
    return this.rechecks.list(await within(by, 'recheck.read', undefined, this.units), year);
  }

  /** Levels to be looked at again this year, of the units that a seat sees, that nobody reported on. */
  async due(by: Actor): Promise<{ year: number; items: RecheckDue[] }> {
    const year = yearOf(this.clock.today());
    const scope = await within(by, 'recheck.read', undefined, this.units);
    const reported = new Set((await this.rechecks.list(scope, year)).map(({ candidacyId }) => candidacyId));
    const items: RecheckDue[] = [];
    const seen = new Set<string>(); // a unit that a later round of the scheme gave a level is looked at for that one
    for (const campaign of await this.campaigns.all()) {
      const programme = await this.campaigns.programme(campaign);
      const { scheme, parameters } = programme;
      const rule = recheckOf(scheme, parameters);
      if (!rule) continue;
      const holding = await this.candidacies.holding(campaign.id, rule.levels, scope);
      const kept = await this.rechecks.lastKept(holding.map(({ id }) => id));
      const held = holding.filter((one) => !reported.has(one.id) && year >= dueFrom(programme, rule, one, kept));
      const units = await this.units.byIds(held.map(({ unitId }) => unitId));
      const bodyOver = this.bodies.cached(scheme);
      const suggests = rule.suggest ? settle(scheme, rule.suggest.by, parameters) : '';
      for (const candidacy of held) {
        const key = `${campaign.schemeId} ${candidacy.unitId}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const unit = units.get(candidacy.unitId)!;
        const mine = (await bodyOver(unit, suggests || by.unitKind))?.id === by.unitId;
        items.push({ candidacy, campaign, unit, rule, suggests, decides: settle(scheme, rule.review.by, parameters), reportBy: dayOf(programme, rule.suggest?.due, year), reviewBy: dayOf(programme, rule.review.due, year), mine });
      }
    }
    return { year, items };
  }

  /** Whether a seat's body is the one that decides a re-check, or takes the plaque back. */
  async isFor(of: Recheck, by: Actor): Promise<boolean> {
    const was = await this.candidacies.get(of.candidacyId);
    const programme = await this.#programme(was);
    const { scheme, parameters } = programme;
    const rule = recheckOf(scheme, parameters);
    if (!rule || actsOn(programme, rule, of) !== by.unitKind) return false;
    return (await this.bodies.over(scheme, await this.units.get(was.unitId), by.unitKind))?.id === by.unitId;
  }

  async #plaque(programme: Programme, { revoke }: RecheckRule, { id, campaignId, unitId }: Candidacy, given: string | undefined, today: Day): Promise<Recheck['plaque']> {
    const effect = programme.scheme.effects.find((one) => revoke.effects?.includes(one.id) && one.action === 'plaque-return');
    if (!effect) return null;
    const dueOn = (effect.deadline && ofTerm(programme, effect.deadline, today)?.lastDay) ?? given;
    if (dueOn === undefined) throw new Refusal('invalid', 'recheck.plaque-day', { clause: effect.id, zh: effect.zh }, 'plaqueDueOn');
    await this.database.emit(PlaqueReturnOpenedSchema, id, { campaignId, unitId, effect: effect.id, dueOn });
    return { effect: effect.id, dueOn, returnedOn: '' };
  }

  async #programme({ campaignId }: Candidacy): Promise<Programme> {
    return this.campaigns.programme(await this.campaigns.get(campaignId));
  }

  async #refuseOther({ scheme }: Programme, was: Candidacy, kind: string, rule: RecheckRule, by: Actor): Promise<void> {
    if (by.unitKind !== kind) throw new Refusal('forbidden', 'step.other-body', { next: [rule.id], body: [kind] });
    const body = await this.bodies.over(scheme, await this.units.get(was.unitId), kind);
    if (body?.id !== by.unitId) throw new Refusal('forbidden', 'body.not-over-unit', { kind });
  }
}

/** The kind of the body that a re-check waits for: who reviews, and then who takes the plaque back. */
function actsOn({ scheme, parameters }: Programme, { review }: RecheckRule, { plaque }: Recheck): string {
  return scheme.effects.find(({ id }) => id === plaque?.effect)?.by ?? settle(scheme, review.by, parameters);
}

function ruleFor(programme: Programme, { state, level }: Candidacy): RecheckRule {
  const rule = recheckOf(programme.scheme, programme.parameters);
  if (state !== 'settled' || !rule?.levels.includes(level)) throw new Refusal('conflict', 'recheck.none', { level: programme.levelName(level) });
  return rule;
}

/** The year from which a level is to be looked at: so many after the one in which it was settled, or kept the last time. */
export function dueFrom({ scheme, parameters }: Programme, { years }: RecheckRule, { id, settled }: Candidacy, kept: ReadonlyMap<string, number>): number {
  return Math.max(Number(settled!.on.slice(0, 4)), kept.get(id) ?? 0) + settle(scheme, years, parameters);
}

/** The last day of a step of the re-check in the year in which it is done; null where the scheme names no day of the year. */
function dayOf(programme: Programme, due: Due | undefined, year: number): string | null {
  if (due === undefined || !('on' in due)) return null;
  return ofDue(programme, { window: { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` } }, due)!.lastDay;
}

/** The re-check runs beside the evaluation of the year before: its dates are those of the year in which it is done. */
function refuseLate(programme: Programme, rule: RecheckRule, due: Due | undefined, today: Day): void {
  if (due === undefined || !('on' in due)) return;
  const limit = ofDue(programme, { window: { from: `${yearOf(today) - 1}-01-01`, to: `${yearOf(today) - 1}-12-31` } }, due)!;
  const about = { step: rule.id, words: rule.zh, source: rule.source ?? rule.basis ?? '', today };
  if (limit.earliest && today < limit.earliest) throw new Refusal('conflict', 'step.outside-window', { ...about, from: limit.earliest, to: limit.lastDay });
  if (today > limit.lastDay) throw new Refusal('conflict', 'step.overdue', { ...about, due: limit.lastDay });
}

const actorOf = ({ personId, role, unitId }: Actor) => ({ personId, role, unitId });
