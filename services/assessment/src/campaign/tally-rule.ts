import type { Scheme } from '@xingchuang/schemes';
import type { State } from '../candidacy/candidacy.ts';

interface Standing {
  readonly kind: string;
  readonly state: State;
  readonly level: string;
}
export interface Tally {
  readonly kinds: readonly { readonly kind: string; readonly units: number; readonly states: Partial<Record<State, number>>; readonly levels: readonly { readonly level: string; readonly units: number }[] }[];
  /** How many hold each level, over all kinds. */
  readonly reached: ReadonlyMap<string, number>;
}

const isDecided = ({ state }: Standing): boolean => state === 'decided' || state === 'settled';

/** Units of a round by kind in the order of the scheme: where they stand, and the levels that were decided, the highest first. */
export function tallied(scheme: Pick<Scheme, 'kinds' | 'levels'>, all: readonly Standing[]): Tally {
  const byKind = Map.groupBy(all, ({ kind }) => kind);
  const kinds = Object.keys(scheme.kinds).flatMap((kind) => {
    const here = byKind.get(kind);
    if (!here) return [];
    const states: Partial<Record<State, number>> = {};
    for (const { state } of here) states[state] = (states[state] ?? 0) + 1;
    const decided = here.filter(isDecided);
    const levels = scheme.levels.toReversed().flatMap(({ id }) => {
      const units = decided.filter(({ level }) => level === id).length;
      return units === 0 ? [] : [{ level: id, units }];
    });
    return [{ kind, units: here.length, states, levels }];
  });
  return { kinds, reached: new Map([...Map.groupBy(all.filter(isDecided), ({ level }) => level)].map(([level, here]) => [level, here.length])) };
}
