import { chineseCalendar, type Calendar, type Day } from '@xingchuang/calendar';
import { competence, holdsUntil, needsNotice, routeOf, type Act, type Competence, type ParameterValues, type RouteStep, type Scheme } from '@xingchuang/schemes';
import type { Place, Role } from '@xingchuang/rules';
import type { Seat } from './candidacy.ts';

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
  readonly #ways = new Map<string, readonly (readonly RouteStep[])[]>();

  readonly #comparesUnits: boolean;

  constructor(
    readonly scheme: Scheme,
    readonly parameters: ParameterValues,
    readonly calendar: Calendar = chineseCalendar(),
  ) {
    const called = Object.keys(scheme.populations).map((name) => `\\b${name}\\.[a-zA-Z]+\\(`).join('|');
    this.#comparesUnits = scheme.quotas.some(({ on }) => on.includes('level')) || (called !== '' && new RegExp(called).test(JSON.stringify(scheme)));
  }

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
    const known = this.#ways.get(level) ?? this.route(level).map((group) => group.filter(({ act }) => ON_ONE.includes(act))).filter((group) => group.length > 0);
    this.#ways.set(level, known);
    return known;
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

  /** Steps before the group of this one on the way of a level. */
  before(level: string, step: RouteStep): ReadonlySet<string> {
    const groups = this.way(level);
    const at = groups.findIndex((group) => group.some(({ id }) => id === step.id));
    return new Set(groups.slice(0, Math.max(0, at)).flat().map(({ id }) => id));
  }

  /** Whether the facts of other units count for the level of one: ranks, means, shares, places. */
  get comparesUnits(): boolean {
    return this.#comparesUnits;
  }

  /** Whether any step says who may send a case back, and how long its supplement may take; otherwise the bodies set the day. */
  get namesCures(): boolean {
    return this.scheme.process.some(({ steps }) => steps.some(({ cure }) => cure !== undefined));
  }

  /** Whether a seat is at the unit that a step names: by its kind, or as the rated unit itself, or as the one right above it. */
  acts({ kind }: RouteStep, { unitKind, unitId }: Pick<Seat, 'unitKind' | 'unitId'>, was: Place): boolean {
    const is = kind === null ? undefined : this.scheme.kinds[kind]?.is;
    if (is === 'self') return unitId === was.unitId;
    return is === 'parent' ? unitId === was.path.at(-2) : kind === unitKind;
  }

  /** The seats that a step waits for, as work lists ask for them: a kind of unit, or one unit. */
  awaited({ kind }: RouteStep, was: Place): string[] {
    const { kinds } = this.scheme;
    const is = kind === null ? undefined : kinds[kind]?.is;
    if (is === 'self') return Object.keys(kinds).filter((one) => kinds[one]!.is === 'rated');
    return is === 'parent' ? [was.path.at(-2) ?? ''] : [kind ?? ''];
  }

  levelName(level: string): string {
    return this.scheme.levels[this.rank(level)]?.zh ?? level;
  }

  competence(level: string): Competence {
    return competence(this.scheme, level, this.parameters);
  }

  /** Whether the level is final only after a notice or a confirmation. */
  isConfirmed(level: string): boolean {
    return this.needsNotice(level) || this.route(level).flat().some(({ act }) => act === 'confirm');
  }

  /** Last day on which a level stands that was settled on a day; empty where it stands until changed. */
  holdsUntil(level: string, settledOn: Day): string {
    return holdsUntil(this.scheme, level, settledOn, this.parameters) ?? '';
  }

  /** After how many later rounds a level is over; undefined where rounds do not end it. */
  holdsRounds(level: string): number | undefined {
    const holds = this.scheme.levels[this.rank(level)]?.holds;
    return holds && 'rounds' in holds ? holds.rounds : undefined;
  }

  needsNotice(level: string): boolean {
    return needsNotice(this.scheme, level, this.parameters);
  }
}
