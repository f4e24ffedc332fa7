import type { Calendar, Day, Limit } from '@xingchuang/calendar';
import type { CheckGive, FINDING_ORIGINS, FINDING_STATES, FindingPlan, LimitInput, LOOK_BACKS, LookBackGive, SEVERITIES } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import { extended, resume, running, suspend, type Clocked } from '../clock-rule.ts';
import { happened, signed, type Happening, type Moment, type Proof, type Statement } from '../happening.ts';

export type FindingState = (typeof FINDING_STATES)[number];
type Origin = (typeof FINDING_ORIGINS)[number];

/** Where a problem was found; one that was joined keeps all of them. */
export interface Source {
  readonly findingId: string;
  readonly origin: Origin;
  readonly foundOn: Day;
  readonly reference: string;
  readonly detail: string;
  readonly fileIds: readonly string[];
  readonly by: string;
}

/** One line of the problem ledger (问题台账, S0 L125). */
export interface Finding extends Clocked {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly schemeId: string;
  readonly aspect: string;
  readonly aspectName: string;
  readonly category: string;
  readonly title: string;
  readonly detail: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly origin: Origin;
  readonly foundOn: Day;
  readonly sources: readonly Source[];
  readonly fileIds: readonly string[];
  readonly matterId: string;
  readonly joinedTo: string;
  readonly owner: string;
  readonly ownerId: string;
  readonly responsible: { readonly leading: string; readonly working: string; readonly direct: string };
  readonly cause: string;
  readonly plan: string;
  readonly measure: string;
  readonly reportedOn: string;
  /** The clause of the scheme by which it is dealt with; named by every refusal. */
  readonly clause: string;
  readonly state: FindingState;
  readonly number: string;
  readonly demand: string;
  readonly acknowledgedOn: string;
  readonly proof: Proof | null;
  readonly statement: Statement | null;
  /** Due: it is closed only after a look-back on site (S1 L59). */
  readonly lookBack: (typeof LOOK_BACKS)[number];
  readonly openedOn: Day;
  readonly closedOn: Day | '';
  readonly history: readonly Happening[];
}

type Command = 'notice' | 'acknowledge' | 'prove' | 'return' | 'close' | 'join' | 'plan' | 'state' | 'suspend' | 'report' | 'look' | 'visit';
const TRANSITIONS: Transitions<FindingState, Command> = {
  open: { notice: 'noticed', join: 'joined', plan: 'open', state: 'open', visit: 'open' },
  noticed: { acknowledge: 'noticed', prove: 'proved', join: 'joined', plan: 'noticed', state: 'noticed', suspend: 'noticed', report: 'noticed', visit: 'noticed' },
  proved: { return: 'noticed', close: 'closed', plan: 'proved', state: 'proved', report: 'proved', look: 'proved', visit: 'proved' },
  closed: {},
  joined: {},
};

export const isOpen = ({ state }: Pick<Finding, 'state'>): boolean => state !== 'closed' && state !== 'joined';

/** The unit is told what to mend by when. */
export function notice(finding: Finding, { number, demand, limit, lookBack }: { number: string; demand: string; limit: Limit; lookBack: boolean }, moment: Moment): Finding {
  const next = after(finding, 'notice', happened(moment, 'noticed', demand));
  return { ...next, ...running(limit), number, demand, lookBack: lookBack ? 'due' : finding.lookBack };
}

/** The unit has read the notice; once is enough. */
export function acknowledge(finding: Finding, moment: Moment): Finding {
  const next = after(finding, 'acknowledge', happened(moment, 'acknowledged'));
  if (finding.acknowledgedOn !== '') throw new Refusal('conflict', 'finding.acknowledged', { on: finding.acknowledgedOn, clause: finding.clause });
  return { ...next, acknowledgedOn: moment.today };
}

/** Who answers for it, why it came about, what is done about it and what keeps it from coming back. */
export function plan(finding: Finding, { responsible = {}, ...given }: FindingPlan, moment: Moment): Finding {
  const next = after(finding, 'plan', happened(moment, 'planned'));
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const named = Object.fromEntries(Object.entries(responsible).filter(([, value]) => value !== undefined));
  return { ...next, ...told, responsible: { ...finding.responsible, ...named } };
}

/** Reported to the body above; not before there is a plan and a limit (S0 L125). */
export function report(finding: Finding, moment: Moment): Finding {
  const next = after(finding, 'report', happened(moment, 'reported'));
  if (finding.plan === '') throw new Refusal('conflict', 'finding.no-plan', { clause: finding.clause }, 'plan');
  return { ...next, reportedOn: moment.today };
}

export function extend(finding: Finding, calendar: Calendar, given: LimitInput, reason: string, moment: Moment): Finding {
  const next = extended(finding, calendar, given, moment.today, finding.clause);
  return after(next, 'suspend', happened(moment, 'extended', reason));
}

export function stop(finding: Finding, calendar: Calendar, reason: string, moment: Moment): Finding {
  return after(suspend(finding, calendar, reason, moment.today, finding.clause), 'suspend', happened(moment, 'suspended', reason));
}

export function goOn(finding: Finding, calendar: Calendar, moment: Moment): Finding {
  return after(resume(finding, calendar, moment.today, finding.clause), 'suspend', happened(moment, 'resumed'));
}

/** The unit says what it did, with files. Its clock stops until somebody has looked. */
export function prove(finding: Finding, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): Finding {
  const next = after(finding, 'prove', happened(moment, 'proved', given.text));
  return { ...next, proof: signed(moment, given), due: finding.overdueOn === '' ? '' : finding.due, suspended: null };
}

/** Another person checks the proof: closes the finding, or returns it to the unit under the same limit; what was looked at then is looked at again. */
export function check(finding: Finding, { solved, opinion }: CheckGive, moment: Moment): Finding {
  const next = after(finding, solved ? 'close' : 'return', happened(moment, solved ? 'closed' : 'returned', opinion));
  const { clause, lookBack, limit, proof } = finding;
  if (proof?.personId === moment.by.personId) throw new Refusal('conflict', 'finding.same-person', { clause });
  if (!solved) return { ...next, due: limit!.lastDay, lookBack: lookBack === 'done' ? 'due' : lookBack };
  if (lookBack === 'due') throw new Refusal('conflict', 'finding.look-back-due', { clause });
  return { ...next, due: '', closedOn: moment.today, endedOn: moment.today };
}

/** Somebody looked again on site; it may be closed now. A person enters that once there is a proof to look at; a visit that found it solved counts at any time. */
export function lookedAgain(finding: Finding, { lookedOn, text, fileIds }: LookBackGive, how: 'look' | 'visit', moment: Moment): Finding {
  const next = after(finding, how, { ...happened(moment, 'looked-again', text), day: lookedOn as Day });
  return { ...next, lookBack: 'done', fileIds: [...new Set([...finding.fileIds, ...fileIds])] };
}

/** The unit says for itself what speaks for it; a later one takes the place of an earlier one, which stays in the history. */
export function state(finding: Finding, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): Finding {
  return { ...after(finding, 'state', happened(moment, 'stated', given.text)), statement: { ...signed(moment, given), answer: null } };
}

/**
 * Two lines of one matter become one with all sources; the other stays in the ledger. Refuses lines of different units or schemes, and to
 * keep the one whose limit ends later or that has none: no limit goes away by joining.
 */
export function join(finding: Finding, other: Finding, moment: Moment): { readonly kept: Finding; readonly joined: Finding } {
  const { clause } = finding;
  if (!isOpen(finding)) after(finding, 'join', happened(moment, 'joined'));
  if (finding.id === other.id || finding.unitId !== other.unitId || finding.schemeId !== other.schemeId)
    throw new Refusal('invalid', 'finding.other-matter', { clause }, 'otherId');
  if (other.limit && (!finding.limit || other.limit.lastDay < finding.limit.lastDay)) throw new Refusal('conflict', 'finding.other-limit', { lastDay: other.limit.lastDay, clause }, 'otherId');
  const joined = { ...after(other, 'join', happened(moment, 'joined', finding.title)), joinedTo: finding.id, due: '' as const, suspended: null, endedOn: moment.today };
  const foundOn = other.foundOn < finding.foundOn ? other.foundOn : finding.foundOn;
  const sources = [...finding.sources, ...other.sources];
  const lookBack = other.lookBack === 'due' ? 'due' : finding.lookBack;
  return { joined, kept: { ...finding, foundOn, sources, lookBack, history: [...finding.history, happened(moment, 'source-joined', other.title)] } };
}

function after(finding: Finding, command: Command, event: Happening): Finding {
  return { ...finding, state: move('finding', TRANSITIONS, finding.state, command, { clause: finding.clause }), history: [...finding.history, event] };
}
