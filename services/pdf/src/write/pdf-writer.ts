import { createHash } from 'node:crypto';
import { getDefaultSRGBProfile, PDFHexString, PDFString, type PDFRef } from '@cantoo/pdf-lib';
import type { Fonts } from '../font/font-catalogue.ts';
import type { Draft, Mark, Page, Tag } from '../layout/page-marks.ts';
import { content, round, type Content } from './content-stream.ts';
import { embedFonts, type EmbeddedFonts } from './font-objects.ts';
import { information, xmp, type Description } from './metadata.ts';
import { writeOutline } from './outline.ts';
import { PdfFile, type Beginning, type Entries, type Written } from './pdf-file.ts';
import { faceOf, signatureDict, signPlace, type Signing } from './signature-place.ts';
import { writeStructure } from './structure.ts';

/** Widgets print and stay where they are. */
const PRINTED_AND_LOCKED = 132;

/** A base as files carry it: written once, its objects at the front of every file that draws on it. */
interface Common {
  readonly beginning: Beginning;
  readonly intent: PDFRef | undefined;
  readonly base?: { readonly stream: PDFRef; readonly fonts: EmbeddedFonts; readonly tags: readonly Tag[] };
}

/** Keyed by the base itself: a batch's documents pass the same one. */
const commons = new WeakMap<object, Common>();
let bare: { readonly rgb: Common; readonly print: Common } | undefined;

/**
 * Writes a draft as tagged PDF/A-2a and PDF/UA-1 (what goes to a press, in its own colours and with a bleed, is tagged only). The
 * same draft gives the same bytes, whether it is one of a batch or alone.
 */
export function writePdf(draft: Draft, fonts: Fonts): Buffer {
  return written(draft, fonts).bytes;
}

/** The same, signed as it is written; the signature covers the whole file. */
export async function writeSignedPdf(draft: Draft, fonts: Fonts, signing: Signing): Promise<Buffer> {
  const { bytes, watched } = written(draft, fonts, signing);
  await signPlace(bytes, watched, signing);
  return bytes;
}

function written(draft: Draft, fonts: Fonts, signing?: Signing): Written {
  const common = commonOf(draft, fonts);
  const file = new PdfFile(common.beginning);
  const { context } = file;
  const own = embedFonts(draft.pages.flatMap((page) => page.marks), fonts, file);
  const Pages = file.next();
  const refs = draft.pages.map(() => file.next());
  const contents = draft.pages.map((page) => content(page.marks, page.height, own, 'o-', page.base ? common.base?.tags.length : 0));
  const streams = contents.map(({ operators }) => file.stream(Buffer.from(operators, 'latin1')));
  const signature = signing ? file.add(signatureDict(context, faceOf(signing))) : undefined;
  const field = signature ? file.dict(signatureField(signature, refs[0]!)) : undefined;
  draft.pages.forEach((page, index) => {
    const base = page.base ? common.base : undefined;
    const pageFonts = Object.fromEntries([...named('b-', base?.fonts ?? new Map()), ...named('o-', own)]);
    file.put(
      refs[index]!,
      context.obj({
        Type: 'Page',
        Parent: Pages,
        ...boxes(page),
        Contents: [...(base ? [base.stream] : []), streams[index]!],
        Resources: { Font: pageFonts },
        StructParents: index,
        Tabs: 'S',
        ...(index === 0 && field ? { Annots: [field] } : {}),
      }),
    );
  });
  file.put(Pages, context.obj({ Type: 'Pages', Kids: refs, Count: refs.length }));
  const structure = writeStructure(draft.pages.map((page, index) => taggedPage(page, refs[index]!, contents[index]!, common)), file);
  const outline = writeOutline(draft, refs, file);
  const description: Description = { ...draft, conformance: common.intent ? 'A' : undefined };
  const metadata = file.packed(Buffer.from(xmp(description), 'utf8'), { Type: 'Metadata', Subtype: 'XML' });
  const Root = file.dict({
    Type: 'Catalog',
    Pages,
    Metadata: metadata,
    Lang: PDFString.of('zh-CN'),
    MarkInfo: { Marked: true },
    StructTreeRoot: structure,
    ViewerPreferences: { DisplayDocTitle: true },
    ...(common.intent ? { OutputIntents: [common.intent] } : {}),
    ...(outline ? { Outlines: outline, PageMode: 'UseOutlines' } : {}),
    ...(field ? { AcroForm: { Fields: [field], SigFlags: 3 } } : {}),
  });
  const Info = file.dict(information(description));
  return file.finish({ Root, Info, id: fileId(draft, contents) }, signature);
}

function commonOf(draft: Draft, fonts: Fonts): Common {
  const isPrint = draft.pages.some(({ print }) => print);
  const paged = draft.pages.find(({ base }) => base);
  if (!paged?.base) {
    bare ??= { rgb: common(new PdfFile(), false), print: common(new PdfFile(), true) };
    return isPrint ? bare.print : bare.rgb;
  }
  const known = commons.get(paged.base);
  if (known) return known;
  const made = common(new PdfFile(), isPrint, { marks: paged.base.marks, height: paged.height, fonts });
  commons.set(paged.base, made);
  return made;
}

function common(file: PdfFile, isPrint: boolean, drawn?: { marks: readonly Mark[]; height: number; fonts: Fonts }): Common {
  const intent = isPrint ? undefined : outputIntent(file);
  if (!drawn) return { beginning: file.asBeginning(), intent };
  const fonts = embedFonts(drawn.marks, drawn.fonts, file);
  const { operators, tags } = content(drawn.marks, drawn.height, fonts, 'b-');
  const stream = file.stream(Buffer.from(`${operators}\n`, 'latin1'));
  return { beginning: file.asBeginning(), intent, base: { stream, fonts, tags } };
}

function outputIntent(file: PdfFile): PDFRef {
  return file.dict({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB IEC61966-2.1'),
    Info: PDFString.of('sRGB IEC61966-2.1'),
    DestOutputProfile: file.stream(getDefaultSRGBProfile(), { N: 3 }),
  });
}

/** Without extent on the page: the signature is the file's, not a picture. */
function signatureField(signature: PDFRef, page: PDFRef): Entries {
  return { Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [0, 0, 0, 0], F: PRINTED_AND_LOCKED, P: page, T: PDFString.of('Signature1'), TU: PDFHexString.fromText('电子签名'), V: signature };
}

function boxes({ width, height, print }: Page): Record<string, number[]> {
  const inset = (by: number) => [by, by, width - by, height - by].map(round);
  return { MediaBox: inset(0), ...(print ? { TrimBox: inset(print.margin), BleedBox: inset(print.margin - print.bleed) } : {}) };
}

const named = (prefix: string, fonts: EmbeddedFonts) => Array.from(fonts, ([id, { ref }]) => [`${prefix}${id}`, ref] as const);

function taggedPage(page: Page, ref: PDFRef, { tags }: Content, { base }: Common) {
  const boxOf = (tag: Tag): number[] => {
    const own = extent(page.marks, tag);
    const [left, top, right, bottom] = own[0] === Infinity && page.base ? extent(page.base.marks, tag) : own;
    return [left, page.height - bottom, right, page.height - top].map(Math.round);
  };
  return { ref, tags: [...(page.base ? (base?.tags ?? []) : []), ...tags], boxOf };
}

/** Left, top, right and bottom of all that is drawn for a tag. */
function extent(marks: readonly Mark[], tag: Tag): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const mark of marks) {
    if (mark.tag !== tag || mark.kind !== 'path') continue;
    for (const step of mark.steps) {
      if (step[0] === 'Z') continue;
      const [width, height] = step[0] === 'R' ? [step[3], step[4]] : [0, 0];
      box[0] = Math.min(box[0], step[1]);
      box[1] = Math.min(box[1], step[2]);
      box[2] = Math.max(box[2], step[1] + width);
      box[3] = Math.max(box[3], step[2] + height);
    }
  }
  return box;
}

function fileId(draft: Draft, contents: readonly Content[]): string {
  const hash = createHash('sha256').update(draft.title).update(draft.author).update(draft.createdAt.toISOString());
  for (const { operators } of contents) hash.update(operators);
  for (const { marks } of draft.pages) for (const mark of marks) if (mark.kind === 'text') hash.update(mark.text);
  return hash.digest('hex').slice(0, 32);
}
