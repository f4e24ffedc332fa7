import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import type { CampaignCancelled, LevelLowered, LevelReopened, LevelSettled, PlaqueReturnOpened, RungFailed, RungPassed } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { countLevels, effectNamed, effectsOf, titlesOf, type ParameterValues, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, DATABASE, TICKER, UNITS, type CampaignDirectory, type Clock, type Database, type KnownCampaign, type KnownUnit, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { takesEffect, type Candidate } from '../notice/candidate-rule.ts';
import { ComplaintStore } from '../notice/complaint-store.ts';
import { NoticeStore } from '../notice/notice-store.ts';
import { basisOf } from './effect-service.ts';
import { isLasting, lift, type RewardLine } from './reward-rule.ts';
import { RewardStore } from './reward-store.ts';
import { causeNode, dayOf, levelNode, titleNodes, wantedOf } from './reward-wanted.ts';
import { fresh, RewardWriter } from './reward-writer.ts';
import { UnitParameterService } from './unit-parameter-service.ts';
import { UnitParameters } from './unit-parameters.ts';

interface Round {
  readonly campaign: KnownCampaign;
  readonly scheme: Scheme;
  readonly parameters: ParameterValues;
}

/** Keeps the ledger in line with levels, titles and rungs as they are told; each thing once, whatever is told twice. Inside the inbox's transaction. */
@Injectable()
export class RewardService {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(NoticeStore) readonly notices: NoticeStore,
    @Inject(ComplaintStore) readonly complaints: ComplaintStore,
    @Inject(RewardStore) readonly store: RewardStore,
    @Inject(RewardWriter) readonly writer: RewardWriter,
    @Inject(UnitParameters) readonly parameters: UnitParameters,
    @Inject(UnitParameterService) readonly asked: UnitParameterService,
  ) {
    ticker.every('effects that wait for complaints', () => this.#resume());
  }

  levelSettled = ({ campaignId, unitId, settledOn }: LevelSettled): Promise<void> => this.#follow(campaignId, unitId, dayOf(settledOn), '等级重新评定');
  levelLowered = ({ campaignId, unitId, loweredOn, clause }: LevelLowered): Promise<void> => this.#follow(campaignId, unitId, dayOf(loweredOn), `等级调整（${clause}）`);
  levelReopened = ({ campaignId, unitId, reopenedOn }: LevelReopened): Promise<void> => this.#follow(campaignId, unitId, dayOf(reopenedOn), '等级正在重新评定');

  /** What a scheme asks for each unit: what was reckoned with it, at the unit and below it, is reckoned again. */
  async setParameters(unitId: string, parameters: ParameterValues, ifMatch: string | undefined, by: Actor): Promise<void> {
    allow(by, 'award.issue', await this.units.place(unitId));
    await this.asked.check(parameters);
    await this.database.transaction(async () => {
      await this.parameters.set(unitId, parameters, ifMatch);
      const settled = await this.notices.candidates.list({ path: unitId, state: 'settled' }, { _id: 1 }, 20_000);
      for (const one of settled) await this.#follow(one.campaignId, one.unitId, one.effectsFrom || this.clock.today(), '单位参数调整');
    });
  }

  /** A round that was cancelled leaves nothing behind: what followed from it is withdrawn. */
  async campaignCancelled({ campaignId, cancelledOn }: CampaignCancelled): Promise<void> {
    const { campaign } = await this.campaigns.rules(campaignId);
    const standing = await this.store.lines.list({ campaignId, origin: { $in: ['level', 'title'] }, replacedBy: '' }, { _id: 1 }, 50_000);
    for (const [unitId, last] of Map.groupBy(standing, (line) => line.unitId)) {
      await this.writer.bring({ campaign, unit: await this.units.get(unitId) }, last, [], dayOf(cancelledOn), '本次评定已取消');
    }
  }

  /** Writes what follows for a larger unit although some units below it never took part. Refused while one that takes part is not settled. */
  async draw(campaignId: string, unitId: string, by: Actor): Promise<void> {
    const unit = await this.units.get(unitId);
    allow(by, 'reward.carry', { unitId, path: unit.path });
    const round = await this.campaigns.rules(campaignId);
    if (round.scheme.kinds[unit.kind]?.is !== 'titled') throw new Refusal('invalid', 'reward.not-titled', { unit: unit.name }, 'unitId');
    await this.database.transaction(async () => {
      const open = (await this.notices.candidatesOf(campaignId, { path: unitId })).filter((one) => !takesEffect(one));
      if (open.length > 0) {
        const names = await this.units.byIds(open.map((one) => one.unitId));
        throw new Refusal('conflict', 'reward.units-open', { units: open.map((one) => names.get(one.unitId)?.name ?? '') });
      }
      await this.#titled(round, unit, this.clock.today(), '定级结果汇总', true);
    });
  }

  /** What the scheme says of a failed rung. */
  async rungFailed({ caseId, unitId, schemeId, campaignId, rung, effectiveOn, effects }: RungFailed): Promise<void> {
    if (effects.length === 0) return;
    const unit = await this.units.get(unitId);
    const scheme = (await this.campaigns.schemesOver(schemeId))(unit.path);
    const name = scheme.ladder?.rungs.find(({ id }) => id === rung);
    const because = [causeNode(`${name?.zh ?? rung}：逾期未到位`, rung, name?.failed?.source ?? name?.failed?.basis ?? '', { effectiveOn })];
    const campaign = campaignId === '' ? { id: '', title: '', schemeId } : await this.campaigns.get(campaignId);
    for (const id of effects) {
      const effect = effectNamed(scheme, id);
      if (!effect || (await this.store.ofSlot(`${caseId}:${id}`))) continue;
      const wanted = { ...wantedOf(scheme, effect, { slot: `${caseId}:${id}`, origin: 'rung', from: dayOf(effectiveOn) }, because), rung };
      await this.writer.write({ campaign, unit }, [fresh(wanted)]);
    }
  }

  /** A rung is passed: what it, or one before it, brought about is lifted; a demand to rectify is fulfilled. */
  async rungPassed({ unitId, schemeId, rung, passedOn }: RungPassed): Promise<void> {
    const { path } = await this.units.get(unitId);
    const chain = ((await this.campaigns.schemesOver(schemeId))(path).ladder?.rungs ?? []).filter(({ apart }) => !apart).map(({ id }) => id);
    const upTo = chain.includes(rung) ? chain.slice(0, chain.indexOf(rung) + 1) : [rung];
    const on = dayOf(passedOn);
    for (const line of await this.store.ofRungs(unitId, schemeId)) {
      if (line.origin === 'level' && line.rung === rung && line.state === 'due') {
        await this.store.lines.save({ ...line, state: 'done', done: { on, by: '', byName: '', personId: '', text: '整改到位', fileIds: [], amount: null } });
      }
      const isLifted = line.origin === 'rung' && upTo.includes(line.rung) && (line.state === 'due' || (line.state === 'done' && isLasting(line)));
      if (isLifted) await this.store.lines.save(lift(line, on, '整改到位'));
    }
  }

  /** A title was revoked at the re-check, and the plaque goes back. */
  async plaqueReturnOpened({ campaignId, unitId, effect: id, dueOn }: PlaqueReturnOpened): Promise<void> {
    const { campaign, scheme, parameters } = await this.campaigns.rules(campaignId);
    const slot = `${campaignId}:${unitId}:${id}:recheck`;
    const effect = effectNamed(scheme, id, parameters);
    if (!effect || (await this.store.ofSlot(slot))) return;
    const { revoke } = scheme.recheck ?? {};
    const because = revoke ? [causeNode(revoke.zh, revoke.id, revoke.source ?? revoke.basis ?? '')] : [];
    const wanted = wantedOf(scheme, effect, { slot, origin: 'recheck', from: this.clock.today(), dueOn }, because);
    await this.writer.write({ campaign, unit: await this.units.get(unitId) }, [fresh(wanted)]);
  }

  /** Proven fraud adds what the scheme says. */
  async fraudProven({ id, campaignId, unitId }: { readonly id: string; readonly campaignId: string; readonly unitId: string }, on: Day): Promise<void> {
    const { campaign, scheme, parameters } = await this.campaigns.rules(campaignId);
    const { fraud, verified } = scheme.notice?.complaint ?? {};
    const effect = fraud && effectNamed(scheme, fraud.effect, parameters);
    if (!effect) return;
    const because = [fraud, verified].filter((one) => one !== undefined).map((one) => causeNode(one.zh, one.id, one.source ?? one.basis ?? ''));
    const wanted = wantedOf(scheme, effect, { slot: `${id}:${effect.id}`, origin: 'complaint', from: on }, because);
    await this.writer.write({ campaign, unit: await this.units.get(unitId) }, [fresh(wanted)]);
  }

  async #follow(campaignId: string, unitId: string, from: Day, reason: string): Promise<void> {
    const was = await this.notices.findCandidate(`${campaignId}:${unitId}`);
    if (!was) return; // reopened before any level was decided
    const candidate = { ...was, effectsFrom: was.state === 'settled' && (await this.#isComplainedOf(was)) ? from : ('' as const) };
    if (candidate.effectsFrom !== (was.effectsFrom ?? '')) await this.notices.candidates.save(candidate);
    const round = await this.campaigns.rules(campaignId);
    const unit = await this.units.get(unitId);
    const last = await this.store.lastOf(campaignId, unitId, 'level');
    if (takesEffect(candidate)) {
      const { scheme, campaign } = round;
      const settings = (await this.parameters.over(round.parameters, unit.path))(unit);
      const levelName = scheme.levels.find(({ id }) => id === candidate.level)?.zh ?? candidate.level;
      const because = [levelNode(scheme, candidate)];
      const wanted = effectsOf(scheme, basisOf(scheme, candidate, unit.kind), settings).map((effect) => wantedOf(scheme, effect, { slot: `${campaignId}:${unitId}:${effect.id}`, origin: 'level', from, levelName }, because));
      await this.writer.bring({ campaign, unit }, last, wanted, from, reason);
    } else await this.#suspend(last, from);
    const above = await this.units.byIds(unit.path);
    for (const id of unit.path) {
      const larger = above.get(id);
      if (larger && round.scheme.kinds[larger.kind]?.is === 'titled') await this.#titled(round, larger, from, reason, false);
    }
  }

  /** A complaint on an earlier notice may still cost the level, although the one decided anew needed no notice. */
  async #isComplainedOf({ campaignId, unitId }: Pick<Candidate, 'campaignId' | 'unitId'>): Promise<boolean> {
    return (await this.complaints.pendingOn([unitId], campaignId, this.clock.today())).length > 0;
  }

  /** What waited for complaints that are closed for good. */
  async #resume(): Promise<void> {
    for (const one of await this.notices.waitingForEffects()) {
      if (await this.#isComplainedOf(one)) continue;
      await this.database.transaction(() => this.#follow(one.campaignId, one.unitId, one.effectsFrom || this.clock.today(), '对该单位的反映已办结'));
    }
  }

  /** What follows for a larger unit from all levels under it: once every unit under it is settled, and corrected from then on. */
  async #titled({ campaign, scheme, parameters }: Round, unit: KnownUnit, from: Day, reason: string, now: boolean): Promise<void> {
    const accountId = `${campaign.id}:${unit.id}`;
    const { drawnOn } = await this.store.take(accountId);
    const candidates = await this.notices.candidatesOf(campaign.id, { path: unit.id });
    const last = await this.store.lastOf(campaign.id, unit.id, 'title');
    if (!candidates.every(takesEffect)) return this.#suspend(last, from);
    if (!now && !drawnOn && !(await this.#isComplete(scheme, unit, new Set(candidates.map(({ unitId }) => unitId))))) return;
    if (!drawnOn) await this.store.drawn(accountId, from);
    const settings = (await this.parameters.over(parameters, unit.path))(unit);
    const levels = candidates.map(({ level }) => level);
    const titles = titlesOf(scheme, levels, settings).filter(({ of }) => of === unit.kind);
    const because = titleNodes(countLevels(scheme, levels), titles);
    const applied = effectsOf(scheme, { levels }, settings).filter(({ of }) => of === unit.kind);
    const wanted = applied.map((effect) => wantedOf(scheme, effect, { slot: `${accountId}:${effect.id}`, origin: 'title', from }, because));
    await this.writer.bring({ campaign, unit }, last, wanted, from, reason);
  }

  async #isComplete(scheme: Scheme, unit: KnownUnit, decided: ReadonlySet<string>): Promise<boolean> {
    for (const [kind, { is }] of Object.entries(scheme.kinds)) {
      if (is === 'rated' && (await this.units.under(unit.id, kind)).some(({ id }) => !decided.has(id))) return false;
    }
    return true;
  }

  async #suspend(lines: readonly RewardLine[], on: Day): Promise<void> {
    for (const line of lines) {
      if (line.nature === 'grant' && line.suspendedOn === '' && (line.state === 'due' || line.state === 'done')) await this.store.lines.save({ ...line, suspendedOn: on });
    }
  }
}
