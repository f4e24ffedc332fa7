import { Inject, Injectable } from '@nestjs/common';
import { addDays, day } from '@xingchuang/calendar';
import { LevelDecidedSchema, LevelLoweredSchema, LevelSettledSchema, type ComplaintUpheld, type NoticeConfirmed } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { noticeRule } from '@xingchuang/schemes';
import { CLOCK, DATABASE, STEPS, TICKER, type Clock, type Database, type StepLog, type Ticker } from '@xingchuang/server';
import { CampaignService } from '../campaign/campaign-service.ts';
import { History } from '../facts/history.ts';
import type { Candidacy, Moment, Seat } from './candidacy.ts';
import { endUncured, expire, settle } from './candidacy-rule.ts';
import { CandidacyStore } from './candidacy-store.ts';
import { DecisionStore } from './decision-store.ts';
import type { Programme } from './programme.ts';

/** What another service's finding is recorded under: nobody at a seat here did it. */
export const BY_EVENT: Seat = { personId: '', role: 'public', unitId: '', unitKind: '' };

/** From the decision to the final level: at once where no notice is due, otherwise by what became of the notice (S0 L135). */
@Injectable()
export class Outcome {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(CampaignService) readonly campaigns: CampaignService,
    @Inject(CandidacyStore) readonly candidacies: CandidacyStore,
    @Inject(DecisionStore) readonly decisions: DecisionStore,
    @Inject(History) readonly history: History,
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
  ) {
    ticker.every('cases and levels whose time is over', () => this.lapse());
  }

  /** Tells of a decision just made, and settles it where no notice is due. The caller saves the candidacy. */
  async decided(next: Candidacy, programme: Programme, seat: Seat, moment: Moment): Promise<Candidacy> {
    const { campaignId, unitId, level, decidedBy, decidedOn, computed } = next;
    const needsNotice = programme.needsNotice(level);
    await this.database.emit(LevelDecidedSchema, next.id, {
      campaignId, unitId, level, decidedBy, decidedOn, needsNotice, vetoes: [...computed!.vetoes], caps: [...computed!.caps], personIds: decidersOf(next),
    });
    return programme.isConfirmed(level) ? next : this.#settle(next, programme, { level, on: moment.day, because: '' }, seat, moment);
  }

  /** A body confirms what needs no notice. The caller saves the candidacy. */
  confirm(was: Candidacy, programme: Programme, seat: Seat, moment: Moment): Promise<Candidacy> {
    return this.#settle(was, programme, { level: was.level, on: moment.day, because: '' }, seat, moment);
  }

  /** What time alone changes: returned cases that were not mended, and levels whose time is over. */
  async lapse(): Promise<void> {
    const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
    for (const { id } of await this.candidacies.uncured(moment.day, await this.campaigns.campaigns.cancelledIds())) await this.#once(id, ({ state, returned }) => state === 'draft' && returned?.ends !== undefined && returned.until < moment.day, (was, programme) => this.#end(was, programme, moment));
    for (const { id } of await this.candidacies.expired(moment.day)) await this.#once(id, ({ state, holdsUntil = '' }) => state === 'settled' && holdsUntil !== '' && holdsUntil < moment.day, (was, programme) => this.#expire(was, programme, moment));
  }

  async #once(id: string, isDue: (was: Candidacy) => boolean, change: (was: Candidacy, programme: Programme) => Promise<Candidacy>): Promise<void> {
    await this.database.transaction(async () => {
      const was = await this.candidacies.get(id);
      if (!isDue(was)) return; // another process was first
      await this.candidacies.save(await change(was, await this.campaigns.programme(await this.campaigns.get(was.campaignId))));
    });
  }

  async #end(was: Candidacy, programme: Programme, moment: Moment): Promise<Candidacy> {
    const next = endUncured(was, programme, BY_EVENT, moment);
    const { campaignId, unitId, level, settled } = next;
    await this.database.emit(LevelDecidedSchema, was.id, { campaignId, unitId, level, decidedBy: '', decidedOn: moment.day, needsNotice: false, vetoes: [], caps: [] });
    await this.database.emit(LevelSettledSchema, was.id, { campaignId, unitId, level, settledOn: moment.day, because: settled!.because, vetoes: [], caps: [], stars: [], explanationDigest: '', version: was.version });
    const { until = moment.day } = was.returned ?? {};
    await this.#log(was, 'uncured', { day: addDays(day(until), 1), before: until, text: programme.levelName(level), clause: settled!.because });
    return next;
  }

  async #expire(was: Candidacy, programme: Programme, moment: Moment): Promise<Candidacy> {
    const next = expire(was, programme, BY_EVENT, moment);
    const { campaignId, unitId } = was;
    await this.database.emit(LevelLoweredSchema, was.id, { campaignId, unitId, from: was.level, to: next.level, loweredOn: moment.day, clause: was.level, stars: [] });
    const { holdsUntil: before = '' } = was;
    const on = before !== '' && before < moment.day ? addDays(day(before), 1) : moment.day; // by its term, or by a later round
    await this.#log(was, 'level-expired', { day: on, before, text: `${programme.levelName(was.level)}→${programme.levelName(next.level)}`, clause: was.level });
    return next;
  }

  #log({ id: objectId, unitId, path }: Candidacy, what: string, more: { readonly day: string; readonly before: string; readonly text: string; readonly clause: string }): Promise<void> {
    return this.steps.add([{ what, kind: 'candidacy', objectId, unitId, path, ...more }]);
  }

  /** A complaint proved true while the notice ran: the scheme's level, with the clause. */
  async disqualified({ campaignId, unitId, upheldOn }: ComplaintUpheld): Promise<void> {
    await this.#settleByEvent(campaignId, unitId, (_, { scheme, parameters }) => {
      const { verified } = noticeRule(scheme, parameters);
      return { level: verified.level, on: upheldOn, because: verified.id };
    });
  }

  /** The notice ended well for these units. */
  async confirmed({ campaignId, unitIds, confirmedOn }: NoticeConfirmed): Promise<void> {
    for (const unitId of unitIds) {
      await this.#settleByEvent(campaignId, unitId, ({ level }) => ({ level, on: confirmedOn, because: '' }));
    }
  }

  /** A level that stands for so many rounds is over when the next ones of the unit are settled. */
  async #endRounds(next: Candidacy, { scheme }: Programme, moment: Moment): Promise<void> {
    if (!scheme.levels.some(({ holds }) => holds && 'rounds' in holds)) return;
    const campaign = await this.campaigns.get(next.campaignId);
    const others = (await this.campaigns.campaigns.ofScheme(campaign.schemeId)).filter(({ id }) => id !== campaign.id);
    const settled = (await this.candidacies.settledIn(others.map(({ id }) => id), [next.unitId])).sort((a, b) => (a.settled!.on < b.settled!.on ? 1 : -1));
    for (const [later, { id }] of settled.entries()) {
      const was = await this.candidacies.get(id);
      const programme = await this.campaigns.programme(others.find((one) => one.id === was.campaignId)!);
      if (programme.holdsRounds(was.level) === later + 1) await this.candidacies.save(await this.#expire(was, programme, moment));
    }
  }

  async #settleByEvent(
    campaignId: string,
    unitId: string,
    what: (was: Candidacy, programme: Programme) => { level: string; on: string; because: string },
  ): Promise<void> {
    await this.database.transaction(async () => {
      const was = await this.candidacies.ofUnit(campaignId, unitId);
      if (!was) throw new Refusal('missing', 'candidacy.missing', { id: unitId }); // delivered again later, then parked for a person to see
      if (was.state !== 'decided') return; // told twice, or open again since: then it is decided anew
      const programme = await this.campaigns.programme(await this.campaigns.get(campaignId));
      const moment = { at: this.clock.now().toISOString(), day: this.clock.today() };
      await this.candidacies.save(await this.#settle(was, programme, what(was, programme), BY_EVENT, moment));
    });
  }

  async #settle(was: Candidacy, programme: Programme, how: { level: string; on: string; because: string }, seat: Seat, moment: Moment): Promise<Candidacy> {
    const next = { ...settle(was, programme, how, seat, moment), holdsUntil: programme.holdsUntil(how.level, day(how.on)) };
    await this.#endRounds(next, programme, moment);
    const { decisionId, explanationDigest, vetoes, caps, stars } = was.computed!; // what can be settled was decided, and so computed
    const { score, exclusions, direct } = (await this.decisions.get(decisionId)).decision;
    const disqualified = how.because !== '';
    await this.database.emit(LevelSettledSchema, was.id, {
      campaignId: was.campaignId, unitId: was.unitId, level: how.level, settledOn: how.on, because: how.because,
      vetoes: [...vetoes], caps: [...caps], stars: disqualified ? [] : [...stars], explanationDigest,
      score: score ?? '', held: (await this.#held(was, programme)) ?? '', exclusions: [...exclusions], direct: [...direct], version: was.version,
    });
    return next;
  }

  /** The level that the unit held when this round came: what slips or rises is told by it. */
  async #held({ campaignId, unitId }: Candidacy, { scheme }: Programme): Promise<string | null> {
    const campaign = await this.campaigns.get(campaignId);
    const past = await this.history.of(campaign, [unitId]);
    return this.history.measure(scheme, { history: 'level' }, past.get(unitId), this.clock.today(), campaign) as string | null;
  }
}

/** Whoever had a hand in the decision at a body: the unit's own people only declared. */
const decidersOf = ({ unitId, timeline }: Candidacy): string[] => [...new Set(timeline.filter(({ by }) => by.unitId !== unitId && by.personId !== '').map(({ by }) => by.personId))];
