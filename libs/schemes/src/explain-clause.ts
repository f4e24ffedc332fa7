import type { Compiled } from './cel-compile.ts';
import type { Frame } from './cel-types.ts';
import type { ClauseKind, Explanation } from './decision.ts';
import { eachOf, isDue, type Pieces } from './effort.ts';
import { compiled } from './scheme-compile.ts';
import { scoresOf } from './scheme-names.ts';
import type { Cited, Scheme, Words } from './scheme.ts';

type Refs = Readonly<Record<string, readonly string[]>> | undefined;
type Rule = Words & Cited & { readonly when?: string; readonly expr?: string };

export const words = ({ zh, en }: Words): Words => (en === undefined ? { zh } : { zh, en });

/** Source and reading as one line. */
export const citation = ({ source, basis }: Cited): string => [source, basis].filter(Boolean).join('; ');

/** Runs the expression of a clause over a row and says what it used; null where its `when` is not fulfilled. */
export function* explainClause(scheme: Scheme, key: string, rule: Rule, kind: ClauseKind, frame: Frame, refs?: Refs, id = key): Pieces<Explanation> {
  if (isDue()) yield;
  const { when, expr } = compiled(scheme).clauses.get(key)!;
  const own = { clause: id, kind, ...words(rule), source: citation(rule) };
  if (when && !when.run(frame)) {
    return { ...own, expression: `${when.text} → ${expr.text}`, ...used(when, frame, refs), verdict: null, children: [] };
  }
  return {
    ...own,
    expression: expr.text,
    ...used(expr, frame, refs),
    verdict: expr.run(frame) as boolean,
    children: yield* eachOf(expr.parts, (part, i) => explainPart(scheme, `${id}/${i + 1}`, citation(rule), part, frame, refs)),
  };
}

/** An exclusion that a body states by hand: its reason is the fact. */
export function explainEntered(rule: Rule & { readonly id: string }, reason: string | undefined): Explanation {
  const own = { clause: rule.id, kind: 'exclusion' as const, ...words(rule), source: citation(rule), expression: 'reason' };
  return { ...own, facts: reason === undefined ? {} : { reason }, verdict: reason !== undefined, children: [] };
}

/** An operand of `&&` or `||`: named after its fact where it has one, so that a reader sees which part failed. */
function* explainPart(scheme: Scheme, clause: string, source: string, part: Compiled, frame: Frame, refs: Refs): Pieces<Explanation> {
  if (isDue()) yield;
  return {
    clause,
    kind: 'part',
    ...partWords(scheme, part),
    source,
    expression: part.text,
    ...used(part, frame, refs),
    verdict: part.run(frame) as boolean,
    children: yield* eachOf(part.parts, (child, i) => explainPart(scheme, `${clause}.${i + 1}`, source, child, frame, refs)),
  };
}

function partWords(scheme: Scheme, part: Compiled): Words {
  const names = part.uses.map(({ name }) => name);
  const labelled = names.map((name) => labelOf(scheme, name)).filter((label) => label !== undefined);
  if (labelled.length === 0) return { zh: part.text, en: part.text };
  return { zh: labelled.map(({ zh }) => zh).join('、'), en: labelled.map(({ zh, en }) => en ?? zh).join(', ') };
}

/** What functions of populations are called by people. */
const FUNCTION_WORDS: Readonly<Record<string, readonly [string, string]>> = {
  rank: ['名次', 'rank'],
  rankFromBottom: ['倒数名次', 'rank from the bottom'],
  size: ['单位数', 'units'],
  count: ['符合的单位数', 'units that meet it'],
  share: ['占比（%）', 'share in percent'],
  sum: ['合计', 'sum'],
  mean: ['平均', 'mean'],
  highest: ['最高', 'highest'],
  lowest: ['最低', 'lowest'],
  deviation: ['与平均之差', 'deviation from the mean'],
  proportion: ['与最高之比', 'proportion of the highest'],
};

/** What a name of an expression, or a function of a population, is called by people; undefined for counts and other functions. */
export function labelOf(scheme: Scheme, name: string): Words | undefined {
  const [, population = '', called = ''] = /^(\w+)\.(\w+)\(/.exec(name) ?? [];
  if (Object.hasOwn(scheme.populations, population) && Object.hasOwn(FUNCTION_WORDS, called)) {
    const { zh, en = zh } = scheme.populations[population]!;
    return { zh: `${zh}${FUNCTION_WORDS[called]![0]}`, en: `${FUNCTION_WORDS[called]![1]}, ${en}` };
  }
  const [group, id] = name.split('.');
  if (id === undefined) {
    const own = <T extends Words>(map: Readonly<Record<string, T>>): T | undefined =>
      Object.hasOwn(map, name) ? map[name] : undefined;
    return own(scheme.facts) ?? own(scheme.parameters) ?? own(scheme.figures) ?? (name === 'total' ? scheme.total : undefined);
  }
  if (group === 'scores') return scoresOf(scheme).find((score) => score.id === id)?.words;
  const lists: Record<string, readonly (Words & { readonly id: string })[]> = {
    stars: scheme.dimensions,
    exclusions: scheme.exclusions,
    direct: scheme.direct,
    vetoes: scheme.vetoes,
    caps: scheme.caps,
    titles: scheme.titles,
    failed: scheme.ladder?.rungs ?? [],
  };
  return lists[group!]?.find((member) => member.id === id);
}

export function used(expression: Compiled, frame: Frame, refs: Refs): Pick<Explanation, 'facts' | 'refs'> {
  const facts = Object.fromEntries(expression.uses.map(({ name, show }) => [name, show(frame)]));
  const behind = Object.entries(refs ?? {}).filter(([name]) => Object.hasOwn(facts, name));
  return behind.length ? { facts, refs: Object.fromEntries(behind) } : { facts };
}
