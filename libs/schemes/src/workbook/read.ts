import { checkScheme, parseScheme } from '../parse-scheme.ts';
import { unknown } from '../problem.ts';
import { type Scheme } from '../scheme.ts';
import { CellFault, type Cell } from './cell-fault.ts';
import { points, SUM } from './cell.ts';
import { SHEETS, type Column, type SheetPlan } from './plan.ts';
import { schemeText } from './scheme-text.ts';
import { inWorkbook, problemAt, type Place, type SheetProblem } from './sheet-problem.ts';
import { isForm, planNamed } from './write.ts';

/** A sheet as it was filled in; `rows[0]` is the first row. */
export interface FilledSheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

export interface SchemeReading {
  /** The scheme as a file, as far as the sheets could be read. */
  readonly text: string;
  /** Only where there is no problem. */
  readonly scheme?: Scheme;
  readonly problems: readonly SheetProblem[];
}

/** Sheets that are for people only: their names begin so. */
export const FOR_PEOPLE = ['说明', '备注'];
/** The row under the headings that says how to fill them begins so. */
export const NOTE_MARK = '※';

type Plain = Record<string, unknown>;
interface Entry {
  readonly names: readonly string[];
  readonly path: string;
  readonly entry: Plain;
}

/** The scheme that filled-in sheets say, or every fault with its sheet, row and column. */
export function schemeOfSheets(sheets: readonly FilledSheet[]): SchemeReading {
  const book = new Book();
  for (const { name } of sheets) book.name(name);
  for (const plan of SHEETS) {
    const sheet = sheets.find(({ name }) => name.trim() === plan.name);
    if (sheet) book.read(plan, sheet.rows);
  }
  return book.close();
}

class Book {
  readonly #whole: Plain = {};
  readonly #places = new Map<string, Place>();
  readonly #entries = new Map<SheetPlan, Entry[]>();
  readonly #problems: SheetProblem[] = [];

  name(given: string): void {
    const name = given.trim();
    if (FOR_PEOPLE.some((word) => name.startsWith(word)) || SHEETS.some((plan) => plan.name === name)) return;
    const said = unknown('sheet.unknown', '工作表', 'sheet', name, SHEETS.map((plan) => plan.name));
    this.#problems.push({ sheet: name, row: null, column: '', heading: '', ...said, zh: `${said.zh}；只给人看的表，名称以“备注”开头`, en: `${said.en}; a sheet for people only begins with 备注` });
  }

  read(plan: SheetPlan, rows: FilledSheet['rows']): void {
    if (isForm(plan)) this.#form(plan, rows);
    else this.#rows(plan, rows);
  }

  #form(plan: SheetPlan, rows: FilledSheet['rows']): void {
    rows.forEach((cells, i) => {
      const heading = headingOf(cells[0]);
      if (i === 0 || heading === '' || heading.startsWith(NOTE_MARK)) return;
      const column = plan.columns.find(({ zh }) => zh === heading);
      if (!column) return this.#unknown(plan, i + 1, 0, heading, plan.columns);
      this.#cell(column, cells[1] ?? null, this.#whole, '', { plan, row: i + 1, column: 1, heading });
    });
  }

  #rows(plan: SheetPlan, rows: FilledSheet['rows']): void {
    const [head = [], ...rest] = rows;
    const under = plan.under ?? [];
    const known = [...under.map(({ zh }) => zh), ...plan.columns.map(({ zh }) => zh)];
    const at = new Map<string, number>();
    head.forEach((cell, i) => {
      const heading = headingOf(cell);
      if (heading === '') return;
      if (!known.includes(heading)) this.#unknown(plan, 1, i, heading, known.map((zh) => ({ zh })));
      else if (!at.has(heading)) at.set(heading, i);
    });
    rest.forEach((cells, i) => {
      const filled = cells.filter((cell) => headingOf(cell) !== '');
      if (filled.length === 0 || filled.some((cell) => headingOf(cell).startsWith(NOTE_MARK))) return;
      const place = (heading: string): Place => ({ plan, row: i + 2, column: at.get(heading) ?? 0, heading });
      const cellOf = (heading: string): Cell => cells[at.get(heading) ?? -1] ?? null;
      this.#entry(plan, under, cellOf, place);
    });
  }

  #entry(plan: SheetPlan, under: NonNullable<SheetPlan['under']>, cellOf: (heading: string) => Cell, place: (heading: string) => Place): void {
    const parent = this.#parent(under, cellOf, place);
    if (!parent) return;
    const [first] = plan.columns;
    const own = headingOf(cellOf(first!.zh));
    const isMapping = plan.path.endsWith('{}');
    if (isMapping && own === '') return void this.#problems.push(problemAt(place(first!.zh), { code: 'key.missing', zh: `请填写“${first!.zh}”`, en: `fill in ${first!.zh}` }));
    const { entry, path } = this.#put(plan, parent, own, isMapping);
    if (!entry) return void this.#problems.push(problemAt(place(first!.zh), { code: 'key.twice', zh: `“${own}”已经写过：删去一行或改名`, en: `${own} occurs twice: remove or rename one` }));
    this.#place(path, place(first!.zh));
    for (const column of plan.columns) if (column.key !== '$') this.#cell(column, cellOf(column.zh), entry, path, place(column.zh));
    if (plan.path === 'facts{}') closeOrigin(entry);
    this.#entries.set(plan, [...(this.#entries.get(plan) ?? []), { names: [...under.map(({ zh }) => headingOf(cellOf(zh))), own], path, entry }]);
  }

  /** What the row stands under; says so where there is no such entry. */
  #parent(under: NonNullable<SheetPlan['under']>, cellOf: (heading: string) => Cell, place: (heading: string) => Place): Entry | undefined {
    const last = under.at(-1);
    if (!last) return { names: [], path: '', entry: this.#whole };
    const wanted = under.map(({ zh }) => headingOf(cellOf(zh)));
    const all = this.#entries.get(planNamed(last.of)) ?? [];
    const found = all.find(({ names }) => names.slice(-wanted.length).join('\n') === wanted.join('\n'));
    if (found) return found;
    const said = wanted.at(-1)!;
    const known = all.filter(({ names }) => names.slice(-wanted.length, -1).join('\n') === wanted.slice(0, -1).join('\n')).map(({ names }) => names.at(-1)!);
    const fault = said === '' ? { code: 'key.missing', zh: `请填写“${last.zh}”`, en: `fill in ${last.zh}` } : unknown('row.under', last.zh, last.zh, wanted.join(' / '), known);
    this.#problems.push(problemAt(place(last.zh), said === '' ? fault : { ...fault, zh: `${fault.zh}（见“${last.of}”表）`, en: `${fault.en} (sheet ${last.of})` }));
    return undefined;
  }

  #put(plan: SheetPlan, parent: Entry, own: string, isMapping: boolean): { entry: Plain | undefined; path: string } {
    const before = plan.under ? planNamed(plan.under.at(-1)!.of).path.length + 1 : 0;
    const keys = plan.path.slice(before).replace(/(\[\]|\{\})$/, '').split('.');
    let holder = parent.entry;
    for (const key of keys.slice(0, -1)) holder = (holder[key] ??= {}) as Plain;
    const at = [parent.path, ...keys].filter((part) => part !== '').join('.');
    const entry: Plain = {};
    if (isMapping) {
      const mapping = (holder[keys.at(-1)!] ??= {}) as Plain;
      if (Object.hasOwn(mapping, own)) return { entry: undefined, path: '' };
      Object.defineProperty(mapping, own, { value: entry, enumerable: true, writable: true, configurable: true });
      return { entry, path: `${at}.${own}` };
    }
    const list = (holder[keys.at(-1)!] ??= []) as Plain[];
    return { entry, path: `${at}[${list.push(entry) - 1}]` };
  }

  #cell({ key, codec }: Column, cell: Cell, entry: Plain, path: string, place: Place): void {
    const parts = key.split('.');
    const at = path === '' ? key : `${path}.${key}`;
    this.#place(at, place);
    if (headingOf(cell) === '') return;
    try {
      const isSum = codec === points && String(cell).trim() === SUM && parts.length > 1;
      const value = isSum ? undefined : codec.read(cell!, entry);
      let holder = entry;
      for (const part of parts.slice(0, -1)) holder = (holder[part] ??= {}) as Plain;
      if (value !== undefined) holder[parts.at(-1)!] = value;
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      this.#problems.push(problemAt(place, error.said));
    }
  }

  /** A part of an entry stands where its first cell does. */
  #place(path: string, place: Place): void {
    for (let at = path; at && !this.#places.has(at); at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) this.#places.set(at, place);
  }

  #unknown(plan: SheetPlan, row: number, column: number, heading: string, known: readonly { readonly zh: string }[]): void {
    this.#problems.push(problemAt({ plan, row, column, heading }, unknown('heading.unknown', '栏目', 'heading', heading, known.map(({ zh }) => zh))));
  }

  close(): SchemeReading {
    const { ladder } = this.#whole as { ladder?: Plain };
    if (ladder) ladder['categories'] ??= [];
    const text = schemeText({ format: 1, ...this.#whole });
    const faulty = new Set(this.#problems.map(where));
    const problems = [...this.#problems, ...checkScheme(text).map((problem) => inWorkbook(problem, this.#places)).filter((problem) => !faulty.has(where(problem)))];
    const sheet = ({ sheet: name }: SheetProblem): number => SHEETS.findIndex((plan) => plan.name === name);
    problems.sort((a, b) => sheet(a) - sheet(b) || (a.row ?? 0) - (b.row ?? 0) || a.column.length - b.column.length || (a.column < b.column ? -1 : 1));
    return { text, problems, ...(problems.length === 0 ? { scheme: parseScheme(text) } : {}) };
  }
}

const where = ({ sheet, row, column }: SheetProblem): string => `${sheet}!${column}${row}`;
const headingOf = (cell: Cell | undefined): string => String(cell ?? '').trim();

/** The two cells of an origin as the format has it. */
function closeOrigin(entry: Plain): void {
  const { from } = entry as { from?: Plain };
  if (!from) return;
  const { origin, name, ...rest } = from;
  entry['from'] = { ...(origin === undefined ? {} : { [String(origin)]: name ?? '' }), ...rest };
}
