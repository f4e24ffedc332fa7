import { Inject, Injectable } from '@nestjs/common';
import { addMonths, day, lastDayOfMonth, type Day } from '@xingchuang/calendar';
import type { MeasureQuery, MeasureReport, MeasureResult } from '@xingchuang/contracts';
import type { Actor } from '@xingchuang/rules';
import { CLOCK, scopeFor, UNITS, type Clock, type KnownUnit, type UnitDirectory } from '@xingchuang/server';
import { spanOf, subjectsOf } from '../duty/duty-rule.ts';
import { DutyService } from '../duty/duty-service.ts';
import { countedBy, owersOf, type Expected } from '../duty/expected.ts';
import { owes, OwingService, type Owing } from '../duty/owing-service.ts';
import { gapCounts, isOnTarget, reckon, shareOf, type Measured, type Reckoned } from './measure-rule.ts';
import { RecordAccess } from './record-access.ts';
import { RecordCatalogue } from './record-catalogue.ts';
import { holds } from './record-condition.ts';
import { RecordStore, type EvidenceRecord } from './record-store.ts';
import { subjectField } from './record-type-meaning.ts';
import type { Measure, RecordType } from './record-type.ts';
import { idsAt } from './record-yield.ts';

interface Span {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
}
interface Reach {
  readonly measure: Measure;
  readonly owing: readonly Owing[];
  readonly reached: ReadonlyMap<string, readonly string[]>;
}
const MOST_IDS = 1_000;

/** What the records of a type yield, in all and line by line, each number with its records. */
@Injectable()
export class MeasureService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(RecordCatalogue) readonly catalogue: RecordCatalogue,
    @Inject(RecordStore) readonly records: RecordStore,
    @Inject(RecordAccess) readonly access: RecordAccess,
    @Inject(DutyService) readonly duties: DutyService,
    @Inject(OwingService) readonly owing: OwingService,
  ) {}

  async report({ type: typeId, period = this.clock.today().slice(0, 4), by: lines, ...where }: MeasureQuery, by: Actor): Promise<MeasureReport> {
    const type = this.catalogue.get(typeId);
    const span = periodOf(period);
    const records = await this.#records(type, span, where, by);
    const { units, node } = await this.duties.unitsOf(where, by);
    const reaches = await this.#reaches(type, span, units, node, by);
    const others = await this.#others(type, span, where, by);
    const all = { measures: this.#measure(type, records, reaches, others), gaps: gapCounts(type, records) };
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    return { type: type.id, period: span, total: all, lines: lines === 'person' ? this.#byPerson(type, records) : lines === 'month' ? this.#byMonth(type, records) : this.#byUnit(type, records, reaches, others, byId) };
  }

  async #records(type: RecordType, { from, to }: Span, where: Pick<MeasureQuery, 'unitId' | 'subtree'>, by: Actor): Promise<EvidenceRecord[]> {
    return this.#within(await scopeFor(by, 'record.read', where, this.units), type, from, to, by);
  }

  async #within(scope: Record<string, unknown>, type: RecordType, from: string, to: string, by: Actor): Promise<EvidenceRecord[]> {
    const found: EvidenceRecord[] = [];
    for await (const record of this.records.register(scope, type.id, from, to, await this.access.filter(by))) found.push(record);
    return found;
  }

  #byUnit(type: RecordType, records: readonly EvidenceRecord[], reaches: readonly Reach[], others: ReadonlyMap<string, readonly EvidenceRecord[]>, units: ReadonlyMap<string, KnownUnit>): MeasureReport['lines'] {
    const grouped = Map.groupBy(records, ({ unitId }) => unitId);
    const ids = new Set([...grouped.keys(), ...reaches.flatMap(({ owing }) => owing.map(({ unit }) => unit.id))]);
    return [...ids]
      .map((id) => ({ id, unit: units.get(id) }))
      .sort((a, b) => ((a.unit?.code ?? a.id) < (b.unit?.code ?? b.id) ? -1 : 1))
      .map(({ id, unit }) => {
        const here = grouped.get(id) ?? [];
        const ofUnit = reaches.map((reach) => ({ ...reach, owing: reach.owing.filter((one) => one.unit.id === id) }));
        const otherHere = new Map([...others].map(([other, list]) => [other, list.filter(({ unitId }) => unitId === id)]));
        return { unitId: id, ...(unit && { unitCode: unit.code, unitName: unit.name }), measures: this.#measure(type, here, ofUnit, otherHere), gaps: gapCounts(type, here) };
      });
  }

  /** Per person what each did: of people with minutes his own. Measures over units make no sense of one person and are left out. */
  #byPerson(type: RecordType, records: readonly EvidenceRecord[]): MeasureReport['lines'] {
    const subject = subjectField(type);
    if (!subject) return [];
    const people = new Map<string, EvidenceRecord[]>();
    for (const record of records) {
      for (const id of new Set(idsAt(subject.id, record.fields))) {
        const own = subject.type === 'people' ? { ...record, fields: { ...record.fields, [subject.id]: (record.fields[subject.id] as { personId: string }[]).filter(({ personId }) => personId === id) } } : record;
        people.set(id, [...(people.get(id) ?? []), own]);
      }
    }
    return [...people].sort(([a], [b]) => (a < b ? -1 : 1)).map(([personId, own]) => ({ personId, measures: this.#measure(type, own, [], new Map()), gaps: gapCounts(type, own) }));
  }

  #byMonth(type: RecordType, records: readonly EvidenceRecord[]): MeasureReport['lines'] {
    return [...Map.groupBy(records, (record) => record.day.slice(0, 7))].map(([month, own]) => ({ month, measures: this.#measure(type, own, [], new Map()), gaps: gapCounts(type, own) }));
  }

  #measure(type: RecordType, records: readonly Measured[], reaches: readonly Reach[], others: ReadonlyMap<string, readonly Measured[]>): MeasureResult[] {
    return type.measures.flatMap((measure) => {
      const { id, zh, en, kind, target } = measure;
      const reach = reaches.find((one) => one.measure.id === id);
      if (kind === 'reach' && !reach) return [];
      const found = reach ? reachOf(reach) : kind === 'ratio' ? this.#ratio(type, measure, records, others) : reckon(type, measure, records);
      const onTarget = isOnTarget(measure, found.value);
      const values = kind === 'by' ? type.fields.flatMap((field) => [field, ...(field.columns ?? []).map((column) => ({ ...column, id: `${field.id}.${column.id}` }))]).find((field) => field.id === measure.of)?.values : undefined;
      return [{
        id, zh, en, kind, ...found, recordIds: found.recordIds.slice(0, MOST_IDS),
        ...(target && { target: 'atLeast' in target ? target.atLeast : target.atMost }), ...(onTarget !== undefined && { onTarget }), ...(values && { values }),
      }];
    });
  }

  #ratio(type: RecordType, { of, over }: Measure, records: readonly Measured[], others: ReadonlyMap<string, readonly Measured[]>): Reckoned {
    const [part, whole] = [of!, over!].map((name) => {
      const [typeId, id] = name.includes('.') ? (name.split('.') as [string, string]) : [type.id, name];
      const owner = this.catalogue.get(typeId);
      return reckon(owner, owner.measures.find((one) => one.id === id)!, typeId === type.id ? records : (others.get(typeId) ?? []));
    });
    const number = ({ value }: Reckoned) => (typeof value === 'number' || typeof value === 'string' ? value : 0);
    return { ...shareOf(number(part!), number(whole!)), recordIds: part!.recordIds };
  }

  /** Records of the other types that ratios name. */
  async #others(type: RecordType, span: Span, where: Pick<MeasureQuery, 'unitId' | 'subtree'>, by: Actor): Promise<Map<string, EvidenceRecord[]>> {
    const names = new Set(type.measures.flatMap(({ kind, of = '', over = '' }) => (kind === 'ratio' ? [of, over] : [])).filter((name) => name.includes('.')).map((name) => name.split('.')[0]!));
    const found = new Map<string, EvidenceRecord[]>();
    for (const name of names) if (name !== type.id) found.set(name, await this.#records(this.catalogue.get(name), span, where, by));
    return found;
  }

  /** For each measure of reach: everybody at the end of the span, vacant posts too where they are gaps, and who has a record, of whatever unit, within it or the years up to its end. */
  async #reaches(type: RecordType, span: Span, units: readonly KnownUnit[], node: string | undefined, by: Actor): Promise<Reach[]> {
    const reaches: Reach[] = [];
    const today = this.clock.today();
    const end = span.to < today ? span.to : today;
    for (const measure of type.measures.filter(({ kind }) => kind === 'reach')) {
      const owers = owersOf(measure.each!);
      const owing = (await this.owing.of({ owers, atLeast: 1 }, units)).filter((one) => (one.subject !== '' || measure.vacant === 'gap') && owes(one, end, owers.of === 'units' ? owers.kinds : undefined, node));
      const from = measure.years === undefined ? span.from : addMonths(end, -12 * measure.years);
      const counted: Expected['by'] = countedBy(type, { each: measure.each!, by: measure.by }, this.catalogue.find);
      const reached = new Map<string, string[]>();
      const ids = owing.map(({ subject }) => subject).filter((id) => id !== '');
      const whose = counted === 'unit' ? { unitId: { $in: ids } } : counted === 'credits' ? { 'credits.personId': { $in: ids } } : { 'marks.id': { $in: ids } };
      for (const record of await this.#within(whose, type, from, end, by)) {
        if (holds(measure.where, record)) for (const id of subjectsOf(counted, record)) reached.set(id, [...(reached.get(id) ?? []), record.id]);
      }
      reaches.push({ measure, owing, reached });
    }
    return reaches;
  }
}

function reachOf({ owing, reached }: Reach): Reckoned & Pick<MeasureResult, 'missing'> {
  const there = owing.filter(({ subject }) => reached.has(subject));
  const missing = owing.filter(({ subject }) => !reached.has(subject));
  return {
    ...shareOf(there.length, owing.length),
    missing: missing.slice(0, MOST_IDS).map(({ unit, personId, recordId, post }) => ({ unitId: unit.id, ...(post !== undefined && { post }), ...(personId !== undefined && { personId }), ...(recordId !== undefined && { recordId }) })),
    recordIds: [...new Set(there.flatMap(({ subject }) => reached.get(subject)!))],
  };
}

function periodOf(asked: string): Span {
  const { from, to } = spanOf(asked);
  return { id: asked, from: day(`${from}-01`), to: lastDayOfMonth(day(`${to}-01`)) };
}
