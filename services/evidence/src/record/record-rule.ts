import { Refusal } from '@xingchuang/rules';
import type { StepDone } from '@xingchuang/contracts';
import { cellsOf, holds, idsIn, isEmpty, peopleOf, type FieldValues, type Told } from './record-condition.ts';
import { faultsOfField, isSort } from './field-rule.ts';
import { aboutOf } from './record-type-meaning.ts';
import type { RecordField, RecordType } from './record-type.ts';

/** What people write in a record; everything else follows from it. */
export interface RecordContent {
  readonly day: string;
  readonly title: string;
  readonly fields: FieldValues;
  /** All files, those in fields among them. */
  readonly fileIds: readonly string[];
  readonly steps: Readonly<Record<string, StepDone>>;
  readonly closedOn?: string;
}

/** A fault beside its field, in both languages. */
export interface Fault {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** What of the things that a content names is there: people, units by kind, files by media type, records by type, each as its author may know it. */
export interface Known {
  readonly people: ReadonlySet<string>;
  /** Of them, who belonged to the record's unit on its day. */
  readonly members: ReadonlySet<string>;
  readonly units: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, string>;
  readonly records: ReadonlyMap<string, string>;
}

/** The ids that a content names, by what they are. */
export function named({ fields: defined }: Pick<RecordType, 'fields'>, fields: FieldValues): { people: string[]; units: string[]; links: string[]; files: string[] } {
  const found = { people: new Set<string>(), units: new Set<string>(), links: new Set<string>(), files: new Set<string>() };
  for (const { field, value } of cellsOf(defined, fields)) {
    const into = field.type === 'person' || field.type === 'people' ? found.people : field.type === 'unit' ? found.units : field.type === 'link' ? found.links : field.type === 'files' ? found.files : undefined;
    for (const id of into ? (field.type === 'people' ? peopleOf(value).map(({ personId }) => personId) : idsIn(value)) : []) into?.add(id);
  }
  return { people: [...found.people], units: [...found.units], links: [...found.links], files: [...found.files] };
}

/** The content with the files of its fields among its files. */
export function withFieldFiles<C extends Pick<RecordContent, 'fields' | 'fileIds'>>(type: Pick<RecordType, 'fields'>, content: C): C {
  return { ...content, fileIds: [...content.fileIds, ...named(type, content.fields).files.filter((id) => !content.fileIds.includes(id))] };
}

/** Every fault of a content by its type, each named by its field in Chinese and English; none where it is sound. */
export function faultsOf(type: RecordType, content: RecordContent, known: Known): Fault[] {
  const { fields } = content;
  const surplus = Object.keys(fields).filter((id) => !type.fields.some((field) => field.id === id));
  const about = aboutOf(type)?.id;
  return [
    ...surplus.map((id) => ({ field: `fields.${id}`, zh: `“${type.zh}”没有这一项`, en: `${type.en} has no such field` })),
    ...type.fields.flatMap((field) => faultsOfField(field.id === about ? { ...field, members: true } : field, fields[field.id], `fields.${field.id}`, known, content)),
    ...fileFaults(type, content.fileIds, known.files),
    ...stepFaults(type, content),
  ];
}

/** Refuses a content with faults. */
export function refuseFaults(faults: readonly Fault[]): void {
  const first = faults[0];
  if (first) throw new Refusal('invalid', 'input.invalid', { fields: faults.map(({ field }) => field).join(', '), faults }, first.field);
}

function fileFaults({ attachments: { min, max, media }, zh, en }: RecordType, fileIds: readonly string[], files: ReadonlyMap<string, string>): Fault[] {
  const at = (i: number) => `fileIds[${i}]`;
  const unknown = fileIds.flatMap((id, i) => (files.has(id) ? [] : [{ field: at(i), zh: '本单位没有这个文件', en: 'The unit has no such file' }]));
  const twice = fileIds.flatMap((id, i) => (fileIds.indexOf(id) < i ? [{ field: at(i), zh: '附件重复', en: 'The file is attached twice' }] : []));
  const other = fileIds.flatMap((id, i) =>
    media && files.has(id) && !isSort(files.get(id)!, media) ? [{ field: at(i), zh: `“${zh}”不收这种附件，应为 ${media.join('、')}`, en: `${en} takes no such file; allowed are ${media.join(', ')}` }] : [],
  );
  const count = fileIds.length;
  return [
    ...unknown, ...twice, ...other,
    ...(count < min ? [{ field: 'fileIds', zh: `“${zh}”至少需要 ${min} 个附件，现有 ${count} 个`, en: `${en} needs at least ${min} attachment(s); there are ${count}` }] : []),
    ...(max !== undefined && count > max ? [{ field: 'fileIds', zh: `“${zh}”最多 ${max} 个附件，现有 ${count} 个`, en: `${en} takes at most ${max} attachment(s); there are ${count}` }] : []),
  ];
}

/** Faults of the steps done: unknown ones, one before an earlier, days that fall, fields that a step needs, and closing with a step open. */
export function stepFaults({ steps: defined, fields, zh, en }: RecordType, content: Pick<RecordContent, 'fields' | 'steps' | 'closedOn'>): Fault[] {
  const { steps, closedOn } = content;
  const items = defined?.items ?? [];
  const unknown = Object.keys(steps).filter((id) => !items.some((step) => step.id === id));
  const faults: Fault[] = unknown.map((id) => ({ field: `steps.${id}`, zh: `“${zh}”没有这一步`, en: `${en} has no such step` }));
  let latest = '';
  items.forEach((step, i) => {
    const done = steps[step.id];
    if (!done) return;
    const at = `steps.${step.id}`;
    if (defined!.inOrder) {
      const skipped = items.slice(0, i).filter(({ id, optional }) => !optional && !steps[id]);
      if (skipped.length > 0) faults.push({ field: at, zh: `“${step.zh}”之前还应完成：${zhOf(skipped)}`, en: `${step.en} comes after: ${enOf(skipped)}` });
      if (done.day < latest) faults.push({ field: `${at}.day`, zh: `“${step.zh}”的日期不能早于前一步（${latest}）`, en: `${step.en} cannot be before the step ahead of it (${latest})` });
      if (done.day > latest) latest = done.day;
    } else if (done.day > latest) latest = done.day;
    const told: Told = content;
    const empty = (step.needs ?? []).filter((id) => isEmpty(told.fields[id]) && !steps[id]).map((id) => [...fields, ...items].find((one) => one.id === id)!);
    for (const one of empty) faults.push({ field: `fields.${one.id}`, zh: `完成“${step.zh}”须先填写“${one.zh}”`, en: `${step.en} needs ${one.en}` });
  });
  if (closedOn === undefined) return faults;
  const open = items.filter(({ id, optional }) => !optional && !steps[id]);
  if (items.length === 0) faults.push({ field: 'closedOn', zh: `“${zh}”没有办理步骤，不需办结`, en: `${en} has no steps and is not closed` });
  if (open.length > 0) faults.push({ field: 'closedOn', zh: `还不能办结，未完成：${zhOf(open)}`, en: `It cannot be closed; still open: ${enOf(open)}` });
  if (closedOn < latest) faults.push({ field: 'closedOn', zh: `办结日期不能早于最后一步（${latest}）`, en: `It cannot be closed before its last step (${latest})` });
  return faults;
}

/** Refuses where a step is held as one with the step before it and the type, or what the record says, does not let it. */
export function refuseApart({ steps, zh, en }: RecordType, stepIds: readonly string[], content: Pick<RecordContent, 'fields' | 'steps'>): void {
  stepIds.forEach((id, i) => {
    if (i === 0) return;
    const step = steps?.items.find((one) => one.id === id);
    const [other, joins] = [steps?.items.find((one) => one.id === stepIds[i - 1]), step?.joins];
    if (joins && joins.step === other?.id && holds(joins.when, content)) return;
    const about = { type: zh, typeEn: en, step: step?.zh ?? id, stepEn: step?.en ?? id, other: other?.zh ?? '', otherEn: other?.en ?? '' };
    throw new Refusal('invalid', 'record.steps-apart', about, 'and');
  });
}

/** Gaps that show: what is absent where it should be, and what should link to the record and does not. */
export function gapsOf({ gaps }: Pick<RecordType, 'gaps'>, content: RecordContent, linkedFrom: ReadonlySet<string>): string[] {
  return gaps
    .filter(({ when }) => holds(when, content))
    .filter(({ needs, linkedFrom: from }) => needs.some((id) => isEmpty(content.fields[id]) && !content.steps[id]) || (from !== undefined && !linkedFrom.has(from)))
    .map(({ id }) => id);
}

const zhOf = (items: readonly { readonly zh: string }[]): string => items.map(({ zh }) => zh).join('、');
const enOf = (items: readonly { readonly en: string }[]): string => items.map(({ en }) => en).join(', ');
export type { FieldValues, RecordField };
