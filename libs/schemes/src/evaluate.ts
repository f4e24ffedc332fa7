import type { Frame, PopulationCall } from './cel-types.ts';
import { fillGroup, outside } from './cel-population.ts';
import type { FactsFile, UnitFacts } from './decision.ts';
import { isDue, type Pieces } from './effort.ts';
import { settle } from './parameters.ts';
import { contests } from './quota.ts';
import { frameOf } from './row.ts';
import { compiled, type CompiledScheme } from './scheme-compile.ts';
import { isStar } from './scheme-names.ts';
import type { Scheme } from './scheme.ts';
import { groupKeyOf, partOf, reaches, type Standing } from './standing.ts';

/**
 * Computes every column over all units, in the order in which they read each other, then the levels. Units come out ordered by id; no
 * value depends on the order in which they came in.
 */
export function* evaluate(scheme: Scheme, file: FactsFile): Pieces<Standing[]> {
  const built = compiled(scheme);
  const { names, steps, write } = built;
  const units = file.units.toSorted((a, b) => (a.unit < b.unit ? -1 : a.unit > b.unit ? 1 : 0));
  const base = frameOf(scheme, names.unit, file.parameters ?? {});
  const frames: Frame[] = [];
  for (const unit of units) {
    const frame = base.slice();
    write(frame, unit, file.window);
    frames.push(frame);
    if (isDue()) yield;
  }
  const groups = new Map<string, Frame[][]>();
  for (const step of steps) {
    if (!step.run) yield* fill(scheme, built, frames, step.call, groups);
    else for (const frame of frames) {
      frame[step.slot] = step.run(frame);
      if (isDue()) yield;
    }
  }
  const stand = standingOf(scheme, built, file);
  const standings: Standing[] = [];
  for (const [i, unit] of units.entries()) {
    standings.push(stand(unit, frames[i]!));
    if (isDue()) yield;
  }
  yield* contests(scheme, file, standings);
  return standings;
}

function* fill(scheme: Scheme, built: CompiledScheme, frames: readonly Frame[], call: PopulationCall, known: Map<string, Frame[][]>): Pieces<void> {
  const population = scheme.populations[call.population]!;
  const takes = partOf(built, call.population, population);
  let groups = known.get(call.population);
  if (!groups) {
    groups = [...Map.groupBy(frames.filter(takes), groupKeyOf(built, population)).values()];
    known.set(call.population, groups);
  }
  if (population.where !== undefined) for (const frame of frames) if (!takes(frame)) outside(call, frame);
  for (const group of groups) yield* fillGroup(call, group);
}

/** True when some unit's level can depend on the facts of others. */
export const isRelative = (scheme: Scheme): boolean => compiled(scheme).calls.length > 0 || scheme.quotas.some(({ on }) => on.includes('level'));

function standingOf(scheme: Scheme, built: CompiledScheme, { parameters = {} }: FactsFile): (unit: UnitFacts, frame: Frame) => Standing {
  const { levels } = scheme;
  const slot = (name: string): number => built.names.unit.names.get(name)!.slot;
  const rank = (level: Parameters<typeof settle<string>>[1]): number => levels.findIndex(({ id }) => id === settle(scheme, level, parameters));
  const stars = scheme.dimensions.filter(isStar).map(({ id }) => ({ id, slot: slot(`stars.${id}`) }));
  const exclusions = scheme.exclusions.map(({ id, level, keep }) => ({
    id,
    slot: slot(`exclusions.${id}`),
    to: level === undefined ? 0 : rank(level),
    keep: keep === undefined ? undefined : slot(keep),
  }));
  const direct = scheme.direct.map(({ id, level }) => ({ id, slot: slot(`direct.${id}`), to: rank(level) }));
  const vetoes = scheme.vetoes.map(({ id, level }) => ({ id, slot: slot(`vetoes.${id}`), to: rank(level) }));
  const caps = scheme.caps.map(({ id, on, atMost }) => ({ id, slot: slot(`caps.${id}`), to: on.includes('level') ? rank(atMost) : levels.length }));
  const order = levels.map((_, i) => i).reverse();

  return (unit, frame) => {
    const fired = <T extends { slot: number }>(rules: readonly T[]): T[] => rules.filter((rule) => frame[rule.slot] === true);
    const [won, excluded, given, vetoed, capped] = [fired(stars), fired(exclusions), fired(direct), fired(vetoes), fired(caps)];
    const earned = order.find((level) => level === 0 || reaches(scheme, built, level, won.length, frame))!;
    const merit = Math.max(earned, ...given.map(({ to }) => to));
    const left = excluded.map(({ to, keep }) => (keep === undefined ? to : ((frame[keep] as number | null) ?? to)));
    // A level that is kept stands above the exclusions that only bar from taking part.
    const kept = excluded.some(({ keep }) => keep !== undefined) ? Math.max(...left) : Math.min(...left);
    const free = vetoed.length > 0 ? levels.length - 1 : Math.min(merit, ...capped.map(({ to }) => to));
    const level = Math.min(excluded.length > 0 ? kept : free, ...vetoed.map(({ to }) => to));
    const ids = (rules: readonly { id: string }[]): string[] => rules.map(({ id }) => id);
    return {
      unit, frame, won: ids(won), excluded: ids(excluded), direct: ids(given), vetoed: ids(vetoed), caps: ids(capped), merit, allowed: level, level, contests: [],
    };
  };
}
