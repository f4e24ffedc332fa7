import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import type { LevelRechecked, PlaqueReturned, PlaqueReturnOpened, RungAssigned, RungFailed, RungLapsed, RungPassed } from '@xingchuang/contracts';
import { settle, type Rung, type Scheme } from '@xingchuang/schemes';
import { CAMPAIGNS, CLOCK, SCHEMES, UNITS, type CampaignDirectory, type Clock, type SchemeDirectory, type UnitDirectory } from '@xingchuang/server';
import { AwardChanges } from './award-changes.ts';
import { dueBack, end, lift, noted, suspend, takeBack, type Hold, type Moment } from './award-rule.ts';
import { nameOf, rankOf } from './award-service.ts';
import { AwardStore } from './award-store.ts';

/**
 * What the ladder and the yearly re-check do to awards. A rung that costs the level when it is not done in time (a yellow card) puts
 * the level at stake: while it runs, the awards of the scheme do not stand.
 */
@Injectable()
export class AwardLadder {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(CAMPAIGNS) readonly campaigns: CampaignDirectory,
    @Inject(AwardStore) readonly store: AwardStore,
    @Inject(AwardChanges) readonly changes: AwardChanges,
  ) {}

  async rungAssigned({ caseId, unitId, schemeId, campaignId, rung, assignedOn }: RungAssigned): Promise<void> {
    const { found } = await this.#rung(campaignId, schemeId, unitId, rung);
    if (found?.failed?.level === undefined) return;
    const hold: Hold = { id: caseId, since: assignedOn as Day, reason: found.zh, clause: found.source ?? found.basis ?? found.id };
    await this.store.rungs.insert({ ...hold, unitId, schemeId });
    for (const award of await this.store.ofScheme(schemeId, unitId)) await this.changes.save(award, suspend(award, hold, this.#moment(hold.since)));
  }

  rungPassed = ({ passedOn, ...rung }: RungPassed): Promise<void> => this.#standAgain(rung, '整改到位', passedOn);
  rungLapsed = ({ lapsedOn, ...rung }: RungLapsed): Promise<void> => this.#standAgain(rung, '等级重新评定，不再要求整改', lapsedOn);

  /** Not done in time: an award for more than the level that is left is over; another one stands again, for nothing is taken from it. */
  async rungFailed({ caseId, unitId, schemeId, campaignId, rung, failedOn, effectiveOn }: RungFailed): Promise<void> {
    await this.store.rungs.remove(caseId);
    const { found, scheme, parameters } = await this.#rung(campaignId, schemeId, unitId, rung);
    const failed = found?.failed;
    if (!scheme || failed?.level === undefined) return;
    const left = settle(scheme, failed.level, parameters);
    const moment = this.#moment(effectiveOn || failedOn);
    const clause = failed.source ?? failed.basis ?? found!.id;
    for (const award of await this.store.ofScheme(schemeId, unitId)) {
      const isOver = rankOf(scheme, award.level) > rankOf(scheme, left);
      const state = rankOf(scheme, left) === 0 ? 'revoked' : 'lowered';
      await this.changes.save(award, isOver ? end(award, { state, since: moment.on, reason: `${failed.zh}（调整为${nameOf(scheme, left)}）`, clause }, moment) : lift(award, caseId, failed.zh, moment));
    }
  }

  async rechecked({ campaignId, unitId, year, kept, decidedOn, clause, reason }: LevelRechecked): Promise<void> {
    const award = await this.store.of(campaignId, unitId);
    if (!award || award.ending) return;
    const moment = this.#moment(decidedOn);
    const words = `${year}年度复查：${reason}`;
    await this.changes.save(award, kept ? noted(award, 'kept', words, clause, moment) : end(award, { state: 'revoked', since: moment.on, reason: words, clause }, moment));
  }

  async returnOpened({ campaignId, unitId, effect, dueOn }: PlaqueReturnOpened): Promise<void> {
    const award = await this.store.of(campaignId, unitId);
    if (award) await this.changes.save(award, dueBack(award, dueOn as Day, effect, this.#moment(this.clock.today())));
  }

  /** The body that revoked the title noted it; one that was never noted as handed over is not expected here. */
  async returned({ campaignId, unitId, returnedOn }: PlaqueReturned): Promise<void> {
    const award = await this.store.of(campaignId, unitId);
    if (award?.form !== 'plaque' || award.custody.handedOn === '' || award.custody.takenBackOn !== '') return;
    await this.changes.save(award, takeBack(award, '', this.#moment(returnedOn), this.clock.today()));
  }

  async #standAgain({ caseId, unitId, schemeId }: Pick<RungPassed, 'caseId' | 'unitId' | 'schemeId'>, reason: string, on: string): Promise<void> {
    await this.store.rungs.remove(caseId);
    for (const award of await this.store.ofScheme(schemeId, unitId)) await this.changes.save(award, lift(award, caseId, reason, this.#moment(on)));
  }

  /** The rung as the round has it, or as the rules over the unit have it where the ledger brought it about. */
  async #rung(campaignId: string, schemeId: string, unitId: string, rung: string): Promise<{ found?: Rung | undefined; scheme?: Scheme; parameters: Readonly<Record<string, never>> | Awaited<ReturnType<CampaignDirectory['rules']>>['parameters'] }> {
    if (schemeId === '') return { parameters: {} };
    const { scheme, parameters } = campaignId === '' ? { scheme: (await this.campaigns.schemesOver(schemeId))((await this.units.get(unitId)).path), parameters: {} } : await this.campaigns.rules(campaignId);
    return { found: scheme.ladder?.rungs.find(({ id }) => id === rung), scheme, parameters };
  }

  #moment = (on: string): Moment => ({ at: this.clock.now().toISOString(), on: on as Day, by: null });
}

