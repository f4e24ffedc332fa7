import type { Question, RoundView } from '@xingchuang/contracts';
import type { Place } from '@xingchuang/rules';
import type { Stored } from '@xingchuang/server';

/** Who answers and about whom; the two sides of a mutual rating are each other's targets. */
export interface Side {
  readonly id: string;
  readonly name: string;
  /** Empty in a public survey. */
  readonly invitedIds: readonly string[];
  readonly targetIds: readonly string[];
  /** Base64url modulus that signs this side's papers; empty in a public survey. */
  readonly key: string;
}

export interface QuestionTally {
  readonly id: string;
  readonly answers: number;
  readonly abstained: number;
  readonly mean?: string;
  readonly counts: readonly { readonly value: string; readonly count: number; readonly percent: string }[];
}
export interface TargetTally {
  readonly unitId: string;
  readonly rank?: number;
  readonly questions: readonly QuestionTally[];
}
/** What is left of the ballots when a round is closed: counts by target, never a ballot. */
export interface SideTally {
  readonly id: string;
  readonly ballots: number;
  readonly withheld: boolean;
  readonly targets: readonly TargetTally[];
}

/** A rating or a survey. The place is the body that runs it. */
export interface Round extends Stored, Place {
  readonly kind: RoundView['kind'];
  readonly name: string;
  readonly title: string;
  /** The days that are rated. */
  readonly from: string;
  readonly to: string;
  /** The last day of voting. */
  readonly lastDay: string;
  readonly minimum: number;
  readonly perAddress: number;
  /** Of a public survey: what its link ends with. Its own id elsewhere, so that the index stays unique. */
  readonly code: string;
  readonly questions: readonly Question[];
  readonly sides: readonly Side[];
  /** All who are invited, for their lists. */
  readonly invitedIds: readonly string[];
  readonly targetIds: readonly string[];
  readonly state: 'open' | 'closed';
  readonly closedOn: string;
  readonly closeReason: string;
  readonly results: readonly SideTally[];
}

/** Whether an invited unit has taken its paper. No time but the day, no person. */
export interface Voter {
  readonly id: string;
  readonly roundId: string;
  readonly sideId: string;
  readonly unitId: string;
  /** Empty until then. */
  readonly paperOn: string;
  /** What it asked to be signed, so that the same request gets the same answer. */
  readonly blinded: string;
}

/** A ballot as long as the round is open: sealed, under the digest of its token; nothing tells when it came or from whom. */
export interface SealedBallot {
  readonly id: string;
  readonly roundId: string;
  readonly sideId: string;
  readonly box: string;
}

/** A text answer after closing; nobody but those who run the round sees it before it is shown. */
export interface RatingText extends Stored {
  readonly roundId: string;
  readonly targetId: string;
  readonly questionId: string;
  readonly text: string;
  readonly state: 'waiting' | 'shown' | 'hidden';
}

export const voterId = (roundId: string, unitId: string): string => `${roundId}:${unitId}`;
