import { parse } from 'csv-parse/sync';
import { Refusal } from '@xingchuang/rules';
import { readWorkbook, type WorkbookCell } from '@xingchuang/server';

/** Cells as text, with the number that a spreadsheet shows beside the row. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export const MOST_ROWS = 20_000;
/** More do not fit into the one transaction that makes an import all or nothing: the embedded server refuses one that fills its cache. */
const MOST_AT_ONCE = 3_000;
const ZIP = Buffer.from('PK\x03\x04');

/**
 * The rows of a CSV (UTF-8 with or without byte order mark, or GBK) or of the first sheet of an XLSX, told apart by their bytes;
 * where a name comes along, it must say the same. Empty rows are left out.
 */
export async function readTable(bytes: Buffer, fileName?: string): Promise<TableRow[]> {
  const type = bytes.subarray(0, 4).equals(ZIP) ? 'xlsx' : 'csv';
  const rows = type === 'xlsx' ? await readSheet(bytes) : readCsv(bytes);
  const named = fileName && /\.([^.]*)$/.exec(fileName)?.[1]?.toLowerCase();
  if (fileName && named !== type) throw new Refusal('invalid', 'import.other-type', { named: named ?? '', type }, 'X-File-Name');
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  if (filled.length - 1 > MOST_ROWS) throw new Refusal('limit', 'import.too-many-rows', { most: MOST_ROWS, rows: filled.length - 1 }, 'file');
  return filled;
}

/** Refuses a table with more rows than are taken in at once. */
export function checkAtOnce(rows: number): void {
  if (rows > MOST_AT_ONCE) throw new Refusal('limit', 'import.too-many-rows', { most: MOST_AT_ONCE, rows }, 'file');
}

async function readSheet(bytes: Buffer): Promise<TableRow[]> {
  try {
    const [sheet] = await readWorkbook(bytes, { firstOnly: true, maxRows: MOST_ROWS + 2 });
    return sheet!.rows.map((cells, at) => ({ row: at + 1, cells: cells.map(cellText) }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'import.not-a-table', {}, 'file'); // a ZIP without a sheet, or a damaged workbook
  }
}

const cellText = (cell: WorkbookCell): string => String(cell ?? '').trim();

function readCsv(bytes: Buffer): TableRow[] {
  const text = decode(bytes);
  try {
    const records = parse(text, { relax_column_count: true, info: true, bom: true, to: MOST_ROWS + 2 }) as unknown as { record: string[]; info: { records: number } }[];
    return records.map(({ record, info }) => ({ row: info.records, cells: record.map((cell) => cell.trim()) }));
  } catch {
    throw new Refusal('invalid', 'import.not-a-table', {}, 'file');
  }
}

/** GBK where it is not UTF-8: Excel in Chinese writes CSV so. Bytes that are neither, or hold NUL, are no text. */
function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // not this one
    }
  }
  throw new Refusal('invalid', 'import.not-a-table', {}, 'file');
}
