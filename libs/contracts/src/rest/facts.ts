import { z } from 'zod';
import { ActorView, AssessedUnitView, text, Word } from './assessment-parts.ts';
import { Id } from './common.ts';
import { FactValues, Refs } from './scheme.ts';

/** Why a value stands against the one that its source gives, by fact. */
const Reasons = z.record(Word, text(500).min(1));
/** The whole facts of one unit. `version` is the one that was read, 0 when there were none: two people never overwrite each other. */
export const FactsEnter = z.strictObject({ version: z.int().min(0), facts: FactValues, refs: Refs.optional(), reasons: Reasons.optional(), note: text(500).optional() });
export type FactsEnter = z.infer<typeof FactsEnter>;
/** Facts of many units, by unit code as in a facts file; all are taken or none. */
export const FactsImport = z.strictObject({
  units: z.array(z.strictObject({ unit: z.string().min(1).max(100), facts: FactValues, refs: Refs.optional(), reasons: Reasons.optional() })).min(1).max(1_000),
  note: text(500).optional(),
});
export type FactsImport = z.infer<typeof FactsImport>;
export const FactsView = z.object({
  unit: AssessedUnitView,
  version: z.int(),
  facts: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.array(z.string())),
  /** How each given fact came here: `counted` from its source; a value entered over it keeps what was counted and why. */
  origins: z.record(z.string(), z.object({ how: z.enum(['entered', 'imported', 'counted']), source: z.string().optional(), counted: z.unknown().optional(), reason: z.string().optional() })),
  /** Facts that the rules need and nobody gave yet. */
  missing: z.array(z.string()).optional(),
  /** Exclusions stated by hand, with the reason. */
  excluded: z.record(z.string(), z.string()).optional(),
  digest: z.string(),
  enteredAt: z.iso.datetime(),
  enteredBy: ActorView,
  note: z.string(),
});
export type FactsView = z.infer<typeof FactsView>;
export const FactsHistory = z.object({ items: z.array(FactsView.omit({ unit: true })) });
export type FactsHistory = z.infer<typeof FactsHistory>;
/** Keeps a unit out by a clause that the scheme leaves to a body; an empty reason takes it back. */
export const Exclude = z.strictObject({ exclusion: z.string().min(1).max(64), reason: text(2_000).default('') });
export type Exclude = z.infer<typeof Exclude>;
/** Counts the sourced facts anew: of the units named, else of all that the seat governs and that are not decided. */
export const FactsFill = z.strictObject({ unitIds: z.array(Id).min(1).max(1_000).optional() });
export type FactsFill = z.infer<typeof FactsFill>;
/** `unknown`: facts whose source could not tell; they are entered by hand. */
export const FactsFilled = z.object({ changed: z.int(), unchanged: z.int(), unknown: z.array(z.string()) });
export type FactsFilled = z.infer<typeof FactsFilled>;
/** `dryRun`: only says what would be wrong. */
export const FactsTableQuery = z.strictObject({ dryRun: z.stringbool().default(false) });
export type FactsTableQuery = z.infer<typeof FactsTableQuery>;
/** The table of all units that the seat may see, filled as far as facts are known: also the template. CSV holds the facts of one value each. */
export const FactsTableFormat = z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') });
export type FactsTableFormat = z.infer<typeof FactsTableFormat>;
/** What a table would enter, with its faults by sheet, row and column; nothing is taken while there are any. */
export const FactsTableView = z.object({
  rows: z.int(),
  taken: z.int(),
  /** Units whose facts would change, or did. */
  changed: z.int(),
  faults: z.array(z.object({ sheet: z.string(), row: z.int(), column: z.string(), zh: z.string(), en: z.string() })),
});
export type FactsTableView = z.infer<typeof FactsTableView>;
export const FactsImported = z.object({ taken: z.int() });
export type FactsImported = z.infer<typeof FactsImported>;
