import { z } from 'zod';
import { DayText, Id, page } from './common.ts';
import { PeriodText } from './file.ts';
import { NamedWords, TaskId, ofUnits, paging } from './evidence.ts';

export const FIELD_TYPES = ['text', 'number', 'decimal', 'minutes', 'day', 'yes', 'choice', 'person', 'people', 'unit', 'link', 'files', 'table'] as const;
export const RECORD_GROUPS = ['plan', 'organisation', 'members', 'meetings', 'study', 'discipline', 'work', 'service', 'care', 'inspection'] as const;
export const MEDIA_SORTS = ['image', 'pdf', 'document', 'sheet', 'slides', 'video', 'audio', 'text'] as const;
export const MEASURE_KINDS = ['count', 'sum', 'average', 'distinct', 'by', 'rows', 'share', 'reach', 'latest', 'ratio'] as const;

const fieldView = {
  id: z.string(),
  required: z.boolean(),
  /** A condition as the type file states it; while it holds, the field must be filled. */
  requiredWhen: z.record(z.string(), z.unknown()).optional(),
  help: z.string().optional(),
  /** Of text: several lines; its greatest length. */
  long: z.boolean().optional(),
  most: z.int().optional(),
  /** Of numbers: smallest and greatest value; of files and tables: how many. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Unit of measure, e.g. 万元. */
  measure: z.string().optional(),
  /** Of decimal: digits behind the point. */
  places: z.int().optional(),
  /** Of choice. */
  values: z.array(NamedWords.extend({ id: z.string() })).optional(),
  many: z.boolean().optional(),
  /** Of people: each of them has minutes. */
  minutes: z.boolean().optional(),
  /** Of person and people: of the record's unit on its day. */
  members: z.boolean().optional(),
  /** Of unit. */
  kinds: z.array(z.string()).optional(),
  /** Of link: types of record. */
  to: z.array(z.string()).optional(),
  media: z.array(z.enum(MEDIA_SORTS)).optional(),
};
export const RecordColumnView = NamedWords.extend({ ...fieldView, type: z.enum(FIELD_TYPES) });
export type RecordColumnView = z.infer<typeof RecordColumnView>;
/** From this a form is generated. */
export const RecordFieldView = RecordColumnView.extend({ columns: z.array(RecordColumnView).optional(), /** Whether the system fills something in when the record is begun. */ fill: z.boolean().optional() });
export type RecordFieldView = z.infer<typeof RecordFieldView>;

const Named = NamedWords.extend({ id: z.string() });
export const MeasureDefinition = Named.extend({ kind: z.enum(MEASURE_KINDS), of: z.string().optional() });

export const RecordTypeView = NamedWords.extend({
  id: z.string(),
  group: z.enum(RECORD_GROUPS),
  source: z.string().optional(),
  /** Of whom the record is evidence: the unit, or each person in the field `about`. */
  subject: z.enum(['unit', 'person']),
  tasks: z.array(TaskId),
  /** Kinds of unit that may have it; absent where any may. */
  units: z.array(z.string()).optional(),
  /** Roles that may file it; absent where every role that files records may. */
  filedBy: z.array(z.string()).optional(),
  filedByPost: z.array(z.string()).optional(),
  /** Not everybody who sees other records sees these. */
  restricted: z.boolean(),
  /** Its counts are shown where a unit is reviewed. */
  review: z.boolean().optional(),
  ahead: z.boolean(),
  attachments: z.object({ min: z.int(), max: z.int().optional(), media: z.array(z.enum(MEDIA_SORTS)).optional() }),
  fields: z.array(RecordFieldView),
  steps: z.object({ inOrder: z.boolean(), items: z.array(Named.extend({ optional: z.boolean().optional(), needs: z.array(z.string()).optional(), joins: z.object({ step: z.string() }).optional() })) }).optional(),
  gaps: z.array(Named),
  measures: z.array(MeasureDefinition),
  /** When one is expected; none where nobody waits for it, or where only a scheme says so. */
  expects: z.array(
    Named.extend({
      every: z.enum(['year', 'half-year', 'quarter', 'month', 'week']).optional(),
      /** Months of the year in which it counts. */
      months: z.array(z.int()).optional(),
      /** Days after the end of the period. */
      grace: z.int(),
      within: z.object({ months: z.int().optional(), days: z.int().optional() }).optional(),
    }),
  ),
});
export type RecordTypeView = z.infer<typeof RecordTypeView>;
export const RecordTypeList = z.object({ items: z.array(RecordTypeView) });
export type RecordTypeList = z.infer<typeof RecordTypeList>;

/** One person in a field of people. Names stay in the registry. */
export const RecordPerson = z.strictObject({ personId: Id, minutes: z.int().min(0).max(1_440).optional() });
export type RecordPerson = z.infer<typeof RecordPerson>;
const Cell = z.union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(100)).max(500), z.array(RecordPerson).max(2_000)]);
export type RecordCell = z.infer<typeof Cell>;
const Row = z.record(z.string().max(100), Cell);
export type RecordRow = z.infer<typeof Row>;
/** The value of a field: text, day, decimal, person, unit, link, choice as string; number, minutes; yes; lists of ids, of people, of rows. What exactly, the record type says. */
export const RecordFieldValue = z.union([Cell, z.array(Row).max(2_000)]);
export type RecordFieldValue = z.infer<typeof RecordFieldValue>;
const FieldValues = z.record(z.string().max(100), RecordFieldValue);

const Note = z.string().trim().max(2_000);
/** When a step was done. */
const StepDone = z.strictObject({ day: DayText, note: Note.optional() });
export type StepDone = z.infer<typeof StepDone>;
const Steps = z.record(z.string().max(100), StepDone);

const content = {
  /** The day of the event, not of the entry. */
  day: DayText,
  title: z.string().trim().min(1).max(200),
  fields: FieldValues.default({}),
  fileIds: z.array(Id).max(500).default([]),
};

/** What the system knows for fields of a record that is begun, in words that say where they come from. */
export const RecordKnown = z.object({ items: z.array(z.object({ field: z.string(), value: z.string() })) });
export type RecordKnown = z.infer<typeof RecordKnown>;
export const RecordKnownQuery = z.strictObject({ unitId: Id });
export type RecordKnownQuery = z.infer<typeof RecordKnownQuery>;

export const RecordFiling = z.strictObject({ unitId: Id, type: z.string().max(100), ...content, tasks: z.array(TaskId).max(50).default([]), steps: Steps.default({}) });
export type RecordFiling = z.infer<typeof RecordFiling>;

/** The record as it should have been, whole, and why it was not; its steps stay as they are where none are given. `closedOn: null` opens it again. */
export const RecordCorrection = z.strictObject({ ...content, steps: Steps.optional(), closedOn: DayText.nullable().optional(), reason: z.string().trim().min(1).max(500) });
export type RecordCorrection = z.infer<typeof RecordCorrection>;

/** The next step, with what it adds to fields and files. */
export const RecordStepping = z.strictObject({
  step: z.string().max(100),
  /** Steps that were held as one with it, in order. */
  and: z.array(z.string().max(100)).max(10).default([]),
  day: DayText,
  note: Note.optional(),
  fields: FieldValues.default({}),
  fileIds: z.array(Id).max(500).default([]),
});
export type RecordStepping = z.infer<typeof RecordStepping>;
export const RecordClosing = z.strictObject({ day: DayText.optional() });
export type RecordClosing = z.infer<typeof RecordClosing>;

const contentView = {
  day: DayText,
  title: z.string(),
  fields: FieldValues,
  fileIds: z.array(Id),
  steps: Steps,
  closedOn: DayText.optional(),
  /** What the record yields by the sums of its type, e.g. minutes; decimals as text. */
  sums: z.record(z.string(), z.union([z.int(), z.string()])),
};

export const RecordView = z.object({
  id: Id,
  version: z.int(),
  /** How often its content was written: 1, and one more with each step and correction. */
  revision: z.int(),
  unitId: Id,
  type: z.string(),
  ...contentView,
  /** What is still absent, by the gaps of its type. */
  gaps: z.array(z.string()),
  tasks: z.array(TaskId),
  filedBy: Id,
  filedAt: z.iso.datetime(),
  /** Days from the event to the entry. */
  filedAfter: z.int(),
});
export type RecordView = z.infer<typeof RecordView>;

export const REVISION_ACTS = ['filed', 'corrected', 'stepped', 'closed'] as const;
/** One content that the record has or had. */
export const RecordRevisionView = z.object({ revision: z.int(), act: z.enum(REVISION_ACTS), ...contentView, reason: z.string().optional(), by: Id, at: z.iso.datetime() });
export type RecordRevisionView = z.infer<typeof RecordRevisionView>;
export const RecordHistory = z.object({ items: z.array(RecordRevisionView) });
export type RecordHistory = z.infer<typeof RecordHistory>;

/** What came of a list of records; the same list again gives the first receipt. */
export const RecordListReceipt = z.object({ unitId: Id, type: z.string(), records: z.int(), recordIds: z.array(Id), duplicate: z.boolean() });
export type RecordListReceipt = z.infer<typeof RecordListReceipt>;
export const RecordListQuery = z.strictObject({ type: z.string().max(100) });
export type RecordListQuery = z.infer<typeof RecordListQuery>;

const found = { from: DayText.optional(), to: DayText.optional(), type: z.string().max(100).optional(), task: TaskId.optional() };
/** `from` and `to` bound the day of the event; `linkedTo` finds what links to a record; `gaps=true` only what has some; `open=true` only what has steps and is not closed. */
export const RecordQuery = z.strictObject({ ...ofUnits, ...found, linkedTo: Id.optional(), gaps: z.stringbool().default(false), open: z.stringbool().default(false), ...paging });
export type RecordQuery = z.infer<typeof RecordQuery>;
export const RecordPage = page(RecordView);
export type RecordPage = z.infer<typeof RecordPage>;

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const;
/** A register as a table, one line a record. */
export const RegisterQuery = z.strictObject({ ...ofUnits, from: DayText.optional(), to: DayText.optional(), type: z.string().max(100), format: z.enum(EXPORT_FORMATS).default('xlsx') });
export type RegisterQuery = z.infer<typeof RegisterQuery>;

export const MeasureQuery = z.strictObject({ ...ofUnits, type: z.string().max(100), period: PeriodText.optional(), by: z.enum(['unit', 'person', 'month']).default('unit') });
export type MeasureQuery = z.infer<typeof MeasureQuery>;

/** A number, a decimal or per cent as text, what was said last, or a count for each value; null where there is nothing to reckon with. */
export const MeasureValue = z.union([z.int(), z.string(), z.record(z.string(), z.int()), z.null()]);
export type MeasureValue = z.infer<typeof MeasureValue>;
export const MeasureResult = NamedWords.extend({
  id: z.string(),
  kind: z.enum(MEASURE_KINDS),
  value: MeasureValue,
  /** Of share, reach and ratio: both numbers behind the per cent. */
  part: z.union([z.int(), z.string()]).optional(),
  whole: z.union([z.int(), z.string()]).optional(),
  /** Of reach: who has none; the first thousand. A post without a person is vacant. */
  missing: z.array(z.object({ unitId: Id, post: z.string().optional(), personId: Id.optional(), recordId: Id.optional() })).optional(),
  /** Whether its target is met; absent where it has none. */
  onTarget: z.boolean().optional(),
  target: z.union([z.number(), z.string()]).optional(),
  /** Of by: the words of the values. */
  values: z.array(NamedWords.extend({ id: z.string() })).optional(),
  /** The records it comes from; the first thousand. */
  recordIds: z.array(Id),
});
export type MeasureResult = z.infer<typeof MeasureResult>;

const measured = { measures: z.array(MeasureResult), gaps: z.record(z.string(), z.int()) };
/** All of the asked units together, and line by line: per unit, per person or per month. */
export const MeasureReport = z.object({
  type: z.string(),
  period: z.object({ id: z.string(), from: DayText, to: DayText }),
  total: z.object(measured),
  lines: z.array(z.object({ unitId: Id.optional(), unitCode: z.string().optional(), unitName: z.string().optional(), personId: Id.optional(), month: z.string().optional(), ...measured })),
});
export type MeasureReport = z.infer<typeof MeasureReport>;
