import { Inject, Injectable } from '@nestjs/common';
import type { CallableList, EffectCall, PrizeAward } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { effectsCalledBy, type AppliedEffect, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, DATABASE, UNITS, newId, type CampaignDirectory, type Clock, type Database, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import type { RewardLine, Wanted } from './reward-rule.ts';
import { RewardStore } from './reward-store.ts';
import { causeNode, dayOf, wantedOf } from './reward-wanted.ts';
import { fresh, RewardWriter } from './reward-writer.ts';

/** What a body decides by hand, each time with its reason: effects that the scheme leaves to it, and the prizes of contests. */
@Injectable()
export class RewardCall {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(RewardStore) readonly store: RewardStore,
    @Inject(RewardWriter) readonly writer: RewardWriter,
  ) {}

  /** What one's body may call in a round. */
  async callable(campaignId: string, by: Actor): Promise<CallableList['items']> {
    const { scheme, parameters } = await this.campaigns.rules(campaignId);
    return effectsCalledBy(scheme, by.unitKind, parameters).map(({ id, action, zh, source, of }) => ({
      effect: id, action, zh, source, of, ofName: scheme.kinds[of]?.zh ?? of, isSelf: scheme.kinds[of]?.is !== 'subject' && scheme.kinds[of]?.is !== 'person', kinds: kindsOn(scheme, of),
    }));
  }

  /** Only the body that the scheme names may call an effect, only upon a unit that it falls on. */
  async call({ campaignId, effect: id, unitId, reason, personId = '', scope }: EffectCall, by: Actor): Promise<RewardLine> {
    const { campaign, scheme, parameters } = await this.campaigns.rules(campaignId);
    const unit = await this.units.get(unitId);
    allow(by, 'effect.call', { unitId, path: unit.path });
    const effect = this.#called(scheme, id, parameters, by);
    const kinds = kindsOn(scheme, effect.of);
    if (!kinds.includes(unit.kind)) throw new Refusal('invalid', 'effect.other-kind', { of: scheme.kinds[effect.of]?.zh ?? effect.of, source: effect.source }, 'unitId');
    if (unitId === by.unitId) throw new Refusal('forbidden', 'effect.own', { source: effect.source });
    const today = this.clock.today();
    const because = [causeNode(reason, id, effect.source, { calledOn: today })];
    const wanted = wantedOf(scheme, effect, { slot: `called:${newId()}`, origin: 'called', from: today, reason, scope, personId }, because);
    return this.#write(campaign, unit, wanted);
  }

  /** Prizes of a contest, each winner once. The year is that of the decision. */
  async prizes({ campaignId, contest, source, decidedOn, winners }: PrizeAward, by: Actor): Promise<RewardLine[]> {
    const { campaign } = await this.campaigns.rules(campaignId);
    const today = this.clock.today();
    if (decidedOn > today) throw new Refusal('invalid', 'reward.in-future', { on: decidedOn }, 'decidedOn');
    const twice = winners.findIndex(({ unitId }, i) => winners.findIndex((one) => one.unitId === unitId) !== i);
    if (twice >= 0) throw new Refusal('invalid', 'prize.twice', {}, `winners[${twice}].unitId`);
    const units = await this.units.byIds(winners.map(({ unitId }) => unitId));
    const lines: RewardLine[] = [];
    await this.database.transaction(async () => {
      lines.length = 0;
      for (const [i, { unitId, place, amount }] of winners.entries()) {
        const unit = units.get(unitId);
        if (!unit) throw new Refusal('missing', 'thing.missing');
        allow(by, 'effect.call', { unitId, path: unit.path });
        if (unitId === by.unitId) throw new Refusal('forbidden', 'effect.own', { source }, `winners[${i}].unitId`);
        const slot = `prize:${campaignId}:${contest}:${unitId}`;
        if (await this.store.ofSlot(slot)) throw new Refusal('conflict', 'prize.given-before', { unit: unit.name, contest }, `winners[${i}].unitId`);
        const wanted: Wanted = {
          slot, origin: 'prize', rung: '', levelName: '', from: dayOf(decidedOn), dueOn: '', reason: place, scope: '', personId: '', effect: contest, action: 'reward', zh: `${contest}：${place}`, source, of: '', by: by.unitKind,
          in: [], amount: amount ?? null, ratio: null, explanation: causeNode(`${contest}：${place}`, contest, source, { decidedOn }),
        };
        lines.push(await this.#write(campaign, unit, wanted));
      }
    });
    return lines;
  }

  #called(scheme: Scheme, id: string, parameters: Parameters<typeof effectsCalledBy>[2], by: Actor): AppliedEffect {
    const mine = effectsCalledBy(scheme, by.unitKind, parameters).find((one) => one.id === id);
    if (mine) return mine;
    const effect = scheme.effects.find((one) => one.id === id);
    if (!effect) throw new Refusal('invalid', 'effect.unknown', { known: scheme.effects.filter(({ calledBy }) => calledBy !== undefined).map((one) => one.id) }, 'effect');
    const source = effect.source ?? effect.basis ?? '';
    if (effect.calledBy === undefined) throw new Refusal('conflict', 'effect.not-called', { effect: effect.zh, source }, 'effect');
    const bodies = Object.entries(scheme.kinds).filter(([kind]) => effectsCalledBy(scheme, kind, parameters).some((one) => one.id === id)).map(([, { zh }]) => zh);
    throw new Refusal('forbidden', 'effect.other-caller', { effect: effect.zh, by: bodies, source });
  }

  async #write(campaign: Parameters<RewardWriter['write']>[0]['campaign'], unit: KnownUnit, wanted: Wanted): Promise<RewardLine> {
    const [line] = await this.database.transaction(() => this.writer.write({ campaign, unit }, [fresh(wanted)]));
    return line!;
  }
}

/** Kinds of units that an effect can be called upon: the kind itself, or the rated units of whose part or person it speaks. */
function kindsOn(scheme: Scheme, of: string): string[] {
  const is = scheme.kinds[of]?.is;
  if (is !== 'self' && is !== 'subject' && is !== 'person' && is !== 'parent') return [of];
  return Object.entries(scheme.kinds).filter(([, kind]) => kind.is === 'rated').map(([name]) => name);
}
