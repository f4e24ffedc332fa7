import type { Day } from '@xingchuang/calendar';

/** One problem that several units have (S1 L59): each keeps its own line, all are studied together once it is common. */
export interface Matter {
  readonly id: string;
  readonly version: number;
  /** The node in whose subtree it is watched. */
  readonly unitId: string;
  readonly path: readonly string[];
  readonly schemeId: string;
  readonly aspect: string;
  readonly title: string;
  readonly units: number;
  /** How many units made it common; set when it became so. */
  readonly threshold: number;
  readonly commonSince: Day | '';
  readonly study: { readonly text: string; readonly measure: string; readonly day: Day; readonly by: string } | null;
}

/** Counts its units anew; once common it stays so, as what was studied together. */
export function counted(matter: Matter, units: number, commonFrom: number, today: Day): Matter {
  if (matter.commonSince !== '') return { ...matter, units };
  return units < commonFrom ? { ...matter, units, threshold: commonFrom } : { ...matter, units, threshold: commonFrom, commonSince: today };
}
