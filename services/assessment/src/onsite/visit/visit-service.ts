import { limitFrom, type Day, type Limit } from '@xingchuang/calendar';
import { Inject, Injectable } from '@nestjs/common';
import { FindingRaisedSchema, LookedAgainSchema, type OnsiteTodo, type VisitCallOff, type VisitClose, type VisitFile, type VisitMake, type VisitQuery } from '@xingchuang/contracts';
import { allow, Refusal, scopeOf, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, pageById, reckonProvisional, TICKER, UNITS, within, type CalendarDirectory, type Clock, type Database, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { FormService } from '../form/form-service.ts';
import { resultOf } from '../form/form-rule.ts';
import { GroupStore } from '../group/group-store.ts';
import { OnsiteUnits } from '../onsite-units.ts';
import { PlanStore } from '../plan/plan-store.ts';
import { valuesOf } from './sheet-rule.ts';
import { SheetStore, type KeptEntry } from './sheet-store.ts';
import { after, close, isShown, lookedBack, TOLD, type Visit } from './visit-rule.ts';
import { PAGE, VisitStore } from './visit-store.ts';

type Planned = Omit<VisitMake, 'planId' | 'groupId' | 'lookBackOf'> & { readonly [Field in 'planId' | 'groupId' | 'lookBackOf']?: string | undefined };

/** Visits from the order to the closing: planned, worked at by those named, filed with a feedback on the spot, looked at again, closed. */
@Injectable()
export class VisitService {

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(OnsiteUnits) readonly onsite: OnsiteUnits,
    @Inject(FormService) readonly forms: FormService,
    @Inject(GroupStore) readonly groups: GroupStore,
    @Inject(PlanStore) readonly plans: PlanStore,
    @Inject(VisitStore) readonly visits: VisitStore,
    @Inject(SheetStore) readonly sheets: SheetStore,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
  ) {
    ticker.every('provisional limits of visits', () => this.reckon());
  }

  /** Limits that a visit gave and that are provisional are reckoned again once the year is loaded. */
  reckon(): Promise<void> {
    return reckonProvisional(this, {
      kind: 'visit',
      list: (after) => this.visits.provisional(after),
      limit: ({ feedback }) => feedback!.limit!,
      save: (one, limit) => this.visits.save({ ...one, feedback: { ...one.feedback!, limit } }),
    });
  }

  async plan({ unitId, kind, formId, on, planId = '', groupId = '', inspectorIds, lookBackOf = '', tag }: Planned, by: Actor): Promise<Visit> {
    const unit = await this.units.get(unitId);
    allow(by, 'onsite.plan', { unitId, path: unit.path });
    const body = await this.units.get(by.unitId);
    const { version: formVersion, form } = await this.forms.get(formId);
    if ((kind === 'observation') !== (form.kind === 'observation')) throw new Refusal('invalid', 'visit.form-kind', {}, 'formId');
    if (planId !== '') {
      const plan = await this.plans.get(planId);
      allow(by, 'onsite.plan-read', plan);
      if (plan.formId !== formId) throw new Refusal('invalid', 'plan.other-form', { form: plan.formId }, 'formId');
    }
    const earlier = lookBackOf === '' ? undefined : await this.visits.find(lookBackOf);
    if ((kind === 'look-back') !== (lookBackOf !== '') || (lookBackOf !== '' && (earlier?.unitId !== unitId || earlier.state !== 'filed'))) throw new Refusal('invalid', 'visit.look-back-of', {}, 'lookBackOf');
    const group = groupId === '' ? undefined : await this.groups.get(groupId);
    if (group) allow(by, 'onsite.plan-read', group);
    const wanted = inspectorIds.length > 0 ? [...new Set(inspectorIds)] : [...(group?.memberIds ?? [])];
    const own = (await this.onsite.conflicts([unit], wanted, on)).get(unitId)!;
    if (inspectorIds.length > 0 && own.size > 0) throw new Refusal('conflict', 'visit.own-unit', { people: [...own] }, 'inspectorIds');
    const sent = wanted.filter((personId) => !own.has(personId));
    if (sent.length === 0) throw new Refusal('invalid', 'visit.no-inspectors', {}, 'inspectorIds');
    return this.visits.insert({
      id: newId(), version: 1, unitId, path: unit.path, kind, state: 'planned', on, heldOn: '', tag, formId, formVersion, planId, groupId, orderUnitId: body.id, orderPath: body.path,
      inspectorIds: sent, excusedIds: [...own], findings: [], feedback: null, score: null, lookBack: { of: lookBackOf, required: false, done: [], exemption: '' }, closing: null,
    });
  }

  async get(id: string, by: Actor): Promise<Visit> {
    const visit = await this.visits.get(id);
    if (!isShown(visit, by)) throw new Refusal('missing', 'thing.missing');
    return visit;
  }

  async list(query: VisitQuery, by: Actor): Promise<{ items: Visit[]; nextPageToken?: string }> {
    return pageById(await this.visits.page(await within(by, 'visit.read', query.unitId, this.units), by, query), PAGE);
  }

  /** What the person is named for and has still to do. */
  mine = (by: Actor): Promise<Visit[]> => this.visits.openOf(by.personId);

  /** What a person has to inspect or to file, and what their body has to look at again or to close. */
  async todo(by: Actor): Promise<{ kind: OnsiteTodo['items'][number]['kind']; visit: Visit; due: string }[]> {
    const mine = await this.mine(by);
    const items: { kind: OnsiteTodo['items'][number]['kind']; visit: Visit; due: string }[] = [];
    for (const visit of mine) {
      const sheets = await this.sheets.ofVisit(visit.id);
      const own = visit.kind === 'observation' ? sheets.filter(({ judgeId }) => judgeId === by.personId) : sheets;
      items.push({ kind: own.some(({ handedIn }) => handedIn) ? 'visit.file' : 'visit.inspect', visit, due: visit.on });
    }
    if (scopeOf(by.role, 'onsite.plan') === undefined) return items;
    for (const visit of await this.visits.toEnd(by.unitId)) {
      const isLookBackDue = visit.lookBack.required && visit.lookBack.done.length === 0;
      items.push({ kind: isLookBackDue ? 'visit.look-back' : 'visit.close', visit, due: visit.feedback?.limit?.lastDay ?? visit.heldOn });
    }
    return items;
  }

  /** The result is in: it is reckoned, told to the unit with a limit, and what was found goes to rectification. */
  async file(id: string, { heldOn, feedback: text, workdays, help, suggestions, commonProblems, absentReason, solved }: VisitFile, by: Actor): Promise<Visit> {
    return this.database.transaction(async () => {
      const was = await this.#named(id, by);
      const state = after(was, 'file');
      const today = this.clock.today();
      if (heldOn > today) throw new Refusal('invalid', 'visit.in-future', { heldOn }, 'heldOn');
      const { form } = await this.forms.get(was.formId, was.formVersion);
      const handedIn = (await this.sheets.ofVisit(id)).filter((sheet) => sheet.handedIn);
      const waiting = form.kind === 'observation' ? was.inspectorIds.filter((personId) => !handedIn.some(({ judgeId }) => judgeId === personId)) : [];
      if (waiting.length > 0 && absentReason === '') throw new Refusal('conflict', 'visit.not-handed-in', { people: waiting }, 'absentReason');
      if (handedIn.length < form.result.judges) throw new Refusal('conflict', 'visit.too-few-judges', { judges: form.result.judges, sheets: handedIn.length });
      const days = workdays ?? (was.findings.length > 0 ? form.workdays : undefined);
      if (days === undefined && was.findings.length > 0) throw new Refusal('invalid', 'visit.limit-missing', {}, 'workdays');
      const limit = days === undefined ? null : await this.#limit(today, days);
      const next: Visit = {
        ...was, state, heldOn, score: resultOf(form, handedIn.map(valuesOf)),
        feedback: { at: this.clock.now().toISOString(), day: today, sameDay: heldOn === today, text, help, limit, suggestions, commonProblems, absentReason },
        lookBack: { ...was.lookBack, required: form.lookBack && limit !== null },
      };
      await this.#handOver(next, form.scheme ?? '', days ?? 0);
      if (was.lookBack.of !== '') await this.#lookBack(next, solved);
      return this.visits.save(next);
    });
  }

  async close(id: string, input: VisitClose, by: Actor): Promise<Visit> {
    return this.database.transaction(async () => {
      const was = await this.#ordered(id, by);
      const next = close(was, input, this.clock.today());
      if (input.exemption !== '' && was.lookBack.required) await this.#tellLookedAgain(next, next.findings.map((finding) => finding.id));
      return this.visits.save(next);
    });
  }

  /** All that was ever entered; only after the filing, so that judges stay blind. */
  async entries(id: string, by: Actor): Promise<KeptEntry[]> {
    const visit = await this.#ordered(id, by);
    return TOLD.includes(visit.state) ? this.sheets.entriesOf(id) : [];
  }

  async callOff(id: string, { reason }: VisitCallOff, by: Actor): Promise<Visit> {
    return this.database.transaction(async () => {
      const was = await this.#ordered(id, by);
      return this.visits.save({ ...was, state: after(was, 'call-off'), closing: { day: this.clock.today(), text: reason } });
    });
  }

  async #named(id: string, by: Actor): Promise<Visit> {
    const visit = await this.visits.get(id);
    if (!visit.inspectorIds.includes(by.personId)) throw new Refusal('missing', 'thing.missing');
    return visit;
  }

  async #ordered(id: string, by: Actor): Promise<Visit> {
    const visit = await this.get(id, by);
    allow(by, 'onsite.plan', { unitId: visit.orderUnitId, path: visit.orderPath });
    return visit;
  }

  async #limit(from: Day, workdays: number): Promise<Limit> {
    return limitFrom(await this.calendars.now(), from, { workdays });
  }

  async #handOver(visit: Visit, schemeId: string, workdays: number): Promise<void> {
    const { id: visitId, unitId, heldOn: foundOn, feedback } = visit;
    const photos = new Map<string, string[]>();
    for (const sheet of await this.sheets.ofVisit(visitId)) for (const { itemId, photos: taken } of sheet.answers) photos.set(itemId, [...(photos.get(itemId) ?? []), ...taken.map(({ fileId }) => fileId)]);
    const told = visit.findings.map(({ id: findingId, itemId, title, detail, aspect }) => ({
      key: findingId,
      init: {
        findingId, visitId, unitId, schemeId, aspect, title, detail, foundOn, workdays, demand: feedback!.text, origin: visit.kind === 'unannounced' ? 'spot-check' : 'observation',
        fileIds: photos.get(itemId) ?? [], lookBack: visit.lookBack.required, orderedBy: visit.orderUnitId, noticedOn: feedback!.day,
      },
    }));
    if (told.length > 0) await this.database.emitAll(FindingRaisedSchema, told);
  }

  async #lookBack(visit: Visit, solved: readonly string[]): Promise<void> {
    const earlier = await this.visits.get(visit.lookBack.of);
    if (!TOLD.includes(earlier.state)) return;
    const next = lookedBack(earlier, visit.id, solved);
    await this.visits.save(next);
    await this.#tellLookedAgain(next, next.findings.filter((finding) => finding.solved).map((finding) => finding.id));
  }

  async #tellLookedAgain({ id: visitId, unitId }: Visit, findingIds: readonly string[]): Promise<void> {
    const told = findingIds.map((findingId) => ({ key: findingId, init: { findingId, visitId, unitId, lookedOn: this.clock.today() } }));
    if (told.length > 0) await this.database.emitAll(LookedAgainSchema, told);
  }
}
