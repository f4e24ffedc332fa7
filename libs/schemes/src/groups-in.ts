import { evaluate } from './evaluate.ts';
import type { FactsFile } from './decision.ts';
import { atOnce, type Pieces } from './effort.ts';
import { compiled } from './scheme-compile.ts';
import type { FactDefinition, Scheme } from './scheme.ts';
import { groupKeyOf, partOf } from './standing.ts';

/** Units that are compared with each other, by the id that the facts file gives them, rising. */
export interface PopulationGroup {
  readonly population: string;
  readonly group: string;
  readonly units: readonly string[];
}

/** Who is compared with whom: every group of every population. Takes checked facts. */
export const groupsIn = (scheme: Scheme, file: FactsFile): PopulationGroup[] => atOnce(groupsInPieces(scheme, file));

export function* groupsInPieces(scheme: Scheme, file: FactsFile): Pieces<PopulationGroup[]> {
  const built = compiled(scheme);
  const standings = yield* evaluate(scheme, file);
  return Object.entries(scheme.populations).flatMap(([population, rule]) => {
    const [takes, key] = [partOf(built, population, rule), groupKeyOf(built, rule)];
    const grouped = Map.groupBy(standings.filter(({ frame }) => takes(frame)), ({ frame }) => key(frame));
    return [...grouped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, members]) => ({ population, group, units: members.map(({ unit }) => unit.unit) }));
  });
}

/** A value for every fact that must be there: what stands for a unit of which only that it takes part is known yet. */
export function neutralFacts(scheme: Scheme, day: string): Record<string, unknown> {
  const needed = Object.entries(scheme.facts).filter(([, { optional, absent }]) => optional !== true && absent === undefined);
  return Object.fromEntries(needed.map(([name, fact]) => [name, neutral(scheme, fact, day)]));
}

function neutral({ levels }: Scheme, { type, values }: FactDefinition, day: string): unknown {
  switch (type) {
    case 'boolean':
      return false;
    case 'integer':
      return 0;
    case 'decimal':
      return '0';
    case 'day':
      return day;
    case 'level':
      return levels[0]!.id;
    case 'records':
      return [];
    default:
      return Object.keys(values ?? {})[0] ?? '';
  }
}
