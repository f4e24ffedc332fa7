import { z } from 'zod';
import { AssessedUnitView, Named, text } from './assessment-parts.ts';
import { DayText, Id, page } from './common.ts';
import { RatingName } from './rating.ts';

const Value = z.union([z.boolean(), z.number(), z.string().trim().min(1).max(500)]);
const row = { code: z.string().trim().min(1).max(40), value: Value };

/** Values of one indicator that another system or body keeps, unit by unit; schemes read them by its name. */
export const IndicatorImport = z.strictObject({
  name: RatingName,
  title: text(200).min(1),
  /** The day for which the values hold: a round takes the latest within its window. */
  on: DayText,
  /** Where they come from: a document, a statistical report. */
  source: text(300).min(1),
  rows: z.array(z.strictObject(row)).min(1).max(20_000),
});
export type IndicatorImport = z.infer<typeof IndicatorImport>;
export const IndicatorImportView = z.object({ id: Id, version: z.int(), name: z.string(), title: z.string(), on: DayText, source: z.string(), count: z.int(), importedOn: DayText });
export type IndicatorImportView = z.infer<typeof IndicatorImportView>;
export const IndicatorQuery = z.strictObject({ name: RatingName.optional(), pageToken: Id.optional() });
export type IndicatorQuery = z.infer<typeof IndicatorQuery>;
export const IndicatorPage = page(IndicatorImportView);
export type IndicatorPage = z.infer<typeof IndicatorPage>;

/** A table as it was read: what would be imported, and every fault by its row. */
export const IndicatorPreview = z.object({
  rows: z.array(z.object({ row: z.int(), unitName: z.string(), ...row })),
  faults: z.array(Named.extend({ row: z.int(), column: z.string() })),
});
export type IndicatorPreview = z.infer<typeof IndicatorPreview>;

export const IndicatorValuesQuery = z.strictObject({ pageToken: Id.optional() });
export type IndicatorValuesQuery = z.infer<typeof IndicatorValuesQuery>;
/** The values of one import, unit by unit. */
export const IndicatorValuesPage = page(z.object({ id: Id, unit: AssessedUnitView, value: Value }));
export type IndicatorValuesPage = z.infer<typeof IndicatorValuesPage>;
