import type { Day } from '@xingchuang/calendar';
import type { AWARD_STATES } from '@xingchuang/contracts';
import { Refusal } from '@xingchuang/rules';
import type { Candidate } from './candidate-rule.ts';
import { mayBeAwarded } from './candidate-rule.ts';

/** A numbered grant of a level with its certificate (授予). */
export interface Award {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly campaignId: string;
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
  readonly state: (typeof AWARD_STATES)[number];
  readonly since: string;
  readonly reason: string;
  /** SHA-256 of the certificate; empty until it is made. */
  readonly certificate: string;
}

/** An award of a settled candidate. Throws while the notice runs or after a disqualification: no other way leads to an award. */
export function issue(candidate: Candidate, award: Omit<Award, 'version' | 'state' | 'since' | 'reason' | 'certificate'>): Award {
  if (!mayBeAwarded(candidate)) throw new Refusal('conflict', 'award.not-due', { state: candidate.state });
  return { ...award, version: 1, state: 'valid', since: award.issuedOn, reason: '', certificate: '' };
}

/** The award no longer stands as printed: revoked by a person, or its level was lowered. */
export function end(award: Award, state: 'revoked' | 'lowered', reason: string, today: Day): Award {
  if (award.state === 'revoked') throw new Refusal('conflict', 'award.revoked-before', { since: award.since });
  return { ...award, state, reason, since: today };
}
