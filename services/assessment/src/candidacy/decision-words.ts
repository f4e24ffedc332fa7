import type { CandidacyDecision } from '@xingchuang/contracts';
import { labelOf, settle, type Cited, type Decision, type Explanation, type ParameterValues, type Scheme, type Score, type Words } from '@xingchuang/schemes';
import { levelName, wordsOnly } from '../views.ts';

type Told = Pick<CandidacyDecision, 'names' | 'scores' | 'ranks' | 'contests'>;

/** A decision's names, scores, comparisons and contests as people read them. `nameOf` says what a group is called whose key is a unit. */
export async function decisionWords(scheme: Scheme, parameters: ParameterValues, decision: Decision, nameOf: (key: string) => Promise<string>): Promise<Told> {
  const { ranks = [], quotas = [] } = decision; // absent of decisions stored before they were kept
  const groups = new Map<string, string>();
  for (const { group } of [...ranks, ...quotas]) if (!groups.has(group)) groups.set(group, group === '' ? '' : (await Promise.all(group.split(' / ').map(nameOf))).join(' / '));
  return {
    names: namesIn(scheme, [...decision.explanation, ...(decision.missing?.clauses ?? [])]),
    scores: scoreRows(scheme, parameters, decision),
    ranks: ranks.map(({ population, group, expression, value }) => ({
      ...wordsOnly(labelOf(scheme, expression) ?? { zh: expression }), value: value === null || value === undefined ? '—' : String(value),
      populationName: wordsOnly(scheme.populations[population] ?? { zh: population }), groupName: groups.get(group)!,
    })),
    contests: quotas.map(({ quota, group, level, place, places, in: got }) => {
      const rule = scheme.quotas.find(({ id }) => id === quota);
      return { ...wordsOnly(rule ?? { zh: quota }), level: levelName(scheme, level), groupName: groups.get(group)!, place, places, in: got, source: citation(rule) };
    }),
  };
}

const citation = (rule: Cited | undefined): string => [rule?.source, rule?.basis].filter(Boolean).join('; ');

function namesIn(scheme: Scheme, clauses: readonly Explanation[]): Told['names'] {
  const found: Record<string, Words> = {};
  const walk = ({ facts, children }: Explanation): void => {
    for (const name of Object.keys(facts)) {
      const label = labelOf(scheme, name);
      if (label) found[name] = wordsOnly(label);
    }
    children.forEach(walk);
  };
  clauses.forEach(walk);
  return found;
}

/** The score table in the order of the scheme: dimensions with tasks and items, groups of bonus and deduction, the total. */
function scoreRows(scheme: Scheme, parameters: ParameterValues, { scores = {}, score }: Decision): Told['scores'] {
  const rows: Told['scores'] = [];
  const row = (one: Words & Cited & { readonly id: string; readonly score?: Score }, depth: number, source: string): void => {
    if (!one.score || scores[one.id] === undefined) return;
    const { max } = one.score;
    rows.push({ ...wordsOnly(one), id: one.id, depth, value: scores[one.id]!, most: max === undefined ? null : String(settle(scheme, max, parameters)), source });
  };
  for (const dimension of scheme.dimensions) {
    row(dimension, 0, citation(dimension));
    for (const task of dimension.tasks) {
      row(task, 1, citation(task));
      for (const item of task.items) row(item, 2, citation(item) || citation(task));
    }
  }
  for (const extra of scheme.extras) {
    row(extra, 0, citation(extra));
    for (const item of extra.items) row(item, 1, citation(item) || citation(extra));
  }
  if (scheme.total && score !== null && score !== undefined) {
    const { max } = scheme.total;
    rows.push({ ...wordsOnly(scheme.total), id: 'total', depth: 0, value: score, most: max === undefined ? null : String(settle(scheme, max, parameters)), source: citation(scheme.total) });
  }
  return rows;
}
