import { dayOf, daysBetween, type Day } from '@xingchuang/calendar';
import type { RecordTypeView, RecordView } from '@xingchuang/contracts';
import type { EvidenceRecord } from './record-store.ts';
import type { RecordType } from './record-type.ts';

/** Days from the event to the entry; nothing where it was entered before. */
export const filedAfter = ({ day, filedAt }: Pick<EvidenceRecord, 'day' | 'filedAt'>): number => Math.max(0, daysBetween(day as Day, dayOf(new Date(filedAt))));

export const viewOf = (record: EvidenceRecord): Omit<RecordView, never> => ({ ...record, fileIds: [...record.fileIds], gaps: [...record.gaps], tasks: [...record.tasks], filedAfter: filedAfter(record) }) as RecordView;

export const typeView = ({ reading, ...type }: RecordType): RecordTypeView => ({ ...type, fields: type.fields.map((field) => ({ ...field, ...(field.fill && { fill: true }) })), restricted: reading !== undefined }) as unknown as RecordTypeView;
