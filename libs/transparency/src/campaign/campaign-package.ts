import type { DeadlineStep } from '@xingchuang/calendar';
import type { Decision, ParameterValues, QuotaChange, Window } from '@xingchuang/schemes';

/** What stands in the files of a campaign package (docs/campaign-package.md). */
export const CAMPAIGN_FORMAT = 'xingchuang-campaign/1';
export const FILES = {
  campaign: 'data/campaign.json',
  calendar: 'data/calendar.json',
  units: 'data/units.json',
  candidacies: 'data/candidacies.jsonl',
  facts: 'data/facts.jsonl',
  decisions: 'data/decisions.jsonl',
  rounds: 'data/rounds.jsonl',
  quotas: 'data/quotas.json',
  populations: 'data/populations.json',
  titles: 'data/titles.json',
  spotChecks: 'data/spot-checks.jsonl',
  adjustments: 'data/adjustments.jsonl',
  rechecks: 'data/rechecks.jsonl',
  appeals: 'data/appeals.jsonl',
} as const;

/** Who: people are ids, their names stay in the registry. */
export interface ByWhom {
  readonly personId: string;
  readonly role: string;
  readonly unitId: string;
}

/** A version of the scheme that the campaign ran by, in order; the last is the one it ended with. */
export interface SchemeVersion {
  readonly version: number;
  readonly path: string;
  readonly sha256: string;
  readonly parameters: ParameterValues;
}

export interface PackagedCampaign {
  readonly format: string;
  readonly id: string;
  readonly title: string;
  readonly schemeId: string;
  readonly versions: readonly SchemeVersion[];
  readonly unitId: string;
  readonly nodeId: string;
  readonly window: Window;
  readonly declaring: Window;
  readonly windows: Readonly<Record<string, Window>>;
  readonly documents: Readonly<Record<string, unknown>>;
  readonly appealWorkdays: number | null;
  readonly quotas: readonly (QuotaChange & { readonly by: ByWhom; readonly at: string })[];
  readonly openedOn: string;
  readonly openedAt: string;
  readonly openedBy: ByWhom;
  readonly cancelled: Readonly<Record<string, unknown>> | null;
}

export interface PackagedYear {
  readonly year: number;
  /** The organiser loaded the notice of this year himself. */
  readonly loaded: boolean;
  readonly off: readonly string[];
  readonly worked: readonly string[];
  readonly names: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
}

/** A unit with its place in the tree, now and from each day on. `governs` is the node whose units a body acts on. */
export interface PackagedUnit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string;
  readonly path: readonly string[];
  readonly governs: string;
  readonly stays: readonly { readonly since: string; readonly kind: string; readonly path: readonly string[] }[];
}

export interface PackagedDone {
  readonly step: string;
  readonly level: string;
  readonly passed?: boolean;
  readonly unitId: string;
  readonly day: string;
}

export interface PackagedEntry {
  readonly at: string;
  readonly day: string;
  readonly act: string;
  readonly step: string;
  readonly level: string;
  readonly passed?: boolean;
  readonly methods?: readonly string[];
  readonly decisionId?: string;
  readonly text: string;
  readonly reason: string;
  readonly by: ByWhom;
}

/** The time that a step done had: its days, or its last day with the way it was reckoned. */
export interface PackagedDeadline {
  readonly step: string;
  readonly day: string;
  readonly window?: Window;
  readonly lastDay?: string;
  readonly earliest?: string;
  readonly derivation?: readonly DeadlineStep[];
}

export interface PackagedComputed {
  readonly decisionId: string;
  readonly level: string;
  readonly stars: readonly string[];
  readonly vetoes: readonly string[];
  readonly caps: readonly string[];
  readonly unmet: readonly string[];
  readonly factsVersion: number;
  readonly factsDigest: string;
  readonly explanationDigest: string;
}

/** The opinion with which a body handed the file on: at which step, after how many done, from which level to which. */
export interface PackagedHanded {
  readonly step: string;
  readonly from: string;
  readonly level: string;
  readonly reason: string;
  readonly unitId: string;
  readonly day: string;
  readonly after: number;
}

export interface PackagedCandidacy {
  readonly id: string;
  readonly unitId: string;
  readonly path: readonly string[];
  readonly state: string;
  readonly level: string;
  readonly declaration: { readonly level: string; readonly text: string; readonly declaredOn: string } & Readonly<Record<string, unknown>> | null;
  readonly computed: PackagedComputed | null;
  readonly done: readonly PackagedDone[];
  readonly filedWith: string;
  readonly decidedOn: string;
  readonly decidedBy: string;
  readonly settled: { readonly on: string; readonly level: string; readonly because: string; readonly explanationDigest: string } | null;
  readonly returned: { readonly reason: string; readonly until: string; readonly ends?: string } | null;
  readonly handed: PackagedHanded | null;
  readonly holdsUntil: string;
  readonly submissions: readonly { readonly submission: number; readonly submittedAt: string; readonly fileIds: readonly string[]; readonly recordIds: readonly string[]; readonly frozen: unknown }[];
  readonly timeline: readonly PackagedEntry[];
  readonly deadlines: readonly PackagedDeadline[];
}

/** A version of a unit's facts. `each` is the digest of every single fact: SHA-256 of `{fact, origin, refs, value}`. */
export interface PackagedFacts {
  readonly unitId: string;
  readonly version: number;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly refs: Readonly<Record<string, readonly string[]>>;
  readonly origins: Readonly<Record<string, unknown>>;
  readonly excluded: Readonly<Record<string, string>>;
  readonly digest: string;
  readonly each: Readonly<Record<string, string>>;
  readonly enteredAt: string;
  readonly enteredBy: ByWhom;
  readonly note: string;
}

export interface PackagedDecision {
  readonly id: string;
  readonly unitId: string;
  readonly at: string;
  readonly factsVersion: number;
  readonly factsDigest: string;
  readonly explanationDigest: string;
  /** Null of decisions made before it was kept: they cannot be reckoned again. */
  readonly basis: { readonly schemeVersion: number; readonly window: Window; readonly kind?: string; readonly parent?: string; readonly round?: string } | null;
  readonly decision: Decision;
}

/** The units among which decisions were reckoned, with the version of their facts; 0 where one is no longer among them. */
export interface PackagedRound {
  readonly id: string;
  readonly base: string;
  readonly units: readonly { readonly unitId: string; readonly version: number; readonly kind?: string; readonly parent?: string }[];
  readonly quotas: readonly QuotaChange[];
}

/** Units by code. */
export interface PackagedQuota {
  readonly quota: string;
  readonly group: string;
  readonly base: number;
  readonly candidates: readonly string[];
  readonly places: readonly { readonly level: string; readonly share: string | null; readonly places: number }[];
  readonly used: readonly string[];
}

export interface PackagedTitle {
  readonly unitId: string;
  readonly title: string;
  readonly granted: boolean;
  readonly total: number;
  readonly open: number;
}

export interface PackagedSpotCheck {
  readonly id: string;
  readonly unitId: string;
  readonly step: string;
  readonly round: number;
  readonly seed: string;
  readonly share: string;
  readonly pool: readonly string[];
  readonly drawn: readonly { readonly unitId: string; readonly code: string; readonly result: unknown }[];
  readonly drawnOn: string;
  readonly drawnBy: ByWhom;
}

export interface PackagedAdjustment {
  readonly id: string;
  readonly unitId: string;
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly clause: string;
  readonly failed: readonly string[];
  readonly lost: readonly string[];
  /** What the event would also give with the next evaluation. */
  readonly later: { readonly clause: string; readonly level: string; readonly won: readonly string[]; readonly facts: Readonly<Record<string, unknown>> } | null;
  readonly reason: string;
  readonly at: string;
  readonly by: ByWhom;
}

interface Opinion {
  readonly keep: boolean;
  readonly reason: string;
  readonly on: string;
  readonly by: ByWhom;
}
export interface PackagedRecheck {
  readonly id: string;
  readonly unitId: string;
  readonly year: number;
  readonly level: string;
  readonly state: string;
  readonly suggestion: Opinion;
  readonly review: Opinion | null;
  readonly plaque: { readonly effect: string; readonly dueOn: string; readonly returnedOn: string } | null;
}

export interface PackagedAppeal {
  readonly id: string;
  readonly unitId: string;
  readonly step: string;
  readonly text: string;
  readonly filedOn: string;
  readonly filedBy: ByWhom;
  readonly term: string;
  readonly state: string;
  readonly answer: { readonly reason: string; readonly on: string; readonly by: ByWhom } | null;
}
