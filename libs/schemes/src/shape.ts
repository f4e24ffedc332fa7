import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { MOST_PLACES, scaled } from './decimal.ts';
import { unknown, type Findings } from './problem.ts';

/**
 * Small readers that turn YAML nodes into plain data and say, at the character, what is wrong. A reader returns undefined only
 * after it has added a problem.
 */
export type Reader<T> = ((node: Node | null | undefined, path: string, found: Findings) => T | undefined) & { readonly json?: JsonShape };

/** What a reader accepts, as JSON Schema: as much of it as JSON Schema can say. */
export type JsonShape = Readonly<Record<string, unknown>>;
export const jsonOf = (read: Reader<unknown>): JsonShape => read.json ?? {};

/** A reader with what it accepts as JSON Schema. */
export const described = <T>(json: JsonShape, read: (...given: Parameters<Reader<T>>) => T | undefined): Reader<T> => Object.assign(read, { json });

interface Field<T> {
  readonly read: Reader<T>;
  readonly needed: boolean;
}

export const required = <T>(read: Reader<T>): Field<T> => ({ read, needed: true });
export const optional = <T>(read: Reader<T>): Field<T> => ({ read, needed: false });

export type Fields<T> = { readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> };

function wrong(path: string, found: Findings, zh: string, en: string): undefined {
  found.add(path, { code: 'value.wrong', zh: `此处应写${zh}`, en: `write ${en} here` });
  return undefined;
}

function scalar<T>(json: JsonShape, zh: string, en: string, fits: (value: unknown) => value is T): Reader<T> {
  return described(json, (node, path, found) => {
    const value = isScalar(node) ? node.value : undefined;
    return fits(value) ? value : wrong(path, found, zh, en);
  });
}

export const text = (pattern = /\S/, zh = '文字', en = 'text'): Reader<string> =>
  scalar({ type: 'string', maxLength: 2_000, pattern: pattern.source }, zh, en, (value): value is string => typeof value === 'string' && value.length <= 2_000 && pattern.test(value));

export const integer = (min: number, max: number): Reader<number> =>
  scalar(
    { type: 'integer', minimum: min, maximum: max },
    `${min} 到 ${max} 的整数`,
    `a whole number from ${min} to ${max}`,
    (value): value is number => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  );

export const truth: Reader<boolean> = scalar({ type: 'boolean' }, 'true 或 false', 'true or false', (value) => typeof value === 'boolean');
export const yes: Reader<true> = scalar({ const: true }, 'true（不需要时删去此键）', 'true, or leave the key out', (value) => value === true);

/** Any scalar, or a list of texts: checked later against the type that the neighbouring keys declare. */
export const anyValue: Reader<string | number | boolean | readonly string[]> = described(
  { anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'array', items: { type: 'string' } }] },
  (node, path, found) =>
    isSeq(node)
      ? list(text(/^/))(node, path, found)
      : scalar({}, '一个值', 'a value', (value): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value))(node, path, found),
);

/** An exact number: whole or with up to four places, as number or decimal string. */
export const amount = scalar(
  { anyOf: [{ type: 'number' }, { type: 'string', pattern: '^-?\\d{1,9}(\\.\\d{1,4})?$' }] },
  '数，最多 4 位小数，如 7.5',
  'a number with at most 4 decimal places, such as 7.5',
  (value): value is number | string => (typeof value === 'number' || typeof value === 'string') && scaled(value, MOST_PLACES) !== undefined,
);

export const day = text(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '日期，如 2026-03-02', 'a day such as 2026-03-02');

/** A name that expressions can use. */
export const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
export const name = text(
  NAME,
  '标识（字母开头，仅字母、数字、下划线）',
  'an identifier (a letter, then letters, digits, underscores)',
);
/** Checklists are known by names of their own, which no expression reads. */
export const formId = text(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, '检查表的标识（字母开头，仅字母、数字、下划线、连字符）', 'the id of a checklist (a letter, then letters, digits, underscores, hyphens)');
export const clauseId = text(/^[A-Za-z][A-Za-z0-9_.]*$/, '条款号，如 A1.b', 'a clause id such as A1.b');

export function oneOf<const T extends string>(...values: readonly T[]): Reader<T> {
  return described({ enum: values }, (node, path, found) => {
    const value = isScalar(node) ? node.value : undefined;
    if (values.includes(value as T)) return value as T;
    found.add(path, unknown('value.unknown', '取值', 'value', String(value ?? ''), values));
    return undefined;
  });
}

export function list<T>(read: Reader<T>, least = 0): Reader<readonly T[]> {
  return described({ type: 'array', items: jsonOf(read), ...(least ? { minItems: least } : {}) }, (node, path, found) => {
    if (!isSeq(node)) return wrong(path, found, '列表，如 [a, b]', 'a list such as [a, b]');
    if (node.items.length < least) return wrong(path, found, `至少 ${least} 项的列表`, `a list of at least ${least}`);
    return node.items.map((item, i) => visit(item as Node, `${path}[${i}]`, found, read) as T);
  });
}

/** A mapping from names to values of one shape. */
export function mapping<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return described({ type: 'object', propertyNames: { pattern: NAME.source }, additionalProperties: jsonOf(read) }, (node, path, found) => {
    if (!isMap(node)) return wrong(path, found, '映射，如 a: …', 'a mapping such as a: …');
    const out: Record<string, T> = {};
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = keyOf(pair);
      const at = join(path, key);
      if (!NAME.test(key))
        found.addAt(pair.key.range?.[0] ?? 0, at, {
          code: 'name.wrong',
          zh: `标识只能用字母、数字、下划线：${key}`,
          en: `an identifier has letters, digits and underscores only: ${key}`,
        });
      out[key] = visit(pair.value, at, found, read, pair.key) as T;
    }
    return out;
  });
}

/** A mapping with known keys: unknown and missing ones are problems. */
export function object<T>(fields: Fields<T>): Reader<T> {
  const entries = Object.entries(fields as Record<string, Field<unknown>>);
  const needed = entries.flatMap(([key, field]) => (field.needed ? [key] : []));
  const properties = Object.fromEntries(entries.map(([key, { read }]) => [key, jsonOf(read)]));
  const json = { type: 'object', properties, ...(needed.length ? { required: needed } : {}), additionalProperties: false };
  return described(json, (node, path, found) => {
    if (!isMap(node))
      return wrong(path, found, `映射（${Object.keys(fields).join('、')}）`, `a mapping of ${Object.keys(fields).join(', ')}`);
    const known = fields as Record<string, Field<unknown>>;
    const out: Record<string, unknown> = {};
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = keyOf(pair);
      const field = Object.hasOwn(known, key) ? known[key] : undefined;
      if (field) out[key] = visit(pair.value, join(path, key), found, field.read, pair.key);
      else found.addAt(pair.key.range?.[0] ?? 0, join(path, key), unknown('key.unknown', '键', 'key', key, Object.keys(known)));
    }
    for (const [key, field] of Object.entries(known)) {
      if (field.needed && !node.has(key))
        found.add(join(path, key), { code: 'key.missing', zh: `缺少 ${key}：请补上`, en: `${key} is missing: add it` });
    }
    return out as T;
  });
}

const join = (path: string, key: string): string => (path ? `${path}.${key}` : key);
const keyOf = (pair: Pair<Node, unknown>): string => String(isScalar(pair.key) ? pair.key.value : '');

function visit<T>(node: Node | null, path: string, found: Findings, read: Reader<T>, key?: Node): T | undefined {
  const from = node?.range ?? key?.range;
  found.place(path, from?.[0] ?? 0);
  return read(node, path, found);
}
