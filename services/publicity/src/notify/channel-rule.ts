import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { Refusal } from '@xingchuang/rules';

/** How a person is reached beside the inbox. */
export interface Channels {
  /** The person. */
  readonly id: string;
  readonly version: number;
  /** Given by the person; empty where there is none. */
  readonly email: string;
  /** Whether the person showed a code that was sent there. */
  readonly confirmed: boolean;
  readonly mail: boolean;
  /** From which hour of a working day the digest goes out. */
  readonly hour: number;
  /** What came before this day is not mailed. */
  readonly since: string;
  readonly lastDigestOn: string;
  readonly codeHash: string;
  readonly codeTries: number;
  readonly testedAt: string;
}

export const DIGEST_HOUR = 8;
const MOST_TRIES = 5;
const BETWEEN_TESTS_MS = 60_000;

export const noChannels = (personId: string): Channels => ({
  id: personId, version: 0, email: '', confirmed: false, mail: false, hour: DIGEST_HOUR, since: '', lastDigestOn: '', codeHash: '', codeTries: 0, testedAt: '',
});

export const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');
const hashed = (personId: string, code: string) => createHash('sha256').update(`${personId}:${code}`).digest();

/** Another address must be confirmed anew, and until then no digest goes there. */
export function changed(was: Channels, given: { readonly email: string; readonly mail: boolean; readonly hour: number }, today: string): Channels {
  const isSame = given.email === was.email;
  const confirmed = isSame && was.confirmed;
  if (given.mail && isSame && !confirmed) throw new Refusal('conflict', 'mail.unconfirmed', {}, 'mail');
  const mail = given.mail && confirmed;
  return { ...was, email: given.email, hour: given.hour, mail, confirmed, since: mail && !was.mail ? today : was.since, ...(isSame ? {} : { codeHash: '', codeTries: 0 }) };
}

/** Notes that a message with a code was sent; refuses more than one a minute. */
export function tested(was: Channels, code: string, now: Date): Channels {
  if (was.email === '') throw new Refusal('conflict', 'mail.no-address', {}, 'email');
  if (was.testedAt !== '' && now.getTime() - Date.parse(was.testedAt) < BETWEEN_TESTS_MS) throw new Refusal('limit', 'mail.tested-just-now', { seconds: BETWEEN_TESTS_MS / 1_000 });
  return { ...was, testedAt: now.toISOString(), codeHash: hashed(was.id, code).toString('hex'), codeTries: 0 };
}

/** What a code that was typed comes to: the address confirmed and e-mail on, or one try less. */
export function confirmed(was: Channels, code: string, today: string): Channels {
  if (was.codeHash === '' || was.codeTries >= MOST_TRIES) throw new Refusal('conflict', 'mail.no-code', {}, 'code');
  if (!timingSafeEqual(hashed(was.id, code), Buffer.from(was.codeHash, 'hex'))) return { ...was, codeTries: was.codeTries + 1 };
  return { ...was, confirmed: true, mail: true, since: today, codeHash: '', codeTries: 0 };
}
