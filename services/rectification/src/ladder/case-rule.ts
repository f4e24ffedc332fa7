import type { Calendar, Day, Limit } from '@xingchuang/calendar';
import type { CASE_STATES, CheckGive, LimitInput, SANCTIONS, StatementAnswer } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import { extended, resume, running, STILL, suspend, type Clocked } from '../clock-rule.ts';
import { happened, signed, type Happening, type Moment, type Proof, type Statement } from '../happening.ts';

export type CaseState = (typeof CASE_STATES)[number];

/** A rung of the ladder that a unit stands on (S0 L127), or a measure that a level or a complaint brought about. */
export interface RectificationCase extends Clocked {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly schemeId: string;
  /** The campaign whose level brought it about; empty where the ledger did. */
  readonly campaignId: string;
  readonly rung: string;
  readonly name: string;
  readonly source: string;
  /** What calls for it: more than one where several rounds do. Older ones keep none, and stand for themselves. */
  readonly calls?: readonly Call[];
  /** Whether the ledger called for it, and it is part of the chain of rungs. */
  readonly chain: boolean;
  readonly findingIds: readonly string[];
  readonly leader: string;
  readonly leaderId: string;
  readonly calledOn: Day;
  readonly assignedOn: Day | '';
  readonly state: CaseState;
  readonly proof: Proof | null;
  readonly statement: Statement | null;
  readonly sanction: (typeof SANCTIONS)[number];
  /** A failed rung from which nothing follows any more: the unit has left the ladder since, or it is no part of the chain. */
  readonly over: boolean;
  readonly closedOn: Day | '';
  readonly history: readonly Happening[];
}

/** A measure of a round or a complaint that calls for a case. */
export interface Call {
  readonly id: string;
  readonly campaignId: string;
}
const callsOf = ({ id, campaignId, calls = [] }: RectificationCase): readonly Call[] => (calls.length > 0 ? calls : [{ id, campaignId }]);

/** One more calls for a case that stands; the same one twice changes nothing. */
export const calledAlso = (one: RectificationCase, { id, campaignId }: Call, event: Happening): RectificationCase =>
  callsOf(one).some((call) => call.id === id) ? one : { ...one, calls: [...callsOf(one), { id, campaignId }], history: [...one.history, event] };

/** A case that some call for no longer: it stands for the others, and lapses when there is none. */
export function calledLess(one: RectificationCase, isOver: (call: Call) => boolean, day: Day, event: Happening): RectificationCase {
  const left = callsOf(one).filter((call) => !isOver(call));
  if (!isActive(one) || left.length === callsOf(one).length) return one;
  const [first] = left;
  return first ? { ...one, calls: left, campaignId: left.some(({ campaignId }) => campaignId === one.campaignId) ? one.campaignId : first.campaignId } : end(one, 'lapse', day, event);
}

export const ACTIVE: readonly CaseState[] = ['called', 'waiting', 'running', 'proved'];
export const isActive = ({ state }: Pick<RectificationCase, 'state'>): boolean => ACTIVE.includes(state);

type Command = 'begin' | 'ask' | 'prove' | 'return' | 'pass' | 'finish' | 'fail' | 'supersede' | 'lapse' | 'open-again' | 'lead' | 'change' | 'state';
const TRANSITIONS: Transitions<CaseState, Command> = {
  called: { begin: 'running', ask: 'waiting', supersede: 'superseded', lapse: 'lapsed', state: 'called' },
  waiting: { begin: 'running', finish: 'done', supersede: 'superseded', lapse: 'lapsed', state: 'waiting' },
  running: { prove: 'proved', finish: 'done', fail: 'failed', supersede: 'superseded', lapse: 'lapsed', lead: 'running', change: 'running', state: 'running' },
  proved: { return: 'running', pass: 'done', finish: 'done', supersede: 'superseded', lapse: 'lapsed', lead: 'proved', state: 'proved' },
  done: {},
  failed: {},
  superseded: {},
  lapsed: { 'open-again': 'waiting' },
};

/** Its limit begins to run. */
export function begin(one: RectificationCase, limit: Limit, day: Day, event: Happening): RectificationCase {
  return { ...after(one, 'begin', event), ...running(limit), assignedOn: day };
}

/** It is called for, and the length of its limit is asked of a person. */
export const ask = (one: RectificationCase, event: Happening): RectificationCase => after(one, 'ask', event);

/** Another person leads it. */
export const lead = (one: RectificationCase, leader: string, leaderId: string, moment: Moment): RectificationCase => ({ ...after(one, 'lead', happened(moment, 'led', leader)), leader, leaderId });

export function extendCase(one: RectificationCase, calendar: Calendar, given: LimitInput, reason: string, moment: Moment): RectificationCase {
  return after(extended(one, calendar, given, moment.today, one.source), 'change', happened(moment, 'extended', reason));
}
export function stopCase(one: RectificationCase, calendar: Calendar, reason: string, moment: Moment): RectificationCase {
  return after(suspend(one, calendar, reason, moment.today, one.source), 'change', happened(moment, 'suspended', reason));
}
export function resumeCase(one: RectificationCase, calendar: Calendar, moment: Moment): RectificationCase {
  return after(resume(one, calendar, moment.today, one.source), 'change', happened(moment, 'resumed'));
}

/** The unit says what it did; its clock stops until somebody has looked. */
export function proveCase(one: RectificationCase, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): RectificationCase {
  return { ...after(one, 'prove', happened(moment, 'proved', given.text)), proof: signed(moment, given), due: '', suspended: null };
}

/** Another person confirms that the fix is in place, or sends the unit back to it under the same limit. */
export function checkCase(one: RectificationCase, { solved, opinion }: CheckGive, open: number, moment: Moment): RectificationCase {
  const next = after(one, solved ? 'pass' : 'return', happened(moment, solved ? 'closed' : 'returned', opinion));
  if (one.proof?.personId === moment.by.personId) throw new Refusal('conflict', 'finding.same-person', { clause: one.source });
  if (!solved) return { ...next, due: one.limit!.lastDay };
  if (open > 0) throw new Refusal('conflict', 'case.findings-open', { open, clause: one.source });
  return { ...next, due: '', closedOn: moment.today, endedOn: moment.today };
}

/** The unit states its side; only before what follows has taken place. */
export function stateCase(one: RectificationCase, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): RectificationCase {
  return { ...after(one, 'state', happened(moment, 'stated', given.text)), statement: { ...signed(moment, given), answer: null } };
}

/** Answers the statement. Where the rung failed meanwhile, what follows takes place now or is waived. */
export function answerCase(one: RectificationCase, { accepted, text }: StatementAnswer, moment: Moment): RectificationCase {
  const { statement, sanction } = one;
  if (!statement || statement.answer) throw new Refusal('conflict', 'case.no-statement', { clause: one.source });
  if (statement.personId === moment.by.personId) throw new Refusal('conflict', 'finding.same-person', { clause: one.source });
  const answer = { accepted, text, day: moment.today, by: moment.by.unitId };
  const history = [...one.history, happened(moment, accepted ? 'statement-accepted' : 'statement-declined', text)];
  const settled = sanction === 'pending' ? (accepted ? 'waived' : 'imposed') : sanction;
  return { ...one, statement: { ...statement, answer }, sanction: settled, over: one.over || (!one.chain && one.state === 'failed'), history };
}

/** Its last day passed unsolved; happens by itself, once. What the scheme says of that waits where the unit's statement is not answered. */
export function fail(one: RectificationCase, day: Day, hasSanction: boolean, event: Happening): RectificationCase {
  const { statement } = one;
  const sanction = !hasSanction ? 'none' : statement && !statement.answer ? 'pending' : statement?.answer?.accepted ? 'waived' : 'imposed';
  return { ...after(one, 'fail', event), due: '', overdueOn: day, endedOn: day, sanction, over: !one.chain && sanction !== 'pending' };
}

/** Ends it without a person's check: solved, overtaken, or no longer called for. */
export function end(one: RectificationCase, how: 'finish' | 'supersede' | 'lapse', day: Day, event: Happening): RectificationCase {
  return { ...after(one, how, event), due: '', suspended: null, closedOn: how === 'finish' ? day : '', endedOn: day };
}

/** Called for once more after it had lapsed: it begins anew and keeps its history. */
export function openAgain(one: RectificationCase, day: Day, event: Happening): RectificationCase {
  return { ...after(one, 'open-again', event), ...STILL, calledOn: day, assignedOn: '', leader: '', leaderId: '', proof: null, statement: null };
}

function after(one: RectificationCase, command: Command, event: Happening): RectificationCase {
  return { ...one, state: move('case', TRANSITIONS, one.state, command, { clause: one.source }), history: [...one.history, event] };
}
