import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { Refusal } from '@xingchuang/rules';
import { readWorkbook } from '@xingchuang/server';

/** A row as it stands in the file, with the number that a spreadsheet shows beside it. */
export interface ImportRow {
  readonly row: number;
  readonly unitCode: string;
  readonly aspect: string;
  readonly category: string;
  readonly title: string;
  readonly detail: string;
  readonly origin: string;
  readonly reference: string;
  readonly foundOn: string;
}

const HEADS = { 单位编码: 'unitCode', 方面: 'aspect', 类型: 'category', 问题: 'title', 具体情况: 'detail', 来源: 'origin', 来源编号: 'reference', 发现日期: 'foundOn' } as const;
const NEEDED = ['单位编码', '方面', '问题', '来源', '发现日期'];
const MOST_BYTES = 8 << 20;
const MOST_ROWS = 2_000;

/** The rows of an XLSX or a CSV in UTF-8; the first row names the columns, in any order. */
export async function readRows(file: Readable): Promise<ImportRow[]> {
  const [head = [], ...rows] = await cellsOf(await whole(file));
  const absent = NEEDED.filter((name) => !head.includes(name));
  if (absent.length > 0) throw new Refusal('invalid', 'finding.columns-missing', { absent }, 'file');
  const filled = rows.map((cells, index) => ({ cells, row: index + 2 })).filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length === 0 || filled.length > MOST_ROWS) throw new Refusal('invalid', 'finding.row-count', { rows: filled.length, most: MOST_ROWS }, 'file');
  return filled.map(({ cells, row }) => {
    const values = Object.entries(HEADS).map(([name, key]) => [key, (cells[head.indexOf(name)] ?? '').slice(0, 5_000)]);
    return { row, ...Object.fromEntries(values) } as ImportRow;
  });
}

/** The rest of a file that is too large still flows and is dropped: a body read half would block the next request of its connection. */
function whole(file: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (file.readableEnded) reject(new Refusal('invalid', 'finding.not-a-table', {}, 'file')); // it said it was JSON, and was read as that
    const parts: Buffer[] = [];
    let size = 0;
    file
      .on('data', (part: Buffer) => {
        size += part.byteLength;
        if (size <= MOST_BYTES) parts.push(part);
        else reject(new Refusal('limit', 'finding.file-too-large', { most: '8 MiB' }, 'file'));
      })
      .once('end', () => resolve(Buffer.concat(parts)))
      .once('error', reject);
  });
}

async function cellsOf(bytes: Buffer): Promise<string[][]> {
  try {
    if (!bytes.subarray(0, 2).equals(Buffer.from('PK'))) return parse(bytes, { bom: true, relax_column_count: true, trim: true, to: MOST_ROWS + 2 }) as string[][];
    const [sheet] = await readWorkbook(bytes, { firstOnly: true, maxRows: MOST_ROWS + 2 });
    return sheet!.rows.map((cells) => cells.map((cell) => String(cell ?? '').trim()));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'finding.not-a-table', {}, 'file'); // a ZIP without a sheet, or a damaged file
  }
}
