import type { Day } from '@xingchuang/calendar';
import type { CASE_STATES, CheckGive, LimitView, ProofGive } from '@xingchuang/contracts';
import { move, Refusal, type Transitions } from '@xingchuang/rules';
import type { Happening, Proof } from './finding-rule.ts';

export type CaseState = (typeof CASE_STATES)[number];

/** A rung of the ladder that a unit stands on (S0 L127), or a measure that a level or a complaint brought about. */
export interface RectificationCase {
  readonly id: string;
  readonly version: number;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly schemeId: string;
  readonly campaignId: string;
  readonly rung: string;
  readonly name: string;
  readonly source: string;
  readonly leader: string;
  readonly assignedOn: Day;
  readonly limit: LimitView | null;
  readonly state: CaseState;
  readonly proof: Proof | null;
  readonly closedOn: string;
  readonly history: readonly Happening[];
}

const TRANSITIONS: Transitions<CaseState, 'set-limit' | 'prove' | 'return' | 'finish' | 'fail'> = {
  waiting: { 'set-limit': 'running' },
  running: { prove: 'proved', fail: 'failed' },
  proved: { return: 'running', finish: 'done', fail: 'failed' },
  done: {},
  failed: {},
};

export function setLimit(one: RectificationCase, leader: string, limit: LimitView, happened: Happening): RectificationCase {
  return { ...one, leader, limit, state: move('case', TRANSITIONS, one.state, 'set-limit'), history: [...one.history, happened] };
}

export function proveCase(one: RectificationCase, proof: ProofGive, personId: string, happened: Happening): RectificationCase {
  const state = move('case', TRANSITIONS, one.state, 'prove');
  return { ...one, state, proof: { ...proof, personId, day: happened.day, by: happened.by }, history: [...one.history, happened] };
}

/** Another person confirms that the fix is in place, or sends the unit back to it. */
export function checkCase(one: RectificationCase, { solved }: CheckGive, personId: string, happened: Happening): RectificationCase {
  const state = move('case', TRANSITIONS, one.state, solved ? 'finish' : 'return');
  if (one.proof?.personId === personId) throw new Refusal('conflict', 'finding.same-person');
  return { ...one, state, closedOn: solved ? happened.day : '', history: [...one.history, happened] };
}

/** The rung failed: its last day is over. Happens by itself, once. */
export function failCase(one: RectificationCase, happened: Happening): RectificationCase {
  return { ...one, state: move('case', TRANSITIONS, one.state, 'fail'), history: [...one.history, happened] };
}
