import { isMap } from 'yaml';
import {
  ACTS,
  ADJUSTMENT_TIMES,
  CAP_PLACES,
  EFFECT_ACTIONS,
  FACT_TYPES,
  ITEM_KINDS,
  KIND_ROLES,
  PARAMETER_TYPES,
  PERIODS,
  type AdjustmentRule,
  type Cap,
  type Condition,
  type Dimension,
  type Duty,
  type Effect,
  type FactDefinition,
  type FieldDefinition,
  type IssuedDocument,
  type Ladder,
  type Level,
  type NoticeRule,
  type Parameter,
  type Rung,
  type Scheme,
  type Setting,
  type SourceDocument,
  type Stage,
  type Step,
  type Task,
  type TaskItem,
  type Term,
  type Title,
  type UnitKind,
  type Veto,
  type WindowRule,
  type Words,
} from './scheme.ts';
import {
  anyValue,
  clauseId,
  day,
  integer,
  list,
  mapping,
  name,
  object,
  oneOf,
  optional,
  required,
  text,
  truth,
  yes,
  type Reader,
} from './shape.ts';

/** The shape of a scheme file, key by key: what docs/schemes.md describes. Meaning is checked in scheme-meaning.ts. */

const words = { zh: required(text()), en: optional(text()) };
const cited = { source: optional(text()), basis: optional(text(/^derived: \S/, '“derived: 理由”', '"derived: reason"')) };
const id = required(clauseId);
const named = { id, ...words, ...cited };
const expression = text();
const percent = integer(0, 100);
const names = list(name, 1);
const places = optional(integer(1, 4));

function setting<T>(read: Reader<T>): Reader<Setting<T>> {
  const reference = object<{ parameter: string }>({ parameter: required(name) });
  return (node, path, found) => (isMap(node) ? reference(node, path, found) : read(node, path, found));
}

/** The other keys may be left out: an empty list or mapping stands for them. */
const either = <T>(read: Reader<T>) => optional(read) as ReturnType<typeof required<T>>;

const term: Reader<Term> = (node, path, found) => {
  const given = object<{
    workdays?: number;
    months?: number;
    ask?: true;
    countStart?: Setting<boolean>;
    holiday?: 'stay' | 'next';
  }>({
    workdays: optional(integer(1, 1_000)),
    months: optional(integer(1, 120)),
    ask: optional(yes),
    countStart: optional(setting(truth)),
    holiday: optional(oneOf('stay', 'next')),
  })(node, path, found);
  if (!given) return undefined;
  if (['workdays', 'months', 'ask'].filter((key) => key in given).length === 1) return given as Term;
  found.add(path, {
    code: 'term.unclear',
    zh: '期限只写一种：workdays: 数、months: 数，或 ask: true（启动时填写）',
    en: 'a term is exactly one of workdays: n, months: n, or ask: true (given when it starts)',
  });
  return undefined;
};

const condition = object<Condition>({ ...named, when: optional(expression), expr: required(expression) });

const parameter = object<Parameter>({
  ...words,
  ...cited,
  type: required(oneOf(...PARAMETER_TYPES)),
  places,
  values: optional(mapping(object<Words>(words))),
  min: optional(integer(-1e9, 1e9)),
  max: optional(integer(-1e9, 1e9)),
  default: optional(anyValue),
  ask: optional(oneOf('campaign', 'unit')),
});

const field = object<FieldDefinition>({
  ...words,
  type: required(oneOf(...FACT_TYPES.filter((type) => type !== 'records'))),
  places,
  values: optional(mapping(object<Words>(words))),
  optional: optional(yes),
});

const fact = object<FactDefinition>({
  ...words,
  ...cited,
  type: required(oneOf(...FACT_TYPES)),
  places,
  values: optional(mapping(object<Words>(words))),
  optional: optional(yes),
  absent: optional(anyValue),
  within: optional(list(name, 1)),
  fields: optional(mapping(field)),
});

const item = object<TaskItem>({ ...named, kind: required(oneOf(...ITEM_KINDS)) });
const task = object<Task>({ ...named, items: required(list(item, 1)) });
const dimension = object<Dimension>({
  ...named,
  id: required(name),
  award: required(object<Dimension['award']>({ all: required(list(condition, 1)) })),
  tasks: either(list(task)),
});

const step = object<Step>({
  ...named,
  act: required(oneOf(...ACTS)),
  by: required(setting(name)),
  levels: optional(names),
  beside: optional(yes),
  to: optional(name),
  files: optional(name),
  methods: optional(list(text(), 1)),
  share: optional(setting(percent)),
  documents: optional(names),
});
const stage = object<Stage>({ ...named, steps: required(list(step, 1)) });

const notice = object<NoticeRule>({
  id,
  ...cited,
  levels: required(names),
  minimum: required(term),
  by: required(setting(name)),
  channel: optional(setting(text())),
  complaint: required(
    object<NoticeRule['complaint']>({
      verified: required(object({ ...named, level: required(setting(name)) })),
      fraud: optional(object({ ...named, effect: required(clauseId) })),
    }),
  ),
});

const adjustmentRule = object<AdjustmentRule>({ ...named, at: required(oneOf(...ADJUSTMENT_TIMES)) });

const rung = object<Rung>({
  ...named,
  id: required(name),
  when: required(expression),
  by: required(setting(name)),
  deadline: required(term),
  apart: optional(yes),
  documents: optional(names),
  failed: optional(object({ ...words, ...cited, report: required(name) })),
});

const duty = object<Duty>({
  ...named,
  record: required(name),
  each: required(name),
  every: required(oneOf(...PERIODS)),
  months: optional(list(integer(1, 12), 1)),
  expect: required(object<Duty['expect']>({ atLeast: required(integer(1, 1e6)), sum: optional(name) })),
});

const title = object<Title>({ ...named, id: required(name), of: required(name), all: required(list(condition, 1)) });

const effect = object<Effect>({
  ...named,
  of: required(name),
  when: optional(expression),
  action: required(oneOf(...EFFECT_ACTIONS)),
  by: optional(name),
  document: optional(name),
  in: optional(names),
  rung: optional(name),
  change: optional(integer(-100, 100)),
  reading: optional(setting(oneOf('points', 'relative'))),
  base: optional(setting(percent)),
  floor: optional(setting(percent)),
});

/** Reads the whole file. Lists and mappings that are left out come out empty. */
export const schemeShape = object<Scheme>({
  format: required((node, path, found) => (integer(1, 1)(node, path, found) === 1 ? 1 : undefined)),
  id: required(text(/^[a-z0-9]+(-[a-z0-9]+)*$/, '方案标识，如 model-units', 'a scheme id such as model-units')),
  version: required(integer(1, 1e6)),
  name: required(object<Words>(words)),
  sources: required(mapping(object<SourceDocument>({ document: required(text()), date: optional(day) }))),
  window: optional(
    object<WindowRule>({ ...cited, years: required(integer(1, 10)), reading: required(setting(oneOf('calendar', 'rolling'))) }),
  ),
  kinds: required(mapping(object<UnitKind>({ ...words, is: required(oneOf(...KIND_ROLES)) }))),
  parameters: either(mapping(parameter)),
  facts: either(mapping(fact)),
  levels: required(list(object<Level>({ ...named, id: required(name), stars: required(integer(0, 100)) }), 1)),
  dimensions: required(list(dimension, 1)),
  vetoes: either(
    list(object<Veto>({ ...named, id: required(name), when: required(expression), level: required(setting(name)) })),
  ),
  caps: either(
    list(
      object<Cap>({
        ...named,
        id: required(name),
        when: required(expression),
        atMost: required(setting(name)),
        on: required(list(oneOf(...CAP_PLACES), 1)),
      }),
    ),
  ),
  process: either(list(stage)),
  notice: optional(notice),
  adjustment: optional(object({ down: required(adjustmentRule), up: required(adjustmentRule), ledger: required(name) })),
  ladder: optional(
    object<Ladder>({
      categories: required(list(object<Ladder['categories'][number]>({ ...named, id: required(name) }))),
      rungs: required(list(rung, 1)),
    }),
  ),
  duties: either(list(duty)),
  titles: either(list(title)),
  honours: either(mapping(object<Scheme['honours'][string]>({ ...words, ...cited }))),
  effects: either(list(effect)),
  documents: either(mapping(object<IssuedDocument>({ ...words, ...cited, by: optional(setting(name)) }))),
});
