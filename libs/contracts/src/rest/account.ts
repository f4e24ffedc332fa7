import { z } from 'zod';
import { ROLES } from '@xingchuang/rules';
import { DayText, Id, page } from './common.ts';
import { PageSize, PageToken, Search, text } from './registry-parts.ts';

export const SeatRole = z.enum(ROLES).exclude(['public']);

/** Lower-case letters, digits, `.`, `_`, `-`; 2 to 40 characters; capitals typed by mistake do not matter. */
export const Login = z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);
/** What may be tried as a password; whether it is good enough to be set, a rule says with words of its own. */
const PasswordText = z.string().min(1).max(512);

export const AccountOpen = z.strictObject({
  login: Login,
  personId: Id,
  /** Left out: the system makes one, shows it once and asks for a change. */
  password: PasswordText.optional(),
});
export type AccountOpen = z.infer<typeof AccountOpen>;
export const SeatGive = z.strictObject({ role: SeatRole, unitId: Id, since: DayText.optional(), until: DayText.optional() });
export type SeatGive = z.infer<typeof SeatGive>;

export const SeatView = z.object({ id: Id, role: SeatRole, unitId: Id, since: DayText, until: z.string() });
export type SeatView = z.infer<typeof SeatView>;
export const AccountView = z.object({
  id: Id,
  version: z.int(),
  login: z.string(),
  personId: Id,
  disabled: z.boolean(),
  passwordIsTemporary: z.boolean(),
  seats: z.array(SeatView),
});
export type AccountView = z.infer<typeof AccountView>;
/** The password is in this answer and nowhere else; absent when the administrator chose it. */
export const AccountSecretView = z.object({ account: AccountView, password: z.string().optional() });
export type AccountSecretView = z.infer<typeof AccountSecretView>;
export const AccountQuery = z.strictObject({ search: Search, personId: Id.optional(), pageSize: PageSize, pageToken: PageToken });
export type AccountQuery = z.output<typeof AccountQuery>;
export const AccountPage = page(AccountView);
export type AccountPage = z.infer<typeof AccountPage>;

// --- sessions ---

export const SessionOpen = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(100),
  password: PasswordText,
  /** The seat to act from; the first one when absent. */
  seat: Id.optional(),
});
export type SessionOpen = z.infer<typeof SessionOpen>;
export const SeatSwitch = z.strictObject({ seat: Id });
export type SeatSwitch = z.infer<typeof SeatSwitch>;
export const PasswordChange = z.strictObject({ password: PasswordText, newPassword: PasswordText });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** A seat one may act from, with the words a person needs to choose it. */
export const OwnSeatView = SeatView.extend({ unitCode: z.string(), unitName: z.string(), unitKind: z.string(), jurisdictionId: z.string() });
export type OwnSeatView = z.infer<typeof OwnSeatView>;
export const SessionView = z.object({
  id: Id,
  person: z.object({ id: Id, name: z.string() }),
  login: z.string(),
  /** The seat one acts from now. */
  seat: OwnSeatView,
  /** All seats one may switch to. */
  seats: z.array(OwnSeatView),
  passwordIsTemporary: z.boolean(),
  /** When it ends if nothing is done, and when it ends in any case. */
  idleEndsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;
export const TokenView = z.object({ token: z.string(), expiresAt: z.iso.datetime() });
export type TokenView = z.infer<typeof TokenView>;
export const SessionTokenView = TokenView.extend({ session: SessionView });
export type SessionTokenView = z.infer<typeof SessionTokenView>;
export const OwnSessionView = z.object({
  id: Id,
  /** The session that asks. */
  current: z.boolean(),
  openedAt: z.iso.datetime(),
  usedAt: z.iso.datetime(),
  /** The browser as it named itself, to tell one's devices apart. */
  agent: z.string(),
});
export type OwnSessionView = z.infer<typeof OwnSessionView>;
export const OwnSessionList = z.object({ items: z.array(OwnSessionView) });
export type OwnSessionList = z.infer<typeof OwnSessionList>;

/** Somebody's open session, as an administrator sees it. */
export const OpenSessionView = z.object({
  id: Id,
  accountId: Id,
  login: z.string(),
  name: z.string(),
  role: SeatRole,
  unitId: Id,
  unitName: z.string(),
  agent: z.string(),
  openedAt: z.iso.datetime(),
  usedAt: z.iso.datetime(),
  /** The session that asks. */
  current: z.boolean(),
});
export type OpenSessionView = z.infer<typeof OpenSessionView>;
export const OpenSessionPage = page(OpenSessionView);
export type OpenSessionPage = z.infer<typeof OpenSessionPage>;
export const OpenSessionQuery = z.strictObject({ accountId: Id.optional(), pageSize: PageSize, pageToken: PageToken });
export type OpenSessionQuery = z.output<typeof OpenSessionQuery>;
export const SessionsEndedView = z.object({ ended: z.int() });
export type SessionsEndedView = z.infer<typeof SessionsEndedView>;

// --- API keys ---

export const KeyArea = z.enum(['registry', 'evidence', 'assessment', 'rectification', 'publicity', 'pdf']);
export type KeyArea = z.infer<typeof KeyArea>;
export const ApiKeyMake = z.strictObject({
  name: text(100),
  role: SeatRole,
  unitId: Id,
  until: DayText.optional(),
  /** Parts of the system it is good for, within what the role may do; none named: all. */
  areas: z.array(KeyArea).max(10).default([]),
  /** It reads and changes nothing. */
  readOnly: z.boolean().default(false),
});
export type ApiKeyMake = z.output<typeof ApiKeyMake>;
export const ApiKeyView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  role: SeatRole,
  unitId: Id,
  since: DayText,
  /** Last day on which it works; empty: until it is revoked. */
  until: z.string(),
  areas: z.array(z.string()),
  readOnly: z.boolean(),
  /** When it was last exchanged for a token; empty: never. */
  usedAt: z.string(),
  revoked: z.boolean(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;
/** `secret` is in this answer and nowhere else; a machine sends it as `Authorization: ApiKey <secret>`. */
export const ApiKeySecretView = z.object({ key: ApiKeyView, secret: z.string() });
export type ApiKeySecretView = z.infer<typeof ApiKeySecretView>;
export const ApiKeyList = z.object({ items: z.array(ApiKeyView) });
export type ApiKeyList = z.infer<typeof ApiKeyList>;
