import { z } from 'zod';
import { chineseDay } from '../layout/chinese-day.ts';
import { address, day, filledLine, instant, line } from './text-schema.ts';

const LONGEST_PARAGRAPH = 5000;

/** What every field of a layout may say of itself. */
const about = { zh: z.string().min(1), optional: z.boolean().default(false) };

/** One input of a template, as its layout file declares it. */
export type Field =
  | { type: 'text'; zh: string; optional: boolean; longest: number; default?: string | undefined }
  | { type: 'integer'; zh: string; optional: boolean; min: number; max: number }
  | { type: 'day'; zh: string; optional: boolean; numeric?: boolean | undefined }
  | { type: 'instant' | 'address' | 'blocks'; zh: string; optional: boolean }
  | { type: 'lines'; zh: string; optional: boolean; longest: number; least: number; most: number }
  | { type: 'list'; zh: string; optional: boolean; of: Fields; most: number }
  | { type: 'group'; zh: string; optional: boolean; of: Fields; some?: string[] | undefined };
export type Fields = Readonly<Record<string, Field>>;

const name = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
export const FieldsSchema: z.ZodType<Fields> = z.lazy(() => z.record(name, FieldSchema));
const FieldSchema: z.ZodType<Field> = z.discriminatedUnion('type', [
  z.strictObject({ ...about, type: z.literal('text'), longest: z.int().min(1).max(LONGEST_PARAGRAPH).default(200), default: z.string().optional() }),
  z.strictObject({ ...about, type: z.literal('integer'), min: z.int().default(0), max: z.int().default(1_000_000) }),
  // `numeric`: as 2026-01-06 instead of 2026年1月6日, for narrow columns
  z.strictObject({ ...about, type: z.literal('day'), numeric: z.boolean().optional() }),
  z.strictObject({ ...about, type: z.enum(['instant', 'address', 'blocks']) }),
  z.strictObject({ ...about, type: z.literal('lines'), longest: z.int().min(1).max(LONGEST_PARAGRAPH).default(200), least: z.int().min(0).default(0), most: z.int().min(1).max(500).default(50) }),
  z.strictObject({ ...about, type: z.literal('list'), of: FieldsSchema, most: z.int().min(1).max(5000).default(5000) }),
  z.strictObject({ ...about, type: z.literal('group'), of: FieldsSchema, some: z.array(name).optional() }),
]);

const Heading = z.strictObject({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2)]).default(1), text: filledLine() });
const Paragraph = z.strictObject({ kind: z.literal('paragraph'), text: filledLine(LONGEST_PARAGRAPH) });
const Column = z.strictObject({ title: filledLine(40), align: z.enum(['left', 'center', 'right']).default('center') });
const Table = z
  .strictObject({
    kind: z.literal('table'),
    caption: filledLine(80).optional(),
    columns: z.array(Column).min(1).max(10),
    rows: z.array(z.array(line(300))).max(5000),
  })
  .refine(({ columns, rows }) => rows.every((row) => row.length === columns.length), '每行的格数应与列数相同 / every row has one cell per column');

/** Free content of a document: what an editor wrote, beside what the template says. */
export const Block = z.discriminatedUnion('kind', [Heading, Paragraph, Table]);
export type Block = z.output<typeof Block>;

/** A checker of data against fields: nothing unknown, nothing missing. */
export function schemaOf(fields: Fields): z.ZodType<Record<string, unknown>> {
  return z.strictObject(Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.optional ? base(field).optional() : base(field)])));
}

function base(field: Field): z.ZodType {
  switch (field.type) {
    case 'text':
      return field.default === undefined ? filledLine(field.longest) : filledLine(field.longest).default(field.default);
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'day':
      return day;
    case 'instant':
      return instant;
    case 'address':
      return address;
    case 'blocks':
      return z.array(Block).max(500);
    case 'lines': {
      const lines = z.array(filledLine(field.longest)).min(field.least).max(field.most);
      return field.least === 0 ? lines.default([]) : lines;
    }
    case 'list':
      return z.array(schemaOf(field.of)).max(field.most);
    case 'group': {
      const { some } = field;
      const group = schemaOf(field.of);
      return some ? group.refine((value) => some.some((key) => value[key] !== undefined), `至少填写其中一项：${some.join('、')} / at least one of ${some.join(', ')}`) : group;
    }
  }
}

/** A value as it is printed. */
export function printed(field: Field, value: unknown): string {
  if (field.type === 'address') return String(value).replace(/#.*/, '');
  return field.type === 'day' && field.numeric !== true ? chineseDay(String(value)) : String(value);
}
