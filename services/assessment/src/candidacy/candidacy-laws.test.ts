import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addDays, chineseCalendar, day, type Day } from '@xingchuang/calendar';
import { Refusal } from '@xingchuang/rules';
import { parseScheme } from '@xingchuang/schemes';
import { Differs, verifyTrail, Clauses, SchemeWay, Checking, type PackagedCampaign, type PackagedCandidacy, type PackagedUnit } from '@xingchuang/transparency/campaign';
import type { Candidacy, Computed, Moment, Seat } from './candidacy.ts';
import { confirmable, declare, endUncured, expected, expire, handOn, isVoided, judge, lower, movedTo, noteSpotCheck, recheck, reopen, saveDraft, sendBack, settle, takeBack, TRANSITIONS, turns, verify, withdraw } from './candidacy-rule.ts';
import { JUDGEMENTS, Programme, ROLE_OF, type Judgement } from './programme.ts';

/** How many random sequences of commands are tried, and of how many commands each. */
const SEQUENCES = 100_000;
const COMMANDS = 12;

const scheme = parseScheme(readFileSync(new URL('../../../../schemes/nanyang-organ-five-star.yaml', import.meta.url), 'utf8'));
const PARAMETERS = { rank_behind: 10, spot_check_share: 20, notice_publisher: 'work_committee', notice_channel: '网站' } as const;
const programme = new Programme(scheme, PARAMETERS);
const levels = scheme.levels.map(({ id }) => id);
const steps = scheme.process.flatMap((stage) => stage.steps.map(({ id }) => id));
const OPENED = day('2026-01-05');
const DECLARING = { from: '2026-01-05', to: '2026-12-31' };

const seat = (unitKind: string, role: Seat['role'], unitId: string, personId = `p ${unitKind} ${role}`): Seat => ({ unitKind, role, unitId, personId });
const BRANCH = seat('branch', 'clerk', 'u');
const SEATS = [
  BRANCH, seat('organ_committee', 'reviewer', 'oc'), seat('party_group', 'decider', 'pg'), seat('work_committee', 'decider', 'wc'), seat('work_committee', 'reviewer', 'wc'), seat('organisation_department', 'reviewer', 'od'),
  seat('standing_committee', 'decider', 'sc'), seat('organ_committee', 'decider', 'oc'), seat('party_group', 'reviewer', 'pg'),
];
const fresh = expected(programme, { id: 'c', campaignId: 'k', unitId: 'u', path: ['city', 'organ', 'u'] });

/** The world of one sequence: the candidacy, the facts of now, and the day. */
interface World {
  readonly candidacy: Candidacy;
  readonly decisions: readonly Computed[];
  readonly day: Day;
}
const computed = (level: string, version: number): Computed => ({ decisionId: `decision ${version}`, level, stars: [], vetoes: [], caps: [], unmet: [], factsVersion: version, factsDigest: `digest ${version}`, explanationDigest: `why ${version}` });

/** A small generator: the same number gives the same sequence, and 100,000 of them cost seconds. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Command = (world: World, pick: (below: number) => number, moment: Moment) => Partial<World>;
const one = <T>(list: readonly T[], pick: (below: number) => number): T => list[pick(list.length)]!;
/** The permission table lets only such seats do an act. */
const inRole = (role: Seat['role']): readonly Seat[] => SEATS.filter((by) => by.role === role);
let asked = 0;
/** The rules are asked anew each time, as the service does. */
const now = ({ decisions }: World): Computed => ({ ...decisions.at(-1)!, decisionId: `${decisions.at(-1)!.decisionId} ${(asked += 1)}` });
const put = (act: Judgement, level: string | undefined, by: Seat): Command => (world, pick, moment) => ({
  candidacy: judge(world.candidacy, programme, { act, level, now: now(world), reason: pick(3) === 0 ? '' : '理由', text: '', canStillDeclare: pick(2) === 0, filedWith: 'wc' }, by, moment),
});

const COMMAND: Readonly<Record<string, Command>> = {
  draft: ({ candidacy }, pick, moment) => ({ candidacy: saveDraft(candidacy, programme, { level: one(levels, pick), text: '', evidence: [] }, BRANCH, moment) }),
  declare: ({ candidacy }, pick, moment) => ({ candidacy: declare(candidacy, programme, { level: one(levels, pick), text: '自评', evidence: [] }, BRANCH, moment) }),
  withdraw: ({ candidacy }, _, moment) => ({ candidacy: withdraw(candidacy, programme, '', BRANCH, moment) }),
  judge: (world, pick, moment) => {
    const act = one(JUDGEMENTS, pick);
    return put(act, pick(2) === 0 ? undefined : one(levels, pick), one(inRole(ROLE_OF[act]), pick))(world, pick, moment);
  },
  verify: (world, pick, moment) => ({ candidacy: verify(world.candidacy, programme, { passed: pick(4) > 0, text: '', now: now(world) }, one(inRole('reviewer'), pick), moment) }),
  'send-back': (world, pick, moment) => ({ candidacy: sendBack(world.candidacy, programme, { reason: '缺材料', until: addDays(moment.day, pick(9)), ends: pick(2) === 0 ? '' : 'P2.1', voided: isVoided(world.candidacy, now(world)) }, one(SEATS, pick), moment) }),
  'hand-on': (world, pick, moment) => ({ candidacy: handOn(world.candidacy, programme, { level: one(levels, pick), reason: '未达到', now: now(world) }, one(SEATS, pick), moment) }),
  'take-back': ({ candidacy }, pick, moment) => ({ candidacy: takeBack(candidacy, programme, '更正', one(SEATS, pick), moment) }),
  end: ({ candidacy }, _, moment) => ({ candidacy: candidacy.returned?.ends === undefined ? candidacy : endUncured(candidacy, programme, BY_TIME, moment) }),
  reopen: ({ candidacy }, pick, moment) => ({ candidacy: reopen(candidacy, programme, { step: one(steps, pick), reason: '申诉成立', barred: [one(SEATS, pick).personId] }, one(SEATS, pick), moment) }),
  /** What became of the notice is heard after its days. */
  settle: ({ candidacy, day: decided }, pick) => {
    const on = addDays(decided, 30);
    const how = pick(5) === 0 ? { level: 'none', on, because: scheme.notice!.complaint.verified.id } : { level: candidacy.level, on, because: '' };
    return { candidacy: settle(candidacy, programme, how, BY_TIME, { at: `${on}T02:00:00.000Z`, day: on }), day: on };
  },
  confirm: ({ candidacy }, pick, moment) => {
    const by = one(SEATS, pick);
    confirmable(candidacy, programme, by);
    return { candidacy: settle(candidacy, programme, { level: candidacy.level, on: moment.day, because: '' }, by, moment) };
  },
  facts: (world, pick) => ({ decisions: [...world.decisions, computed(one(levels, pick), world.decisions.length + 1)], day: addDays(world.day, 1) }),
  lower: (world, pick, moment) => {
    const next = computed(one(levels, pick), world.decisions.length + 1);
    return { candidacy: lower(world.candidacy, programme, next, { clause: 'AD1', reason: '通报' }, one(SEATS, pick), moment), decisions: [...world.decisions, next] };
  },
  expire: ({ candidacy }, _, moment) => ({ candidacy: expire(candidacy, programme, BY_TIME, moment) }),
  move: ({ candidacy }, _, moment) => (candidacy.state === 'decided' || candidacy.state === 'settled' ? {} : { candidacy: movedTo(candidacy, programme, SEATS[3]!, moment) }),
  'spot-check': ({ candidacy }, pick, moment) => ({ candidacy: noteSpotCheck(candidacy, programme, { step: 'P2.3', passed: pick(2) === 0, text: '' }, one(SEATS, pick), moment) }),
  recheck: ({ candidacy }, _, moment) => ({ candidacy: scheme.recheck ? recheck(candidacy, programme, { clause: '', level: candidacy.level, reason: '' }, BY_TIME, moment) : candidacy }),
  later: ({ day: on }, pick) => ({ day: addDays(on, pick(3)) }),
  /** Chance alone seldom reaches the end: what is due, by whom it is due. */
  due: (world, pick, moment) => {
    const step = turns(programme, world.candidacy, isVoided(world.candidacy, now(world)))[0];
    const by = SEATS.find((who) => step && programme.acts(step, who, world.candidacy) && who.role === ROLE_OF[step.act]);
    if (!step || !by) return {};
    if (step.act === 'declare') return { candidacy: declare(world.candidacy, programme, { level: one(levels, pick), text: '自评', evidence: [] }, by, moment) };
    if (step.act === 'verify') return { candidacy: verify(world.candidacy, programme, { passed: true, text: '', now: now(world) }, by, moment) };
    return step.act === 'notice' || step.act === 'confirm' ? {} : put(step.act as Judgement, undefined, by)(world, () => 1, moment);
  },
};
const BY_TIME = seat('', 'public', '', '');
const NAMES = [...Object.keys(COMMAND), 'end', ...Array<string>(14).fill('due')];

const clauses = new Clauses(scheme);
const way = new SchemeWay(scheme, programme.parameters, chineseCalendar());
const unit = (id: string, kind: string, path: readonly string[], governs: string): [string, PackagedUnit] => [id, { id, code: id, name: id, kind, parentId: path.at(-2) ?? '', path, governs, stays: [] }];
const UNITS = new Map([
  unit('u', 'branch', ['city', 'organ', 'u'], 'u'), unit('oc', 'organ_committee', ['city', 'organ', 'oc'], 'organ'), unit('pg', 'party_group', ['city', 'organ', 'pg'], 'organ'),
  unit('wc', 'work_committee', ['city', 'wc'], 'city'), unit('od', 'organisation_department', ['city', 'od'], 'city'), unit('sc', 'standing_committee', ['city', 'sc'], 'city'),
]);
const CAMPAIGN = { declaring: DECLARING, windows: {}, window: { from: '2025-01-01', to: '2025-12-31' } } as unknown as PackagedCampaign;

/** What is never true of a candidacy, whatever was tried. Empty where all is well. */
function wrong(was: Candidacy, { candidacy, decisions }: World): string {
  if (candidacy === was) return '';
  const { state, level, done, computed: basis, timeline, settled, decidedOn } = candidacy;
  const isDraftAgain = timeline.length === was.timeline.length && timeline.at(-1)!.act === 'draft' && was.timeline.at(-1)?.act === 'draft'; // one line for a day's work
  const kept = isDraftAgain ? was.timeline.slice(0, -1) : was.timeline;
  if (timeline.length !== kept.length + 1 || kept.some((entry, i) => timeline[i] !== entry)) return 'history does more than grow';
  const isStepBack = (state === 'declared' || state === 'expected') && was.state === 'reviewing' && ['move', 'take-back'].includes(timeline.at(-1)!.act); // nothing of the bodies stands any more
  if (state !== was.state && !isStepBack && !Object.values(TRANSITIONS[was.state] ?? {}).includes(state)) return `from ${was.state} to ${state}`;
  if (level !== '' && programme.rank(level) < 0) return `no such level ${level}`;
  if (new Set(done.map(({ step }) => step)).size !== done.length) return 'a step is done twice';
  const handing = timeline.at(-1)!.act === 'hand-on' ? timeline.at(-1)! : undefined;
  if (handing) {
    if (candidacy.done !== was.done || state !== 'reviewing' || handing.reason === '') return 'handing on does more than hand on';
    const { kind } = programme.way(was.level).flat().find(({ id }) => id === handing.step)!;
    const hander = SEATS.find(({ unitId, role }) => unitId === handing.by.unitId && role === handing.by.role)!;
    if (hander.unitKind !== kind) return 'handed on by who is not at the step';
    if (turns(programme, candidacy).some((step) => programme.acts(step, hander, candidacy) && ROLE_OF[step.act] === hander.role)) return 'handed on to oneself';
  }
  if (basis && state !== 'settled' && programme.rank(level) > programme.rank(basis.level)) return 'a level above the facts';
  if (state === 'decided' && was.state !== 'decided') {
    const all = programme.way(level).flat();
    const made = new Set(done.map(({ step }) => step));
    if (!all.every(({ id }) => made.has(id))) return 'decided before its steps were done';
    if (candidacy.decidedBy !== SEATS.find(({ unitKind }) => unitKind === programme.competence(level).kind)!.unitId) return 'decided by another body';
    if (basis?.factsDigest !== decisions.at(-1)!.factsDigest) return 'decided over facts that changed';
    if (level !== programme.lowest && done.some(({ step, passed }) => passed === false && all.some(({ id }) => id === step))) return 'decided over a failed verification';
  }
  if (state === 'declared' || state === 'reviewing') {
    const due = turns(programme, candidacy);
    if (due.length === 0 || due.some(({ act }) => act === 'declare')) return `under way, and nobody can act (${due.map(({ id }) => id).join()})`;
  }
  if ((settled !== null) !== (state === 'settled')) return `settled in state ${state}`;
  if ((state === 'decided') && decidedOn === '') return 'decided without a day';
  if (was.state === 'settled' && state === 'settled' && programme.rank(level) > programme.rank(was.level)) return 'raised within the year';
  const barred = candidacy.barred?.[timeline.at(-1)!.step] ?? [];
  if (['verify', ...JUDGEMENTS].includes(timeline.at(-1)!.act) && barred.includes(timeline.at(-1)!.by.personId)) return 'done again by who was barred';
  return '';
}

/** Plays one sequence; what is wrong, or undefined. */
function play(seed: number, seen: Map<string, number>): string | undefined {
  const pick = chance(seed);
  let world: World = { candidacy: fresh, decisions: [computed(one(levels, pick), 1)], day: OPENED };
  const entered = new Map<number, string>([[1, `${OPENED}T00:00:00.000Z`]]);
  for (let i = 0; i < COMMANDS; i += 1) {
    const was = world;
    const moment = { at: `${world.day}T02:${String(i).padStart(2, '0')}:00.000Z`, day: world.day };
    const name = one(NAMES, pick);
    try {
      world = { ...world, ...COMMAND[name]!(world, pick, moment) };
    } catch (error) {
      if (!(error instanceof Refusal)) return `${name} fails: ${(error as Error).stack}`; // a "no" that a person can act on, never a crash
    }
    if (world.decisions.length > was.decisions.length) entered.set(world.decisions.length, moment.at);
    const found = wrong(was.candidacy, world);
    if (found !== '') return `${name}: ${found}`;
    if (world.candidacy !== was.candidacy) seen.set(world.candidacy.timeline.at(-1)!.act, (seen.get(world.candidacy.timeline.at(-1)!.act) ?? 0) + 1);
  }
  return seed % 20 === 0 ? trailFault(world, entered) : undefined;
}

/** The trail alone leads to the same state: what `xingchuang verify` goes by. */
function trailFault({ candidacy, decisions }: World, entered: ReadonlyMap<number, string>): string | undefined {
  const known = new Map(candidacy.timeline.toReversed().flatMap(({ decisionId, at }) => (decisionId === undefined ? [] : [[decisionId, { ...decisions[Number(decisionId.split(' ')[1]) - 1]!, id: decisionId, unitId: 'u', at, window: undefined }] as const])));
  const moves = candidacy.timeline.filter(({ act }) => act === 'move').length;
  const submissions = candidacy.timeline.filter(({ act }) => act === 'declare').map(({ at }, i) => ({ submission: i + 1, submittedAt: at, fileIds: [], recordIds: [], frozen: null }));
  const packaged = { ...candidacy, handed: candidacy.handed ?? null, holdsUntil: '', submissions, deadlines: [], returned: candidacy.returned && { reason: candidacy.returned.reason, until: candidacy.returned.until } } as unknown as PackagedCandidacy;
  try {
    verifyTrail({ check: new Checking(), campaign: CAMPAIGN, ways: Array.from({ length: moves + 1 }, () => ({ way, clauses })), decisions: known as never, entered, units: UNITS, unit: UNITS.get('u')!, place: 'c', object: 'u', settledOn: candidacy.settled?.on }, packaged);
    return undefined;
  } catch (error) {
    if (!(error instanceof Differs)) throw error;
    return `the trail: ${JSON.stringify(error.difference)} of ${candidacy.timeline.map(({ act, step, level }) => `${act} ${step} ${level}`).join(', ')}`;
  }
}

beforeAll(() => void (Error.stackTraceLimit = 0)); // most commands are refused: a refusal needs no stack here
afterAll(() => void (Error.stackTraceLimit = 10));

test(`${SEQUENCES} random sequences of commands reach no illegal state, and the trail of each leads to the same one`, () => {
  const seen = new Map<string, number>();
  const property = fc.property(fc.nat(0xffff_ffff), (seed) => {
    const fault = play(seed, seen);
    if (fault !== undefined) throw new Error(fault);
  });
  fc.assert(property, { numRuns: SEQUENCES, seed: 11, endOnFailure: true });
  const acts = ['declare', 'draft', 'withdraw', 'propose', 'recommend', 'nominate', 'verify', 'decide', 'send-back', 'hand-on', 'take-back', 'end', 'reopen', 'settle', 'lower', 'expire', 'move', 'spot-check'];
  expect(acts.filter((act) => (seen.get(act) ?? 0) < 30)).toEqual([]);
}, 180_000);
