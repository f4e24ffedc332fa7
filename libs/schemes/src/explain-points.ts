import { shown } from './cel-shown.ts';
import type { Value } from './cel-types.ts';
import type { Explanation } from './decision.ts';
import { eachOf, isDue, type Pieces } from './effort.ts';
import { citation, explainClause, used, words } from './explain-clause.ts';
import type { CompiledScheme } from './scheme-compile.ts';
import { isStar } from './scheme-names.ts';
import type { Cited, Dimension, Scheme, Score, Words } from './scheme.ts';
import type { Standing } from './standing.ts';

type Scored = Words & Cited & { readonly id: string; readonly score?: Score };

/** A dimension with its conditions and points; a dimension that does not apply, or that is no star, has no verdict. */
export function* dimensionNode(scheme: Scheme, built: CompiledScheme, dimension: Dimension, standing: Standing): Pieces<Explanation> {
  const { frame, unit, won } = standing;
  const applies = dimension.when === undefined || frame[built.names.unit.names.get(`when ${dimension.id}`)!.slot] === true;
  const conditions = yield* eachOf(dimension.award.all, (condition) => explainClause(scheme, condition.id, condition, 'condition', frame, unit.refs));
  const tasks = yield* eachOf(dimension.tasks.filter(({ score }) => score), (task) => scoreNode(built, task, task.items, standing));
  return {
    clause: dimension.id,
    kind: 'dimension',
    ...words(dimension),
    source: citation(dimension),
    expression: conditions.map(({ clause }) => clause).join(' && '),
    facts: {},
    ...(dimension.score ? { value: valueOf(built, dimension.id, standing) } : {}),
    verdict: applies && isStar(dimension) ? won.includes(dimension.id) : null,
    children: [...conditions, ...tasks],
  };
}

/** The groups of bonus and deduction, and the total. */
export function* pointNodes(scheme: Scheme, built: CompiledScheme, standing: Standing): Pieces<Explanation[]> {
  const extras = yield* eachOf(scheme.extras, (extra) => scoreNode(built, extra, extra.items, standing));
  return scheme.total ? [...extras, yield* scoreNode(built, { ...scheme.total, id: 'total' }, [], standing)] : extras;
}

export function* figureNodes(scheme: Scheme, built: CompiledScheme, standing: Standing): Pieces<Explanation[]> {
  const nodes = yield* eachOf(Object.entries(scheme.figures), ([id, figure]) => scoreNode(built, { ...figure, id }, [], standing));
  return nodes.map((node) => ({ ...node, kind: 'figure' }));
}

/** A score: what it came to, from which expression or from which scores below. */
function* scoreNode(built: CompiledScheme, scored: Scored, below: readonly Scored[], standing: Standing): Pieces<Explanation> {
  if (isDue()) yield;
  const { frame, unit } = standing;
  const { when, expr, at } = built.scores.get(scored.id)!;
  const applies = !when || when.run(frame) === true;
  const read = applies ? expr : when;
  return {
    clause: scored.id,
    kind: 'score',
    ...words(scored),
    source: citation(scored),
    expression: [when?.text, expr?.text ?? at.below.map(({ id }) => id).join(' + ')].filter(Boolean).join(' → '),
    ...(read ? used(read, frame, unit.refs) : { facts: {} }),
    value: valueOf(built, scored.id, standing),
    verdict: applies ? true : null,
    children: yield* eachOf(below.filter(({ score }) => score), (one) => scoreNode(built, one, [], standing)),
  };
}

function valueOf({ scores, names }: CompiledScheme, id: string, { frame }: Standing): unknown {
  const { slot, type } = scores.get(id)!;
  const value = shown(frame[slot] as Value, type, names.unit.levels);
  return typeof value === 'number' ? String(value) : value;
}
