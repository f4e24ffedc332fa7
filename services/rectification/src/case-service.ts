import { Inject, Injectable } from '@nestjs/common';
import { chineseCalendar } from '@xingchuang/calendar';
import {
  RungAssignedSchema,
  type CaseAssign,
  type CaseLimitSet,
  type CaseQuery,
  type CheckGive,
  type LadderQuery,
  type LadderView,
  type LimitInput,
  type LimitView,
  type ProofGive,
} from '@xingchuang/contracts';
import { allow, Refusal, type Actor, type Place } from '@xingchuang/rules';
import { ladderStanding, settleTerm, type LadderStanding, type Rung, type Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, SCHEMES, TICKER, UNITS, within, pageById, type Clock, type Database, type SchemeDirectory, type Ticker, type UnitDirectory } from '@xingchuang/server';
import { checkCase, failCase, proveCase, setLimit, type RectificationCase } from './case-rule.ts';
import { CaseStore } from './case-store.ts';
import type { Finding, Happening } from './finding-rule.ts';
import { FindingStore, PAGE } from './finding-store.ts';
import { limitOf } from './limit-rule.ts';

/** What brings a case about without the ladder: an effect of a settled level, or proven fraud. */
export interface Measure {
  readonly id: string;
  readonly campaignId: string;
  readonly rung: string;
  readonly name: string;
  readonly source: string;
}

/** The ladder of a scheme in force: rungs are assigned when the ledger calls for them, run for their limit, end done or failed (S0 L127). */
@Injectable()
export class CaseService {
  readonly #calendar = chineseCalendar();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(FindingStore) readonly findings: FindingStore,
    @Inject(CaseStore) readonly cases: CaseStore,
  ) {
    ticker.every('rungs past their limit', () => this.failPast());
  }

  async ladder({ unitId, schemeId }: LadderQuery, by: Actor): Promise<LadderView> {
    const place = await this.units.place(unitId);
    allow(by, 'finding.read', place);
    const scheme = await this.schemes.get(schemeId);
    const { standing, due } = await this.#standing(scheme, unitId);
    return { unitId, schemeId, aspects: [...standing.aspects], unsolved: [...standing.unsolved], due: due && rungView(due) };
  }

  /** Puts the unit on the rung that the ledger calls for; any other is refused, so is the same one twice. */
  async assign(input: CaseAssign, by: Actor): Promise<RectificationCase> {
    const place = await this.units.place(input.unitId);
    allow(by, 'case.assign', place);
    const scheme = await this.schemes.get(input.schemeId);
    return this.database.transaction(async () => {
      const { due } = await this.#standing(scheme, input.unitId);
      if (due?.id !== input.rung) throw new Refusal('conflict', 'case.not-due', { rung: input.rung, due: due?.zh ?? '—' }, 'rung');
      const limit = this.#limit(scheme, due, input.limit);
      const measure = { id: newId(), campaignId: '', rung: due.id, name: due.zh, source: due.source ?? due.basis ?? '' };
      const opened = this.#open(measure, input.schemeId, place, this.#happened('assigned', by, input.leader));
      return this.#run({ ...opened, leader: input.leader, limit, state: 'running' });
    });
  }

  async get(id: string, by: Actor): Promise<RectificationCase> {
    const one = await this.cases.get(id);
    allow(by, 'finding.read', one);
    return one;
  }

  async list(query: CaseQuery, by: Actor): Promise<{ items: RectificationCase[]; nextPageToken?: string }> {
    return pageById(await this.cases.page(await within(by, 'finding.read', query.unitId, this.units), query), PAGE);
  }

  async setLimit(id: string, { leader, limit }: CaseLimitSet, by: Actor): Promise<RectificationCase> {
    const was = await this.cases.get(id);
    allow(by, 'case.assign', was);
    const due = limitOf(this.#calendar, this.clock.today(), { ask: true }, limit);
    return this.cases.save(setLimit(was, leader, due, this.#happened('limit-set', by, leader)));
  }

  async prove(id: string, proof: ProofGive, by: Actor): Promise<RectificationCase> {
    const was = await this.cases.get(id);
    allow(by, 'finding.prove', was);
    return this.cases.save(proveCase(was, proof, by.personId, this.#happened('proved', by, proof.text)));
  }

  async check(id: string, given: CheckGive, by: Actor): Promise<RectificationCase> {
    const was = await this.cases.get(id);
    allow(by, 'finding.check', was);
    return this.cases.save(checkCase(was, given, by.personId, this.#happened(given.solved ? 'closed' : 'returned', by, given.opinion)));
  }

  /** Opens what a level or a complaint brought about; its limit waits for a person, because the source leaves it open (A16). */
  async follow(measure: Measure, schemeId: string, unitId: string): Promise<void> {
    if (await this.cases.find(measure.id)) return;
    const place = await this.units.place(unitId);
    const happened = { at: this.clock.now().toISOString(), day: this.clock.today(), what: 'opened', by: '', text: measure.name };
    await this.cases.insert(this.#open(measure, schemeId, place, happened));
  }

  /** Lets rungs fail whose last day is over; each once, also after days of downtime. */
  async failPast(): Promise<void> {
    const today = this.clock.today();
    for (const one of await this.cases.past(today)) {
      await this.cases.save(failCase(one, { at: this.clock.now().toISOString(), day: today, what: 'failed', by: '', text: '' }));
    }
  }

  #open({ id, campaignId, rung, name, source }: Measure, schemeId: string, place: Place, happened: Happening): RectificationCase {
    return {
      id, version: 1, unitId: place.unitId, path: place.path, schemeId, campaignId, rung, name, source, leader: '',
      assignedOn: happened.day, limit: null, state: 'waiting', proof: null, closedOn: '', history: [happened],
    };
  }

  async #run(one: RectificationCase): Promise<RectificationCase> {
    const { id, unitId, rung, assignedOn, limit } = one;
    await this.database.emit(RungAssignedSchema, id, { caseId: id, unitId, rung, assignedOn, dueOn: limit!.lastDay });
    return this.cases.insert(one);
  }

  #limit(scheme: Scheme, rung: Rung, given: LimitInput | undefined): LimitView {
    const { ask, ...term } = settleTerm(scheme, rung.deadline);
    return limitOf(this.#calendar, this.clock.today(), ask ? { ask } : (term as Exclude<Rung['deadline'], { ask: true }>), given);
  }

  async #standing(scheme: Scheme, unitId: string): Promise<{ standing: LadderStanding; due: Rung | null }> {
    const findings = await this.findings.unsolved(unitId, scheme.id); // one after the other: a transaction answers one question at a time
    const cases = await this.cases.ofUnit(unitId, scheme.id);
    const rungs = cases.filter((one) => one.limit !== null).map(({ rung, limit, closedOn }) => ({ rung, due: limit!.lastDay, ...(closedOn ? { done: closedOn } : {}) }));
    const standing = ladderStanding(scheme, { problems: findings.map(asProblem), rungs, today: this.clock.today() });
    const running = cases.some((one) => one.rung === standing.rung?.id && ['waiting', 'running', 'proved'].includes(one.state));
    return { standing, due: running ? null : standing.rung };
  }

  #happened(what: string, by: Actor, text: string): Happening {
    return { at: this.clock.now().toISOString(), day: this.clock.today(), what, by: by.unitId, text };
  }
}

const asProblem = ({ aspect, foundOn, limit }: Finding) => ({ aspect, opened: foundOn, limit: limit?.lastDay });

const rungView = ({ id, zh, source, basis, by, deadline }: Rung): NonNullable<LadderView['due']> => ({
  rung: id,
  zh,
  source: source ?? basis ?? '',
  by: typeof by === 'string' ? by : by.parameter,
  deadline,
});
