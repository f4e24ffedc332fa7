import { Inject, Injectable } from '@nestjs/common';
import { addDays, yearOf, type Day } from '@xingchuang/calendar';
import { DUTY_STATES, type DutyState } from '@xingchuang/contracts';
import { dutyPeriods, type Period } from '@xingchuang/schemes';
import { STEPS, TICKER, UNITS, type KnownUnit, type NewStep, type StepLog, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { eventsOf, type Term } from './duty-rule.ts';
import { DutyService } from './duty-service.ts';
import { statesIn, termsOf, visit, type Sheet } from './duty-sheet.ts';
import { keyOf, type Expected } from './expected.ts';
import { OwingService } from './owing-service.ts';
import { TallyService } from './tally-service.ts';

/** A week of one year may end in the next. */
const WEEK = 7;
/** What was not there when its time was over; what came since is late. */
const GONE: readonly DutyState[] = ['missing', 'late'];

/** Logs expected records that turned missing: one line for each rule and period over all units, however many they are. */
@Injectable()
export class DutyDays {
  constructor(
    @Inject(STEPS) readonly steps: StepLog,
    @Inject(TICKER) ticker: Ticker,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(OwingService) readonly owing: OwingService,
    @Inject(TallyService) readonly tallies: TallyService,
  ) {
    ticker.every('expected records', () => this.steps.onDays('duties', (from, to) => this.#missed(from, to)));
  }

  async #missed(from: Day, to: Day): Promise<NewStep[]> {
    const isIn = (day: Day): boolean => from <= day && day <= to;
    const roots = await this.units.roots();
    const lines: NewStep[] = [];
    const look = async (year: number, some: readonly Expected[], at?: readonly string[]) => {
      if (some.length === 0) return;
      const keys = new Set(some.map(keyOf));
      for (const root of roots) for (const sheet of await this.duties.sheetsUnder(root.id, String(year), keys, at)) lines.push(...this.#linesOf(sheet, root, isIn));
    };
    const expected = await this.tallies.expected();
    for (const one of expected) {
      if (!one.once) continue;
      const ended = { from: addDays(from, -one.grace - 1), to: addDays(to, -one.grace - 1) };
      const at = await this.owing.begun(one.owers, eventsOf(one.once, ended));
      if (at.length > 0) for (let year = yearOf(ended.from); year <= yearOf(ended.to); year += 1) await look(year, [one], at);
    }
    const regular = expected.filter(({ once }) => once === undefined);
    const longest = Math.max(0, ...regular.map(({ grace }) => grace));
    for (let year = yearOf(addDays(from, -longest - WEEK)); year <= yearOf(to); year += 1) {
      const ends = new Map<string, readonly Period[]>();
      const endsOf = ({ every, months }: Expected) => {
        const key = `${every} ${months?.join()}`;
        const known = ends.get(key) ?? dutyPeriods({ every: every!, months }, year);
        ends.set(key, known);
        return known;
      };
      await look(year, regular.filter((one) => endsOf(one).some((period) => isIn(missedOn(one, period)))));
    }
    return lines.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  }

  #linesOf(sheet: Sheet, { id: unitId, path }: KnownUnit, isIn: (day: Day) => boolean): NewStep[] {
    const { expected } = sheet;
    const counts = new Map<string, { readonly day: Day; readonly period: string; count: number }>();
    const add = (term: Term, count: number): void => {
      const day = missedOn(expected, term);
      if (count === 0 || !isIn(day)) return;
      const period = expected.once ? day : term.id; // a limit after an event is everybody's own
      const known = counts.get(period);
      if (known) known.count += count;
      else counts.set(period, { day, period, count });
    };
    if (expected.once) visit(sheet, (_, term, state) => add(term, GONE.includes(state) ? 1 : 0));
    else for (const term of termsOf(sheet)) if (isIn(missedOn(expected, term))) add(term, statesIn(sheet, term).filter((code) => GONE.includes(DUTY_STATES[code - 1]!)).length);
    const objectId = keyOf(expected);
    return [...counts.values()].map(({ day, period, count }) => ({
      key: ['duty', objectId, unitId, period].join(':'), day, what: 'records-missing', kind: 'duty', objectId, unitId, path, text: expected.once ? expected.zh : `${expected.zh}（${period}）`, clause: expected.source ?? '', count,
    }));
  }
}

/** The first day on which what a term asks for is missing. */
const missedOn = ({ grace }: Expected, { to }: Pick<Term, 'to'>): Day => addDays(to, grace + 1);
