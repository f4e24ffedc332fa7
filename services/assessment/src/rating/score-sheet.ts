import { parse } from 'csv-parse/sync';
import { Refusal } from '@xingchuang/rules';
import { readWorkbook } from '@xingchuang/server';
import type { NumberedRow } from './standing-rule.ts';

const MOST_ROWS = 5_000;
const MOST_COLUMNS = 100;
const COLUMNS = { code: ['编码', '单位编码', 'code'], name: ['名称', '单位名称', '科室', 'name'], score: ['得分', '分数', '成绩', 'score'], rank: ['名次', '排名', 'rank'] } as const;
type Column = keyof typeof COLUMNS;
const NEEDED: readonly Column[] = ['name', 'score'];
const EXPECTED = '编码,名称,得分,名次';

/** The rows of an XLSX, a CSV (UTF-8 or GBK) or a JSON array with the same names, told apart by their bytes. */
export async function readScoreSheet(bytes: Buffer): Promise<NumberedRow[]> {
  const rows = await readSheet<Column>(bytes, COLUMNS, NEEDED, EXPECTED);
  return rows.map(({ row, cell }) => ({ row, code: cell('code'), name: cell('name'), score: cell('score'), rank: cell('rank') }));
}

/** The rows of a table whose columns are known by their headings; refuses one without a needed column, without rows or with too many. */
export async function readSheet<Column extends string>(
  bytes: Buffer,
  columns: Readonly<Record<Column, readonly string[]>>,
  needed: readonly Column[],
  expected: string,
): Promise<{ readonly row: number; readonly cell: (column: Column) => string }[]> {
  const rows = await readCells(bytes);
  const [header, ...rest] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (!header || rest.length === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  if (rest.length > MOST_ROWS) throw new Refusal('limit', 'import.too-many-rows', { most: MOST_ROWS, rows: rest.length }, 'file');
  const names = header.cells.map((cell) => cell.toLowerCase().replaceAll(/\s/g, ''));
  const at = (column: Column) => names.findIndex((name) => columns[column].includes(name));
  for (const column of needed) if (at(column) < 0) throw new Refusal('invalid', 'import.missing-column', { column: columns[column][0]!, expected }, columns[column][0]!);
  return rest.map(({ row, cells }) => ({ row, cell: (column) => (cells[at(column)] ?? '').normalize('NFC') }));
}

interface Cells {
  readonly row: number;
  readonly cells: readonly string[];
}

async function readCells(bytes: Buffer): Promise<Cells[]> {
  try {
    if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) {
      const [sheet] = await readWorkbook(bytes, { firstOnly: true, maxRows: MOST_ROWS + 2 });
      return sheet!.rows.map((cells, index) => ({ row: index + 1, cells: cells.map(text) }));
    }
    const decoded = decode(bytes);
    return /^\s*\[/.test(decoded) ? fromJson(JSON.parse(decoded)) : fromCsv(decoded);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'import.not-a-table', {}, 'file'); // a ZIP without a sheet, a damaged workbook, an unclosed quote
  }
}

const text = (cell: unknown): string => (typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '');

function fromCsv(decoded: string): Cells[] {
  const records = parse(decoded, { relax_column_count: true, info: true, bom: true, to: MOST_ROWS + 2 }) as unknown as { record: string[]; info: { records: number } }[];
  return records.map(({ record, info }) => ({ row: info.records, cells: record.map((cell) => cell.trim()) }));
}

/** `[{"名称": …, "得分": …}, …]`; the first row counts as 2, as below a header. */
function fromJson(list: unknown): Cells[] {
  const objects = (list as Readonly<Record<string, unknown>>[]).slice(0, MOST_ROWS + 1);
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))].slice(0, MOST_COLUMNS); // a name in each of many objects would make a table of all by all
  return [{ row: 1, cells: names }, ...objects.map((object, index) => ({ row: index + 2, cells: names.map((name) => text(object[name])) }))];
}

/** GBK where it is not UTF-8: Excel in Chinese writes CSV so. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}
