import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { NamedWords, ofUnits, paging } from './evidence.ts';

/** Kinds of unit at which one registers; agreements of the source name a village beside the communities (S0 L107). */
export const COMMUNITY_KINDS: readonly string[] = ['community', 'village'];

/** `unit`: a branch or department at its resident or contracted community; `member`: a member at the home community. */
export const REGISTRATION_KINDS = ['unit', 'member'] as const;
export const REGISTRATION_BASES = ['resident', 'contracted', 'home'] as const;

/** Without `personId` the unit registers, with it that member of the unit. */
export const RegistrationFiling = z.strictObject({
  unitId: Id,
  personId: Id.optional(),
  communityId: Id,
  basis: z.enum(REGISTRATION_BASES),
  from: DayText,
  /** The agreement, among the files of the unit. */
  fileIds: z.array(Id).max(50).default([]),
});
export type RegistrationFiling = z.infer<typeof RegistrationFiling>;

export const RegistrationEnd = z.strictObject({ on: DayText, reason: z.string().trim().min(1).max(500) });
export type RegistrationEnd = z.infer<typeof RegistrationEnd>;

export const RegistrationView = z.object({
  id: Id,
  version: z.int(),
  kind: z.enum(REGISTRATION_KINDS),
  unitId: Id,
  personId: Id.optional(),
  communityId: Id,
  basis: z.enum(REGISTRATION_BASES),
  from: DayText,
  /** The last day; absent while it runs. */
  until: DayText.optional(),
  reason: z.string().optional(),
  fileIds: z.array(Id),
  registeredBy: Id,
  registeredAt: z.iso.datetime(),
});
export type RegistrationView = z.infer<typeof RegistrationView>;

/** Registrations of the units, and at the communities, that the seat may see. */
export const RegistrationQuery = z.strictObject({
  ...ofUnits, communityId: Id.optional(), kind: z.enum(REGISTRATION_KINDS).optional(), active: z.stringbool().optional(), ...paging,
});
export type RegistrationQuery = z.infer<typeof RegistrationQuery>;
export const RegistrationPage = page(RegistrationView);
export type RegistrationPage = z.infer<typeof RegistrationPage>;

/** `service`: service in the community; `door`: at a resident's door; `wish`: a small wish that somebody fulfils. */
export const ORDER_KINDS = ['service', 'door', 'wish'] as const;
export const ORDER_STATES = ['posted', 'dispatched', 'accepted', 'claimed', 'done', 'rated', 'returned', 'cancelled'] as const;
export const PART_STATES = ['offered', 'accepted', 'claimed', 'done', 'returned'] as const;
export const SERVICE_TIMES = ['after_hours', 'party_day', 'holiday', 'weekend'] as const;
export const SATISFACTIONS = ['satisfied', 'fair', 'dissatisfied'] as const;

const reason = z.string().trim().min(1).max(500);
const minutes = z.int().min(1).max(1_440);

export const OrderPosting = z.strictObject({
  communityId: Id,
  kind: z.enum(ORDER_KINDS),
  title: z.string().trim().min(1).max(200),
  detail: z.string().trim().max(5_000).default(''),
  place: z.string().trim().max(200).default(''),
  /** By when it is wanted. */
  wantedBy: DayText.optional(),
});
export type OrderPosting = z.infer<typeof OrderPosting>;

/** To registered units as a whole, or to single members who registered; of a unit of which members are named, only these may take it. */
export const OrderDispatch = z.strictObject({ unitIds: z.array(Id).max(200).default([]), personIds: z.array(Id).max(500).default([]) });
export type OrderDispatch = z.infer<typeof OrderDispatch>;

export const OrderWithdrawal = z.strictObject({ unitId: Id, reason });
export type OrderWithdrawal = z.infer<typeof OrderWithdrawal>;
export const OrderReason = z.strictObject({ reason });
export type OrderReason = z.infer<typeof OrderReason>;
export const OrderClaim = z.strictObject({ personIds: z.array(Id).min(1).max(500) });
export type OrderClaim = z.infer<typeof OrderClaim>;

export const OrderFinish = z.strictObject({
  /** The day of the service. */
  day: DayText,
  time: z.enum(SERVICE_TIMES),
  /** One of the activities of the service record. */
  activity: z.string().max(100),
  people: z.array(z.strictObject({ personId: Id, minutes })).min(1).max(500),
  text: z.string().trim().max(5_000).default(''),
  fileIds: z.array(Id).max(500).default([]),
});
export type OrderFinish = z.infer<typeof OrderFinish>;

export const OrderRating = z.strictObject({ satisfaction: z.enum(SATISFACTIONS), text: z.string().trim().max(2_000).default('') });
export type OrderRating = z.infer<typeof OrderRating>;

/** What one serving unit makes of the order. */
export const OrderPartView = z.object({
  unitId: Id,
  state: z.enum(PART_STATES),
  /** Those who may take it; empty: every member of the unit. */
  namedIds: z.array(Id),
  claimedIds: z.array(Id),
  day: DayText.optional(),
  time: z.enum(SERVICE_TIMES).optional(),
  people: z.array(z.object({ personId: Id, minutes: z.int() })),
  text: z.string(),
  /** The service record that the done part filed. */
  recordId: Id.optional(),
});
export type OrderPartView = z.infer<typeof OrderPartView>;

export const ORDER_ACTS = ['posted', 'dispatched', 'accepted', 'claimed', 'done', 'rated', 'returned', 'withdrawn', 'cancelled'] as const;
export const OrderMoveView = z.object({ act: z.enum(ORDER_ACTS), at: z.iso.datetime(), by: Id, unitId: Id, text: z.string() });

export const ServiceOrderView = z.object({
  id: Id,
  version: z.int(),
  communityId: Id,
  kind: z.enum(ORDER_KINDS),
  title: z.string(),
  detail: z.string(),
  place: z.string(),
  wantedBy: DayText.optional(),
  state: z.enum(ORDER_STATES),
  parts: z.array(OrderPartView),
  satisfaction: z.enum(SATISFACTIONS).optional(),
  postedAt: z.iso.datetime(),
  history: z.array(OrderMoveView),
});
export type ServiceOrderView = z.infer<typeof ServiceOrderView>;

export const ServiceOrderQuery = z.strictObject({ ...ofUnits, communityId: Id.optional(), state: z.enum(ORDER_STATES).optional(), kind: z.enum(ORDER_KINDS).optional(), ...paging });
export type ServiceOrderQuery = z.infer<typeof ServiceOrderQuery>;
export const ServiceOrderPage = page(ServiceOrderView);
export type ServiceOrderPage = z.infer<typeof ServiceOrderPage>;

const MonthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const EVALUATION_SIDES = ['community', 'unit'] as const;

/** Which side speaks follows from the seat: the community's or the unit's. */
export const EvaluationGiving = z.strictObject({ communityId: Id, unitId: Id, month: MonthText, score: z.int().min(0).max(100), text: z.string().trim().max(2_000).default('') });
export type EvaluationGiving = z.infer<typeof EvaluationGiving>;

const EvaluationSideView = z.object({ score: z.int(), text: z.string(), by: Id, at: z.iso.datetime() });
/** One registered unit and its community in one month: what each said of the other, and who has not. */
export const EvaluationView = z.object({
  communityId: Id,
  unitId: Id,
  month: MonthText,
  community: EvaluationSideView.optional(),
  unit: EvaluationSideView.optional(),
  missing: z.array(z.enum(EVALUATION_SIDES)),
});
export type EvaluationView = z.infer<typeof EvaluationView>;
export const EvaluationQuery = z.strictObject({ ...ofUnits, month: MonthText });
export type EvaluationQuery = z.infer<typeof EvaluationQuery>;
export const EvaluationList = z.object({ items: z.array(EvaluationView) });
export type EvaluationList = z.infer<typeof EvaluationList>;

export const STATISTIC_VIEWS = ['unit', 'community'] as const;
export const StatisticsQuery = z.strictObject({ ...ofUnits, by: z.enum(STATISTIC_VIEWS).default('unit'), kind: z.enum(ORDER_KINDS).optional(), from: DayText, to: DayText });
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;

/** What is counted; the rates of the data file name two of these each. */
export const STATISTIC_COUNTS = ['unitsRegistered', 'membersInService', 'membersRegistered', 'membersActive', 'personTimes', 'minutes', 'ordersPosted', 'ordersDone', 'ordersSatisfied'] as const;
const Counts = z.object(Object.fromEntries(STATISTIC_COUNTS.map((name) => [name, z.int()])) as Record<(typeof STATISTIC_COUNTS)[number], z.ZodInt>);

/** A rate is a percentage with one decimal, null where its base is zero. */
export const StatisticsLine = z.object({ counts: Counts, rates: z.record(z.string(), z.number().nullable()) });
export type StatisticsLine = z.infer<typeof StatisticsLine>;
export const StatisticsView = z.object({
  from: DayText,
  to: DayText,
  by: z.enum(STATISTIC_VIEWS),
  rates: z.array(NamedWords.extend({ id: z.string(), of: z.enum(STATISTIC_COUNTS), over: z.enum(STATISTIC_COUNTS), source: z.string() })),
  total: StatisticsLine,
  items: z.array(StatisticsLine.extend({ unitId: Id, unitCode: z.string(), unitName: z.string() })),
});
export type StatisticsView = z.infer<typeof StatisticsView>;
