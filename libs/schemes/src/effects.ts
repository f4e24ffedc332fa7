import type { Frame } from './cel-types.ts';
import { MOST_PLACES, plain, scaled } from './decimal.ts';
import type { Decision } from './decision.ts';
import { citation, words } from './explain-clause.ts';
import { type SettledTerm, settleTerm } from './notice.ts';
import { settle } from './parameters.ts';
import { frameOf, put } from './row.ts';
import { compiled } from './scheme-compile.ts';
import { isStar } from './scheme-names.ts';
import type { Effect, EffectAction, ParameterValues, Scheme, Setting, Words } from './scheme.ts';
import { populate } from './title.ts';

/** What a reward or penalty rests on: a rated unit's result, or the levels of all rated units under a titled unit. */
export type EffectBasis =
  | (Pick<Decision, 'level' | 'stars' | 'vetoes' | 'caps'> &
      Partial<Pick<Decision, 'score' | 'exclusions' | 'direct'>> & {
        /** The level that the unit held before. */
        readonly held?: string | null;
        /** Its kind, where a scheme rates several. */
        readonly kind?: string;
      })
  | { readonly levels: readonly string[] };

/** A change of a ratio in percent. `base` and `result` are plain decimals, null while nobody gave the base. */
export interface RatioChange {
  readonly change: number;
  readonly reading: 'points' | 'relative';
  readonly base: string | null;
  readonly result: string | null;
}

/** A reward or penalty that takes place. */
export interface AppliedEffect extends Words {
  readonly id: string;
  /** Kind it falls on: the unit itself, or a subject of it, such as the section that made a cap fire. */
  readonly of: string;
  readonly action: EffectAction;
  readonly source: string;
  readonly expression: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly by?: string;
  readonly document?: string;
  readonly in?: readonly string[];
  readonly rung?: string;
  readonly ratio?: RatioChange;
  /** Plain decimal; null while nobody gave it. */
  readonly amount?: string | null;
  readonly deadline?: SettledTerm;
  /** The level it then has at most. */
  readonly to?: string;
}

/** All rewards and penalties that follow (S0 L117, L137), in the order of the scheme. `parameters` may hold those of the unit. */
export function effectsOf(scheme: Scheme, basis: EffectBasis, parameters: ParameterValues = {}): AppliedEffect[] {
  const titled = 'levels' in basis;
  const frame = titled ? populate(scheme, basis.levels, parameters).frame : outcomeFrame(scheme, basis, parameters);
  const { clauses } = compiled(scheme);
  return scheme.effects.flatMap((effect) => {
    const expr = clauses.get(effect.id)?.expr;
    const on = scheme.kinds[effect.of]?.is;
    if (!expr || (on === 'titled') !== titled || !expr.run(frame)) return [];
    if (!titled && on === 'rated' && basis.kind !== undefined && basis.kind !== effect.of) return [];
    const facts = Object.fromEntries(expr.uses.map(({ name, show }) => [name, show(frame)]));
    return [{ ...applied(scheme, effect, parameters), expression: expr.text, facts }];
  });
}

/** What a body of this kind may call for by hand, in the order of the scheme; it says why each time. */
export function effectsCalledBy(scheme: Scheme, kind: string, parameters: ParameterValues = {}): AppliedEffect[] {
  return scheme.effects
    .filter(({ calledBy }) => calledBy !== undefined && settle(scheme, calledBy, parameters) === kind)
    .map((effect) => ({ ...applied(scheme, effect, parameters), expression: '', facts: {} }));
}

/** An effect that a clause names, such as what proven fraud adds; undefined when the scheme has none of this id. */
export function effectNamed(scheme: Scheme, id: string, parameters: ParameterValues = {}): AppliedEffect | undefined {
  const effect = scheme.effects.find((one) => one.id === id);
  return effect && { ...applied(scheme, effect, parameters), expression: '', facts: {} };
}

function outcomeFrame(
  scheme: Scheme,
  { level, stars, vetoes, caps, score, exclusions = [], direct = [], held }: Exclude<EffectBasis, { levels: unknown }>,
  parameters: ParameterValues,
): Frame {
  const names = compiled(scheme).names.outcome;
  const frame = frameOf(scheme, names, parameters);
  const rank = (wanted: string): number => scheme.levels.findIndex(({ id }) => id === wanted);
  put(frame, names, 'level', rank(level));
  if (held != null) put(frame, names, 'held', rank(held));
  if (score != null) put(frame, names, 'total', scaled(score, MOST_PLACES) ?? null);
  scheme.dimensions.filter(isStar).forEach(({ id }) => put(frame, names, `stars.${id}`, stars.includes(id)));
  scheme.exclusions.forEach(({ id }) => put(frame, names, `exclusions.${id}`, exclusions.includes(id)));
  scheme.direct.forEach(({ id }) => put(frame, names, `direct.${id}`, direct.includes(id)));
  scheme.vetoes.forEach(({ id }) => put(frame, names, `vetoes.${id}`, vetoes.includes(id)));
  scheme.caps.forEach(({ id }) => put(frame, names, `caps.${id}`, caps.includes(id)));
  return frame;
}

function applied(scheme: Scheme, effect: Effect, parameters: ParameterValues): Omit<AppliedEffect, 'expression' | 'facts'> {
  const { id, of, action, by, document, in: honours, rung } = effect;
  return {
    id,
    of,
    action,
    ...words(effect),
    source: citation(effect),
    ...(by === undefined ? {} : { by }),
    ...(document === undefined ? {} : { document }),
    ...(honours === undefined ? {} : { in: honours }),
    ...(rung === undefined ? {} : { rung }),
    ...(effect.amount === undefined ? {} : { amount: amountOf(effect.amount, scheme, parameters) }),
    ...(effect.deadline === undefined ? {} : { deadline: settleTerm(scheme, effect.deadline, parameters) }),
    ...(effect.to === undefined ? {} : { to: settle(scheme, effect.to, parameters) }),
    ...(action === 'ratio' ? { ratio: ratioOf(scheme, effect, parameters) } : {}),
  };
}

function amountOf(amount: Setting<number | string>, scheme: Scheme, parameters: ParameterValues): string | null {
  const value = typeof amount === 'object' ? (parameters[amount.parameter] ?? scheme.parameters[amount.parameter]?.default) : amount;
  return value === undefined ? null : String(value);
}

/** Two places more than any base has, so that a percentage of it is exact. */
const PLACES = 6;

function ratioOf(
  scheme: Scheme,
  { change = 0, reading = 'points', base, floor = 0 }: Effect,
  parameters: ParameterValues,
): RatioChange {
  const read = settle(scheme, reading, parameters);
  const given = percent(scheme, base, parameters);
  if (given === null) return { change, reading: read, base: null, result: null };
  const changed = read === 'points' ? given + change * 10 ** PLACES : (given / 100) * (100 + change);
  const result = Math.max(changed, percent(scheme, floor, parameters) ?? 0);
  return { change, reading: read, base: plain(given, PLACES), result: plain(result, PLACES) };
}

function percent(scheme: Scheme, setting: Setting<number | string> | undefined, parameters: ParameterValues): number | null {
  if (setting === undefined) return null;
  const value =
    typeof setting === 'object' ? (parameters[setting.parameter] ?? scheme.parameters[setting.parameter]?.default) : setting;
  return value === undefined ? null : (scaled(value, PLACES) ?? null);
}
