import { dayOf } from '@xingchuang/calendar';
import type { EvidenceFile } from '../file/file-store.ts';
import type { EvidenceRecord } from '../record/record-store.ts';
import type { Mark } from './flag.ts';
import { markText } from './text-likeness-rule.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HOUR = /^([01]?\d|2[0-3]):[0-5]\d$/;
const NO_TEXT = { bands: [], pieces: new Uint32Array() };

/** The day that a file shows: as declared, else as the camera says, else the day of its receipt. */
export const dayOfFile = ({ eventDate, hints, receivedAt }: Pick<EvidenceFile, 'eventDate' | 'hints' | 'receivedAt'>): string =>
  eventDate ?? hints.takenAt?.slice(0, 10) ?? dayOf(new Date(receivedAt));

export function markOfFile(file: EvidenceFile, text: string | undefined): Mark {
  return {
    id: file.id, kind: 'file', unitId: file.unitId, path: file.path, title: file.name, day: dayOfFile(file), at: file.receivedAt,
    sha256: file.sha256, people: [], fileIds: [], ...(markText(text ?? '') ?? NO_TEXT),
  };
}

export function markOfRecord(record: EvidenceRecord): Mark {
  const values = stringsIn(record.fields);
  const hours = values.filter((value) => HOUR.test(value)).map((value) => value.padStart(5, '0'));
  return {
    id: record.id, kind: 'record', unitId: record.unitId, path: record.path, title: record.title, day: record.day, at: record.filedAt,
    people: [...new Set(values.filter((value) => UUID.test(value)))], fileIds: record.fileIds,
    ...(hours.length === 2 && { hours: [hours[0]!, hours[1]!] as const }),
    ...(markText(values.filter((value) => !UUID.test(value)).join('\n')) ?? NO_TEXT),
  };
}

/** Every text in the fields, however deep a table puts it; ids of people are texts too. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
