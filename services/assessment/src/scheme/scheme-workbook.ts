import { writeXlsx, type CellStyle, type CellValue, type DataValidation, type WriteSheet } from 'hucre/xlsx';
import { Refusal } from '@xingchuang/rules';
import { FOR_PEOPLE, NOTE_MARK, sheetsOf, type Cell, type FilledSheet, type Scheme, type SchemeSheet, type SheetColumn } from '@xingchuang/schemes';
import { readWorkbook, type WorkbookCell } from '@xingchuang/server';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** So many rows below the headings have drop-down lists, also in an empty template. */
const ROOM = 300;
/** More rows on one sheet than any scheme has. */
const MOST_ROWS = 5_000;
const WIDE = /名称|英文|出处|依据|条件|算式|文件|方式|排序|谁参加/;

const HEAD: CellStyle = { font: { bold: true, color: { rgb: 'FFFFFF' } }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: '37474F' } }, alignment: { vertical: 'center', wrapText: true } };
const NOTE: CellStyle = { font: { color: { rgb: '5F6B73' }, size: 9 }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F3F5F6' } }, alignment: { vertical: 'top', wrapText: true } };
/** Text format: a spreadsheet would take 01-31 for a day of this year. */
const ENTRY: CellStyle = { alignment: { vertical: 'top', wrapText: true }, numFmt: '@' };

/** A scheme as a workbook, or the empty template; it can be filled in and read back. */
export async function workbookOf(scheme?: Scheme): Promise<Uint8Array> {
  const sheets = sheetsOf(scheme);
  const title = scheme ? `${scheme.name.zh}（第 ${scheme.version} 版）` : '评定办法模板';
  return writeXlsx({ sheets: [guide(title, sheets), ...sheets.map((sheet) => (sheet.form ? formSheet(sheet) : tableSheet(sheet)))], properties: { title } });
}

/** What people filled in, sheet by sheet. Refuses what is no workbook. */
export async function sheetsIn(bytes: Uint8Array): Promise<FilledSheet[]> {
  if (String.fromCharCode(...bytes.subarray(0, 2)) !== 'PK') throw new Refusal('invalid', 'scheme.not-a-workbook', {}, 'file');
  try {
    const sheets = await readWorkbook(bytes, { maxRows: MOST_ROWS + 1 });
    const long = sheets.find(({ rows }) => rows.length > MOST_ROWS);
    if (long) throw new Refusal('limit', 'import.too-many-rows', { most: MOST_ROWS, rows: long.rows.length }, 'file');
    return sheets.map(({ name, rows }) => ({ name, rows: rows.map((cells) => cells.map(plain)) }));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid', 'scheme.not-a-workbook', {}, 'file'); // a ZIP without a sheet, a damaged workbook
  }
}

const plain = (cell: WorkbookCell): Cell => (typeof cell === 'boolean' ? (cell ? '是' : '否') : cell);

function guide(title: string, sheets: readonly SchemeSheet[]): WriteSheet {
  const lines = [
    '每个工作表是办法的一部分，每行一条。没有的部分留空，空行不算。',
    '深色行是栏目，不要改名；下面灰色行是填写说明，可以删去。',
    '由参数定的值写 {参数标识}；期限写 5个工作日、3个月或另定；有下拉列表的单元格请从列表中选。',
    '每一条都要有出处（文件号＋条款）；文件没写的，在“依据”写 derived: 理由。',
    '只给人看的工作表，名称以“备注”开头。填好后在“评定办法”页面上传，逐格告诉您哪里要改。',
  ];
  const rows: CellValue[][] = [[title], ...lines.map((line): CellValue[] => [line]), [], ['工作表', '内容'], ...sheets.map(({ name, about }): CellValue[] => [name, about])];
  const first = lines.length + 3;
  const cells = new Map<string, object>([['0,0', { style: { font: { bold: true, size: 16 } } }], [`${first - 1},0`, { style: HEAD }], [`${first - 1},1`, { style: HEAD }]]);
  sheets.forEach(({ name }, i) => cells.set(`${first + i},0`, { value: name, type: 'string', hyperlink: { target: '', location: `'${name}'!A1`, display: name } }));
  return { name: FOR_PEOPLE[0]!, columns: [{ width: 18 }, { width: 80 }], rows, cells, pageSetup: PRINTED };
}

function formSheet({ name, columns, rows }: SchemeSheet): WriteSheet {
  const body = columns.map(({ zh, note }, i): CellValue[] => [zh, rows[i]![0]!, note]);
  const cells = styles([[HEAD, HEAD, HEAD], ...columns.map(() => [{ ...ENTRY, font: { bold: true } }, ENTRY, NOTE])]);
  const dataValidations = columns.flatMap((column, i) => offer(column, `B${i + 2}`));
  return { name, rows: [['项目', '内容', '填写说明'], ...body], cells, columns: [{ width: 26 }, { width: 48 }, { width: 52 }], freezePane: { rows: 1 }, dataValidations, pageSetup: PRINTED };
}

function tableSheet({ name, columns, rows }: SchemeSheet): WriteSheet {
  const head: CellValue[] = columns.map(({ zh }) => zh);
  const notes = columns.map(({ note }, i) => (i === 0 ? `${NOTE_MARK} ${note}` : note));
  const cells = styles([columns.map(() => HEAD), columns.map(() => NOTE), ...rows.map(() => columns.map(() => ENTRY))]);
  const last = Math.max(rows.length, ROOM) + 2;
  const dataValidations = columns.flatMap((column, i) => offer(column, `${letter(i)}3:${letter(i)}${last}`));
  return {
    name,
    rows: [head, notes, ...rows.map((row) => [...row])],
    cells,
    columns: columns.map(({ zh }) => ({ width: WIDE.test(zh) ? 34 : Math.max(11, 2 * zh.length + 3), style: ENTRY })),
    freezePane: { rows: 2, columns: 1 },
    dataValidations,
    pageSetup: { ...PRINTED, printTitlesRow: '$1:$1' },
  };
}

/** The drop-down list of a column: its words, or what stands in the column that it refers to. */
function offer({ zh, choices, strict, of, note }: SheetColumn, range: string): DataValidation[] {
  const told = { inputTitle: zh.slice(0, 32), inputMessage: note.slice(0, 250), showInputMessage: true, allowBlank: true, showErrorMessage: strict && !of, errorTitle: zh.slice(0, 32), errorMessage: note.slice(0, 220), range };
  if (choices) return [{ type: 'list', values: [...choices], ...told }];
  if (!of) return [];
  const column = letter(of.column);
  return [{ type: 'list', formula1: `'${of.sheet}'!$${column}$3:$${column}$${ROOM}`, ...told }];
}

const letter = (column: number): string => (column < 26 ? '' : letter(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const PRINTED = { paperSize: 'a4', orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } as const;
const styles = (rows: readonly (readonly CellStyle[])[]): Map<string, object> => new Map(rows.flatMap((row, i) => row.map((style, j): [string, object] => [`${i},${j}`, { style }])));
