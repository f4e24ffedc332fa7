import { z } from 'zod';
import { ROLES } from '@xingchuang/rules';
import { DayText, Id, page } from './common.ts';

const CONTROL = /\p{Cc}/u;

/** Words that people type: trimmed, NFC, 1 to `most` characters as people count them (code points), no control characters. */
const text = (most: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .superRefine((value, context) => {
      if ([...value].length > most) context.addIssue({ code: 'too_big', origin: 'string', maximum: most, inclusive: true, input: value });
      if (CONTROL.test(value)) context.addIssue({ code: 'custom', message: '不能含有控制字符或换行 / no control characters or line breaks', input: value });
    })
    .meta({ maxLength: most });

export const UNIT_NAME_MOST = 200;
export const UNIT_CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

export const UnitName = text(UNIT_NAME_MOST);
/** Letters, digits, `.`, `_`, `-`; 1 to 40 characters. */
export const UnitCode = z.string().normalize('NFC').trim().regex(UNIT_CODE);
const KindName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const PageSize = z.coerce.number().int().min(1).max(500).default(100);
const PageToken = z.string().max(400).optional();
/** Characters are matched as they stand; upper and lower case and full and half width are the same. */
const Search = z.string().trim().min(1).max(100).optional();
export const SeatRole = z.enum(ROLES).exclude(['public']);

// --- units ---

export const UnitOpen = z.strictObject({
  code: UnitCode,
  name: UnitName,
  kind: KindName,
  /** The unit above; only the first unit of all has none. */
  parentId: Id,
  /** First day of its life; today when absent. */
  openedOn: DayText.optional(),
});
export type UnitOpen = z.infer<typeof UnitOpen>;

const on = { /** The day from which it holds; today when absent. */ on: DayText.optional() };
export const UnitChange = z
  .strictObject({ code: UnitCode.optional(), name: UnitName.optional(), kind: KindName.optional(), ...on });
export type UnitChange = z.infer<typeof UnitChange>;
export const UnitMove = z.strictObject({ parentId: Id, ...on });
export type UnitMove = z.infer<typeof UnitMove>;
/** `on` is the last day of its life. */
export const UnitClose = z.strictObject(on);
export type UnitClose = z.infer<typeof UnitClose>;

export const UnitView = z.object({
  id: Id,
  version: z.int(),
  code: z.string(),
  name: z.string(),
  kind: z.string(),
  /** Empty for the root. */
  parentId: z.string(),
  /** Ids from the root down to the unit itself. */
  path: z.array(z.string()),
  /** The node whose subtree a seat here governs. */
  jurisdictionId: z.string(),
  openedOn: DayText,
  /** Last day of its life; empty while it lives. */
  closedOn: z.string(),
  /** First day on which it was as shown. */
  from: DayText,
});
export type UnitView = z.infer<typeof UnitView>;

export const UnitQuery = z.strictObject({
  /** Only the units directly below this one. */
  parentId: Id.optional(),
  /** This unit and all below it. */
  under: Id.optional(),
  kind: KindName.optional(),
  /** Part of the name or of the code. */
  search: Search,
  /** The tree as it stood on that day; today when absent. */
  asOf: DayText.optional(),
  /** `true` shows closed units too. */
  closed: z.stringbool().default(false),
  pageSize: PageSize,
  pageToken: PageToken,
});
export type UnitQuery = z.output<typeof UnitQuery>;
export const UnitPage = page(UnitView);
export type UnitPage = z.infer<typeof UnitPage>;

/** The unit as it was on that day; as it is now when absent. */
export const UnitAsOf = z.strictObject({ asOf: DayText.optional() });
export type UnitAsOf = z.infer<typeof UnitAsOf>;

/** One stretch of a unit's life: `until` is the first day on which it was no longer so; empty for the present one. */
export const UnitVersionView = UnitView.extend({ until: z.string() });
export type UnitVersionView = z.infer<typeof UnitVersionView>;
export const UnitHistoryView = z.object({ items: z.array(UnitVersionView) });
export type UnitHistoryView = z.infer<typeof UnitHistoryView>;

export const UnitKindView = z.object({
  kind: z.string(),
  zh: z.string(),
  en: z.string(),
  /** A body (committee, department) governs the node it sits at; any other unit governs itself. */
  body: z.boolean(),
  /** Kinds of unit under which it may stand; absent: any. */
  under: z.array(z.string()).optional(),
});
export type UnitKindView = z.infer<typeof UnitKindView>;

export const UnitImportQuery = z.strictObject({ dryRun: z.stringbool().default(false) });
export type UnitImportQuery = z.output<typeof UnitImportQuery>;
export const ImportFault = z.object({ row: z.int(), field: z.string(), code: z.string(), zh: z.string(), en: z.string() });
export type ImportFault = z.infer<typeof ImportFault>;
export const UnitImportView = z.object({
  dryRun: z.boolean(),
  /** Rows of data found in the file. */
  total: z.int(),
  /** Units opened, or, in a dry run, units that would be. */
  opened: z.int(),
  /** The first rows as they were understood. */
  preview: z.array(z.object({ row: z.int(), code: z.string(), name: z.string(), kind: z.string(), parentCode: z.string(), openedOn: z.string() })),
  /** Only in a dry run; a real one with faults is refused with all of them. */
  faults: z.array(ImportFault),
});
export type UnitImportView = z.infer<typeof UnitImportView>;

// --- people and posts ---

export const PersonName = text(60);

export const PersonEnter = z.strictObject({
  name: PersonName,
  unitId: Id,
  /** A party member in service, of whom service hours are expected. */
  memberInService: z.boolean(),
  /** First day of the membership; today when absent. */
  since: DayText.optional(),
});
export type PersonEnter = z.infer<typeof PersonEnter>;
export const PersonChange = z.strictObject({ name: PersonName.optional(), memberInService: z.boolean().optional() });
export type PersonChange = z.infer<typeof PersonChange>;
/** The new membership begins on `since`, the old one ends the day before. */
export const PersonTransfer = z.strictObject({ unitId: Id, since: DayText.optional() });
export type PersonTransfer = z.infer<typeof PersonTransfer>;
export const PersonLeave = z.strictObject({ /** Last day of the membership; today when absent. */ until: DayText.optional() });
export type PersonLeave = z.infer<typeof PersonLeave>;

const Membership = z.object({ unitId: Id, since: DayText, until: z.string() });
export const PersonView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  memberInService: z.boolean(),
  /** The present or last membership. */
  unitId: Id,
  since: DayText,
  /** Empty while it lasts. */
  until: z.string(),
  memberships: z.array(Membership),
});
export type PersonView = z.infer<typeof PersonView>;
export const PersonQuery = z.strictObject({
  /** The unit whose people are listed; one's own unit when absent. */
  unitId: Id.optional(),
  /** `true` includes the units below. */
  subtree: z.stringbool().default(false),
  search: Search,
  pageSize: PageSize,
  pageToken: PageToken,
});
export type PersonQuery = z.output<typeof PersonQuery>;
export const PersonPage = page(PersonView);
export type PersonPage = z.infer<typeof PersonPage>;

export const PostKindView = z.object({ kind: z.string(), zh: z.string(), en: z.string(), responsibility: z.string(), responsibilityZh: z.string() });
export type PostKindView = z.infer<typeof PostKindView>;
export const PostEstablish = z.strictObject({ unitId: Id, kind: KindName, since: DayText.optional() });
export type PostEstablish = z.infer<typeof PostEstablish>;
export const PostFill = z.strictObject({ personId: Id, since: DayText.optional() });
export type PostFill = z.infer<typeof PostFill>;
export const PostVacate = z.strictObject({ /** Last day in the post; today when absent. */ until: DayText.optional() });
export type PostVacate = z.infer<typeof PostVacate>;
export const PostView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  kind: z.string(),
  since: DayText,
  holdings: z.array(z.object({ personId: Id, name: z.string(), since: DayText, until: z.string() })),
  /** Who holds it today; absent while it is vacant. */
  holder: z.object({ personId: Id, name: z.string(), since: DayText }).optional(),
  vacant: z.boolean(),
  /** Stretches without a holder up to today; `until` is the last vacant day, empty while the vacancy lasts. */
  vacancies: z.array(z.object({ since: DayText, until: z.string() })),
});
export type PostView = z.infer<typeof PostView>;
export const PostQuery = z.strictObject({ unitId: Id.optional() });
export type PostQuery = z.infer<typeof PostQuery>;
export const PostList = z.object({ items: z.array(PostView) });
export type PostList = z.infer<typeof PostList>;

// --- accounts ---

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

// --- API keys ---

export const ApiKeyMake = z.strictObject({ name: text(100), role: SeatRole, unitId: Id, until: DayText.optional() });
export type ApiKeyMake = z.infer<typeof ApiKeyMake>;
export const ApiKeyView = z.object({
  id: Id,
  version: z.int(),
  name: z.string(),
  role: SeatRole,
  unitId: Id,
  since: DayText,
  /** Last day on which it works; empty: until it is revoked. */
  until: z.string(),
  revoked: z.boolean(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;
/** `secret` is in this answer and nowhere else; a machine sends it as `Authorization: ApiKey <secret>`. */
export const ApiKeySecretView = z.object({ key: ApiKeyView, secret: z.string() });
export type ApiKeySecretView = z.infer<typeof ApiKeySecretView>;
export const ApiKeyList = z.object({ items: z.array(ApiKeyView) });
export type ApiKeyList = z.infer<typeof ApiKeyList>;
