import { Refusal } from '@xingchuang/rules';
import type { z } from 'zod';
import { BulletinData, composeBulletin } from './bulletin-template.ts';
import { CertificateData, composeCertificate } from './certificate-template.ts';
import { fonts } from './font-catalogue.ts';
import { Shaper } from './glyph-shaper.ts';
import { composeNotice, NoticeData } from './notice-template.ts';
import type { Draft } from './page-marks.ts';
import { writePdf } from './pdf-writer.ts';

export { BulletinData, CertificateData, NoticeData };

interface Template<S extends z.ZodType> {
  readonly data: S;
  readonly compose: (data: z.output<S>, shaper: Shaper) => Draft;
}

const template = <S extends z.ZodType>(data: S, compose: Template<S>['compose']) => ({
  draft: (input: unknown, shaper: Shaper): Draft => compose(checked(data, input), shaper),
});

const TEMPLATES = {
  certificate: template(CertificateData, composeCertificate),
  notice: template(NoticeData, composeNotice),
  bulletin: template(BulletinData, composeBulletin),
};
export type TemplateName = keyof typeof TEMPLATES;

/**
 * Turns data into a finished PDF/A-2u. The same data gives the same bytes. Refuses an unknown template
 * (`pdf.template-unknown`), data that does not fit it (`pdf.data-invalid`) and characters that no font has
 * (`pdf.glyph-missing`); it never prints a blank.
 */
export async function render(name: string, data: unknown): Promise<Uint8Array> {
  return writePdf(await compose(name, data), await fonts());
}

/** Everything but the writing: where each mark stands on each page. */
export async function compose(name: string, data: unknown): Promise<Draft> {
  const shaper = new Shaper(await fonts());
  const draft = templateOf(name).draft(data, shaper);
  shaper.refuseMissing();
  return draft;
}

function templateOf(name: string) {
  if (isTemplate(name)) return TEMPLATES[name];
  throw new Refusal('invalid', 'pdf.template-unknown', { template: name, known: Object.keys(TEMPLATES) }, 'template');
}

function isTemplate(name: string): name is TemplateName {
  return Object.hasOwn(TEMPLATES, name);
}

function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({ field: pathOf(path), message }));
  throw new Refusal('invalid', 'pdf.data-invalid', { problems }, problems[0]?.field);
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (so, key) => (typeof key === 'number' ? `${so}[${key}]` : so ? `${so}.${String(key)}` : String(key)),
    '',
  );
}
