import type { Day } from '@xingchuang/calendar';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import { refuseUnset, type Act, type RouteStep } from '@xingchuang/schemes';
import type { Candidacy, Computed, Declaration, Done, Entry, Handed, Moment, Seat, Settled, State } from './candidacy.ts';
import { refuseStrayItems } from './item-rule.ts';
import { ROLE_OF, type Judgement, type Programme } from './programme.ts';

type Command = 'save' | 'declare' | 'withdraw' | 'open' | 'go-on' | 'decide' | 'send-back' | 'hand-on' | 'settle' | 'lower' | 'end' | 'reopen' | 'take-back';

export const TRANSITIONS: Transitions<State, Command> = {
  expected: { save: 'draft', declare: 'declared', open: 'reviewing' },
  draft: { save: 'draft', declare: 'declared', withdraw: 'expected', open: 'reviewing', end: 'settled' },
  declared: { withdraw: 'draft', open: 'reviewing', 'send-back': 'draft', 'go-on': 'reviewing' },
  reviewing: { open: 'reviewing', 'go-on': 'reviewing', decide: 'decided', 'send-back': 'draft', 'hand-on': 'reviewing', reopen: 'reviewing', 'take-back': 'reviewing' },
  decided: { settle: 'settled', reopen: 'reviewing' },
  settled: { lower: 'settled', reopen: 'reviewing' },
};

const go = (state: State, command: Command): State => move('candidacy', TRANSITIONS, state, command);

/** A unit that is expected to declare. */
export function expected(programme: Programme, about: Pick<Candidacy, 'id' | 'campaignId' | 'unitId' | 'path'>): Candidacy {
  const bare: Candidacy = {
    ...about, version: 1, state: 'expected', level: '', declaration: null, computed: null, done: [], waits: [], filedWith: '', decidedOn: '', decidedBy: '',
    settled: null, returned: null, timeline: [],
  };
  return { ...bare, waits: waitsOf(programme, bare) };
}

/** Refuses, naming the days, outside the window of declaration; what a body sent back has its own last day. */
export function refuseOutside({ returned }: Candidacy, declaring: { readonly from: string; readonly to: string }, today: Day): void {
  if (returned) {
    if (today > returned.until) throw new Refusal('conflict', 'declaration.return-over', { until: returned.until, today });
  } else if (today < declaring.from || today > declaring.to) {
    throw new Refusal('conflict', 'declaration.outside-window', { from: declaring.from, to: declaring.to, today });
  }
}

/** Keeps a draft of the declaration. */
export function saveDraft(was: Candidacy, programme: Programme, draft: Omit<Declaration, 'declaredOn'>, seat: Seat, moment: Moment): Candidacy {
  refuseStrayItems(programme, draft.items ?? []);
  const state = go(was.state, 'save');
  const last = was.timeline.at(-1);
  const isOn = last?.act === 'draft' && last.by.personId === seat.personId && last.day === moment.day; // one line for a day's work at a draft
  const kept = isOn ? { ...was, timeline: was.timeline.slice(0, -1) } : was;
  return reached(programme, { ...kept, state, level: draft.level, declaration: { ...draft, declaredOn: '' } }, entry('draft', seat, moment, { level: draft.level }));
}

/** The branch declares (S0 L133). */
export function declare(was: Candidacy, programme: Programme, given: Omit<Declaration, 'declaredOn'>, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'declare');
  refuseStrayItems(programme, given.items ?? []);
  const step = programme.declaring(given.level);
  if (!step || !programme.acts(step, seat, was)) throw notCompetent(programme, given.level, 'declare', seat);
  if (given.text.trim() === '' && (given.items ?? []).length === 0) throw new Refusal('invalid', 'declaration.no-self-assessment', { step: step.id, words: step.zh }, 'text');
  const next: Candidacy = { ...was, state, level: given.level, declaration: { ...given, declaredOn: moment.day }, done: [done(step, given.level, seat, moment)], returned: null };
  return reached(programme, next, entry('declare', seat, moment, { step: step.id, level: given.level, text: given.text }));
}

/** The last step of a level that needs no notice, such as the naming: only the body whose turn it is. */
export function confirmable(was: Candidacy, programme: Programme, seat: Seat): RouteStep {
  const step = turns(programme, was).find(({ act }) => act === 'confirm');
  if (was.state !== 'decided' || !step) throw new Refusal('conflict', 'candidacy.wrong-state', { state: was.state, command: 'settle' });
  if (programme.needsNotice(was.level)) throw new Refusal('conflict', 'confirm.by-notice', { step: step.id, words: step.zh });
  if (!programme.acts(step, seat, was)) throw new Refusal('forbidden', 'step.other-body', { next: [step.id], body: [step.kind] });
  return step;
}

/** Takes a declaration, or a draft, back before a body has begun to review it. */
export function withdraw(was: Candidacy, programme: Programme, reason: string, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'withdraw');
  const kept = state === 'draft' ? was.declaration && { ...was.declaration, declaredOn: '' } : null;
  return reached(programme, { ...was, state, declaration: kept, level: kept?.level ?? '', done: [] }, entry('withdraw', seat, moment, { reason }));
}

export interface Judging {
  readonly act: Judgement;
  readonly level?: string | undefined;
  readonly text: string;
  readonly reason: string;
  readonly methods?: readonly string[] | undefined;
  /** What the rules give for the facts as they are now. */
  readonly now: Computed;
  /** Whether the unit may still declare: then nobody puts a level without a declaration. */
  readonly canStillDeclare: boolean;
  /** Body with which a step files, by the kind it names. */
  readonly filedWith: string;
}

/**
 * A body puts a level: proposes, recommends, nominates or decides, as the scheme lets a body of its kind at this point (S0 L133-135).
 * Never above what the rules give; another level than the one before it only with a reason; only over the facts that were first put.
 */
export function judge(was: Candidacy, programme: Programme, given: Judging, seat: Seat, moment: Moment): Candidacy {
  const { act, now, text, reason } = given;
  const opens = isOpening(was, programme, given);
  const before = opens ? now.level : was.level;
  const level = given.level ?? before;
  refuseUnset(programme.scheme, level, programme.parameters);
  const base = opens ? begun(was, programme, level, given, seat, moment) : was;
  const underWay = go(was.state, opens ? 'open' : 'go-on');
  const step = stepFor(programme, base, act, level, seat, opens ? undefined : now);
  const computed = opens ? now : was.computed!;
  refuseAbove(programme, level, computed);
  if (level !== before && reason === '') throw new Refusal('invalid', 'level.needs-reason', { level, before, beforeName: programme.levelName(before) }, 'reason');
  refuseFailed(programme, base, act, level);

  const doneNow = [...base.done, done(step, level, seat, moment)];
  const isLast = programme.next(level, ids(doneNow)).length === 0;
  const state = go(underWay, isLast ? 'decide' : 'go-on');
  const ended = isLast ? { decidedOn: moment.day, decidedBy: seat.unitId, filedWith: step.files === undefined ? '' : given.filedWith } : {};
  return reached(programme, { ...base, state, level, computed, done: doneNow, ...ended }, entry(act, seat, moment, { step: step.id, level, text, reason, decisionId: computed.decisionId, ...methodsOf(step, given.methods, seat) }));
}

/** One body's record of its verification; the decision waits for all of them (S0 L135). */
export function verify(
  was: Candidacy,
  programme: Programme,
  given: { readonly passed: boolean; readonly text: string; readonly methods?: readonly string[] | undefined; readonly now: Computed | null },
  seat: Seat,
  moment: Moment,
): Candidacy {
  const state = go(was.state, 'go-on');
  const step = stepFor(programme, was, 'verify', was.level, seat, given.now ?? undefined);
  const record: Done = { ...done(step, was.level, seat, moment), passed: given.passed };
  const what = { step: step.id, level: was.level, passed: given.passed, text: given.text, ...methodsOf(step, given.methods, seat), ...(was.computed ? { decisionId: was.computed.decisionId } : {}) };
  return reached(programme, { ...was, state, done: [...was.done, record] }, entry('verify', seat, moment, what));
}

/** Back to the branch, by whoever's turn it is. All that the bodies put is void; it stays in the timeline. */
export function sendBack(was: Candidacy, programme: Programme, given: { readonly reason: string; readonly until: string; readonly ends: string; readonly voided: boolean }, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'send-back');
  const turn = turns(programme, was, given.voided);
  if (!turn.some((step) => isSeatOf(programme, step, seat, was))) throw otherBody(turn);
  if (given.until < moment.day) throw new Refusal('invalid', 'return.until-past', { until: given.until, today: moment.day }, 'until');
  const declaration = was.declaration && { ...was.declaration, declaredOn: '' };
  const next: Candidacy = { ...was, state, declaration, level: declaration?.level ?? '', done: [], computed: null, handed: null, returned: { reason: given.reason, until: given.until, ...(given.ends === '' ? {} : { ends: given.ends }) } };
  return reached(programme, next, entry('send-back', seat, moment, { reason: given.reason }));
}

/**
 * A body that does not decide the level it would put hands the file on to those who do, with its opinion. No step is done by it: only whose
 * turn it is changes. Whose turn it was may, and who verified and did not pass it.
 */
export function handOn(was: Candidacy, programme: Programme, given: { readonly level: string; readonly reason: string; readonly now: Computed | null }, seat: Seat, moment: Moment): Candidacy {
  const { level, reason, now } = given;
  const state = go(was.state, 'hand-on');
  if (!was.computed || !now) throw new Refusal('conflict', 'hand-on.not-put', { opening: programme.opening(was.level || programme.lowest)?.zh ?? '' });
  if (isVoided(was, now)) throw factsChanged(programme, was, now);
  const step = handing(programme, was, seat);
  refuseUnset(programme.scheme, level, programme.parameters);
  refuseAbove(programme, level, was.computed);
  if (level === was.level) throw new Refusal('invalid', 'hand-on.same-level', { level, levelName: programme.levelName(level) }, 'level');
  const takers = programme.next(level, ids(was.done));
  const own = takers.find((one) => isSeatOf(programme, one, seat, was));
  if (own || takers.length === 0) throw new Refusal('conflict', 'hand-on.nobody-else', { level, levelName: programme.levelName(level), step: own?.id ?? '', words: own?.zh ?? '' }, 'level');
  const handed = { step: step.id, from: was.level, level, reason, unitId: seat.unitId, day: moment.day, after: was.done.length };
  return reached(programme, { ...was, state, level, handed }, entry('hand-on', seat, moment, { step: step.id, level, reason, decisionId: was.computed.decisionId }));
}

/** The step at which a seat may hand the file on; otherwise says whose turn it is. */
function handing(programme: Programme, was: Candidacy, seat: Seat): RouteStep {
  const turn = turns(programme, was);
  const failed = new Set(was.done.filter(({ passed }) => passed === false).map(({ step }) => step));
  const own = [...turn, ...programme.way(was.level).flat().filter(({ id }) => failed.has(id))].find((step) => isSeatOf(programme, step, seat, was));
  if (!own) throw otherBody(turn);
  return own;
}

const isSeatOf = (programme: Programme, step: RouteStep, seat: Seat, was: Candidacy): boolean => ROLE_OF[step.act] === seat.role && programme.acts(step, seat, was);
const otherBody = (turn: readonly RouteStep[]): Refusal => new Refusal('forbidden', 'step.other-body', { next: turn.map(({ id }) => id), body: turn.map(({ kind }) => kind) });

/** Takes back what the seat's body put last, as long as nobody acted on it; it stays in the timeline. */
export function takeBack(was: Candidacy, programme: Programme, reason: string, seat: Seat, moment: Moment): Candidacy {
  const underWay = go(was.state, 'take-back');
  if (was.handed?.after === was.done.length) return takeBackHandOn(was, was.handed, programme, reason, seat, moment);
  const last = was.done.at(-1);
  const step = programme.way(was.level).flat().find(({ id }) => id === last?.step);
  if (!last || !step || step.act === 'declare' || last.unitId !== seat.unitId || ROLE_OF[step.act] !== seat.role) {
    throw new Refusal('forbidden', 'take-back.not-last', { step: last?.step ?? '', words: step?.zh ?? '' });
  }
  const done = was.done.slice(0, -1);
  const isAgain = programme.opening(was.level)?.id === step.id;
  const level = (isAgain ? was.declaration?.level : done.at(-1)?.level) || programme.lowest;
  const next: Candidacy = { ...was, state: isAgain && was.declaration ? 'declared' : underWay, level, done, computed: isAgain ? null : was.computed };
  return reached(programme, next, entry('take-back', seat, moment, { step: step.id, level: last.level, reason }));
}

/** The file is again at the step where it was handed on; the entry names none, for no step was done. */
function takeBackHandOn(was: Candidacy, handed: Handed, programme: Programme, reason: string, seat: Seat, moment: Moment): Candidacy {
  const step = programme.way(handed.from).flat().find(({ id }) => id === handed.step);
  if (!step || handed.unitId !== seat.unitId || ROLE_OF[step.act] !== seat.role) throw new Refusal('forbidden', 'take-back.not-last', { step: handed.step, words: step?.zh ?? '' });
  return reached(programme, { ...was, level: handed.from, handed: null }, entry('take-back', seat, moment, { level: handed.level, reason }));
}

/** What came back too late, or not at all, ends as the step says that returned it: with the lowest level. */
export function endUncured(was: Candidacy, programme: Programme, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'end');
  const level = programme.lowest;
  const because = was.returned!.ends!;
  const settled = { on: moment.day, level, because, explanationDigest: '' };
  return reached(programme, { ...was, state, level, settled }, entry('end', seat, moment, { step: because, level, reason: was.returned!.reason }));
}

/** Back to a step for a new judgement by other people; what was done from there on is void and stays in the timeline. */
export function reopen(was: Candidacy, programme: Programme, given: { readonly step: string; readonly reason: string; readonly barred: readonly string[] }, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'reopen');
  const at = was.done.find((one) => one.step === given.step)?.level || was.level; // the step may have cost the level on whose way it lies
  const step = programme.way(at).flat().find(({ id }) => id === given.step);
  if (!step || step.act === 'declare' || !was.done.some((one) => one.step === given.step)) throw new Refusal('invalid', 'appeal.step-not-done', { step: given.step, done: was.done.map((one) => one.step).filter((id) => id !== programme.declaring(at)?.id) }, 'step');
  const opening = programme.opening(at);
  const isLowered = was.timeline.some(({ act, decisionId }) => act === 'lower' && decisionId !== undefined && decisionId === was.computed?.decisionId); // nobody put a level on the facts of now
  const before = programme.before(at, isLowered && opening ? opening : step);
  const kept = was.done.filter((one) => before.has(one.step));
  const isAgain = opening !== undefined && !kept.some((one) => one.step === opening.id);
  const level = (isAgain ? was.declaration?.level : kept.at(-1)?.level) || at;
  const barred = { ...was.barred, [given.step]: given.barred };
  const next: Candidacy = { ...was, state, level, done: kept, computed: isAgain ? null : was.computed, handed: null, settled: null, decidedOn: '', decidedBy: '', filedWith: '', barred };
  return reached(programme, next, entry('reopen', seat, moment, { step: given.step, reason: given.reason }));
}

/** The level is final. */
export function settle(was: Candidacy, programme: Programme, how: Omit<Settled, 'explanationDigest'>, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'settle');
  const settled = { ...how, explanationDigest: was.computed?.explanationDigest ?? '' };
  return reached(programme, { ...was, state, level: settled.level, settled }, entry('settle', seat, moment, { step: settled.because, level: settled.level }));
}

/** What an event within the year leaves of the level: never more than before (S0 L135). */
export function lower(was: Candidacy, programme: Programme, computed: Computed, given: { readonly clause: string; readonly reason: string }, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'lower');
  const { level } = computed;
  if (programme.rank(level) > programme.rank(was.level)) throw new Refusal('conflict', 'adjustment.raises', { from: was.level, to: level });
  return reached(programme, { ...was, state, level, computed }, entry('lower', seat, moment, { step: given.clause, level, reason: given.reason, decisionId: computed.decisionId }));
}

/** A level taken away by a clause of the scheme that needs no new decision, such as a limit that was missed. */
export function takeAway(was: Candidacy, programme: Programme, given: { readonly clause: string; readonly level: string; readonly reason: string }, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'lower');
  return reached(programme, { ...was, state, level: given.level }, entry('lower', seat, moment, { step: given.clause, level: given.level, reason: given.reason }));
}

/** A level whose time is over: the unit is at the lowest again. */
export function expire(was: Candidacy, programme: Programme, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'lower');
  return reached(programme, { ...was, state, level: programme.lowest, holdsUntil: '' }, entry('expire', seat, moment, { step: was.level, level: programme.lowest }));
}

/** Looked at again: the level stays, or is taken away as the re-check says. */
export function recheck(was: Candidacy, programme: Programme, given: { readonly clause: string; readonly level: string; readonly reason: string }, seat: Seat, moment: Moment): Candidacy {
  const state = go(was.state, 'lower');
  return reached(programme, { ...was, state, level: given.level }, entry('recheck', seat, moment, { step: given.clause, level: given.level, reason: given.reason }));
}

/** Under a newer version of the scheme: the declaration stands, what bodies put on it is to be put again. */
export function movedTo(was: Candidacy, programme: Programme, seat: Seat, moment: Moment): Candidacy {
  const declared = was.declaration?.declaredOn ? programme.declaring(was.declaration.level) : undefined;
  const done = was.done.filter(({ step }) => step === declared?.id);
  const state = was.state !== 'reviewing' ? was.state : declared ? 'declared' : 'expected';
  const level = was.state === 'reviewing' ? (was.declaration?.level ?? '') : was.level;
  return reached(programme, { ...was, state, level, done, computed: null, handed: null }, entry('move', seat, moment, {}));
}

/** Notes in the timeline what a spot check found; nothing follows by itself, the source names no consequence (S0 L133). */
export function noteSpotCheck(was: Candidacy, programme: Programme, found: { readonly step: string; readonly passed: boolean; readonly text: string; readonly methods?: readonly string[] }, seat: Seat, moment: Moment): Candidacy {
  return reached(programme, was, entry('spot-check', seat, moment, { ...found, level: was.level }));
}

/** Steps whose turn it is by the facts as they were put; `voided` puts the first judgement back in its place. */
export function turns(programme: Programme, { state, level, done }: Candidacy, voided = false): readonly RouteStep[] {
  const on = level || programme.lowest;
  switch (state) {
    case 'expected':
    case 'draft':
      return [programme.declaring(on)].filter((step) => step !== undefined);
    case 'declared':
    case 'reviewing':
      return voided ? [programme.opening(on)].filter((step) => step !== undefined) : programme.next(on, ids(done));
    case 'decided':
      return programme.route(on).flat().filter(({ act }) => (act === 'notice' && programme.needsNotice(on)) || act === 'confirm');
    case 'settled':
      return [];
  }
}

/** True when facts changed after a body put a level on them: what was put is void until it is put again. */
export const isVoided = ({ state, computed }: Candidacy, now: Basis | string): boolean =>
  state === 'reviewing' && computed !== null && isOtherBasis(computed, typeof now === 'string' ? { factsDigest: now } : now);

/** What a level was put on: the unit's own facts and, where units are compared, what the rules gave among the others. */
type Basis = Pick<Computed, 'factsDigest'> & { readonly amongDigest?: string | undefined };
const isOtherBasis = (was: Basis, now: Basis): boolean =>
  was.factsDigest !== now.factsDigest || (was.amongDigest !== undefined && now.amongDigest !== undefined && was.amongDigest !== now.amongDigest);

/** The first judgement on a declaration, or again after the facts changed. */
function isOpening(was: Candidacy, programme: Programme, { act, level, now }: Judging): boolean {
  if (was.state !== 'reviewing') return was.state !== 'decided' && was.state !== 'settled';
  if (was.computed === null) return true;
  return isVoided(was, now) && programme.opening(level ?? now.level)?.act === act;
}

function begun(was: Candidacy, programme: Programme, level: string, { now, reason, canStillDeclare }: Judging, seat: Seat, moment: Moment): Candidacy {
  const declared = programme.declaring(programme.lowest);
  if (was.state === 'declared' || was.state === 'reviewing') {
    const opening = programme.opening(level);
    const before = opening ? programme.before(level, opening) : new Set([declared?.id]);
    return { ...was, handed: null, done: was.done.filter(({ step }) => before.has(step)) };
  }
  if (was.returned && moment.day <= was.returned.until) throw new Refusal('conflict', 'return.running', { until: was.returned.until, today: moment.day });
  // Who did not declare wins no star; a veto is recorded all the same, or silence would be a way around it (derived from S0 L133).
  const isRecord = level === programme.lowest || (now.vetoes.length > 0 && level === now.level);
  if (canStillDeclare || !isRecord || reason === '') throw new Refusal('conflict', 'candidacy.not-declared', { lowest: programme.lowest, lowestName: programme.levelName(programme.lowest) });
  return { ...was, declaration: null, done: declared ? [done(declared, '', seat, moment)] : [] };
}

/** The step of this act for this level, if it is this seat's turn; otherwise says whose it is, with the clause. */
function stepFor(programme: Programme, was: Candidacy, act: Act, level: string, seat: Seat, now?: Computed): RouteStep {
  const steps = programme.way(level).flat().filter((step) => step.act === act);
  const { done, state, barred = {} } = was;
  const step = steps.find((one) => programme.acts(one, seat, was));
  if (!step) throw notCompetent(programme, level, act, seat);
  if (now && isVoided(was, now)) throw factsChanged(programme, was, now);
  if (ids(done).has(step.id)) throw new Refusal('conflict', 'step.done', { step: step.id, words: step.zh, state });
  if (barred[step.id]?.includes(seat.personId)) throw new Refusal('forbidden', 'appeal.same-person', { step: step.id, words: step.zh });
  const next = programme.next(level, ids(done));
  if (!next.includes(step)) {
    throw new Refusal('conflict', 'step.not-yet', { step: step.id, next: next.map(({ id }) => id), words: next.map(({ zh }) => zh), body: next.map(({ kind }) => kind) });
  }
  return step;
}

/** Refuses with the step that names the competent body, as the scheme words and cites it. */
function notCompetent(programme: Programme, level: string, act: Act, seat: Seat): Refusal {
  const steps = programme.way(level).flat();
  const step = steps.find((one) => one.act === act) ?? steps.find((one) => one.act === 'decide');
  const body = step?.kind ?? '';
  const named = programme.scheme.kinds[body];
  const facts = { level, act, clause: step?.id ?? '', source: step?.source ?? step?.basis ?? '', body, bodyName: named?.zh ?? body, own: seat.unitKind };
  return new Refusal('forbidden', 'level.not-competent', { ...facts, levelName: programme.scheme.levels[programme.rank(level)]?.zh ?? level }, 'level');
}

/** The methods that a body says it used: at least one, and none that the scheme does not name for the step (S0 L133). A program cannot leave them out. */
export function methodsOf({ id, zh, methods = [] }: RouteStep, given: readonly string[] | undefined, { limits }: Seat): { methods?: readonly string[] } {
  if ((given === undefined && limits === undefined) || (!given?.length && methods.length === 0)) return {};
  if (!given?.length) throw new Refusal('invalid', 'step.no-method', { step: id, words: zh, methods }, 'methods');
  const stray = given.find((method) => !methods.includes(method));
  if (stray !== undefined) throw new Refusal('invalid', 'step.method-unknown', { step: id, words: zh, method: stray, methods }, 'methods');
  return { methods: [...new Set(given)] };
}

function refuseAbove(programme: Programme, level: string, { level: byFacts, unmet }: Computed): void {
  if (programme.rank(level) <= programme.rank(byFacts)) return;
  throw new Refusal('invalid', 'level.above-facts', { level, byFacts, unmet, levelName: programme.levelName(level), byFactsName: programme.levelName(byFacts) }, 'level');
}

function refuseFailed(programme: Programme, { done }: Candidacy, act: Judgement, level: string): void {
  if (act !== 'decide' || level === programme.lowest) return;
  const onWay = ids(programme.way(level).flat().map(({ id }) => ({ step: id })));
  const failed = done.filter(({ step, passed }) => passed === false && onWay.has(step)).map(({ step }) => step);
  if (failed.length > 0) throw new Refusal('conflict', 'verification.failed', { steps: failed });
}

function factsChanged(programme: Programme, was: Candidacy, now: Computed): Refusal {
  const opening = programme.opening(was.level || now.level);
  return new Refusal('conflict', 'facts.changed', { was: was.computed?.factsVersion ?? 0, now: now.factsVersion, step: opening?.id ?? '', words: opening?.zh ?? '' });
}

const ids = (done: readonly { readonly step: string }[]): ReadonlySet<string> => new Set(done.map(({ step }) => step));

const done = (step: RouteStep, level: string, seat: Seat, { day }: Moment): Done => ({ step: step.id, level, unitId: seat.unitId, day });

function entry(act: string, seat: Seat, moment: Moment, what: Partial<Pick<Entry, 'step' | 'level' | 'passed' | 'methods' | 'text' | 'reason' | 'decisionId'>>): Entry {
  return { ...moment, act, step: '', level: '', text: '', reason: '', ...what, by: { personId: seat.personId, role: seat.role, unitId: seat.unitId } };
}

function reached(programme: Programme, next: Candidacy, happened: Entry): Candidacy {
  return { ...next, timeline: [...next.timeline, happened], waits: waitsOf(programme, next) };
}

function waitsOf(programme: Programme, next: Candidacy): string[] {
  const again = next.state === 'reviewing' || next.state === 'expected' || next.state === 'draft' ? [programme.opening(next.level || programme.lowest)] : [];
  const steps = [...turns(programme, next), ...again].filter((step) => step !== undefined);
  return [...new Set(steps.flatMap((step) => programme.awaited(step, next).map((who) => `${step.act}:${who}`)))];
}
