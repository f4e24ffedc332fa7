import { addDays, day, deadline, limitUntil, yearOf, type Calendar, type Day, type Deadline } from '@xingchuang/calendar';
import { needsNotice, routeOf, settle, settleTerm, type Act, type ParameterValues, type RouteStep, type Scheme, type Term, type YearDay } from '@xingchuang/schemes';
import type { PackagedCampaign, PackagedDone } from './campaign-package.ts';

export const JUDGEMENTS: readonly string[] = ['propose', 'recommend', 'nominate', 'decide'] satisfies Act[];
const ON_ONE: readonly string[] = ['declare', ...JUDGEMENTS, 'verify'];

/** The time a step has: its days, or its last day. */
export interface StepTime {
  readonly window?: { readonly from: string; readonly to: string };
  readonly lastDay?: string;
  readonly earliest?: string;
  readonly derivation?: Deadline['derivation'];
}

/** The way of a candidacy through the bodies by one version of the scheme. */
export class SchemeWay {
  #steps: ReadonlyMap<string, RouteStep> | undefined;
  readonly #ways = new Map<string, readonly (readonly RouteStep[])[]>();

  constructor(
    readonly scheme: Scheme,
    readonly parameters: ParameterValues,
    readonly calendar: Calendar,
  ) {}

  get lowest(): string {
    return this.scheme.levels[0]!.id;
  }
  rank = (level: string): number => this.scheme.levels.findIndex(({ id }) => id === level);
  /** Levels in words of the scheme are ids here too. */
  has = (level: string): boolean => this.rank(level) >= 0;

  way(level: string): readonly (readonly RouteStep[])[] {
    const known = this.#ways.get(level) ?? routeOf(this.scheme, level, this.parameters).map(({ steps }) => steps.filter(({ act }) => ON_ONE.includes(act))).filter((group) => group.length > 0);
    this.#ways.set(level, known);
    return known;
  }

  step(id: string): RouteStep | undefined {
    this.#steps ??= new Map(this.scheme.levels.flatMap((level) => routeOf(this.scheme, level.id, this.parameters).flatMap(({ steps }) => steps)).map((step) => [step.id, step]));
    return this.#steps.get(id);
  }

  declaring = (level: string): RouteStep | undefined => this.way(level).flat().find(({ act }) => act === 'declare');
  opening = (level: string): RouteStep | undefined => this.way(level).flat().find(({ act }) => JUDGEMENTS.includes(act));

  next(level: string, done: ReadonlySet<string>): readonly RouteStep[] {
    return this.way(level).map((group) => group.filter(({ id }) => !done.has(id))).find((open) => open.length > 0) ?? [];
  }

  before(level: string, step: string): ReadonlySet<string> {
    const at = this.way(level).findIndex((group) => group.some(({ id }) => id === step));
    return new Set(this.way(level).slice(0, Math.max(0, at)).flat().map(({ id }) => id));
  }

  confirming = (level: string): RouteStep | undefined => routeOf(this.scheme, level, this.parameters).flatMap(({ steps }) => steps).find(({ act }) => act === 'confirm');
  needsNotice = (level: string): boolean => needsNotice(this.scheme, level, this.parameters);

  /** The last day of a term; undefined where its length is given when it starts. */
  ends(term: Term, from: string): Deadline | undefined {
    const { ask, ...settled } = settleTerm(this.scheme, term, this.parameters);
    return ask ? undefined : deadline(this.calendar, { ...settled, from: day(from) });
  }

  /** A day of the year and the days around it that still count. */
  onDay({ on, year = 1, tolerance = 0, holiday = 'stay' }: YearDay, assessed: number): Deadline & { readonly earliest?: Day } {
    const named = day(`${assessed + year}-${on}`);
    const around = settle(this.scheme, tolerance, this.parameters);
    const found = limitUntil(this.calendar, { until: addDays(named, around), holiday: settle(this.scheme, holiday, this.parameters) });
    return around === 0 ? found : { ...found, earliest: addDays(named, -around) };
  }

  /** The time of a step that follows those done. */
  timeOf(step: RouteStep, { window, windows, declaring }: PackagedCampaign, done: readonly PackagedDone[]): StepTime {
    const assessed = yearOf(day(window.to));
    const fixed = step.window && !('ask' in step.window) ? { from: `${assessed + (step.window.year ?? 1)}-${step.window.from}`, to: `${assessed + (step.window.year ?? 1)}-${step.window.to}` } : undefined;
    const days = step.act === 'declare' ? declaring : (windows[step.id] ?? fixed);
    const due = this.#due(step, assessed, done);
    return { ...(days ? { window: days } : {}), ...(due ? { lastDay: due.lastDay, ...(due.earliest ? { earliest: due.earliest } : {}), derivation: due.derivation } : {}) };
  }

  /** Until when a step may be put again that was put in time and is void: the end of the first later step, not put yet, that has days of its own. */
  againUntil({ id }: RouteStep, level: string, campaign: PackagedCampaign, once: ReadonlySet<string>): string {
    const route = routeOf(this.scheme, level, this.parameters).flatMap(({ steps }) => steps);
    const later = route.slice(route.findIndex((step) => step.id === id) + 1).filter((step) => step.act !== 'spot-check' && !once.has(step.id));
    const ends = later.map((step) => {
      const { window, lastDay } = this.timeOf(step, campaign, []);
      return window?.to ?? (step.due && 'on' in step.due ? lastDay : undefined);
    });
    return ends.find((end) => end !== undefined) ?? '9999-12-31';
  }

  #due(step: RouteStep, assessed: number, done: readonly PackagedDone[]): (Deadline & { readonly earliest?: Day }) | undefined {
    if (step.due === undefined) return undefined;
    if ('on' in step.due) return this.onDay(step.due, assessed);
    const groups = this.way(done.at(-1)?.level || this.lowest);
    const at = groups.findIndex((group) => group.some(({ id }) => id === step.id));
    const before = (groups[at - 1] ?? []).map(({ id }) => id);
    const days = done.filter((one) => before.includes(one.step)).map((one) => one.day).sort();
    return days.length === 0 || days.length < before.length ? undefined : this.ends(step.due, days.at(-1)!);
  }
}
