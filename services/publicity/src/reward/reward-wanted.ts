import type { Day } from '@xingchuang/calendar';
import type { ExplanationView } from '@xingchuang/contracts';
import type { AppliedEffect, Scheme, TitleResult } from '@xingchuang/schemes';
import type { Candidate } from '../notice/candidate-rule.ts';
import type { Substance, Wanted } from './reward-rule.ts';

type Node = Omit<ExplanationView, 'children'> & { readonly children?: ExplanationView[] };
type Cause = Pick<Wanted, 'slot' | 'origin' | 'from'> & Partial<Pick<Wanted, 'rung' | 'levelName' | 'dueOn' | 'reason' | 'scope' | 'personId'>>;

/** A line for an effect of the scheme, with the reasons from the effect down to what it rests on. */
export function wantedOf(scheme: Scheme, effect: AppliedEffect, cause: Cause, because: readonly ExplanationView[]): Wanted {
  return {
    rung: effect.rung ?? '', levelName: '', dueOn: '', reason: '', scope: '', personId: '', ...cause, ...substanceOf(scheme, effect),
    explanation: node({ zh: effect.zh, clause: effect.id, source: effect.source, expression: effect.expression, facts: { ...effect.facts } }, [...because, ...ratioNode(effect)]),
  };
}

function substanceOf(scheme: Scheme, effect: AppliedEffect): Substance {
  const { id, action, zh, source, of, by = '', in: honours = [], amount = null, ratio = null } = effect;
  return { effect: id, action, zh, source, of, by, in: honours.map((honour) => ({ id: honour, zh: scheme.honours?.[honour]?.zh ?? honour })), amount, ratio };
}

/** The level of the unit, as it was settled or changed since. */
export function levelNode(scheme: Scheme, { level, stars, vetoes, caps, settledOn, because, decidedOn }: Candidate): ExplanationView {
  const rank = scheme.levels.find(({ id }) => id === level);
  const vetoed = [...scheme.vetoes.filter(({ id }) => vetoes.includes(id)), ...scheme.caps.filter(({ id }) => caps.includes(id))];
  return node(
    { zh: `${rank?.zh ?? level}（${settledOn}）`, clause: level, source: rank?.source ?? rank?.basis ?? '', expression: '', facts: { stars: stars.length, decidedOn, ...(because ? { because } : {}) } },
    vetoed.map((one) => node({ zh: one.zh, clause: one.id, source: one.source ?? one.basis ?? '', expression: one.when, facts: {} })),
  );
}

/** The levels of all units under a larger one, and the titles that follow. */
export const titleNodes = (levels: Readonly<Record<string, number>>, titles: readonly TitleResult[]): ExplanationView[] => [
  node({ zh: '下属单位定级情况', clause: 'levels', source: '', expression: '', facts: { ...levels } }),
  ...titles.map(({ explanation }) => explanation as unknown as ExplanationView),
];

export const causeNode = (zh: string, clause: string, source: string, facts: Readonly<Record<string, unknown>> = {}): ExplanationView => node({ zh, clause, source, expression: '', facts: { ...facts } });

function ratioNode({ ratio, id, source }: AppliedEffect): ExplanationView[] {
  if (!ratio) return [];
  const { change, reading, base, result } = ratio;
  const expression = reading === 'points' ? `base + ${change}` : `base × (100 + ${change}) / 100`;
  return [node({ zh: '优秀等次比例', clause: id, source, expression, facts: { base, change, reading, result } })];
}

function node({ children = [], ...rest }: Omit<Node, 'kind' | 'verdict'>, under: readonly ExplanationView[] = children): ExplanationView {
  return { ...rest, kind: 'condition', verdict: true, children: [...under] };
}

export const dayOf = (text: string): Day => text as Day;
