import { addDays, limitFrom, type Calendar, type Day } from '@xingchuang/calendar';
import type { Place } from '@xingchuang/rules';
import { ladderStanding, settleTerm, type LadderStanding, type Rung, type Scheme } from '@xingchuang/schemes';
import { STILL } from '../clock-rule.ts';
import { isOpen, type Finding } from '../finding/finding-rule.ts';
import type { Happening } from '../happening.ts';
import { ask, begin, end, fail, isActive, type RectificationCase } from './case-rule.ts';

/** What stands against a unit under a scheme: its findings, and its rungs that are active or count as failed. */
export interface Standing {
  readonly findings: readonly Finding[];
  readonly cases: readonly RectificationCase[];
}

/** What the ladder goes by: the scheme's file alone, undefined for findings of no scheme, and what a new rung needs. */
export interface LadderRules {
  readonly scheme: Scheme | undefined;
  readonly calendar: Calendar;
  readonly place: Place;
  readonly newId: () => string;
  /** The instant at which it is noticed. */
  readonly at: string;
}

/**
 * Everything that time alone does to a unit up to today, day by day in order (S0 L127): limits pass, rungs fail, the next ones begin. Each
 * holds from its own day, however late it is noticed, so that a sweep after days of downtime gives what daily ones would have given, and a
 * second one nothing more.
 */
export function settle(rules: LadderRules, was: Standing, today: Day): Standing {
  let now = was;
  for (let day = nextFall(now); day !== undefined && day <= today; day = nextFall(now)) now = climb(rules, fall(rules, now, day), day);
  return climb(rules, now, today);
}

/** Where the unit stands on a day, by its open findings and failed rungs. Undefined where the scheme has no ladder. */
export function standingOn(scheme: Scheme | undefined, { findings, cases }: Standing, today: Day): LadderStanding | undefined {
  if (!scheme?.ladder) return undefined;
  const open = findings.filter(isOpen);
  const problems = open.map((one) => ({ aspect: one.aspect, opened: one.foundOn, limit: lastDayOf(one) }));
  const failed = cases.filter((one) => one.chain && one.state === 'failed' && !one.over).map(({ rung, overdueOn }) => ({ rung, due: addDays(overdueOn as Day, -1) }));
  const byNotice = noticeRung(scheme);
  const late = open.filter(({ overdueOn }) => overdueOn !== '').map(({ overdueOn }) => ({ rung: byNotice?.id ?? '', due: addDays(overdueOn as Day, -1) }));
  return ladderStanding(scheme, { problems, rungs: [...failed, ...late], today });
}

/** The rung that the notices of the findings themselves are: the first of the chain, where the source leaves its length open (S0 L125, S1 L43). */
export function noticeRung(scheme: Scheme): Rung | undefined {
  const first = chainOf(scheme)[0];
  return first && 'ask' in first.deadline ? first : undefined;
}

export const chainOf = (scheme: Scheme): readonly Rung[] => (scheme.ladder?.rungs ?? []).filter(({ apart }) => !apart);
export const rungOf = (scheme: Scheme | undefined, id: string): Rung | undefined => scheme?.ladder?.rungs.find((one) => one.id === id);

/** The rung that is called for beyond the notices, undefined where none is or where it already failed. */
export function wanted(rules: LadderRules, now: Standing, day: Day): Rung | undefined {
  const { scheme } = rules;
  const rung = standingOn(scheme, now, day)?.rung;
  if (!scheme || !rung || rung.id === noticeRung(scheme)?.id) return undefined;
  return now.cases.some((one) => one.chain && one.rung === rung.id && one.state === 'failed' && !one.over) ? undefined : rung;
}

/** The first day on which a limit that runs will have passed. */
function nextFall({ findings, cases }: Standing): Day | undefined {
  let first: Day | undefined;
  for (const { due, overdueOn } of [...findings, ...cases]) if (due !== '' && overdueOn === '' && (first === undefined || due < first)) first = due;
  return first && addDays(first, 1);
}

/** What passes on a day: findings become overdue, rungs fail. */
function fall({ scheme, at }: LadderRules, { findings, cases }: Standing, day: Day): Standing {
  const isPast = ({ due, overdueOn }: Finding | RectificationCase): boolean => due !== '' && overdueOn === '' && due < day;
  return {
    findings: findings.map((one) => (isPast(one) ? { ...one, overdueOn: day, history: [...one.history, byItself(at, day, 'overdue')] } : one)),
    cases: cases.map((one) => {
      if (!isPast(one)) return one;
      const failed = rungOf(scheme, one.rung)?.failed;
      return fail(one, day, failed?.level !== undefined || (failed?.effects ?? []).length > 0, byItself(at, day, 'failed', failed?.zh));
    }),
  };
}

/** What the ladder makes of it on a day: rungs are passed, called for, begun after a failed one, or no longer called for. */
function climb(rules: LadderRules, was: Standing, day: Day): Standing {
  const { scheme, at } = rules;
  if (!scheme?.ladder) return was;
  const open = new Set(was.findings.filter(isOpen).map(({ id }) => id));
  const isPassed = (one: RectificationCase): boolean => one.chain && isActive(one) && one.state !== 'called' && !one.findingIds.some((id) => open.has(id));
  const leaves = open.size === 0 || was.cases.some(isPassed);
  const cases = was.cases.map((one) => {
    if (isPassed(one)) return end(one, 'finish', day, byItself(at, day, 'passed'));
    return leaves && one.chain && one.state === 'failed' && !one.over ? { ...one, over: true } : one;
  });
  return answer(rules, { findings: was.findings, cases }, day);
}

/** Opens the rung that is called for, and ends those that are not any more. */
function answer(rules: LadderRules, now: Standing, day: Day): Standing {
  const { scheme, at } = rules;
  const order = chainOf(scheme!).map(({ id }) => id);
  const rank = (rung: string): number => order.indexOf(rung);
  const rung = wanted(rules, now, day);
  const begun = now.cases.filter((one) => one.chain && isActive(one) && one.state !== 'called');
  const target = rung && !begun.some((one) => rank(one.rung) >= rank(rung.id)) ? rung : undefined;
  const known = target && now.cases.find((one) => one.chain && one.state === 'called' && one.rung === target.id);
  let cases = now.cases.map((one) => {
    if (!one.chain || one.state !== 'called' || one === known) return one;
    const how = target && rank(target.id) > rank(one.rung) ? 'supersede' : 'lapse';
    return end(one, how, day, byItself(at, day, how === 'supersede' ? 'superseded' : 'lapsed'));
  });
  if (!target) return { ...now, cases };
  const called = known ?? call(rules, now, target, day);
  const isAfterFailure = cases.some((one) => one.chain && one.state === 'failed' && one.overdueOn === day && rank(one.rung) < rank(target.id));
  const next = isAfterFailure ? beginItself(rules, called, target, day) : called;
  cases = known ? cases.map((one) => (one === known ? next : one)) : [...cases, next];
  return { ...now, cases: next.state === 'called' ? cases : overtaken(cases, next, rank, day, at) };
}

/** The rungs below one that has begun end with it. */
export function overtaken(cases: readonly RectificationCase[], by: RectificationCase, rank: (rung: string) => number, day: Day, at: string): RectificationCase[] {
  const isBelow = (one: RectificationCase): boolean => one !== by && one.chain && isActive(one) && rank(one.rung) < rank(by.rung);
  return cases.map((one) => (isBelow(one) ? end(one, 'supersede', day, byItself(at, day, 'superseded', by.name)) : one));
}

/** A rung that follows a failed one begins on the day of the failing; its limit is the scheme's, or is asked for. */
function beginItself({ scheme, calendar, at }: LadderRules, called: RectificationCase, rung: Rung, day: Day): RectificationCase {
  const { ask: isOpenEnded, ...term } = settleTerm(scheme!, rung.deadline);
  if (isOpenEnded) return ask(called, byItself(at, day, 'limit-asked'));
  return begin(called, limitFrom(calendar, day, term), day, byItself(at, day, 'begun'));
}

function call({ scheme, place, newId, at }: LadderRules, { findings }: Standing, { id: rung, zh: name, source, basis }: Rung, day: Day): RectificationCase {
  const { unitId, path } = place;
  return {
    ...STILL, id: newId(), version: 1, unitId, path, schemeId: scheme!.id, campaignId: '', rung, name, source: source ?? basis ?? '', chain: true,
    findingIds: findings.filter((one) => isOpen(one) && one.foundOn <= day).map(({ id }) => id), leader: '', leaderId: '', calledOn: day, assignedOn: '', state: 'called',
    proof: null, statement: null, sanction: 'none', over: false, closedOn: '', history: [byItself(at, day, 'called', name)],
  };
}

/** The last day that counts against a finding: none while its clock stands still, or while a proof given in time waits for its check. */
const lastDayOf = ({ overdueOn, due }: Finding): Day | undefined => (overdueOn === '' ? due || undefined : addDays(overdueOn, -1));

export const byItself = (at: string, day: Day, what: string, text = ''): Happening => ({ at, day, what, by: '', text });
