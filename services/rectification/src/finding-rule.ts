import type { Day } from '@xingchuang/calendar';
import type { CheckGive, FINDING_ORIGINS, FINDING_STATES, LimitView, ProofGive } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';

export type FindingState = (typeof FINDING_STATES)[number];

/** What happened to a thing, when, and which seat did it; `by` is a unit, never a person's name. */
export interface Happening {
  readonly at: string;
  readonly day: Day;
  readonly what: string;
  readonly by: string;
  readonly text: string;
}

export interface Proof {
  readonly text: string;
  readonly fileIds: readonly string[];
  readonly day: Day;
  readonly by: string;
  readonly personId: string;
}

/** One line of the problem ledger (问题台账, S0 L125). */
export interface Finding {
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
  readonly origin: (typeof FINDING_ORIGINS)[number];
  readonly foundOn: Day;
  readonly fileIds: readonly string[];
  readonly state: FindingState;
  readonly number: string;
  readonly demand: string;
  readonly limit: LimitView | null;
  /** The last day passed unsolved; stays true for the ladder until the finding is closed. */
  readonly overdue: boolean;
  readonly proof: Proof | null;
  readonly closedOn: string;
  readonly history: readonly Happening[];
}

const TRANSITIONS: Transitions<FindingState, 'notice' | 'prove' | 'return' | 'close'> = {
  open: { notice: 'noticed' },
  noticed: { prove: 'proved' },
  proved: { return: 'noticed', close: 'closed' },
  closed: {},
};

/** The unit is told what to mend by when. */
export function notice(finding: Finding, number: string, demand: string, limit: LimitView, happened: Happening): Finding {
  const state = move('finding', TRANSITIONS, finding.state, 'notice');
  return { ...finding, state, number, demand, limit, history: [...finding.history, happened] };
}

/** The unit says what it did, with files. */
export function prove(finding: Finding, proof: ProofGive, personId: string, happened: Happening): Finding {
  const state = move('finding', TRANSITIONS, finding.state, 'prove');
  return { ...finding, state, proof: { ...proof, personId, day: happened.day, by: happened.by }, history: [...finding.history, happened] };
}

/** Another person checks the proof: closes the finding, or returns it to the unit under the same limit. */
export function check(finding: Finding, { solved }: CheckGive, personId: string, happened: Happening): Finding {
  const state = move('finding', TRANSITIONS, finding.state, solved ? 'close' : 'return');
  if (finding.proof?.personId === personId) throw new Refusal('conflict', 'finding.same-person');
  const closedOn = solved ? happened.day : '';
  return { ...finding, state, closedOn, history: [...finding.history, happened] };
}

/** True once the last day is over and the finding is not closed. */
export const isPast = (finding: Finding, today: Day): boolean => finding.limit !== null && finding.state !== 'closed' && finding.limit.lastDay < today;
