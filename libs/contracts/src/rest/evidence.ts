import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

/** `<scheme>/<task or task item>`, e.g. `organ-scheme/T01` or `organ-scheme/T01.1`. */
export const TaskId = z.string().regex(/^[a-z0-9-]{1,100}\/[A-Za-z0-9_.-]{1,50}$/);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Words = z.object({ zh: z.string(), en: z.string() });
/** Whose things a list shows: one unit's, with `subtree` also those under it; without a unit, all that the seat may see. */
const of = { unitId: Id.optional(), subtree: z.stringbool().default(false) };
const paging = { pageToken: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) };

// ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What an uploader gets for a file that is durably kept; `duplicate` where the unit had these bytes under this name before. */
export const FileReceipt = z.object({
  id: Id,
  sha256: Sha256,
  size: z.int(),
  mediaType: z.string(),
  receivedAt: z.iso.datetime(),
  duplicate: z.boolean(),
});
export type FileReceipt = z.infer<typeof FileReceipt>;

/** What a photo says of itself; a hint, never a verdict. `takenAt` is the camera's clock and carries no zone. */
export const PhotoHints = z.object({
  takenAt: z.string().optional(),
  place: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});
export type PhotoHints = z.infer<typeof PhotoHints>;

export const FileView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  /** As the uploader's system named it, any Unicode. */
  name: z.string(),
  sha256: Sha256,
  size: z.int(),
  mediaType: z.string(),
  /** The day that the file shows, as its uploader said. */
  eventDate: DayText.optional(),
  receivedAt: z.iso.datetime(),
  uploadedBy: Id,
  tasks: z.array(TaskId),
  hints: PhotoHints,
  /** Whether `files/{id}/thumbnail` can be expected to answer with a picture. */
  hasThumbnail: z.boolean(),
});
export type FileView = z.infer<typeof FileView>;

/** `from` and `to` bound the day of receipt. */
export const FileQuery = z.strictObject({ ...of, from: DayText.optional(), to: DayText.optional(), mediaType: z.string().max(100).optional(), task: TaskId.optional(), ...paging });
export type FileQuery = z.infer<typeof FileQuery>;
export const FilePage = page(FileView);
export type FilePage = z.infer<typeof FilePage>;

// ── record types ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const FIELD_TYPES = ['text', 'number', 'minutes', 'day', 'people', 'choice'] as const;

/** From this a form is generated. `minutes` on a field of people says that each of them has minutes. */
export const RecordFieldView = Words.extend({
  id: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  values: z.array(Words.extend({ id: z.string() })).optional(),
  minutes: z.boolean().optional(),
});
export type RecordFieldView = z.infer<typeof RecordFieldView>;

export const RecordTypeView = Words.extend({
  id: z.string(),
  /** Of whom the record is evidence: the unit, or each person in it. */
  subject: z.enum(['unit', 'person']),
  /** Roles that may file it; absent where every role that files records may. */
  filedBy: z.array(z.string()).optional(),
  attachments: z.object({ min: z.int() }),
  fields: z.array(RecordFieldView),
  sums: z.array(Words.extend({ id: z.string(), of: z.string() })),
});
export type RecordTypeView = z.infer<typeof RecordTypeView>;
export const RecordTypeList = z.object({ items: z.array(RecordTypeView) });
export type RecordTypeList = z.infer<typeof RecordTypeList>;

// ── records ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One person in a field of people. Names stay in the registry. */
export const RecordPerson = z.strictObject({ personId: Id, minutes: z.int().min(0).max(1_440).optional() });
export type RecordPerson = z.infer<typeof RecordPerson>;
/** The value of a field: text, day and choice as string, number and minutes as number, people as list. What exactly, the record type says. */
export const RecordFieldValue = z.union([z.string().max(20_000), z.number(), z.array(RecordPerson).max(2_000)]);
export type RecordFieldValue = z.infer<typeof RecordFieldValue>;
const FieldValues = z.record(z.string().max(100), RecordFieldValue);

const content = {
  /** The day of the event, not of the entry. */
  day: DayText,
  title: z.string().trim().min(1).max(200),
  fields: FieldValues.default({}),
  fileIds: z.array(Id).max(500).default([]),
};

export const RecordFiling = z.strictObject({ unitId: Id, type: z.string().max(100), ...content, tasks: z.array(TaskId).max(50).default([]) });
export type RecordFiling = z.infer<typeof RecordFiling>;

/** The record as it should have been, whole, and why it was not. */
export const RecordCorrection = z.strictObject({ ...content, reason: z.string().trim().min(1).max(500) });
export type RecordCorrection = z.infer<typeof RecordCorrection>;

const contentView = {
  day: DayText,
  title: z.string(),
  fields: FieldValues,
  fileIds: z.array(Id),
  /** What the record yields, by the sums of its type, e.g. minutes. */
  sums: z.record(z.string(), z.int()),
};

export const RecordView = z.object({
  id: Id,
  version: z.int(),
  /** How often its content was written: 1, and one more with each correction. */
  revision: z.int(),
  unitId: Id,
  type: z.string(),
  ...contentView,
  tasks: z.array(TaskId),
  filedBy: Id,
  filedAt: z.iso.datetime(),
});
export type RecordView = z.infer<typeof RecordView>;

/** One content that the record has or had. */
export const RecordRevisionView = z.object({ revision: z.int(), ...contentView, reason: z.string().optional(), by: Id, at: z.iso.datetime() });
export type RecordRevisionView = z.infer<typeof RecordRevisionView>;
export const RecordHistory = z.object({ items: z.array(RecordRevisionView) });
export type RecordHistory = z.infer<typeof RecordHistory>;

/** `from` and `to` bound the day of the event. */
export const RecordQuery = z.strictObject({ ...of, from: DayText.optional(), to: DayText.optional(), type: z.string().max(100).optional(), task: TaskId.optional(), ...paging });
export type RecordQuery = z.infer<typeof RecordQuery>;
export const RecordPage = page(RecordView);
export type RecordPage = z.infer<typeof RecordPage>;

// ── tasks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A task that evidence can be linked to, from the published schemes. */
export const TaskView = Words.extend({ id: TaskId, scheme: z.string(), schemeName: Words, source: z.string().optional() });
export type TaskView = z.infer<typeof TaskView>;
export const TaskList = z.object({ items: z.array(TaskView) });
export type TaskList = z.infer<typeof TaskList>;

export const TaskLinking = z.strictObject({ task: TaskId });
export type TaskLinking = z.infer<typeof TaskLinking>;

/** One entry of the log of links of a file or record. */
export const TaskLinkView = z.object({ act: z.enum(['link', 'unlink']), task: TaskId, by: Id, at: z.iso.datetime() });
export type TaskLinkView = z.infer<typeof TaskLinkView>;
export const TaskLinkLog = z.object({ items: z.array(TaskLinkView) });
export type TaskLinkLog = z.infer<typeof TaskLinkLog>;

// ── duties ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `pending`: the period still runs or lies ahead; `due`: unmet on its last day; `missing`: it is over and unmet. */
export const DUTY_STATES = ['met', 'pending', 'due', 'missing'] as const;

/** `period`: a year 2026, half-year 2026-H1, quarter 2026-Q1 or month 2026-03; the periods that lie in it are shown. `alert`: only what is due or missing. */
export const DutyQuery = z.strictObject({
  ...of,
  period: z.string().regex(/^\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/).optional(),
  scheme: z.string().max(100).optional(),
  duty: z.string().max(100).optional(),
  state: z.enum(DUTY_STATES).optional(),
  alert: z.stringbool().default(false),
  pageToken: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
export type DutyQuery = z.infer<typeof DutyQuery>;

/** One expected record: by which clause, of whom, in which period, how much was expected and found. */
export const DutyLine = Words.extend({
  scheme: z.string(),
  duty: z.string(),
  source: z.string().optional(),
  recordType: z.string(),
  period: z.object({ id: z.string(), from: DayText, to: DayText }),
  unitId: Id,
  unitCode: z.string(),
  unitName: z.string(),
  /** Where it is expected of a person; the name is the registry's to tell. */
  personId: Id.optional(),
  expected: z.int(),
  found: z.int(),
  /** The sum that is counted; absent where records are counted. */
  sum: z.string().optional(),
  state: z.enum(DUTY_STATES),
  recordIds: z.array(Id),
});
export type DutyLine = z.infer<typeof DutyLine>;

/** `today` is the day by which the states were judged; `totals` count the lines of all states and pages. */
export const DutyPage = page(DutyLine).extend({
  today: DayText,
  totals: z.object({ met: z.int(), pending: z.int(), due: z.int(), missing: z.int() }),
});
export type DutyPage = z.infer<typeof DutyPage>;
