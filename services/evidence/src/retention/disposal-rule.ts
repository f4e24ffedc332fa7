import type { DISPOSAL_STATES, DisposalItem } from '@xingchuang/contracts';
import { move, Refusal, type Place, type Transitions } from '@xingchuang/rules';

type State = (typeof DISPOSAL_STATES)[number];

/** 销毁清单: what is proposed to go, who approved it, and what became of it. */
export interface Disposal extends Place {
  readonly id: string;
  readonly version: number;
  readonly state: State;
  readonly reason: string;
  readonly items: readonly (DisposalItem & { readonly outcome?: 'gone' | 'kept' })[];
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly approvals: readonly { readonly by: string; readonly at: string; readonly note: string }[];
  readonly carryOutOn?: string;
  readonly closedAt?: string;
}

const TRANSITIONS: Transitions<State, 'approve' | 'reject' | 'carryOut'> = {
  proposed: { approve: 'approved', reject: 'rejected' },
  approved: { reject: 'rejected', carryOut: 'done' }, // until it is carried out, anybody who may approve may stop it
  rejected: {},
  done: {},
};
const NEEDED = 2;

/** One more approval; with the second, by another person, the waiting time begins. */
export function approve(disposal: Disposal, by: string, note: string, at: string, carryOutOn: string): Disposal {
  const next = move('disposal', TRANSITIONS, disposal.state, 'approve');
  if (disposal.proposedBy === by) throw new Refusal('conflict', 'disposal.own');
  if (disposal.approvals.some((approval) => approval.by === by)) throw new Refusal('conflict', 'disposal.approved-before');
  const approvals = [...disposal.approvals, { by, at, note }];
  return approvals.length < NEEDED ? { ...disposal, approvals } : { ...disposal, approvals, state: next, carryOutOn };
}

export const reject = (disposal: Disposal, at: string): Disposal => ({ ...disposal, state: move('disposal', TRANSITIONS, disposal.state, 'reject'), closedAt: at });

/** What became of each thing; a list that was stopped meanwhile stays stopped. */
export function carriedOut(disposal: Disposal, outcomes: ReadonlyMap<string, 'gone' | 'kept'>, at: string): Disposal {
  const items = disposal.items.map((item) => ({ ...item, outcome: outcomes.get(item.id) ?? 'kept' }));
  return disposal.state === 'rejected' ? { ...disposal, items } : { ...disposal, items, state: move('disposal', TRANSITIONS, disposal.state, 'carryOut'), closedAt: at };
}

/** Why a thing cannot go, in both languages. */
export const HELD_WORDS = {
  retention: { zh: '保管期限未满，或仍被台账引用', en: 'it is still within its term, or a record names it' },
  frozen: { zh: '申报时已固化，须保存到期', en: 'a declaration relied on it' },
  'legal-hold': { zh: '正在保全', en: 'it is under a legal hold' },
  lock: { zh: '存储中已锁定', en: 'it is locked in the store' },
} as const;

export function refuseHeld(items: readonly DisposalItem[]): void {
  const held = items.find(({ heldBy }) => heldBy !== undefined);
  if (held) throw new Refusal('conflict', 'disposal.held', { name: held.name, why: HELD_WORDS[held.heldBy!].zh, whyEn: HELD_WORDS[held.heldBy!].en, until: held.keepUntil ?? '' }, 'items');
}
