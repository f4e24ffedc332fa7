import { findDay } from '@xingchuang/calendar';
import { scaled } from './decimal.ts';
import type { Findings, Said } from './problem.ts';
import type { FactDefinition, FieldDefinition, Parameter, ParameterValue, Scheme } from './scheme.ts';

const wrong = (zh: string, en: string): Said => ({ code: 'definition.wrong', zh, en });

/** Checks that each parameter has a default or is asked for, and that the default has the declared type and bounds. */
export function checkParameterDefinitions(scheme: Scheme, found: Findings): void {
  for (const [id, parameter] of Object.entries(scheme.parameters)) {
    const path = `parameters.${id}`;
    checkTyped(parameter, path, found);
    if ((parameter.default === undefined) === (parameter.ask === undefined)) {
      found.add(
        path,
        wrong(
          '写 default（默认值）或 ask（campaign 开展时问、unit 逐单位问），只写一个',
          'write either default, or ask: campaign or unit, not both',
        ),
      );
    }
    if (parameter.default !== undefined) {
      const fault = parameterFault(scheme, parameter, parameter.default);
      if (fault) found.add(`${path}.default`, fault);
    }
  }
}

/** What is wrong with a value of a parameter, or undefined. */
export function parameterFault(scheme: Scheme, { type, places, min, max, ...rest }: Parameter, value: unknown): Said | undefined {
  const values = rest.values && Object.keys(rest.values);
  const among = (words: readonly string[], word: unknown): boolean => typeof word === 'string' && words.includes(word);
  const bounded = (size: number | undefined, scale: number): boolean =>
    size !== undefined && size >= (min ?? -Infinity) * scale && size <= (max ?? Infinity) * scale;
  const range = `${min ?? '…'}～${max ?? '…'}`;
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && bounded(scaled(value, 0), 1)
        ? undefined
        : wrong(`应为整数（${range}）`, `a whole number is needed (${range})`);
    case 'decimal':
      return bounded(scaled(value, places ?? 0), 10 ** (places ?? 0))
        ? undefined
        : wrong(
            `应为最多 ${places} 位小数的数（${range}）`,
            `a number with at most ${places} decimal places is needed (${range})`,
          );
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong('应为 true 或 false', 'true or false is needed');
    case 'text':
      return typeof value === 'string' && value !== '' && (!values || among(values, value))
        ? undefined
        : wrong(`应为文字${oneOf(values)}`, `a text is needed${oneOf(values)}`);
    case 'texts':
      return Array.isArray(value) && value.every((word) => typeof word === 'string' && (!values || among(values, word)))
        ? undefined
        : wrong(`应为文字列表${oneOf(values)}`, `a list of texts is needed${oneOf(values)}`);
    case 'level': {
      const levels = scheme.levels.map(({ id }) => id);
      return among(levels, value) ? undefined : wrong(`应为星级${oneOf(levels)}`, `a level is needed${oneOf(levels)}`);
    }
    case 'kind': {
      const kinds = Object.keys(scheme.kinds);
      return among(kinds, value) ? undefined : wrong(`应为单位类型${oneOf(kinds)}`, `a unit kind is needed${oneOf(kinds)}`);
    }
  }
}

const oneOf = (values: readonly string[] | undefined): string => (values ? `: ${values.join(', ')}` : '');

/** The value as a row holds it: decimals scaled, levels as index. The value must have passed `parameterFault`. */
export function parameterValue(
  scheme: Scheme,
  parameter: Parameter,
  value: ParameterValue,
): number | boolean | string | readonly string[] {
  if (parameter.type === 'decimal') return scaled(value, parameter.places ?? 0)!;
  if (parameter.type === 'level') return scheme.levels.findIndex(({ id }) => id === value);
  return value;
}

/** Checks types, places, fields and windows of the declared facts. */
export function checkFacts(scheme: Scheme, found: Findings): void {
  for (const [id, fact] of Object.entries(scheme.facts)) {
    const path = `facts.${id}`;
    checkTyped(fact, path, found);
    if (fact.type === 'records') checkRecords(fact, path, found);
    else if (fact.fields || fact.within)
      found.add(path, wrong('fields 和 within 只用于 type: records', 'fields and within go with type: records only'));
    if (fact.absent === undefined) continue;
    if (fact.optional) found.add(path, wrong('absent 与 optional 只写一个', 'write absent or optional, not both'));
    const fits = fact.type === 'records' ? Array.isArray(fact.absent) && fact.absent.length === 0 : plainFits(fact, fact.absent);
    if (!fits)
      found.add(
        `${path}.absent`,
        wrong(
          fact.type === 'records' ? '记录缺省时写 absent: []' : 'absent 的类型与 type 不符',
          fact.type === 'records' ? 'for records write absent: []' : 'absent does not fit the type',
        ),
      );
  }
}

function checkRecords(fact: FactDefinition, path: string, found: Findings): void {
  if (fact.optional) found.add(path, wrong('记录用 absent: [] 表示可以没有', 'for records write absent: [] instead of optional'));
  if (!fact.fields || Object.keys(fact.fields).length === 0) {
    found.add(path, wrong('type: records 要写 fields', 'type: records needs fields'));
    return;
  }
  for (const [name, field] of Object.entries(fact.fields)) checkTyped(field, `${path}.fields.${name}`, found);
  fact.within?.forEach((name, i) => {
    const field = Object.hasOwn(fact.fields!, name) ? fact.fields![name] : undefined;
    const fits = field?.type === 'day' && i < 2 && (i === 1 || !field.optional);
    if (!fits)
      found.add(
        `${path}.within[${i}]`,
        wrong(
          'within 写一个日期字段，或首日、末日两个日期字段（首日必填）',
          'within names one day field, or a first (required) and a last day field',
        ),
      );
  });
}

function checkTyped(definition: Parameter | FactDefinition | FieldDefinition, path: string, found: Findings): void {
  if ((definition.type === 'decimal') !== (definition.places !== undefined)) {
    found.add(
      path,
      wrong('type: decimal 要写 places（小数位数），其他类型不写', 'type: decimal needs places; other types have none'),
    );
  }
  if (definition.values && definition.type !== 'text' && definition.type !== 'texts')
    found.add(`${path}.values`, wrong('values 只用于文字', 'values goes with texts only'));
}

/** True when a plain (not records) value fits the declared type. */
export function plainFits(
  { type, places, values }: Pick<FieldDefinition, 'places' | 'values'> & { type: string },
  value: unknown,
): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e9;
    case 'decimal':
      return scaled(value, places ?? 0) !== undefined;
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.length <= 1_000 && (!values || Object.hasOwn(values, value));
    case 'day':
      return findDay(value) !== undefined;
    default:
      return false;
  }
}
