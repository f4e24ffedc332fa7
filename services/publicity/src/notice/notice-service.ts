import { Inject, Injectable } from '@nestjs/common';
import { addDays, limitFrom, type Day } from '@xingchuang/calendar';
import { NoticeConfirmedSchema, NoticePublishedSchema, type NoticePublish } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { noticeRule, type Scheme } from '@xingchuang/schemes';
import { CALENDARS, CAMPAIGNS, CLOCK, DATABASE, newId, reckonProvisional, STEPS, TICKER, UNITS, within, type CalendarDirectory, type CampaignDirectory, type Clock, type Database, type NewStep, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { moveCandidate } from './candidate-rule.ts';
import { ComplaintStore } from './complaint-store.ts';
import { confirm, unitsOf, type Notice } from './notice-rule.ts';
import { NoticeStore } from './notice-store.ts';

const levelName = (scheme: Scheme, id: string): string => scheme.levels.find((level) => level.id === id)?.zh ?? id;

/** Public notices (S0 L135): published, and confirmed once nothing stands against them. */
@Injectable()
export class NoticeService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(NoticeStore) readonly store: NoticeStore,
    @Inject(ComplaintStore) readonly complaints: ComplaintStore,
  ) {
    ticker.every('provisional ends of notices', () => this.reckon());
    ticker.every('notices that ended', () => this.steps.onDays('notices', (from, to) => this.#ended(from, to)));
  }

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
    const limit = limitFrom(await this.calendars.now(), today, { workdays, countStart: rule.minimum.countStart });
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
        publishedAt: this.clock.now().toISOString(), workdays, limit,
        state: 'running', confirmedOn: '', candidates, document: '',
      };
      await this.database.emit(NoticePublishedSchema, notice.id, { noticeId: notice.id, campaignId: notice.campaignId, unitIds: [...input.unitIds], publishedOn: today, lastDay: limit.lastDay });
      return this.store.notices.insert(notice);
    });
  }

  /** Notices whose end is provisional are reckoned again once the year is loaded; one that moves is printed anew. */
  reckon(): Promise<void> {
    return reckonProvisional(this, {
      kind: 'notice',
      list: (after) => this.store.provisional(after),
      limit: ({ limit }) => limit,
      save: (one, limit) => this.store.notices.save({ ...one, limit, document: limit.lastDay === one.limit.lastDay ? one.document : '' }),
    });
  }

  /** Notices whose last day has passed: nothing is taken on them any more. */
  async #ended(from: Day, to: Day): Promise<NewStep[]> {
    const ended = await this.store.lastDayIn(addDays(from, -1), addDays(to, -1));
    return ended.map(({ id: objectId, unitId, path, number, limit: { lastDay }, candidates }) => ({
      day: addDays(lastDay, 1), what: 'notice-ended', kind: 'notice', objectId, unitId, path, before: lastDay, text: number, count: candidates.length,
    }));
  }

  get = (id: string): Promise<Notice> => this.store.notice(id);
  list = (): Promise<Notice[]> => this.store.newest();

  /** Ends a notice in favour of the candidates that stand. */
  async confirm(id: string, by: Actor): Promise<Notice> {
    return this.database.transaction(async () => {
      const was = await this.store.notice(id); // read here: its document may be made at this very moment
      allow(by, 'notice.confirm', was);
      const today = this.clock.today();
      const next = confirm(was, await this.complaints.pendingOn(unitsOf(was), was.campaignId, today), today);
      const standing = next.candidates.filter((one) => !one.disqualified && !one.withdrawn).map((one) => one.unitId);
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
    const ready = Map.groupBy(await this.store.candidates.list({ ...scope, state: 'ready', needsNotice: true }, { _id: 1 }, 20_000), (one) => one.campaignId);
    const mine = await Promise.all([...ready].map(async ([id, units]) => ({ id, units, isMine: await this.#publishes(id, by) })));
    const ended = await Promise.all((await this.store.ended(scope, this.clock.today())).map(async (one) => ({ one, isFree: await this.#isFree(one) })));
    return [
      ...ended.filter(({ isFree }) => isFree).map(({ one }) => ({ kind: 'notice.confirm', id: one.id, title: one.title, due: '' })),
      ...mine.filter(({ isMine }) => isMine).map(({ id, units }) => ({ kind: 'notice.publish', id, title: `${units.length}`, due: '' })),
    ];
  }

  /** Whether the scheme or the round has this seat's kind of body publish its notices. */
  async #publishes(campaignId: string, by: Actor): Promise<boolean> {
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    return noticeRule(scheme, parameters).by === by.unitKind;
  }

  /** Whether no complaint holds up its end. */
  async #isFree(notice: Notice): Promise<boolean> {
    return (await this.complaints.pendingOn(unitsOf(notice), notice.campaignId, this.clock.today())).length === 0;
  }
}
