import type { SchemeDetail } from '@xingchuang/contracts';
import { dayWords } from '../shared/day-words.ts';
import { shown, type NameFact } from '../shared/explanation.tsx';
import { valueWords } from './parameter-fields.tsx';

type Catalogue = SchemeDetail['catalogue'];
type Field = NonNullable<Catalogue['facts'][string]['fields']>[string];

/** Says facts, parameters, stars and counts of a reasoning in the words of its scheme. */
export function factWords(scheme: SchemeDetail, names: Readonly<Record<string, { readonly zh: string }>> = {}): NameFact {
  const { facts, parameters, dimensions, levels, vetoes, caps } = scheme.catalogue;
  return (name, value) => {
    const fact = facts[name];
    if (fact)
      return [fact.zh, fact.type === 'level' ? levelWords(levels, value) : fact.type === 'records' ? recordsWords(fact.fields ?? {}, value) : fieldWords(fact as Field, value)];
    const parameter = parameters[name];
    if (parameter) return [parameter.zh, valueWords(scheme, parameter, value)];
    const id = name.split('.').at(-1)!;
    const named = [...dimensions, ...levels, ...vetoes, ...caps].find((one) => one.id === id);
    return [names[name]?.zh ?? named?.zh ?? (name === 'total' ? '总数' : name), shown(value)];
  };
}

const levelWords = (levels: Catalogue['levels'], value: unknown): string => levels.find(({ id }) => id === value)?.zh ?? shown(value);

function recordsWords(fields: Readonly<Record<string, Field>>, value: unknown): string {
  const records = (value ?? []) as readonly Readonly<Record<string, unknown>>[];
  if (records.length === 0) return '没有';
  const one = (record: Readonly<Record<string, unknown>>) =>
    Object.entries(record)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => (fields[name] ? `${fields[name].zh} ${fieldWords(fields[name], field)}` : shown(field)))
      .join('，');
  return records.map(one).join('；');
}

function fieldWords({ type, values }: Field, value: unknown): string {
  if (type === 'day' && typeof value === 'string') return dayWords(value);
  return (typeof value === 'string' && values?.[value]?.zh) || shown(value);
}
