import { scaled } from './decimal.ts';
import type { Findings, Said } from './problem.ts';
import { References } from './reference-check.ts';
import { restsOn, type CompiledScheme } from './scheme-compile.ts';
import { MEASURES, ORIGINS, type FactDefinition, type Origin, type Quota, type Scheme, type Score, type Setting } from './scheme.ts';

/** Checks the rules over populations and beyond stars: exclusions, direct awards, quotas, origins of facts, scores, re-checks. */
export function checkRules(scheme: Scheme, found: Findings): void {
  const refs = new References(scheme, found);
  checkExclusions(scheme, refs, found);
  scheme.direct.forEach(({ level }, i) => refs.level(`direct[${i}].level`, level));
  scheme.quotas.forEach((quota, i) => checkQuota(scheme, quota, `quotas[${i}]`, refs, found));
  for (const [id, { by = [] }] of Object.entries(scheme.populations)) {
    const texts = Object.keys(scheme.facts).filter((name) => scheme.facts[name]!.type === 'text');
    refs.each(`populations.${id}.by`, by, ['parent', 'kind', ...texts], '分组依据（parent、kind 或文字事实）', 'grouping');
  }
  for (const [id, fact] of Object.entries(scheme.facts)) checkOrigin(scheme, fact, `facts.${id}.from`, refs, found);
  const scores: [string, Score | undefined][] = [
    ...Object.entries(scheme.figures).map(([id, figure]): [string, Score] => [`figures.${id}`, figure]),
    ...scheme.dimensions.flatMap((dimension, i): [string, Score | undefined][] => [
      [`dimensions[${i}].score`, dimension.score],
      ...dimension.tasks.flatMap((task, j): [string, Score | undefined][] => [
        [`dimensions[${i}].tasks[${j}].score`, task.score],
        ...task.items.map((item, k): [string, Score | undefined] => [`dimensions[${i}].tasks[${j}].items[${k}].score`, item.score]),
      ]),
    ]),
    ...scheme.extras.flatMap((extra, i): [string, Score | undefined][] => [
      [`extras[${i}].score`, extra.score],
      ...extra.items.map((item, j): [string, Score | undefined] => [`extras[${i}].items[${j}].score`, item.score]),
    ]),
    ['total', scheme.total],
  ];
  for (const [path, score] of scores) {
    refs.parameter(`${path}.min`, score?.min, 'integer', 'decimal');
    refs.parameter(`${path}.max`, score?.max, 'integer', 'decimal');
    refs.parameter(`${path}.rounding`, score?.rounding, 'text');
  }
  const { recheck } = scheme;
  if (!recheck) return;
  refs.parameter('recheck.use', recheck.use, 'boolean');
  refs.each('recheck.levels', recheck.levels, refs.levels, '星级', 'level');
  refs.parameter('recheck.years', recheck.years, 'integer');
  refs.kind('recheck.suggest.by', recheck.suggest?.by);
  refs.time('recheck.suggest.due', recheck.suggest?.due);
  refs.documents('recheck.suggest.documents', recheck.suggest?.documents);
  refs.kind('recheck.review.by', recheck.review.by);
  refs.each('recheck.review.with', recheck.review.with, refs.kinds, '单位类型', 'kind');
  refs.time('recheck.review.due', recheck.review.due);
  refs.level('recheck.revoke.level', recheck.revoke.level);
  refs.effects('recheck.revoke.effects', recheck.revoke.effects);
}

const wrong = (code: string, zh: string, en: string): Said => ({ code, zh, en });

function checkExclusions({ exclusions, facts }: Scheme, refs: References, found: Findings): void {
  exclusions.forEach(({ when, reason, by, level, keep }, i) => {
    const path = `exclusions[${i}]`;
    if ((when === undefined) === (reason === undefined))
      found.add(path, wrong('exclusion.unclear', '写 when（按事实），或 reason: true（由单位写明理由），只写一个', 'write either when, or reason: true (a body writes why), not both'));
    if (reason && by === undefined) found.add(`${path}.by`, wrong('key.missing', 'reason: true 还要写 by（谁可以认定）', 'reason: true also needs by (who may state it)'));
    refs.kind(`${path}.by`, by);
    refs.level(`${path}.level`, level);
    const levels = Object.keys(facts).filter((name) => facts[name]!.type === 'level');
    refs.one(`${path}.keep`, keep, levels, '等级事实（type: level）', 'fact');
  });
}

function checkQuota(scheme: Scheme, quota: Quota, path: string, refs: References, found: Findings): void {
  const { shares, counts, on } = quota;
  refs.one(`${path}.population`, quota.population, Object.keys(scheme.populations), '比较范围（populations）', 'population');
  refs.one(`${path}.adjust.by`, quota.adjust?.by, refs.kinds, '单位类型', 'kind');
  refs.parameter(`${path}.rounding`, quota.rounding, 'text');
  refs.parameter(`${path}.ties`, quota.ties, 'text');
  refs.parameter(`${path}.carry`, quota.carry, 'boolean');
  if ((shares === undefined) === (counts === undefined))
    found.add(path, wrong('quota.unclear', '写 shares（等级: 百分比）或 counts（等级: 个数），只写一个', 'write either shares (level: percent) or counts (level: number)'));
  if (shares && quota.rounding === undefined) found.add(`${path}.rounding`, wrong('key.missing', 'shares 还要写 rounding: down、half 或 up', 'shares also needs rounding: down, half or up'));
  for (const key of ['order', 'ties'] as const) {
    if (on.includes('level') && quota[key] === undefined)
      found.add(`${path}.${key}`, wrong('key.missing', `on: [level] 还要写 ${key}`, `on: [level] also needs ${key}`));
  }
  for (const [level, amount] of Object.entries({ ...shares, ...counts })) {
    const at = `${path}.${shares ? 'shares' : 'counts'}.${level}`;
    refs.one(at, level, refs.levels, '星级', 'level');
    refs.parameter(at, amount, 'integer', ...(shares ? (['decimal'] as const) : []));
  }
  const sum = Object.values(shares ?? {}).reduce<number>((all, share) => all + percentOf(scheme, share), 0);
  if (sum > 1_000_000)
    found.add(`${path}.shares`, wrong('quota.over', `比例合计 ${sum / 10_000}%，超过 100%：请改小`, `the shares add up to ${sum / 10_000} percent: at most 100`));
}

/** Scaled by four places; a parameter counts with its default. */
function percentOf({ parameters }: Scheme, share: Setting<number | string>): number {
  const value = typeof share === 'object' ? (Object.hasOwn(parameters, share.parameter) ? parameters[share.parameter]!.default : 0) : share;
  return scaled(value, 4) ?? 0;
}

function checkOrigin(scheme: Scheme, fact: FactDefinition, path: string, refs: References, found: Findings): void {
  const { from } = fact;
  if (!from) return;
  const origin = ORIGINS.find((key) => from[key] !== undefined) as Origin;
  const measures: readonly string[] = MEASURES[origin];
  if (measures.length > 0) refs.one(`${path}.measure`, from.measure, measures, '计量方式', 'measure');
  else if (from.measure !== undefined) found.add(`${path}.measure`, wrong('origin.unclear', `${origin} 不写 measure`, `${origin} takes no measure`));
  refs.one(`${path}.duty`, from.duty, scheme.duties.map(({ id }) => id), '应有记录（duties）', 'duty');
  refs.one(`${path}.item`, from.item, scheme.dimensions.flatMap(({ tasks }) => tasks.flatMap(({ items }) => items.map(({ id }) => id))), '任务项', 'item');
  refs.kind(`${path}.entered`, from.entered);
  if (from.registry === 'above') refs.one(`${path}.field`, from.field, refs.kinds, '单位类型', 'kind');
  if (from.history === 'times') refs.one(`${path}.field`, from.field, refs.levels, '星级', 'level');
  const measure = from.measure ?? measures[0] ?? from.registry ?? from.history;
  const wanted = TYPES[`${measure}`];
  if (wanted && !wanted.includes(fact.type))
    found.add(path, wrong('origin.type', `${measure} 得到的是 ${wanted.join(' 或 ')}，这里的 type 是 ${fact.type}`, `${measure} gives ${wanted.join(' or ')}, the type here is ${fact.type}`));
  const field = ['sum', 'highest', 'lowest', 'last'].includes(`${measure}`) && origin === 'records';
  if ((field || from.registry === 'above' || from.history === 'times') && from.field === undefined)
    found.add(`${path}.field`, wrong('key.missing', `${measure} 还要写 field`, `${measure} also needs field`));
}

/** What a measure or topic yields; those not here fit any type. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  list: ['records'],
  vacancies: ['records'],
  terms: ['records'],
  count: ['integer'],
  met: ['integer'],
  missed: ['integer'],
  rank: ['integer'],
  rankFromBottom: ['integer'],
  units: ['integer'],
  members: ['integer'],
  times: ['integer'],
  mean: ['decimal'],
  share: ['decimal'],
  level: ['level'],
  above: ['text'],
  named: ['boolean'],
  evaluated: ['boolean'],
};

/** What needs the compiled scheme: pass lines above what can be scored, caps on declaring that would need the other units. */
export function checkReach(scheme: Scheme, built: CompiledScheme, found: Findings): void {
  scheme.levels.forEach(({ id, when }, i) => {
    if (when === undefined) return;
    const { expr } = built.clauses.get(`level ${id}`)!;
    for (const part of expr.joint === '&&' ? expr.parts : [expr]) {
      const [, name, sign, line] = /^(total|scores\.\w+) *(>=|>|==) *(\d+(?:\.\d+)?)$/.exec(part.text) ?? [];
      const most = name === undefined ? undefined : mostOf(built, name === 'total' ? name : name.slice('scores.'.length));
      const needed = scaled(line, 4);
      if (most === undefined || needed === undefined || (sign === '>' ? needed < most : needed <= most)) continue;
      found.add(`levels[${i}].when`, wrong('level.unreachable', `${name} 最高 ${most / 10_000}，${part.text} 任何单位都达不到`, `${name} is at most ${most / 10_000}: nobody reaches ${part.text}`));
    }
    if (expr.uses.length === 0 && expr.run([]) === false)
      found.add(`levels[${i}].when`, wrong('level.unreachable', `${id} 的 when 永远不成立`, `the condition of ${id} never holds`));
  });
  const calls = new Set(built.calls.map(({ text }) => text));
  scheme.caps.forEach(({ id, on }, i) => {
    if (on.includes('declaring') && [...restsOn(built, [`caps.${id}`])].some((name) => calls.has(name)))
      found.add(`caps[${i}].when`, wrong('cap.relative', '申报时还没有其他单位的数据：on 只写 [level]', 'when a unit declares the others are not known yet: write on: [level]'));
  });
}

/** The most that a score can be, by the `max` written on it or on all that it sums up; scaled by four places, undefined where open. */
function mostOf(built: CompiledScheme, id: string): number | undefined {
  const { at } = built.scores.get(id)!;
  const { expr, max } = at.score;
  const own = max === undefined || typeof max === 'object' ? undefined : scaled(max, 4);
  const below = expr === undefined ? at.below.map((score) => mostOf(built, score.id)) : [undefined];
  const sum = below.includes(undefined) ? undefined : (below as number[]).reduce((a, b) => a + Math.max(b, 0), 0);
  return own === undefined ? sum : sum === undefined ? own : Math.min(own, sum);
}
