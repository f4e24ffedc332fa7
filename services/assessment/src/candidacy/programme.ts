import { competence, needsNotice, routeOf, type Act, type Competence, type ParameterValues, type RouteStep, type Scheme } from '@xingchuang/schemes';
import type { Role } from '@xingchuang/rules';

/** Acts that say which level it shall be; the first of them on a route is where the rules are asked. */
export const JUDGEMENTS = ['propose', 'recommend', 'nominate', 'decide'] as const satisfies readonly Act[];
export type Judgement = (typeof JUDGEMENTS)[number];

/** Acts done on one candidacy, one after the other. Spot checks are drawn over many; notice and confirmation follow the decision. */
const ON_ONE: readonly Act[] = ['declare', ...JUDGEMENTS, 'verify'];

/** What sort of seat does an act at the body that the scheme names for it. */
export const ROLE_OF: Readonly<Record<Act, Role>> = {
  declare: 'clerk',
  propose: 'reviewer',
  verify: 'reviewer',
  'spot-check': 'reviewer',
  recommend: 'decider',
  nominate: 'decider',
  decide: 'decider',
  notice: 'publicist',
  confirm: 'publicist',
};

/** The part of a scheme, with the parameters of a campaign, that moves a candidacy. */
export class Programme {
  readonly #routes = new Map<string, readonly (readonly RouteStep[])[]>();

  constructor(
    readonly scheme: Scheme,
    readonly parameters: ParameterValues,
  ) {}

  get lowest(): string {
    return this.scheme.levels[0]!.id;
  }

  /** Place of the level among the levels, lowest 0; -1 for one that the scheme does not have. */
  rank(level: string): number {
    return this.scheme.levels.findIndex(({ id }) => id === level);
  }

  /** Steps of a candidate of this level, in groups whose steps may be done in any order. Refuses `level.unknown`. */
  route(level: string): readonly (readonly RouteStep[])[] {
    const known = this.#routes.get(level) ?? routeOf(this.scheme, level, this.parameters).map(({ steps }) => steps);
    this.#routes.set(level, known);
    return known;
  }

  /** The same without what is not done on the single candidacy. */
  way(level: string): readonly (readonly RouteStep[])[] {
    return this.route(level)
      .map((group) => group.filter(({ act }) => ON_ONE.includes(act)))
      .filter((group) => group.length > 0);
  }

  /** The step of the declaration. */
  declaring(level: string): RouteStep | undefined {
    return this.way(level).flat().find(({ act }) => act === 'declare');
  }

  /** The step at which the rules are asked and the first level is put. */
  opening(level: string): RouteStep | undefined {
    return this.way(level).flat().find(({ act }) => (JUDGEMENTS as readonly Act[]).includes(act));
  }

  /** Steps whose turn it is once those given are done; none when all are. */
  next(level: string, done: ReadonlySet<string>): readonly RouteStep[] {
    for (const group of this.way(level)) {
      const open = group.filter(({ id }) => !done.has(id));
      if (open.length > 0) return open;
    }
    return [];
  }

  competence(level: string): Competence {
    return competence(this.scheme, level, this.parameters);
  }

  needsNotice(level: string): boolean {
    return needsNotice(this.scheme, level);
  }
}
