import { addDays, type Calendar, type Day, type Limit } from '@xingchuang/calendar';
import type { CheckGive, HANDOVER_STATES, LimitInput } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import { extended, limitOf, resume, running, suspend, UNREMINDED, type Clocked } from '../clock-rule.ts';
import { happened, signed, type Happening, type Moment, type Proof } from '../happening.ts';

export type HandoverState = (typeof HANDOVER_STATES)[number];

/** A stage with its own limit, which begins when the one before it is over. */
export interface Stage {
  readonly name: string;
  readonly term: LimitInput;
  readonly lastDay: Day | '';
  readonly overdueOn: Day | '';
  readonly doneOn: Day | '';
}
/** A day by which progress is to be told. */
export interface Ask {
  readonly day: Day;
  readonly toldOn: Day | '';
  readonly missed: boolean;
}

/** A problem or task that was handed to a unit or department, and is followed until it is solved (S2 L11). */
export interface Handover extends Clocked {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  /** The unit that has it now. */
  readonly unitId: string;
  readonly path: readonly string[];
  readonly fromUnitId: string;
  /** The node of the giver: it is not forwarded beyond. */
  readonly fromNode: string;
  readonly ownerId: string;
  readonly findingId: string;
  readonly title: string;
  readonly detail: string;
  readonly state: HandoverState;
  readonly stages: readonly Stage[];
  readonly stage: number;
  readonly asks: readonly Ask[];
  /** The next day by which progress is due, empty where none is. */
  readonly askDue: Day | '';
  /** The last one that passed without a word since, empty where none did. */
  readonly askMissed: Day | '';
  /** How far reminders of these two days have gone. */
  readonly askReminded: number;
  readonly missReminded: number;
  readonly progress: readonly Proof[];
  readonly proof: Proof | null;
  readonly openedOn: Day;
  readonly closedOn: Day | '';
  readonly history: readonly Happening[];
}

type Command = 'accept' | 'return' | 'forward' | 'resend' | 'tell' | 'prove' | 'send-back' | 'next' | 'close' | 'change';
const TRANSITIONS: Transitions<HandoverState, Command> = {
  sent: { accept: 'accepted', return: 'returned', forward: 'sent', change: 'sent' },
  accepted: { return: 'returned', forward: 'sent', tell: 'accepted', prove: 'proved', change: 'accepted' },
  returned: { resend: 'sent' },
  proved: { 'send-back': 'accepted', next: 'accepted', close: 'closed' },
  closed: {},
};
/** What follows a handover is the practice named there. */
export const CLAUSE = 'S2 L11「通报交办并跟踪解决」';

/** The clock of a stage begins; days by which progress is asked must lie ahead. */
export function atStage(one: Handover, at: number, limit: Limit): Handover {
  const stages = one.stages.map((stage, index) => (index === at ? { ...stage, lastDay: limit.lastDay } : stage));
  return { ...one, ...running(limit), stage: at, stages };
}

export const asksOf = (days: readonly Day[], today: Day): Ask[] =>
  [...new Set(days)].sort().map((day, index) => {
    if (day <= today) throw new Refusal('invalid', 'limit.past', { until: day, from: today, clause: CLAUSE }, `askOn[${index}]`);
    return { day, toldOn: '', missed: false };
  });
const nextAsk = (asks: readonly Ask[]): Day | '' => asks.find(({ toldOn, missed }) => toldOn === '' && !missed)?.day ?? '';

/** Reminders go by the next day by which progress is due. */
export const asking = (asks: readonly Ask[]): Pick<Handover, 'asks' | 'askDue' | 'askReminded'> => ({ asks, askDue: nextAsk(asks), askReminded: UNREMINDED });
/** Nothing is asked any more. */
const UNASKED = { askDue: '', askMissed: '' } as const;

export const accept = (one: Handover, moment: Moment): Handover => after(one, 'accept', happened(moment, 'accepted'));

/** Back to the giver, with the reason; no clock runs until it goes out again. */
export const giveBack = (one: Handover, reason: string, moment: Moment): Handover => ({ ...after(one, 'return', happened(moment, 'returned', reason)), due: '', ...UNASKED, suspended: null });

/** On to another unit below the giver, under the same limit. */
export function forward(one: Handover, to: { readonly unitId: string; readonly path: readonly string[] }, reason: string, moment: Moment): Handover {
  const next = after(one, 'forward', happened(moment, 'forwarded', reason));
  if (!to.path.includes(one.fromNode)) throw new Refusal('forbidden', 'handover.beyond-giver', { clause: CLAUSE }, 'unitId');
  if (to.unitId === one.unitId) throw new Refusal('invalid', 'handover.same-unit', { clause: CLAUSE }, 'unitId');
  return { ...next, unitId: to.unitId, path: to.path };
}

/** The giver sends a returned one out again with a new limit for its stage. */
export function resend(one: Handover, to: { readonly unitId: string; readonly path: readonly string[] }, limit: Limit, reason: string, moment: Moment): Handover {
  const next = after(one, 'resend', happened(moment, 'resent', reason));
  return { ...atStage({ ...next, unitId: to.unitId, path: to.path }, one.stage, limit), ...asking(one.asks) };
}

/** Progress is told; it answers the next day by which it was asked. */
export function tell(one: Handover, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): Handover {
  const next = after(one, 'tell', happened(moment, 'told', given.text));
  const asks = one.asks.map((ask) => (ask.day === one.askDue ? { ...ask, toldOn: moment.today } : ask));
  return { ...next, progress: [...one.progress, signed(moment, given)], ...asking(asks), askMissed: '' };
}

/** The stage is done, says the unit, with what shows it. */
export function proveStage(one: Handover, given: { readonly text: string; readonly fileIds: readonly string[] }, moment: Moment): Handover {
  return { ...after(one, 'prove', happened(moment, 'proved', given.text)), proof: signed(moment, given), due: one.overdueOn === '' ? '' : one.due, suspended: null };
}

/** Another person looks: the next stage begins, the last one closes it, or it goes back under the same limit. */
export function checkStage(one: Handover, { solved, opinion }: CheckGive, calendar: Calendar, moment: Moment): Handover {
  const last = one.stage === one.stages.length - 1;
  const next = after(one, solved ? (last ? 'close' : 'next') : 'send-back', happened(moment, solved ? (last ? 'closed' : 'stage-done') : 'sent-back', opinion));
  if (one.proof?.personId === moment.by.personId) throw new Refusal('conflict', 'finding.same-person', { clause: CLAUSE });
  if (!solved) return { ...next, due: one.limit!.lastDay };
  const stages = one.stages.map((stage, index) => (index === one.stage ? { ...stage, doneOn: moment.today } : stage));
  if (last) return { ...next, stages, due: '', ...UNASKED, closedOn: moment.today, endedOn: moment.today };
  const { term } = stages[one.stage + 1]!;
  return { ...atStage({ ...next, stages }, one.stage + 1, limitOf(calendar, moment.today, { ask: true }, term, CLAUSE)), proof: null };
}

export const extendStage = (one: Handover, calendar: Calendar, given: LimitInput, reason: string, moment: Moment): Handover =>
  restated(after(extended(one, calendar, given, moment.today, CLAUSE), 'change', happened(moment, 'extended', reason)));
export const stopStage = (one: Handover, calendar: Calendar, reason: string, moment: Moment): Handover =>
  after(suspend(one, calendar, reason, moment.today, CLAUSE), 'change', happened(moment, 'suspended', reason));
export const resumeStage = (one: Handover, calendar: Calendar, moment: Moment): Handover =>
  restated(after(resume(one, calendar, moment.today, CLAUSE), 'change', happened(moment, 'resumed')));

/** What time does up to today: days by which progress was asked pass, the stage becomes overdue; each once, and holds from its own day. */
export function settleHandover(was: Handover, today: Day, at: string): Handover {
  const byItself = (day: Day, what: string, text = ''): Happening => ({ at, day, what, by: '', text });
  let one = was;
  while (one.askDue !== '' && one.askDue < today) {
    const missed = one.askDue;
    const asks = one.asks.map((ask) => (ask.day === missed ? { ...ask, missed: true } : ask));
    one = { ...one, ...asking(asks), askMissed: missed, missReminded: UNREMINDED, history: [...one.history, byItself(addDays(missed, 1), 'progress-missed', missed)] };
  }
  if (one.due === '' || one.overdueOn !== '' || one.due >= today) return one;
  const day = addDays(one.due, 1);
  const stages = one.stages.map((stage, index) => (index === one.stage ? { ...stage, overdueOn: day } : stage));
  return { ...one, stages, overdueOn: day, history: [...one.history, byItself(day, 'overdue', one.stages[one.stage]!.name)] };
}

/** The stage shows the last day of the limit. */
export const restated = (one: Handover): Handover => ({ ...one, stages: one.stages.map((stage, index) => (index === one.stage ? { ...stage, lastDay: one.limit!.lastDay } : stage)) });

const after = (one: Handover, command: Command, event: Happening): Handover => ({
  ...one, state: move('handover', TRANSITIONS, one.state, command, { clause: CLAUSE }), history: [...one.history, event],
});
