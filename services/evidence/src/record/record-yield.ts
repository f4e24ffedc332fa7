import { decimalOf, unitsOf } from './decimal.ts';
import { holds, idsIn, isEmpty, peopleOf, rowsOf, type FieldValues, type Told } from './record-condition.ts';
import type { RecordContent } from './record-rule.ts';
import { fieldAt, subjectField } from './record-type-meaning.ts';
import type { Measure, RecordField, RecordType } from './record-type.ts';

/** What one person did by a record, e.g. minutes. */
export interface Credit {
  readonly personId: string;
  readonly values: Readonly<Record<string, number>>;
}

/** For whom else a record counts: a person, unit or record that a field named by an expectation or a measure holds. */
export interface Mark {
  readonly at: string;
  readonly id: string;
}

/** Everything of a record that follows from its content and its type alone. */
export interface Yield {
  /** By measure of kind sum: whole numbers, or decimals as text. */
  readonly sums: Readonly<Record<string, number | string>>;
  readonly credits: readonly Credit[];
  readonly marks: readonly Mark[];
  /** Expectations of its type whose condition it meets. */
  readonly fits: readonly string[];
  /** Records that it links to. */
  readonly links: readonly string[];
  /** Only some may read it. */
  readonly restricted: boolean;
  /** The unit itself does not see it yet. */
  readonly hidden: boolean;
}

export function yieldOf(type: RecordType, content: Pick<RecordContent, 'fields' | 'steps' | 'closedOn'>): Yield {
  const { fields } = content;
  const summed = type.measures.filter(({ kind }) => kind === 'sum');
  return {
    sums: Object.fromEntries(summed.map((measure) => [measure.id, holds(measure.where, content) ? total(type, measure, fields) : zero(type, measure)])),
    credits: creditsOf(type, summed, content),
    marks: markPaths(type).flatMap((at) => [...new Set(idsAt(at, fields))].map((id) => ({ at, id }))),
    fits: type.expects.filter(({ where }) => where !== undefined && holds(where, content)).map(({ id }) => id),
    links: [...new Set(type.fields.flatMap((field) => (field.type === 'link' ? idsIn(fields[field.id]) : linkColumns(field, fields))))],
    restricted: type.reading !== undefined && holds(type.reading.when, content),
    hidden: type.unitSees !== undefined && !holds(type.unitSees, content),
  };
}

/** Fields other than the one of `credits` by which records are counted for somebody. */
export function markPaths(type: Pick<RecordType, 'subject' | 'about' | 'fields' | 'expects' | 'measures'>): string[] {
  const named = [...type.expects, ...type.measures].flatMap(({ by, each }) => [
    ...(by === undefined ? [] : [by]),
    ...(typeof each === 'object' && 'register' in each && each.of === undefined ? linkTo(type.fields, each.register) : []),
  ]);
  return [...new Set(named)].filter((path) => path !== subjectField(type)?.id);
}

/** The first field that links to a register. */
export const linkTo = (fields: readonly RecordField[], register: string): string[] => fields.filter(({ to }) => to?.includes(register)).slice(0, 1).map(({ id }) => id);

/** The whole-number sum of a value, or of a column over all rows. */
function total({ fields: defined }: Pick<RecordType, 'fields'>, { of = '' }: Measure, fields: FieldValues): number | string {
  const field = fieldAt(defined, of)!;
  const [id = '', column] = of.split('.');
  const values = column === undefined ? [fields[id]] : rowsOf(fields[id]).map((row) => row[column]);
  const there = values.filter((value) => !isEmpty(value));
  if (field.type === 'decimal') return decimalOf(there.reduce((sum, value) => sum + unitsOf(value as string, placesOf(field)), 0n), placesOf(field));
  return there.reduce<number>((sum, value) => sum + (field.type === 'people' ? peopleOf(value).reduce((all, { minutes = 0 }) => all + minutes, 0) : (value as number)), 0);
}

export const placesOf = ({ type, places }: Pick<RecordField, 'type' | 'places'>): number => (type === 'decimal' ? (places ?? 2) : 0);
const zero = (type: RecordType, { of = '' }: Measure): number | string => {
  const field = fieldAt(type.fields, of)!;
  return field.type === 'decimal' ? decimalOf(0n, placesOf(field)) : 0;
};

/** Each person of the subject field: minutes of his own where the summed field has them, else the whole of the record. */
function creditsOf(type: RecordType, summed: readonly Measure[], content: Told): Credit[] {
  const subject = subjectField(type);
  if (!subject) return [];
  const { fields } = content;
  return peopleOf(fields[subject.id]).map(({ personId }) => ({
    personId,
    values: Object.fromEntries(
      summed.filter(({ of }) => fieldAt(type.fields, of!)!.type !== 'decimal').map((measure) => [measure.id, holds(measure.where, content) ? shareOf(type, measure, fields, personId) : 0]),
    ),
  }));
}

function shareOf(type: RecordType, measure: Measure, fields: FieldValues, personId: string): number {
  const field = fieldAt(type.fields, measure.of!)!;
  if (field.type !== 'people' || measure.of!.includes('.')) return total(type, measure, fields) as number;
  return peopleOf(fields[measure.of!]).find((one) => one.personId === personId)?.minutes ?? 0;
}

/** The ids named in a field or column. */
export function idsAt(path: string, fields: FieldValues): string[] {
  const [id = '', column] = path.split('.');
  return column === undefined ? idsIn(fields[id]) : rowsOf(fields[id]).flatMap((row) => idsIn(row[column]));
}

const linkColumns = (field: RecordField, fields: FieldValues): string[] =>
  (field.columns ?? []).filter(({ type }) => type === 'link').flatMap(({ id }) => rowsOf(fields[field.id]).flatMap((row) => idsIn(row[id])));
