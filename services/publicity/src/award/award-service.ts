import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { AwardIssuedSchema, type CampaignCancelled, type LevelDecided, type LevelLowered, type LevelReopened, type LevelSettled } from '@xingchuang/contracts';
import { effectsOf, holdsUntil, routeOf, settle, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, DATABASE, newId, UNITS, type CampaignDirectory, type Clock, type Database, type UnitDirectory } from '@xingchuang/server';
import { mayBeAwarded, moveCandidate, type Candidate } from '../notice/candidate-rule.ts';
import { ComplaintStore } from '../notice/complaint-store.ts';
import { withdraw } from '../notice/notice-rule.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { basisOf } from '../reward/effect-service.ts';
import { AwardChanges, stepsOf } from './award-changes.ts';
import { end, issue, LEVEL_OPEN, lift, roundPassed, suspend, type Award, type Moment } from './award-rule.ts';
import { AwardStore } from './award-store.ts';

/** Follows levels as assessment decides, settles and lowers them; a settled level whose notice was confirmed becomes an award. */
@Injectable()
export class AwardService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(ComplaintStore) readonly complaints: ComplaintStore,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(AwardChanges) readonly changes: AwardChanges,
  ) {}

  async levelDecided(event: LevelDecided): Promise<void> {
    const { campaignId, unitId, level, decidedBy, decidedOn, needsNotice, vetoes, caps, personIds: deciders } = event;
    const { path } = await this.units.place(unitId);
    const candidate: Candidate = {
      id: `${campaignId}:${unitId}`, version: 1, campaignId, unitId, path, level, decidedBy, decidedOn: decidedOn as Candidate['decidedOn'], needsNotice,
      state: 'ready', stars: [], vetoes, caps, settledOn: '', because: '', awardDue: false, deciders,
    };
    const was = await this.notices.findCandidate(candidate.id);
    await (was ? this.notices.candidates.save({ ...candidate, ...(was.heard === undefined ? {} : { heard: was.heard }), version: was.version, state: moveCandidate(was, 'decide').state }) : this.notices.candidates.insert(candidate));
  }

  /** Whether a newer settlement or reopening was heard already, such as while the message was parked; older builds count none. */
  async isOvertaken({ campaignId, unitId, version }: LevelSettled): Promise<boolean> {
    const { heard = 0 } = (await this.notices.findCandidate(`${campaignId}:${unitId}`)) ?? {};
    return version !== 0 && version < heard;
  }

  async levelSettled(event: LevelSettled): Promise<void> {
    const { campaignId, unitId, level, settledOn, because, vetoes, caps, stars, score, held, exclusions, direct } = event;
    const was = await this.notices.candidate(campaignId, unitId);
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    const settled: Candidate = { ...moveCandidate(was, 'settle'), level, settledOn, because, vetoes, caps, stars, score, held, exclusions, direct, ...heardOf(event) };
    const mayCome = mayBeAwarded(was) && rankOf(scheme, level) > 0;
    const byItself = mayCome && routeOf(scheme, level, parameters).some(({ steps }) => steps.some((step) => step.act === 'confirm'));
    await this.#later(settled, scheme);
    const waits = mayCome && (await this.isComplainedOf(settled));
    const stands = !waits && (await this.#standsAgain(settled, mayBeAwarded(was)));
    if (byItself && !stands && !waits) await this.#award(was, settled, '');
    await this.notices.candidates.save({ ...settled, awardDue: mayCome && !stands && (waits || !byItself) });
  }

  /** What was decided no longer stands: the candidate leaves its notice, its award is suspended, nothing comes out until it is decided anew. */
  async levelReopened({ campaignId, unitId, reopenedOn, version }: LevelReopened): Promise<void> {
    const was = await this.notices.findCandidate(`${campaignId}:${unitId}`);
    if (!was) return; // it was open before any level was decided
    await this.notices.candidates.save({ ...moveCandidate(was, 'reopen'), awardDue: false, ...heardOf({ version }) });
    for (const notice of await this.notices.running(campaignId, unitId)) await this.notices.notices.save(withdraw(notice, unitId));
    const award = await this.store.of(campaignId, unitId);
    if (award) await this.changes.save(award, suspend(award, { id: LEVEL_OPEN, since: reopenedOn as Day, reason: '等级正在重新评定', clause: '' }, this.moment()));
  }

  /** The round was called off: nothing of it comes out any more, and what came out no longer stands. */
  async campaignCancelled({ campaignId, cancelledOn, reason }: CampaignCancelled): Promise<void> {
    const moment = { ...this.moment(), on: cancelledOn as Day };
    for (const was of await this.notices.candidatesOf(campaignId, {})) {
      if (was.state === 'reopened') continue;
      await this.notices.candidates.save({ ...moveCandidate(was, 'reopen'), awardDue: false });
      for (const notice of await this.notices.running(campaignId, was.unitId)) await this.notices.notices.save(withdraw(notice, was.unitId));
      const award = await this.store.of(campaignId, was.unitId);
      if (award) await this.changes.save(award, end(award, { state: 'revoked', since: moment.on, reason: `本次评定已取消：${reason}`, clause: '' }, moment));
    }
  }

  /** A lowered level shows at once on the verification page of its award, and of those that an earlier round gave for more. */
  async levelLowered({ campaignId, unitId, to, loweredOn, clause, stars }: LevelLowered): Promise<void> {
    const was = await this.notices.candidate(campaignId, unitId);
    await this.notices.candidates.save({ ...was, level: to, because: clause, stars, awardDue: false });
    const { scheme } = await this.campaigns.rules(campaignId);
    await this.#endAbove(scheme, unitId, to, clause, { ...this.moment(), on: loweredOn as Day });
  }

  /** Whether a complaint is in the way: one on an earlier notice, where the level that was decided anew needs none. */
  async isComplainedOf({ campaignId, unitId }: Candidate): Promise<boolean> {
    return (await this.complaints.pendingOn([unitId], campaignId, this.clock.today())).length > 0;
  }

  /** What is due to a settled candidate: its award that waited for the level, or a new one. Asked for only where no complaint is in the way. */
  async give(settled: Candidate, batchId: string): Promise<Award> {
    const stands = await this.#standsAgain(settled, true);
    return stands ? (await this.store.of(settled.campaignId, settled.unitId))! : this.#award(settled, settled, batchId);
  }

  /** The award of a candidate with its number, in the transaction that runs; `was` is the candidate by which it may be awarded. */
  async #award(was: Candidate, settled: Candidate, batchId: string): Promise<Award> {
    const { campaignId, unitId, level } = settled;
    const { scheme, campaign, parameters } = await this.campaigns.rules(campaignId);
    const unit = await this.units.get(unitId); // one after the other: a transaction answers one question at a time
    const plaque = effectsOf(scheme, basisOf(scheme, settled, unit.kind), parameters).find(({ action }) => action === 'plaque');
    const giver = plaque?.by === undefined ? undefined : await this.units.findBodyOver(unit, plaque.by); // who names need not be who reviewed last
    const body = giver ?? (await this.units.find(was.decidedBy));
    const rank = scheme.levels.find((one) => one.id === level)!;
    const rounds = rank.holds && 'rounds' in rank.holds ? settle(scheme, rank.holds.rounds, parameters) : 0;
    const moment = this.moment();
    const year = moment.on.slice(0, 4);
    const running = await this.store.rungsOf(scheme.id, unitId);
    const award = issue(
      was,
      {
        id: newId(), number: `XC-${year}-${String(await this.database.nextNumber(`award-${year}`)).padStart(4, '0')}`, serial: await this.database.nextNumber('award'), campaignId, schemeId: scheme.id,
        programme: campaign.title, unitId, path: unit.path, unitName: unit.name, level, levelName: rank.zh, stars: rank.stars, decidedBy: body?.name ?? '', form: plaque ? 'plaque' : 'certificate',
        validUntil: holdsUntil(scheme, level, settled.settledOn as Day, parameters) ?? '', rounds, batchId,
      },
      running.map(({ id, since, reason, clause }) => ({ id, since, reason, clause })),
      moment,
    );
    await this.store.awards.insert(award);
    if (batchId === '') await this.changes.steps.add(stepsOf(award, 0)); // a batch is ordered by a person
    await this.database.emit(AwardIssuedSchema, award.id, { awardId: award.id, number: award.number, campaignId, unitId, level, issuedOn: moment.on });
    return award;
  }

  moment = (): Moment => ({ at: this.clock.now().toISOString(), on: this.clock.today(), by: null });

  /** An award that was suspended: it stands again where the level came out the same, else it is revoked. */
  async #standsAgain({ campaignId, unitId, level, settledOn }: Candidate, isDue: boolean): Promise<boolean> {
    const award = await this.store.of(campaignId, unitId);
    if (!award?.holds.some(({ id }) => id === LEVEL_OPEN)) return false;
    const isSame = isDue && award.level === level && !award.ending;
    const moment = { ...this.moment(), on: settledOn as Day };
    await this.changes.save(
      award,
      isSame ? lift(award, LEVEL_OPEN, '重新评定后等级不变', moment) : end(award, { state: 'revoked', since: settledOn as Day, reason: '重新评定后等级有变化', clause: '' }, moment),
    );
    return isSame;
  }

  /** A level holds until a later round says less, or for so many rounds. */
  async #later({ campaignId, unitId, level, settledOn }: Candidate, scheme: Scheme): Promise<void> {
    const moment = { ...this.moment(), on: settledOn as Day };
    for (const award of await this.store.ofScheme(scheme.id, unitId)) {
      if (award.campaignId >= campaignId) continue; // ids of campaigns rise with the day of their opening
      const reason = `新一轮评定为${nameOf(scheme, level)}`;
      const next = roundPassed(award, campaignId, moment);
      await this.changes.save(award, rankOf(scheme, level) < rankOf(scheme, award.level) ? end(next, { state: 'lowered', since: moment.on, reason, clause: '' }, moment) : next);
    }
  }

  async #endAbove(scheme: Scheme, unitId: string, to: string, clause: string, moment: Moment): Promise<void> {
    for (const award of await this.store.ofScheme(scheme.id, unitId)) {
      if (rankOf(scheme, award.level) <= rankOf(scheme, to)) continue;
      await this.changes.save(award, end(award, { state: 'lowered', since: moment.on, reason: `调整为${nameOf(scheme, to)}（${clause}）`, clause }, moment));
    }
  }
}

export const rankOf = (scheme: Scheme, level: string): number => scheme.levels.findIndex(({ id }) => id === level);
export const nameOf = (scheme: Scheme, level: string): string => scheme.levels.find(({ id }) => id === level)?.zh ?? level;

/** A message of an older build carries no version. */
const heardOf = ({ version }: { readonly version: number }): Pick<Candidate, 'heard'> => (version === 0 ? {} : { heard: version });
