import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { writeXlsx } from 'hucre/xlsx';
import { Refusal } from '@xingchuang/rules';
import { readWorkbook, wholeBody, type WorkbookCell } from '@xingchuang/server';
import { MAIN_SHEET, type Sheet } from './facts-table.ts';

const MEBIBYTES = 10;
const MOST_ROWS = 20_000;
const BYTE_ORDER_MARK = '\uFEFF'; // without it the usual spreadsheet takes UTF-8 for the system's own code page
/** What a spreadsheet would run as a formula when it opens a CSV. */
const FORMULA = /^[=+\-@\t\r]/;

/** The sheets of an XLSX, or the one of a CSV (UTF-8 or GBK), told apart by their bytes. */
export async function readSheets(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  const sheets = await readCells(bytes);
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (rows > MOST_ROWS) throw new Refusal('limit', 'import.too-many-rows', { most: MOST_ROWS, rows }, 'file');
  if (!sheets[0]?.rows.some(({ row, cells }) => row > 1 && cells.some((cell) => cell !== ''))) throw new Refusal('invalid', 'import.empty', {}, 'file');
  return sheets;
}

async function readCells(bytes: Buffer): Promise<Sheet[]> {
  try {
    if (!bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return [{ name: MAIN_SHEET, rows: readCsv(bytes) }];
    const sheets = await readWorkbook(bytes, { maxRows: MOST_ROWS + 2 });
    return sheets.map(({ name, rows }) => ({ name, rows: rows.map((cells, index) => ({ row: index + 1, cells: cells.map(cellText) })) }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'import.not-a-table', {}, 'file'); // a ZIP without a sheet, a damaged workbook, an unclosed quote
  }
}

const cellText = (cell: WorkbookCell): string => String(cell ?? '').trim().normalize('NFC');

function readCsv(bytes: Buffer): Sheet['rows'] {
  const text = decoded(bytes);
  if (text.includes('\0')) throw new Error('not text');
  const records = parse(text, { relax_column_count: true, info: true, bom: true, to: MOST_ROWS + 2 }) as unknown as { record: string[]; info: { records: number } }[];
  return records.map(({ record, info }) => ({ row: info.records, cells: record.map((cell) => cellText(/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)) }));
}

/** GBK where it is not UTF-8: Excel in Chinese writes CSV so. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

export const writeSheets = (sheets: readonly { readonly name: string; readonly rows: readonly (readonly (string | number)[])[] }[]): Promise<Uint8Array> =>
  writeXlsx({ sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))) })) });

/** The first sheet; a cell that a spreadsheet would run begins with an apostrophe, but for numbers below zero. */
export const writeCsv = ([first]: readonly { readonly rows: readonly (readonly (string | number)[])[] }[]): string =>
  BYTE_ORDER_MARK + first!.rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

function csvCell(value: string | number): string {
  const text = String(value);
  const inert = typeof value === 'string' && FORMULA.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The whole table. */
export const bodyOf = (stream: Readable): Promise<Buffer> =>
  wholeBody(stream, MEBIBYTES, {
    unread: () => new Refusal('invalid', 'import.not-a-table', {}, 'file'),
    tooLarge: () => new Refusal('limit', 'import.too-large', { most: `${MEBIBYTES} MiB` }, 'file'),
  });
