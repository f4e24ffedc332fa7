import { day, yearOf, type Day, type Deadline } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { dueOf, windowOfStep, type Act, type Due, type RouteStep, type Term } from '@xingchuang/schemes';
import type { Candidacy, Done, Entry } from '../candidacy/candidacy.ts';
import type { Programme } from '../candidacy/programme.ts';
import type { Campaign } from './campaign-rule.ts';

/** The last day of a step, how it was reckoned, and whether it falls on a day off. `earliest` only of a date with a tolerance. */
export interface StepLimit {
  readonly lastDay: Day;
  readonly earliest?: Day;
  readonly warning: boolean;
  readonly derivation: Deadline['derivation'];
}

/** The year that a round looks at: that of the last day of its window. */
const assessedBy = ({ window }: Pick<Campaign, 'window'>): number => yearOf(day(window.to));

/** When a step that follows those done must be done at the latest; undefined where the scheme sets no limit, or none yet. */
export function limitOf(programme: Programme, campaign: Campaign, step: RouteStep, done: readonly Done[]): StepLimit | undefined {
  return step.due && ofDue(programme, campaign, step.due, dayBefore(programme, step, done));
}

/** The end of a term that begins on a day; undefined where its length is asked for when it starts. */
export function ofTerm(programme: Programme, term: Term, since: Day): StepLimit | undefined {
  return ofDue(programme, undefined, term, since);
}

/** A term, or a day of the year counted from the assessed one, with the days around it that still count (A8). */
export function ofDue({ scheme, parameters, calendar }: Programme, campaign: Pick<Campaign, 'window'> | undefined, due: Due, since?: Day): StepLimit | undefined {
  const found = dueOf(scheme, due, { calendar, assessed: campaign ? assessedBy(campaign) : 0, parameters }, since);
  return found && { ...limit(found.latest), ...(found.earliest === undefined ? {} : { earliest: found.earliest }) };
}

/** The days within which a step may be done: those chosen at the opening, else those of the scheme. */
export function windowOf({ windows = {}, declaring, window }: Campaign, step: RouteStep): { readonly from: string; readonly to: string } | undefined {
  if (step.act === 'declare') return declaring;
  if (windows[step.id]) return windows[step.id];
  return step.window && windowOfStep(step.window, assessedBy({ window }));
}

/** The last day of a step of a candidacy, and how it was reckoned where it is a limit. */
export interface StepEnd {
  readonly last: string;
  readonly warning: boolean;
  readonly derivation: StepLimit['derivation'];
}

type Course = Pick<Candidacy, 'returned' | 'done' | 'timeline' | 'level'>;

/** By when a step of a candidacy is to be done: a returned declaration by its own day, else by the limit of the step or the end of its days; undefined where it has none. */
export function endOf(programme: Programme, campaign: Campaign, step: RouteStep, { returned, done, timeline, level }: Course): StepEnd | undefined {
  const on = (last: string | undefined): StepEnd | undefined => (last === undefined ? undefined : { last, warning: false, derivation: [] });
  if (step.act === 'declare') return on(returned?.until ?? campaign.declaring.to);
  const limit = limitOf(programme, campaign, step, done);
  const own = limit ? { ...limit, last: limit.lastDay } : on(windowOf(campaign, step)?.to);
  const once = onceDone(timeline);
  if (own === undefined || !once.has(step.id)) return own;
  const until = againUntil(programme, campaign, step, level || programme.lowest, once);
  return until === undefined || until > own.last ? on(until) : own;
}

/** Steps that were done in time at some point, void by now or not; what a body took back of its own will was not. */
export function onceDone(timeline: readonly Pick<Entry, 'act' | 'step'>[]): ReadonlySet<string> {
  const once = new Set<string>();
  for (const { act, step } of timeline) {
    if (act === 'take-back') once.delete(step);
    else if (PUT.has(act)) once.add(step);
  }
  return once;
}
const PUT: ReadonlySet<string> = new Set(['verify', 'propose', 'recommend', 'nominate', 'decide'] satisfies Act[]);

/**
 * Until when a step that was done in time and is void since (other facts, an appeal, a return) may be done again: the end of the first step
 * after it that was not done yet and has days of its own; undefined where none has (docs/decisions/0022).
 */
export function againUntil(programme: Programme, campaign: Campaign, step: RouteStep, level: string, once: ReadonlySet<string>): string | undefined {
  const route = programme.route(level).flat();
  const later = route.slice(route.findIndex(({ id }) => id === step.id) + 1).filter(({ id, act }) => act !== 'spot-check' && !once.has(id));
  return later.map((one) => windowOf(campaign, one)?.to ?? (one.due && 'on' in one.due ? limitOf(programme, campaign, one, [])?.lastDay : undefined)).find((last) => last !== undefined);
}

/** Refuses a step before its days, within the shortest time of the step before it, or after its last day; each names step and day. */
export function refuseUntimely(programme: Programme, campaign: Campaign, step: RouteStep, { done, timeline }: Pick<Candidacy, 'done' | 'timeline'>, level: string, today: Day): void {
  const about = { step: step.id, words: step.zh, source: step.source ?? step.basis ?? '', today };
  const once = onceDone(timeline);
  const more = once.has(step.id) ? (againUntil(programme, campaign, step, level, once) ?? '9999-12-31') : '';
  const window = windowOf(campaign, step);
  if (window && (today < window.from || (today > window.to && today > more))) throw new Refusal('conflict', 'step.outside-window', { ...about, ...window });
  for (const one of programme.scheme.process.flatMap(({ steps }) => steps)) {
    const held = one.least && done.findLast(({ step: id }) => id === one.id);
    const least = held && ofTerm(programme, one.least!, day(held.day));
    if (least && today <= least.lastDay) throw new Refusal('conflict', 'step.too-early', { ...about, before: one.zh, beforeStep: one.id, until: least.lastDay });
  }
  const limit = limitOf(programme, campaign, step, done);
  if (limit?.earliest && today < limit.earliest) throw new Refusal('conflict', 'step.outside-window', { ...about, from: limit.earliest, to: limit.lastDay });
  if (limit && today > limit.lastDay && today > more) throw new Refusal('conflict', 'step.overdue', { ...about, due: limit.lastDay });
}

function dayBefore(programme: Programme, step: RouteStep, done: readonly Done[]): Day | undefined {
  const level = done.at(-1)?.level || programme.lowest;
  const groups = programme.way(level);
  const at = groups.findIndex((group) => group.some(({ id }) => id === step.id));
  const before = groups[at - 1]?.map(({ id }) => id) ?? [];
  const days = done.filter((one) => before.includes(one.step)).map((one) => one.day);
  return days.length < before.length || days.length === 0 ? undefined : day(days.sort().at(-1)!);
}

const limit = ({ lastDay, derivation }: Deadline): StepLimit => ({ lastDay, warning: derivation.some(({ kind }) => kind === 'warning'), derivation });
