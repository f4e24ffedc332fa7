import { PDFArray, PDFDict, PDFHexString, PDFName, PDFRef, PDFString, type PDFObject, type PDFPage } from '@cantoo/pdf-lib';
import type { Fonts } from '../font/font-catalogue.ts';
import { Shaper } from '../font/glyph-shaper.ts';
import { MM } from '../layout/page-marks.ts';
import { content, round } from '../write/content-stream.ts';
import { embedFonts } from '../write/font-objects.ts';
import { signatureDict, type SignatureFace } from '../write/signature-place.ts';
import { pageSpace, placed, type PageSpace } from './page-space.ts';
import { PdfUpdate, type Appended } from './pdf-update.ts';
import { picture, type Picture } from './stamp-marks.ts';
import type { Stamp } from './stamp-schema.ts';

const MARGIN = 10 * MM;
const ANGLE = Math.PI / 6;
const OPACITY = 0.16;
/** Shown, printed, not to be moved or typed into. */
const PRINTED = 4;
const FIXED = PRINTED | 64 | 128;

/**
 * Puts a stamp on a PDF and answers what to append to it. An unsigned file carries it in its pages. A signed one is never touched:
 * the stamp comes as an annotation, or, with a face of a signature, as what is seen of one more signature, which the strictest
 * readers accept beside the first; `watched` is its place. Refuses what `PdfUpdate` refuses, and `pdf.glyph-missing`.
 */
export async function stampFile(file: Buffer, stamp: Stamp, fonts: Fonts, signature?: SignatureFace): Promise<Appended> {
  const shaper = new Shaper(fonts);
  const drawn = picture(stamp, shaper);
  shaper.refuseMissing();
  const update = await PdfUpdate.of(file);
  const stamping = new Stamping(update, drawn, fonts);
  if (stamp.kind === 'watermark') {
    for (const page of update.pages) stamping.put(page, stamping.watermark(pageSpace(page)), update.isSigned);
    return update.finish();
  }
  const [page] = update.pages as [PDFPage];
  const face = stamping.corner(pageSpace(page), stamp.kind);
  if (signature) return update.finish(stamping.sign(page, face, signature));
  stamping.put(page, face, update.isSigned);
  return update.finish();
}

/** A picture in its place on a page, in the reader's space. */
interface Face {
  readonly form: PDFRef;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly space: PageSpace;
}

class Stamping {
  readonly #forms = new Map<string, PDFRef>();
  readonly #operators: string;
  readonly #fonts: Record<string, PDFRef>;
  #before: PDFRef | undefined;
  readonly #draws = new Map<string, PDFRef>();

  constructor(
    readonly update: PdfUpdate,
    readonly drawn: Picture,
    fonts: Fonts,
  ) {
    const embedded = embedFonts(drawn.marks, fonts, update);
    this.#operators = content(drawn.marks, drawn.height, embedded, 'x-').operators.replaceAll('/Artifact BMC\n', '').replaceAll('\nEMC', '');
    this.#fonts = Object.fromEntries(Array.from(embedded, ([id, { ref }]) => [`x-${id}`, ref]));
  }

  /** Received at the top right, archived at the top left; smaller on a small page. */
  corner(space: PageSpace, kind: 'received' | 'archived'): Face {
    const scale = Math.min(1, (space.width / 2 - MARGIN) / this.drawn.width);
    const [width, height] = [this.drawn.width * scale, this.drawn.height * scale];
    const x = kind === 'received' ? space.width - MARGIN - width : MARGIN;
    return { form: this.#form([width, height], `${round(scale)} 0 0 ${round(scale)} 0 0 cm\n${this.#operators}`), box: [x, space.height - MARGIN - height, width, height], space };
  }

  /** Slanting lines over the whole page, so pale that the page stays readable. */
  watermark(space: PageSpace): Face {
    const { width, height } = space;
    const [cos, sin] = [round(Math.cos(ANGLE)), round(Math.sin(ANGLE))];
    const scale = round(Math.min(1.4, (0.9 * width) / (this.drawn.width * Math.cos(ANGLE))));
    const rows = Math.max(2, Math.round(height / (90 * MM)));
    const lines = Array.from({ length: rows }, (_, row) => {
      const [x, y] = [width / 2, (height * (row + 0.5)) / rows];
      return `q ${cos} ${sin} ${-sin} ${cos} ${round(x)} ${round(y)} cm ${scale} 0 0 ${scale} ${round((-scale * this.drawn.width) / 2)} ${round((-scale * this.drawn.height) / 2)} cm\n${this.#operators}\nQ`;
    });
    return { form: this.#form([width, height], `/Pale gs\n${lines.join('\n')}`, true), box: [0, 0, width, height], space };
  }

  put(page: PDFPage, face: Face, isSigned: boolean): void {
    if (isSigned) this.#annotate(page, face, { Subtype: 'Stamp', F: FIXED });
    else this.#draw(page, face);
  }

  /** One more signature, whose picture is the stamp. */
  sign(page: PDFPage, face: Face, as: SignatureFace): PDFRef {
    const { update } = this;
    const signature = update.add(signatureDict(update.context, as));
    const catalog = update.copyOf(update.document.catalog);
    const form = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
    const fields = form?.lookupMaybe(PDFName.of('Fields'), PDFArray);
    const name = `Stamp${(fields?.size() ?? 0) + 1}-${update.context.largestObjectNumber}`;
    const field = this.#annotate(page, face, { Subtype: 'Widget', F: PRINTED | 128, FT: 'Sig', T: PDFString.of(name), TU: PDFHexString.fromText('归档签名'), V: signature });
    const next = form ? update.copyOf(form) : update.context.obj({});
    next.set(PDFName.of('Fields'), update.context.obj([...(fields?.asArray() ?? []), field]));
    next.set(PDFName.of('SigFlags'), update.context.obj(3));
    const formRef = catalog.get(PDFName.of('AcroForm'));
    if (formRef instanceof PDFRef) update.put(formRef, next);
    else {
      catalog.set(PDFName.of('AcroForm'), next);
      update.put(update.context.trailerInfo.Root as PDFRef, catalog);
    }
    return signature;
  }

  #form([width, height]: readonly [number, number], operators: string, isPale = false): PDFRef {
    const key = `${width} ${height} ${operators}`;
    const known = this.#forms.get(key);
    if (known) return known;
    const resources = { Font: this.#fonts, ...(isPale ? { ExtGState: { Pale: { Type: 'ExtGState', ca: OPACITY } } } : {}) };
    const made = this.update.stream(Buffer.from(operators, 'latin1'), { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, round(width), round(height)], Resources: resources });
    this.#forms.set(key, made);
    return made;
  }

  /** Into the page itself, behind everything it draws: the page's own marks are closed off first. */
  #draw(page: PDFPage, { form, box: [x, y], space: { matrix } }: Face): void {
    const { update } = this;
    const { context } = update;
    const node = update.copyOf(page.node);
    const inherited = page.node.Resources();
    const resources = inherited ? update.copyOf(inherited) : context.obj({});
    const objects = resources.lookupMaybe(PDFName.of('XObject'), PDFDict);
    const drawn = objects ? update.copyOf(objects) : context.obj({});
    const name = freeName(drawn);
    drawn.set(PDFName.of(name), form);
    resources.set(PDFName.of('XObject'), drawn);
    node.set(PDFName.of('Resources'), resources);
    this.#before ??= update.stream(Buffer.from('q\n'));
    const call = `\nQ /Artifact BMC q ${matrix.map(round).join(' ')} cm 1 0 0 1 ${round(x)} ${round(y)} cm /${name} Do Q EMC\n`;
    const after = this.#draws.get(call) ?? update.stream(Buffer.from(call, 'latin1'));
    this.#draws.set(call, after);
    node.set(PDFName.of('Contents'), context.obj([this.#before, ...contentsOf(page), after]));
    update.put(page.ref, node);
  }

  /** On the page: a reader may take it off, but nothing that was signed changes. */
  #annotate(page: PDFPage, { form, box: [x, y, width, height], space: { matrix } }: Face, entries: Parameters<PdfUpdate['dict']>[0]): PDFRef {
    const { update } = this;
    const [from, to] = [placed(matrix, x, y), placed(matrix, x + width, y + height)];
    const Rect = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])].map(round);
    const turned = this.#turned(form, matrix, [width, height]);
    const annotation = update.dict({ Type: 'Annot', Rect, P: page.ref, Contents: PDFHexString.fromText('印章'), ...entries, AP: { N: turned } });
    const existing = page.node.get(PDFName.of('Annots'));
    const list = page.node.lookupMaybe(PDFName.of('Annots'), PDFArray);
    const all = update.context.obj([...(list?.asArray() ?? []), annotation]);
    if (existing instanceof PDFRef) update.put(existing, all);
    else {
      const node = update.copyOf(page.node);
      node.set(PDFName.of('Annots'), all);
      update.put(page.ref, node);
    }
    return annotation;
  }

  /** An annotation's picture stands upright in the page's own space: on a turned page it has to be turned along. */
  #turned(form: PDFRef, [a, b, c, d]: PageSpace['matrix'], [width, height]: readonly [number, number]): PDFRef {
    if (a === 1) return form;
    return this.update.stream(Buffer.from('/Upright Do', 'latin1'), {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, round(width), round(height)],
      Matrix: [a, b, c, d, 0, 0],
      Resources: { XObject: { Upright: form } },
    });
  }
}

function contentsOf(page: PDFPage): PDFObject[] {
  const contents = page.node.get(PDFName.of('Contents'));
  if (contents === undefined) return [];
  const looked = page.node.lookup(PDFName.of('Contents'));
  return looked instanceof PDFArray ? looked.asArray() : [contents];
}

function freeName(taken: PDFDict): string {
  for (let number = 1; ; number += 1) if (!taken.has(PDFName.of(`Stamp${number}`))) return `Stamp${number}`;
}
