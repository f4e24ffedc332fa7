import { Refusal } from '@xingchuang/rules';
import type { Explanation, Window } from './decision.ts';
import { atOnce, eachOf, isDue, type Pieces } from './effort.ts';
import { explainClause, explainEntered } from './explain-clause.ts';
import { namesReadBy, parseFacts } from './facts.ts';
import { refuseUnset } from './open-levels.ts';
import { settle } from './parameters.ts';
import { frameOf } from './row.ts';
import { compiled, restsOn } from './scheme-compile.ts';
import type { ParameterValues, Scheme } from './scheme.ts';

/** What is known of a unit when it declares: only the facts that caps read must be there. */
export interface DeclarationFacts {
  readonly unit: string;
  readonly kind?: string;
  readonly reasons?: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly window?: Window;
  readonly parameters?: ParameterValues;
}

/** The highest level a unit may declare, with the caps that lower it. */
export interface DeclarationLimit {
  readonly atMost: string;
  readonly caps: readonly Explanation[];
  /** Rules by which the unit does not take part at all. */
  readonly exclusions: readonly Explanation[];
}

/**
 * The highest level that the caps on declaring leave open (S0 L117); none where an exclusion stands against taking part. Only what these
 * rules rest on is computed; rules that compare the unit with others are left to the decision. Refuses `facts.invalid`.
 */
export const declarationLimit = (scheme: Scheme, about: DeclarationFacts): DeclarationLimit => atOnce(declarationLimitInPieces(scheme, about));

export function* declarationLimitInPieces(scheme: Scheme, { unit, kind, reasons, facts, window, parameters = {} }: DeclarationFacts): Pieces<DeclarationLimit> {
  const built = compiled(scheme);
  const calls = new Set(built.calls.map(({ text }) => text));
  const alone = (names: Iterable<string>): boolean => ![...restsOn(built, names)].some((name) => calls.has(name));
  const rules = scheme.caps.filter(({ id, on }) => on.includes('declaring') && alone([`caps.${id}`]));
  const bars = scheme.exclusions.filter(({ id }) => alone([`exclusions.${id}`]));
  const needed = namesReadBy(scheme, [...rules.map(({ id }) => `caps.${id}`), ...bars.map(({ id }) => `exclusions.${id}`)], [...rules, ...bars]);
  const given = { unit, facts, ...(kind === undefined ? {} : { kind }), ...(reasons ? { reasons } : {}) };
  const file = parseFacts(scheme, { ...(window ? { window } : {}), parameters, units: [given] }, needed);
  const frame = frameOf(scheme, built.names.unit, file.parameters ?? {});
  built.write(frame, file.units[0]!, file.window);
  for (const step of built.steps) {
    if (!step.run || !needed.has(step.name)) continue;
    frame[step.slot] = step.run(frame);
    if (isDue()) yield;
  }
  const exclusions = yield* eachOf(bars, function* (bar) {
    return bar.when === undefined ? explainEntered(bar, reasons?.[bar.id]) : yield* explainClause(scheme, bar.id, { ...bar, when: bar.when }, 'exclusion', frame);
  });
  const caps = yield* eachOf(rules, (rule) => explainClause(scheme, rule.id, rule, 'cap', frame));
  const ranks = rules.flatMap(({ atMost }, i) => (caps[i]!.verdict ? [rankOf(scheme, settle(scheme, atMost, file.parameters))] : []));
  const rank = Math.min(scheme.levels.length - 1, ...ranks);
  return { atMost: scheme.levels[rank]!.id, caps: caps.filter(({ verdict }) => verdict), exclusions: exclusions.filter(({ verdict }) => verdict) };
}

/**
 * Refuses, with the clause and its source, `declaration.excluded` where the unit does not take part and `declaration.capped` where a cap
 * stands against declaring this level.
 */
export const declarable = (scheme: Scheme, about: DeclarationFacts, level: string): void => atOnce(declarableInPieces(scheme, about, level));

export function* declarableInPieces(scheme: Scheme, about: DeclarationFacts, level: string): Pieces<void> {
  const wanted = rankOf(scheme, level);
  refuseUnset(scheme, level, about.parameters);
  const { atMost, caps, exclusions } = yield* declarationLimitInPieces(scheme, about);
  const [bar] = exclusions;
  if (bar) throw new Refusal('conflict', 'declaration.excluded', { clause: bar.clause, zh: bar.zh, en: bar.en ?? bar.zh, source: bar.source }, 'level');
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
