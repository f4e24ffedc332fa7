import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { LimitView } from './rectification.ts';

/** Secret of one attachment, given to whoever sent it; with it the complaint names the file. */
const FileToken = z.string().regex(/^[0-9a-f]{32}$/);
const ReceiptCode = z.string().trim().toUpperCase().min(1).max(40);

export const ComplaintFile = z.strictObject({
  unitId: Id,
  text: z.string().trim().min(1).max(5_000),
  remedy: z.string().trim().max(1_000).default(''),
  /** Left out by those who stay anonymous. */
  name: z.string().trim().min(1).max(50).optional(),
  contact: z.string().trim().min(1).max(100).optional(),
  /** Tokens of files that were sent before. */
  files: z.array(FileToken).max(5).default([]),
});
export type ComplaintFile = z.infer<typeof ComplaintFile>;
/** The code is shown once; with it the complainant follows what became of the complaint. */
export const ComplaintReceipt = z.object({ receiptCode: z.string(), receivedOn: DayText });
export type ComplaintReceipt = z.infer<typeof ComplaintReceipt>;
/** A file that was taken for a complaint still to be made; forgotten after a day. */
export const ComplaintAttachment = z.object({ token: z.string(), name: z.string(), size: z.int() });
export type ComplaintAttachment = z.infer<typeof ComplaintAttachment>;

/** `appealed`: the body above looks at it again. */
export const COMPLAINT_STATES = ['open', 'acknowledged', 'upheld', 'dismissed', 'appealed'] as const;
/** The code goes in the body, never in an address: addresses are written down on their way. */
export const ComplaintAsk = z.strictObject({ receiptCode: ReceiptCode });
export type ComplaintAsk = z.infer<typeof ComplaintAsk>;
/** What the complainant sees. */
export const ComplaintStatus = z.object({
  state: z.enum(COMPLAINT_STATES),
  noticeTitle: z.string(),
  unitName: z.string(),
  receivedOn: DayText,
  acknowledgedOn: z.string(),
  answer: z.string(),
  handledOn: z.string(),
  /** Until when it will be answered; empty once it is. */
  answerBy: z.string(),
  /** Last day for an appeal; empty where none is possible. */
  appealBy: z.string(),
  appeal: z.object({ filedOn: DayText, toName: z.string(), upheld: z.boolean().nullable(), answer: z.string(), answeredOn: z.string() }).nullable(),
  fileNames: z.array(z.string()),
});
export type ComplaintStatus = z.infer<typeof ComplaintStatus>;
export const ComplaintAppeal = z.strictObject({ receiptCode: ReceiptCode, text: z.string().trim().min(1).max(5_000) });
export type ComplaintAppeal = z.infer<typeof ComplaintAppeal>;

export const ComplaintHandle = z.strictObject({
  upheld: z.boolean(),
  /** Whether what was found is fraud. */
  fraud: z.boolean().default(false),
  finding: z.string().trim().min(1).max(5_000),
  answer: z.string().trim().min(1).max(5_000),
});
export type ComplaintHandle = z.infer<typeof ComplaintHandle>;

/** A complaint as a line of the list: nothing of the complainant. */
export const ComplaintLine = z.object({
  id: Id,
  noticeId: Id,
  noticeTitle: z.string(),
  unitId: Id,
  unitName: z.string(),
  receivedOn: DayText,
  state: z.enum(COMPLAINT_STATES),
  /** Last day of the limit that runs; empty where none does. */
  due: z.string(),
  provisional: z.boolean(),
});
export type ComplaintLine = z.infer<typeof ComplaintLine>;
export const ComplaintPage = page(ComplaintLine);
export const ComplaintQuery = z.strictObject({ noticeId: Id.optional(), state: z.enum(COMPLAINT_STATES).optional(), open: z.stringbool().optional(), pageToken: z.string().max(200).optional() });
export type ComplaintQuery = z.infer<typeof ComplaintQuery>;

export const ComplaintView = ComplaintLine.extend({
  version: z.int(),
  text: z.string(),
  remedy: z.string(),
  name: z.string(),
  contact: z.string(),
  files: z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })),
  acknowledgedOn: z.string(),
  fraud: z.boolean(),
  finding: z.string(),
  answer: z.string(),
  handledOn: z.string(),
  limit: LimitView.nullable(),
  /** The body that answers an appeal. */
  appealTo: z.object({ unitId: z.string(), name: z.string() }),
  appeal: z.object({ text: z.string(), filedOn: DayText, upheld: z.boolean().nullable(), finding: z.string(), answer: z.string(), answeredOn: z.string() }).nullable(),
});
export type ComplaintView = z.infer<typeof ComplaintView>;
export const ComplaintList = z.object({ items: z.array(ComplaintView) });

/** Working days of complaints; an appeal within 0 days means that there is none. */
export const ComplaintSettings = z.strictObject({
  answerWithin: z.int().min(1).max(250),
  appealWithin: z.int().min(0).max(60),
  appealAnswerWithin: z.int().min(1).max(250),
});
export type ComplaintSettings = z.infer<typeof ComplaintSettings>;
export const ComplaintSettingsView = z.object({ version: z.int(), ...ComplaintSettings.shape });
export type ComplaintSettingsView = z.infer<typeof ComplaintSettingsView>;
