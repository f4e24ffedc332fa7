import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { limitFrom, type Limit } from '@xingchuang/calendar';
import { ComplaintFiledSchema, ComplaintUpheldSchema, type ComplaintAppeal, type ComplaintFile, type ComplaintHandle, type ComplaintQuery, type ComplaintStatus } from '@xingchuang/contracts';
import { allow, Refusal, scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, DATABASE, newId, pageById, reckonProvisional, TICKER, UNITS, within, type CalendarDirectory, type Clock, type Database, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { RewardService } from '../reward/reward-service.ts';
import { moveCandidate } from './candidate-rule.ts';
import { ComplaintFiles } from './complaint-files.ts';
import { ComplaintGate } from './complaint-gate.ts';
import { acknowledge, answerAppeal, appeal, appealableUntil, find, isOpen, waitsFor, type Complaint, type ComplaintFileEntry } from './complaint-rule.ts';
import { ComplaintSettingsStore } from './complaint-settings.ts';
import { ComplaintStore } from './complaint-store.ts';
import { disqualify, refuseComplaint, unitsOf } from './notice-rule.ts';
import { NoticeStore } from './notice-store.ts';
import { sameVersion } from '../same-version.ts';

const PAGE = 50;
const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');
const candidateOf = ({ campaignId, unitId }: Pick<Complaint, 'campaignId' | 'unitId'>): string => `${campaignId}:${unitId}`;
/** The code as a person copies it from a screen. */
const grouped = (hex: string): string => hex.slice(0, 20).toUpperCase().replace(/(.{5})(?=.)/g, '$1-');

/** Complaints on a public notice (S0 L135): taken from anyone, looked into by others than those who decided, answered, appealed against once. */
@Injectable()
export class ComplaintService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(ComplaintStore) readonly store: ComplaintStore,
    @Inject(ComplaintFiles) readonly files: ComplaintFiles,
    @Inject(ComplaintGate) readonly gate: ComplaintGate,
    @Inject(ComplaintSettingsStore) readonly settings: ComplaintSettingsStore,
    @Inject(RewardService) readonly rewards: RewardService,
  ) {
    ticker.every('provisional limits of complaints', () => this.reckon());
  }

  /**
   * Takes a complaint; the code it answers is the only key to what becomes of it. The code is made from the key that came with the order, so that the
   * same order sent twice gives the same code and neither is ever stored.
   */
  async file(noticeId: string, input: ComplaintFile, key: string | undefined, address: string): Promise<{ receiptCode: string; receivedOn: string }> {
    const receiptCode = grouped(key !== undefined && key.length >= 32 ? hashed(`receipt ${noticeId} ${key}`) : randomBytes(10).toString('hex'));
    const receiptHash = hashed(receiptCode);
    const before = await this.store.byReceipt(receiptHash);
    if (before) return { receiptCode, receivedOn: before.receivedOn };
    refuseComplaint(await this.notices.notice(noticeId), input.unitId, this.clock.today());
    await this.gate.enter('complaint', address);
    const { answerWithin } = await this.settings.current();
    const limit = await this.#limit(answerWithin);
    return this.database.transaction(async () => {
      const notice = await this.notices.notice(noticeId); // a confirmation that came between makes its save refuse
      const today = this.clock.today();
      refuseComplaint(notice, input.unitId, today);
      await this.notices.notices.save(notice);
      const { name: unitName } = await this.units.get(input.unitId);
      const above = await this.units.find(notice.path.at(-2) ?? notice.unitId);
      const complaint: Complaint = {
        id: newId(), version: 1, noticeId, noticeTitle: notice.title, campaignId: notice.campaignId, unitId: input.unitId, unitName, handlerId: notice.unitId, path: notice.path, receiptHash, text: input.text,
        remedy: input.remedy, name: input.name ?? '', contact: input.contact ?? '', files: await this.files.claim(noticeId, input.files), receivedOn: today, acknowledgedOn: '', state: 'open', fraud: false, finding: '',
        answer: '', handledOn: '', handledBy: '', limit, appealTo: above?.id ?? notice.unitId, appealToName: above?.name ?? notice.publisher, appeal: null,
      };
      await this.store.complaints.insert(complaint);
      await this.database.emit(ComplaintFiledSchema, complaint.id, { complaintId: complaint.id, noticeId, unitId: notice.unitId, receivedOn: today, appeal: false, dueOn: limit?.lastDay ?? '' });
      return { receiptCode, receivedOn: today };
    });
  }

  async status(receiptCode: string, address: string): Promise<ComplaintStatus> {
    await this.gate.enter('look', address);
    const one = await this.#byCode(receiptCode);
    const { state, noticeTitle, unitName, receivedOn, acknowledgedOn, answer, handledOn, appeal: filed } = one;
    return {
      state, noticeTitle, unitName, receivedOn, acknowledgedOn, answer, handledOn, answerBy: isOpen(one) ? (one.limit?.lastDay ?? '') : '', appealBy: appealableUntil(one, this.clock.today()),
      appeal: filed && { filedOn: filed.filedOn, toName: one.appealToName, upheld: filed.upheld, answer: filed.answer, answeredOn: filed.answeredOn }, fileNames: one.files.map(({ name }) => name),
    };
  }

  /** The complainant does not accept the answer. */
  async appeal({ receiptCode, text }: ComplaintAppeal, address: string): Promise<void> {
    await this.gate.enter('complaint', address);
    const limit = await this.#limit((await this.settings.current()).appealAnswerWithin);
    await this.database.transaction(async () => {
      const was = await this.#byCode(receiptCode);
      const next = appeal(was, text, limit, this.clock.today());
      await this.notices.candidates.save(await this.notices.candidate(was.campaignId, was.unitId)); // a confirmation or a settlement at this very moment and the appeal cannot both go through
      await this.store.complaints.save(next);
      await this.database.emit(ComplaintFiledSchema, next.id, { complaintId: next.id, noticeId: next.noticeId, unitId: next.appealTo, receivedOn: this.clock.today(), appeal: true, dueOn: limit.lastDay });
    });
  }

  async list(query: ComplaintQuery, by: Actor): Promise<{ items: Complaint[]; nextPageToken?: string }> {
    const scope = await within(by, 'complaint.handle', undefined, this.units);
    return pageById(await this.store.page(scope, await this.#ownUnits(by), query, PAGE + 1), PAGE);
  }

  /** How many on a unit are open, of those that the reader may handle: for everybody else there are none. */
  async countOpen(unitId: string, by: Actor): Promise<number> {
    if (scopeOf(by.role, 'complaint.handle') === undefined || (await this.#ownUnits(by)).includes(unitId)) return 0;
    return this.store.countOn(unitId, await within(by, 'complaint.handle', undefined, this.units));
  }

  /** Those that wait for this seat, the next to fall due first. */
  async todo(by: Actor): Promise<Complaint[]> {
    const scope = await within(by, 'complaint.handle', undefined, this.units);
    const open = await this.store.openTo(scope, await this.#ownUnits(by));
    const candidates = await this.notices.candidates.list({ _id: { $in: open.map(candidateOf) } }, { _id: 1 }, open.length + 1);
    const deciders = new Map(candidates.map((one) => [one.id, one.deciders ?? []]));
    return open.filter((one) => waitsFor(one, deciders.get(candidateOf(one)) ?? [], by));
  }

  /** All on one notice, for those who handle them. */
  async ofNotice(noticeId: string, by: Actor): Promise<Complaint[]> {
    const { unitId, path } = await this.notices.notice(noticeId);
    allow(by, 'complaint.handle', { unitId, path });
    const own = await this.#ownUnits(by);
    return (await this.store.ofNotice(noticeId)).filter((one) => !own.includes(one.unitId));
  }

  async get(id: string, by: Actor): Promise<Complaint> {
    const complaint = await this.store.get(id);
    await this.#allow(by, 'complaint.handle', complaint);
    return complaint;
  }

  async content(id: string, fileId: string, by: Actor): Promise<{ entry: ComplaintFileEntry; bytes: Readable }> {
    const entry = (await this.get(id, by)).files.find((one) => one.id === fileId);
    if (!entry) throw new Refusal('missing', 'thing.missing');
    return { entry, bytes: await this.files.content(entry) };
  }

  acknowledge = (id: string, ifMatch: string | undefined, by: Actor): Promise<Complaint> => this.#change(id, ifMatch, by, async (was) => acknowledge(was, this.clock.today()));

  /** Closes a complaint with what was found; a true one strikes the candidate off (S0 L135). */
  async handle(id: string, input: ComplaintHandle, ifMatch: string | undefined, by: Actor): Promise<Complaint> {
    const { appealWithin } = await this.settings.current();
    const limit = appealWithin === 0 ? null : await this.#limit(appealWithin);
    return this.#change(id, ifMatch, by, async (was) => {
      const next = find(was, input, await this.#deciders(was), limit, by, this.clock.today());
      if (next.state === 'upheld') await this.#strikeOff(next, by);
      return next;
    });
  }

  answerAppeal(id: string, input: ComplaintHandle, ifMatch: string | undefined, by: Actor): Promise<Complaint> {
    return this.#change(id, ifMatch, by, async (was) => {
      const next = answerAppeal(was, input, await this.#deciders(was), by, this.clock.today());
      if (next.state === 'upheld') await this.#strikeOff(next, by);
      return next;
    });
  }

  /** Limits in a year whose calendar was not known are reckoned again once it is. */
  reckon(): Promise<void> {
    return reckonProvisional(this, { kind: 'complaint', list: (after) => this.store.provisional(after), limit: ({ limit }) => limit!, save: (one, limit) => this.store.complaints.save({ ...one, limit }) });
  }

  async #change(id: string, ifMatch: string | undefined, by: Actor, change: (was: Complaint) => Promise<Complaint>): Promise<Complaint> {
    return this.database.transaction(async () => {
      const was = await this.store.get(id);
      await this.#allow(by, 'complaint.handle', was);
      sameVersion(was, ifMatch);
      return this.store.complaints.save(await change(was));
    });
  }

  /** A complaint belongs to the body that published the notice and to those above it. For the unit it is about, and all who sit in it, there is none. */
  async #allow(by: Actor, action: Action, { handlerId, path, unitId }: Complaint): Promise<void> {
    allow(by, action, { unitId: handlerId, path });
    if ((await this.#ownUnits(by)).includes(unitId)) throw new Refusal('missing', 'thing.missing');
  }

  async #ownUnits({ unitId, jurisdictionId }: Actor): Promise<readonly string[]> {
    return [...((await this.units.find(unitId))?.path ?? [unitId]), jurisdictionId];
  }

  async #deciders(one: Complaint): Promise<readonly string[]> {
    return (await this.notices.findCandidate(candidateOf(one)))?.deciders ?? [];
  }

  async #limit(workdays: number): Promise<Limit> {
    return limitFrom(await this.calendars.now(), this.clock.today(), { workdays });
  }

  async #byCode(receiptCode: string): Promise<Complaint> {
    const complaint = await this.store.byReceipt(hashed(receiptCode));
    if (!complaint) throw new Refusal('missing', 'complaint.missing');
    return complaint;
  }

  /** The candidate is struck off; others hear ids only, never who complained or in which words. */
  async #strikeOff({ id, noticeId, campaignId, unitId, fraud }: Complaint, by: Actor): Promise<void> {
    const { number: noticeNumber } = await this.notices.notice(noticeId);
    const today = this.clock.today();
    await this.#disqualify(campaignId, unitId);
    if (fraud) await this.rewards.fraudProven({ id, campaignId, unitId }, today);
    await this.database.emit(ComplaintUpheldSchema, `${campaignId}:${unitId}`, { complaintId: id, noticeId, campaignId, unitId, upheldOn: today, fraud, noticeNumber, foundBy: by.unitId });
  }

  /** It leaves the notice that shows it now, which need not be the one of the complaint, and nothing is due to it. A level that is open is decided anew, with the finding in the ledger. */
  async #disqualify(campaignId: string, unitId: string): Promise<void> {
    const was = await this.notices.candidate(campaignId, unitId);
    if (was.state === 'ready' || was.state === 'on-notice') await this.notices.candidates.save(moveCandidate(was, 'disqualify'));
    else if (was.awardDue || was.effectsFrom) await this.notices.candidates.save({ ...was, awardDue: false, effectsFrom: '' });
    for (const notice of await this.notices.running(campaignId, unitId)) if (unitsOf(notice).includes(unitId)) await this.notices.notices.save(disqualify(notice, unitId));
  }
}
