import { findDay } from '@xingchuang/calendar';
import { wordsOf } from '@xingchuang/contracts';
import type { FactDefinition, FieldDefinition, Scheme } from '@xingchuang/schemes';

/** One sheet of a table: its name, and its rows by their number. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}
export interface TableFault {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  readonly zh: string;
  readonly en: string;
}
/** What a table says of one unit; a fact that it has no column for is not spoken of, one with an empty cell is taken away. */
export interface TableUnit {
  readonly unit: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly spoken: ReadonlySet<string>;
  readonly reason: string;
  /** Where each fact stands, for faults that are found later. */
  readonly at: ReadonlyMap<string, { readonly sheet: string; readonly row: number; readonly column: string }>;
  readonly row: number;
}

export const MAIN_SHEET = '事实';
const [CODE, NAME, REASON] = ['单位编码', '单位名称', '与来源不同的理由'];
const LONGEST_SHEET = 31;
type Definition = FactDefinition | FieldDefinition;
const isList = ({ type }: Definition): boolean => type === 'records';

const header = (name: string, { zh }: Definition): string => `${zh}（${name}）`;
/** The header under which a fact stands, or would stand; the code of the unit for what is no fact. */
export const columnOf = ({ facts }: Scheme, name: string): string => (facts[name] ? header(name, facts[name]) : CODE!);
const sheetName = (name: string, { zh }: Definition): string => `${zh.replaceAll(/[\\/?*[\]:]/g, '').slice(0, Math.max(0, LONGEST_SHEET - name.length - 2))}（${name}）`.slice(-LONGEST_SHEET);

/** The table as people fill it: a sheet with the facts of one value, and one for each fact that is a list of records. */
export function tableOf(scheme: Scheme, units: readonly { readonly code: string; readonly name: string; readonly facts: Readonly<Record<string, unknown>>; readonly reason: string }[]): { readonly name: string; readonly rows: readonly (readonly (string | number)[])[] }[] {
  const facts = Object.entries(scheme.facts);
  const single = facts.filter(([, fact]) => !isList(fact));
  const main = [
    [CODE, NAME, ...single.map(([name, fact]) => header(name, fact)), REASON],
    ...units.map(({ code, name, facts: values, reason }) => [code, name, ...single.map(([fact, definition]) => shown(scheme, definition, values[fact])), reason]),
  ];
  const lists = facts.filter(([, fact]) => isList(fact)).map(([fact, definition]) => {
    const fields = Object.entries(definition.fields ?? {});
    const rows = units.flatMap(({ code, name, facts: values }) => ((values[fact] ?? []) as readonly Readonly<Record<string, unknown>>[]).map((record) => [code, name, ...fields.map(([field, one]) => shown(scheme, one, record[field]))]));
    return { name: sheetName(fact, definition), rows: [[CODE, NAME, ...fields.map(([field, one]) => header(field, one))], ...rows] };
  });
  return [{ name: MAIN_SHEET, rows: main }, ...lists];
}

function shown({ levels }: Scheme, { type, values }: Definition, value: unknown): string | number {
  if (value === null || value === undefined) return '';
  if (type === 'boolean') return value === true ? '是' : '否';
  if (type === 'integer') return value as number;
  if (type === 'level') return levels.find(({ id }) => id === value)?.zh ?? String(value);
  const word = values?.[String(value)]?.zh;
  const isClear = word !== undefined && Object.values(values!).filter(({ zh }) => zh === word).length === 1;
  return isClear ? word : String(value);
}

/** What a filled table says. Faults of its make are told here; whether a value fits its fact is asked of the facts themselves. */
export function readTable(scheme: Scheme, sheets: readonly Sheet[]): { readonly units: readonly TableUnit[]; readonly rows: number; readonly faults: readonly TableFault[] } {
  const faults: TableFault[] = [];
  const units = new Map<string, { unit: string; facts: Record<string, unknown>; spoken: Set<string>; reason: string; at: Map<string, { sheet: string; row: number; column: string }>; row: number }>();
  let rows = 0;
  const unitOf = (code: string, row: number) => {
    const known = units.get(code) ?? { unit: code, facts: {}, spoken: new Set<string>(), reason: '', at: new Map<string, { sheet: string; row: number; column: string }>(), row };
    units.set(code, known);
    return known;
  };
  const say = (sheet: string, row: number, column: string, code: string, facts: Readonly<Record<string, unknown>>): void => void faults.push({ sheet, row, column, ...wordsOf(code, facts) });
  sheets.forEach((sheet, i) => {
    const list = i === 0 ? undefined : Object.entries(scheme.facts).find(([name, fact]) => isList(fact) && [sheetName(name, fact), name, fact.zh].includes(sheet.name));
    if (i > 0 && !list) return say(sheet.name, 1, '', 'facts.unknown-sheet', { sheet: sheet.name });
    const definitions: readonly (readonly [string, Definition])[] = list ? Object.entries(list[1].fields ?? {}) : Object.entries(scheme.facts).filter(([, fact]) => !isList(fact));
    const [head, ...lines] = sheet.rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
    if (!head) return;
    const at = new Map<number, readonly [string, Definition]>();
    const codeAt = head.cells.indexOf(CODE!);
    if (codeAt < 0) return say(sheet.name, head.row, CODE!, 'import.missing-column', { column: CODE, expected: [CODE, NAME, ...definitions.slice(0, 3).map(([name, fact]) => header(name, fact))].join(',') });
    head.cells.forEach((cell, column) => {
      if (cell === '' || [CODE, NAME, REASON].includes(cell)) return;
      const found = definitions.find(([name, fact]) => [header(name, fact), `${fact.zh}(${name})`, name, fact.zh].includes(cell));
      if (!found) say(sheet.name, head.row, cell, 'facts.unknown-column', { column: cell, expected: definitions[0] ? header(...definitions[0]) : CODE });
      else if ([...at.values()].some(([name]) => name === found[0])) say(sheet.name, head.row, cell, 'facts.column-twice', { column: cell });
      else at.set(column, found);
    });
    const reasonAt = list ? -1 : head.cells.indexOf(REASON!);
    const seen = new Map<string, number>();
    if (list) for (const unit of units.values()) unit.spoken.add(list[0]); // a sheet of records speaks of all units of the table
    for (const { row, cells } of lines) {
      rows += 1;
      const code = cells[codeAt] ?? '';
      if (code === '') {
        say(sheet.name, row, CODE!, 'import.empty-cell', {});
        continue;
      }
      if (!list && seen.has(code)) {
        say(sheet.name, row, CODE!, 'facts.unit-twice', { unit: code, other: seen.get(code) });
        continue;
      }
      seen.set(code, row);
      const unit = unitOf(code, row);
      const values: Record<string, unknown> = {};
      for (const [column, [name, definition]] of at) {
        const cell = cells[column] ?? '';
        if (!list) unit.spoken.add(name);
        unit.at.set(list ? `${list[0]}[${((unit.facts[list[0]] as unknown[] | undefined) ?? []).length}].${name}` : name, { sheet: sheet.name, row, column: head.cells[column]! });
        if (cell !== '') values[name] = valueOf(scheme, definition, cell);
      }
      if (list) {
        unit.spoken.add(list[0]);
        unit.at.set(list[0], { sheet: sheet.name, row, column: '' });
        unit.facts[list[0]] = [...((unit.facts[list[0]] as unknown[] | undefined) ?? []), values];
      } else Object.assign(unit.facts, values);
      if (reasonAt >= 0) unit.reason = cells[reasonAt] ?? '';
    }
  });
  return { units: [...units.values()], rows, faults };
}

const YES = ['是', '√', 'true', 'TRUE', 'yes', '1'];
const NO = ['否', '×', 'false', 'FALSE', 'no', '0'];

/** A cell as the fact takes it; what it cannot be stays as it was written, and the fact says what it should be. */
function valueOf({ levels }: Scheme, { type, values }: Definition, cell: string): unknown {
  switch (type) {
    case 'boolean':
      return YES.includes(cell) ? true : NO.includes(cell) ? false : cell;
    case 'integer':
      return /^-?\d+(\.0+)?$/.test(cell.replaceAll(',', '')) ? Number(cell.replaceAll(',', '')) : cell;
    case 'decimal':
      return /^-?\d[\d,]*(\.\d+)?$/.test(cell) ? cell.replaceAll(',', '') : cell;
    case 'day': {
      const [, year, month = '', date = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? [];
      const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
      return findDay(day) ?? cell;
    }
    case 'level':
      return levels.find(({ id, zh }) => cell === id || cell === zh)?.id ?? cell;
    default:
      return Object.entries(values ?? {}).find(([word, { zh }]) => cell === word || cell === zh)?.[0] ?? cell;
  }
}
