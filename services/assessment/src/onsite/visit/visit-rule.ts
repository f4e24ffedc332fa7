import type { Day, Limit } from '@xingchuang/calendar';
import type { VISIT_KINDS, VISIT_STATES, VisitClose } from '@xingchuang/contracts';
import { covers, move, Refusal, scopeOf, type Actor, type Place, type Transitions } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

export type VisitState = (typeof VISIT_STATES)[number];

/** What was found at an item, handed over to rectification when the visit is filed. */
export interface Raised {
  readonly id: string;
  readonly itemId: string;
  readonly title: string;
  readonly detail: string;
  readonly aspect: string;
  readonly by: string;
  readonly clientAt: string;
  /** What a look-back saw; null before there was one. */
  readonly solved: boolean | null;
}

export interface Feedback {
  readonly at: string;
  readonly day: Day;
  /** Given on the day on site, as it should be (S1 L43). */
  readonly sameDay: boolean;
  readonly text: string;
  readonly help: string;
  readonly limit: Limit | null;
  readonly suggestions: readonly string[];
  readonly commonProblems: readonly string[];
  readonly absentReason: string;
}

/** An inspection, observation or look-back at one unit. */
export interface Visit extends Stored, Place {
  readonly kind: (typeof VISIT_KINDS)[number];
  readonly state: VisitState;
  readonly on: string;
  readonly heldOn: string;
  readonly tag: string;
  readonly formId: string;
  readonly formVersion: number;
  readonly planId: string;
  readonly groupId: string;
  /** The body that ordered it, and its path. */
  readonly orderUnitId: string;
  readonly orderPath: readonly string[];
  readonly inspectorIds: readonly string[];
  /** Members of the group who stay away because it is their own unit. */
  readonly excusedIds: readonly string[];
  readonly findings: readonly Raised[];
  readonly feedback: Feedback | null;
  readonly score: string | null;
  readonly lookBack: { readonly of: string; readonly required: boolean; readonly done: readonly string[]; readonly exemption: string };
  readonly closing: { readonly day: Day; readonly text: string } | null;
}

const TRANSITIONS: Transitions<VisitState, 'work' | 'file' | 'call-off' | 'look-back' | 'close'> = {
  planned: { work: 'planned', file: 'filed', 'call-off': 'called-off' },
  filed: { 'look-back': 'filed', close: 'closed' },
  closed: {},
  'called-off': {},
};
export const after = (visit: Visit, command: 'work' | 'file' | 'call-off' | 'look-back' | 'close'): VisitState => move('visit', TRANSITIONS, visit.state, command);

/** Once it is filed the unit may know. */
export const TOLD: readonly VisitState[] = ['filed', 'closed'];

/** Whether the seat belongs to the body that ordered the visit, or to one above it, and not to the unit itself. */
const isOrderer = ({ unitId, orderUnitId, orderPath }: Visit, by: Actor): boolean =>
  by.unitId !== unitId && by.jurisdictionId !== unitId && (by.unitId === orderUnitId || orderPath.includes(by.jurisdictionId));

/**
 * Who sees a visit: those named for it, and whoever reads the unit's visits. An unannounced one (四不两直) is there only for the
 * former and for the body that ordered it until its result is filed; nobody in between can pass on word of it.
 */
export function isShown(visit: Visit, by: Actor): boolean {
  if (visit.inspectorIds.includes(by.personId)) return true;
  if (!covers(by, 'visit.read', visit)) return false;
  return visit.kind !== 'unannounced' || TOLD.includes(visit.state) || scopeOf(by.role, 'visit.read') === 'any' || isOrderer(visit, by);
}

/** Closes what was filed: a look-back comes first where one is due, unless a reason says why not (S1 L59). */
export function close(visit: Visit, { text, exemption }: VisitClose, day: Day): Visit {
  const state = after(visit, 'close');
  const { required, done } = visit.lookBack;
  if (exemption === '' && required && done.length === 0) throw new Refusal('conflict', 'visit.look-back-due', {}, 'exemption');
  const unsolved = visit.findings.filter(({ solved }) => solved === false).length;
  if (exemption === '' && unsolved > 0) throw new Refusal('conflict', 'visit.unsolved', { count: unsolved }, 'exemption');
  return { ...visit, state, lookBack: { ...visit.lookBack, exemption }, closing: { day, text } };
}

/** The earlier visit after somebody looked again: what is solved and what is not. */
export function lookedBack(earlier: Visit, lookBackId: string, solved: readonly string[]): Visit {
  const state = after(earlier, 'look-back');
  const findings = earlier.findings.map((finding) => ({ ...finding, solved: solved.includes(finding.id) }));
  return { ...earlier, state, findings, lookBack: { ...earlier.lookBack, done: [...earlier.lookBack.done, lookBackId] } };
}
