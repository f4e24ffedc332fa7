import { StreamableFile } from '@nestjs/common';
import { writeXlsx } from 'hucre/xlsx';
import type { EXPORT_FORMATS } from '@xingchuang/contracts';

export type Cell = string | number;
export interface Table {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** More than this opens in no office program at a bearable speed. */
export const MOST_ROWS = 50_000;
type Format = (typeof EXPORT_FORMATS)[number];
export const MEDIA: Readonly<Record<Format, string>> = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' };

/** A table as a file. Text that a spreadsheet would take for a formula stays text (CWE-1236). */
export async function fileOf(table: Table, format: Format): Promise<Uint8Array> {
  if (format === 'csv') return new TextEncoder().encode(csvOf(table));
  const width = (column: number) => Math.min(60, Math.max(8, ...[table.head, ...table.rows.slice(0, 200)].map((row) => 2 * String(row[column] ?? '').split('\n')[0]!.length)));
  const rows = [table.head, ...table.rows].map((row) => row.map((cell) => (typeof cell === 'string' ? asText(cell).slice(0, 32_000) : cell)));
  return writeXlsx({ sheets: [{ name: table.name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31), rows, columns: table.head.map((_, i) => ({ width: width(i) })) }] });
}

/** The same as a download under its name. */
export async function download(table: Table, format: Format): Promise<StreamableFile> {
  const bytes = await fileOf(table, format);
  return new StreamableFile(bytes, { type: MEDIA[format], disposition: `attachment; filename*=UTF-8''${encodeURIComponent(`${table.name}.${format}`)}`, length: bytes.length });
}

/** With a byte order mark, which makes Excel read UTF-8. */
function csvOf({ head, rows }: Table): string {
  return `\uFEFF${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);
const quoted = (cell: Cell): string => {
  const text = typeof cell === 'number' ? String(cell) : asText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
