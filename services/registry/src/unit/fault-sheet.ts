import { writeXlsx } from 'hucre/xlsx';
import type { ImportFault } from '@xingchuang/contracts';
import type { TableRow } from './import-reader.ts';
import { ADDED } from './import-rule.ts';

/** The rows with a fault as they came, behind them their number in the file and what is wrong in words. */
export async function faultSheet([header, ...rows]: readonly TableRow[], faults: readonly ImportFault[]): Promise<Buffer> {
  const byRow = Map.groupBy(faults, ({ row }) => row);
  const isAdded = (at: number) => ADDED.some((added) => added === header!.cells[at]);
  const own = (cells: readonly string[]) => header!.cells.flatMap((_, at) => (isAdded(at) ? [] : [cells[at] ?? '']));
  const bad = rows.filter(({ row }) => byRow.has(row));
  const lines = bad.map(({ row, cells }) => [...own(cells), String(row), byRow.get(row)!.map(({ zh }) => zh).join('；')]);
  const bytes = await writeXlsx({ sheets: [{ name: '有误的行', rows: [[...own(header!.cells), ...ADDED], ...lines] }] });
  return Buffer.from(bytes);
}
