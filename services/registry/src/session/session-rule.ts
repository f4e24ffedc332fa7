import type { Role } from '@xingchuang/rules';

/** Someone signed in, or a machine that exchanged its key. Instants are real ones, not those of a rehearsal. */
export interface Session {
  readonly id: string;
  readonly version: number;
  /** Of a person; empty for a machine. */
  readonly accountId: string;
  /** Of a machine; empty for a person. */
  readonly keyId: string;
  /** Who acts: the person, or the key. */
  readonly personId: string;
  readonly seatId: string;
  readonly role: Exclude<Role, 'public'>;
  readonly unitId: string;
  /** SHA-256 of what the cookie carries; empty for a machine. */
  readonly secretHash: string;
  /** The browser as it named itself. */
  readonly agent: string;
  readonly openedAt: Date;
  readonly usedAt: Date;
  /** Ends then in any case. */
  readonly endsAt: Date;
  readonly endedAt: Date | null;
}

export interface SessionLimits {
  readonly idleMinutes: number;
  readonly totalMinutes: number;
}

/** When the session ends if nobody uses it again. */
export function idleEnd(session: Pick<Session, 'usedAt' | 'endsAt'>, limits: SessionLimits): Date {
  return new Date(Math.min(session.usedAt.getTime() + limits.idleMinutes * 60_000, session.endsAt.getTime()));
}

export const isSessionOpen = (session: Pick<Session, 'usedAt' | 'endsAt' | 'endedAt'>, limits: SessionLimits, now: Date): boolean =>
  session.endedAt === null && now < idleEnd(session, limits);
