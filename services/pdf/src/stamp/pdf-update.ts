import { deflateSync } from 'node:zlib';
import { EncryptedPDFError, ParseSpeeds, PDFDict, PDFDocument, type PDFPage, type PDFRef } from '@cantoo/pdf-lib';
import { Refusal } from '@xingchuang/rules';
import { PdfObjects } from '../write/pdf-file.ts';

const TAIL = 1024;

export interface Appended {
  /** What goes behind the file; the file itself stays as it is, byte for byte. */
  readonly bytes: Buffer;
  /** Where in them the object begins that was to be watched. */
  readonly watched: number;
}

/**
 * Objects to be added to a PDF that exists, as an incremental update (ISO 32000-1, 7.5.6): what was signed before stays as it was
 * signed. pdf-lib reads; the update is written here, for its own marks every change by a search through all objects.
 */
export class PdfUpdate extends PdfObjects {
  /** Whether somebody signed the file: then not even its pages may be touched, only annotations added. */
  readonly isSigned: boolean;

  private constructor(
    readonly original: Buffer,
    readonly document: PDFDocument,
    readonly previous: { readonly at: number; readonly isTable: boolean },
  ) {
    super(document.context);
    this.isSigned = original.includes('/ByteRange');
  }

  /** Refuses `pdf.encrypted`, and `pdf.damaged` for a file to which nothing can be added without first mending it. */
  static async of(original: Buffer): Promise<PdfUpdate> {
    const previous = lastSection(original);
    if (!previous) throw damaged();
    try {
      const document = await PDFDocument.load(original, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest, throwOnInvalidObject: true });
      if (document.getPageCount() === 0) throw damaged();
      return new PdfUpdate(original, document, previous);
    } catch (error) {
      if (error instanceof EncryptedPDFError || original.includes('/Encrypt')) throw new Refusal('invalid', 'pdf.encrypted', {}, 'file');
      throw error instanceof Refusal ? error : damaged();
    }
  }

  get pages(): readonly PDFPage[] {
    return this.document.getPages();
  }


  /** A copy of a dictionary to change and put in its place. */
  copyOf(dict: PDFDict): PDFDict {
    return dict.clone(this.context);
  }

  /** The section in the way in which the file's last one is written, table or stream: readers ask that they be of a kind. */
  finish(watch?: PDFRef): Appended {
    const { isTable } = this.previous;
    const own = isTable ? undefined : this.next();
    const { parts, places, end } = this.serialised(this.original.length + 1);
    const { Root, Info, ID } = this.context.trailerInfo;
    const trailer = { Size: this.context.largestObjectNumber + 1, Prev: this.previous.at, Root, ...(Info ? { Info } : {}), ...(ID ? { ID } : {}) };
    const sorted = [...places, ...(own ? [[own, end] as const] : [])].sort(([a], [b]) => a.objectNumber - b.objectNumber);
    const section = own ? this.#stream(own, sorted, trailer) : this.#table(sorted, trailer);
    const bytes = Buffer.concat([Buffer.from('\n'), ...parts, section, Buffer.from(`startxref\n${end}\n%%EOF\n`, 'latin1')]);
    const watched = watch ? (places.find(([ref]) => ref === watch)?.[1] ?? -1) : -1;
    return { bytes, watched };
  }

  #table(places: readonly (readonly [PDFRef, number])[], trailer: Trailer): Buffer {
    const rows = runs(places).map((run) => {
      const lines = run.map(([ref, at]) => `${String(at).padStart(10, '0')} ${String(ref.generationNumber).padStart(5, '0')} n \n`);
      return `${run[0]![0].objectNumber} ${run.length}\n${lines.join('')}`;
    });
    return Buffer.from(`xref\n${rows.join('')}trailer\n${this.context.obj(trailer).toString()}\n`, 'latin1');
  }

  #stream(ref: PDFRef, places: readonly (readonly [PDFRef, number])[], trailer: Trailer): Buffer {
    const rows = Buffer.alloc(7 * places.length);
    for (const [index, [object, at]] of places.entries()) {
      rows.writeUInt8(1, 7 * index);
      rows.writeUInt32BE(at, 7 * index + 1);
      rows.writeUInt16BE(object.generationNumber, 7 * index + 5);
    }
    const packed = deflateSync(rows);
    const Index = runs(places).flatMap((run) => [run[0]![0].objectNumber, run.length]);
    const dict = this.context.obj({ Type: 'XRef', W: [1, 4, 2], Index, Filter: 'FlateDecode', Length: packed.length, ...trailer });
    return Buffer.concat([Buffer.from(`${ref.objectNumber} 0 obj\n${dict.toString()}\nstream\n`, 'latin1'), packed, Buffer.from('\nendstream\nendobj\n')]);
  }
}

type Trailer = Parameters<PdfObjects['dict']>[0];

/** Objects whose numbers follow one another. */
function runs(places: readonly (readonly [PDFRef, number])[]): (readonly [PDFRef, number])[][] {
  const found: (readonly [PDFRef, number])[][] = [];
  for (const place of places) {
    const last = found.at(-1)?.at(-1);
    if (last && last[0].objectNumber + 1 === place[0].objectNumber) found.at(-1)?.push(place);
    else found.push([place]);
  }
  return found;
}

/** Where the file's last cross-reference section stands, or undefined where it does not say so truly. */
function lastSection(file: Buffer): { at: number; isTable: boolean } | undefined {
  if (file.toString('latin1', 0, 5) !== '%PDF-') return undefined;
  const tail = file.toString('latin1', Math.max(0, file.length - TAIL));
  const found = /startxref\s+(\d+)\s+%%EOF[\s\0]*$/.exec(tail);
  if (!found) return undefined;
  const at = Number(found[1]);
  const there = file.toString('latin1', at, at + 32);
  if (/^\s*xref\b/.test(there)) return { at, isTable: true };
  return /^\s*\d+\s+\d+\s+obj\b/.test(there) ? { at, isTable: false } : undefined;
}

const damaged = () => new Refusal('invalid', 'pdf.damaged', {}, 'file');
