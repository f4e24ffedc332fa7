import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import {
  FindingClosedSchema, FindingNoticedSchema, FindingOpenedSchema,
  type CheckGive, type ComplaintUpheld, type FindingOpen, type FindingPlan, type FindingQuery, type FindingRaised, type LimitExtend, type LookBackGive, type LookedAgain, type NoticeIssue, type ProofGive, type StatementGive,
} from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor, type Place } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, pageById, SCHEMES, scopeFor, UNITS, type CalendarDirectory, type Clock, type Database, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { limitOf, refuseOwn, STILL } from '../clock-rule.ts';
import { ofLookBack } from '../document/document-rule.ts';
import { happened, type Moment } from '../happening.ts';
import { LadderService } from '../ladder/ladder-service.ts';
import type { LadderRules } from '../ladder/ladder-rule.ts';
import { PAGE, refuseStale } from '../scope.ts';
import { acknowledge, check, extend, goOn, isOpen, join, lookedAgain, notice, plan, prove, report, state, stop, type Finding } from './finding-rule.ts';
import { FindingStore } from './finding-store.ts';
import { asksToLookBack, aspectOf, clauseOf, refuseOtherLooker } from './finding-scheme.ts';
import { MatterService } from './matter-service.ts';

type Act = (finding: Finding, moment: Moment, rules: LadderRules) => Finding;
const BLANK = {
  ...STILL, version: 1, matterId: '', joinedTo: '', owner: '', ownerId: '', responsible: { leading: '', working: '', direct: '' }, cause: '', plan: '', measure: '', reportedOn: '', state: 'open',
  number: '', demand: '', acknowledgedOn: '', proof: null, statement: null, lookBack: 'none', closedOn: '',
} as const;

/** The problem ledger: a finding is opened, noticed with a limit, proved by the unit, checked by another person, closed (S0 L125). */
@Injectable()
export class FindingService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(LadderService) readonly ladder: LadderService,
    @Inject(MatterService) readonly matters: MatterService,
  ) {}

  async open(input: FindingOpen, by: Actor): Promise<Finding> {
    const place = await this.units.place(input.unitId);
    allow(by, 'finding.open', place);
    const { schemeId, matterId = '' } = input;
    return this.database.transaction(async () => {
      if (matterId !== '') await this.matters.refuseOther(matterId, { schemeId, path: place.path, clause: clauseOf(await this.schemes.get(schemeId)) }, 'matterId', by);
      return this.enter(input, place, this.#moment(by));
    });
  }

  /** Enters a finding whose unit is known; inside a transaction. */
  async enter({ reference, matterId = '', category = '', ...input }: FindingOpen, place: Place, moment: Moment): Promise<Finding> {
    const scheme = await this.schemes.get(input.schemeId);
    const aspectName = aspectOf(scheme, { ...input, category });
    const foundOn = input.foundOn as Day;
    if (foundOn > moment.today) throw new Refusal('invalid', 'finding.in-future', { foundOn }, 'foundOn');
    const id = newId();
    const finding: Finding = {
      ...BLANK, ...input, id, path: place.path, aspectName, category, matterId, foundOn, clause: clauseOf(scheme), openedOn: moment.today,
      responsible: { ...BLANK.responsible, direct: input.unitId }, history: [happened(moment, 'opened', input.title)],
      sources: [{ findingId: id, origin: input.origin, foundOn, reference, detail: input.detail, fileIds: input.fileIds, by: moment.by.unitId }],
    };
    await this.#insert(finding, (one) => one);
    if (matterId !== '') await this.matters.count(matterId, moment);
    return finding;
  }

  /** What an inspection found on site and told the unit there and then: it enters the ledger with its limit running. */
  async raised(event: FindingRaised): Promise<void> {
    const { findingId: id, unitId, schemeId, aspect, title, detail, fileIds, workdays, demand, lookBack, orderedBy } = event;
    const { path } = await this.units.place(unitId);
    const scheme = schemeId === '' ? undefined : await this.schemes.get(schemeId);
    const [foundOn, noticedOn] = [event.foundOn as Day, event.noticedOn as Day];
    const origin = event.origin === 'spot-check' ? 'spot-check' : 'observation';
    const moment: Moment = { at: this.clock.now().toISOString(), today: noticedOn, by: { unitId: orderedBy, personId: '' } };
    const finding: Finding = {
      ...BLANK, id, unitId, path, schemeId, aspect, aspectName: scheme?.dimensions.find((dimension) => dimension.id === aspect)?.zh ?? '', category: '', title, detail, severity: 'ordinary', origin, foundOn,
      fileIds, clause: scheme ? clauseOf(scheme) : '', openedOn: noticedOn, responsible: { ...BLANK.responsible, direct: unitId }, history: [happened(moment, 'opened', title)],
      sources: [{ findingId: id, origin, foundOn, reference: '', detail, fileIds, by: orderedBy }],
    };
    const limit = limitOf(await this.calendars.now(), noticedOn, { ask: true }, { workdays }, finding.clause);
    const number = await this.#number(noticedOn);
    await this.#insert(finding, (one) => notice(one, { number, demand, limit, lookBack: lookBack || asksToLookBack(scheme) }, moment));
    await this.#tellNotice({ ...finding, number, due: limit.lastDay });
  }

  /** A complaint on a candidate proved true: it stands in the ledger of the unit, without a word of who complained or what was written. It touches no aspect, and so no rung. */
  async complained({ complaintId: id, unitId, upheldOn, foundBy, noticeNumber }: ComplaintUpheld, clause: string): Promise<void> {
    if (await this.findings.findings.find(id)) return;
    const { path } = await this.units.place(unitId);
    const foundOn = upheldOn as Day;
    const title = '公示期间的举报经核查属实';
    const moment: Moment = { at: this.clock.now().toISOString(), today: foundOn, by: { unitId: foundBy, personId: '' } };
    const finding: Finding = {
      ...BLANK, id, unitId, path, schemeId: '', aspect: '', aspectName: '', category: '', title, detail: '', severity: 'serious', origin: 'complaint', foundOn, fileIds: [], clause, openedOn: foundOn,
      responsible: { ...BLANK.responsible, direct: unitId }, history: [happened(moment, 'opened', title)],
      sources: [{ findingId: id, origin: 'complaint', foundOn, reference: noticeNumber, detail: '', fileIds: [], by: foundBy }],
    };
    await this.#insert(finding, (one) => one);
  }

  /** Somebody looked again on site: an inspection says so. */
  async lookedAgain({ findingId, lookedOn }: LookedAgain): Promise<void> {
    const was = await this.findings.get(findingId);
    if (!isOpen(was)) return;
    const moment: Moment = { at: this.clock.now().toISOString(), today: this.clock.today(), by: { unitId: '', personId: '' } };
    const next = await this.findings.save(lookedAgain(was, { lookedOn, text: '', fileIds: [] }, 'visit', moment));
    await this.ladder.documents.draft(ofLookBack(was.schemeId === '' ? undefined : await this.schemes.get(was.schemeId), { was, next }));
  }

  async get(id: string, by: Actor): Promise<Finding> {
    const finding = await this.findings.get(id);
    allow(by, 'finding.read', finding);
    return finding;
  }

  async list(query: FindingQuery, by: Actor): Promise<{ items: Finding[]; nextPageToken?: string }> {
    return pageById(await this.findings.page(await scopeFor(by, 'finding.read', query, this.units), query), PAGE);
  }

  report = (id: string, by: Actor): Promise<Finding> => this.#change(id, by, 'finding.open', report);
  acknowledge = (id: string, by: Actor): Promise<Finding> => this.#change(id, by, 'finding.prove', acknowledge);
  prove = (id: string, given: ProofGive, by: Actor): Promise<Finding> => this.#change(id, by, 'finding.prove', (was, moment) => prove(was, given, moment));
  state = (id: string, given: StatementGive, by: Actor): Promise<Finding> => this.#change(id, by, 'finding.prove', (was, moment) => state(was, given, moment));

  async plan(id: string, given: FindingPlan, ifMatch: string | undefined, by: Actor): Promise<Finding> {
    for (const unitId of Object.values(given.responsible ?? {})) if (unitId !== undefined) await this.units.get(unitId);
    return this.#change(id, by, 'finding.plan', (was, moment) => {
      refuseStale(was, ifMatch);
      return plan(was, given, moment);
    });
  }

  async notice(id: string, { limit, demand, lookBack }: NoticeIssue, by: Actor): Promise<Finding> {
    return this.database.transaction(async () => {
      const number = await this.#number(this.clock.today());
      const noticed = await this.#change(id, by, 'finding.open', (was, moment, rules) => {
        const due = limitOf(rules.calendar, moment.today, { ask: true }, limit, was.clause);
        return notice(was, { number, demand, limit: due, lookBack: lookBack || asksToLookBack(rules.scheme) }, moment);
      });
      await this.#tellNotice(noticed);
      return noticed;
    });
  }

  extend(id: string, { limit, reason }: LimitExtend, ifMatch: string | undefined, by: Actor): Promise<Finding> {
    return this.#change(id, by, 'limit.change', (was, moment, { calendar }) => {
      refuseStale(was, ifMatch);
      refuseOwn(by, was, was.clause);
      return extend(was, calendar, limit, reason, moment);
    });
  }

  suspend(id: string, reason: string, by: Actor): Promise<Finding> {
    return this.#change(id, by, 'limit.change', (was, moment, { calendar }) => {
      refuseOwn(by, was, was.clause);
      return stop(was, calendar, reason, moment);
    });
  }

  resume(id: string, by: Actor): Promise<Finding> {
    return this.#change(id, by, 'limit.change', (was, moment, { calendar }) => {
      refuseOwn(by, was, was.clause);
      return goOn(was, calendar, moment);
    });
  }

  lookBack(id: string, given: LookBackGive, by: Actor): Promise<Finding> {
    const { lookedOn } = given;
    return this.#change(id, by, 'finding.check', (was, moment, { scheme }) => {
      refuseOtherLooker(scheme, was, by);
      if (lookedOn > moment.today || lookedOn < was.foundOn) throw new Refusal('invalid', 'finding.look-back-day', { foundOn: was.foundOn, today: moment.today, clause: was.clause }, 'lookedOn');
      return lookedAgain(was, given, 'look', moment);
    });
  }

  async check(id: string, given: CheckGive, by: Actor): Promise<Finding> {
    return this.database.transaction(async () => {
      const next = await this.#change(id, by, 'finding.check', (was, moment) => check(was, given, moment));
      if (next.state === 'closed') await this.database.emit(FindingClosedSchema, next.id, { findingId: next.id, unitId: next.unitId, closedOn: next.closedOn });
      return next;
    });
  }

  /** Two sources of one matter become one line; the other one stays in the ledger as joined. */
  async join(id: string, otherId: string, by: Actor): Promise<Finding> {
    return this.database.transaction(async () => {
      const [was, other] = [await this.findings.get(id), await this.findings.get(otherId)];
      for (const one of [was, other]) allow(by, 'finding.open', one);
      const now = await this.ladder.change(was, was.schemeId, (standing) => {
        const find = (known: Finding) => standing.findings.find((one) => one.id === known.id) ?? known;
        const { kept, joined } = join(find(was), find(other), this.#moment(by));
        return { ...standing, findings: standing.findings.map((one) => (one.id === kept.id ? kept : one.id === joined.id ? joined : one)) };
      });
      return now.findings.find((one) => one.id === id)!;
    });
  }

  /** Changes a finding together with what the ladder makes of it. One that is closed is not part of the standing: the rule refuses it. */
  async #change(id: string, by: Actor, action: Action, act: Act): Promise<Finding> {
    return this.database.transaction(async () => {
      const known = await this.findings.get(id);
      allow(by, action, known);
      const moment = this.#moment(by);
      const now = await this.ladder.change(known, known.schemeId, (standing, rules) => {
        const was = standing.findings.find((one) => one.id === id) ?? known;
        const next = act(was, moment, rules);
        return { ...standing, findings: standing.findings.map((one) => (one === was ? next : one)) };
      });
      return this.findings.get(now.findings.find((one) => one.id === id)!.id);
    });
  }

  #tellNotice({ id: findingId, unitId, title, number, due: dueOn, ownerId: personId }: Finding): Promise<void> {
    return this.database.emit(FindingNoticedSchema, findingId, { findingId, unitId, title, number, dueOn, personId });
  }

  async #insert(finding: Finding, act: (one: Finding) => Finding): Promise<void> {
    const { id: findingId, unitId, aspect, foundOn, schemeId } = finding;
    await this.database.emit(FindingOpenedSchema, findingId, { findingId, unitId, aspect, foundOn, schemeId });
    await this.ladder.change(finding, schemeId, (now) => ({ ...now, findings: [...now.findings, act(finding)] }));
  }

  async #number(day: Day): Promise<string> {
    const year = day.slice(0, 4);
    return `整改〔${year}〕${await this.database.nextNumber(`rectification-notice-${year}`)}号`;
  }

  #moment(by: Actor): Moment {
    return { at: this.clock.now().toISOString(), today: this.clock.today(), by };
  }
}
