import type { Place } from '@xingchuang/rules';
import type { EvidenceFile } from '../file/file-store.ts';
import { hasThumbnail } from '../file/file-type-rule.ts';
import { dayOfFile } from '../flag/flag-marks.ts';
import type { EvidenceRecord } from '../record/record-store.ts';
import type { RecordField, RecordType } from '../record/record-type.ts';
import { orderOf, PARTS } from './search-order.ts';
import { AREAS, META, TITLE, type SearchPart } from './search-store.ts';
import { fold, gramsOf, partsOf, PASSAGE_END } from './search-text.ts';

/** A file or record as search sees it. */
export interface SearchItem extends Place, Pick<SearchPart, 'kind' | 'type' | 'day' | 'tasks' | 'filedBy' | 'arrivedAt' | 'restricted' | 'hidden' | 'closed' | 'guards' | 'flags' | 'hasThumbnail' | 'title'> {
  readonly id: string;
  /** What it says beside its title; a match never reaches from one into the next. */
  readonly passages: readonly string[];
}

/** What a file says: its name and the text that was read from it. */
export const itemOfFile = (file: EvidenceFile, flags: readonly string[], text: string): SearchItem => ({
  kind: 'file', id: file.id, unitId: file.unitId, path: file.path, type: file.mediaType, day: dayOfFile(file), tasks: file.tasks,
  filedBy: file.uploadedBy, arrivedAt: file.receivedAt, restricted: false, hidden: false, ...(file.closed && { closed: true, guards: file.guards ?? [] }), flags, hasThumbnail: hasThumbnail(file.mediaType), title: file.name, passages: [file.title ?? '', text],
});

/** What a record says: its title, its texts, the names of what was chosen. People and units are not known by name here. */
export const itemOfRecord = (record: EvidenceRecord, type: RecordType | undefined, flags: readonly string[]): SearchItem => ({
  kind: 'record', id: record.id, unitId: record.unitId, path: record.path, type: record.type, day: record.day, tasks: record.tasks,
  filedBy: record.filedBy, arrivedAt: record.filedAt, restricted: record.restricted ?? false, hidden: record.hidden ?? false, flags, hasThumbnail: false, title: record.title,
  passages: (type?.fields ?? []).flatMap((field) => said(field, record.fields[field.id])),
});

type Column = NonNullable<RecordField['columns']>[number];

function said(field: RecordField, value: unknown): string[] {
  if (field.type !== 'table') return saidIn(field, value);
  const rows = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return rows.flatMap((row) => (field.columns ?? []).flatMap((column) => saidIn(column, row[column.id])));
}

function saidIn({ type, values }: Column | RecordField, value: unknown): string[] {
  const given = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  if (type === 'text') return given;
  return type === 'choice' ? given.map((chosen) => values?.find(({ id }) => id === chosen)?.zh ?? chosen) : [];
}

/** The parts of an item as they are kept. Its own words are in one of them, what one filters by is in all, the keys of filters in the first. */
export function partsOfItem({ id, passages, path, tasks, flags, ...item }: SearchItem, number: number): SearchPart[] {
  const { title, kind, type, day, filedBy, unitId } = item;
  const source = [title, ...passages].filter((passage) => passage.trim() !== '').join(PASSAGE_END);
  const head = fold(title).text;
  const parts = partsOf(source, PARTS);
  const shared = { ...item, itemId: id, path: [...path], area: areaOf({ unitId, path }), tasks: [...tasks], flags: [...flags], head, parts: parts.length };
  const meta = [
    META.all, META.kind + kind, META.type + type, META.by + filedBy, ...tasks.map((task) => META.task + task), ...flags.map((flag) => META.flag + flag),
    ...[...gramsOf(head)].map((gram) => TITLE + gram),
  ];
  return parts.map(({ text, folded }, part) => ({
    ...shared, id: `${id}#${String(part).padStart(3, '0')}`, text, folded, order: orderOf(day, number, part), keys: [...gramsOf(folded), ...(part === 0 ? meta : [])],
  }));
}

/** A number for the district that a place lies in: units of one district have the same. */
export function areaOf({ path, unitId }: Place): number {
  let sum = 0;
  for (const sign of path[1] ?? path[0] ?? unitId) sum = (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0;
  return Math.abs(sum) % AREAS;
}
