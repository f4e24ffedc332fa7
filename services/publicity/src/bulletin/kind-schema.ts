import { z } from 'zod';
import { BULLETIN_READERS, RANKED_BY, SUMMARY_PERIODS } from '@xingchuang/contracts';

const name = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const pattern = z.string().min(1).max(2_000);
const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** What a bulletin counts and lists. */
const Query = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('levels') }),
  z.strictObject({ from: z.literal('commended') }),
  z.strictObject({ from: z.literal('titles') }),
  z.strictObject({ from: z.literal('named') }),
  z.strictObject({ from: z.literal('awards') }),
  z.strictObject({ from: z.literal('notices') }),
  z.strictObject({ from: z.literal('exposed') }),
  // `first`, `last`: only so many places from either end, cut as the scheme has it for ties
  z.strictObject({ from: z.literal('ranking'), by: z.enum(RANKED_BY), first: z.int().min(1).max(1_000).optional(), last: z.int().min(1).max(1_000).optional(), subject: z.string().min(1).max(100).optional() }),
  z.strictObject({ from: z.literal('summary') }),
  z.strictObject({ from: z.literal('due') }),
  z.strictObject({ from: z.literal('rounds') }),
  z.strictObject({ from: z.literal('units') }),
  z.strictObject({ from: z.literal('record') }),
]);
export type KindQuery = z.output<typeof Query>;

const Block = z.union([
  z.strictObject({ heading: pattern }),
  z.strictObject({ texts: name }),
  z.strictObject({ table: name, caption: pattern.optional(), columns: z.array(z.string()).min(1).max(10) }),
  z.strictObject({ sources: pattern }),
]);

/** What goes into a field of the layout. */
const Filling = z.union([
  pattern,
  z.strictObject({ texts: name }),
  z.strictObject({ rows: z.union([name, z.array(name).min(1)]), as: z.record(z.string(), pattern) }),
  z.strictObject({ blocks: z.array(Block).min(1).max(100) }),
  z.strictObject({ sources: z.literal(true) }),
]);
export type Filling = z.output<typeof Filling>;

/** A kind of bulletin as a file: how often, what it counts, what it says, and into which layout that goes. */
export const KindSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  name: words,
  every: z.enum(SUMMARY_PERIODS).optional(),
  covers: z.enum(['past', 'coming']).default('past'),
  workday: z.int().min(1).max(60).default(1),
  campaign: z.boolean().default(false),
  /** It names units, for better or worse: nothing of it comes out while a notice on them runs or a complaint is open. */
  names: z.boolean().default(false),
  /** Who reads its issues, unless the editor says otherwise. */
  readers: z.enum(BULLETIN_READERS).default('subtree'),
  /** Drafted by itself, by the unit of whoever took the step, when a record of this type has come so far. */
  after: z.strictObject({ record: z.string().regex(/^[a-z][a-z0-9_]*$/), step: z.string().regex(/^[a-z][a-z0-9_]*$/) }).optional(),
  number: z.string().min(1).max(40).regex(/\{n\}/, 'must contain {n}'),
  template: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  /** `official`: with the name of the issuer in red, the number, its name and the day at the end. */
  head: z.enum(['official', 'own']).default('official'),
  title: pattern,
  queries: z.record(name, Query).default({}),
  texts: z.record(name, z.strictObject({ zh: z.string().min(1), lines: z.array(pattern).max(50) })).default({}),
  fields: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), Filling).default({}),
});
export type Kind = z.output<typeof KindSchema>;
