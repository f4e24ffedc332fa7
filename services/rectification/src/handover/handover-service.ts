import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { HandoverGivenSchema, type CheckGive, type HandoverForward, type HandoverGive, type HandoverQuery, type HandoverResend, type LimitExtend, type ProgressTell, type ProofGive, type ZeroListView } from '@xingchuang/contracts';
import { allow, Refusal, type Action, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, pageById, reckonProvisional, scopeFor, STEPS, TICKER, UNITS, type CalendarDirectory, type Clock, type Database, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { limitOf, refuseOwn, STILL, UNREMINDED } from '../clock-rule.ts';
import { provisionalAfter } from '../clock-store.ts';
import { ofHandover } from '../document/document-rule.ts';
import { DocumentStore } from '../document/document-store.ts';
import { FindingStore } from '../finding/finding-store.ts';
import { happened, type Moment } from '../happening.ts';
import { stepsOf } from '../ladder/ladder-service.ts';
import { PAGE, refuseStale } from '../scope.ts';
import { SettingsService } from '../settings-service.ts';
import {
  accept, asking, asksOf, atStage, checkStage, CLAUSE, extendStage, forward, giveBack, proveStage, resend, restated, resumeStage, settleHandover, stopStage, tell, type Handover,
} from './handover-rule.ts';
import { HandoverStore } from './handover-store.ts';

/** Problems and tasks that are handed over and followed until they are solved; one stage, or any number of them. */
@Injectable()
export class HandoverService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(SettingsService) readonly settings: SettingsService,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(HandoverStore) readonly store: HandoverStore,
    @Inject(DocumentStore) readonly documents: DocumentStore,
    @Inject(STEPS) readonly steps: StepLog,
  ) {
    ticker.every('provisional limits of handovers', () => this.reckon());
    ticker.every('handovers past their day', () => this.settlePast());
  }

  async give({ unitId, findingId = '', title, detail, limit, stagePlan, askOn }: HandoverGive, by: Actor): Promise<Handover> {
    const { path } = await this.units.place(unitId);
    allow(by, 'handover.give', { unitId, path });
    if (findingId !== '') allow(by, 'finding.read', await this.findings.get(findingId));
    const calendar = await this.calendars.now();
    const stages = limit ? [{ name: '办结', limit }] : await this.#stagesOf(stagePlan!);
    const moment = this.#moment(by);
    const asks = asksOf(askOn as Day[], moment.today);
    return this.database.transaction(async () => {
      const year = moment.today.slice(0, 4);
      const number = `交办〔${year}〕${await this.database.nextNumber(`handover-${year}`)}号`;
      const given: Handover = {
        ...STILL, id: newId(), version: 1, number, unitId, path, fromUnitId: by.unitId, fromNode: by.jurisdictionId, ownerId: '', findingId, title, detail, state: 'sent', stage: 0, ...asking(asks), askMissed: '', missReminded: UNREMINDED,
        stages: stages.map((stage) => ({ name: stage.name, term: stage.limit, lastDay: '', overdueOn: '', doneOn: '' })), progress: [], proof: null, openedOn: moment.today, closedOn: '',
        history: [happened(moment, 'given', title)],
      };
      const sent = await this.store.handovers.insert(atStage(given, 0, limitOf(calendar, moment.today, { ask: true }, stages[0]!.limit, CLAUSE)));
      await this.documents.draft(ofHandover({ was: undefined, next: sent }));
      await this.#tellGiven(sent);
      return sent;
    });
  }

  async get(id: string, by: Actor): Promise<Handover> {
    const one = await this.store.get(id);
    allow(by, 'handover.read', one);
    return one;
  }

  async list(query: HandoverQuery, by: Actor): Promise<{ items: Handover[]; nextPageToken?: string }> {
    return pageById(await this.store.page(await scopeFor(by, 'handover.read', query, this.units), query), PAGE);
  }

  /** What is left of all that was handed over. */
  async zeroList(unitId: string | undefined, by: Actor): Promise<ZeroListView> {
    const rows = await this.store.left(await scopeFor(by, 'handover.read', { unitId, subtree: true }, this.units));
    const sum = (key: 'total' | 'closed' | 'open' | 'overdue') => rows.reduce((total, row) => total + row[key], 0);
    return { total: { total: sum('total'), closed: sum('closed'), open: sum('open'), overdue: sum('overdue') }, items: rows.map((row) => ({ ...row, cleared: row.open === 0 })) };
  }

  accept = (id: string, by: Actor): Promise<Handover> => this.#change(id, by, 'handover.work', accept);
  giveBack = (id: string, reason: string, by: Actor): Promise<Handover> => this.#change(id, by, 'handover.work', (was, moment) => giveBack(was, reason, moment));
  tell = (id: string, given: ProgressTell, by: Actor): Promise<Handover> => this.#change(id, by, 'handover.work', (was, moment) => tell(was, given, moment));
  prove = (id: string, given: ProofGive, by: Actor): Promise<Handover> => this.#change(id, by, 'handover.work', (was, moment) => proveStage(was, given, moment));

  async forward(id: string, { unitId, reason }: HandoverForward, by: Actor): Promise<Handover> {
    const to = await this.units.place(unitId);
    return this.#sent(() => this.#change(id, by, 'handover.work', (was, moment) => forward(was, to, reason, moment)));
  }

  async resend(id: string, { unitId, limit, reason }: HandoverResend, by: Actor): Promise<Handover> {
    const to = await this.units.place(unitId);
    allow(by, 'handover.give', to);
    const calendar = await this.calendars.now();
    return this.#sent(() => this.#change(id, by, 'handover.give', (was, moment) => resend(was, to, limitOf(calendar, moment.today, { ask: true }, limit, CLAUSE), reason, moment)));
  }

  async check(id: string, given: CheckGive, by: Actor): Promise<Handover> {
    const calendar = await this.calendars.now();
    return this.#change(id, by, 'handover.check', (was, moment) => checkStage(was, given, calendar, moment));
  }

  async extend(id: string, { limit, reason }: LimitExtend, ifMatch: string | undefined, by: Actor): Promise<Handover> {
    const calendar = await this.calendars.now();
    return this.#byOthers(id, by, (was, moment) => {
      refuseStale(was, ifMatch);
      return extendStage(was, calendar, limit, reason, moment);
    });
  }
  async suspend(id: string, reason: string, by: Actor): Promise<Handover> {
    const calendar = await this.calendars.now();
    return this.#byOthers(id, by, (was, moment) => stopStage(was, calendar, reason, moment));
  }
  async resume(id: string, by: Actor): Promise<Handover> {
    const calendar = await this.calendars.now();
    return this.#byOthers(id, by, (was, moment) => resumeStage(was, calendar, moment));
  }

  /** Lets days pass at every handover at which one has, some at a time, until there is none. */
  async settlePast(): Promise<void> {
    for (;;) {
      const done = await this.database.transaction(async () => {
        const late = await this.store.passing(this.clock.today());
        await this.#save(late.map((was) => ({ was, next: settleHandover(was, this.clock.today(), this.clock.now().toISOString()) })));
        return late.length === 0;
      });
      if (done) return;
    }
  }

  reckon(): Promise<void> {
    const { handovers } = this.store;
    return reckonProvisional(this, {
      kind: 'handover',
      list: (after) => handovers.list(provisionalAfter(after), { _id: 1 }, 200),
      limit: (one) => one.limit!,
      save: (one, limit) => handovers.save(restated({ ...one, limit, due: limit.lastDay })),
    });
  }

  async #stagesOf(id: string) {
    const { stagePlans } = await this.settings.current();
    const plan = stagePlans.find((one) => one.id === id);
    if (!plan) throw new Refusal('invalid', 'handover.no-plan', { plan: id, plans: stagePlans.map((one) => one.id) }, 'stagePlan');
    return plan.stages;
  }

  /** A change after which another unit has it, who is told. */
  #sent(change: () => Promise<Handover>): Promise<Handover> {
    return this.database.transaction(async () => {
      const next = await change();
      await this.#tellGiven(next);
      return next;
    });
  }

  #tellGiven({ id: handoverId, unitId, title, number, due: dueOn, fromUnitId }: Handover): Promise<void> {
    return this.database.emit(HandoverGivenSchema, handoverId, { handoverId, unitId, title, number, dueOn, fromUnitId });
  }

  #byOthers(id: string, by: Actor, act: (was: Handover, moment: Moment) => Handover): Promise<Handover> {
    return this.#change(id, by, 'limit.change', (was, moment) => {
      refuseOwn(by, was, CLAUSE);
      return act(was, moment);
    });
  }

  async #change(id: string, by: Actor, action: Action, act: (was: Handover, moment: Moment) => Handover): Promise<Handover> {
    return this.database.transaction(async () => {
      const was = await this.store.get(id);
      allow(by, action, was);
      const moment = this.#moment(by);
      await this.#save([{ was, next: act(settleHandover(was, moment.today, moment.at), moment) }]);
      return this.store.get(id);
    });
  }

  async #save(changes: readonly { readonly was: Handover; readonly next: Handover }[]): Promise<void> {
    await this.store.handovers.saveAll(changes);
    await this.steps.add(changes.flatMap((one) => stepsOf('handover', one, CLAUSE)));
    await this.documents.draft(changes.flatMap((one) => ofHandover(one)));
  }

  #moment(by: Actor): Moment {
    return { at: this.clock.now().toISOString(), today: this.clock.today(), by };
  }
}
