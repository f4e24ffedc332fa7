import type { Frame, Value } from './cel-types.ts';
import { scaled } from './decimal.ts';
import type { FactsFile, QuotaChange } from './decision.ts';
import { isDue, spend, type Pieces } from './effort.ts';
import { order as compare, rounded, type Fraction } from './fraction.ts';
import { settle } from './parameters.ts';
import { compiled } from './scheme-compile.ts';
import type { ParameterValues, Quota, Scheme } from './scheme.ts';
import { groupKeyOf, partOf, reaches, type Standing } from './standing.ts';

interface Place {
  readonly rank: number;
  readonly level: string;
  readonly share: string | null;
  /** Places down to and with this level. */
  readonly upTo: number;
}

const PLACES = 4;
/** Steps that it takes to give a candidate its place in the order. */
const SORTED = 100;

/** Percentages and counts of a quota in a group, summed up from the highest level so that rounding never gives more than the whole. */
function placesOf(scheme: Scheme, quota: Quota, base: number, change: QuotaChange | undefined, file: FactsFile): Place[] {
  const { parameters = {} } = file;
  const counted = change?.counts ?? (change?.shares ? undefined : quota.counts);
  const given = Object.entries(change?.shares ?? counted ?? quota.shares ?? {});
  const rank = (id: string): number => scheme.levels.findIndex((level) => level.id === id);
  let sum = 0;
  return given
    .map(([level, amount]) => ({ level, rank: rank(level), amount: settle(scheme, amount, parameters) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ level, rank: at, amount }) => {
      sum += scaled(amount, PLACES)!;
      const part = { n: BigInt(sum) * BigInt(base), d: 100n * 10n ** BigInt(PLACES) };
      const upTo = counted ? sum / 10 ** PLACES : rounded(part, 0, settle(scheme, quota.rounding ?? 'down', parameters));
      return { level, rank: at, share: counted ? null : String(amount), upTo };
    });
}

const changeOf = ({ quotas = [] }: FactsFile, id: string, group: string): QuotaChange | undefined =>
  quotas.findLast((change) => change.quota === id && change.group === group) ?? quotas.findLast((change) => change.quota === id && change.group === undefined);

export interface Group {
  readonly key: string;
  readonly members: readonly Standing[];
  readonly base: number;
  readonly candidates: readonly Standing[];
  readonly places: readonly Place[];
  readonly change: QuotaChange | undefined;
}

/** The groups of a quota's population, by key, with their places. */
export function groupsOf(scheme: Scheme, quota: Quota, file: FactsFile, standings: readonly Standing[]): Group[] {
  const built = compiled(scheme);
  const population = scheme.populations[quota.population]!;
  const takes = partOf(built, quota.population, population);
  const key = groupKeyOf(built, population);
  const holds = (name: string | undefined): ((frame: Frame) => boolean) => {
    if (name === undefined) return () => false;
    const { slot } = built.names.unit.names.get(name)!;
    return (frame) => frame[slot] === true;
  };
  const inBase = quota.base === undefined ? () => true : holds(`base ${quota.id}`);
  const except = holds(quota.except === undefined ? undefined : `except ${quota.id}`);
  const grouped = Map.groupBy(standings.filter(({ frame }) => takes(frame)), ({ frame }) => key(frame));
  return [...grouped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, members]) => {
    const base = members.filter(({ frame }) => inBase(frame)).length;
    const change = changeOf(file, quota.id, group);
    const candidates = members.filter((one) => one.excluded.length === 0 && one.vetoed.length === 0 && !except(one.frame));
    return { key: group, members, base, candidates, places: placesOf(scheme, quota, base, change, file), change };
  });
}

/** Gives the places of all quotas on levels; who finds none falls to the next lower level that it reaches. */
export function* contests(scheme: Scheme, file: FactsFile, standings: readonly Standing[]): Pieces<void> {
  for (const quota of scheme.quotas) {
    if (!quota.on.includes('level')) continue;
    for (const group of groupsOf(scheme, quota, file, standings)) yield* contest(scheme, quota, file, group);
  }
}

function* contest(scheme: Scheme, quota: Quota, { parameters = {} }: FactsFile, { key, candidates, places }: Group): Pieces<void> {
  const byOrder = orderOf(scheme, quota);
  const ties = settle(scheme, quota.ties ?? 'out', parameters);
  const carry = settle(scheme, quota.carry ?? false, parameters);
  let [placed, before] = [0, 0];
  for (const { rank, level, upTo } of places) {
    const room = Math.max(0, upTo - (carry ? placed : before));
    before = upTo;
    const pool = candidates.filter((one) => one.level === rank).sort(byOrder);
    const taken = takenOf(pool, room, ties, byOrder);
    placed += taken;
    spend(pool.length * SORTED);
    if (isDue()) yield;
    const first = placesIn(pool, byOrder);
    pool.forEach((one, i) => {
      one.contests.push({ quota: quota.id, group: key, level, place: first[i]!, places: room, in: i < taken });
      if (i >= taken) one.level = nextLower(scheme, one, rank, parameters);
    });
  }
}

/** The place of each in a sorted pool, from 1; equals share the place of the first of them. */
export function placesIn(pool: readonly Standing[], byOrder: (a: Standing, b: Standing) => number): number[] {
  let place = 1;
  return pool.map((one, i) => (i > 0 && byOrder(pool[i - 1]!, one) !== 0 ? (place = i + 1) : place));
}

/** How many of a sorted pool get a place: those equal at the edge get in together or stay out together. */
export function takenOf(pool: readonly Standing[], room: number, ties: 'in' | 'out', byOrder: (a: Standing, b: Standing) => number): number {
  if (room >= pool.length) return pool.length;
  if (room === 0) return 0;
  const edge = pool[room - 1]!;
  if (byOrder(edge, pool[room]!) !== 0) return room;
  return ties === 'in' ? pool.findLastIndex((one) => byOrder(one, edge) === 0) + 1 : pool.findIndex((one) => byOrder(one, edge) === 0);
}

export function orderOf(scheme: Scheme, { id, order = [] }: Quota): (a: Standing, b: Standing) => number {
  const { names } = compiled(scheme);
  const slots = order.map((_, i) => names.unit.names.get(`order ${id} ${i}`)!.slot);
  const value = (x: Value, y: Value): number => (typeof x === 'number' ? x - (y as number) : compare(x as Fraction, y as Fraction));
  return (a, b) => {
    for (const slot of slots) {
      const difference = value(b.frame[slot] as Value, a.frame[slot] as Value);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function nextLower(scheme: Scheme, { won, frame, direct }: Standing, rank: number, parameters: ParameterValues): number {
  const built = compiled(scheme);
  const awarded = scheme.direct.filter(({ id }) => direct.includes(id)).map(({ level }) => settle(scheme, level, parameters));
  const upTo = scheme.levels.findLastIndex(({ id }) => awarded.includes(id));
  for (let level = rank - 1; level > 0; level--) {
    if (level <= upTo || reaches(scheme, built, level, won.length, frame)) return level;
  }
  return 0;
}
