import { DayText, wordsOf, type RecordFieldValue } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Row } from '../upload/table-reader.ts';
import type { RecordField, RecordType } from './record-type.ts';

/** A fault of a list, by row and column. */
export interface ListFault {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}
export interface ListedRecord {
  readonly row: number;
  readonly day: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, RecordFieldValue>>;
}
/** Whom a cell names, by id or by a name that only one has; a fault's code where it is nobody, or not one alone. */
export type PersonFinder = (text: string) => { readonly id: string } | { readonly fault: string };

export const DAY = '日期';
export const TITLE = '标题';
const MOST_TITLE = 200;
/** What one cell can say. */
const SAYABLE: readonly RecordField['type'][] = ['text', 'number', 'decimal', 'minutes', 'day', 'yes', 'choice', 'person'];
const YES: Readonly<Record<string, boolean>> = { 是: true, 否: false, 完成: true, 未完成: false, true: true, false: false };

/** The columns of a list of records of a type. Refuses a type that needs more than cells can say. */
export function listColumns(type: RecordType): { readonly field?: RecordField; readonly name: string }[] {
  const fields = type.fields.filter(({ type: is, many }) => SAYABLE.includes(is) && many === undefined);
  if (type.fields.some((field) => field.required && !fields.includes(field))) throw new Refusal('invalid', 'record-list.not-by-list', { type: type.zh, typeEn: type.en }, 'type');
  return [{ name: DAY }, { name: TITLE }, ...fields.map((field) => ({ field, name: field.zh }))];
}

/** The records that the rows say; faults are told by row and column. What is within a value the type checks when it is filed. */
export function recordsIn(type: RecordType, [header, ...rows]: readonly Row[], personOf: PersonFinder, tell: (fault: ListFault) => void): ListedRecord[] {
  const columns = listColumns(type);
  const expected = columns.map(({ name }) => name).join('，');
  const at = new Map(columns.map(({ name }) => [name, header?.cells.indexOf(name) ?? -1]));
  const absent = columns.find(({ name, field }) => at.get(name) === -1 && (name === DAY || field?.required));
  if (absent) throw new Refusal('invalid', 'import.missing-column', { column: absent.name, expected }, absent.name);
  const stray = header!.cells.filter((cell) => cell !== '' && !at.has(cell));
  if (stray.length > 0) throw new Refusal('invalid', 'import.unknown-column', { columns: stray, expected }, stray[0]);
  return rows.flatMap(({ row, cells }) => {
    const cell = (name: string): string => cells[at.get(name)!] ?? '';
    const fields: Record<string, RecordFieldValue> = {};
    for (const { field, name } of columns) {
      if (!field || cell(name) === '') continue;
      const said = valueOf(field, cell(name), personOf);
      if (said.fault === undefined) fields[field.id] = said.value!;
      else tell({ field: fieldAt(row, name), ...wordsOf(said.fault, { text: cell(name), expected: (field.values ?? []).map(({ zh }) => zh).join('、') || '是、否' }) });
    }
    const [day, title] = [cell(DAY), cell(TITLE) || type.zh];
    const isDay = DayText.safeParse(day).success;
    if (!isDay) tell({ field: fieldAt(row, DAY), ...wordsOf('import.bad-day', { text: day }) });
    if (title.length > MOST_TITLE) tell({ field: fieldAt(row, TITLE), ...wordsOf('import.too-long', { most: MOST_TITLE, length: title.length }) });
    return isDay ? [{ row, day, title, fields }] : []; // of what happened on no day nothing else can be looked at
  });
}

export const fieldAt = (row: number, column: string): string => `第 ${row} 行 ${column}`;

function valueOf(field: RecordField, text: string, personOf: PersonFinder): { readonly value?: RecordFieldValue; readonly fault?: string } {
  switch (field.type) {
    case 'number':
    case 'minutes':
      return { value: /^-?\d{1,15}$/.test(text) ? Number(text) : text }; // what is no number the type refuses
    case 'yes':
      return text in YES ? { value: YES[text]! } : { fault: 'record-list.bad-value' };
    case 'choice': {
      const chosen = field.values!.find(({ id, zh }) => id === text || zh === text);
      return chosen ? { value: chosen.id } : { fault: 'record-list.bad-value' };
    }
    case 'person': {
      const found = personOf(text);
      return 'id' in found ? { value: found.id } : { fault: found.fault };
    }
    default:
      return { value: text };
  }
}
