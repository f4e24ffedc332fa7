import type { Day } from '@xingchuang/calendar';
import type { CANDIDACY_STATES } from '@xingchuang/contracts';
import type { Actor, Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

export type State = (typeof CANDIDACY_STATES)[number];
/** Who acts, as a rule needs to know it; `limits` tell a program's key from a person. */
export type Seat = Pick<Actor, 'personId' | 'role' | 'unitId' | 'unitKind' | 'limits'>;
/** When: the instant for the record, the day for the rules. */
export interface Moment {
  readonly at: string;
  readonly day: Day;
}

/** One line of the task catalogue as the unit sees itself, or as a reviewer found it. */
export interface ItemMark {
  readonly item: string;
  readonly value: boolean | number | string;
  readonly text: string;
  readonly evidence: readonly string[];
}

export interface Declaration {
  readonly level: string;
  readonly text: string;
  readonly evidence: readonly string[];
  /** The self-assessment, item by item. */
  readonly items?: readonly ItemMark[];
  /** Empty while it is a draft. */
  readonly declaredOn: string;
}

/** What the rules gave when the first body put a level; the whole decision is kept beside it. */
export interface Computed {
  readonly decisionId: string;
  readonly level: string;
  readonly stars: readonly string[];
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
  /** Clauses that stand against the next level. */
  readonly unmet: readonly string[];
  readonly factsVersion: number;
  readonly factsDigest: string;
  /** Where units are compared: of what the rules gave among the others. */
  readonly amongDigest?: string;
  readonly explanationDigest: string;
}

/** A step that stands. What was voided or sent back is only in the timeline. */
export interface Done {
  readonly step: string;
  readonly level: string;
  readonly passed?: boolean;
  readonly unitId: string;
  readonly day: Day;
}

/** One thing that happened, for good. */
export interface Entry extends Moment {
  readonly act: string;
  readonly step: string;
  readonly level: string;
  readonly passed?: boolean;
  /** By which methods of the step it was looked at; absent where it was not told. */
  readonly methods?: readonly string[];
  /** The decision that was judged, verified or changed: what the act is bound to. */
  readonly decisionId?: string;
  readonly text: string;
  readonly reason: string;
  readonly by: { readonly personId: string; readonly role: string; readonly unitId: string };
}

export interface Settled {
  readonly on: string;
  readonly level: string;
  /** Clause by which it differs from the level decided; empty when it does not. */
  readonly because: string;
  readonly explanationDigest: string;
}

/** The opinion with which a body handed the file on to those who decide another level. */
export interface Handed {
  /** The step that the body stood at, and the level on whose way it lies. */
  readonly step: string;
  readonly from: string;
  readonly level: string;
  readonly reason: string;
  readonly unitId: string;
  readonly day: Day;
  /** How many steps were done by then: as long as there are no more, nobody acted on it. */
  readonly after: number;
}

/** One unit in one campaign, from the first draft to the level it holds. */
export interface Candidacy extends Stored, Place {
  readonly campaignId: string;
  readonly state: State;
  /** The level so far: declared, then put by a body, then held. Empty at first. */
  readonly level: string;
  readonly declaration: Declaration | null;
  /** The items as a reviewer found them. */
  readonly reviewed?: readonly ItemMark[];
  readonly computed: Computed | null;
  readonly done: readonly Done[];
  /** `act:kind` of those who can act now, or again after facts changed: the question of the work lists. */
  readonly waits: readonly string[];
  /** The body with which a lower body's decision is filed; empty where it is not. */
  readonly filedWith: string;
  readonly decidedOn: string;
  readonly decidedBy: string;
  readonly settled: Settled | null;
  /** `ends`: the step that returned it, and whose review is negative where nothing comes in time. */
  readonly returned: { readonly reason: string; readonly until: string; readonly ends?: string } | null;
  /** The last opinion with which it was handed on; void with what the bodies put. */
  readonly handed?: Handed | null;
  /** After an appeal: who may not do a step again. */
  readonly barred?: Readonly<Record<string, readonly string[]>>;
  /** Last day on which the level stands; empty or absent where it stands until changed. */
  readonly holdsUntil?: string;
  readonly timeline: readonly Entry[];
}
