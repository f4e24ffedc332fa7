import { findDay, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import type { TableRow } from '../unit/import-reader.ts';
import { ADDED, dayOfCell, type RowFault } from '../unit/import-rule.ts';
import { isAlive, type Unit } from '../unit/unit-rule.ts';
import { join, type Person } from './person-rule.ts';

export interface PersonRow {
  readonly row: number;
  readonly name: string;
  readonly unitCode: string;
  readonly memberInService: string;
  readonly since: string;
}
export interface KnownPeople {
  /** Units by the codes that the file names. */
  readonly units: ReadonlyMap<string, Unit>;
  /** Names of the present members of each unit, by its id. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly today: Day;
  readonly newId: () => string;
}

const COLUMNS = {
  name: ['姓名', 'name'],
  unitCode: ['单位编码', 'unit', 'unitcode'],
  memberInService: ['在职党员', 'memberinservice', 'member'],
  since: ['起始日期', 'since'],
} as const;
type Column = keyof typeof COLUMNS;
const OPTIONAL: ReadonlySet<Column> = new Set(['since']);
const EXPECTED = '姓名,单位编码,在职党员';
const YES = new Map([['是', true], ['yes', true], ['否', false], ['no', false]]);
const NAME_MOST = 60;

/** The rows below the header by the meaning of their columns. */
export function readPersonRows([header, ...rest]: readonly TableRow[]): PersonRow[] {
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase().replaceAll(/[\s_-]/g, ''));
  const at = new Map<Column, number>();
  for (const [column, known] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const index = names.findIndex((name) => known.includes(name));
    if (index >= 0) at.set(column, index);
    else if (!OPTIONAL.has(column)) throw new Refusal('invalid', 'import.missing-column', { column: known[0], expected: EXPECTED }, known[0]);
  }
  const stray = (header?.cells ?? []).filter((cell, index) => cell !== '' && !ADDED.some((added) => added === cell) && ![...at.values()].includes(index));
  if (stray.length > 0) throw new Refusal('invalid', 'import.unknown-column', { columns: stray, expected: `${EXPECTED},起始日期` }, stray[0]);
  return rest.map(({ row, cells }) => {
    const cell = (column: Column) => (cells[at.get(column) ?? -1] ?? '').normalize('NFC');
    return { row, name: cell('name'), unitCode: cell('unitCode'), memberInService: cell('memberInService'), since: cell('since') };
  });
}

/** New people, each a member of a unit, or every fault of every row. */
export function planPeople(rows: readonly PersonRow[], known: KnownPeople): { readonly people: Person[]; readonly faults: RowFault[] } {
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  const people = rows.flatMap((row) => {
    const say = (_: PersonRow, field: Column, code: string, facts: Record<string, unknown> = {}) => void faults.push({ row: row.row, field, code, facts });
    const before = faults.length;
    const { name, unitCode, memberInService, since } = row;
    const unit = known.units.get(unitCode);
    if (name === '') say(row, 'name', 'import.empty-cell');
    else if ([...name].length > NAME_MOST) say(row, 'name', 'import.too-long', { most: NAME_MOST, length: [...name].length });
    else if (/\p{Cc}/u.test(name)) say(row, 'name', 'import.control-character');
    if (unitCode === '') say(row, 'unitCode', 'import.empty-cell');
    else if (!unit || !isAlive(unit, known.today)) say(row, 'unitCode', 'import.unknown-unit', { code: unitCode });
    if (!YES.has(memberInService.toLowerCase())) say(row, 'memberInService', 'import.bad-yes', { text: memberInService });
    const from = since === '' ? known.today : dayOfCell(since);
    if (!from || !findDay(from)) say(row, 'since', 'import.bad-day', { text: since });
    else if (from > known.today || (unit && from < unit.openedOn)) say(row, 'since', 'person.day-out-of-range', { on: from, first: unit?.openedOn ?? '', last: known.today });
    const twin = seen.get(`${unitCode}\n${name}`);
    if (twin !== undefined) say(row, 'name', 'import.person-twice', { other: twin });
    else seen.set(`${unitCode}\n${name}`, row.row);
    if (unit && known.names.get(unit.id)?.has(name)) say(row, 'name', 'import.person-known', { unit: unitCode, name });
    if (faults.length > before) return [];
    return [join({ id: known.newId(), version: 1, name, memberInService: YES.get(memberInService.toLowerCase())!, memberships: [] }, unit!.id, from!, known.today)];
  });
  return { people, faults };
}
