import { addDays, type Day } from '@xingchuang/calendar';
import type { AWARD_FORMS, AWARD_STATES, AWARD_STEPS } from '@xingchuang/contracts';
import { Refusal, type Actor } from '@xingchuang/rules';
import { mayBeAwarded, type Candidate } from '../notice/candidate-rule.ts';

export type AwardState = (typeof AWARD_STATES)[number];

/** Something for which the award does not stand at present. */
export interface Hold {
  /** `level` while the level is decided anew, `hand` by a person, else the case of the ladder. */
  readonly id: string;
  readonly since: Day;
  readonly reason: string;
  readonly clause: string;
}

/** Why the award is over. */
export interface Ending {
  readonly state: 'lowered' | 'revoked' | 'expired';
  readonly since: Day;
  readonly reason: string;
  readonly clause: string;
}

/** One line of what happened to an award; by nobody where it happened by itself. */
export interface AwardStep {
  readonly at: string;
  readonly on: Day;
  readonly what: (typeof AWARD_STEPS)[number];
  readonly state: AwardState;
  readonly reason: string;
  readonly clause: string;
  readonly by: Pick<Actor, 'personId' | 'role' | 'unitId'> | null;
}

/** Where the thing itself is; empty days where not yet. */
export interface Custody {
  readonly handedOn: Day | '';
  readonly handedTo: string;
  readonly hungOn: Day | '';
  readonly photoId: string;
  readonly dueBackOn: Day | '';
  readonly takenBackOn: Day | '';
}

/** A numbered grant of a level, with its certificate or its plaque (授予). */
export interface Award {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  /** Counts all awards from 1: its place in the lists that tell machines what no longer stands. */
  readonly serial: number;
  readonly campaignId: string;
  readonly schemeId: string;
  readonly programme: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly unitName: string;
  readonly level: string;
  readonly levelName: string;
  readonly stars: number;
  readonly decidedBy: string;
  readonly issuedOn: Day;
  readonly issuedAt: string;
  readonly form: (typeof AWARD_FORMS)[number];
  /** Last day of its term; empty where it has none. */
  readonly validUntil: Day | '';
  /** Later rounds after which it is over, and those that were decided since; 0 where rounds do not end it. */
  readonly rounds: number;
  readonly roundsSince: readonly string[];
  readonly holds: readonly Hold[];
  readonly ending: Ending | null;
  readonly custody: Custody;
  readonly history: readonly AwardStep[];
  /** What follows from holds, ending and custody; kept for the lists. */
  readonly state: AwardState;
  readonly since: Day;
  readonly reason: string;
  readonly clause: string;
  /** The award does not stand any more, and the plaque is still out. */
  readonly plaqueDue: boolean;
  /** The batch that makes its document; empty where it is made by itself. */
  readonly batchId: string;
  /** SHA-256 of the certificate or of the artwork of the plaque; empty until it is made. */
  readonly certificate: string;
}

/** When something happens to an award, and through whom. */
export interface Moment {
  readonly at: string;
  readonly on: Day;
  readonly by: AwardStep['by'];
}

type New = Pick<Award, 'id' | 'number' | 'serial' | 'campaignId' | 'schemeId' | 'programme' | 'unitId' | 'path' | 'unitName' | 'level' | 'levelName' | 'stars' | 'decidedBy' | 'form' | 'validUntil' | 'rounds' | 'batchId'>;
const NOWHERE: Custody = { handedOn: '', handedTo: '', hungOn: '', photoId: '', dueBackOn: '', takenBackOn: '' };

/** Whether an award may still come of a settled candidate: its notice was confirmed where it needed one, and none came yet. */
export const isAwardDue = ({ state, awardDue }: Candidate): boolean => state === 'settled' && awardDue === true;

/** An award of a candidate that settles or is settled. Throws while the notice runs or after a disqualification: no other way leads to an award. */
export function issue(candidate: Candidate, award: New, holds: readonly Hold[], moment: Moment): Award {
  if (!mayBeAwarded(candidate) && !isAwardDue(candidate)) throw new Refusal('conflict', 'award.not-due', { state: candidate.state });
  const blank: Award = {
    ...award, version: 1, issuedOn: moment.on, issuedAt: moment.at, roundsSince: [], holds: [], ending: null, custody: NOWHERE, history: [],
    state: 'valid', since: moment.on, reason: '', clause: '', plaqueDue: false, certificate: '',
  };
  return holds.reduce<Award>((one, hold) => suspend(one, hold, moment), after(blank, {}, 'issued', '', '', moment));
}

/** The award does not stand for a while; the same cause again changes nothing. */
export function suspend(award: Award, hold: Hold, moment: Moment): Award {
  if (award.ending?.state === 'revoked' || award.holds.some(({ id }) => id === hold.id)) return award;
  return after(award, { holds: [...award.holds, hold] }, 'suspended', hold.reason, hold.clause, { ...moment, on: hold.since });
}

/** A cause is over; the award stands again if there is no other. */
export function lift(award: Award, holdId: string, reason: string, moment: Moment): Award {
  const hold = award.holds.find(({ id }) => id === holdId);
  if (!hold) return award;
  return after(award, { holds: award.holds.filter((one) => one !== hold) }, 'lifted', reason, hold.clause, moment);
}

/** Every cause that a person may end; refuses where there is none. */
export function liftByHand(award: Award, reason: string, moment: Moment): Award {
  const holds = award.holds.filter(({ id }) => id !== LEVEL_OPEN);
  if (award.ending || holds.length === 0) throw new Refusal('conflict', 'award.not-suspended');
  return holds.reduce<Award>((one, { id }) => lift(one, id, reason, moment), award);
}

/** The hold of an award whose level is being decided anew; it ends with that decision alone. */
export const LEVEL_OPEN = 'level';

/** The award no longer stands as printed. What is over already is over once; only a revocation goes beyond a lowering or the end of the term. */
export function end(award: Award, ending: Ending, moment: Moment): Award {
  if (award.ending && (ending.state !== 'revoked' || award.ending.state === 'revoked')) return award;
  return after(award, { ending }, ending.state, ending.reason, ending.clause, { ...moment, on: ending.since });
}

/** A person takes it back; refuses what was revoked before. */
export function revoke(award: Award, reason: string, clause: string, moment: Moment): Award {
  if (award.ending?.state === 'revoked') throw new Refusal('conflict', 'award.revoked-before', { since: award.since });
  return end(award, { state: 'revoked', since: moment.on, reason, clause }, moment);
}

/** Its term is over; what time does holds from its own day. */
export function expire(award: Award, at: string): Award {
  const since = addDays(award.validUntil as Day, 1);
  return end(award, { state: 'expired', since, reason: `有效期至${award.validUntil}`, clause: '' }, { at, on: since, by: null });
}
export const isOver = ({ validUntil, ending }: Award, today: Day): boolean => validUntil !== '' && validUntil < today && !ending;
/** As it is on a day, whether or not the clock was looked at since. */
export const asOf = (award: Award, today: Day, at: string): Award => (isOver(award, today) ? expire(award, at) : award);

/** A later round was decided; after so many the award is over. */
export function roundPassed(award: Award, campaignId: string, moment: Moment): Award {
  if (award.rounds === 0 || award.roundsSince.includes(campaignId)) return award;
  const next = { ...award, roundsSince: [...award.roundsSince, campaignId] };
  return next.roundsSince.length < award.rounds ? next : end(next, { state: 'expired', since: moment.on, reason: '新一轮评定结果已产生', clause: '' }, moment);
}

/** Something worth a line that changes no state. */
export const noted = (award: Award, what: AwardStep['what'], reason: string, clause: string, moment: Moment): Award => after(award, {}, what, reason, clause, moment);

/** Handed over to somebody; once. */
export function handOver(award: Award, to: string, moment: Moment, today: Day): Award {
  refuseDay(moment.on, award.issuedOn, today);
  if (award.state !== 'valid') throw new Refusal('conflict', 'award.not-standing');
  if (award.custody.handedOn !== '') throw new Refusal('conflict', 'award.handed-before', { handedOn: award.custody.handedOn });
  return after(award, { custody: { ...award.custody, handedOn: moment.on, handedTo: to } }, 'handed-over', to, '', moment);
}

/** The plaque hangs, with a photo of it; a later photo takes the place of the earlier. */
export function hang(award: Award, photoId: string, moment: Moment, today: Day): Award {
  const { custody } = refuseOther(award);
  refuseDay(moment.on, custody.handedOn as Day, today);
  return after(award, { custody: { ...custody, hungOn: moment.on, photoId } }, 'hung', '', '', moment);
}

/** The plaque is back. */
export function takeBack(award: Award, note: string, moment: Moment, today: Day): Award {
  const { custody } = refuseOther(award);
  refuseDay(moment.on, custody.handedOn as Day, today);
  return after(award, { custody: { ...custody, takenBackOn: moment.on } }, 'taken-back', note, '', moment);
}

/** The plaque must be back by a day. */
export const dueBack = (award: Award, dueBackOn: Day, clause: string, moment: Moment): Award =>
  award.form !== 'plaque' || award.custody.takenBackOn !== '' ? award : after(award, { custody: { ...award.custody, dueBackOn } }, 'due-back', dueBackOn, clause, moment);

/** A plaque that is out. */
function refuseOther(award: Award): Award {
  if (award.form !== 'plaque') throw new Refusal('conflict', 'award.no-plaque');
  if (award.custody.takenBackOn !== '') throw new Refusal('conflict', 'award.taken-before', { takenBackOn: award.custody.takenBackOn });
  if (award.custody.handedOn === '') throw new Refusal('conflict', 'award.not-handed');
  return award;
}

function refuseDay(on: Day, from: Day, to: Day): void {
  if (on < from || on > to) throw new Refusal('invalid', 'award.bad-day', { from, to }, 'on');
}

/** The award with a change and its line; what follows from it is worked out here and nowhere else. */
function after(award: Award, change: Partial<Award>, what: AwardStep['what'], reason: string, clause: string, moment: Moment): Award {
  const next = { ...award, ...change };
  const cause = next.ending ?? next.holds.at(-1);
  const state: AwardState = next.ending?.state ?? (next.holds.length > 0 ? 'suspended' : 'valid');
  const since = cause?.since ?? (award.state === 'valid' ? award.since : moment.on);
  const { custody } = next;
  const plaqueDue = next.form === 'plaque' && next.ending !== null && custody.handedOn !== '' && custody.takenBackOn === '';
  const step: AwardStep = { at: moment.at, on: moment.on, what, state, reason, clause, by: moment.by };
  return { ...next, state, since, reason: cause?.reason ?? '', clause: cause?.clause ?? '', plaqueDue, history: [...award.history, step] };
}
