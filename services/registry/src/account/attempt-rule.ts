import { Refusal } from '@xingchuang/rules';

/** Failed attempts under one name, from one address, or of one name from one address. Instants are epoch milliseconds. */
export interface Attempts {
  readonly count: number;
  readonly lastAt: number;
  /** Nobody is heard before. */
  readonly notBefore: number;
}

const FIRST_MS = 5_000;
/** A stranger who keeps trying slows the owner down, but never for longer than this. */
export const LONGEST_MS = 15 * 60_000;
/** After so long without an attempt the count begins anew. */
export const FORGET_MS = 60 * 60_000;
/** A name is guessed at most ten times in ten minutes; an address is shared by a whole organ and gets more patience. */
export const FREE_TRIES = { name: 3, address: 50 };

/** The attempts with one more; refuses `limit` with the seconds to wait while it is too early. Counted before the password is checked, so that parallel guesses count too. */
export function attempt(was: Attempts | undefined, free: number, now: number): Attempts {
  checkWait(was, now);
  const count = was === undefined || now - was.lastAt > FORGET_MS ? 1 : was.count + 1;
  const wait = count <= free ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(count - free - 1, 20));
  return { count, lastAt: now, notBefore: now + wait };
}

export function checkWait(was: Attempts | undefined, now: number): void {
  if (was === undefined || now >= was.notBefore) return;
  throw new Refusal('limit', 'login.wait', { seconds: Math.ceil((was.notBefore - now) / 1_000) });
}
