import type { AUDIT_STATES, AuditScope, AuditWay, VERDICT_REASONS, VERDICTS } from '@xingchuang/contracts';
import type { DeadlineStep } from '@xingchuang/calendar';
import type { Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';
import type { ItemKind } from '../flag/flag.ts';

export type Verdict = (typeof VERDICTS)[number];

export interface Moment {
  readonly at: string;
  readonly by: string;
}

/** One audit of archives; its place is the body that audits. */
export interface Audit extends Stored, Place {
  readonly title: string;
  readonly state: (typeof AUDIT_STATES)[number];
  readonly scope: AuditScope;
  readonly from: string;
  readonly to: string;
  readonly tasks: readonly string[];
  readonly kinds: readonly ItemKind[];
  readonly way: AuditWay;
  readonly announced: Moment;
  /** Of a seed that the system made: it stays here until the draw, only its digest is told before. */
  readonly secret?: string;
  readonly commitment?: string;
  readonly publicSource?: string;
  readonly drawn?: Moment;
  readonly seed?: string;
  readonly population?: { readonly digest: string; readonly items: number; readonly units: number };
  readonly closed?: Moment;
}

export interface GivenVerdict extends Moment {
  readonly verdict: Verdict;
  readonly reasons: readonly (typeof VERDICT_REASONS)[number]['id'][];
  readonly text: string;
  readonly workdays?: number;
}

export interface Answer extends Moment {
  readonly text: string;
  readonly fileIds: readonly string[];
}

/** One thing that is looked at, as it was when it was drawn; its place is the unit whose it is. */
export interface AuditItem extends Stored, Place {
  readonly auditId: string;
  readonly order: number;
  readonly kind: ItemKind;
  readonly itemId: string;
  /** Of a record. */
  readonly revision?: number;
  /** Of a record: its files, which are judged with it. */
  readonly fileIds: readonly string[];
  readonly digest: string;
  readonly type: string;
  readonly title: string;
  readonly day: string;
  readonly tasks: readonly string[];
  /** Who brought it in: that person does not judge it. */
  readonly filedBy: string;
  readonly arrivedAt: string;
  readonly held?: { readonly by: string; readonly since: string };
  /** Every verdict ever given, the latest last; the unit sees the first `published` of them. */
  readonly verdicts: readonly GivenVerdict[];
  readonly published: number;
  /** The verdict that stands, kept beside for lists. */
  readonly verdict?: Verdict;
  /** The unit answered after the latest verdict. */
  readonly answered: boolean;
  readonly until?: string;
  readonly derivation?: readonly DeadlineStep[];
  readonly answers: readonly Answer[];
}
