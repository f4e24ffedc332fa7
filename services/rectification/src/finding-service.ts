import { Inject, Injectable } from '@nestjs/common';
import { chineseCalendar } from '@xingchuang/calendar';
import { FindingClosedSchema, FindingOpenedSchema, type CheckGive, type FindingOpen, type FindingQuery, type NoticeIssue, type ProofGive } from '@xingchuang/contracts';
import { allow, Refusal, type Actor } from '@xingchuang/rules';
import type { Scheme } from '@xingchuang/schemes';
import { CLOCK, DATABASE, newId, SCHEMES, TICKER, UNITS, pageById, type Clock, type Database, type SchemeDirectory, type Ticker, type UnitDirectory, within } from '@xingchuang/server';
import { check, isPast, notice, prove, type Finding, type Happening } from './finding-rule.ts';
import { FindingStore, PAGE } from './finding-store.ts';
import { limitOf } from './limit-rule.ts';

/** The problem ledger: a finding is opened, noticed with a limit, proved by the unit, checked by another person, closed (S0 L125). */
@Injectable()
export class FindingService {
  readonly #calendar = chineseCalendar();

  constructor(
    @Inject(DATABASE) readonly database: Database,
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(SCHEMES) readonly schemes: SchemeDirectory,
    @Inject(TICKER) ticker: Ticker,
    @Inject(FindingStore) readonly findings: FindingStore,
  ) {
    ticker.every('findings past their limit', () => this.markPast());
  }

  async open(input: FindingOpen, by: Actor): Promise<Finding> {
    const place = await this.units.place(input.unitId);
    allow(by, 'finding.open', place);
    const scheme = await this.schemes.get(input.schemeId);
    const aspectName = aspectOf(scheme, input);
    if (input.foundOn > this.clock.today()) throw new Refusal('invalid', 'finding.in-future', { foundOn: input.foundOn }, 'foundOn');
    const finding: Finding = {
      ...input, aspectName, category: input.category ?? '', foundOn: input.foundOn as Finding['foundOn'], id: newId(), version: 1, path: place.path, state: 'open',
      number: '', demand: '', limit: null, overdue: false, proof: null, closedOn: '', history: [this.#happened('opened', by, input.title)],
    };
    return this.database.transaction(async () => {
      await this.database.emit(FindingOpenedSchema, finding.id, { findingId: finding.id, unitId: finding.unitId, aspect: finding.aspect, foundOn: finding.foundOn });
      return this.findings.insert(finding);
    });
  }

  async get(id: string, by: Actor): Promise<Finding> {
    const finding = await this.findings.get(id);
    allow(by, 'finding.read', finding);
    return finding;
  }

  async list(query: FindingQuery, by: Actor): Promise<{ items: Finding[]; nextPageToken?: string }> {
    return pageById(await this.findings.page(await within(by, 'finding.read', query.unitId, this.units), query), PAGE);
  }

  async notice(id: string, { limit, demand }: NoticeIssue, by: Actor): Promise<Finding> {
    const was = await this.findings.get(id);
    allow(by, 'finding.open', was);
    const today = this.clock.today();
    const due = limitOf(this.#calendar, today, { ask: true }, limit);
    return this.database.transaction(async () => {
      const year = today.slice(0, 4);
      const number = `整改〔${year}〕${await this.database.nextNumber(`rectification-notice-${year}`)}号`;
      return this.findings.save(notice(was, number, demand, due, this.#happened('noticed', by, demand)));
    });
  }

  async prove(id: string, proof: ProofGive, by: Actor): Promise<Finding> {
    const was = await this.findings.get(id);
    allow(by, 'finding.prove', was);
    return this.findings.save(prove(was, proof, by.personId, this.#happened('proved', by, proof.text)));
  }

  async check(id: string, given: CheckGive, by: Actor): Promise<Finding> {
    const was = await this.findings.get(id);
    allow(by, 'finding.check', was);
    const next = check(was, given, by.personId, this.#happened(given.solved ? 'closed' : 'returned', by, given.opinion));
    return this.database.transaction(async () => {
      if (next.state === 'closed') {
        await this.database.emit(FindingClosedSchema, next.id, { findingId: next.id, unitId: next.unitId, closedOn: next.closedOn });
      }
      return this.findings.save(next);
    });
  }

  /** Marks findings whose last day is over; each once, also after days of downtime. */
  async markPast(): Promise<void> {
    const today = this.clock.today();
    for (const finding of await this.findings.newlyPast(today)) {
      if (!isPast(finding, today)) continue;
      const happened: Happening = { at: this.clock.now().toISOString(), day: today, what: 'overdue', by: '', text: '' };
      await this.findings.save({ ...finding, overdue: true, history: [...finding.history, happened] });
    }
  }

  #happened(what: string, by: Actor, text: string): Happening {
    return { at: this.clock.now().toISOString(), day: this.clock.today(), what, by: by.unitId, text };
  }
}

/** The name of the aspect; refuses an aspect or a category that the scheme does not have. */
function aspectOf(scheme: Scheme, { aspect, category }: FindingOpen): string {
  const found = scheme.dimensions.find((dimension) => dimension.id === aspect);
  if (!found) throw new Refusal('invalid', 'finding.unknown-aspect', { aspect, aspects: scheme.dimensions.map((dimension) => dimension.id) }, 'aspect');
  const categories = scheme.ladder?.categories.map((one) => one.id) ?? [];
  if (category !== undefined && !categories.includes(category)) throw new Refusal('invalid', 'finding.unknown-category', { category, categories }, 'category');
  return found.zh;
}
