import { unknown } from '../problem.ts';
import { CellFault, type Cell } from './cell-fault.ts';

/**
 * How one value stands in a cell. `write` gives what people see, `read` takes what people wrote; what `read` cannot make sense of it
 * passes on as it stands, and the check of the scheme says what belongs there, unless it throws a CellFault that says it better.
 */
export interface Codec {
  readonly write: (value: unknown) => Exclude<Cell, null>;
  /** `row` holds what the columns to the left came to. */
  readonly read: (cell: Exclude<Cell, null>, row: Readonly<Record<string, unknown>>) => unknown;
  /** What a drop-down list offers. */
  readonly choices?: readonly string[];
  /** True where nothing but the choices may stand. */
  readonly strict?: true;
  /** The words of the format behind the choices. */
  readonly names?: readonly (readonly [word: string, zh: string])[];
  /** How to write it, for people. */
  readonly how: string;
}

const asText = (cell: unknown): string => String(cell).trim();
const spread = (cell: unknown, separators: RegExp): string[] =>
  asText(cell)
    .split(separators)
    .map((part) => part.trim())
    .filter((part) => part !== '');
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export const text: Codec = { write: asText, read: asText, how: '文字' };
export const name: Codec = { ...text, how: '字母开头，只用字母、数字、下划线' };
export const expression: Codec = { ...text, how: '条件式，如 satisfaction >= 90' };
export const day: Codec = { ...text, how: '日期，如 2026-03-02' };

export const integer: Codec = {
  write: (value) => value as number,
  read: (cell) => (NUMBER.test(asText(cell)) ? Number(asText(cell)) : cell),
  how: '整数',
};

/** A number, or a decimal as text: each keeps its form. */
export const amount: Codec = { write: (value) => value as number | string, read: (cell) => (typeof cell === 'string' ? asText(cell) : cell), how: '数，最多 4 位小数' };

const YES = ['是', 'true', 'yes', '1'];
const NO = ['否', 'false', 'no', '0'];
const truthOf = (cell: unknown): unknown => {
  const said = asText(cell).toLowerCase();
  return YES.includes(said) ? true : NO.includes(said) ? false : cell;
};
export const truth: Codec = { write: (value) => (value === true ? '是' : value === false ? '否' : asText(value)), read: truthOf, choices: ['是', '否'], strict: true, how: '是或否' };
/** Only 是 means something. */
export const yes: Codec = { ...truth, read: (cell) => (truthOf(cell) === false ? undefined : truthOf(cell)), choices: ['是'], how: '是，或留空' };

/** One of some words of the format, each under its Chinese name. */
export function choice(words: Readonly<Record<string, string>>): Codec {
  const known = Object.entries(words);
  return {
    write: (value) => words[asText(value)] ?? asText(value),
    read: (cell) => {
      const said = asText(cell);
      const found = known.find(([word, zh]) => zh === said || word === said);
      if (found) return found[0];
      throw new CellFault(unknown('value.unknown', '取值', 'value', said, Object.values(words)));
    },
    choices: Object.values(words),
    names: known,
    strict: true,
    how: `选一项：${Object.values(words).join('、')}`,
  };
}

/** Several of one sort in one cell. */
export function several(one: Codec): Codec {
  return {
    write: (value) => (value as readonly unknown[]).map((part) => one.write(part)).join('、'),
    read: (cell, row) => spread(cell, /[、，,;；\n]/).map((part) => one.read(part, row)),
    how: '几项之间用“、”隔开',
  };
}

/** Texts that may hold commas: one a line. */
export const lines: Codec = {
  write: (value) => (value as readonly string[]).map((line) => line.replaceAll(/\s*\n\s*/g, ' ')).join('\n'),
  read: (cell) => spread(cell, /\n/),
  how: '一行写一项（Alt+Enter 换行）',
};

const REFERENCE = /^[{｛]\s*([A-Za-z][A-Za-z0-9_]*)\s*[}｝]$/;
/** The value, or a parameter in braces: `{pass_line}`. A text that looks like one is written with a backslash before it. */
export function setting(one: Codec): Codec {
  const { strict: _, ...rest } = one;
  return {
    ...rest,
    write: (value) => {
      if (typeof value === 'object' && value !== null) return `{${(value as { parameter: string }).parameter}}`;
      const said = one.write(value);
      return typeof said === 'string' && /^\\*[{｛]/.test(said) ? `\\${said}` : said;
    },
    read: (cell, row) => {
      const said = asText(cell);
      const parameter = REFERENCE.exec(said)?.[1];
      if (parameter !== undefined) return { parameter };
      return one.read(/^\\+[{｛]/.test(said) ? said.slice(1) : cell, row);
    },
    how: `${one.how}；由参数定的写 {参数标识}`,
  };
}

/** Level and number, several in one cell: `excellent=10、good={share}`. */
export function byName(one: Codec): Codec {
  const entry = setting(one);
  return {
    write: (value) =>
      Object.entries(value as object)
        .map(([key, part]) => `${key}=${typeof part === 'string' ? JSON.stringify(part) : entry.write(part)}`)
        .join('、'),
    read: (cell, row) =>
      Object.fromEntries(
        spread(cell, /[、，,;；\n]/).map((part) => {
          const [, key, said] = /^([^=＝:：]+)[=＝:：](.+)$/.exec(part) ?? [];
          if (key === undefined) throw new CellFault({ code: 'cell.pairs', zh: `看不懂“${part}”：写 等级标识=数，如 good=30`, en: `cannot read "${part}": write level=number, such as good=30` });
          const value = said!.trim();
          const read = /^".*"$/.test(value) ? value.slice(1, -1) : NUMBER.test(value) ? Number(value) : entry.read(value, row);
          return [key.trim(), read];
        }),
      ),
    how: '等级标识=数，几项之间用“、”隔开，如 good=30',
  };
}

export const EMPTY_LIST = '（空）';
/** A value of the type that the column 类型 names. */
export const typed: Codec = {
  write: (value) => {
    if (Array.isArray(value)) return value.length === 0 ? EMPTY_LIST : several(text).write(value);
    return typeof value === 'boolean' ? truth.write(value) : (value as string | number);
  },
  read: (cell, row) => {
    const type = row['type'];
    if (asText(cell) === EMPTY_LIST || asText(cell) === '[]') return [];
    if (type === 'boolean') return truth.read(cell, row);
    if (type === 'integer') return integer.read(cell, row);
    if (type === 'decimal') return amount.read(cell, row);
    return type === 'texts' ? several(text).read(cell, row) : asText(cell);
  },
  how: `按“类型”填写；空的列表写 ${EMPTY_LIST}`,
};

export const SUM = '合计';
/** The expression of a score; without one it is the sum of what stands below. */
export const points: Codec = { ...expression, how: `算式；下级得分相加的写 ${SUM}；不计分的留空` };
