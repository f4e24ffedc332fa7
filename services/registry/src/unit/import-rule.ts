import { findDay, type Day } from '@xingchuang/calendar';
import { UNIT_CODE, UNIT_NAME_MOST, type UnitLocation } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { TableRow } from './import-reader.ts';
import { openUnit, type Unit, type UnitKinds } from './unit-rule.ts';

export interface ImportRow {
  readonly row: number;
  readonly code: string;
  readonly name: string;
  /** Word of the catalogue, or what the file says where it names none. */
  readonly kind: string;
  /** Empty: right below the root. */
  readonly parentCode: string;
  readonly openedOn: string;
  readonly latitude: string;
  readonly longitude: string;
}
export interface RowFault {
  readonly row: number;
  readonly field: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
/** What the registry knows already. */
export interface Known {
  readonly root: Unit;
  /** Units by code: those that the file names as parents, and those whose codes it would use again. */
  readonly byCode: ReadonlyMap<string, Unit>;
  readonly kinds: UnitKinds;
  readonly today: Day;
  readonly newId: () => string;
}

const COLUMNS = {
  code: ['编码', '单位编码', 'code'],
  name: ['名称', '单位名称', 'name'],
  kind: ['类型', '单位类型', 'kind', 'type'],
  parentCode: ['上级编码', '上级单位编码', 'parent', 'parentcode'],
  openedOn: ['成立日期', 'openedon', 'opened'],
  latitude: ['纬度', 'latitude', 'lat'],
  longitude: ['经度', 'longitude', 'lng', 'lon'],
} as const;
type Column = keyof typeof COLUMNS;
const OPTIONAL: ReadonlySet<Column> = new Set(['openedOn', 'latitude', 'longitude']);

/** Columns that a sheet of faulty rows adds; who mends it need not take them out. */
export const ADDED = ['原行号', '问题'] as const;

/** The rows below the header by the meaning of their columns; refuses a header that lacks one or has one that nobody would read. */
export function readRows([header, ...rest]: readonly TableRow[], kinds: UnitKinds): ImportRow[] {
  const names = (header?.cells ?? []).map((cell) => cell.toLowerCase().replaceAll(/[\s_-]/g, ''));
  const at = new Map<Column, number>();
  for (const [column, known] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const index = names.findIndex((name) => known.includes(name));
    if (index >= 0) at.set(column, index);
    else if (!OPTIONAL.has(column)) throw new Refusal('invalid', 'import.missing-column', { column: known[0], expected: '编码,名称,类型,上级编码' }, known[0]);
  }
  const stray = (header?.cells ?? []).filter((cell, index) => cell !== '' && !ADDED.some((added) => added === cell) && ![...at.values()].includes(index));
  if (stray.length > 0) throw new Refusal('invalid', 'import.unknown-column', { columns: stray, expected: '编码,名称,类型,上级编码,成立日期,纬度,经度' }, stray[0]);
  return rest.map(({ row, cells }) => {
    const cell = (column: Column) => (cells[at.get(column) ?? -1] ?? '').normalize('NFC');
    return { row, code: cell('code'), name: cell('name'), kind: kindWord(cell('kind'), kinds), parentCode: cell('parentCode'), openedOn: cell('openedOn'), latitude: cell('latitude'), longitude: cell('longitude') };
  });
}

/** New units, parents before children, or every fault of every row. Rows may come in any order. */
export function planImport(rows: readonly ImportRow[], known: Known): { readonly units: Unit[]; readonly faults: RowFault[]; readonly held: RowFault[] } {
  const faults: RowFault[] = [];
  const faulty = new Set<number>();
  const say = (row: ImportRow, field: Column, code: string, facts: Record<string, unknown> = {}) => {
    faults.push({ row: row.row, field, code, facts });
    faulty.add(row.row);
  };
  const byCode = new Map<string, ImportRow>();
  for (const row of rows) {
    checkShape(row, known, say);
    const twin = byCode.get(row.code);
    if (row.code === '') continue;
    if (twin) say(row, 'code', 'import.duplicate-code', { code: row.code, other: twin.row });
    else byCode.set(row.code, row);
    if (known.byCode.has(row.code)) say(row, 'code', 'unit.duplicate-code', { code: row.code });
  }
  const made = new Map<string, Unit>();
  const units: Unit[] = [];
  for (const row of inTreeOrder(byCode, known, say)) {
    const parent = row.parentCode === '' ? known.root : byCode.has(row.parentCode) ? made.get(row.parentCode) : known.byCode.get(row.parentCode);
    const unit = parent && open(row, parent, known, say);
    if (!unit || faulty.has(row.row)) continue;
    made.set(row.code, unit);
    units.push(unit);
  }
  const held = rows.filter(({ row, code }) => !faulty.has(row) && !made.has(code)).map(({ row, parentCode }) => ({ row, field: 'parentCode', code: 'import.parent-held', facts: { parent: parentCode } }));
  return { units, faults: faults.sort((one, other) => one.row - other.row), held };
}

type Say = (row: ImportRow, field: Column, code: string, facts?: Record<string, unknown>) => void;

function checkShape(row: ImportRow, known: Known, say: Say): void {
  if (row.code === '') say(row, 'code', 'import.empty-cell');
  else if (!UNIT_CODE.test(row.code)) say(row, 'code', 'import.bad-code', { code: row.code });
  const length = [...row.name].length;
  if (length === 0) say(row, 'name', 'import.empty-cell');
  else if (length > UNIT_NAME_MOST) say(row, 'name', 'import.too-long', { most: UNIT_NAME_MOST, length });
  else if (/\p{Cc}/u.test(row.name)) say(row, 'name', 'import.control-character');
  if (row.kind === '') say(row, 'kind', 'import.empty-cell');
  else if (!known.kinds.has(row.kind)) say(row, 'kind', 'unit.unknown-kind', { kind: row.kind, expected: [...known.kinds.values()].map(({ zh }) => zh) });
  if (row.openedOn !== '' && !dayOfCell(row.openedOn)) say(row, 'openedOn', 'import.bad-day', { text: row.openedOn });
  if (row.latitude !== '' || row.longitude !== '') for (const [field, { what, most, example }] of DEGREES) if (degreesOf(row[field], most) === undefined) say(row, field, 'import.bad-degrees', { text: row[field], what, least: -most, most, example });
}

const DEGREES = [
  ['latitude', { what: '纬度', most: 90, example: '32.99' }],
  ['longitude', { what: '经度', most: 180, example: '112.53' }],
] as const;

function degreesOf(text: string, most: number): number | undefined {
  return /^-?\d{1,3}(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= most ? Number(text) : undefined;
}

/** Where a row says that its unit is; nothing where it does not, or not soundly, which was said already. */
function locationOf(row: ImportRow): UnitLocation | undefined {
  const [latitude, longitude] = DEGREES.map(([field, { most }]) => degreesOf(row[field], most));
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

/** Rows whose chain of parents ends in the registry, each behind its parent; says which parents are unknown and which rows run in a circle. */
function inTreeOrder(byCode: ReadonlyMap<string, ImportRow>, known: Known, say: Say): ImportRow[] {
  const state = new Map<ImportRow, 'open' | 'good' | 'bad'>();
  const ordered: ImportRow[] = [];
  for (const start of byCode.values()) {
    const chain: ImportRow[] = [];
    let row: ImportRow | undefined = start;
    while (row && !state.has(row)) {
      state.set(row, 'open');
      chain.push(row);
      row = byCode.get(row.parentCode);
    }
    const top = chain.at(-1);
    if (!top) continue;
    let fate: 'good' | 'bad' = row && state.get(row) !== 'good' ? 'bad' : 'good';
    if (row && state.get(row) === 'open') {
      for (const one of chain.slice(chain.indexOf(row))) say(one, 'parentCode', 'import.cycle', { code: one.code });
    } else if (!row && top.parentCode !== '' && !known.byCode.has(top.parentCode)) {
      say(top, 'parentCode', 'import.unknown-parent', { parent: top.parentCode });
      fate = 'bad';
    }
    for (const one of chain.reverse()) {
      state.set(one, fate);
      if (fate === 'good') ordered.push(one);
    }
  }
  return ordered;
}

function open(row: ImportRow, parent: Unit, known: Known, say: Say): Unit | undefined {
  if (!known.kinds.has(row.kind)) return undefined; // said already
  try {
    const { code, name, kind } = row;
    const location = locationOf(row);
    return openUnit({ id: known.newId(), code, name, kind, openedOn: dayOfCell(row.openedOn) ?? known.today, ...(location && { location }) }, parent, known.kinds, known.today);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(row, error.field === 'openedOn' ? 'openedOn' : error.field === 'kind' ? 'kind' : 'parentCode', error.code, error.facts);
    return undefined;
  }
}

/** 2024-03-01, 2024/3/1, 2024.3.1 and 2024年3月1日. */
export function dayOfCell(text: string): Day | undefined {
  const [, year, month, date] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
  return year === undefined ? undefined : findDay(`${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`);
}

/** The catalogue's word for what the file calls the kind: the word itself, its Chinese or English name, or another word for it. */
function kindWord(text: string, kinds: UnitKinds): string {
  const wanted = text.toLowerCase();
  for (const [kind, { zh, en, also }] of kinds) if ([kind, zh, en, ...also].some((word) => word.toLowerCase() === wanted)) return kind;
  return text;
}
