import type { SchemeChange } from '../compare.ts';
import { SHEETS, type SheetPlan } from './plan.ts';
import { open, valueAt } from './write.ts';

/** A difference as people read it: in which part of the scheme, and what stood and stands in its columns. */
export interface ChangeWords {
  readonly part: string;
  readonly fields: readonly { readonly name: string; readonly before: string | null; readonly after: string | null }[];
}

type Plain = Readonly<Record<string, unknown>>;

/** What a change says, in the words of the workbook: only what differs. */
export function wordsOfChange({ path, before, after }: SchemeChange): ChangeWords {
  const plan = SHEETS.find((one) => one.path !== '' && patternOf(one).test(path));
  const form = plan ? undefined : SHEETS.find((one) => one.path === '' && one.columns.some(({ key }) => key.startsWith(`${path}.`)));
  const within = form ? `${path}.` : '';
  const columns = (plan ?? form)?.columns.filter(({ key }) => key !== '$' && key.startsWith(within)) ?? [];
  const [was, is] = [before, after].map((one) => (one === null ? undefined : plan ? open(plan, one as Plain) : (one as Plain)));
  const said = new Set(columns.map(({ key }) => key.slice(within.length).split('.')[0]!));
  const fields = columns.map(({ key, zh, codec }) => {
    const shown = (entry: Plain | undefined): string | null => {
      const value = entry && valueAt(entry, key.slice(within.length).split('.'));
      return value === undefined ? null : String(codec.write(value));
    };
    return { name: zh.split('：').at(-1)!, before: shown(was), after: shown(is) };
  });
  const others = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].filter((key) => !said.has(key) && key !== 'rank');
  const rest = others.map((key) => ({ name: NESTED[key] ?? key, before: plain(was?.[key]), after: plain(is?.[key]) }));
  return { part: (plan ?? form)?.name ?? path, fields: [...fields, ...rest].filter((field) => field.before !== field.after) };
}

/** What stands on sheets of its own below an entry. */
const NESTED: Readonly<Record<string, string>> = { values: '取值', fields: '记录字段' };
const plain = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

const patternOf = ({ path }: SheetPlan): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('[]', '\\[\\d+\\]').replaceAll('{}', '\\.[^.[\\]]+')}$`);
