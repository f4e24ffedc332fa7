import { findDay } from '@xingchuang/calendar';
import type { RecordFieldValue, RecordPerson } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { RecordField, RecordType } from './record-type.ts';

export type FieldValues = Readonly<Record<string, RecordFieldValue>>;

/** What people write in a record; everything else follows from it. */
export interface RecordContent {
  readonly day: string;
  readonly title: string;
  readonly fields: FieldValues;
  readonly fileIds: readonly string[];
}

/** What one person did by a record, e.g. minutes. */
export interface Credit {
  readonly personId: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface Yield {
  readonly sums: Readonly<Record<string, number>>;
  readonly credits: readonly Credit[];
}

/** A fault beside its field, in both languages. */
export interface Fault {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** Who of the people named is known, and of them who belonged to the record's unit on its day. */
export interface KnownPeople {
  readonly known: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
}

/** Everybody whom a content names, in any field. */
export const peopleIn = ({ fields }: RecordContent): string[] => Object.values(fields).flatMap((value) => (Array.isArray(value) ? value.map(({ personId }) => personId) : []));

/** Every fault of a content by its type, each named by its field in Chinese and English; none where it is sound. */
export function faultsOf(type: RecordType, { fields, fileIds }: RecordContent, files: ReadonlySet<string>, people: KnownPeople): Fault[] {
  const surplus = Object.keys(fields).filter((id) => !type.fields.some((field) => field.id === id));
  return [
    ...surplus.map((id) => ({ field: `fields.${id}`, zh: `“${type.zh}”没有这一项`, en: `${type.en} has no such field` })),
    ...type.fields.flatMap((field) => faultsOfField(field, fields[field.id], people, type.subject === 'person')),
    ...fileFaults(type, fileIds, files),
  ];
}

/** Refuses a content with faults. */
export function refuseFaults(faults: readonly Fault[]): void {
  const first = faults[0];
  if (first) throw new Refusal('invalid', 'input.invalid', { fields: faults.map(({ field }) => field).join(', '), faults }, first.field);
}

/** What a sound content yields by the sums of its type: in all, and for each person where persons are its subject. */
export function yieldOf({ sums, subject, fields: defined }: RecordType, fields: FieldValues): Yield {
  const credits = new Map<string, Record<string, number>>();
  const lists = subject === 'person' ? defined.filter(({ type }) => type === 'people') : [];
  for (const { personId } of lists.flatMap(({ id }) => (fields[id] as RecordPerson[] | undefined) ?? [])) credits.set(personId, {});
  for (const { id, of } of sums) {
    for (const { personId, minutes } of asPeople(fields[of])) {
      const values = credits.get(personId);
      if (values) values[id] = (values[id] ?? 0) + (minutes ?? 0);
    }
  }
  return {
    sums: Object.fromEntries(sums.map(({ id, of }) => [id, total(fields[of])])),
    credits: [...credits].map(([personId, values]) => ({ personId, values })),
  };
}

const asPeople = (value: RecordFieldValue | undefined): RecordPerson[] => (Array.isArray(value) ? value : []);
const total = (value: RecordFieldValue | undefined): number => (typeof value === 'number' ? value : asPeople(value).reduce((sum, { minutes }) => sum + (minutes ?? 0), 0));

function faultsOfField(field: RecordField, value: RecordFieldValue | undefined, people: KnownPeople, own: boolean): Fault[] {
  const at = `fields.${field.id}`;
  const fault = (zh: string, en: string, where = at): Fault => ({ field: where, zh: `“${field.zh}”${zh}`, en: `${field.en} ${en}` });
  const isEmpty = value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return field.required ? [fault('必填', 'is required')] : [];
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? [] : [fault('应为文字', 'must be text')];
    case 'number':
      return Number.isSafeInteger(value) ? [] : [fault('应为整数', 'must be a whole number')];
    case 'minutes':
      return isMinutes(value) ? [] : [fault('应为分钟数（1 至 1440 的整数）', 'must be minutes, a whole number from 1 to 1440')];
    case 'day':
      return findDay(value) ? [] : [fault('应为日期，如 2026-03-31', 'must be a day such as 2026-03-31')];
    case 'choice':
      return field.values!.some(({ id }) => id === value)
        ? []
        : [fault(`应为其中之一：${field.values!.map(({ id, zh }) => `${zh}（${id}）`).join('、')}`, `must be one of ${field.values!.map(({ id }) => id).join(', ')}`)];
    case 'people':
      return Array.isArray(value) ? value.flatMap((person, i) => faultsOfPerson(field, person, value.slice(0, i), people, own, (zh, en) => fault(zh, en, `${at}[${i}]`))) : [fault('应为人员名单', 'must be a list of people')];
  }
}

function faultsOfPerson(field: RecordField, { personId, minutes }: RecordPerson, before: readonly RecordPerson[], { known, members }: KnownPeople, own: boolean, fault: (zh: string, en: string) => Fault): Fault[] {
  if (!known.has(personId)) return [fault('中有未登记的人员', 'names a person who is not registered')];
  if (own && !members.has(personId)) return [fault('中有当日不属于本单位的人员', 'names a person who was not of this unit on that day')];
  if (before.some((other) => other.personId === personId)) return [fault('中有人重复', 'names a person twice')];
  if (field.minutes && !isMinutes(minutes)) return [fault('中每人应填分钟数（1 至 1440 的整数）', 'needs minutes for each person, a whole number from 1 to 1440')];
  return field.minutes || minutes === undefined ? [] : [fault('不计分钟', 'takes no minutes')];
}

function fileFaults({ attachments, zh, en }: RecordType, fileIds: readonly string[], files: ReadonlySet<string>): Fault[] {
  const unknown = fileIds.flatMap((id, i) => (files.has(id) ? [] : [{ field: `fileIds[${i}]`, zh: '本单位没有这个文件', en: 'The unit has no such file' }]));
  const twice = fileIds.flatMap((id, i) => (fileIds.indexOf(id) < i ? [{ field: `fileIds[${i}]`, zh: '附件重复', en: 'The file is attached twice' }] : []));
  const few = fileIds.length < attachments.min;
  return [...unknown, ...twice, ...(few ? [{ field: 'fileIds', zh: `“${zh}”至少需要 ${attachments.min} 个附件`, en: `${en} needs at least ${attachments.min} attachment(s)` }] : [])];
}

const isMinutes = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= 1_440;
