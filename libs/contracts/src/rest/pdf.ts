import { z } from 'zod';

/** A template as one who fills it in sees it. */
export const TemplateView = z.object({
  id: z.string(),
  /** A sheet has its places on paper; a document flows over pages and can be had as DOCX. */
  kind: z.enum(['sheet', 'document']),
  zh: z.string(),
  en: z.string(),
  fields: z.array(z.object({ name: z.string(), zh: z.string(), type: z.string(), optional: z.boolean() })),
  sample: z.record(z.string(), z.unknown()),
});
export type TemplateView = z.infer<typeof TemplateView>;
export const TemplateList = z.object({ items: z.array(TemplateView) });
export type TemplateList = z.infer<typeof TemplateList>;

export const SampleQuery = z.strictObject({ format: z.enum(['pdf', 'docx']).default('pdf') });
export type SampleQuery = z.infer<typeof SampleQuery>;

/** As much of one's own data as a look at a template takes, in characters of JSON. */
export const PREVIEW_LONGEST = 100_000;
const OwnData = z
  .record(z.string().max(60), z.unknown())
  .refine((data) => JSON.stringify(data).length <= PREVIEW_LONGEST, `内容过长，最多 ${PREVIEW_LONGEST} 个字符 / too long, at most ${PREVIEW_LONGEST} characters`)
  .optional();

/** A look at a template with one's own data, or at a layout file that is not among the templates yet; without data with its sample. */
export const Previewing = z.union([
  z.strictObject({ template: z.string().max(60), data: OwnData }),
  z.strictObject({ layout: z.string().max(100_000), data: OwnData }),
]);
export type Previewing = z.infer<typeof Previewing>;
