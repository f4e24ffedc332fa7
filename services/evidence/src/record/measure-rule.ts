import type { MeasureValue } from '@xingchuang/contracts';
import { decimalOf, percent, unitsOf } from './decimal.ts';
import { holds, isEmpty, peopleOf, rowsOf, valuesAt, type FieldValues } from './record-condition.ts';
import type { EvidenceRecord } from './record-store.ts';
import { fieldAt } from './record-type-meaning.ts';
import type { Measure, RecordField, RecordType } from './record-type.ts';
import { idsAt, placesOf } from './record-yield.ts';

/** Of a record, what measures look at. */
export type Measured = Pick<EvidenceRecord, 'id' | 'unitId' | 'day' | 'fields' | 'steps' | 'closedOn' | 'gaps'>;

export interface Reckoned {
  readonly value: MeasureValue;
  /** Of share, reach and ratio: the numbers behind the per cent. */
  readonly part?: number | string;
  readonly whole?: number | string;
  readonly recordIds: readonly string[];
}

/** One measure over records, in whatever order they come. `reach` and `ratio` need more than records and are reckoned elsewhere. */
export function reckon(type: RecordType, measure: Measure, records: readonly Measured[]): Reckoned {
  const { kind, where } = measure;
  const of = measure.of ?? '';
  const here = kind === 'rows' ? records : records.filter((record) => holds(where, record));
  const field = fieldAt(type.fields, of);
  const behind = (list: readonly Measured[]) => list.map(({ id }) => id);
  switch (kind) {
    case 'count':
      return { value: here.length, recordIds: behind(here) };
    case 'share': {
      const among = records.filter((record) => holds(measure.among, record));
      const part = among.filter((record) => holds(where, record));
      return { ...shareOf(part.length, among.length), recordIds: behind(part) };
    }
    case 'sum':
    case 'average': {
      const amounts = here.flatMap((record) => amountsAt(field!, of, record.fields).map((units) => ({ id: record.id, units })));
      const sum = amounts.reduce((all, { units }) => all + units, 0n);
      return { value: kind === 'sum' ? show(sum, field!) : averageOf(sum, amounts.length, field!), recordIds: [...new Set(amounts.map(({ id }) => id))] };
    }
    case 'distinct': {
      const named = here.map((record) => ({ id: record.id, ids: field!.type === 'text' ? valuesAt(of, record.fields).map((value) => String(value).trim()) : idsAt(of, record.fields) }));
      return { value: new Set(named.flatMap(({ ids }) => ids)).size, recordIds: named.filter(({ ids }) => ids.length > 0).map(({ id }) => id) };
    }
    case 'by': {
      const counts = Object.fromEntries(field!.values!.map(({ id }) => [id, 0]));
      const named = here.map((record) => ({ id: record.id, ids: idsAt(of, record.fields).filter((id) => id in counts) }));
      for (const id of named.flatMap(({ ids }) => ids)) counts[id]! += 1;
      return { value: counts, recordIds: named.filter(({ ids }) => ids.length > 0).map(({ id }) => id) };
    }
    case 'rows': {
      const counted = records.map((record) => ({ id: record.id, count: rowsOf(record.fields[of]).filter((row) => holds(where, { fields: row })).length }));
      return { value: counted.reduce((all, { count }) => all + count, 0), recordIds: counted.filter(({ count }) => count > 0).map(({ id }) => id) };
    }
    case 'latest': {
      const last = here.filter(({ fields }) => !isEmpty(fields[of])).reduce<Measured | undefined>((best, one) => (best && (best.day > one.day || (best.day === one.day && best.id > one.id)) ? best : one), undefined);
      const value = last?.fields[of];
      return { value: value === undefined ? null : typeof value === 'number' ? value : idsAt(of, last!.fields).join('、') || String(value), recordIds: last ? [last.id] : [] };
    }
    default:
      return { value: null, recordIds: [] };
  }
}

/** Per cent of a part in a whole with both numbers; null of nothing. */
export function shareOf(part: number | string, whole: number | string): Omit<Reckoned, 'recordIds'> {
  const places = Math.max(...[part, whole].map((one) => String(one).split('.')[1]?.length ?? 0));
  return { value: percent(unitsOf(String(part), places), unitsOf(String(whole), places)) ?? null, part, whole };
}

/** Whether a value keeps its target; undefined where it has none or there is nothing to compare. */
export function isOnTarget({ target }: Pick<Measure, 'target'>, value: MeasureValue): boolean | undefined {
  if (!target || value === null || typeof value === 'object') return undefined;
  return 'atLeast' in target ? Number(value) >= Number(target.atLeast) : Number(value) <= Number(target.atMost);
}

/** How many records show each gap. */
export function gapCounts({ gaps }: Pick<RecordType, 'gaps'>, records: readonly Pick<Measured, 'gaps'>[]): Record<string, number> {
  return Object.fromEntries(gaps.map(({ id }) => [id, records.filter((record) => record.gaps.includes(id)).length]));
}

function amountsAt(field: RecordField, of: string, fields: FieldValues): bigint[] {
  return valuesAt(of, fields).map((value) => {
    if (field.type === 'decimal') return unitsOf(value as string, placesOf(field));
    return BigInt(field.type === 'people' ? peopleOf(value).reduce((sum, { minutes = 0 }) => sum + minutes, 0) : (value as number));
  });
}

const show = (units: bigint, field: RecordField): number | string => (field.type === 'decimal' ? decimalOf(units, placesOf(field)) : Number(units));

/** With two more places than the field has, rounded half away from nothing; null of nothing. */
function averageOf(sum: bigint, count: number, field: RecordField): string | null {
  if (count === 0) return null;
  const [scaled, whole] = [(sum < 0n ? -sum : sum) * 200n + BigInt(count), BigInt(count) * 2n];
  const units = scaled / whole;
  return decimalOf(sum < 0n ? -units : units, placesOf(field) + 2);
}
