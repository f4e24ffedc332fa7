import { Inject, Injectable } from '@nestjs/common';
import type { RewardCancel, RewardCarryOut, RewardQuery, RewardTotalQuery, RewardTotalView } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import { CLOCK, DATABASE, UNITS, pageById, scopeFor, type Clock, type Database, type Scoped, type UnitDirectory } from '@xingchuang/server';
import { amountOf, cancel, carryOut, counts, isPaid, sumOf, type Doer, type RewardLine } from './reward-rule.ts';
import { RewardStore } from './reward-store.ts';
import { sameVersion } from '../same-version.ts';

const PAGE = 50;

/** The ledger as people read it and work it off. */
@Injectable()
export class RewardDesk {
  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RewardStore) readonly store: RewardStore,
  ) {}

  /** The part of the ledger that is asked for: a unit with all below it, or all that the actor may see. */
  scope = (by: Actor, unitId: string | undefined): Promise<Scoped> => scopeFor(by, 'effect.read', { unitId, subtree: true }, this.units);

  async list({ unitId, ...query }: RewardQuery, by: Actor): Promise<{ items: RewardLine[]; nextPageToken?: string }> {
    return pageById(await this.store.page(await this.scope(by, unitId), query, PAGE + 1), PAGE);
  }

  async get(id: string, by: Actor): Promise<RewardLine> {
    const line = await this.store.get(id);
    allow(by, 'effect.read', line);
    return line;
  }

  carryOut = (id: string, given: RewardCarryOut, ifMatch: string | undefined, by: Actor): Promise<RewardLine> => this.#change(id, ifMatch, by, (line, doer) => carryOut(line, given, doer, this.clock.today()));
  cancel = (id: string, { reason }: RewardCancel, ifMatch: string | undefined, by: Actor): Promise<RewardLine> => this.#change(id, ifMatch, by, (line, doer) => cancel(line, reason, doer, this.clock.today()));

  /** What stands for each unit in a year. */
  async totals({ unitId, year, asOf, pageToken }: RewardTotalQuery, by: Actor): Promise<{ items: RewardTotalView[]; nextPageToken?: string }> {
    const unitIds = await this.store.unitsWith(await this.scope(by, unitId), year, asOf, pageToken, PAGE + 1);
    const { items, ...rest } = pageById(unitIds.map((id) => ({ id })), PAGE);
    const lines = Map.groupBy(await this.store.linesOf(items.map(({ id }) => id), year), (line) => line.unitId);
    return { items: items.map(({ id }) => totalOf(lines.get(id) ?? [], asOf)), ...rest };
  }

  async #change(id: string, ifMatch: string | undefined, by: Actor, change: (line: RewardLine, doer: Doer) => RewardLine): Promise<RewardLine> {
    const { name: unitName } = await this.units.get(by.unitId);
    return this.database.transaction(async () => {
      const line = await this.store.get(id);
      allow(by, 'reward.carry', line);
      if (by.unitId === line.unitId) throw new Refusal('forbidden', 'reward.own', { number: line.number });
      sameVersion(line, ifMatch);
      return this.store.lines.save(change(line, { unitId: by.unitId, unitName, personId: by.personId }));
    });
  }
}

export function totalOf(all: readonly RewardLine[], asOf?: string): RewardTotalView {
  const lines = all.filter((line) => counts(line, asOf));
  const ratio = (reading: string): number => lines.reduce((sum, line) => sum + (line.ratio?.reading === reading ? line.ratio.change : 0), 0);
  const paid = lines.filter(isPaid);
  const names = (action: string): string[] => [...new Set(lines.filter((line) => line.action === action).flatMap((line) => line.in.map(({ zh }) => zh)))].sort();
  const actions: Record<string, number> = {};
  for (const { action } of lines) actions[action] = (actions[action] ?? 0) + 1;
  return {
    unitId: all[0]!.unitId, unitName: all.at(-1)!.unitName, points: ratio('points'), relative: ratio('relative'), amount: sumOf(paid.map(amountOf).filter((amount) => amount !== null)),
    amountsOpen: paid.filter((line) => amountOf(line) === null).length, actions, bars: names('bar'), priorities: names('priority'),
    due: lines.filter((line) => line.done === null || (asOf !== undefined && line.done.on > asOf)).length,
  };
}
