import { canonicalJson } from '@xingchuang/transparency';
import type { EvidenceRecord } from '../record/record-store.ts';

const BYTE_ORDER_MARK = '\uFEFF'; // without it the usual spreadsheet takes UTF-8 for the system's own code page

/** A cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : canonicalJson(value);
  const inert = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

export const table = (rows: readonly (readonly unknown[])[]): string => BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/** Records of one type as a table for people; the JSON beside it is what counts. */
export function recordTable(fields: readonly { readonly id: string; readonly zh: string }[], records: readonly EvidenceRecord[]): string {
  const head = ['编号', '日期', '标题', '更正次数', ...fields.map(({ zh }) => zh), '附件', '任务', '填报人', '填报时间'];
  const rows = records.map((record) => [
    record.id, record.day, record.title, record.revision - 1, ...fields.map(({ id }) => record.fields[id]),
    record.fileIds.join(' '), record.tasks.join(' '), record.filedBy, record.filedAt,
  ]);
  return table([head, ...rows]);
}
