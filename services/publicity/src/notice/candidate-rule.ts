import type { Day } from '@xingchuang/calendar';
import type { CANDIDATE_STATES } from '@xingchuang/contracts';
import { move, type Transitions } from '@xingchuang/rules';

export type CandidateState = (typeof CANDIDATE_STATES)[number];

/** A unit of a campaign whose level was decided: what publicity knows of it from assessment's events. */
export interface Candidate {
  /** `<campaign>:<unit>`: a unit stands once in a campaign. */
  readonly id: string;
  readonly version: number;
  readonly campaignId: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly level: string;
  readonly decidedBy: string;
  readonly decidedOn: Day;
  readonly needsNotice: boolean;
  readonly state: CandidateState;
  readonly stars: readonly string[];
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
  /** The day from which the level holds; empty until it is settled. */
  readonly settledOn: string;
  /** The clause by which it differs from what was decided. */
  readonly because: string;
  /** What effects rest on besides: points, exclusions, direct awards, the level held before. */
  readonly score?: string;
  readonly held?: string;
  readonly exclusions?: readonly string[];
  readonly direct?: readonly string[];
  /** Version of the candidacy when it was last settled or opened again: what is older and comes late says nothing any more. */
  readonly heard?: number;
  /** Persons who reviewed, verified or decided it: none of them looks into a complaint about it. */
  readonly deciders?: readonly string[];
  /** Settled with nothing in the way of an award, and none was made yet. */
  readonly awardDue?: boolean;
  /** Settled while a complaint about it was not closed for good: the day from which its effects hold once it is; empty where they do not wait. */
  readonly effectsFrom?: Day | '';
}

type Command = 'put-on-notice' | 'disqualify' | 'confirm' | 'settle' | 'reopen' | 'decide';
const TRANSITIONS: Transitions<CandidateState, Command> = {
  ready: { 'put-on-notice': 'on-notice', disqualify: 'disqualified', settle: 'settled', reopen: 'reopened' },
  'on-notice': { disqualify: 'disqualified', confirm: 'confirmed', reopen: 'reopened' },
  disqualified: { settle: 'settled', reopen: 'reopened' },
  confirmed: { settle: 'settled', reopen: 'reopened' },
  settled: { reopen: 'reopened' },
  reopened: { decide: 'ready' },
};

export const moveCandidate = (candidate: Candidate, command: Command): Candidate => ({
  ...candidate,
  state: move('candidate', TRANSITIONS, candidate.state, command),
});

/** Whether rewards and penalties follow from its level now. */
export const takesEffect = ({ state, effectsFrom = '' }: Candidate): boolean => state === 'settled' && effectsFrom === '';

/** Whether the notice this candidate needed is over in its favour, or none was needed: before that no award can come into being. */
export const mayBeAwarded = (candidate: Candidate): boolean => (candidate.needsNotice ? candidate.state === 'confirmed' : candidate.state === 'ready');
