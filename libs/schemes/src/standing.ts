import type { Frame } from './cel-types.ts';
import type { Contest, UnitFacts } from './decision.ts';
import type { CompiledScheme } from './scheme-compile.ts';
import { PARENT } from './scheme-names.ts';
import type { Population, Scheme } from './scheme.ts';

/** One unit in the round: its row, and what the rules found before and after the quotas. Levels are ranks from 0. */
export interface Standing {
  readonly unit: UnitFacts;
  readonly frame: Frame;
  readonly won: readonly string[];
  readonly excluded: readonly string[];
  readonly direct: readonly string[];
  readonly vetoed: readonly string[];
  readonly caps: readonly string[];
  /** The highest level that stars, requirements and direct awards give. */
  readonly merit: number;
  /** That level after exclusions, vetoes and caps, before the quotas. */
  readonly allowed: number;
  level: number;
  readonly contests: Contest[];
}

/** Which rows take part in a population. */
export function partOf({ names }: CompiledScheme, id: string, { where }: Population): (frame: Frame) => boolean {
  if (where === undefined) return () => true;
  const { slot } = names.unit.names.get(`where ${id}`)!;
  return (frame) => frame[slot] === true;
}

/** The group of a row: the words it shares with the others in it. */
export function groupKeyOf({ names }: Pick<CompiledScheme, 'names'>, { by = [] }: Population): (frame: Frame) => string {
  const slots = by.map((name) => names.unit.names.get(name === 'parent' ? PARENT : name)!.slot);
  return (frame) => slots.map((slot) => String(frame[slot] ?? '')).join(' / ');
}

/** True where the stars and the condition of a level are met. */
export function reaches(scheme: Scheme, { names }: CompiledScheme, level: number, won: number, frame: Frame): boolean {
  const { id, stars, when } = scheme.levels[level]!;
  return won >= stars && (when === undefined || frame[names.unit.names.get(`level ${id}`)!.slot] === true);
}
