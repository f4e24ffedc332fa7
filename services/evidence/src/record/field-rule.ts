import { findDay } from '@xingchuang/calendar';
import type { MEDIA_SORTS, RecordFieldValue, RecordPerson } from '@xingchuang/contracts';
import { holds, isEmpty, rowsOf, type Told } from './record-condition.ts';
import type { Fault, Known } from './record-rule.ts';
import type { RecordField } from './record-type.ts';

type Media = (typeof MEDIA_SORTS)[number];
type Say = (zh: string, en: string, at?: string) => Fault;

const SORTS: Readonly<Record<Media, RegExp>> = {
  image: /^image\//, pdf: /pdf$/, document: /word|ofd|opendocument\.text/, sheet: /spreadsheet|excel|csv/, slides: /presentation|powerpoint/,
  video: /^video\//, audio: /^audio\//, text: /^text\/plain/,
};
/** Whether a media type is of one of these sorts. */
export const isSort = (mediaType: string, sorts: readonly Media[]): boolean => sorts.some((sort) => SORTS[sort].test(mediaType));

/** Faults of one value by its field; `told` is what conditions look at: the record, or in a table the row. */
export function faultsOfField(field: RecordField, value: RecordFieldValue | undefined, at: string, known: Known, told: Told): Fault[] {
  const say: Say = (zh, en, where = at) => ({ field: where, zh: `“${field.zh}”${zh}`, en: `${field.en} ${en}` });
  if (isEmpty(value)) return field.required || (field.requiredWhen && holds(field.requiredWhen, told)) ? [say('必填', 'is required')] : [];
  switch (field.type) {
    case 'text':
      return typeof value !== 'string' ? [say('应为文字', 'must be text')] : [...value].length > (field.most ?? 20_000) ? [say(`最多 ${field.most} 字`, `takes at most ${field.most} characters`)] : [];
    case 'number':
      return Number.isSafeInteger(value) ? faultsOfBounds(field, value as number, say) : [say('应为整数', 'must be a whole number')];
    case 'decimal':
      return faultsOfDecimal(field, value, say);
    case 'minutes':
      return isMinutes(value) ? [] : [say('应为分钟数（1 至 1440 的整数）', 'must be minutes, a whole number from 1 to 1440')];
    case 'day':
      return findDay(value) ? [] : [say('应为日期，如 2026-03-31', 'must be a day such as 2026-03-31')];
    case 'yes':
      return typeof value === 'boolean' ? [] : [say('应为是或否（true 或 false）', 'must be true or false')];
    case 'choice':
      return faultsOfList(field, value, say, (one, where) =>
        field.values!.some(({ id }) => id === one)
          ? []
          : [say(`应为其中之一：${field.values!.map(({ id, zh }) => `${zh}（${id}）`).join('、')}`, `must be one of ${field.values!.map(({ id }) => id).join(', ')}`, where)], at);
    case 'unit':
      return faultsOfList(field, value, say, (id, where) => faultsOfUnit(field, known.units.get(id), (zh, en) => say(zh, en, where)), at);
    case 'link':
      return faultsOfList(field, value, say, (id, where) =>
        field.to!.includes(known.records.get(id) ?? '') ? [] : [say(`应为可以查看的台账（${field.to!.join('、')}）`, `must be a record that you may read, of ${field.to!.join(', ')}`, where)], at);
    case 'files':
      return faultsOfFiles(field, value, known.files, say, at);
    case 'person':
      return typeof value === 'string' ? faultsOfPerson(field, { personId: value }, [], known, say) : [say('应为一个人', 'must be one person')];
    case 'people':
      return isPeople(value) ? value.flatMap((person, i) => faultsOfPerson(field, person, value.slice(0, i), known, (zh, en) => say(zh, en, `${at}[${i}]`))) : [say('应为人员名单', 'must be a list of people')];
    case 'table':
      return faultsOfTable(field, value, at, known, say);
  }
}

export const isMinutes = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_440;
const isStrings = (value: RecordFieldValue | undefined): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isPeople = (value: RecordFieldValue | undefined): value is RecordPerson[] => Array.isArray(value) && value.every((one) => typeof one === 'object' && 'personId' in one);

/** A field without `many` is one id, one with it a list of different ones. */
function faultsOfList(field: RecordField, value: RecordFieldValue | undefined, say: Say, check: (id: string, at: string) => Fault[], at: string): Fault[] {
  if (!field.many) return typeof value === 'string' ? check(value, at) : [say('只能有一个', 'takes one only')];
  if (!isStrings(value)) return [say('应为列表', 'must be a list')];
  return value.flatMap((one, i) => (value.indexOf(one) < i ? [say('中有重复', 'holds one twice', `${at}[${i}]`)] : check(one, `${at}[${i}]`)));
}

function faultsOfBounds({ min, max, measure = '' }: RecordField, value: number, say: Say): Fault[] {
  if (min !== undefined && value < min) return [say(`不能小于 ${min}${measure}`, `must be at least ${min}`)];
  return max !== undefined && value > max ? [say(`不能大于 ${max}${measure}`, `must be at most ${max}`)] : [];
}

/** Fifteen digits in all: as many as a double keeps apart. */
function faultsOfDecimal(field: RecordField, value: RecordFieldValue | undefined, say: Say): Fault[] {
  const places = field.places ?? 2;
  const shape = new RegExp(`^-?\\d{1,${15 - places}}${places > 0 ? `(\\.\\d{1,${places}})?` : ''}$`);
  if (typeof value !== 'string' || !shape.test(value)) return [say(`应为数，最多 ${places} 位小数，写成文字，如 "12.5"`, `must be a number as text with at most ${places} decimals, such as "12.5"`)];
  return faultsOfBounds(field, Number(value), say);
}

function faultsOfUnit({ kinds }: RecordField, kind: string | undefined, say: Say): Fault[] {
  if (kind === undefined) return [say('中有未登记的单位', 'names a unit that is not registered')];
  return kinds && !kinds.includes(kind) ? [say(`应为这类单位：${kinds.join('、')}`, `must be a unit of kind ${kinds.join(', ')}`)] : [];
}

function faultsOfFiles(field: RecordField, value: RecordFieldValue | undefined, files: ReadonlyMap<string, string>, say: Say, at: string): Fault[] {
  if (!isStrings(value)) return [say('应为文件列表', 'must be a list of files')];
  if (value.length < (field.min ?? 0)) return [say(`至少 ${field.min} 个文件`, `needs at least ${field.min} file(s)`)];
  if (value.length > (field.max ?? 500)) return [say(`最多 ${field.max ?? 500} 个文件`, `takes at most ${field.max ?? 500} file(s)`)];
  return value.flatMap((id, i) => {
    const mediaType = files.get(id);
    if (mediaType === undefined) return [say('中有本单位没有的文件', 'names a file that the unit does not have', `${at}[${i}]`)];
    return field.media && !isSort(mediaType, field.media) ? [say(`不收这种文件，应为 ${field.media.join('、')}`, `takes no such file; allowed are ${field.media.join(', ')}`, `${at}[${i}]`)] : [];
  });
}

function faultsOfTable(field: RecordField, value: RecordFieldValue | undefined, at: string, known: Known, say: Say): Fault[] {
  const rows = rowsOf(value);
  if (!Array.isArray(value) || rows.length < value.length) return [say('应为表格的各行', 'must be the rows of a table')];
  const columns = field.columns as readonly RecordField[];
  const few = rows.length < (field.min ?? 0) ? [say(`至少 ${field.min} 行`, `needs at least ${field.min} row(s)`)] : [];
  const many = rows.length > (field.max ?? 2_000) ? [say(`最多 ${field.max ?? 2_000} 行`, `takes at most ${field.max ?? 2_000} row(s)`)] : [];
  return [
    ...few, ...many,
    ...rows.flatMap((row, i) => [
      ...Object.keys(row).filter((id) => !columns.some((column) => column.id === id)).map((id) => say('没有这一列', 'has no such column', `${at}[${i}].${id}`)),
      ...columns.flatMap((column) => faultsOfField(column, row[column.id], `${at}[${i}].${column.id}`, known, { fields: row })),
    ]),
  ];
}

function faultsOfPerson(field: RecordField, { personId, minutes }: RecordPerson, before: readonly RecordPerson[], { people, members }: Known, say: Say): Fault[] {
  if (!people.has(personId)) return [say('中有未登记的人员', 'names a person who is not registered')];
  if (field.members && !members.has(personId)) return [say('中有当日不属于本单位的人员', 'names a person who was not of this unit on that day')];
  if (before.some((other) => other.personId === personId)) return [say('中有人重复', 'names a person twice')];
  if (field.minutes && !isMinutes(minutes)) return [say('中每人应填分钟数（1 至 1440 的整数）', 'needs minutes for each person, a whole number from 1 to 1440')];
  return field.minutes || minutes === undefined ? [] : [say('不计分钟', 'takes no minutes')];
}
