import { isMap } from 'yaml';
import {
  ROUNDINGS,
  type Due,
  type Figure,
  type Population,
  type Score,
  type Setting,
  type StepWindow,
  type Term,
  type YearDay,
} from './scheme.ts';
import { amount, clauseId, described, integer, jsonOf, list, name, object, oneOf, optional, required, text, truth, yes, type Reader } from './shape.ts';

/** Parts of the shape that stand in many places: words, citations, settings, terms, scores. */

export const words = { zh: required(text()), en: optional(text()) };
export const cited = { source: optional(text()), basis: optional(text(/^derived: \S/, '“derived: 理由”', '"derived: reason"')) };
export const id = required(clauseId);
export const named = { id, ...words, ...cited };
export const expression = text();
export const percent = integer(0, 100);
export const names = list(name, 1);
export const places = optional(integer(1, 4));

export function setting<T>(read: Reader<T>): Reader<Setting<T>> {
  const reference = object<{ parameter: string }>({ parameter: required(name) });
  return described({ anyOf: [jsonOf(read), jsonOf(reference)] }, (node, path, found) =>
    isMap(node) ? reference(node, path, found) : read(node, path, found),
  );
}

/** A reader of a mapping of which exactly one of some keys stands there. */
export function oneKeyOf<T>(read: Reader<unknown>, keys: readonly string[], code: string, zh: string, en: string): Reader<T> {
  const json = { ...jsonOf(read), oneOf: keys.map((key) => ({ required: [key] })) };
  return described(json, (node, path, found) => {
    const given = read(node, path, found) as Record<string, unknown> | undefined;
    if (!given || keys.filter((key) => key in given).length === 1) return given as T | undefined;
    found.add(path, { code, zh, en });
    return undefined;
  });
}

/** The other keys may be left out: an empty list or mapping stands for them. */
export const either = <T>(read: Reader<T>) => optional(read) as ReturnType<typeof required<T>>;

const holiday = optional(setting(oneOf('stay', 'next')));
export const term = oneKeyOf<Term>(
  object<{ workdays?: Setting<number>; months?: Setting<number>; ask?: true; countStart?: Setting<boolean>; holiday?: Setting<'stay' | 'next'> }>({
    workdays: optional(setting(integer(1, 1_000))),
    months: optional(setting(integer(1, 120))),
    ask: optional(yes),
    countStart: optional(setting(truth)),
    holiday,
  }),
  ['workdays', 'months', 'ask'],
  'term.unclear',
  '期限只写一种：workdays: 数、months: 数，或 ask: true（启动时填写）',
  'a term is exactly one of workdays: n, months: n, or ask: true (given when it starts)',
);

const monthDay = text(/^(((0[13578]|1[02])-(0[1-9]|[12]\d|3[01]))|((0[469]|11)-(0[1-9]|[12]\d|30))|(02-(0[1-9]|1\d|2[0-8])))$/, '月-日，如 01-31', 'month and day, such as 01-31');
const yearDay = object<YearDay>({
  on: required(monthDay),
  year: optional(integer(0, 3)),
  tolerance: optional(setting(integer(0, 60))),
  holiday,
});
export const due: Reader<Due> = described({ anyOf: [jsonOf(term), jsonOf(yearDay)] }, (node, path, found) =>
  isMap(node) && node.has('on') ? yearDay(node, path, found) : term(node, path, found),
);
export const stepWindow: Reader<StepWindow> = (() => {
  const asked = object<{ ask: true }>({ ask: required(yes) });
  const days = object<{ from: string; to: string; year?: number }>({ from: required(monthDay), to: required(monthDay), year: optional(integer(0, 3)) });
  return described({ anyOf: [jsonOf(asked), jsonOf(days)] }, (node, path, found) =>
    isMap(node) && node.has('ask') ? asked(node, path, found) : (days(node, path, found) as StepWindow | undefined),
  );
})();

export const scoring = {
  expr: optional(expression),
  when: optional(expression),
  min: optional(setting(amount)),
  max: optional(setting(amount)),
  places: optional(integer(0, 4)),
  rounding: optional(setting(oneOf(...ROUNDINGS))),
};
export const score = object<Score>(scoring);
export const figure = object<Figure>({ ...words, ...cited, ...scoring, expr: required(expression) });
export const population = object<Population>({ ...words, ...cited, by: optional(names), where: optional(expression) });
