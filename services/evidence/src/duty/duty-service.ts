import { Inject, Injectable } from '@nestjs/common';
import type { Day } from '@xingchuang/calendar';
import { DUTY_STATES, type DutyLine, type DutyPage, type DutyQuery, type DutySummary, type DutyState, type DutySummaryQuery } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { CALENDARS, CLOCK, scopeFor, UNITS, type CalendarDirectory, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { RecordAccess } from '../record/record-access.ts';
import { RecordStore, type Counting, type CountedRecord } from '../record/record-store.ts';
import { atLeastOf, cellsOfRecords, cellsOfTallies, exemptionOf, isAfter, lineKey, noTotals, placeKey, Roster, statesIn, termsOf, visit, type Cell, type LineKey, type Sheet } from './duty-sheet.ts';
import { spanOf, subjectsOf, tell, termAfter, termsWithin, type Term } from './duty-rule.ts';
import { AdoptionDirectory, Reach } from './adoption-directory.ts';
import { ExemptionStore, type Exemption } from './exemption-store.ts';
import { keyOf, type Expected } from './expected.ts';
import { OwingService, type Owing } from './owing-service.ts';
import { counterOf } from './tally-rule.ts';
import { TallyService } from './tally-service.ts';
import { TallyStore } from './tally-store.ts';

const NONE: ReadonlyMap<string, Exemption> = new Map();

export type Asked = Omit<DutyQuery, 'pageToken' | 'limit'>;
interface Units {
  readonly units: readonly KnownUnit[];
  /** The node whose subtree is asked about; undefined for one unit alone. */
  readonly node: string | undefined;
}

/** Which records are expected of whom, by record types and published schemes, and which of them are there. */
@Injectable()
export class DutyService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(CALENDARS) readonly calendars: CalendarDirectory,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(OwingService) readonly owing: OwingService,
    @Inject(TallyService) readonly tallyService: TallyService,
    @Inject(TallyStore) readonly tallies: TallyStore,
    @Inject(ExemptionStore) readonly exemptions: ExemptionStore,
    @Inject(AdoptionDirectory) readonly adoptions: AdoptionDirectory,
  ) {}

  async list({ pageToken, limit, ...asked }: DutyQuery, by: Actor): Promise<DutyPage> {
    const { cells, totals } = await this.#cells(asked, by, pageToken === undefined ? undefined : keyIn(pageToken), limit + 1);
    const page = cells.slice(0, limit);
    const last = page.at(-1);
    const next = cells.length > page.length && last ? { nextPageToken: tokenOf(lineKey(last.sheet, last.owing, last.term)) } : {};
    return { today: this.clock.today(), totals, items: await this.#lines(page, by), ...next };
  }

  /** Every line that is asked for, up to so many. */
  async all(asked: Asked, by: Actor, most: number): Promise<DutyLine[]> {
    const { cells } = await this.#cells(asked, by, undefined, most + 1);
    if (cells.length > most) throw new Refusal('limit', 'export.too-long', { most }, 'period');
    return this.#lines(cells, by);
  }

  async summary({ year = this.clock.today().slice(0, 4), ...where }: DutySummaryQuery, by: Actor): Promise<DutySummary> {
    const { units, node } = await this.unitsOf(where, by);
    const totals = noTotals();
    const below = new Map<string, DutySummary['units'][number]>();
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    const rows: DutySummary['rows'] = [];
    for (const sheet of await this.#sheets({ ...where, period: year, alert: false }, { units, node })) {
      const months = new Map<string, ReturnType<typeof noTotals>>();
      visit(sheet, ({ home }, { month }, state) => {
        totals[state] += 1;
        const there = months.get(month) ?? noTotals();
        there[state] += 1;
        months.set(month, there);
        if (node === undefined) return;
        const child = byId.get(home.path[home.path.indexOf(node) + 1] ?? node) ?? home;
        const line = below.get(child.id) ?? { unitId: child.id, unitCode: child.code, unitName: child.name, kind: child.kind, hasBelow: false, totals: noTotals() };
        line.totals[state] += 1;
        if (home.id !== child.id) line.hasBelow = true;
        below.set(child.id, line);
      });
      const { scheme, duty, zh, en, recordType, every = 'once' } = sheet.expected;
      if (months.size > 0) rows.push({ scheme, duty, zh, en, recordType, every, months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, there]) => ({ month, totals: there })) });
    }
    return { today: this.clock.today(), year, totals, rows, units: [...below.values()].sort((a, b) => (a.unitCode < b.unitCode ? -1 : 1)) };
  }

  /** Shows everything that is expected in a year of those who are asked about, with its state. */
  async each(year: string, unitId: string, by: Actor, see: (owing: Owing, term: Term, state: DutyState) => void): Promise<void> {
    const asked = { unitId, subtree: true, period: year, alert: false };
    for (const sheet of await this.#sheets(asked, await this.unitsOf(asked, by))) visit(sheet, see);
  }

  /** The sheets of some expectations in a year, of everybody who ever stood under a node; or of some units of these. */
  async sheetsUnder(node: string, year: string, keys: ReadonlySet<string>, some?: readonly string[]): Promise<Sheet[]> {
    const units = some ? [...(await this.units.byIds(some)).values()].filter(({ stays }) => stays.some(({ path }) => path.includes(node))) : await this.units.everUnder(node);
    return this.#sheets({ period: year, subtree: true, alert: false }, { units: units.sort((a, b) => (a.code < b.code ? -1 : 1)), node }, keys);
  }

  /** Whether somebody owes an expectation in a period; undefined where there is no such expectation. */
  async isOwed(unit: KnownUnit, { scheme, duty, period, personId, recordId }: { scheme: string; duty: string; period: string; personId?: string | undefined; recordId?: string | undefined }): Promise<boolean | undefined> {
    const sheets = await this.#sheets({ scheme, duty, period: period.slice(0, 4), subtree: false, alert: false, unitId: unit.id }, { units: [unit], node: undefined });
    if (sheets.length === 0) return undefined;
    let isOwed = false;
    for (const sheet of sheets) visit(sheet, (owing, term) => (isOwed ||= term.id === period && (personId === undefined || owing.personId === personId) && (recordId === undefined || owing.recordId === recordId)));
    return isOwed;
  }

  async unitsOf({ unitId, subtree }: Pick<Asked, 'unitId' | 'subtree'>, by: Actor): Promise<Units> {
    const scope = await scopeFor(by, 'duty.read', { unitId, subtree }, this.units);
    if (scope.unitId !== undefined) return { units: [await this.units.get(scope.unitId)], node: undefined };
    const node = scope.path ?? by.jurisdictionId;
    return { units: (await this.units.everUnder(node)).sort((a, b) => (a.code < b.code ? -1 : 1)), node };
  }

  /** The cells asked for after a place, at most so many, and the totals of all. */
  async #cells(asked: Asked, by: Actor, after: LineKey | undefined, most: number): Promise<{ cells: Cell[]; totals: ReturnType<typeof noTotals> }> {
    const totals = noTotals();
    const cells: Cell[] = [];
    const ends = (term: Term) => asked.month === undefined || term.month === asked.month;
    const isAsked = (state: Cell['state']) => (asked.state === undefined || state === asked.state) && (!asked.alert || state === 'due' || state === 'missing');
    for (const sheet of await this.#sheets(asked, await this.unitsOf(asked, by))) {
      const take = (owing: Owing, term: Term, state: Cell['state'], atLeast: number) => {
        if (cells.length < most && isAfter(after, sheet, owing, term)) cells.push({ sheet, owing, term, state, atLeast });
      };
      if (sheet.expected.once) {
        visit(sheet, (owing, term, state, atLeast) => {
          if (!ends(term)) return;
          totals[state] += 1;
          if (isAsked(state)) take(owing, term, state, atLeast);
        });
        continue;
      }
      for (const term of termsOf(sheet).filter(ends)) {
        const codes = statesIn(sheet, term);
        const counts = new Uint32Array(DUTY_STATES.length + 1);
        for (const code of codes) counts[code]! += 1;
        DUTY_STATES.forEach((state, index) => (totals[state] += counts[index + 1]!));
        for (let index = 0; index < codes.length && cells.length < most; index += 1) {
          const state = DUTY_STATES[codes[index]! - 1];
          if (state !== undefined && isAsked(state)) take(sheet.roster.owing[index]!, term, state, atLeastOf(sheet.expected, sheet.roster.owing[index]!));
        }
      }
    }
    return { cells, totals };
  }

  async #sheets({ period = this.clock.today().slice(0, 4), scheme, duty, recordType }: Asked, { units, node }: Units, keys?: ReadonlySet<string>): Promise<Sheet[]> {
    const asked = (await this.tallyService.expected())
      .filter((one) => (scheme === undefined || one.scheme === scheme) && (duty === undefined || one.duty === duty) && (recordType === undefined || one.recordType === recordType) && (keys === undefined || keys.has(keyOf(one))))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const slots = new Map((await this.tallies.counters()).filter(({ ready }) => ready).map(({ id, slot }) => [id, slot]));
    const isTallied = (one: Expected) => slots.has(counterOf(one)?.id ?? '');
    const tallies = asked.some(isTallied) ? await this.tallies.ofYear(period.slice(0, 4), units.map(({ id }) => id)) : new Map<string, Uint8Array>();
    const [adoptions, exemptions] = [await this.adoptions.all(), await this.exemptions.holding(asked)];
    const rosters = new Map<string, Roster>();
    const sheets: Sheet[] = [];
    for (const expected of asked) {
      const sheet = await this.#sheet(expected, period, rosters, { units, node });
      if (!sheet) continue;
      const slot = slots.get(counterOf(expected)?.id ?? '');
      sheets.push({ ...sheet, reach: expected.under && new Reach(expected.under, adoptions), exemptions: exemptions.get(keyOf(expected)) ?? NONE, cells: slot === undefined ? cellsOfRecords(expected, await this.#counted(sheet, sheet.roster.owing, period)) : cellsOfTallies(sheet.roster.columns(tallies), slot) });
    }
    return sheets;
  }

  async #sheet(expected: Expected, period: string, rosters: Map<string, Roster>, units: Units): Promise<Omit<Sheet, 'cells' | 'reach' | 'exemptions'> | undefined> {
    const today = this.clock.today();
    const span = spanOf(period);
    const calendar = await this.calendars.now();
    const terms = termsWithin(expected, period, today, calendar);
    if (terms.length === 0 && !expected.once) return undefined;
    const { once, grace, owers, atLeast } = expected;
    const key = JSON.stringify([owers, expected.in, once !== undefined, typeof atLeast === 'object' && atLeast]);
    const roster = rosters.get(key) ?? (await this.#roster(expected, units));
    rosters.set(key, roster);
    if (roster.owing.length === 0) return undefined;
    const termsOf = once ? ({ from }: Owing) => [termAfter(from as Day, once, grace, today, calendar)].filter(({ month }) => span.from <= month && month <= span.to) : () => terms;
    return { expected, roster, termsOf };
  }

  async #roster(expected: Expected, { units, node }: Units): Promise<Roster> {
    const owing = await this.owing.of(expected, units);
    const isByCode = expected.owers.of === 'units'; // as the units come
    return new Roster(isByCode ? owing : owing.toSorted((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1)), expected.owers.of === 'units' ? expected.owers.kinds : expected.in, node);
  }

  /** The records that may count for some of a sheet, over the span of their terms; a limit after an event looks on past its end. */
  async #counted({ expected, termsOf }: Pick<Sheet, 'expected' | 'termsOf'>, owing: readonly Owing[], period: string): Promise<CountedRecord[]> {
    const terms = expected.once ? owing.flatMap(termsOf) : owing[0] ? termsOf(owing[0]) : [];
    if (terms.length === 0) return [];
    const from = terms.reduce((first, term) => (term.from < first ? term.from : first), `${period.slice(0, 4)}-12-31` as string);
    const to = expected.once ? this.clock.today() : terms.reduce((last, term) => (term.to > last ? term.to : last), '' as string);
    const ids = [...new Set(owing.map(({ subject }) => subject))].filter((id) => id !== '');
    const whose: Counting = expected.by === 'unit' ? { unitIds: ids } : expected.by === 'credits' ? { personIds: ids } : { markIds: ids };
    return this.records.counted(expected.recordType, whose, from, to);
  }

  async #lines(cells: readonly Cell[], by: Actor): Promise<DutyLine[]> {
    const readable = await this.#readable(by);
    const lines: DutyLine[] = [];
    for (const [sheet, here] of Map.groupBy(cells, ({ sheet: of }) => of)) {
      const counted = await this.#counted({ expected: sheet.expected, termsOf: sheet.termsOf }, here.map(({ owing }) => owing), here[0]!.term.to.slice(0, 4));
      const bySubject = new Map<string, CountedRecord[]>();
      for (const record of counted) for (const subject of subjectsOf(sheet.expected.by, record)) bySubject.set(subject, [...(bySubject.get(subject) ?? []), record]);
      for (const cell of here) lines.push(lineOf(cell, bySubject.get(cell.owing.subject) ?? []));
    }
    const allowed = await readable(lines.flatMap(({ recordIds }) => recordIds));
    return lines.map((line) => ({ ...line, recordIds: line.recordIds.filter((id) => allowed.has(id)) }));
  }

  /** Of records behind a line, those that may be opened. */
  async #readable(by: Actor): Promise<(ids: readonly string[]) => Promise<Set<string>>> {
    const filter = await this.access.filter(by);
    const scope = await scopeFor(by, 'record.read', { subtree: false }, this.units);
    return async (ids) => new Set(ids.length === 0 ? [] : (await this.records.among(ids, scope, filter)).map(({ id }) => id));
  }
}

function lineOf({ sheet, owing, term, state }: Cell, records: readonly CountedRecord[]): DutyLine {
  const { scheme, duty, zh, en, source, recordType, sum } = sheet.expected;
  const { unit, personId, recordId, post } = owing;
  const expected = atLeastOf(sheet.expected, owing);
  const { found, recordIds, lateBy } = tell(sheet.expected, term, owing.subject, records);
  const exemption = state === 'exempt' ? exemptionOf(sheet, owing, term) : undefined;
  const late = state === 'late' ? lateBy(expected) : undefined;
  const note = exemption ? { zh: exemption.reason, en: exemption.reason } : state === 'skipped' ? term.note : undefined;
  return {
    scheme, duty, zh, en, recordType, period: { id: term.id, from: term.from, to: term.to }, unitId: unit.id, unitCode: unit.code, unitName: unit.name, expected, found, state, recordIds,
    ...(source !== undefined && { source }), ...(sum !== undefined && { sum }), ...(personId !== undefined && { personId }), ...(recordId !== undefined && { recordId }), ...(post !== undefined && { post }),
    ...(late !== undefined && { lateBy: late }), ...(note && { note }), ...(exemption && { exemptionId: exemption.id }),
  };
}

const tokenOf = (key: LineKey): string => Buffer.from(JSON.stringify([key.sheet, key.term, key.at])).toString('base64url');
function keyIn(token: string): LineKey {
  try {
    const [sheet, term, at] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (typeof sheet === 'string' && typeof term === 'string' && typeof at === 'string') return { sheet, term, at };
  } catch {
    // told below: a token is ours or it is not
  }
  throw new Refusal('invalid', 'page.token-invalid', {}, 'pageToken');
}
