import { parse } from 'csv-parse/sync';
import { Refusal } from '@xingchuang/rules';
import { readWorkbook, type WorkbookCell } from '@xingchuang/server';

export interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

/** The rows of a CSV, or of the first sheet of an XLSX; refuses what is neither. */
export async function readTable(bytes: Buffer, most: number): Promise<Row[]> {
  try {
    if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') return readCsv(bytes, most);
    const [sheet] = await readWorkbook(bytes, { firstOnly: true, maxRows: most + 2 });
    return sheet!.rows.map((cells, index) => ({ row: index + 1, cells: cells.map(cellText) }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'import.not-a-table', {}, 'file');
  }
}

const cellText = (cell: WorkbookCell): string => String(cell ?? '').trim();

/** UTF-8, or GBK as Excel in Chinese writes CSV. */
function readCsv(bytes: Buffer, most: number): Row[] {
  const text = ((): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    }
  })();
  if (text.includes('\0')) throw new Error('not text');
  const records = parse(text, { relax_column_count: true, info: true, bom: true, to: most + 2 }) as unknown as { record: string[]; info: { records: number } }[];
  return records.map(({ record, info }) => ({ row: info.records, cells: record.map((cell) => cell.trim()) }));
}
