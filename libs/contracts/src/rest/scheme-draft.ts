import { z } from 'zod';
import { ActorView, AssessedUnitView, Clause, LevelName, Named, Parameters } from './assessment-parts.ts';
import { Id } from './common.ts';
import { SchemeCatalogue, SchemeCheckView } from './scheme.ts';

/** Longer than any file that the check accepts: it says so itself, at the file. */
const SchemeText = z.string().min(1).max(1_000_000);
const SchemeVersion = z.object({ schemeId: z.string(), version: z.int() });

/** A draft begins with a published version, or with a text such as that of a workbook. */
export const DraftBegin = z
  .strictObject({ from: z.strictObject({ schemeId: z.string().min(1).max(100), version: z.int().min(1).optional() }).optional(), text: SchemeText.optional() })
  .refine(({ from, text }) => (from === undefined) !== (text === undefined), { message: 'from | text' });
export type DraftBegin = z.infer<typeof DraftBegin>;
export const DraftSave = z.strictObject({ text: SchemeText });
export type DraftSave = z.infer<typeof DraftSave>;

export const DraftView = z.object({
  id: Id,
  version: z.int(),
  /** What the text says it is, as far as it can be read. */
  schemeId: z.string(),
  schemeVersion: z.int().nullable(),
  title: z.string(),
  /** The published version that it began with. */
  from: SchemeVersion.nullable(),
  unit: AssessedUnitView,
  begunAt: z.iso.datetime(),
  savedAt: z.iso.datetime(),
  savedBy: ActorView,
  /** As which version it was published; a published draft does not change any more. */
  published: SchemeVersion.extend({ at: z.iso.datetime(), by: ActorView }).nullable(),
});
export type DraftView = z.infer<typeof DraftView>;
export const DraftList = z.object({ items: z.array(DraftView) });
export type DraftList = z.infer<typeof DraftList>;
export const DraftDetail = DraftView.extend({
  text: z.string(),
  /** The version it may be published as: one after the newest. */
  nextVersion: z.int(),
  revisions: z.array(z.object({ version: z.int(), savedAt: z.iso.datetime(), savedBy: ActorView })),
});
export type DraftDetail = z.infer<typeof DraftDetail>;
export const RevisionView = z.object({ version: z.int(), text: z.string() });
export type RevisionView = z.infer<typeof RevisionView>;

/** What the draft would change against the newest published version of its scheme; with problems nothing can be compared. */
export const DraftChanges = z.object({
  against: SchemeVersion.nullable(),
  problems: SchemeCheckView.shape.problems,
  items: z.array(
    z.object({
      id: z.string(),
      /** The part of the scheme, as the workbook names it. */
      part: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      words: Named,
      /** Only what differs, as it stands in the cells of the workbook. */
      fields: z.array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      /** True where a round that moves to it must answer something new. */
      asks: z.boolean(),
    }),
  ),
});
export type DraftChanges = z.infer<typeof DraftChanges>;

/** Old rounds decided again by the draft: all that one may see, or some; with values for what the draft newly asks for. */
export const DryRun = z.strictObject({ campaignIds: z.array(Id).min(1).max(20).optional(), parameters: Parameters.optional() });
export type DryRun = z.infer<typeof DryRun>;
export const DryRunView = z.object({
  problems: SchemeCheckView.shape.problems,
  /** Of the draft, with what it asks for; null while it has faults. */
  catalogue: SchemeCatalogue.nullable(),
  campaigns: z.array(
    z.object({
      id: Id,
      title: z.string(),
      schemeVersion: z.int(),
      /** Units decided under both. */
      units: z.int(),
      changed: z.array(z.object({ unit: AssessedUnitView, from: LevelName, to: LevelName, clauses: z.array(Clause) })),
      /** Units whose facts are not complete under the version of the round. */
      incomplete: z.array(AssessedUnitView),
      /** What the draft needs and the facts of the round do not have. */
      lacking: z.array(Named.extend({ unit: z.string().optional(), field: z.string() })),
    }),
  ),
});
export type DryRunView = z.infer<typeof DryRunView>;

/** What a filled-in workbook says: the file it makes, and every fault with sheet, row and column. */
export const WorkbookView = z.object({
  ok: z.boolean(),
  text: z.string(),
  problems: z.array(Named.extend({ sheet: z.string(), row: z.int().nullable(), column: z.string(), heading: z.string(), code: z.string() })),
});
export type WorkbookView = z.infer<typeof WorkbookView>;
