import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { LimitView } from './rectification.ts';

/** A unit whose level was decided, on its way to the public. */
export const CANDIDATE_STATES = ['ready', 'on-notice', 'disqualified', 'confirmed', 'settled'] as const;
export const CandidateView = z.object({
  campaignId: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  levelName: z.string(),
  decidedBy: z.string(),
  decidedOn: DayText,
  needsNotice: z.boolean(),
  state: z.enum(CANDIDATE_STATES),
});
export type CandidateView = z.infer<typeof CandidateView>;
export const CandidateList = z.object({ items: z.array(CandidateView) });

export const NoticePublish = z.strictObject({
  campaignId: Id,
  unitIds: z.array(Id).min(1).max(2_000),
  title: z.string().trim().min(1).max(100),
  /** Where people can complain besides this system. */
  phone: z.string().trim().max(100).optional(),
  /** More than the scheme's minimum may be given, never less. */
  workdays: z.int().min(1).max(365).optional(),
});
export type NoticePublish = z.infer<typeof NoticePublish>;

export const NOTICE_STATES = ['running', 'confirmed'] as const;
export const NoticeView = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  campaignId: Id,
  title: z.string(),
  publisher: z.string(),
  channel: z.string(),
  publishedOn: DayText,
  limit: LimitView,
  state: z.enum(NOTICE_STATES),
  confirmedOn: z.string(),
  candidates: z.array(z.object({ unitId: Id, unitName: z.string(), level: z.string(), levelName: z.string(), disqualified: z.boolean() })),
  hasDocument: z.boolean(),
});
export type NoticeView = z.infer<typeof NoticeView>;
export const NoticeList = z.object({ items: z.array(NoticeView) });

export const ComplaintFile = z.strictObject({
  unitId: Id,
  text: z.string().trim().min(1).max(5_000),
  remedy: z.string().trim().max(1_000).default(''),
  /** Left out by those who stay anonymous. */
  name: z.string().trim().min(1).max(50).optional(),
  contact: z.string().trim().min(1).max(100).optional(),
});
export type ComplaintFile = z.infer<typeof ComplaintFile>;
/** The code is shown once; with it the complainant follows what became of the complaint. */
export const ComplaintReceipt = z.object({ receiptCode: z.string(), receivedOn: DayText });
export type ComplaintReceipt = z.infer<typeof ComplaintReceipt>;

export const COMPLAINT_STATES = ['open', 'upheld', 'dismissed'] as const;
/** What the complainant sees. */
export const ComplaintStatus = z.object({ state: z.enum(COMPLAINT_STATES), receivedOn: DayText, answer: z.string(), handledOn: z.string() });
export type ComplaintStatus = z.infer<typeof ComplaintStatus>;

export const ComplaintHandle = z.strictObject({
  upheld: z.boolean(),
  /** Whether what was found is fraud. */
  fraud: z.boolean().default(false),
  finding: z.string().trim().min(1).max(5_000),
  answer: z.string().trim().min(1).max(5_000),
});
export type ComplaintHandle = z.infer<typeof ComplaintHandle>;

export const ComplaintView = z.object({
  id: Id,
  version: z.int(),
  noticeId: Id,
  unitId: Id,
  unitName: z.string(),
  text: z.string(),
  remedy: z.string(),
  name: z.string(),
  contact: z.string(),
  receivedOn: DayText,
  state: z.enum(COMPLAINT_STATES),
  fraud: z.boolean(),
  finding: z.string(),
  answer: z.string(),
  handledOn: z.string(),
});
export type ComplaintView = z.infer<typeof ComplaintView>;
export const ComplaintList = z.object({ items: z.array(ComplaintView) });

export const AWARD_STATES = ['valid', 'lowered', 'revoked'] as const;
export const AwardView = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  campaignId: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  levelName: z.string(),
  stars: z.int(),
  issuedOn: DayText,
  state: z.enum(AWARD_STATES),
  since: z.string(),
  reason: z.string(),
  verifyUrl: z.string(),
  /** False for the moments in which the certificate is being made. */
  hasCertificate: z.boolean(),
});
export type AwardView = z.infer<typeof AwardView>;
export const AwardPage = page(AwardView);
export const AwardQuery = z.strictObject({ campaignId: Id.optional(), unitId: Id.optional(), pageToken: z.string().max(200).optional() });
export type AwardQuery = z.infer<typeof AwardQuery>;
export const AwardRevoke = z.strictObject({ reason: z.string().trim().min(1).max(1_000) });
export type AwardRevoke = z.infer<typeof AwardRevoke>;

/** All that the public learns of an award: nothing beyond this list goes out. */
export const VerificationView = z.object({
  number: z.string(),
  unitName: z.string(),
  programme: z.string(),
  levelName: z.string(),
  issuedOn: DayText,
  decidedBy: z.string(),
  state: z.enum(AWARD_STATES),
  since: z.string(),
  reason: z.string(),
});
export type VerificationView = z.infer<typeof VerificationView>;

export const LedgerEffectView = z.object({
  campaignId: Id,
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  id: z.string(),
  action: z.string(),
  zh: z.string(),
  source: z.string(),
  /** The kind of unit it falls on, where that is not the rated unit itself. */
  of: z.string(),
  by: z.string(),
  in: z.array(z.string()),
  ratio: z.object({ change: z.number(), reading: z.string(), base: z.string().nullable(), result: z.string().nullable() }).nullable(),
});
export type LedgerEffectView = z.infer<typeof LedgerEffectView>;
/** `unitId` is a rated unit, or a larger one for what follows from all levels under it. */
export const EffectQuery = z.strictObject({ campaignId: Id, unitId: Id.optional() });
export type EffectQuery = z.infer<typeof EffectQuery>;
export const GrantedTitleView = z.object({ id: z.string(), zh: z.string(), source: z.string(), granted: z.boolean(), explanation: z.unknown() });
export const EffectList = z.object({
  items: z.array(LedgerEffectView),
  /** Titles of the larger units and how many rated units reached which level. */
  titles: z.array(z.object({ unitId: Id, unitName: z.string(), total: z.int(), levels: z.record(z.string(), z.int()), titles: z.array(GrantedTitleView) })),
});
export type EffectList = z.infer<typeof EffectList>;

/** Parameters that a scheme asks for each unit, such as the base of a ratio; a unit without its own takes those of the nearest above. */
export const UnitParametersSet = z.strictObject({ parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])) });
export type UnitParametersSet = z.infer<typeof UnitParametersSet>;

export const BulletinDraft = z.strictObject({ campaignId: Id, title: z.string().trim().min(1).max(100) });
export type BulletinDraft = z.infer<typeof BulletinDraft>;
export const BulletinEdit = z.strictObject({ title: z.string().trim().min(1).max(100), paragraphs: z.array(z.string().trim().min(1).max(2_000)).min(1).max(50) });
export type BulletinEdit = z.infer<typeof BulletinEdit>;
export const BULLETIN_STATES = ['draft', 'approved'] as const;
export const BulletinView = z.object({
  id: Id,
  version: z.int(),
  campaignId: Id,
  number: z.string(),
  title: z.string(),
  issuer: z.string(),
  issuedOn: z.string(),
  state: z.enum(BULLETIN_STATES),
  paragraphs: z.array(z.string()),
  /** Each row with the unit it is about, so that every line leads to its source. */
  rows: z.array(z.object({ unitId: Id, unitName: z.string(), levelName: z.string(), settledOn: DayText, note: z.string() })),
  hasDocument: z.boolean(),
});
export type BulletinView = z.infer<typeof BulletinView>;
export const BulletinList = z.object({ items: z.array(BulletinView) });

export const PublicityTodo = z.object({ items: z.array(z.object({ kind: z.string(), id: z.string(), title: z.string(), due: z.string() })) });
export type PublicityTodo = z.infer<typeof PublicityTodo>;
