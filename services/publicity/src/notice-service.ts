import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { chineseCalendar, deadline } from '@xingchuang/calendar';
import { ComplaintUpheldSchema, NoticeConfirmedSchema, NoticePublishedSchema, type ComplaintFile, type ComplaintHandle, type NoticePublish } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { noticeRule, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, DATABASE, newId, UNITS, within, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { moveCandidate } from './candidate-rule.ts';
import { confirm, disqualify, refuseComplaint, type Complaint, type Notice } from './notice-rule.ts';
import { NoticeStore } from './notice-store.ts';

const levelName = (scheme: Scheme, id: string): string => scheme.levels.find((level) => level.id === id)?.zh ?? id;
const hashed = (code: string): string => createHash('sha256').update(code).digest('hex');

/** Public notices and the complaints made on them (S0 L135): published, disputed, confirmed. */
@Injectable()
export class NoticeService {
  readonly #calendar = chineseCalendar();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly store: NoticeStore,
  ) {}

  /** Puts candidates before the public: the body that the scheme or the campaign names, for at least as long as the scheme says. */
  async publish(input: NoticePublish, by: Actor): Promise<Notice> {
    const { scheme, parameters } = await this.campaigns.rules(input.campaignId);
    const rule = noticeRule(scheme, parameters);
    if (by.unitKind !== rule.by) throw new Refusal('forbidden', 'notice.other-publisher', { by: scheme.kinds[rule.by]?.zh ?? rule.by, source: rule.source });
    const least = rule.minimum.workdays ?? 0;
    const workdays = input.workdays ?? least;
    if (workdays < least) throw new Refusal('invalid', 'notice.too-short', { least, source: rule.source }, 'workdays');
    const publisher = await this.units.get(by.unitId);
    const today = this.clock.today();
    const limit = deadline(this.#calendar, { from: today, workdays, countStart: rule.minimum.countStart });
    const names = await this.units.byIds(input.unitIds);
    return this.database.transaction(async () => {
      const candidates: Notice['candidates'][number][] = [];
      for (const [index, unitId] of input.unitIds.entries()) {
        const candidate = await this.store.candidate(input.campaignId, unitId);
        allow(by, 'notice.publish', candidate);
        if (!candidate.needsNotice) throw new Refusal('invalid', 'notice.not-needed', { level: levelName(scheme, candidate.level) }, `unitIds[${index}]`);
        await this.store.candidates.save(moveCandidate(candidate, 'put-on-notice'));
        candidates.push({ unitId, unitName: names.get(unitId)?.name ?? '', level: candidate.level, levelName: levelName(scheme, candidate.level), disqualified: false });
      }
      const year = today.slice(0, 4);
      const notice: Notice = {
        id: newId(), version: 1, number: `公示〔${year}〕${await this.database.nextNumber(`notice-${year}`)}号`, campaignId: input.campaignId, title: input.title,
        unitId: publisher.id, path: publisher.path, publisher: publisher.name, channel: rule.channel ?? '', phone: input.phone ?? '', publishedOn: today,
        publishedAt: this.clock.now().toISOString(), workdays, limit: { from: today, lastDay: limit.lastDay, provisional: limit.provisional, derivation: [...limit.derivation] },
        state: 'running', confirmedOn: '', candidates, document: '',
      };
      await this.database.emit(NoticePublishedSchema, notice.id, { noticeId: notice.id, campaignId: notice.campaignId, unitIds: [...input.unitIds], publishedOn: today, lastDay: limit.lastDay });
      return this.store.notices.insert(notice);
    });
  }

  get = (id: string): Promise<Notice> => this.store.notice(id);
  list = (): Promise<Notice[]> => this.store.newest();

  /** Takes a complaint from anyone; the code it answers is the only key to what becomes of it. */
  async complain(noticeId: string, input: ComplaintFile): Promise<{ receiptCode: string; receivedOn: string }> {
    const notice = await this.store.notice(noticeId);
    const today = this.clock.today();
    refuseComplaint(notice, input.unitId, today);
    const { path, name: unitName } = await this.units.get(input.unitId);
    const receiptCode = randomBytes(10).toString('hex').toUpperCase().replace(/(.{5})(?=.)/g, '$1-');
    const complaint: Complaint = {
      id: newId(), version: 1, noticeId, campaignId: notice.campaignId, unitId: input.unitId, unitName, path, receiptHash: hashed(receiptCode), text: input.text,
      remedy: input.remedy, name: input.name ?? '', contact: input.contact ?? '', receivedOn: today, state: 'open', fraud: false, finding: '', answer: '', handledOn: '',
    };
    return this.database.transaction(async () => {
      const now = await this.store.notice(noticeId); // a confirmation that came between makes this save refuse
      refuseComplaint(now, input.unitId, today);
      await this.store.notices.save(now);
      await this.store.complaints.insert(complaint);
      return { receiptCode, receivedOn: today };
    });
  }

  async complaintStatus(noticeId: string, receiptCode: string): Promise<Complaint> {
    const complaint = await this.store.complaintByReceipt(noticeId, hashed(receiptCode.trim().toUpperCase()));
    if (!complaint) throw new Refusal('missing', 'complaint.missing');
    return complaint;
  }

  async complaints(noticeId: string, by: Actor): Promise<Complaint[]> {
    const all = await this.store.complaintsOf(noticeId);
    for (const complaint of all) allow(by, 'complaint.handle', complaint);
    return all;
  }

  /** Closes a complaint with what was found; a true one strikes the candidate off (S0 L135). */
  async handle(id: string, input: ComplaintHandle, by: Actor): Promise<Complaint> {
    const was = await this.store.complaint(id);
    allow(by, 'complaint.handle', was);
    if (was.state !== 'open') throw new Refusal('conflict', 'complaint.handled-before', { handledOn: was.handledOn });
    const today = this.clock.today();
    const { upheld, ...told } = input;
    return this.database.transaction(async () => {
      if (upheld) await this.#strikeOff(was, input.fraud, today);
      return this.store.complaints.save({ ...was, ...told, fraud: upheld && input.fraud, state: upheld ? 'upheld' : 'dismissed', handledOn: today });
    });
  }

  /** Ends a notice in favour of the candidates that stand. */
  async confirm(id: string, by: Actor): Promise<Notice> {
    return this.database.transaction(async () => {
      const was = await this.store.notice(id); // read here: its document may be made at this very moment
      allow(by, 'notice.confirm', was);
      const next = confirm(was, await this.store.complaintsOf(id), this.clock.today());
      const standing = next.candidates.filter((one) => !one.disqualified).map((one) => one.unitId);
      for (const unitId of standing) {
        await this.store.candidates.save(moveCandidate(await this.store.candidate(next.campaignId, unitId), 'confirm'));
      }
      await this.database.emit(NoticeConfirmedSchema, next.id, { noticeId: next.id, campaignId: next.campaignId, unitIds: standing, confirmedOn: next.confirmedOn });
      return this.store.notices.save(next);
    });
  }

  /** What a seat can do now about notices. */
  async todo(by: Actor): Promise<{ kind: string; id: string; title: string; due: string }[]> {
    const scope = await within(by, 'notice.publish', undefined, this.units);
    const ready = await this.store.candidates.list({ ...scope, state: 'ready', needsNotice: true });
    const complaints = await this.store.openComplaints(scope);
    const ended = (await this.store.newest(scope)).filter((one) => one.state === 'running' && this.clock.today() > one.limit.lastDay);
    const campaigns = [...new Set(ready.map((one) => one.campaignId))];
    return [
      ...complaints.map((one) => ({ kind: 'complaint.handle', id: one.id, title: one.unitName, due: '' })),
      ...ended.map((one) => ({ kind: 'notice.confirm', id: one.id, title: one.title, due: '' })),
      ...campaigns.map((id) => ({ kind: 'notice.publish', id, title: `${ready.filter((one) => one.campaignId === id).length}`, due: '' })),
    ];
  }

  async #strikeOff(complaint: Complaint, fraud: boolean, today: string): Promise<void> {
    await this.store.candidates.save(moveCandidate(await this.store.candidate(complaint.campaignId, complaint.unitId), 'disqualify'));
    await this.store.notices.save(disqualify(await this.store.notice(complaint.noticeId), complaint.unitId));
    const { id, noticeId, campaignId, unitId } = complaint;
    await this.database.emit(ComplaintUpheldSchema, `${campaignId}:${unitId}`, { complaintId: id, noticeId, campaignId, unitId, upheldOn: today, fraud });
  }
}
