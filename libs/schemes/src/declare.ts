import { Refusal } from '@xingchuang/rules';
import type { Explanation, Window } from './decision.ts';
import { explainClause } from './explain-clause.ts';
import { namesReadBy, parseFacts } from './facts.ts';
import { settle } from './parameters.ts';
import { frameOf, putFacts } from './row.ts';
import { compiled } from './scheme-compile.ts';
import type { ParameterValues, Scheme } from './scheme.ts';

/** What is known of a unit when it declares: only the facts that caps read must be there. */
export interface DeclarationFacts {
  readonly unit: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly window?: Window;
  readonly parameters?: ParameterValues;
}

/** The highest level a unit may declare, with the caps that lower it. */
export interface DeclarationLimit {
  readonly atMost: string;
  readonly caps: readonly Explanation[];
}

/** The highest level that the caps on declaring leave open (S0 L117). Refuses `facts.invalid`. */
export function declarationLimit(scheme: Scheme, { unit, facts, window, parameters = {} }: DeclarationFacts): DeclarationLimit {
  const rules = scheme.caps.filter(({ on }) => on.includes('declaring'));
  const file = parseFacts(
    scheme,
    { ...(window ? { window } : {}), parameters, units: [{ unit, facts }] },
    namesReadBy(scheme, rules),
  );
  const { names } = compiled(scheme);
  const frame = frameOf(scheme, names.unit, file.parameters ?? {});
  putFacts(scheme, frame, names.unit, file.units[0]!, file.window);
  const fired = rules
    .map((rule) => ({
      node: explainClause(scheme, rule.id, rule, 'cap', frame),
      rank: rankOf(scheme, settle(scheme, rule.atMost, file.parameters)),
    }))
    .filter(({ node }) => node.verdict);
  const rank = Math.min(scheme.levels.length - 1, ...fired.map((cap) => cap.rank));
  return { atMost: scheme.levels[rank]!.id, caps: fired.map(({ node }) => node) };
}

/** Refuses `declaration.capped`, with the clause and its source, where a cap stands against declaring this level. */
export function declarable(scheme: Scheme, about: DeclarationFacts, level: string): void {
  const wanted = rankOf(scheme, level);
  if (wanted < 0) throw new Refusal('invalid', 'level.unknown', { level, known: scheme.levels.map(({ id }) => id) }, 'level');
  const { atMost, caps } = declarationLimit(scheme, about);
  if (wanted <= rankOf(scheme, atMost)) return;
  const cap = caps.find(
    ({ clause }) =>
      rankOf(scheme, settle(scheme, scheme.caps.find(({ id }) => id === clause)!.atMost, about.parameters)) < wanted,
  )!;
  const { clause, zh, en, source } = cap;
  const named = (id: string): string => scheme.levels[rankOf(scheme, id)]!.zh;
  throw new Refusal('conflict', 'declaration.capped', { level, levelName: named(level), atMost, atMostName: named(atMost), clause, zh, en: en ?? zh, source }, 'level');
}

const rankOf = ({ levels }: Scheme, level: string): number => levels.findIndex(({ id }) => id === level);
