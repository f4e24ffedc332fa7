import { Refusal } from '@xingchuang/rules';
import { adjustmentOf } from './after-round.ts';
import { decideInPieces } from './decide.ts';
import type { Decision, Explanation, FactsFile, UnitFacts } from './decision.ts';
import { atOnce, type Pieces } from './effort.ts';
import { citation, words } from './explain-clause.ts';
import { isRelative } from './evaluate.ts';
import { parseFactsInPieces } from './facts.ts';
import { isStar } from './scheme-names.ts';
import type { Scheme, Words } from './scheme.ts';

/** Something that happened to a unit within the year: new records are added to those known, other values replace them. */
export interface AdjustmentEvent {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface AdjustmentFacts {
  /** The unit's standing now. */
  readonly was: Pick<Decision, 'unit' | 'level' | 'stars'>;
  /** The facts it was decided on. */
  readonly file: FactsFile;
  readonly event: AdjustmentEvent;
}

type AdjustmentRule = Words & { readonly id: string; readonly source: string };

/** What the event does to the level, as the star ledger keeps it. */
export interface AdjustmentResult {
  readonly unit: string;
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly stars: readonly string[];
  readonly lost: readonly string[];
  /** What the event would also give, marked for the yearly evaluation: the level as a whole, and the dimensions won. */
  readonly later?: { readonly level: string; readonly won: readonly string[]; readonly rule: AdjustmentRule };
  readonly reasons: readonly Explanation[];
  readonly rule: AdjustmentRule;
  readonly ledger: string;
}

/**
 * The level after an event within the year: down at once; up only with the yearly evaluation, for which `later` marks what the event
 * would have raised (S0 L135). An event that lowers nothing gives `from` = `to`.
 */
export const adjust = (scheme: Scheme, about: AdjustmentFacts): AdjustmentResult => atOnce(adjustInPieces(scheme, about));

export function* adjustInPieces(scheme: Scheme, { was, file, event }: AdjustmentFacts): Pieces<AdjustmentResult> {
  const adjustment = adjustmentOf(scheme, file.parameters);
  if (!adjustment) throw new Refusal('missing', 'adjustment.none', { scheme: scheme.id });
  const known = file.units.find((one) => one.unit === was.unit);
  if (!known) throw new Refusal('missing', 'unit.missing', { unit: was.unit }, 'unit');
  const before = yield* decisionOf(scheme, file, known);
  const now = yield* decideAfter(scheme, known, file, event);
  const rank = (id: string): number => scheme.levels.findIndex((level) => level.id === id);
  const won = now.stars.filter((id) => !before.stars.includes(id));
  const { to, stars, lost, reasons } = lowered(scheme, was, now);
  const isRaised = won.length > 0 || rank(now.level) > rank(before.level);
  const { down, up, ledger } = adjustment;
  return {
    unit: was.unit,
    on: event.on,
    from: was.level,
    to,
    stars,
    lost,
    ...(isRaised && up.at === 'yearly' ? { later: { level: now.level, won, rule: ruleOf(up) } } : {}),
    reasons,
    rule: ruleOf(down),
    ledger,
  };
}

const ruleOf = (rule: NonNullable<Scheme['adjustment']>['up']): AdjustmentRule => ({ id: rule.id, ...words(rule), source: citation(rule) });

/** What is left of a standing by a decision on later facts: never more than before; `reasons` are the clauses that stand against the rest. */
export function lowered(scheme: Scheme, was: Pick<Decision, 'level' | 'stars'>, now: Decision): Pick<AdjustmentResult, 'to' | 'stars' | 'lost' | 'reasons'> {
  const rank = (id: string): number => scheme.levels.findIndex((level) => level.id === id);
  const stars = was.stars.filter((id) => now.stars.includes(id));
  const lost = was.stars.filter((id) => !now.stars.includes(id));
  const byStars = scheme.dimensions.some(isStar);
  const kept = byStars ? scheme.levels.findLastIndex((level) => level.stars <= stars.length) : scheme.levels.length - 1;
  const to = scheme.levels[Math.min(rank(was.level), rank(now.level), kept)]!.id;
  const reasons = now.explanation.flatMap((node) => {
    if (node.kind === 'dimension')
      return lost.includes(node.clause) ? node.children.filter(({ verdict }) => verdict === false) : [];
    if (node.kind === 'requirement' || node.kind === 'quota') return rank(now.level) < rank(was.level) && node.verdict === false ? [node] : [];
    return ['exclusion', 'veto', 'cap'].includes(node.kind) && node.verdict ? [node] : [];
  });
  return { to, stars, lost, reasons };
}

/** Decides again over the known facts and the event; the window reaches up to the day of the event. */
function* decideAfter(scheme: Scheme, known: UnitFacts, file: FactsFile, { on, facts }: AdjustmentEvent): Pieces<Decision> {
  const { window, parameters = {} } = file;
  const longer = window && { from: window.from, to: on > window.to ? on : window.to };
  const others = isRelative(scheme) ? file.units.filter(({ unit }) => unit !== known.unit) : [];
  const after = yield* parseFactsInPieces(scheme, {
    ...(longer ? { window: longer } : {}),
    parameters,
    ...(file.quotas ? { quotas: file.quotas } : {}),
    units: [...others, { ...known, facts: factsAfter(known.facts, facts) }],
  });
  return yield* decisionOf(scheme, after, known);
}

/** The decision of one unit; with all others where its level can depend on theirs. */
function* decisionOf(scheme: Scheme, file: FactsFile, { unit }: UnitFacts): Pieces<Decision> {
  const decisions = yield* decideInPieces(scheme, isRelative(scheme) ? file : { ...file, units: file.units.filter((one) => one.unit === unit) });
  return decisions.find((one) => one.unit === unit)!;
}

/** The facts after an event: its records are added to those known, its other values replace them. */
export function factsAfter(known: UnitFacts['facts'], event: AdjustmentEvent['facts']): UnitFacts['facts'] {
  const after = { ...known };
  for (const [name, value] of Object.entries(event)) {
    const before = after[name];
    after[name] = Array.isArray(before) && Array.isArray(value) ? [...(before as unknown[]), ...(value as unknown[])] : value;
  }
  return after;
}
