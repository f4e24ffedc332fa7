import { Refusal } from '@xingchuang/rules';
import { faultsOf } from '@xingchuang/server';
import { shippedFonts, type Fonts } from './font/font-catalogue.ts';
import { Shaper } from './font/glyph-shaper.ts';
import type { OfficialContent } from './layout/official-content.ts';
import { composeOfficial } from './layout/official-document.ts';
import type { Draft } from './layout/page-marks.ts';
import { documentContent } from './template/document-template.ts';
import { schemaOf } from './template/fields.ts';
import { fieldsOf, readLayouts, SHIPPED_TEMPLATES } from './template/layout-file.ts';
import type { Layout } from './template/layout-schema.ts';
import { SheetTemplate } from './template/sheet-template.ts';
import { writePdf, writeSignedPdf } from './write/pdf-writer.ts';
import type { Signing } from './write/signature-place.ts';

/**
 * Turns data into finished documents. The same data gives the same bytes, but for a signature. Refuses an unknown template
 * (`pdf.template-unknown`), data that does not fit it (`pdf.data-invalid`) and characters that no font has (`pdf.glyph-missing`);
 * it never prints a blank.
 */
export class Renderer {
  readonly #templates = new Map<string, Template>();

  constructor(
    readonly fonts: Fonts,
    readonly layouts: ReadonlyMap<string, Layout>,
  ) {
    for (const [id, layout] of layouts) this.#templates.set(id, templateOf(layout));
  }

  render(name: string, data: unknown): Buffer {
    return writePdf(this.compose(name, data), this.fonts);
  }

  async renderSigned(name: string, data: unknown, signing: Signing): Promise<Buffer> {
    return writeSignedPdf(this.compose(name, data), this.fonts, signing);
  }

  /** Everything but the writing: where each mark stands on each page. */
  compose(name: string, data: unknown): Draft {
    return composed(this.#get(name), data, this.fonts);
  }

  /** What a document says, whatever file it becomes. Refuses `pdf.not-a-document` for a sheet, whose places on paper are all it is. */
  content(name: string, data: unknown): OfficialContent {
    const template = this.#get(name);
    if (!template.content) throw new Refusal('invalid', 'pdf.not-a-document', { template: name }, 'format');
    const shaper = new Shaper(this.fonts);
    const checked = template.checked(data);
    template.draft(checked, shaper);
    shaper.refuseMissing(); // what a colleague's computer lacks as well
    return template.content(checked);
  }

  #get(name: string): Template {
    const found = this.#templates.get(name);
    if (!found) throw new Refusal('invalid', 'pdf.template-unknown', { template: name, known: [...this.#templates.keys()] }, 'template');
    return found;
  }
}

/** A document of a layout that is not among the templates yet: what an editor of layouts looks at. */
export const composeWith = (layout: Layout, data: unknown, fonts: Fonts): Draft => composed(templateOf(layout), data, fonts);

type Data = Readonly<Record<string, unknown>>;

interface Template {
  readonly checked: (data: unknown) => Data;
  readonly draft: (data: Data, shaper: Shaper) => Draft;
  readonly content?: (data: Data) => OfficialContent;
}

function templateOf(layout: Layout): Template {
  const schema = schemaOf(fieldsOf(layout));
  const checked = (input: unknown): Data => {
    const result = schema.safeParse(input, { reportInput: true });
    if (result.success) return result.data;
    const problems = faultsOf(result.error);
    throw new Refusal('invalid', 'pdf.data-invalid', { problems }, problems[0]?.field);
  };
  if (layout.kind === 'document') {
    const content = (data: Data) => documentContent(layout, data);
    return { checked, content, draft: (data, shaper) => composeOfficial(content(data), shaper) };
  }
  const sheet = new SheetTemplate(layout);
  return { checked, draft: (data, shaper) => sheet.draft(data, shaper) };
}

function composed(template: Template, data: unknown, fonts: Fonts): Draft {
  const shaper = new Shaper(fonts);
  const draft = template.draft(template.checked(data), shaper);
  shaper.refuseMissing();
  return draft;
}

let shipped: Renderer | undefined;

/** With the fonts and templates that come with us. */
export const shippedRenderer = (): Renderer => (shipped ??= new Renderer(shippedFonts(), readLayouts(SHIPPED_TEMPLATES)));
