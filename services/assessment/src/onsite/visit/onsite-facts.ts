import { Inject, Injectable } from '@nestjs/common';
import type { RankingQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { UNITS, within, type UnitDirectory } from '@xingchuang/server';
import { meanOf } from '../mark.ts';
import { VisitStore } from './visit-store.ts';

/** The marks of a unit on one form in a window, with the visits behind them. */
export interface OnsiteScore {
  readonly formId: string;
  readonly mean: string;
  /** In the order of the days on site. */
  readonly scores: readonly string[];
  readonly visitIds: readonly string[];
}

/** What on-site work says of units, as facts for a scheme and as a ranking. */
@Injectable()
export class OnsiteFacts {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(VisitStore) readonly visits: VisitStore,
  ) {}

  /** Mean marks per unit and form of the visits whose day on site lies in the window; a unit without any is left out. */
  async of(unitIds: readonly string[], window: { readonly from: string; readonly to: string }): Promise<Map<string, OnsiteScore[]>> {
    const visits = await this.visits.scored({ unitIds }, window.from, window.to);
    const byUnit = Map.groupBy(visits, ({ unitId }) => unitId);
    return new Map(
      [...byUnit].map(([unitId, ofUnit]) => [
        unitId,
        [...Map.groupBy(ofUnit, ({ formId }) => formId)].map(([formId, held]) => {
          const scores = held.toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : 0)).map(({ score }) => score!);
          return { formId, mean: meanOf(scores), scores, visitIds: held.map(({ id }) => id) };
        }),
      ]),
    );
  }

  /** Units by their mean on a form, highest first; equal means share a rank and the next one is skipped. */
  async ranking({ formId, from, to, planId, tag }: RankingQuery, by: Actor) {
    const scope = await within(by, 'onsite.plan-read', undefined, this.units);
    const visits = await this.visits.scored({ ...scope, formId, ...(planId === undefined ? {} : { planId }), ...(tag === undefined ? {} : { tag }) }, from, to);
    const means = [...Map.groupBy(visits, ({ unitId }) => unitId)].map(([unitId, held]) => ({ unitId, score: meanOf(held.map(({ score }) => score!)), visits: held.length }));
    const units = await this.units.byIds(means.map(({ unitId }) => unitId));
    const ordered = means.map((one) => ({ ...one, unit: units.get(one.unitId)! })).sort((a, b) => Number(b.score) - Number(a.score) || (a.unit.code < b.unit.code ? -1 : 1));
    return { items: ordered.map((one) => ({ ...one, rank: ordered.findIndex(({ score }) => score === one.score) + 1 })) };
  }
}
