import { parse } from 'yaml';
import { z } from 'zod';
import { FIELD_TYPES } from '@xingchuang/contracts';
import { ROLES } from '@xingchuang/rules';

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const Words = { zh: z.string().min(1), en: z.string().min(1) };

const Field = z
  .strictObject({
    id: Name,
    ...Words,
    type: z.enum(FIELD_TYPES),
    required: z.boolean().default(false),
    /** Of a choice. */
    values: z.array(z.strictObject({ id: Name, ...Words })).min(2).optional(),
    /** Of people: each of them has minutes. */
    minutes: z.literal(true).optional(),
  })
  .refine(({ type, values }) => (type === 'choice') === (values !== undefined), { message: 'values belong to a choice' })
  .refine(({ type, minutes }) => type === 'people' || minutes === undefined, { message: 'minutes belong to people' });

/** Format 1 of a record type (台账类型): what a record holds and what it yields. A new type is a file, no release. */
const RecordTypeFile = z
  .strictObject({
    format: z.literal(1),
    id: Name,
    ...Words,
    /** The requirement that it serves. */
    source: z.string().optional(),
    subject: z.enum(['unit', 'person']),
    filedBy: z.array(z.enum(ROLES)).min(1).optional(),
    attachments: z.strictObject({ min: z.int().min(0) }).default({ min: 0 }),
    fields: z.array(Field),
    /** `of` names the field that is summed: of numbers, minutes, or people with minutes. */
    sums: z.array(z.strictObject({ id: Name, ...Words, of: Name })).default([]),
  })
  .check(({ value: { fields, sums, subject }, issues }) => {
    const summable = new Set(fields.filter(({ type, minutes }) => type === 'number' || type === 'minutes' || minutes).map(({ id }) => id));
    for (const { id, of } of sums) if (!summable.has(of)) issues.push({ code: 'custom', input: of, message: `sum ${id}: ${of} has nothing to sum` });
    if (new Set(fields.map(({ id }) => id)).size < fields.length) issues.push({ code: 'custom', input: fields, message: 'a field twice' });
    if (subject === 'person' && !fields.some(({ type, required }) => type === 'people' && required)) {
      issues.push({ code: 'custom', input: fields, message: 'a record about persons needs a required field of people' });
    }
  });

export type RecordType = z.infer<typeof RecordTypeFile>;
export type RecordField = RecordType['fields'][number];

/** Reads a record type file; throws with the place and the fault where it is not one. */
export function parseRecordType(text: string, origin: string): RecordType {
  const read = RecordTypeFile.safeParse(parse(text));
  if (read.success) return read.data;
  throw new Error(`${origin}: ${z.prettifyError(read.error)}`);
}
