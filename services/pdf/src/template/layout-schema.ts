import { z } from 'zod';
import { FONT_ROLES } from '../font/font-catalogue.ts';
import { FieldsSchema } from './fields.ts';

const millimetres = z.number().min(-100).max(2000);
const place = z.tuple([millimetres, millimetres]);
const rectangle = z.tuple([millimetres, millimetres, millimetres, millimetres]);
const points = z.number().min(0.1).max(500);
const share = z.number().min(0).max(1);
const Paint = z.union([z.tuple([share, share, share]), z.tuple([share, share, share, share])]);
/** The name of one of the layout's colours. */
const colour = z.string().default('black');
const pattern = z.string().min(1).max(2000);

/** What stands on a sheet. Places and lengths in millimetres from the top left, type and line weights in points. */
const Element = z.union([
  z.strictObject({
    text: pattern,
    at: place,
    width: z.number().positive(),
    height: z.number().positive(),
    sizes: z.array(points).min(1),
    font: z.enum(FONT_ROLES).default('song'),
    tracking: z.number().min(0).max(200).default(0),
    leading: z.number().min(1).max(3).default(1.35),
    align: z.enum(['left', 'center', 'right']).default('center'),
    colour,
    as: z.enum(['H1', 'P', 'decoration']).default('P'),
  }),
  z.strictObject({ rows: z.array(z.strictObject({ label: z.string(), value: pattern })).min(1), at: place, width: z.number().positive(), size: points, pitch: points, colour }),
  z.strictObject({ meander: z.strictObject({ inset: millimetres, band: z.number().positive() }), colour, rules: colour }),
  z.strictObject({ rule: z.tuple([millimetres, millimetres]), length: millimetres, weight: points, colour, upright: z.boolean().default(false) }),
  z.strictObject({ frame: rectangle, weight: points, colour }),
  z.strictObject({ area: rectangle, colour }),
  z.strictObject({ star: place, radius: z.number().positive(), colour }),
  z.strictObject({ stars: pattern, at: place, pitch: z.number().positive(), radius: z.number().positive(), colour }),
  z.strictObject({ seal: place, radius: z.number().positive(), label: z.string(), colour }),
  z.strictObject({ qr: pattern, at: place, side: z.number().min(18) }),
]);
export type Element = z.output<typeof Element>;

const about = {
  format: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  /** Whether its PDFs are signed where the organisation has a key. */
  signed: z.boolean().default(true),
  fields: FieldsSchema,
  /** Data that shows what the template looks like. */
  sample: z.record(z.string(), z.unknown()),
};

const Sheet = z.strictObject({
  ...about,
  kind: z.literal('sheet'),
  page: z.strictObject({ width: z.number().min(50).max(1200), height: z.number().min(50).max(1200) }),
  /** For what goes to a press: how far colour runs over the cut, and the paper around it that carries the cutting marks. */
  print: z.strictObject({ bleed: z.number().min(0).max(20), margin: z.number().min(0).max(50) }).optional(),
  colours: z.record(z.string(), Paint).default({}),
  title: pattern,
  author: pattern,
  /** Fields that differ from one sheet of a batch to the next; everything else is drawn once for all. */
  own: z.array(z.string()),
  elements: z.array(Element).min(1).max(200),
});
export type Sheet = z.output<typeof Sheet>;

const Item = z.union([
  // `opposite` stands at the right end of the paragraph's last line
  z.strictObject({ paragraph: pattern, indent: z.number().min(0).max(20).default(2), hanging: z.number().min(0).max(20).default(0), keep: z.boolean().default(false), opposite: pattern.optional(), each: z.string().optional() }),
  z.strictObject({ heading: pattern, level: z.union([z.literal(1), z.literal(2)]).default(1) }),
  z.strictObject({ table: z.string(), caption: pattern.optional(), columns: z.array(z.strictObject({ title: z.string().min(1), align: z.enum(['left', 'center', 'right']).default('center'), value: pattern })).min(1).max(10) }),
  z.strictObject({ lines: z.string() }),
  z.strictObject({ blocks: z.string() }),
  z.strictObject({ signatures: z.string() }),
]);
export type Item = z.output<typeof Item>;

const Document = z.strictObject({
  ...about,
  kind: z.literal('document'),
  /** `red`: an organ's document with its name in red (GB/T 9704); `plain`: an inner list or sheet. */
  head: z.enum(['red', 'plain']).default('red'),
  /** 署名 and date, with room for the seal. */
  signature: z.boolean().default(true),
  /** Used where the data give no title of their own. */
  title: pattern.optional(),
  body: z.array(Item).min(1).max(100),
});
export type Document = z.output<typeof Document>;

/** A template as a file: what goes in, where it stands, what it looks like with sample data. */
export const Layout = z.discriminatedUnion('kind', [Sheet, Document]);
export type Layout = z.output<typeof Layout>;
