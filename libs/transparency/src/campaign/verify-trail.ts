import { day as dayNamed, dayOf } from '@xingchuang/calendar';
import { noticeRule, settle, type RouteStep } from '@xingchuang/schemes';
import type { PackagedCampaign, PackagedCandidacy, PackagedDone, PackagedEntry, PackagedHanded, PackagedUnit } from './campaign-package.ts';
import type { Checking, Clauses, Where } from './checking.ts';
import { JUDGEMENTS, type SchemeWay } from './scheme-way.ts';
import type { KnownDecision } from './verify-decisions.ts';

/** What the steps of one candidacy are held against. */
export interface Trail {
  readonly check: Checking;
  readonly campaign: PackagedCampaign;
  /** One for each version of the scheme that the campaign ran by, in order. */
  readonly ways: readonly { readonly way: SchemeWay; readonly clauses: Clauses }[];
  readonly decisions: ReadonlyMap<string, KnownDecision>;
  /** When each version of the unit's facts was entered. */
  readonly entered: ReadonlyMap<number, string>;
  readonly units: ReadonlyMap<string, PackagedUnit>;
  readonly unit: PackagedUnit;
  readonly place: string;
  readonly object: string;
  /** The day that the word of another service named, which may have come later. */
  readonly settledOn: string | undefined;
}

interface Standing {
  state: string;
  level: string;
  /** Of the last declaration, draft or not. */
  declared: string;
  /** Whether it was handed in. */
  handedIn: boolean;
  text: string;
  declaredOn: string;
  done: readonly PackagedDone[];
  decisionId: string | null;
  /** The decision on later facts that took the level down; nobody judged by it. */
  loweredBy: string | null;
  /** The act that sent it back. */
  returned: PackagedEntry | null;
  handed: PackagedHanded | null;
  decidedOn: string;
  decidedBy: string;
  settled: { readonly on: string; readonly level: string; readonly because: string } | null;
}

/** Facts entered so shortly before an act may have been unknown to it: two commands of the same moment do not see each other. */
const AT_ONCE_MS = 60_000;

/** Goes the way of a candidacy again, act by act: who, at which point, in time, on which facts, up to which level. */
export function verifyTrail(trail: Trail, candidacy: PackagedCandidacy): void {
  const { check, place, object } = trail;
  const walk = new Walk(trail);
  const moves = candidacy.timeline.filter(({ act }) => act === 'move').length;
  walk.version = trail.ways.length - 1 - moves;
  for (const [i, entry] of candidacy.timeline.entries()) walk.take(entry, i);
  const { state, level, done, decidedOn, decidedBy, settled } = walk.now;
  const where = (item: string, step = ''): Where => ({ object, place, item, ...(step === '' ? {} : walk.clauses.of(step)) });
  check.same(where('level', level), level, candidacy.level);
  check.same(where('state'), state, candidacy.state);
  for (let i = 0; i < Math.max(done.length, candidacy.done.length); i += 1) check.same(where(`step done ${i + 1}`, done[i]?.step ?? candidacy.done[i]!.step), done[i] ?? 'nothing', candidacy.done[i] ?? 'nothing');
  check.same(where('day of the decision', done.at(-1)?.step), decidedOn, candidacy.decidedOn);
  check.same(where('body that decided', done.at(-1)?.step), decidedBy, candidacy.decidedBy);
  check.same(where('settled', settled?.because ?? ''), settled, candidacy.settled && { on: candidacy.settled.on, level: candidacy.settled.level, because: candidacy.settled.because });
  check.same(where('opinion handed on', walk.now.handed?.step), walk.now.handed, candidacy.handed);
  check.same(where('decision'), walk.now.decisionId, candidacy.computed?.decisionId ?? null);
  verifyDeclaration(trail, walk, candidacy);
}

class Walk {
  now: Standing = { state: 'expected', level: '', declared: '', handedIn: false, text: '', declaredOn: '', done: [], decisionId: null, loweredBy: null, returned: null, handed: null, decidedOn: '', decidedBy: '', settled: null };
  version = 0;
  /** Steps that were put once and not taken back: void, they may be put again (docs/campaign-package.md). */
  readonly once = new Set<string>();

  constructor(readonly trail: Trail) {}

  get way(): SchemeWay {
    return this.trail.ways[Math.max(0, this.version)]!.way;
  }
  get clauses(): Clauses {
    return this.trail.ways[Math.max(0, this.version)]!.clauses;
  }

  take(entry: PackagedEntry, index: number): void {
    const { check, object, place } = this.trail;
    const where: Where = { object, place: `${place} timeline[${index}]`, item: entry.act, ...(entry.step === '' ? {} : this.clauses.of(entry.step)) };
    check.at = where;
    const from = FROM[JUDGEMENTS.includes(entry.act) ? 'judge' : entry.act];
    check.holds(where, from !== undefined, 'an act of the process', entry.act);
    check.holds({ ...where, item: `${entry.act} in state` }, from!.includes(this.now.state), from!.join(' | '), this.now.state);
    check.holds({ ...where, item: 'day' }, [0, 1_000].some((later) => dayOf(new Date(Date.parse(entry.at) + later)) === entry.day), dayOf(new Date(entry.at)), entry.day);
    const role = ROLE_OF[entry.act];
    if (role !== undefined) check.same({ ...where, item: 'role' }, role, entry.by.role);
    if (role === 'clerk') check.same({ ...where, item: 'unit that acts' }, this.trail.unit.id, entry.by.unitId);
    this.#acts[JUDGEMENTS.includes(entry.act) ? 'judge' : entry.act]!(entry, where);
    if (entry.act === 'take-back') this.once.delete(entry.step);
    else if (entry.act === 'verify' || JUDGEMENTS.includes(entry.act)) this.once.add(entry.step);
  }

  readonly #acts: Readonly<Record<string, (entry: PackagedEntry, where: Where) => void>> = {
    draft: (entry) => this.#set({ state: 'draft', level: entry.level, declared: entry.level, handedIn: false }),
    declare: (entry, where) => {
      const step = this.#step(entry, where);
      this.#by(step, entry, where);
      if (!this.now.returned) this.#within(this.trail.campaign.declaring, entry, where);
      this.#set({ state: 'declared', level: entry.level, declared: entry.level, handedIn: true, done: [doneBy(entry)], returned: null, text: entry.text, declaredOn: entry.day });
    },
    withdraw: () => {
      const declared = this.now.state === 'declared' ? this.now.declared : '';
      this.#set({ state: declared === '' ? 'expected' : 'draft', level: declared, declared, handedIn: false, done: [] });
    },
    judge: (entry, where) => this.#judge(entry, where),
    verify: (entry, where) => {
      const step = this.#step(entry, where);
      this.#turn(step, this.now.done, entry, where);
      this.#by(step, entry, where);
      this.#inTime(step, this.now.done, entry, where);
      this.#bound(entry, where);
      this.#set({ state: 'reviewing', done: [...this.now.done, { ...doneBy(entry), level: this.now.level, passed: entry.passed! }] });
    },
    'send-back': (entry) => this.#set({ state: 'draft', level: this.now.declared, handedIn: false, done: [], decisionId: null, returned: entry, handed: null }),
    'hand-on': (entry, where) => this.#handOn(entry, where),
    'take-back': (entry, where) => {
      const { handed } = this.now;
      if (handed?.after === this.now.done.length) {
        this.trail.check.same({ ...where, item: 'body' }, handed.unitId, entry.by.unitId);
        this.trail.check.same({ ...where, item: 'step taken back' }, '', entry.step);
        this.#set({ level: handed.from, handed: null });
        return;
      }
      const last = this.now.done.at(-1);
      this.trail.check.same({ ...where, item: 'step taken back' }, last?.step, entry.step);
      this.trail.check.same({ ...where, item: 'body' }, last?.unitId, entry.by.unitId);
      const done = this.now.done.slice(0, -1);
      const isAgain = this.way.opening(this.now.level)?.id === entry.step;
      const level = (isAgain ? this.now.declared : done.at(-1)?.level) || this.way.lowest;
      this.#set({ state: isAgain && this.now.declared !== '' ? 'declared' : 'reviewing', level, done, decisionId: isAgain ? null : this.now.decisionId });
    },
    end: (entry, where) => {
      this.trail.check.same({ ...where, item: 'level' }, this.way.lowest, entry.level);
      this.#set({ state: 'settled', level: this.way.lowest, settled: { on: entry.day, level: this.way.lowest, because: entry.step } });
    },
    reopen: (entry) => {
      const { level, done, declared, decisionId } = this.now;
      const at = done.find(({ step }) => step === entry.step)?.level || level;
      const opening = this.way.opening(at);
      const isLowered = decisionId !== null && decisionId === this.now.loweredBy;
      const before = this.way.before(at, isLowered && opening ? opening.id : entry.step);
      const kept = done.filter(({ step }) => before.has(step));
      const isAgain = opening !== undefined && !kept.some(({ step }) => step === opening.id);
      this.#set({ state: 'reviewing', level: (isAgain ? declared : kept.at(-1)?.level) || at, done: kept, decisionId: isAgain ? null : decisionId, handed: null, settled: null, decidedOn: '', decidedBy: '' });
    },
    settle: (entry, where) => this.#settle(entry, where),
    lower: (entry, where) => {
      this.trail.check.holds({ ...where, item: 'level' }, this.way.rank(entry.level) <= this.way.rank(this.now.level), `at most ${this.now.level}`, entry.level);
      this.#set({ level: entry.level, decisionId: entry.decisionId ?? this.now.decisionId, loweredBy: entry.decisionId ?? this.now.loweredBy });
    },
    expire: (entry, where) => {
      this.trail.check.same({ ...where, item: 'level' }, this.way.lowest, entry.level);
      this.#set({ level: entry.level });
    },
    recheck: (entry, where) => {
      const rule = this.way.scheme.recheck;
      const revoked = rule && settle(this.way.scheme, rule.revoke.level, this.way.parameters);
      this.trail.check.same({ ...where, item: 'level' }, entry.step === rule?.keep.id ? this.now.level : revoked, entry.level);
      this.#set({ level: entry.level });
    },
    move: () => {
      this.version += 1;
      const { state, declared, handedIn, done, level } = this.now;
      const step = handedIn ? this.way.declaring(declared)?.id : undefined;
      const isUnderWay = state === 'reviewing';
      this.#set({ state: isUnderWay ? (handedIn ? 'declared' : 'expected') : state, level: isUnderWay ? declared : level, done: done.filter((one) => one.step === step), decisionId: null, handed: null });
    },
    'review-items': () => undefined,
    'spot-check': () => undefined,
  };

  /** A body puts a level: its turn, its kind, in its days, over the decision it names, which rests on the facts of then. */
  #judge(entry: PackagedEntry, where: Where): void {
    const { check, decisions } = this.trail;
    const { state, done: before } = this.now;
    check.holds({ ...where, item: 'level' }, this.way.has(entry.level), 'a level of the scheme', entry.level);
    const opens = entry.decisionId !== (this.now.decisionId ?? '');
    let done = before;
    if (opens) this.#set({ handed: null });
    if (state === 'expected' || state === 'draft') {
      const declared = this.way.declaring(this.way.lowest);
      done = declared ? [{ ...doneBy(entry), step: declared.id, level: '' }] : [];
    } else if (opens) {
      const opening = this.way.opening(entry.level);
      const kept = opening ? this.way.before(entry.level, opening.id) : new Set([this.way.declaring(this.way.lowest)?.id]);
      done = before.filter(({ step }) => kept.has(step));
    }
    const step = this.#step(entry, where);
    this.#turn(step, done, entry, where);
    this.#by(step, entry, where);
    this.#inTime(step, before, entry, where);
    this.#bound(entry, where, opens);
    const decision = decisions.get(entry.decisionId!)!;
    check.holds({ ...where, item: 'level', ...this.clauses.of(entry.level) }, this.way.rank(entry.level) <= this.way.rank(decision.level), `at most ${decision.level}, which the facts give`, entry.level);
    if (entry.act === 'decide' && entry.level !== this.way.lowest) {
      const onWay = new Set(this.way.way(entry.level).flat().map(({ id }) => id));
      const failed = done.find(({ step: id, passed }) => passed === false && onWay.has(id));
      check.holds({ ...where, item: 'verification' }, failed === undefined, 'every verification passed', failed?.step);
    }
    const next = [...done, doneBy(entry)];
    const isLast = this.way.next(entry.level, idsOf(next)).length === 0;
    this.#set({
      state: isLast ? 'decided' : 'reviewing', level: entry.level, done: next, decisionId: entry.decisionId!, ...(state === 'expected' || state === 'draft' ? { declared: '', handedIn: false } : {}),
      ...(isLast ? { decidedOn: entry.day, decidedBy: entry.by.unitId } : {}),
    });
  }

  /** A body whose turn it is, or that did not pass it, puts it before those who decide another level: no step is done, none of its own is next. */
  #handOn(entry: PackagedEntry, where: Where): void {
    const { check, decisions } = this.trail;
    const { done, level: from, decisionId } = this.now;
    const { step: id, level, reason, by, day } = entry;
    const step = this.way.way(from).flat().find((one) => one.id === id);
    const mayAct = done.some((one) => one.step === id && one.passed === false) || this.way.next(from, idsOf(done)).some((one) => one.id === id);
    check.holds({ ...where, item: 'turn' }, step !== undefined && mayAct, 'a step whose turn it is, or that was not passed', id);
    check.same({ ...where, item: 'role' }, ROLE_OF[step!.act], by.role);
    this.#by(step!, entry, where);
    check.holds({ ...where, item: 'decision' }, decisionId !== null, 'a level that was put', 'none');
    this.#bound(entry, where);
    check.holds({ ...where, item: 'level' }, this.way.has(level) && level !== from, `another level of the scheme than ${from}`, level);
    const decision = decisions.get(decisionId!)!;
    check.holds({ ...where, item: 'level', ...this.clauses.of(level) }, this.way.rank(level) <= this.way.rank(decision.level), `at most ${decision.level}, which the facts give`, level);
    const takers = this.way.next(level, idsOf(done));
    const own = takers.find((one) => ROLE_OF[one.act] === by.role && this.#isOf(one, entry));
    check.holds({ ...where, item: 'who goes on' }, takers.length > 0 && own === undefined, 'another body', own?.id ?? 'nobody');
    this.#set({ level, handed: { step: id, from, level, reason, unitId: by.unitId, day, after: done.length } });
  }

  /** At once where nothing is due after the decision, by a body that confirms, or by what became of the notice. */
  #settle(entry: PackagedEntry, where: Where): void {
    const { check } = this.trail;
    const { level, decidedOn } = this.now;
    const because = entry.step;
    const isNoticed = this.way.needsNotice(level);
    const settled = { level: entry.level, because, on: entry.by.personId === '' ? (this.trail.settledOn ?? entry.day) : entry.day };
    check.holds({ ...where, item: 'day' }, decidedOn <= settled.on && settled.on <= entry.day, `${decidedOn} to ${entry.day}`, settled.on);
    if (because !== '') {
      const { verified } = noticeRule(this.way.scheme, this.way.parameters);
      check.same({ ...where, item: 'clause' }, verified.id, because);
      check.same({ ...where, item: 'level' }, verified.level, entry.level);
    } else {
      check.same({ ...where, item: 'level', ...this.clauses.of(level) }, level, entry.level);
      const confirming = this.way.confirming(level);
      if (isNoticed) {
        const { id, minimum } = this.way.scheme.notice!;
        const least = this.way.ends(minimum, decidedOn);
        check.holds({ ...where, item: 'notice', ...this.clauses.of(id) }, least === undefined || settled.on > least.lastDay, `after ${least?.lastDay}`, settled.on);
      } else if (confirming && entry.by.personId !== '') {
        this.#by(confirming, entry, { ...where, ...this.clauses.of(confirming.id) });
        this.#inTime(confirming, this.now.done, entry, { ...where, ...this.clauses.of(confirming.id) });
      }
    }
    this.#set({ state: 'settled', level: entry.level, settled });
  }

  #set(next: Partial<Standing>): void {
    this.now = { ...this.now, ...next };
  }

  #step({ act, step: id }: PackagedEntry, where: Where): RouteStep {
    const step = this.way.step(id);
    this.trail.check.same({ ...where, item: 'step' }, act, step?.act ?? 'no step of the scheme');
    return step!;
  }

  #turn(step: RouteStep, done: readonly PackagedDone[], entry: PackagedEntry, where: Where): void {
    const next = this.way.next(entry.act === 'verify' ? this.now.level : entry.level, idsOf(done)).map(({ id }) => id);
    this.trail.check.holds({ ...where, item: 'turn' }, next.includes(step.id), `one of ${next.join(', ')}`, step.id);
  }

  #isOf({ kind }: RouteStep, { by, day }: PackagedEntry): boolean {
    const { units, unit } = this.trail;
    const body = units.get(by.unitId);
    const role = this.way.scheme.kinds[kind ?? '']?.is;
    if (body === undefined) return false;
    if (role === 'self') return body.id === unit.id;
    return role === 'parent' ? placesOn(unit, day).some(({ path }) => path.at(-2) === body.id) : placesOn(body, day).some((one) => one.kind === kind);
  }

  /** The body is of the kind that the step names, and governs the unit where it stood that day. */
  #by(step: RouteStep, entry: PackagedEntry, where: Where): void {
    const { units, unit, check } = this.trail;
    const { kind } = step;
    const { by, day } = entry;
    const body = units.get(by.unitId);
    const isOver = body !== undefined && (body.id === unit.id || placesOn(unit, day).some(({ path }) => path.includes(body.governs)));
    check.holds({ ...where, item: 'body' }, this.#isOf(step, entry), `a unit of kind ${kind ?? ''}`, body ? `${body.kind} ${body.code}` : by.unitId);
    check.holds({ ...where, item: 'body' }, isOver, `the ${kind ?? ''} over ${unit.code}`, `${body!.code}`);
  }

  #within({ from, to }: { readonly from: string; readonly to: string }, { day }: PackagedEntry, where: Where): void {
    this.trail.check.holds({ ...where, item: 'day' }, from <= day && day <= to, `${from} to ${to}`, day);
  }

  #inTime(step: RouteStep, done: readonly PackagedDone[], entry: PackagedEntry, where: Where): void {
    const { campaign } = this.trail;
    const { window, lastDay, earliest } = this.way.timeOf(step, campaign, done);
    const again = this.once.has(step.id) ? this.way.againUntil(step, entry.level || this.now.level, campaign, this.once) : '';
    const later = (last: string): string => (last > again ? last : again);
    if (window) this.#within({ from: window.from, to: later(window.to) }, entry, where);
    if (lastDay !== undefined) this.#within({ from: earliest ?? '', to: later(lastDay) }, entry, where);
    for (const one of this.way.scheme.process.flatMap(({ steps }) => steps)) {
      const held = one.least && done.findLast(({ step: id }) => id === one.id);
      const least = held && this.way.ends(one.least!, held.day);
      if (least) this.trail.check.holds({ ...where, item: 'day', ...this.clauses.of(one.id) }, entry.day > least.lastDay, `after ${least.lastDay}`, entry.day);
    }
  }

  /** An act is bound to the decision before it, and that to the facts as they then were. */
  #bound(entry: PackagedEntry, where: Where, opens = false): void {
    const { check, decisions, entered, unit } = this.trail;
    if (!opens && this.now.decisionId === null) return;
    const decision = decisions.get(entry.decisionId ?? '');
    check.holds({ ...where, item: 'decision' }, decision?.unitId === unit.id, 'a decision on the unit', entry.decisionId ?? 'none');
    if (opens) {
      check.same({ ...where, item: 'time of the decision' }, entry.at, decision!.at);
      if (decision!.window) check.same({ ...where, item: 'days looked at' }, this.trail.campaign.window, decision!.window);
    } else check.same({ ...where, item: 'decision' }, this.now.decisionId, entry.decisionId);
    const newer = [...entered].filter(([version, at]) => version > decision!.factsVersion && Date.parse(at) + AT_ONCE_MS < Date.parse(entry.at)).map(([version]) => version);
    check.holds({ ...where, item: 'facts version' }, newer.length === 0, newer.at(-1), decision!.factsVersion);
  }
}

/** What the unit handed in, by when it must mend what came back, and where the decision was filed. */
function verifyDeclaration({ check, object, place, unit, units }: Trail, { now, way, clauses }: Walk, { declaration, submissions, returned, timeline, filedWith, done }: PackagedCandidacy): void {
  const where = (item: string, step?: string): Where => ({ object, place, item, ...(step === undefined ? {} : clauses.of(step)) });
  const declared = way.declaring(way.lowest)?.id;
  check.same(where('declared level', declared), now.declared, declaration?.level ?? '');
  check.same(where('day of the declaration', declared), now.handedIn ? now.declaredOn : '', declaration?.declaredOn ?? '');
  if (now.handedIn) check.same(where('words of the declaration', declared), now.text, declaration!.text);
  const handings = timeline.filter(({ act }) => act === 'declare').map(({ at }, i) => ({ submission: i + 1, submittedAt: at }));
  check.same(where('submissions', declared), handings, submissions.map(({ submission, submittedAt }) => ({ submission, submittedAt })));
  check.same(where('declaration', declared), now.declared !== '', declaration !== null);
  check.same(where('sent back'), now.returned !== null, returned !== null);
  check.same(where('why it was sent back'), now.returned?.reason, returned?.reason);
  const cure = returned?.ends === undefined ? undefined : way.step(returned.ends)?.cure;
  const until = cure && way.ends(cure, dayNamed(now.returned!.day))?.lastDay;
  if (until !== undefined) check.same(where('last day to mend', returned!.ends), until, returned!.until);
  const decided = now.decidedOn === '' ? undefined : way.step(done.findLast(({ level }) => level !== '')?.step ?? '');
  const body = units.get(filedWith);
  const isOver = body?.kind === decided?.files && placesOn(unit, now.decidedOn).some(({ path }) => path.includes(body?.governs ?? ''));
  check.holds(where('filed with', decided?.id), filedWith === '' || (decided?.files !== undefined && isOver), `the ${decided?.files ?? 'no body'} over ${unit.code}`, body?.code ?? filedWith);
}

/** What sort of seat does an act. */
const ROLE_OF: Readonly<Record<string, string>> = { draft: 'clerk', declare: 'clerk', withdraw: 'clerk', propose: 'reviewer', verify: 'reviewer', recommend: 'decider', nominate: 'decider', decide: 'decider' };

/** From which states each act starts. */
const FROM: Readonly<Record<string, readonly string[]>> = {
  draft: ['expected', 'draft'],
  declare: ['expected', 'draft'],
  withdraw: ['draft', 'declared'],
  judge: ['expected', 'draft', 'declared', 'reviewing'],
  verify: ['declared', 'reviewing'],
  'send-back': ['declared', 'reviewing'],
  'hand-on': ['reviewing'],
  'take-back': ['reviewing'],
  end: ['draft'],
  reopen: ['reviewing', 'decided', 'settled'],
  settle: ['decided'],
  lower: ['settled'],
  expire: ['settled'],
  recheck: ['settled'],
  move: ['expected', 'draft', 'declared', 'reviewing'],
  'review-items': ['expected', 'draft', 'declared', 'reviewing'],
  'spot-check': ['expected', 'draft', 'declared', 'reviewing', 'decided', 'settled'],
};

const idsOf = (done: readonly PackagedDone[]): ReadonlySet<string> => new Set(done.map(({ step }) => step));
const doneBy = ({ step, level, by, day }: PackagedEntry): PackagedDone => ({ step, level, unitId: by.unitId, day });

/** Where a unit stood on a day; on a day on which it moved, both places. */
export function placesOn({ kind, path, stays }: PackagedUnit, day: string): readonly { readonly kind: string; readonly path: readonly string[] }[] {
  const on = stays.filter(({ since }, i) => since <= day && (stays[i + 1] === undefined || stays[i + 1]!.since >= day));
  return on.length > 0 ? on : [{ kind, path }];
}
