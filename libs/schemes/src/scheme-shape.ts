import {
  ACTS,
  ADJUSTMENT_TIMES,
  CAP_PLACES,
  EFFECT_ACTIONS,
  FACT_TYPES,
  HISTORY_TOPICS,
  ITEM_KINDS,
  KIND_ROLES,
  ORIGINS,
  PARAMETER_TYPES,
  PERIODS,
  QUOTA_PLACES,
  REGISTRY_TOPICS,
  ROUNDINGS,
  SPANS,
  TIE_RULES,
  type AdjustmentRule,
  type Cap,
  type Condition,
  type Cycle,
  type Dimension,
  type DirectAward,
  type Duty,
  type Effect,
  type Exclusion,
  type Extra,
  type FactDefinition,
  type FactOrigin,
  type FieldDefinition,
  type Holding,
  type IssuedDocument,
  type Ladder,
  type Level,
  type LookBack,
  type NoticeRule,
  type Parameter,
  type Quota,
  type Recheck,
  type Rung,
  type Scheme,
  type Setting,
  type SourceDocument,
  type Stage,
  type Step,
  type Task,
  type TaskItem,
  type Title,
  type Total,
  type UnitKind,
  type Veto,
  type WindowRule,
  type Words,
} from './scheme.ts';
import { amount, anyValue, clauseId, day, described, formId, integer, list, mapping, name, object, oneOf, optional, required, text, truth, yes } from './shape.ts';
import { cited, due, either, expression, figure, id, named, names, oneKeyOf, percent, places, population, score, scoring, setting, stepWindow, term, words } from './shape-parts.ts';

/** The shape of a scheme file, key by key: what docs/schemes.md describes. Meaning is checked in scheme-meaning.ts. */

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
  type: required(oneOf(...FACT_TYPES.filter((type) => type !== 'records' && type !== 'level'))),
  places,
  values: optional(mapping(object<Words>(words))),
  optional: optional(yes),
});

const origin = oneKeyOf<FactOrigin>(
  object<FactOrigin>({
    records: optional(name),
    duty: optional(clauseId),
    item: optional(clauseId),
    indicator: optional(name),
    ranking: optional(name),
    rating: optional(name),
    survey: optional(name),
    inspection: optional(formId),
    registry: optional(oneOf(...REGISTRY_TOPICS)),
    history: optional(oneOf(...HISTORY_TOPICS)),
    entered: optional(setting(name)),
    measure: optional(name),
    field: optional(name),
    over: optional(oneOf(...SPANS)),
  }),
  ORIGINS,
  'origin.unclear',
  `from 只写一个来源：${ORIGINS.join('、')}`,
  `from names exactly one origin: ${ORIGINS.join(', ')}`,
);

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
  from: optional(origin),
});

const item = object<TaskItem>({ ...named, kind: required(oneOf(...ITEM_KINDS)), score: optional(score) });
const task = object<Task>({ ...named, items: required(list(item, 1)), score: optional(score) });
const extra = object<Extra>({
  ...named,
  score: optional(score),
  items: required(list(object<Extra['items'][number]>({ ...named, score: required(score) }), 1)),
});
const dimension = object<Dimension>({
  ...named,
  id: required(name),
  when: optional(expression),
  award: either(object<Dimension['award']>({ all: required(list(condition, 1)) })),
  score: optional(score),
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
  with: optional(names),
  use: optional(setting(truth)),
  quota: optional(clauseId),
  window: optional(stepWindow),
  due: optional(due),
  least: optional(term),
  cure: optional(term),
});
const stage = object<Stage>({ ...named, steps: required(list(step, 1)) });

const notice = object<NoticeRule>({
  id,
  ...cited,
  levels: required(names),
  use: optional(setting(truth)),
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
  when: optional(expression),
  by: required(setting(name)),
  deadline: required(term),
  apart: optional(yes),
  documents: optional(names),
  failed: optional(
    object<NonNullable<Rung['failed']>>({
      ...words,
      ...cited,
      report: required(name),
      level: optional(setting(name)),
      effects: optional(list(clauseId, 1)),
    }),
  ),
});

const recheck = object<Recheck>({
  ...named,
  use: optional(setting(truth)),
  levels: required(names),
  years: required(setting(integer(1, 20))),
  suggest: optional(
    object<NonNullable<Recheck['suggest']>>({ by: required(setting(name)), due: optional(due), documents: optional(names) }),
  ),
  review: required(object<Recheck['review']>({ by: required(setting(name)), with: optional(names), due: optional(due) })),
  keep: required(object<Recheck['keep']>(named)),
  revoke: required(
    object<Recheck['revoke']>({ ...named, level: required(setting(name)), effects: optional(list(clauseId, 1)) }),
  ),
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
  calledBy: optional(setting(name)),
  by: optional(name),
  document: optional(name),
  in: optional(names),
  rung: optional(name),
  change: optional(integer(-100, 100)),
  reading: optional(setting(oneOf('points', 'relative'))),
  base: optional(setting(percent)),
  floor: optional(setting(percent)),
  amount: optional(setting(amount)),
  deadline: optional(term),
  to: optional(setting(name)),
});

const exclusion = object<Exclusion>({
  ...named,
  id: required(name),
  when: optional(expression),
  reason: optional(yes),
  by: optional(setting(name)),
  level: optional(setting(name)),
  keep: optional(name),
});
const direct = object<DirectAward>({ ...named, id: required(name), when: required(expression), level: required(setting(name)) });
const quota = object<Quota>({
  ...named,
  population: required(name),
  shares: optional(mapping(setting(amount))),
  counts: optional(mapping(setting(integer(0, 1e6)))),
  rounding: optional(setting(oneOf(...ROUNDINGS))),
  base: optional(expression),
  except: optional(expression),
  on: required(list(oneOf(...QUOTA_PLACES), 1)),
  order: optional(list(expression, 1)),
  ties: optional(setting(oneOf(...TIE_RULES))),
  carry: optional(setting(truth)),
  adjust: optional(object<NonNullable<Quota['adjust']>>({ by: required(name) })),
});

const holds = oneKeyOf<Holding>(
  object<{ years?: Setting<number>; reading?: 'rolling' | 'calendar'; rounds?: number }>({ years: optional(setting(integer(1, 20))), reading: optional(oneOf('rolling', 'calendar')), rounds: optional(integer(1, 20)) }),
  ['years', 'rounds'],
  'holding.unclear',
  'holds 只写一种：years: 数，或 rounds: 数',
  'holds is exactly one of years: n or rounds: n',
);

const level = object<Level>({
  ...named,
  id: required(name),
  stars: either(integer(0, 100)),
  when: optional(expression),
  guidance: optional(text()),
  holds: optional(holds),
});

/** Reads the whole file. Lists and mappings that are left out come out empty. */
export const schemeShape = object<Scheme>({
  format: required(described({ const: 1 }, (node, path, found) => (integer(1, 1)(node, path, found) === 1 ? 1 : undefined))),
  id: required(text(/^[a-z0-9]+(-[a-z0-9]+)*$/, '方案标识，如 model-units', 'a scheme id such as model-units')),
  version: required(integer(1, 1e6)),
  name: required(object<Words>(words)),
  sources: required(mapping(object<SourceDocument>({ document: required(text()), date: optional(day) }))),
  cycle: optional(object<Cycle>({ ...cited, years: required(setting(integer(1, 20))), requires: optional(names) })),
  window: optional(
    object<WindowRule>({ ...cited, years: required(setting(integer(1, 10))), reading: required(setting(oneOf('calendar', 'rolling'))) }),
  ),
  kinds: required(mapping(object<UnitKind>({ ...words, is: required(oneOf(...KIND_ROLES)) }))),
  parameters: either(mapping(parameter)),
  facts: either(mapping(fact)),
  populations: either(mapping(population)),
  figures: either(mapping(figure)),
  levels: required(list(level, 1)),
  dimensions: required(list(dimension, 1)),
  extras: either(list(extra)),
  total: optional(object<Total>({ ...words, ...cited, ...scoring })),
  exclusions: either(list(exclusion)),
  direct: either(list(direct)),
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
  quotas: either(list(quota)),
  process: either(list(stage)),
  notice: optional(notice),
  recheck: optional(recheck),
  adjustment: optional(object({ use: optional(setting(truth)), down: required(adjustmentRule), up: required(adjustmentRule), ledger: required(name) })),
  ladder: optional(
    object<Ladder>({
      categories: required(list(object<Ladder['categories'][number]>({ ...named, id: required(name) }))),
      rungs: required(list(rung, 1)),
      lookBack: optional(object<LookBack>({ ...named, id: required(name), by: required(setting(name)), documents: optional(list(name)) })),
    }),
  ),
  duties: either(list(duty)),
  titles: either(list(title)),
  honours: either(mapping(object<Scheme['honours'][string]>({ ...words, ...cited }))),
  effects: either(list(effect)),
  documents: either(mapping(object<IssuedDocument>({ ...words, ...cited, by: optional(setting(name)), roster: optional(yes) }))),
});
