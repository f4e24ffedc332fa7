import { writeXlsx } from 'hucre/xlsx';
import type { Figure } from './figure.ts';

interface Sheet {
  readonly name: string;
  readonly rows: (string | number)[][];
}

/** What a spreadsheet takes for a formula stays text (CWE-1236). */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).slice(0, 32_000);
/** What a spreadsheet allows as the name of a sheet: 31 characters, each name once. */
const sheetName = (head: string, at: number): string => `${at + 1} ${head}`.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31);

export const sheetsOf = (figures: readonly Figure[], from: string): Sheet[] =>
  figures.map(({ title, head, categories, series }, at) => ({
    name: sheetName(head, at),
    rows: [
      [asText(title)],
      [asText(from)],
      [head, ...series.map(({ name }) => asText(name))],
      ...categories.map(({ name }, row) => [asText(name), ...series.map(({ cells }) => cells[row]!.count)]),
    ],
  }));

/** All figures of a page as a workbook, a sheet each: the numbers as numbers, what people wrote as text. */
export const workbookOf = (figures: readonly Figure[], from: string): Promise<Uint8Array> => writeXlsx({ sheets: sheetsOf(figures, from) });
