import type { Scheme } from '../scheme.ts';
import { ORIGINS } from '../scheme.ts';
import type { Cell } from './cell-fault.ts';
import { SUM } from './cell.ts';
import { SHEETS, type Column, type SheetPlan } from './plan.ts';

/** A column of a sheet for whoever makes the file: heading, how to fill it, what a drop-down list offers. */
export interface SheetColumn {
  readonly zh: string;
  readonly note: string;
  readonly choices?: readonly string[];
  /** False where more than the choices may stand, such as a parameter. */
  readonly strict: boolean;
  /** The sheet and the column, from 0, whose values may stand here. */
  readonly of?: { readonly sheet: string; readonly column: number };
}

export interface SchemeSheet {
  readonly name: string;
  readonly about: string;
  /** A row per item with its value beside it, instead of a row per entry. */
  readonly form: boolean;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

type Plain = Readonly<Record<string, unknown>>;

/** A scheme as tables; without one the empty template. Reading them back gives the same scheme. */
export function sheetsOf(scheme?: Scheme): SchemeSheet[] {
  return SHEETS.map((plan) => ({
    name: plan.name,
    about: plan.about,
    form: isForm(plan),
    columns: [...(plan.under ?? []).map(({ zh, of }) => ({ zh, note: `“${of}”表中的${firstOf(of).zh}`, strict: true, of: placeOf(of) })), ...plan.columns.map(shown)],
    rows: rowsOf(plan, scheme),
  }));
}

export const isForm = ({ path }: SheetPlan): boolean => path === '';
export const planNamed = (name: string): SheetPlan => SHEETS.find((plan) => plan.name === name)!;
const firstOf = (sheet: string): Column => planNamed(sheet).columns[0]!;
const placeOf = (sheet: string) => ({ sheet, column: planNamed(sheet).under?.length ?? 0 });

const shown = ({ zh, codec, note, of }: Column): SheetColumn => ({
  zh,
  note: note === undefined ? codec.how : codec.how === '文字' ? note : `${codec.how}。${note}`,
  strict: codec.strict ?? false,
  ...(codec.choices === undefined ? {} : { choices: codec.choices }),
  ...(of === undefined ? {} : { of: placeOf(of) }),
});

function rowsOf(plan: SheetPlan, scheme: Scheme | undefined): Cell[][] {
  if (isForm(plan)) {
    const whole = scheme ?? { format: 1 };
    return plan.columns.map((column) => [cellOf(column, whole as unknown as Plain, '')]);
  }
  if (!scheme) return [];
  return entriesOf(scheme as unknown as Plain, plan.path).map(({ names, entry }) => {
    const under = plan.under ? names.slice(0, -1).slice(-plan.under.length) : [];
    return [...under, ...plan.columns.map((column) => cellOf(column, open(plan, entry), names.at(-1)!))];
  });
}

/** All entries under a path, each with the names or ids of the entries it stands in and its own. */
function entriesOf(whole: Plain, path: string): { names: string[]; entry: Plain }[] {
  return path.split('.').reduce<{ names: string[]; entry: Plain }[]>(
    (found, part) => {
      const key = part.replace(/[[\]{}]+$/, '');
      return found.flatMap(({ names, entry }) => {
        const value = entry[key];
        if (value === undefined) return [];
        if (part.endsWith('[]')) return (value as Plain[]).map((one) => ({ names: [...names, String(one['id'])], entry: one }));
        if (part.endsWith('{}')) return Object.entries(value as Record<string, Plain>).map(([name, one]) => ({ names: [...names, name], entry: one }));
        return [{ names, entry: value as Plain }];
      });
    },
    [{ names: [], entry: whole }],
  );
}

/** The origin of a fact stands in two cells: what sort it is, and its name. */
export function open(plan: SheetPlan, entry: Plain): Plain {
  const from = entry['from'] as Plain | undefined;
  if (plan.path !== 'facts{}' || !from) return entry;
  const origin = ORIGINS.find((one) => from[one] !== undefined)!;
  return { ...entry, from: { ...from, origin, name: from[origin] } };
}

function cellOf({ key, codec }: Column, entry: Plain, name: string): Cell {
  if (key === '$') return name;
  const parts = key.split('.');
  const value = valueAt(entry, parts);
  if (value !== undefined) return codec.write(value);
  const isSum = parts.at(-1) === 'expr' && parts.length > 1 && valueAt(entry, parts.slice(0, -1)) !== undefined;
  return isSum ? SUM : null;
}

export const valueAt = (entry: Plain, parts: readonly string[]): unknown => parts.reduce<unknown>((value, part) => (value as Plain | undefined)?.[part], entry);

