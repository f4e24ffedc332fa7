import { Inject, Injectable } from '@nestjs/common';
import { DUTY_STATES, type Count, type DutyState, type TimelinessOverview, type TimelinessQuery } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { childOn, CLOCK, frameOf, overviewUnit, queryOf, UNITS, type Clock, type UnitDirectory } from '@xingchuang/server';
import { noTotals } from '../duty/duty-rule.ts';
import { DutyService } from '../duty/duty-service.ts';
import { stayOn } from '../duty/owing-service.ts';

const RECORDS = '/api/evidence/duties';
type Totals = ReturnType<typeof noTotals>;
type Months = Map<string, Totals>;

/** How evidence comes in: what was expected month by month, of a unit and of each of those directly below it. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(DutyService) readonly duties: DutyService,
  ) {}

  async timeliness({ unitId, year = this.clock.today().slice(0, 4) }: TimelinessQuery, by: Actor): Promise<TimelinessOverview> {
    const { unit, today } = await frameOf({ unitId }, by, 'duty.read', this.units, this.clock.today());
    const all: Months = new Map();
    const below = new Map<string, { months: Months; hasBelow: boolean }>();
    await this.duties.each(year, unit.id, by, ({ home }, { month, to }, state) => {
      add(all, month, state);
      const child = childOn(stayOn(home, to).path, unit.id);
      if (child === unit.id) return; // what is its own stands in the sums
      const row = below.get(child) ?? { months: new Map(), hasBelow: false };
      add(row.months, month, state);
      below.set(child, { ...row, hasBelow: row.hasBelow || home.id !== child });
    });
    const units = await this.units.byIds([...below.keys()]);
    return {
      today, year, unit, records: RECORDS, ...counts(all, unit.id, year),
      units: [...below]
        .map(([id, { months, hasBelow }]) => ({ ...overviewUnit(units.get(id) ?? { ...unit, id, name: id }, hasBelow), ...counts(months, id, year) }))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
    };
  }
}

function add(months: Months, month: string, state: DutyState): void {
  const there = months.get(month) ?? noTotals();
  there[state] += 1;
  months.set(month, there);
}

/** The numbers of a unit with all below it; what is nothing is left out. */
function counts(months: Months, unitId: string, year: string) {
  const of = (totals: Totals, month?: string): (Count & { state: DutyState })[] =>
    DUTY_STATES.filter((state) => totals[state] > 0).map((state) => ({ state, count: totals[state], query: queryOf({ unitId, subtree: 'true', period: year, month, state }) }));
  const sum = noTotals();
  for (const totals of months.values()) for (const state of DUTY_STATES) sum[state] += totals[state];
  return { states: of(sum), months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, totals]) => ({ month, states: of(totals, month) })) };
}
