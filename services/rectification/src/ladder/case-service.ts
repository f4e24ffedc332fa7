import { Inject, Injectable } from '@nestjs/common';
import type { CaseAssign, CaseLeaderSet, CaseLimitSet, CaseQuery, CheckGive, LadderQuery, LadderView, LimitExtend, ProofGive, StatementAnswer, StatementGive } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { settleTerm, type Rung } from '@xingchuang/schemes';
import { CALENDARS, CAMPAIGNS, CLOCK, DATABASE, scopeFor, UNITS, pageById, type CalendarDirectory, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { limitOf, refuseOwn, STILL } from '../clock-rule.ts';
import { isOpen } from '../finding/finding-rule.ts';
import { FindingStore } from '../finding/finding-store.ts';
import { happened, type Moment } from '../happening.ts';
import { PAGE, refuseStale } from '../scope.ts';
import { answerCase, begin, calledAlso, calledLess, checkCase, extendCase, isActive, lead, openAgain, proveCase, resumeCase, stateCase, stopCase, type Call, type RectificationCase } from './case-rule.ts';
import { CaseStore } from './case-store.ts';
import { byItself, chainOf, noticeRung, overtaken, rungOf, standingOn, type LadderRules, type Standing } from './ladder-rule.ts';
import { LadderService, stepsOf } from './ladder-service.ts';

/** What brings a case about without the ladder: an effect of a settled level, or proven fraud. */
export interface Measure {
  readonly id: string;
  readonly campaignId: string;
  readonly rung: string;
  readonly name: string;
  readonly source: string;
}
/** What an effect of a settled level brings about is told by the id; what a complaint brings about has another one. */
export const measureId = (campaignId: string, unitId: string, effect: string): string => `${campaignId}:${unitId}:${effect}`;
type Act = (one: RectificationCase, moment: Moment, rules: LadderRules, now: Standing) => RectificationCase;

/** The rungs that units stand on: taken in hand by a person, proved, checked; what time does to them is the ladder's (S0 L127). */
@Injectable()
export class CaseService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
    @Inject(LadderService) readonly ladder: LadderService,
  ) {}

  async standing({ unitId, schemeId }: LadderQuery, by: Actor): Promise<LadderView> {
    const place = await this.units.place(unitId);
    allow(by, 'finding.read', place);
    const scheme = (await this.campaigns.schemesOver(schemeId))(place.path);
    const mine = <T extends { readonly schemeId: string }>(things: readonly T[]) => things.filter((one) => one.schemeId === schemeId);
    const now: Standing = { findings: mine(await this.findings.open([unitId])), cases: mine(await this.cases.counting([unitId])) };
    const found = standingOn(scheme, now, this.clock.today());
    const called = now.cases.find(({ chain, state }) => chain && state === 'called');
    const isStanding = now.cases.some((one) => one.chain && isActive(one));
    const due = called ? rungOf(scheme, called.rung) : isStanding ? undefined : (found?.rung ?? undefined);
    const rungs = (scheme.ladder?.rungs ?? []).map((rung) => ({
      ...rungView(rung), apart: rung.apart ?? false, byNotice: rung.id === noticeRung(scheme)?.id, failed: rung.failed ? { zh: rung.failed.zh, source: rung.failed.source ?? rung.failed.basis ?? '' } : null,
    }));
    const categories = (scheme.ladder?.categories ?? []).map(({ id, zh }) => ({ id, zh }));
    return { unitId, schemeId, aspects: [...(found?.aspects ?? [])], unsolved: [...(found?.unsolved ?? [])], due: due ? rungView(due) : null, categories, rungs };
  }

  /** Puts somebody in charge of the rung that is called for; any other is refused, so is the same one twice. Its limit runs from today. */
  async assign({ unitId, schemeId, rung, leader, leaderId = '', limit }: CaseAssign, by: Actor): Promise<RectificationCase> {
    const place = await this.units.place(unitId);
    allow(by, 'case.assign', place);
    const scheme = (await this.campaigns.schemesOver(schemeId))(place.path);
    let id = '';
    return this.database.transaction(async () => {
      const now = await this.ladder.change(place, schemeId, (standing, { calendar }) => {
        const called = standing.cases.find((one) => one.chain && one.state === 'called');
        if (called?.rung !== rung) throw this.#notDue(standing, rung, called);
        const term = settleTerm(scheme, rungOf(scheme, rung)!.deadline);
        const moment = this.#moment(by);
        const due = limitOf(calendar, moment.today, term.ask ? { ask: true } : term, limit, called.source);
        const begun: RectificationCase = { ...begin(called, due, moment.today, happened(moment, 'assigned', leader)), leader, leaderId };
        id = begun.id;
        const order = chainOf(scheme).map((one) => one.id);
        const cases = standing.cases.map((one) => (one === called ? begun : one));
        return { ...standing, cases: overtaken(cases, begun, (one) => order.indexOf(one), moment.today, moment.at) };
      });
      return this.cases.get(now.cases.find((one) => one.id === id)!.id);
    });
  }

  async get(id: string, by: Actor): Promise<RectificationCase> {
    const one = await this.cases.get(id);
    allow(by, 'finding.read', one);
    return one;
  }

  async list(query: CaseQuery, by: Actor): Promise<{ items: RectificationCase[]; nextPageToken?: string }> {
    const scope = await scopeFor(by, 'finding.read', query, this.units);
    return pageById(await this.cases.page(scope, query, query.mine ? by.personId : undefined), PAGE);
  }

  setLimit(id: string, { leader, leaderId = '', limit }: CaseLimitSet, by: Actor): Promise<RectificationCase> {
    return this.#change(id, by, 'case.assign', (was, moment, { calendar }) => {
      const due = limitOf(calendar, moment.today, { ask: true }, limit, was.source);
      return { ...begin(was, due, moment.today, happened(moment, 'limit-set', leader)), leader, leaderId };
    });
  }

  setLeader = (id: string, { leader, leaderId = '' }: CaseLeaderSet, by: Actor): Promise<RectificationCase> => this.#change(id, by, 'case.assign', (was, moment) => lead(was, leader, leaderId, moment));
  prove = (id: string, given: ProofGive, by: Actor): Promise<RectificationCase> => this.#change(id, by, 'finding.prove', (was, moment) => proveCase(was, given, moment));
  state = (id: string, given: StatementGive, by: Actor): Promise<RectificationCase> => this.#change(id, by, 'finding.prove', (was, moment) => stateCase(was, given, moment));
  answer = (id: string, given: StatementAnswer, by: Actor): Promise<RectificationCase> => this.#change(id, by, 'case.assign', (was, moment) => answerCase(was, given, moment));

  check(id: string, given: CheckGive, by: Actor): Promise<RectificationCase> {
    return this.#change(id, by, 'finding.check', (was, moment, _, now) => checkCase(was, given, now.findings.filter((one) => isOpen(one) && was.findingIds.includes(one.id)).length, moment));
  }

  extend(id: string, { limit, reason }: LimitExtend, ifMatch: string | undefined, by: Actor): Promise<RectificationCase> {
    return this.#byOthers(id, by, (was, moment, { calendar }) => {
      refuseStale(was, ifMatch);
      return extendCase(was, calendar, limit, reason, moment);
    });
  }
  suspend = (id: string, reason: string, by: Actor): Promise<RectificationCase> => this.#byOthers(id, by, (was, moment, { calendar }) => stopCase(was, calendar, reason, moment));
  resume = (id: string, by: Actor): Promise<RectificationCase> => this.#byOthers(id, by, (was, moment, { calendar }) => resumeCase(was, calendar, moment));

  /** Opens what a level or a complaint brought about; its limit waits for a person, because the source leaves it open (A16). */
  async follow({ id, campaignId, rung, name, source }: Measure, schemeId: string, unitId: string): Promise<void> {
    const known = await this.cases.find(id);
    if (known && known.state !== 'lapsed' && !isActive(known)) return;
    const { path } = await this.units.place(unitId);
    const [at, day] = [this.clock.now().toISOString(), this.clock.today()];
    const standing = (await this.cases.counting([unitId])).find((one) => one.schemeId === schemeId && one.rung === rung && isActive(one));
    const next: RectificationCase = standing
      ? calledAlso(standing, { id, campaignId }, byItself(at, day, 'opened-again', source))
      : known
        ? { ...openAgain(known, day, byItself(at, day, 'opened-again', source)), campaignId, calls: [{ id, campaignId }] }
        : {
            ...STILL, id, version: 1, unitId, path, schemeId, campaignId, calls: [{ id, campaignId }], rung, name, source, chain: false, findingIds: [], leader: '', leaderId: '', calledOn: day, assignedOn: '', state: 'waiting',
            proof: null, statement: null, sanction: 'none', over: false, closedOn: '', history: [byItself(at, day, 'opened', name)],
          };
    const was = standing ?? known;
    if (next === was) return;
    await (was ? this.cases.cases.save(next) : this.cases.insert(next));
    await this.ladder.steps.add(stepsOf('case', { was, next }, source));
  }

  /** Ends what an earlier settlement of the same level brought about and neither this one nor another round calls for; what is done or failed stays so. */
  async lapseOthers(campaignId: string, schemeId: string, unitId: string, called: readonly Measure[]): Promise<void> {
    const today = this.clock.today();
    const isOver = ({ id }: Call): boolean => id.startsWith(measureId(campaignId, unitId, '')) && called.every((one) => id !== one.id);
    const without = (one: RectificationCase, at: string): RectificationCase => calledLess(one, isOver, today, byItself(at, today, 'lapsed', '等级重新评定'));
    if ((await this.cases.counting([unitId])).every((one) => without(one, '') === one)) return;
    await this.ladder.change(await this.units.place(unitId), schemeId, (standing, { at }) => ({
      ...standing,
      cases: standing.cases.map((one) => without(one, at)),
    }));
  }

  #byOthers(id: string, by: Actor, act: Act): Promise<RectificationCase> {
    return this.#change(id, by, 'limit.change', (was, moment, rules, now) => {
      refuseOwn(by, was, was.source);
      return act(was, moment, rules, now);
    });
  }

  /** Changes a case together with what the ladder makes of it. One that counts no more is not part of the standing: only its statement can still be answered. */
  async #change(id: string, by: Actor, action: Action, act: Act): Promise<RectificationCase> {
    return this.database.transaction(async () => {
      const known = await this.cases.get(id);
      allow(by, action, known);
      const moment = this.#moment(by);
      await this.ladder.change(known, known.schemeId, (standing, rules) => {
        const was = standing.cases.find((one) => one.id === id) ?? known;
        const next = act(was, moment, rules, standing);
        return { ...standing, cases: standing.cases.map((one) => (one === was ? next : one)) };
      });
      return this.cases.get(id);
    });
  }

  #notDue(now: Standing, rung: string, called: RectificationCase | undefined): Refusal {
    if (now.cases.some((one) => one.rung === rung && isActive(one))) return new Refusal('conflict', 'case.running', { rung });
    return new Refusal('conflict', 'case.not-due', { rung, due: called?.name ?? '—', clause: called?.source ?? '' }, 'rung');
  }

  #moment(by: Actor): Moment {
    return { at: this.clock.now().toISOString(), today: this.clock.today(), by };
  }
}

const rungView = ({ id, zh, source, basis, by, deadline }: Rung): NonNullable<LadderView['due']> => ({
  rung: id,
  zh,
  source: source ?? basis ?? '',
  by: typeof by === 'string' ? by : by.parameter,
  deadline,
});
