import { shown } from './cel-shown.ts';
import type { Frame, Names } from './cel-types.ts';
import type { Decision, Explanation, FactsFile, Outcome, Ranking } from './decision.ts';
import { atOnce, eachOf, isDue, type Pieces } from './effort.ts';
import { evaluate } from './evaluate.ts';
import { explainClause, explainEntered } from './explain-clause.ts';
import { levelNode, missing } from './explain-level.ts';
import { dimensionNode, figureNodes, pointNodes } from './explain-points.ts';
import { quotaNodes } from './explain-quota.ts';
import { compiled, type CompiledScheme } from './scheme-compile.ts';
import type { Scheme } from './scheme.ts';
import { groupKeyOf, type Standing } from './standing.ts';

/**
 * What the rules say of every unit of a checked facts file (`parseFacts`), ordered by unit. Pure; the order of units, facts and records
 * does not matter. Level: the highest whose stars are won and whose condition holds, or a direct award; exclusions and vetoes replace it,
 * caps bound it, quotas give out its places.
 */
export const decide = (scheme: Scheme, file: FactsFile): Decision[] => atOnce(decideInPieces(scheme, file));

export function* decideInPieces(scheme: Scheme, file: FactsFile): Pieces<Decision[]> {
  const telling = tellerOf(scheme);
  const decisions: Decision[] = [];
  for (const standing of yield* evaluate(scheme, file)) decisions.push(yield* telling(standing));
  return decisions;
}

/** The same without the reasons: for many units, where only the results are stored or counted. */
export const outcomes = (scheme: Scheme, file: FactsFile): Outcome[] => atOnce(outcomesInPieces(scheme, file));

export function* outcomesInPieces(scheme: Scheme, file: FactsFile): Pieces<Outcome[]> {
  const { total } = readers(scheme, compiled(scheme));
  const found: Outcome[] = [];
  for (const standing of yield* evaluate(scheme, file)) {
    found.push(outcome(scheme, standing, total(standing.frame)));
    if (isDue()) yield;
  }
  return found;
}

function outcome(scheme: Scheme, standing: Standing, score: string | null): Outcome {
  const { unit, level, won, excluded, direct, vetoed, caps } = standing;
  const stars = vetoed.length > 0 || excluded.length > 0 ? [] : won;
  return { unit: unit.unit, level: scheme.levels[level]!.id, stars, score, exclusions: excluded, direct, vetoes: vetoed, caps };
}

interface Readers {
  readonly total: (frame: Frame) => string | null;
  readonly scores: (frame: Frame) => Record<string, string>;
  readonly figures: (frame: Frame) => Record<string, unknown>;
  readonly ranks: (frame: Frame) => Ranking[];
}

/** How the computed columns of a row are shown. */
function readers(scheme: Scheme, { names, scores, calls }: CompiledScheme): Readers {
  const show = (over: Names, { slot, type }: { slot: number; type: Parameters<typeof shown>[1] }) => (frame: Frame): unknown =>
    shown(frame[slot] as Parameters<typeof shown>[0], type, over.levels);
  const all = [...scores.values()].map((score) => ({ id: score.at.id, read: show(names.unit, score), figure: Object.hasOwn(scheme.figures, score.at.id) }));
  const total = all.find(({ id, figure }) => id === 'total' && !figure);
  const ranked = calls
    .map((call) => ({ call, key: groupKeyOf({ names }, scheme.populations[call.population]!), read: show(names.unit, call) }))
    .sort((a, b) => (a.call.text < b.call.text ? -1 : 1));
  const sorted = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    total: (frame) => (total ? String(total.read(frame)) : null),
    scores: (frame) => Object.fromEntries(sorted.flatMap(({ id, read, figure }) => (figure || id === 'total' ? [] : [[id, String(read(frame))]]))),
    figures: (frame) => Object.fromEntries(sorted.flatMap(({ id, read, figure }) => (figure ? [[id, read(frame)]] : []))),
    ranks: (frame) => ranked.map(({ call, key, read }) => ({ population: call.population, group: key(frame), expression: call.text, value: read(frame) })),
  };
}

/** Tells the whole decision of one unit after another. */
function tellerOf(scheme: Scheme): (standing: Standing) => Pieces<Decision> {
  const built = compiled(scheme);
  const read = readers(scheme, built);
  return function* (standing) {
    const { frame, unit } = standing;
    const clause = (id: string, kind: Explanation['kind'], rule: Parameters<typeof explainClause>[2], key = id): Pieces<Explanation> =>
      explainClause(scheme, key, rule, kind, frame, unit.refs, id);
    const dimensions = yield* eachOf(scheme.dimensions, (dimension) => dimensionNode(scheme, built, dimension, standing));
    const points = yield* pointNodes(scheme, built, standing);
    const figures = yield* figureNodes(scheme, built, standing);
    const exclusions = yield* eachOf(scheme.exclusions, function* (rule) {
      return rule.when === undefined ? explainEntered(rule, unit.reasons?.[rule.id]) : yield* clause(rule.id, 'exclusion', { ...rule, when: rule.when });
    });
    const direct = yield* eachOf(scheme.direct, (rule) => clause(rule.id, 'direct', rule));
    const vetoes = yield* eachOf(scheme.vetoes, (rule) => clause(rule.id, 'veto', rule));
    const caps = yield* eachOf(scheme.caps, (rule) => clause(rule.id, 'cap', rule));
    const levels = scheme.levels.flatMap((level) => (level.when === undefined ? [] : [{ ...level, when: level.when }]));
    const requirements = yield* eachOf(levels, (level) => clause(level.id, 'requirement', level, `level ${level.id}`));
    const quotas = quotaNodes(scheme, standing);
    const found = { dimensions, exclusions, direct, vetoes, caps, requirements, quotas };
    const total = read.total(frame);
    const head = levelNode(scheme, standing, found, total);
    return {
      ...outcome(scheme, standing, total),
      scores: read.scores(frame),
      figures: read.figures(frame),
      ranks: read.ranks(frame),
      quotas: standing.contests,
      explanation: [head, ...dimensions, ...points, ...figures, ...exclusions, ...direct, ...vetoes, ...caps, ...requirements, ...quotas],
      missing: missing(scheme, standing, found),
    };
  };
}
