import { writeXlsx } from 'hucre/xlsx';
import { DayText, MOST_LINES, PeriodText, Sha256, wordsOf, type ManifestLine } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import { checkedName } from '../file/file-name-rule.ts';
import { checkDays } from '../file/upload-rule.ts';
import { readTable, type Row } from './table-reader.ts';

const NAME = '文件名';
const COLUMNS = { name: NAME, title: '标题', eventDate: '事件日期', period: '所属期间', tasks: '任务', sha256: 'SHA-256' } as const;
type Column = keyof typeof COLUMNS;
const EXPECTED = Object.values(COLUMNS).join(',');

interface Fault {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** What a task is known by in a list: its id, or where only one scheme has it the part behind the scheme's name. */
export type TaskFinder = (text: string) => string | undefined;

/** The manifest that a list (CSV, or the first sheet of an XLSX) tells; refuses with every fault, by row and column. */
export async function readList(bytes: Buffer, today: string, taskOf: TaskFinder): Promise<ManifestLine[]> {
  const [header, ...rows] = (await readTable(bytes, MOST_LINES)).filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (!header || rows.length === 0) throw new Refusal('invalid', 'import.empty', {}, 'file');
  if (rows.length > MOST_LINES) throw new Refusal('limit', 'batch.too-many-lines', { most: MOST_LINES }, 'file');
  const at = columnsOf(header);
  const faults: Fault[] = [];
  const lines = rows.map(({ row, cells }) => {
    const cell = (column: Column): string => cells[at.get(column) ?? -1] ?? '';
    return lineOf(cell, today, taskOf, (column, { code, facts }) => void faults.push({ field: `第 ${row} 行 ${COLUMNS[column]}`, ...wordsOf(code, facts) }));
  });
  if (faults.length > 0) throw new Refusal('invalid', 'list.faulty-rows', { total: rows.length, faults: faults.slice(0, 500) }, 'file');
  return lines;
}

export const listTemplate = async (): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: '上传清单', rows: [Object.values(COLUMNS), ['主题党日.jpg', '三月主题党日现场', '2026-03-15', '2026-03', '', '']] }] });

function columnsOf({ cells }: Row): Map<Column, number> {
  const at = new Map(Object.entries(COLUMNS).map(([column, title]) => [column as Column, cells.findIndex((cell) => cell.toUpperCase() === title)] as const).filter(([, index]) => index >= 0));
  if (!at.has('name')) throw new Refusal('invalid', 'import.missing-column', { column: NAME, expected: EXPECTED }, NAME);
  const stray = cells.filter((cell, index) => cell !== '' && ![...at.values()].includes(index));
  if (stray.length > 0) throw new Refusal('invalid', 'import.unknown-column', { columns: stray, expected: EXPECTED }, stray[0]);
  return at;
}

type Say = (column: Column, fault: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }) => void;

function lineOf(cell: (column: Column) => string, today: string, taskOf: TaskFinder, say: Say): ManifestLine {
  const text = (column: Column): string | undefined => cell(column) || undefined;
  const check = (column: Column, ask: () => void): void => {
    try {
      ask();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      say(column, error);
    }
  };
  const [name, title, eventDate, period, sha256] = [cell('name'), text('title'), text('eventDate'), text('period'), text('sha256')?.toLowerCase()];
  check('name', () => checkedName(name, NAME));
  if (title !== undefined && title.length > 200) say('title', { code: 'import.too-long', facts: { most: 200, length: title.length } });
  if (eventDate !== undefined && !DayText.safeParse(eventDate).success) say('eventDate', { code: 'import.bad-day', facts: { text: eventDate } });
  else check('eventDate', () => checkDays({ eventDate }, today));
  if (period !== undefined && !PeriodText.safeParse(period).success) say('period', { code: 'list.bad-period', facts: { text: period } });
  else check('period', () => checkDays({ period }, today));
  if (sha256 !== undefined && !Sha256.safeParse(sha256).success) say('sha256', { code: 'list.bad-digest', facts: {} });
  const tasks = cell('tasks').split(/[、,，;；\s]+/).filter((task) => task !== '').map((task) => {
    const found = taskOf(task);
    if (found === undefined) say('tasks', { code: 'task.unknown', facts: { task } });
    return found ?? task;
  });
  return { name, tasks, ...(title && { title }), ...(eventDate && { eventDate }), ...(period && { period }), ...(sha256 && { sha256 }) };
}
