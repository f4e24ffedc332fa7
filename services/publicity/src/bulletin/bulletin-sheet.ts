import { writeXlsx } from 'hucre/xlsx';
import type { Bulletin } from './bulletin-rule.ts';
import { inert } from './ranking-sheet.ts';

/** The tables and numbers of an issue as a workbook, each line with its source. */
export function bulletinSheet({ title, tables, figures }: Bulletin): Promise<Uint8Array> {
  const sheets = tables.map(({ zh, columns, rows }, index) => ({
    name: `${index + 1} ${zh}`,
    rows: [
      [inert(title)],
      [...columns.map((column) => column.zh), '人工修订', '数据来源'],
      ...rows.filter(({ struck }) => !struck).map(({ cells, computed, source }) => [
        ...columns.map(({ name, number }) => (number ? Number(cells[name]) : inert(cells[name] ?? ''))),
        inert(columns.filter(({ name }) => computed[name] !== undefined).map(({ name, zh: column }) => `${column}原为${computed[name]}`).join('；')),
        inert(source.zh),
      ]),
    ],
  }));
  const numbers = { name: '数据', rows: [['数据', '数值', '系统统计', '修订原因', '数据来源'], ...figures.map(({ zh, value, computed, reason, source }) => [inert(zh), inert(value), inert(computed), inert(reason), inert(source.zh)])] };
  return writeXlsx({ sheets: [...sheets, numbers] });
}
