import { Refusal } from '@xingchuang/rules';
import type { Frame } from './cel-types.ts';
import type { Explanation } from './decision.ts';
import { atOnce } from './effort.ts';
import { citation, explainClause, words } from './explain-clause.ts';
import { frameOf, put } from './row.ts';
import { compiled } from './scheme-compile.ts';
import type { ParameterValues, Scheme, Words } from './scheme.ts';

/** Whether a title is earned, and why. */
export interface TitleResult extends Words {
  readonly title: string;
  /** Kind of the unit that holds it. */
  readonly of: string;
  readonly granted: boolean;
  readonly explanation: Explanation;
}

/** The titles that a unit earns by the levels of all rated units under it, in any order (S0 L31, L137). Refuses `level.unknown`. */
export function titlesOf(scheme: Scheme, levels: readonly string[], parameters: ParameterValues = {}): TitleResult[] {
  return populate(scheme, levels, parameters).titles;
}

/** The row of a population: counts by level, titles granted. A title may rest on those before it. */
export function populate(
  scheme: Scheme,
  levels: readonly string[],
  parameters: ParameterValues,
): { frame: Frame; titles: TitleResult[] } {
  const names = compiled(scheme).names.population;
  const frame = frameOf(scheme, names, parameters);
  const counts = countLevels(scheme, levels);
  put(frame, names, 'total', levels.length);
  scheme.levels.forEach(({ id }, i) => put(frame, names, `counts.${i}`, counts[id]!));
  scheme.titles.forEach(({ id }) => put(frame, names, `titles.${id}`, false));
  const titles = scheme.titles.map((title): TitleResult => {
    const children = title.all.map((condition) => atOnce(explainClause(scheme, condition.id, condition, 'condition', frame)));
    const granted = children.every(({ verdict }) => verdict !== false);
    put(frame, names, `titles.${title.id}`, granted);
    const expression = children.map(({ clause }) => clause).join(' && ');
    const explanation: Explanation = {
      clause: title.id,
      kind: 'title',
      ...words(title),
      source: citation(title),
      expression,
      facts: { total: levels.length, ...counts },
      verdict: granted,
      children,
    };
    return { title: title.id, of: title.of, ...words(title), granted, explanation };
  });
  return { frame, titles };
}

/** How many units have each level; every level of the scheme is there. */
export function countLevels(scheme: Scheme, levels: readonly string[]): Record<string, number> {
  const counts = Object.fromEntries(scheme.levels.map(({ id }) => [id, 0]));
  for (const level of levels) {
    if (!Object.hasOwn(counts, level))
      throw new Refusal('invalid', 'level.unknown', { level, known: Object.keys(counts) }, 'levels');
    counts[level]! += 1;
  }
  return counts;
}
