import { parse } from 'yaml';
import { z } from 'zod';
import { FIELD_TYPES, MEASURE_KINDS, MEDIA_SORTS, RECORD_GROUPS } from '@xingchuang/contracts';
import { ROLES } from '@xingchuang/rules';
import { checkMeaning } from './record-type-meaning.ts';

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const Names = z.array(Name).min(1);
const SchemeId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** A field, or a column of a table. */
const Path = z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/);
const Words = { zh: z.string().min(1), en: z.string().min(1) };
const named = { id: Name, ...Words };

const Bound = z.union([z.number(), z.string()]);
const Test = z.union([
  z.string(), z.boolean(), z.array(z.string()).min(1),
  z.strictObject({ filled: z.boolean() }),
  z.strictObject({ min: Bound.optional(), max: Bound.optional() }),
]);
/** All of it must hold; keys are fields, steps or `closed`. */
const Condition = z.record(Name, Test);
export type Condition = z.infer<typeof Condition>;

const column = {
  ...named,
  required: z.boolean().default(false),
  requiredWhen: Condition.optional(),
  help: z.string().min(1).optional(),
  /** Of text. */
  long: z.literal(true).optional(),
  most: z.int().min(1).max(20_000).optional(),
  /** Of number and decimal: the smallest and largest value; of files and table: how many. */
  min: z.number().optional(),
  max: z.number().optional(),
  measure: z.string().min(1).optional(),
  places: z.int().min(0).max(6).optional(),
  /** Of a choice. */
  values: z.array(z.strictObject(named)).min(1).optional(),
  /** Of choice, unit and link: a list of them. */
  many: z.literal(true).optional(),
  /** Of people: each of them has minutes. */
  minutes: z.literal(true).optional(),
  /** Of person and people: they must be of the record's unit on its day. */
  members: z.literal(true).optional(),
  /** Of unit. */
  kinds: Names.optional(),
  /** Of link: the types that may be linked to. */
  to: Names.optional(),
  /** Of files. */
  media: z.array(z.enum(MEDIA_SORTS)).min(1).optional(),
};
const Column = z.strictObject({ ...column, type: z.enum(FIELD_TYPES).exclude(['table']) });
/** Of text: what the system knows when the record is begun, for people to correct: levels of these schemes (of all, where none is named), and how the year's duties stand. */
const Fill = z.strictObject({ levels: z.array(SchemeId).optional(), duties: z.literal(true).optional() });
const Field = z.strictObject({ ...column, type: z.enum(FIELD_TYPES), columns: z.array(Column).min(1).optional(), fill: Fill.optional() });

const Step = z.strictObject({
  ...named,
  optional: z.literal(true).optional(),
  needs: Names.optional(),
  /** The step before it with which it may be held as one, where the condition holds. */
  joins: z.strictObject({ step: Name, when: Condition.optional() }).optional(),
});
const Gap = z.strictObject({ ...named, when: Condition.optional(), needs: Names.default([]), linkedFrom: Name.optional() });

const Each = z.union([Name, Names, z.strictObject({ post: z.union([Name, Names]) }), z.strictObject({ register: Name, of: Path.optional() })]);
export type Each = z.infer<typeof Each>;

const Measure = z.strictObject({
  ...named,
  kind: z.enum(MEASURE_KINDS),
  of: z.string().optional(),
  over: z.string().optional(),
  where: Condition.optional(),
  among: Condition.optional(),
  each: Each.optional(),
  by: Path.optional(),
  years: z.int().min(1).max(20).optional(),
  /** Of reach over posts: one that nobody holds is a gap too. */
  vacant: z.literal('gap').optional(),
  target: z.union([z.strictObject({ atLeast: Bound }), z.strictObject({ atMost: Bound })]).optional(),
});

const Expectation = z.strictObject({
  ...named,
  source: z.string().optional(),
  scheme: z.union([SchemeId, z.array(SchemeId).min(1)]).optional(),
  each: Each,
  in: Names.optional(),
  every: z.enum(['year', 'half-year', 'quarter', 'month', 'week']).optional(),
  months: z.array(z.int().min(1).max(12)).min(1).optional(),
  expect: z.strictObject({ atLeast: z.union([z.int().min(1).max(1_000_000), z.strictObject({ of: Name })]).default(1), sum: Name.optional() }).default({ atLeast: 1 }),
  where: Condition.optional(),
  by: Path.optional(),
  grace: z.int().min(0).max(366).default(0),
  since: z.enum(['appointment', 'joining', 'opening']).optional(),
  within: z.union([z.strictObject({ months: z.int().min(1).max(120), holiday: z.enum(['stay', 'next']).optional() }), z.strictObject({ days: z.int().min(1).max(3_660) })]).optional(),
  remind: z.int().min(0).max(366).default(30),
});

/** Format 1 of a record type (台账类型): record-types/README.md says what each key means. A new type is a file, no release. */
const RecordTypeFile = z
  .strictObject({
    format: z.literal(1),
    ...named,
    source: z.string().optional(),
    group: z.enum(RECORD_GROUPS).default('work'),
    tasks: z.array(z.string().regex(/^[a-z0-9-]+\/[A-Za-z0-9._-]+$/)).default([]),
    subject: z.enum(['unit', 'person']).default('unit'),
    about: Name.optional(),
    units: Names.optional(),
    filedBy: z.array(z.enum(ROLES)).min(1).optional(),
    filedByPost: Names.optional(),
    reading: z.strictObject({ roles: z.array(z.enum(ROLES)).default([]), posts: z.array(Name).default([]), when: Condition.optional() }).optional(),
    unitSees: Condition.optional(),
    ahead: z.boolean().default(false),
    /** Its counts are shown where a unit is reviewed. */
    review: z.literal(true).optional(),
    attachments: z.strictObject({ min: z.int().min(0).default(0), max: z.int().min(1).optional(), media: z.array(z.enum(MEDIA_SORTS)).min(1).optional() }).default({ min: 0 }),
    fields: z.array(Field),
    steps: z.strictObject({ inOrder: z.boolean().default(true), items: z.array(Step).min(1) }).optional(),
    gaps: z.array(Gap).default([]),
    measures: z.array(Measure).default([]),
    expects: z.array(Expectation).default([]),
  })
  .check(({ value, issues }) => {
    for (const { at, fault } of checkMeaning(value)) issues.push({ code: 'custom', input: value, path: at.split('.'), message: fault });
  });

export type RecordTypeShape = z.infer<typeof RecordTypeFile>;
export type RecordType = RecordTypeShape;
export type RecordField = RecordType['fields'][number];
export type RecordStep = z.infer<typeof Step>;
export type RecordGap = z.infer<typeof Gap>;
export type Measure = z.infer<typeof Measure>;
export type Expectation = z.infer<typeof Expectation>;

/** Reads a record type file; throws with the place and the fault where it is not one. */
export function parseRecordType(text: string, origin: string): RecordType {
  const read = RecordTypeFile.safeParse(parse(text));
  if (read.success) return read.data;
  throw new Error(`${origin}: ${z.prettifyError(read.error)}`);
}
