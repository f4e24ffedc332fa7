import { Inject, Injectable } from '@nestjs/common';
import { addDays, type Day } from '@xingchuang/calendar';
import { STEPS, TICKER, type NewStep, type StepLog, type Ticker } from '@xingchuang/server';
import { UnitStore } from '../unit/unit-store.ts';
import { TermStore } from './term-store.ts';

/** Logs the terms of committees that run out (S0 L131, re-election on time). */
@Injectable()
export class TermDays {
  constructor(
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
    @Inject(UnitStore) readonly units: UnitStore,
    @Inject(TermStore) readonly terms: TermStore,
  ) {
    ticker.every('terms of committees', () => this.steps.onDays('terms', (from, to) => this.#over(from, to)));
  }

  async #over(from: Day, to: Day): Promise<NewStep[]> {
    const ended = [...(await this.terms.endingBy(addDays(to, -1)))].filter(([, until]) => until >= addDays(from, -1));
    const units = await this.units.byIds(ended.map(([unitId]) => unitId));
    return ended
      .map(([unitId, until]) => ({ unit: units.get(unitId), until }))
      .flatMap(({ unit, until }) => (unit?.closedOn === '' ? [{ day: addDays(until, 1), what: 'term-over', kind: 'term', objectId: unit.id, unitId: unit.id, path: unit.path, before: until }] : []))
      .sort((one, other) => (one.day < other.day ? -1 : 1));
  }
}
