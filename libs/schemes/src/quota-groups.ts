import { Refusal } from '@xingchuang/rules';
import { shown } from './cel-shown.ts';
import type { Value } from './cel-types.ts';
import type { FactsFile } from './decision.ts';
import { atOnce, eachOf, isDue, type Pieces } from './effort.ts';
import { evaluate } from './evaluate.ts';
import { citation, labelOf, words } from './explain-clause.ts';
import { settle } from './parameters.ts';
import { groupsOf, orderOf, placesIn, takenOf, type Group } from './quota.ts';
import { compiled } from './scheme-compile.ts';
import type { Quota, Scheme, Words } from './scheme.ts';
import type { Standing } from './standing.ts';

/** The places of one quota in one group: of how many units, and how many for each level, the highest first. */
export interface QuotaGroup extends Words {
  readonly quota: string;
  readonly group: string;
  readonly source: string;
  /** Units that stand in the group, those that the percentage is taken of, and those that may compete. */
  readonly units: number;
  readonly base: number;
  readonly candidates: readonly string[];
  readonly places: readonly { readonly level: string; readonly share: string | null; readonly places: number }[];
  /** What the order of candidates goes by, and what becomes of equals at the edge. */
  readonly order: readonly Words[];
  readonly ties: 'in' | 'out';
  /** All units of the group: candidates in their order, then those that do not stand in the contest. */
  readonly standings: readonly QuotaStanding[];
  /** Why the share is not that of the scheme. */
  readonly reason: string | null;
}

/** Where one unit stands among those of its group. */
export interface QuotaStanding {
  readonly unit: string;
  /** By the order; equals share it. Null where the quota has no order, or the unit does not compete. */
  readonly place: number | null;
  /** What the order goes by, first things first. */
  readonly values: readonly string[];
  /** The level of the place on which it stands; null beyond the places, or without an order. */
  readonly within: string | null;
  /** Equal with others on both sides of an edge of the places. */
  readonly tied: boolean;
  /** Clauses that keep it out of the contest. */
  readonly barred: readonly (Words & { readonly clause: string; readonly source: string })[];
}

/** The places of every quota in every group, for a board and before a recommendation. Takes checked facts. */
export const quotaGroups = (scheme: Scheme, file: FactsFile): QuotaGroup[] => atOnce(quotaGroupsInPieces(scheme, file));

export function* quotaGroupsInPieces(scheme: Scheme, file: FactsFile): Pieces<QuotaGroup[]> {
  const standings = yield* evaluate(scheme, file);
  const found = yield* eachOf(scheme.quotas, (quota) => eachOf(groupsOf(scheme, quota, file, standings), (group) => groupOf(scheme, quota, file, group)));
  return found.flat();
}

function* groupOf(scheme: Scheme, quota: Quota, file: FactsFile, group: Group): Pieces<QuotaGroup> {
  const { key, members, base, candidates, places, change } = group;
  return {
    quota: quota.id,
    group: key,
    ...words(quota),
    source: citation(quota),
    units: members.length,
    base,
    candidates: candidates.map(({ unit }) => unit.unit),
    places: places.map(({ level, share, upTo }, i) => ({ level, share, places: Math.max(0, upTo - (places[i - 1]?.upTo ?? 0)) })),
    order: (quota.order ?? []).map((text) => labelOf(scheme, text) ?? { zh: text }),
    ties: settle(scheme, quota.ties ?? 'out', file.parameters ?? {}),
    standings: yield* standingsOf(scheme, quota, file, group),
    reason: change?.reason ?? null,
  };
}

function* standingsOf(scheme: Scheme, quota: Quota, { parameters = {} }: FactsFile, { members, candidates, places }: Group): Pieces<QuotaStanding[]> {
  const { order = [] } = quota;
  const byOrder = orderOf(scheme, quota);
  const pool = candidates.toSorted((a, b) => byOrder(a, b) || (a.unit.unit < b.unit.unit ? -1 : 1));
  const ties = settle(scheme, quota.ties ?? 'out', parameters);
  const edges = order.length === 0 ? [] : places.map(({ level, upTo }) => ({ level, upTo, taken: takenOf(pool, upTo, ties, byOrder) }));
  const { names } = compiled(scheme).names.unit;
  const slots = order.map((_, i) => names.get(`order ${quota.id} ${i}`)!);
  const valuesOf = ({ frame }: Standing): string[] => slots.map(({ slot, type }) => String(shown(frame[slot] as Value, type, [])));
  const first = placesIn(pool, byOrder);
  const competing = yield* eachOf(pool, function* (one, i): Pieces<QuotaStanding> {
    if (isDue()) yield;
    return {
      unit: one.unit.unit,
      place: order.length === 0 ? null : first[i]!,
      values: valuesOf(one),
      within: (quota.on.includes('level') ? one.contests.find((contest) => contest.quota === quota.id && contest.in) : edges.find(({ taken }) => i < taken))?.level ?? null,
      tied: edges.some(({ upTo }) => upTo > 0 && upTo < pool.length && byOrder(pool[upTo - 1]!, pool[upTo]!) === 0 && byOrder(pool[upTo]!, one) === 0),
      barred: [],
    };
  });
  const competes = new Set(candidates);
  const others = members.filter((one) => !competes.has(one)).map((one): QuotaStanding => ({ unit: one.unit.unit, place: null, values: valuesOf(one), within: null, tied: false, barred: barredBy(scheme, quota, one) }));
  return [...competing, ...others];
}

/** Exclusions and vetoes of the unit, else the quota itself, which names units that do not compete. */
function barredBy(scheme: Scheme, quota: Quota, { excluded, vetoed }: Standing): QuotaStanding['barred'] {
  const rules = [...scheme.exclusions.filter(({ id }) => excluded.includes(id)), ...scheme.vetoes.filter(({ id }) => vetoed.includes(id))];
  return (rules.length > 0 ? rules : [quota]).map((rule) => ({ ...words(rule), clause: rule.id, source: citation(rule) }));
}

/**
 * Refuses `quota.exceeded` where a body recommends more units of its group for a level than there are places, and `quota.excluded`
 * for a unit that does not stand in the contest; both with clause and source.
 */
export function recommendable(groups: readonly QuotaGroup[], about: { readonly quota: string; readonly group: string; readonly level: string }, chosen: readonly string[]): QuotaGroup {
  const found = groups.find(({ quota, group }) => quota === about.quota && group === about.group);
  if (!found) throw new Refusal('missing', 'quota.missing', { quota: about.quota, group: about.group }, 'quota');
  const { zh, en = zh, source, base } = found;
  const facts = { clause: found.quota, zh, en, source };
  const outsider = chosen.find((unit) => !found.candidates.includes(unit));
  if (outsider !== undefined) throw new Refusal('conflict', 'quota.excluded', { ...facts, unit: outsider }, 'units');
  const places = found.places.find(({ level }) => level === about.level)?.places;
  const units = new Set(chosen).size;
  if (places !== undefined && units > places) throw new Refusal('conflict', 'quota.exceeded', { ...facts, places, base, chosen: units }, 'units');
  return found;
}

/** The level of a quota for which a unit takes a place: it was recommended for it at this step and is not put below it since; undefined where it takes none. */
export function takenPlace(
  scheme: Scheme,
  { done, level, settled }: { readonly done: readonly { readonly step: string; readonly level: string }[]; readonly level: string; readonly settled: { readonly level: string } | null },
  step: string | undefined,
  levels: readonly string[],
): string | undefined {
  const rank = (id: string): number => scheme.levels.findIndex((one) => one.id === id);
  const given = rank(settled?.level ?? level); // what later years take away was given all the same
  return done.find((one) => one.step === step && levels.includes(one.level) && rank(one.level) <= given)?.level;
}
