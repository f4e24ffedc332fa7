import { Inject, Injectable } from '@nestjs/common';
import { Schema } from 'mongoose';
import type { LevelLowered, LevelReopened, LevelSettled, RungFailed } from '@xingchuang/contracts';
import { DATABASE, UNITS, type Database, type UnitDirectory } from '@xingchuang/server';
import { begun, ended, type LevelHistory, type LevelSpan } from './level-span.ts';

/** A rung of a ladder that a unit failed, from the day on which what follows holds. */
export interface FailedRung {
  /** `<case>:<rung>`. */
  readonly id: string;
  readonly caseId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly schemeId: string;
  readonly schemeVersion: number;
  readonly rung: string;
  readonly effectiveOn: string;
  readonly clause: string;
}

const histories = new Schema({ _id: String, version: Number, campaignId: String, unitId: String, path: [String], spans: [Schema.Types.Mixed] });
histories.index({ campaignId: 1, path: 1 }); // what a round gave the units of a subtree
histories.index({ path: 1, _id: 1 }); // levels that began in a period
const failures = new Schema({ _id: String, caseId: String, unitId: String, path: [String], schemeId: String, schemeVersion: Number, rung: String, effectiveOn: String, clause: String });
failures.index({ path: 1, effectiveOn: 1 }); // what failed in a period

const MOST = 20_000;

/** What the other services told of levels and failed rungs, kept with its days: a bulletin tells how things stood on one. */
@Injectable()
export class LevelHistories {
  readonly #histories;
  readonly #failures;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(UNITS) readonly units: UnitDirectory,
  ) {
    this.#histories = database.model<LevelHistory>('level-histories', histories);
    this.#failures = database.model<FailedRung>('failed-rungs', failures);
  }

  of = (campaignId: string, nodeId: string): Promise<LevelHistory[]> => this.#histories.list({ campaignId, path: nodeId }, { _id: 1 }, MOST);
  begunWithin = (nodeId: string, from: string, to: string): Promise<LevelHistory[]> => this.#histories.list({ path: nodeId, 'spans.from': { $gte: from, $lte: to } }, { _id: 1 }, MOST);
  failedWithin = (nodeId: string, from: string, to: string): Promise<FailedRung[]> => this.#failures.list({ path: nodeId, effectiveOn: { $gte: from, $lte: to } }, { _id: 1 }, MOST);

  async settled({ campaignId, unitId, level, settledOn, because, score }: LevelSettled): Promise<void> {
    await this.#follow(campaignId, unitId, (spans) => begun(spans, { level, score, from: settledOn, because, lowered: false }));
  }

  async lowered({ campaignId, unitId, to, loweredOn, clause }: LevelLowered): Promise<void> {
    await this.#follow(campaignId, unitId, (spans) => begun(spans, { level: to, score: spans.at(-1)?.score ?? '', from: loweredOn, because: clause, lowered: true }));
  }

  async reopened({ campaignId, unitId, reopenedOn }: LevelReopened): Promise<void> {
    await this.#follow(campaignId, unitId, (spans) => ended(spans, reopenedOn));
  }

  /** Nothing of a round that was called off is told any more from then on. */
  async cancelled({ campaignId, cancelledOn }: { readonly campaignId: string; readonly cancelledOn: string }): Promise<void> {
    for (const one of await this.#histories.list({ campaignId }, { _id: 1 }, MOST)) await this.#histories.save({ ...one, spans: ended(one.spans, cancelledOn) });
  }

  async rungFailed({ caseId, unitId, rung, effectiveOn, schemeId, schemeVersion, clause }: RungFailed): Promise<void> {
    const id = `${caseId}:${rung}`;
    if (await this.#failures.find(id)) return;
    const { path } = await this.units.place(unitId);
    await this.#failures.insert({ id, caseId, unitId, path, schemeId, schemeVersion, rung, effectiveOn, clause });
  }

  async #follow(campaignId: string, unitId: string, next: (spans: readonly LevelSpan[]) => LevelSpan[]): Promise<void> {
    const id = `${campaignId}:${unitId}`;
    const { path } = await this.units.place(unitId);
    const was = await this.#histories.find(id);
    if (was) await this.#histories.save({ ...was, path, spans: next(was.spans) });
    else await this.#histories.insert({ id, version: 1, campaignId, unitId, path, spans: next([]) });
  }
}
