import type { Decision, Explanation, FactsFile, Missing, UnitFacts } from './decision.ts';
import { citation, explainClause, words } from './explain-clause.ts';
import { settle } from './parameters.ts';
import { frameOf, put, putFacts } from './row.ts';
import { compiled } from './scheme-compile.ts';
import type { Level, ParameterValues, Scheme } from './scheme.ts';

/**
 * What the rules say of every unit of a checked facts file (`parseFacts`), ordered by unit. Pure, and each unit alone: the order of
 * the file does not matter. Level: the highest whose number of stars is won; a veto replaces it, caps bound it.
 */
export function decide(scheme: Scheme, file: FactsFile): Decision[] {
  const parameters = file.parameters ?? {};
  return file.units
    .map((unit) => decideUnit(scheme, parameters, file, unit))
    .sort((a, b) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0));
}

function decideUnit(scheme: Scheme, parameters: ParameterValues, file: FactsFile, unit: UnitFacts): Decision {
  const { names, order } = compiled(scheme);
  const frame = frameOf(scheme, names.unit, parameters);
  putFacts(scheme, frame, names.unit, unit, file.window);
  const clause = (id: string, kind: 'condition' | 'veto' | 'cap', rule: Parameters<typeof explainClause>[2]): Explanation =>
    explainClause(scheme, id, rule, kind, frame, unit.refs);

  const dimensions: Explanation[] = [];
  for (const index of order) {
    const dimension = scheme.dimensions[index]!;
    const children = dimension.award.all.map((condition) => clause(condition.id, 'condition', condition));
    const verdict = children.every((child) => child.verdict !== false);
    put(frame, names.unit, `stars.${dimension.id}`, verdict);
    const expression = children.map((child) => child.clause).join(' && ');
    dimensions[index] = {
      clause: dimension.id,
      kind: 'dimension',
      ...words(dimension),
      source: citation(dimension),
      expression,
      facts: {},
      verdict,
      children,
    };
  }
  const vetoes = scheme.vetoes.map((veto) => clause(veto.id, 'veto', veto));
  const caps = scheme.caps.map((cap) => clause(cap.id, 'cap', cap));
  return conclude(scheme, parameters, unit.unit, { dimensions, vetoes, caps });
}

interface Findings {
  readonly dimensions: readonly Explanation[];
  readonly vetoes: readonly Explanation[];
  readonly caps: readonly Explanation[];
}

const fired = (nodes: readonly Explanation[]): string[] => nodes.filter(({ verdict }) => verdict).map(({ clause }) => clause);

function conclude(scheme: Scheme, parameters: ParameterValues, unit: string, { dimensions, vetoes, caps }: Findings): Decision {
  const won = fired(dimensions);
  const vetoed = fired(vetoes);
  const levels = scheme.levels;
  const rank = (id: string): number => levels.findIndex((level) => level.id === id);
  const byStars = levels.findLastIndex(({ stars }) => stars <= won.length);
  const lowest = (ranks: readonly number[]): number => Math.min(...ranks);
  const capped = scheme.caps.filter((cap, i) => cap.on.includes('level') && caps[i]!.verdict);
  const reached = vetoed.length
    ? lowest(scheme.vetoes.filter(({ id }) => vetoed.includes(id)).map(({ level }) => rank(settle(scheme, level, parameters))))
    : lowest([byStars, ...capped.map(({ atMost }) => rank(settle(scheme, atMost, parameters)))]);
  const level = levels[reached]!;
  const stars = vetoed.length ? [] : won;
  const against = vetoed.length
    ? vetoes.filter(({ verdict }) => verdict)
    : reached < byStars
      ? caps.filter((_, i) => capped.includes(scheme.caps[i]!))
      : [];
  return {
    unit,
    level: level.id,
    stars,
    score: null,
    vetoes: vetoed,
    caps: fired(caps),
    explanation: [levelNode(scheme, level, won, against), ...dimensions, ...vetoes, ...caps],
    missing: missing(levels, reached, won.length, dimensions, against),
  };
}

/** The first node: the level in one sentence, and on what it rests. */
function levelNode(
  { dimensions, levels }: Scheme,
  level: Level,
  won: readonly string[],
  against: readonly Explanation[],
): Explanation {
  const stars = dimensions.filter(({ id }) => won.includes(id));
  const got = `获评${stars.length}颗星${stars.length ? `（${stars.map(({ zh }) => zh).join('、')}）` : ''}`;
  const name = level.en ?? level.zh;
  const gotEn = `${stars.length} of ${dimensions.length} stars${stars.length ? ` (${stars.map(({ en, zh }) => en ?? zh).join(', ')})` : ''}`;
  const held = against.map(({ zh }) => zh).join('；');
  return {
    clause: level.id,
    kind: 'level',
    zh: against.length ? `${level.zh}：${got}，但${held}` : `${level.zh}：${got}`,
    en: against.length ? `${name}: ${gotEn}, but ${against.map(({ en, zh }) => en ?? zh).join('; ')}` : `${name}: ${gotEn}`,
    source: citation(level),
    expression: levels.map(({ id, stars: needed }) => `${needed}: ${id}`).join(', '),
    facts: { stars: won.length, ...(against.length ? { against: against.map(({ clause }) => clause) } : {}) },
    verdict: true,
    children: [],
  };
}

/** Why the next level was not reached. */
function missing(
  levels: readonly Level[],
  reached: number,
  won: number,
  dimensions: readonly Explanation[],
  against: readonly Explanation[],
): Missing | null {
  const next = levels[reached + 1];
  if (!next) return null;
  const unmet = dimensions
    .filter(({ verdict }) => !verdict)
    .flatMap(({ children }) => children.filter(({ verdict }) => verdict === false));
  // A condition over other stars only follows from those stars: the reader needs their conditions, not this one.
  const open = unmet.filter(({ facts }) => !Object.keys(facts).every((name) => name.startsWith('stars.')));
  return {
    level: next.id,
    name: words(next),
    stars: Math.max(0, next.stars - won),
    clauses: against.length ? against : open.length ? open : unmet,
  };
}
