import type { RecordFieldValue, RecordPerson, StepDone } from '@xingchuang/contracts';
import type { Condition, RecordField } from './record-type.ts';

export type FieldValues = Readonly<Record<string, RecordFieldValue>>;

/** What a condition looks at: the fields of a record (or the cells of a row), its steps, and whether it is closed. */
export interface Told {
  readonly fields: FieldValues;
  readonly steps?: Readonly<Record<string, StepDone>>;
  readonly closedOn?: string | undefined;
}

type Test = Condition[string];

/** Whether all of a condition holds; one that is not there always does. */
export function holds(condition: Condition | undefined, told: Told): boolean {
  return Object.entries(condition ?? {}).every(([id, test]) => passes(test, id, told));
}

/** Whether a field has a value, or a step is done. */
export function isFilled(id: string, { fields, steps = {} }: Told): boolean {
  return Object.hasOwn(steps, id) || !isEmpty(fields[id]);
}

export const isEmpty = (value: RecordFieldValue | undefined): boolean =>
  value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);

export const peopleOf = (value: RecordFieldValue | undefined): RecordPerson[] =>
  Array.isArray(value) ? value.filter((one): one is RecordPerson => typeof one === 'object' && 'personId' in one) : typeof value === 'string' ? [{ personId: value }] : [];

/** The ids that a value of person, people, unit, link, choice or files names. */
export function idsIn(value: RecordFieldValue | undefined): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.flatMap((one) => (typeof one === 'string' ? [one] : 'personId' in one ? [(one as RecordPerson).personId] : [])) : [];
}

export const rowsOf = (value: RecordFieldValue | undefined): readonly FieldValues[] =>
  Array.isArray(value) ? value.filter((one): one is Record<string, never> => typeof one === 'object' && !('personId' in one)) : [];

/** Every value of a field, or of a column of a table by `table.column`, that is there. */
export function valuesAt(path: string, fields: FieldValues): RecordFieldValue[] {
  const [id = '', column] = path.split('.');
  const found = column === undefined ? [fields[id]] : rowsOf(fields[id]).map((row) => row[column]);
  return found.filter((value): value is RecordFieldValue => !isEmpty(value));
}

/** Every field of a type with its value, the cells of tables with their row among them. */
export function* cellsOf(defined: readonly RecordField[], fields: FieldValues): Generator<{ readonly field: RecordField; readonly value: RecordFieldValue }> {
  for (const field of defined) {
    const value = fields[field.id];
    if (value === undefined) continue;
    if (field.type !== 'table') yield { field, value };
    else for (const row of rowsOf(value)) yield* cellsOf(field.columns as RecordField[], row);
  }
}

function passes(test: Test, id: string, told: Told): boolean {
  if (id === 'closed') return (told.closedOn !== undefined) === (test === true);
  if (typeof test === 'object' && 'filled' in test) return isFilled(id, told) === test.filled;
  const value = told.fields[id];
  if (typeof test === 'boolean') return (value === true) === test;
  if (typeof test === 'object' && !Array.isArray(test)) return !isEmpty(value) && isWithin(value as string | number, test);
  const wanted = typeof test === 'string' ? [test] : test;
  return idsIn(value).some((one) => wanted.includes(one));
}

/** Numbers and decimals are compared as numbers, days as they stand. */
function isWithin(value: string | number, { min, max }: { readonly min?: string | number | undefined; readonly max?: string | number | undefined }): boolean {
  const isDay = typeof value === 'string' && value.includes('-', 1);
  const of = (one: string | number) => (isDay ? String(one) : Number(one));
  return (min === undefined || of(value) >= of(min)) && (max === undefined || of(value) <= of(max));
}
