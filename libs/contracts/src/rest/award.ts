import { z } from 'zod';
import { ActorView } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';

/** `suspended`: its level is being decided anew, or a rung of the ladder runs that may cost it; `expired`: its term is over. */
export const AWARD_STATES = ['valid', 'suspended', 'lowered', 'revoked', 'expired'] as const;
/** What is handed over: a certificate, or the plaque that the scheme names. */
export const AWARD_FORMS = ['certificate', 'plaque'] as const;

/** What happened to an award. `kept`: looked at again and kept; `due-back`: the plaque must be given back by a day. */
export const AWARD_STEPS = ['issued', 'suspended', 'lifted', 'failed', 'kept', 'lowered', 'revoked', 'expired', 'handed-over', 'hung', 'due-back', 'taken-back'] as const;
export const AwardStepView = z.object({
  at: z.string(),
  on: DayText,
  what: z.enum(AWARD_STEPS),
  /** In which state the award is since. */
  state: z.enum(AWARD_STATES),
  reason: z.string(),
  clause: z.string(),
  /** Null where it happened by itself. */
  by: ActorView.nullable(),
  unitName: z.string(),
});
export type AwardStepView = z.infer<typeof AwardStepView>;

/** Where the thing itself is: handed over, hung, taken back; empty days where not yet. */
export const CustodyView = z.object({
  handedOn: z.string(),
  handedTo: z.string(),
  hungOn: z.string(),
  /** The photo of where it hangs, a file of the evidence archive. */
  photoId: z.string(),
  dueBackOn: z.string(),
  takenBackOn: z.string(),
  /** The award does not stand any more, and the plaque is still out. */
  due: z.boolean(),
  /** … and the day by which it had to be back is over. */
  overdue: z.boolean(),
});

export const AwardView = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  campaignId: Id,
  programme: z.string(),
  unitId: Id,
  unitName: z.string(),
  level: z.string(),
  levelName: z.string(),
  stars: z.int(),
  decidedBy: z.string(),
  issuedOn: DayText,
  /** Last day of its term; empty where it has none. */
  validUntil: z.string(),
  form: z.enum(AWARD_FORMS).default('certificate'),
  state: z.enum(AWARD_STATES),
  since: z.string(),
  reason: z.string(),
  clause: z.string(),
  custody: CustodyView,
  verifyUrl: z.string(),
  /** False for the moments in which the certificate or the artwork of the plaque is being made. */
  hasCertificate: z.boolean(),
});
export type AwardView = z.infer<typeof AwardView>;
export const AwardPage = page(AwardView);
export type AwardPage = z.infer<typeof AwardPage>;
export const AwardDetailView = AwardView.extend({
  history: z.array(AwardStepView),
  /** What the QR code says: the address with the signed statement behind it. */
  qrText: z.string(),
});
export type AwardDetailView = z.infer<typeof AwardDetailView>;

export const AwardQuery = z.strictObject({
  campaignId: Id.optional(),
  unitId: Id.optional(),
  state: z.enum(AWARD_STATES).optional(),
  form: z.enum(AWARD_FORMS).optional(),
  /** The number, or how it begins. */
  number: z.string().trim().min(1).max(60).optional(),
  /** Plaques that must come back. */
  due: z.stringbool().optional(),
  pageToken: z.string().max(200).optional(),
});
export type AwardQuery = z.infer<typeof AwardQuery>;

const Reason = z.string().trim().min(1).max(1_000);
const Clause = z.string().trim().max(200).default('');
/** The reason is shown to everybody who follows the code: no personal data in it. */
export const AwardRevoke = z.strictObject({ reason: Reason, clause: Clause });
export type AwardRevoke = z.infer<typeof AwardRevoke>;
export const AwardSuspend = z.strictObject({ reason: Reason, clause: Clause });
export type AwardSuspend = z.infer<typeof AwardSuspend>;
/** What suspended it without the level being decided anew is over. */
export const AwardLift = z.strictObject({ reason: Reason });
export type AwardLift = z.infer<typeof AwardLift>;
export const AwardHandOver = z.strictObject({ on: DayText, to: z.string().trim().min(1).max(100) });
export type AwardHandOver = z.infer<typeof AwardHandOver>;
export const PlaqueHang = z.strictObject({ on: DayText, photoId: Id });
export type PlaqueHang = z.infer<typeof PlaqueHang>;
export const PlaqueTakeBack = z.strictObject({ on: DayText, note: z.string().trim().max(500).default('') });
export type PlaqueTakeBack = z.infer<typeof PlaqueTakeBack>;

/** All that the public learns of an award: nothing beyond this list goes out. */
export const VerificationView = z.object({
  number: z.string(),
  unitName: z.string(),
  programme: z.string(),
  levelName: z.string(),
  issuedOn: DayText,
  validUntil: z.string(),
  decidedBy: z.string(),
  form: z.enum(AWARD_FORMS).default('certificate'),
  state: z.enum(AWARD_STATES),
  since: z.string(),
  reason: z.string(),
});
export type VerificationView = z.infer<typeof VerificationView>;
/** What a page without a script is asked by its address; whatever else stands there was added on the way and is passed over. */
export const VerificationQuery = z.object({ number: z.string().max(200).catch(''), lang: z.enum(['zh-CN', 'en']).optional().catch(undefined) });
export type VerificationQuery = z.infer<typeof VerificationQuery>;
/** The keys with which codes and badges are signed. `pem` is what openssl reads. */
export const AwardKeyList = z.object({ items: z.array(z.object({ id: z.string(), pem: z.string(), since: z.string() })) });
export type AwardKeyList = z.infer<typeof AwardKeyList>;

// ── batches ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The settled units of a campaign that get a number and a document; without `unitIds` all within one's scope. */
export const AwardBatchStart = z.strictObject({ campaignId: Id, unitIds: z.array(Id).min(1).max(5_000).optional() });
export type AwardBatchStart = z.infer<typeof AwardBatchStart>;
export const AWARD_BATCH_STATES = ['running', 'done'] as const;
export const AwardBatchView = z.object({
  id: Id,
  version: z.int(),
  campaignId: Id,
  title: z.string(),
  startedOn: DayText,
  startedAt: z.string(),
  state: z.enum(AWARD_BATCH_STATES),
  total: z.int(),
  /** Units that have their number; documents made; documents that cannot be made; units that get none. */
  numbered: z.int(),
  made: z.int(),
  refused: z.int(),
  leftOut: z.int(),
});
export type AwardBatchView = z.infer<typeof AwardBatchView>;
export const AwardBatchPage = page(AwardBatchView);
export const AwardBatchQuery = z.strictObject({ campaignId: Id.optional(), pageToken: z.string().max(200).optional() });
export type AwardBatchQuery = z.infer<typeof AwardBatchQuery>;

export const BATCH_ITEM_STATES = ['waiting', 'numbered', 'sent', 'made', 'refused', 'left-out'] as const;
export const AwardBatchItemView = z.object({
  id: z.string(),
  unitId: Id,
  unitName: z.string(),
  awardId: z.string(),
  number: z.string(),
  state: z.enum(BATCH_ITEM_STATES),
  /** Why there is no document, in words. */
  whyZh: z.string(),
  whyEn: z.string(),
});
export type AwardBatchItemView = z.infer<typeof AwardBatchItemView>;
export const AwardBatchItemPage = page(AwardBatchItemView);
export const AwardBatchItemQuery = z.strictObject({ state: z.enum(BATCH_ITEM_STATES).optional(), pageToken: z.string().max(200).optional() });
export type AwardBatchItemQuery = z.infer<typeof AwardBatchItemQuery>;
